"""Notes on the time axis in the store: written, journaled, undone, and found with the campaigns of the same days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smdash.domain.annotations import Annotation, CampaignDays
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.organisation import Role
from smdash.errors import FormFaults, NotFound, Refused
from smdash.store import campaigns, undo
from smdash.store.annotations import (
    add_annotation,
    all_annotations,
    annotations_between,
    campaign_days,
    delete_annotation,
    edit_annotation,
)
from smdash.store.store import Store

OCT, NOV = date(2026, 10, 1), date(2026, 11, 30)


def listed(store: Store) -> list[tuple[date, date | None, str]]:
    return [(one.day, one.until, one.note) for one in store.read(all_annotations).listed]


def test_a_note_is_added_edited_deleted_and_each_step_undone(store: Store, faults: Callable[..., list[str]]) -> None:
    added = store.write(add_annotation, Annotation(date(2026, 10, 5), "  Press \n release "))
    assert listed(store) == [(date(2026, 10, 5), None, "Press release")]
    changed = Annotation(date(2026, 10, 6), "Fair", date(2026, 10, 9), id=added)
    store.write(edit_annotation, changed)
    assert listed(store) == [(date(2026, 10, 6), date(2026, 10, 9), "Fair")]
    store.write(delete_annotation, added)
    assert listed(store) == []
    assert store.write(undo.undo).label == "delete note “Fair” on 6 Oct 2026"
    assert listed(store) == [(date(2026, 10, 6), date(2026, 10, 9), "Fair")]
    store.write(undo.undo)
    assert listed(store) == [(date(2026, 10, 5), None, "Press release")]
    store.write(undo.undo)
    assert listed(store) == []
    assert faults(store) == []


def test_a_span_of_one_day_is_a_day(store: Store) -> None:
    store.write(add_annotation, Annotation(OCT, "Launch", OCT))
    assert listed(store) == [(OCT, None, "Launch")]


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (Annotation(NOV, "", OCT), {"note", "until"}),
        (Annotation(date(1812, 1, 1), "x" * 121), {"note", "day"}),
        (Annotation(OCT, "\x1b[31m", date(9999, 1, 1)), {"note", "until"}),
    ],
)
def test_all_that_is_wrong_is_said_at_once(store: Store, draft: Annotation, fields: set[str]) -> None:
    with pytest.raises(FormFaults) as found:
        store.write(add_annotation, draft)
    assert set(found.value.faults) == fields
    assert listed(store) == []


def test_what_is_gone_is_named(store: Store) -> None:
    with pytest.raises(NotFound):
        store.write(delete_annotation, 7)
    with pytest.raises(NotFound):
        store.write(edit_annotation, Annotation(OCT, "x", id=7))


def test_only_what_touches_the_days_is_found_oldest_first(store: Store) -> None:
    campaign = store.write(campaigns.add_campaign, CampaignDraft("Fair", CampaignStatus.LIVE))
    for day, until, owner in (
        (date(2026, 9, 1), date(2026, 10, 1), None),
        (date(2026, 11, 30), None, campaign),
        (date(2026, 9, 30), None, None),
        (date(2026, 12, 1), date(2026, 12, 9), None),
    ):
        store.write(add_annotation, Annotation(day, f"from {day}", until, owner))
    found = store.read(annotations_between, OCT, NOV)
    assert [one.note for one in found] == ["from 2026-09-01", "from 2026-11-30"]
    assert [one.campaign for one in found] == ["", "Fair"]
    assert [one.note for one in store.read(annotations_between, OCT, NOV, campaign)] == ["from 2026-11-30"]


def test_the_list_is_limited_and_knows_how_many_there_are(store: Store) -> None:
    for day in range(1, 6):
        store.write(add_annotation, Annotation(date(2026, 10, day), f"note {day}"))
    found = store.read(all_annotations, 2)
    assert ([one.note for one in found.listed], found.total) == (["note 5", "note 4"], 5)


def test_campaigns_that_begin_or_end_in_the_days(store: Store) -> None:
    drafts = (
        ("Ends in it", date(2026, 1, 1), date(2026, 10, 9)),
        ("Begins in it", date(2026, 11, 2), None),
        ("All the time", date(2026, 1, 1), date(2026, 12, 31)),
        ("Without days", None, None),
        ("Archived", date(2026, 10, 2), date(2026, 10, 3)),
    )
    for name, start, due in drafts:
        added = store.write(campaigns.add_campaign, CampaignDraft(name, CampaignStatus.LIVE, start=start, due=due))
    store.write(campaigns.archive_campaign, added)
    assert store.read(campaign_days, OCT, NOV) == (
        CampaignDays("Ends in it", date(2026, 1, 1), date(2026, 10, 9)),
        CampaignDays("Begins in it", date(2026, 11, 2), None),
    )


def test_a_viewer_writes_none(store: Store, store_path: Any) -> None:
    viewer = Store.open(store_path, store.clock, role=Role.VIEWER, actor="chief")
    with pytest.raises(Refused):
        viewer.write(add_annotation, Annotation(OCT, "x"))
    viewer.close()
