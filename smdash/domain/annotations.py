"""What happened on a day or in a stretch of days, for the time axis of charts: notes of people, and campaigns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from smdash.domain import series
from smdash.domain.text import name
from smdash.errors import FormFaults, InvalidInput

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note of a person: on a day, or until the last day of a span, which counts; it may belong to a campaign."""

    day: date
    note: str
    until: date | None = None
    campaign_id: int | None = None
    id: int = 0
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class CampaignDays:
    """When a campaign begins and ends, as far as that is known; its last day counts."""

    name: str
    start: date | None
    due: date | None


def check_annotation(draft: Annotation) -> Annotation:
    """The annotation with its note clean; `FormFaults` with all that is wrong with it."""
    faults: dict[str, str] = {}
    note = ""
    try:
        note = name(draft.note, "note", LONGEST)
    except InvalidInput as fault:
        faults["note"] = fault.message
    if draft.until is not None and draft.until < draft.day:
        faults["until"] = "The last day lies before the first."
    if faults:
        raise FormFaults(faults)
    until = None if draft.until == draft.day else draft.until
    return Annotation(draft.day, note, until, draft.campaign_id, draft.id)


def on_axis(
    notes: Iterable[Annotation], campaigns: Iterable[CampaignDays], start: date, last: date
) -> tuple[series.Annotation, ...]:
    """What a chart from `start` to `last` has under its axis: the notes first, then campaigns that begin or end in it.

    A campaign that runs all the time tells nothing about a day and is left out.
    """
    said = [
        series.Annotation(one.note, one.day, one.until, series.Role.FORECAST)
        for one in notes
        if one.day <= last and (one.until or one.day) >= start
    ]
    return (*said, *_of_campaigns(campaigns, start, last))


def _of_campaigns(campaigns: Iterable[CampaignDays], start: date, last: date) -> Iterator[series.Annotation]:
    """A span where a campaign begins and ends in view, else a day: the rest of its days would say nothing."""
    for one in campaigns:
        begins = one.start is not None and start < one.start <= last
        ends = one.due is not None and start <= one.due < last
        if one.start is not None and one.due is not None and (start <= one.start and one.due <= last):
            yield series.Annotation(one.name, one.start, one.due)
        elif one.start is not None and begins:
            yield series.Annotation(f"{one.name} begins", one.start)
        elif one.due is not None and ends:
            yield series.Annotation(f"{one.name} ends", one.due)
