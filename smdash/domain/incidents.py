"""Incidents, complaints and duties: what happened or has to be done, until when, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from smdash.domain.deadlines import DeadlineClock, seconds_left
from smdash.domain.text import clean, one_line
from smdash.errors import FormFaults

BY_HAND = "by hand"
"""The clock of a deadline that somebody typed; kept as no clock with a deadline."""

LONGEST_TITLE = 120


class IncidentKind(StrEnum):
    """Something went wrong, somebody complained or asked, or something has to be done by a day."""

    INCIDENT = "incident"
    COMPLAINT = "complaint"
    DUTY = "duty"

    @property
    def words(self) -> str:
        """The kind in a form."""
        return "complaint or request" if self is IncidentKind.COMPLAINT else self.value


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    """What is said of an incident. `received_at` is when its clock began; of a renewal, when it was last renewed.

    `clock` is a key of the library's clocks, empty for none; with none, `deadline` is what somebody typed, or None.
    """

    kind: IncidentKind
    title: str
    received_at: datetime
    account: str = ""
    item_code: str | None = None
    campaign_id: int | None = None
    channel_id: int | None = None
    url: str = ""
    reported_by: str = ""
    clock: str = ""
    deadline: datetime | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """One row of the log; `zone` is the one whose days its clock counts."""

    id: int
    draft: IncidentDraft
    zone: str
    closed_at: datetime | None = None
    closed_by: str = ""
    outcome: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.closed_at is None

    @property
    def deadline(self) -> datetime | None:
        """Until when, in UTC; None where there is no deadline."""
        return self.draft.deadline

    def is_over(self, now: datetime) -> bool:
        """Whether it is open past its deadline."""
        return self.is_open and self.deadline is not None and seconds_left(self.deadline, now) <= 0

    @property
    def was_late(self) -> bool:
        """Whether it was closed after its deadline."""
        return self.closed_at is not None and self.deadline is not None and self.closed_at > self.deadline


@dataclass(frozen=True, slots=True)
class Closing:
    """How an incident ended and when. `next_one`: the same duty begins again at that moment.

    `next_deadline` is the deadline of the next one where no clock says it; `closed_by` who closed it, empty where that
    is who writes it down.
    """

    outcome: str
    closed_at: datetime
    next_one: bool = False
    next_deadline: datetime | None = None
    closed_by: str = ""


def checked_incident(
    draft: IncidentDraft, clocks: Mapping[str, DeadlineClock], now: datetime, zone: tzinfo
) -> IncidentDraft:
    """The draft with clean text and its deadline worked out; `FormFaults` with every fault at its field.

    Of a clock the item is taken where none was named.
    """
    title = one_line(draft.title)
    faults = {}
    if not title:
        faults["title"] = "Say in a few words what it is."
    elif len(title) > LONGEST_TITLE:
        faults["title"] = f"The title is longer than {LONGEST_TITLE} characters: tell the rest in what happened."
    if draft.received_at > now:
        faults["received_at"] = "That is in the future."
    clock = clocks.get(draft.clock)
    if draft.clock and clock is None:
        faults["clock"] = f"There is no clock “{draft.clock}”: {', '.join(clocks)}."
    if clock is None and draft.deadline is not None and draft.deadline <= draft.received_at:
        faults["deadline"] = "The deadline must be later than the start."
    if faults:
        raise FormFaults(faults)
    return replace(
        draft,
        title=title,
        account=clean(draft.account).strip(),
        item_code=draft.item_code or (clock.item if clock else None),
        url=one_line(draft.url),
        reported_by=one_line(draft.reported_by),
        deadline=clock.deadline(draft.received_at, zone) if clock else draft.deadline,
    )


def checked_closing(incident: Incident, closing: Closing, now: datetime) -> Closing:
    """The closing with clean text; `FormFaults` with every fault at its field."""
    faults = {}
    outcome = clean(closing.outcome).strip()
    if not outcome:
        faults["outcome"] = "Say how it ended."
    if closing.closed_at > now:
        faults["closed_at"] = "That is in the future."
    elif closing.closed_at < incident.draft.received_at:
        faults["closed_at"] = "That is before it began."
    by_hand = not incident.draft.clock and closing.next_one
    if by_hand and closing.next_deadline is None:
        faults["next_deadline"] = "No clock says when the next one is due: type its deadline."
    elif by_hand and closing.next_deadline is not None and closing.next_deadline <= closing.closed_at:
        faults["next_deadline"] = "The deadline must be later than the day it was done."
    if faults:
        raise FormFaults(faults)
    return replace(closing, outcome=outcome, closed_by=one_line(closing.closed_by))


def next_duty(incident: Incident, closing: Closing) -> IncidentDraft:
    """What has to be done after a duty was done: the same, counted from when it was done."""
    deadline = None if incident.draft.clock else closing.next_deadline
    return replace(incident.draft, received_at=closing.closed_at, deadline=deadline)
