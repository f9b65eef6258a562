"""The week as a grid: cells, runs of working days, a week copied."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from smdash.domain.campaigns import CampaignDraft
from smdash.domain.money import Money
from smdash.domain.periods import Calendar
from smdash.domain.timesheets import EntryDraft
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import campaigns, hours, organisation, timegrid, timesheets, undo
from smdash.store.store import Store
from smdash.store.timegrid import set_cell

MONDAY = date(2026, 11, 16)
TUESDAY = MONDAY + timedelta(days=1)
HOUR = 3600


@pytest.fixture
def ana(store: Store) -> int:
    person = store.write(organisation.add_person, "ana")
    store.write(organisation.set_rate, person, date(2012, 1, 1), Money(4500, "USD"))
    return person


def cell(person: int, seconds: int, day: date = MONDAY) -> EntryDraft:
    return EntryDraft(person, day, seconds)


def found(store: Store) -> list[tuple[date, int]]:
    page = store.read(timesheets.entries, limit=None)
    return [(entry.work_day, entry.seconds) for entry in reversed(page.entries)]


def test_an_empty_cell_gets_an_entry_and_zero_takes_it_away(store: Store, ana: int) -> None:
    store.write(set_cell, cell(ana, 2 * HOUR))
    assert found(store) == [(MONDAY, 2 * HOUR)]
    store.write(set_cell, cell(ana, 2 * HOUR))
    store.write(set_cell, cell(ana, 0))
    assert found(store) == []
    store.write(set_cell, cell(ana, 0))


def test_one_entry_is_edited_and_loses_its_clock_times(store: Store, ana: int) -> None:
    start = datetime(2026, 11, 16, 9, tzinfo=UTC)
    draft = EntryDraft(ana, MONDAY, HOUR, note="kept", start=start, end=start + timedelta(hours=1))
    (entry_id,) = store.write(timesheets.log_entry, draft)
    store.write(set_cell, cell(ana, 3 * HOUR))
    entry = store.read(timesheets.entry, entry_id)
    assert (entry.seconds, entry.start, entry.end, entry.note, entry.cost_minor) == (
        3 * HOUR,
        None,
        None,
        "kept",
        13500,
    )


def test_several_entries_grow_by_one_more_and_do_not_shrink_by_themselves(store: Store, ana: int) -> None:
    for _ in range(2):
        store.write(timesheets.log_entry, cell(ana, HOUR))
    store.write(set_cell, cell(ana, 3 * HOUR))
    assert found(store) == [(MONDAY, HOUR)] * 3
    for seconds in (0, HOUR):
        with pytest.raises(Refused, match="3 entries make up this cell"):
            store.write(set_cell, cell(ana, seconds))


def test_a_cell_never_touches_the_other_day_of_an_entry_over_midnight(store: Store, ana: int) -> None:
    start = datetime(2026, 11, 16, 23, 30, tzinfo=UTC)
    store.write(timesheets.log_entry, EntryDraft(ana, MONDAY, 4500, start=start, end=start + timedelta(seconds=4500)))
    for seconds in (0, 600):
        with pytest.raises(Refused, match="over midnight"):
            store.write(set_cell, cell(ana, seconds, TUESDAY))
    store.write(set_cell, cell(ana, HOUR, TUESDAY))
    assert found(store) == [(MONDAY, 1800), (TUESDAY, 2700), (TUESDAY, 900)]


def test_a_cell_is_one_campaign_and_activity(store: Store, ana: int) -> None:
    spring = store.write(campaigns.add_campaign, CampaignDraft("Spring"))
    store.write(timesheets.log_entry, EntryDraft(ana, MONDAY, HOUR, campaign_id=spring))
    store.write(set_cell, cell(ana, 2 * HOUR))
    assert found(store) == [(MONDAY, HOUR), (MONDAY, 2 * HOUR)]


def test_a_cell_of_a_day_to_come_is_refused(store: Store, ana: int) -> None:
    with pytest.raises(InvalidInput, match="in the future"):
        store.write(set_cell, cell(ana, HOUR, date(2026, 11, 23)))


def test_the_staff_cost_of_the_memo_comes_from_filled_days(store: Store, ana: int) -> None:
    """230 working days of 8 hours at a rate that makes 95 450 of them: one change, one undo."""
    ben = store.write(organisation.add_person, "ben")
    store.write(organisation.set_rate, ben, date(2012, 1, 1), Money(51_88, "USD"))
    draft = EntryDraft(ben, date(2012, 1, 2), 8 * HOUR)
    filled = store.write(timegrid.fill_days, draft, date(2012, 1, 2), date(2012, 11, 16))
    assert filled == 230
    assert store.read(hours.hours_in, None) == hours.Hours(230 * 8 * HOUR, 230 * 8 * 51_88, 230, 0)
    assert all(day.weekday() < 5 for day, _ in found(store))
    assert store.write(undo.undo).label == "fill 230 days with 8:00 on no campaign"
    assert found(store) == []


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (TUESDAY, MONDAY, "before the first"),
        (date(2026, 11, 14), date(2026, 11, 15), "no working day"),
        (date(2010, 1, 1), MONDAY, "ten years"),
        (MONDAY, date(2026, 11, 30), "in the future"),
    ],
)
def test_days_that_cannot_be_filled(store: Store, ana: int, first: date, last: date, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        store.write(timegrid.fill_days, cell(ana, HOUR), first, last)
    assert found(store) == []


def test_a_full_day_stops_the_whole_fill(store: Store, ana: int) -> None:
    store.write(timesheets.log_entry, cell(ana, 20 * HOUR, TUESDAY))
    with pytest.raises(Refused, match="2026-11-17 has 20:00"):
        store.write(timegrid.fill_days, cell(ana, 8 * HOUR), MONDAY, date(2026, 11, 20))
    assert found(store) == [(TUESDAY, 20 * HOUR)]


def test_last_week_is_copied_up_to_today_at_the_rate_of_the_new_day(store: Store, ana: int) -> None:
    start = datetime(2026, 11, 10, 9, tzinfo=UTC)
    store.write(timesheets.log_entry, EntryDraft(ana, date(2026, 11, 9), HOUR, note="again"))
    timed = EntryDraft(ana, start.date(), HOUR, start=start, end=start + timedelta(hours=1))
    store.write(timesheets.log_entry, timed)
    store.write(timesheets.log_entry, EntryDraft(ana, date(2026, 11, 13), HOUR))
    store.write(organisation.set_rate, ana, MONDAY, Money(9000, "USD"))
    week = Calendar().week(date(2026, 11, 9))
    copied = store.read(timegrid.copyable, ana, week, date(2026, 11, 19))
    assert [entry.work_day.day for entry in copied] == [10, 9]
    store.write(timegrid.copy_entries, [entry.id for entry in copied], 7)
    new = [entry for entry in store.read(timesheets.entries).entries if entry.work_day >= MONDAY]
    assert [(entry.work_day.day, entry.start, entry.cost_minor, entry.note) for entry in new] == [
        (17, None, 9000, ""),
        (16, None, 9000, "again"),
    ]
    store.write(undo.undo)
    assert len(found(store)) == 3


def test_entries_deleted_together_come_back_together(store: Store, ana: int) -> None:
    ids = [store.write(timesheets.log_entry, cell(ana, HOUR))[0] for _ in range(3)]
    store.write(timegrid.delete_entries, ids[:2])
    assert store.write(undo.undo).label == "delete 2 entries"
    assert len(found(store)) == 3
    with pytest.raises(NotFound):
        store.write(timegrid.delete_entries, [ids[0], 99])
    assert len(found(store)) == 3
