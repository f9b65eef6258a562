"""Entries split, joined, noted, and freed from overlaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from smdash.domain.campaigns import CampaignDraft
from smdash.domain.money import Money
from smdash.domain.overlaps import Adjustment, adjustments
from smdash.domain.timesheets import Entry, EntryDraft
from smdash.errors import InvalidInput, Refused
from smdash.store import campaigns, organisation, timegrid, timers, timesheets, undo
from smdash.store.entry_edits import adjust_overlap, join_entries, note_cell, split_entry
from smdash.store.store import Store
from smdash.store.timeweek import time_week

DAY = date(2026, 11, 17)
HOUR = 3600


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.fixture
def ana(store: Store) -> int:
    person = store.write(organisation.add_person, "ann")
    store.write(organisation.set_rate, person, date(2020, 1, 1), Money(1000, "USD"))
    for name in ("One", "Two"):
        store.write(campaigns.add_campaign, CampaignDraft(name))
    return person


def log(store: Store, person: int, start: datetime | None, end: datetime | int, **values: Any) -> int:
    seconds = end if isinstance(end, int) else (end - start) // timedelta(seconds=1) if start else 0
    end_at = None if isinstance(end, int) else end
    draft = EntryDraft(person, DAY, seconds, campaign_id=1, start=start, end=end_at)
    return store.write(timesheets.log_entry, replace(draft, **values))[0]


def every(store: Store) -> list[Entry]:
    return sorted(store.read(timesheets.entries, limit=None).entries, key=lambda entry: (entry.work_day, entry.id))


def seconds_and_cents(store: Store) -> list[tuple[int, int | None]]:
    return [(entry.seconds, entry.cost_minor) for entry in every(store)]


def test_a_split_keeps_the_cents_and_the_note_and_is_undone_as_one(
    store: Store, ana: int, content: Callable[[Store], Any]
) -> None:
    log(store, ana, None, 1 * HOUR + 2, note="posts")  # 1000.56 cents: 1001, whose thirds are no whole cents
    before = content(store)
    assert store.write(split_entry, 1, None, 1201) == (1, 2)
    assert seconds_and_cents(store) == [(1201, 334), (2401, 667)]
    assert {entry.note for entry in every(store)} == {"posts"}
    assert store.write(undo.undo).label == "split 1:00 on One (2026-11-17)"
    assert content(store) == before


def test_a_split_at_a_time_cuts_the_clock_times_there(store: Store, ana: int) -> None:
    log(store, ana, at(9), at(11))
    store.write(split_entry, 1, at(9, 30))
    assert [(one.start, one.end) for one in every(store)] == [(at(9), at(9, 30)), (at(9, 30), at(11))]
    store.write(split_entry, 2, None, 600)
    assert every(store)[1].end == at(9, 40)


def test_an_entry_over_midnight_is_split_before_at_and_behind_it(store: Store, ana: int) -> None:
    following = DAY + timedelta(days=1)
    log(store, ana, at(22), at(2, 0, following))
    first, second = store.write(split_entry, 1, at(0, 0, following))
    assert [(one.id, one.group_id, one.seconds) for one in every(store)] == [(first, None, 7200), (second, None, 7200)]
    store.write(undo.undo)
    store.write(split_entry, 1, at(23))
    assert [(one.seconds, one.group_id) for one in every(store)] == [(3600, None), (3600, 3), (7200, 3)]
    assert sum(one.cost_minor or 0 for one in every(store)) == 4000


@pytest.mark.parametrize(("where", "said"), [((at(9), 0), "between its start"), ((None, 7200), "must be shorter")])
def test_where_an_entry_is_not_it_cannot_be_split(store: Store, ana: int, where: tuple[Any, int], said: str) -> None:
    log(store, ana, at(9), at(11))
    with pytest.raises(InvalidInput) as fault:
        store.write(split_entry, 1, *where)
    assert said in str(fault.value)
    assert len(every(store)) == 1


def test_an_entry_with_a_pause_is_split_at_a_time_only(store: Store, ana: int) -> None:
    log(store, ana, at(9), at(11), seconds=HOUR)
    with pytest.raises(InvalidInput, match="pause"):
        store.write(split_entry, 1, None, 600)
    store.write(split_entry, 1, at(9, 30))
    assert [one.seconds for one in every(store)] == [900, 2700]


def test_joined_entries_cost_their_seconds_rounded_once(store: Store, ana: int) -> None:
    for note in ("a", "b", "a"):
        log(store, ana, None, 1202, note=note)  # 333.9 cents each: 334, together 1001.7 and not 1002
    assert sum(one.cost_minor or 0 for one in every(store)) == 1002
    log(store, ana, None, 5)  # 1.4 cents
    store.write(join_entries, (1, 2, 3, 4))
    (whole,) = every(store)
    assert (whole.seconds, whole.cost_minor, whole.note) == (3611, 1003, "a; b")
    store.write(undo.undo)
    assert len(every(store)) == 4


def test_split_and_joined_again_an_entry_is_what_it_was(
    store: Store, ana: int, content: Callable[[Store], Any]
) -> None:
    log(store, ana, at(9), at(11), note="posts")
    before = content(store)
    store.write(split_entry, 1, at(9, 20))
    store.write(join_entries, (2, 1))
    assert content(store) == before


def test_times_that_do_not_touch_are_not_joined_into_a_longer_one(store: Store, ana: int) -> None:
    log(store, ana, at(9), at(10))
    log(store, ana, at(14), at(15))
    store.write(join_entries, (1, 2))
    (whole,) = every(store)
    assert (whole.seconds, whole.start, whole.end) == (2 * HOUR, None, None)


@pytest.mark.parametrize(
    ("values", "differs"),
    [
        ({"campaign_id": 2}, "campaigns"),
        ({"work_day": DAY - timedelta(days=1)}, "days"),
    ],
)
def test_what_differs_is_not_joined(store: Store, ana: int, values: dict[str, Any], differs: str) -> None:
    log(store, ana, None, HOUR)
    log(store, ana, None, HOUR, **values)
    with pytest.raises(Refused, match=f"different {differs}"):
        store.write(join_entries, (1, 2))
    assert len(every(store)) == 2


def test_entries_at_different_rates_are_not_joined(store: Store, ana: int) -> None:
    log(store, ana, None, HOUR)
    store.write(organisation.set_rate, ana, date(2020, 1, 1), Money(2000, "USD"))
    log(store, ana, None, HOUR)
    with pytest.raises(Refused, match="hourly rates"):
        store.write(join_entries, (1, 2))


def test_a_cell_gets_a_note_where_one_entry_makes_it_up(store: Store, ana: int) -> None:
    draft = EntryDraft(ana, DAY, 0, campaign_id=1, note="weekly posts")
    with pytest.raises(Refused, match="empty"):
        store.write(note_cell, draft)
    log(store, ana, at(9), at(10))
    store.write(note_cell, draft)
    (noted,) = every(store)
    assert (noted.note, noted.start) == ("weekly posts", at(9))
    log(store, ana, None, HOUR)
    with pytest.raises(Refused, match="2 entries"):
        store.write(note_cell, draft)


# Overlaps ----------------------------------------------------------------------------------------------------------


def test_overlaps_are_found_shortened_moved_or_kept(store: Store, ana: int) -> None:
    log(store, ana, at(9), at(10, 30))
    log(store, ana, at(10), at(11), campaign_id=2)
    (overlap,) = store.read(time_week, DAY, ana).overlaps
    assert overlap.seconds == 1800
    assert adjustments(overlap) == (Adjustment.SHORTEN, Adjustment.MOVE, Adjustment.KEEP)

    store.write(adjust_overlap, overlap, Adjustment.SHORTEN)
    assert [(one.start, one.end) for one in every(store)] == [(at(9), at(10)), (at(10), at(11))]
    assert store.read(time_week, DAY, ana).overlaps == ()
    store.write(undo.undo)

    store.write(adjust_overlap, overlap, Adjustment.MOVE)
    assert [(one.start, one.end) for one in every(store)] == [(at(9), at(10, 30)), (at(10, 30), at(11, 30))]
    store.write(undo.undo)

    store.write(adjust_overlap, overlap, Adjustment.KEEP)
    assert store.read(time_week, DAY, ana).overlaps == ()
    later = store.read(timesheets.whole_entry, 2)
    store.write(timesheets.edit_entry, 2, replace(timesheets.draft_of(later), start=at(9, 30), end=at(10, 30)))
    assert len(store.read(time_week, DAY, ana).overlaps) == 1, "what was kept were other hours"


def test_entries_that_start_together_are_moved_or_kept(store: Store, ana: int) -> None:
    log(store, ana, at(9), at(10))
    log(store, ana, at(9), at(9, 30))
    (overlap,) = store.read(time_week, DAY, ana).overlaps
    assert adjustments(overlap) == (Adjustment.MOVE, Adjustment.KEEP)
    with pytest.raises(InvalidInput, match="shorten"):
        store.write(adjust_overlap, overlap, Adjustment.SHORTEN)


def test_a_timer_that_began_within_an_entry_starts_when_that_ended(store: Store, ana: int) -> None:
    today = store.clock.now().date()
    log(store, ana, at(9, 0, today), at(11, 0, today), work_day=today)
    store.write(timers.start_timer, EntryDraft(ana, today, 0, campaign_id=2), at(10, 0, today))
    (overlap,) = store.read(time_week, today, ana).overlaps
    store.write(adjust_overlap, overlap, Adjustment.MOVE)
    assert store.read(timers.running)[0].entry.start == at(11, 0, today)
    assert store.read(time_week, today, ana).overlaps == ()


# Settings ----------------------------------------------------------------------------------------------------------


def test_time_to_come_is_taken_where_the_settings_allow_it(store: Store, ana: int) -> None:
    tomorrow = store.clock.today() + timedelta(days=1)
    with pytest.raises(InvalidInput, match="future"):
        store.write(timegrid.set_cell, EntryDraft(ana, tomorrow, HOUR))
    store.write(lambda tx: organisation.change_settings(tx, future_entries="yes"))
    store.write(timegrid.set_cell, EntryDraft(ana, tomorrow, HOUR))
    assert [one.work_day for one in every(store)] == [tomorrow]
    store.write(undo.undo)
    store.write(undo.undo)
    assert store.read(lambda snapshot: snapshot.organisation.future_entries) == "no"
