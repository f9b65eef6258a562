"""Entries: what they cost, their parts over midnight, and what a day can hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from smdash.domain.campaigns import CampaignDraft
from smdash.domain.money import Money, staff_cost
from smdash.domain.timesheets import Entry, EntryDraft
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import campaigns, changes, hours, organisation, timesheets, undo
from smdash.store.currencies import set_exchange_rate
from smdash.store.store import Store
from smdash.store.tables import deleted_key, import_batch, time_entry
from smdash.store.timesheets import delete_entry, draft_of, edit_entry, entries, log_entry, whole_entry

MONDAY = date(2026, 11, 16)
HOUR = 3600


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.fixture
def ana(store: Store) -> int:
    return store.write(organisation.add_person, "ana")


@pytest.fixture
def rated(store: Store, ana: int) -> int:
    store.write(organisation.set_rate, ana, date(2026, 1, 1), usd(4500))
    return ana


def night(person: int, start: str = "2026-11-16T23:30+00:00", end: str = "2026-11-17T00:45+00:00") -> EntryDraft:
    first, last = at(start), at(end)
    return EntryDraft(person, first.date(), int((last - first).total_seconds()), start=first, end=last)


def every(store: Store) -> list[Entry]:
    """All entries, oldest first."""
    return list(reversed(store.read(entries, limit=None).entries))


def days(store: Store) -> list[tuple[date, int]]:
    return [(entry.work_day, entry.seconds) for entry in every(store)]


def test_an_entry_costs_its_seconds_at_the_rate_of_its_day_rounded_once(store: Store, rated: int) -> None:
    for number, seconds in enumerate((1, 40, 3600, 12480, 86399)):
        store.write(log_entry, EntryDraft(rated, MONDAY - timedelta(days=number), seconds))
    for entry in every(store):
        assert entry.cost == staff_cost(entry.seconds, usd(4500))
        assert entry.cost is not None
        assert entry.cost_minor == entry.cost.minor


def test_the_published_case_of_rounding(store: Store, ana: int) -> None:
    store.write(organisation.set_rate, ana, MONDAY, usd(1500))
    store.write(log_entry, EntryDraft(ana, MONDAY, 208 * 60))
    assert every(store)[0].cost_minor == 5200


def test_without_a_rate_there_is_no_cost_and_it_is_counted_as_such(store: Store, ana: int) -> None:
    store.write(log_entry, EntryDraft(ana, MONDAY, HOUR))
    entry = every(store)[0]
    assert (entry.rate, entry.cost, entry.cost_minor) == (None, None, None)
    assert store.read(hours.hours_in, None) == hours.Hours(HOUR, 0, 1, HOUR)


def test_an_entry_over_midnight_is_two_parts_that_keep_the_cents_of_the_whole(store: Store, rated: int) -> None:
    store.write(organisation.set_rate, rated, date(2026, 1, 1), usd(3334))
    ids = store.write(log_entry, night(rated))
    assert days(store) == [(MONDAY, 1800), (MONDAY + timedelta(days=1), 2700)]
    parts = every(store)
    assert {part.group_id for part in parts} == {ids[0]}
    assert sum(part.cost_minor or 0 for part in parts) == staff_cost(4500, usd(3334)).minor
    whole = store.read(whole_entry, ids[1])
    assert (whole.id, whole.seconds, whole.start, whole.end) == (
        ids[0],
        4500,
        at("2026-11-16T23:30+00:00"),
        at("2026-11-17T00:45+00:00"),
    )


def test_parts_over_midnight_are_edited_as_one(store: Store, rated: int) -> None:
    first, second = store.write(log_entry, night(rated))
    longer = night(rated, end="2026-11-17T01:30+00:00")
    assert store.write(edit_entry, second, longer) == (first, second)
    assert days(store) == [(MONDAY, 1800), (MONDAY + timedelta(days=1), 5400)]
    assert store.write(edit_entry, second, night(rated, end="2026-11-17T00:00+00:00")) == (first,)
    assert days(store) == [(MONDAY, 1800)]
    assert every(store)[0].group_id is None
    ids = store.write(edit_entry, first, night(rated))
    assert days(store) == [(MONDAY, 1800), (MONDAY + timedelta(days=1), 2700)]
    assert {entry.group_id for entry in every(store)} == {ids[0]}


def test_parts_over_midnight_are_deleted_and_undone_as_one(
    store: Store, rated: int, content: Callable[[Store], Any]
) -> None:
    ids = store.write(log_entry, night(rated))
    before = content(store)
    store.write(delete_entry, ids[1])
    assert every(store) == []
    store.write(undo.undo)
    assert content(store) == before
    store.write(edit_entry, ids[0], night(rated, end="2026-11-16T23:45+00:00"))
    store.write(undo.undo)
    assert content(store) == before
    store.write(undo.undo)
    assert every(store) == []
    store.write(undo.redo)
    assert days(store) == [(MONDAY, 1800), (MONDAY + timedelta(days=1), 2700)]


def test_a_rate_that_changes_at_midnight_prices_each_part_by_itself(store: Store, rated: int) -> None:
    store.write(organisation.set_rate, rated, MONDAY + timedelta(days=1), usd(6001))
    store.write(log_entry, night(rated))
    assert [entry.cost_minor for entry in every(store)] == [2250, staff_cost(2700, usd(6001)).minor]


def test_a_frozen_rate_stays_when_the_entry_is_edited(store: Store, rated: int) -> None:
    (entry_id,) = store.write(log_entry, EntryDraft(rated, MONDAY, HOUR))
    store.write(organisation.set_rate, rated, date(2026, 1, 1), usd(9900))
    store.write(organisation.set_rate, rated, MONDAY, usd(8800))
    draft = draft_of(store.read(timesheets.entry, entry_id))
    store.write(edit_entry, entry_id, replace(draft, seconds=2 * HOUR, note="longer"))
    entry = store.read(timesheets.entry, entry_id)
    assert (entry.rate, entry.cost_minor) == (usd(4500), 9000)


def test_another_day_or_person_takes_the_rate_valid_there(store: Store, rated: int) -> None:
    ben = store.write(organisation.add_person, "ben")
    store.write(organisation.set_rate, ben, date(2026, 1, 1), usd(7000))
    store.write(organisation.set_rate, rated, MONDAY + timedelta(days=1), usd(5000))
    (entry_id,) = store.write(log_entry, EntryDraft(rated, MONDAY, HOUR))
    draft = draft_of(store.read(timesheets.entry, entry_id))
    store.write(edit_entry, entry_id, replace(draft, work_day=MONDAY + timedelta(days=1)))
    assert every(store)[0].cost_minor == 5000
    store.write(edit_entry, entry_id, replace(draft, person_id=ben))
    assert every(store)[0].cost_minor == 7000


def test_an_edit_gives_an_entry_without_a_rate_the_one_that_is_valid_by_now(store: Store, ana: int) -> None:
    (entry_id,) = store.write(log_entry, EntryDraft(ana, MONDAY, HOUR))
    store.write(organisation.set_rate, ana, MONDAY, usd(4500))
    store.write(edit_entry, entry_id, replace(draft_of(store.read(timesheets.entry, entry_id)), note="now"))
    assert every(store)[0].cost_minor == 4500


# Currencies --------------------------------------------------------------------------------------------------------


@pytest.fixture
def abroad(store: Store, ana: int) -> int:
    store.write(organisation.set_rate, ana, date(2026, 1, 1), Money(3333, "EUR"))
    return ana


def test_a_rate_in_another_currency_is_converted_at_the_rate_of_the_day(store: Store, abroad: int) -> None:
    store.write(set_exchange_rate, "EUR", MONDAY, Decimal("1.1"))
    store.write(log_entry, EntryDraft(abroad, MONDAY, HOUR))
    store.write(log_entry, EntryDraft(abroad, MONDAY - timedelta(days=1), HOUR))
    waiting, converted = every(store)
    assert (converted.cost, converted.cost_minor) == (Money(3333, "EUR"), 3666)
    assert (waiting.cost, waiting.cost_minor) == (Money(3333, "EUR"), None)
    assert store.read(hours.hours_in, None).uncosted_seconds == HOUR


def test_parts_keep_the_cents_of_the_converted_whole(store: Store, abroad: int) -> None:
    store.write(set_exchange_rate, "EUR", date(2026, 1, 1), Decimal("1.0101"))
    for start in range(1, 30):
        first = at("2026-11-16T23:30+00:00") + timedelta(seconds=start, days=-start)
        last = first + timedelta(seconds=4000 + start)
        ids = store.write(log_entry, EntryDraft(abroad, first.date(), 4000 + start, start=first, end=last))
        parts = [store.read(timesheets.entry, entry_id) for entry_id in ids]
        whole = staff_cost(4000 + start, Money(3333, "EUR")).converted(Decimal("1.0101"), "USD")
        assert sum(part.cost_minor or 0 for part in parts) == whole.minor


def test_a_later_exchange_rate_changes_nothing_when_only_the_note_is_edited(store: Store, abroad: int) -> None:
    store.write(set_exchange_rate, "EUR", MONDAY, Decimal("1.1"))
    (entry_id,) = store.write(log_entry, EntryDraft(abroad, MONDAY, HOUR))
    store.write(set_exchange_rate, "EUR", MONDAY, Decimal(2))
    draft = draft_of(store.read(timesheets.entry, entry_id))
    store.write(edit_entry, entry_id, replace(draft, note="corrected", campaign_id=None))
    assert every(store)[0].cost_minor == 3666
    store.write(edit_entry, entry_id, replace(draft, seconds=2 * HOUR))
    assert every(store)[0].cost_minor == 13332


# What a day can hold -----------------------------------------------------------------------------------------------


def test_a_day_has_no_more_than_24_hours(store: Store, ana: int, content: Callable[[Store], Any]) -> None:
    ids = store.write(log_entry, EntryDraft(ana, MONDAY, 20 * HOUR))
    before = content(store)
    with pytest.raises(Refused, match=r"2026-11-16 has 20:00 already: 4:01 more is over 24 hours"):
        store.write(log_entry, EntryDraft(ana, MONDAY, 4 * HOUR + 60))
    with pytest.raises(Refused, match="over 24 hours"):  # with clock times, too
        store.write(log_entry, night(ana, "2026-11-16T00:00+00:00", "2026-11-16T05:00+00:00"))
    assert content(store) == before
    store.write(log_entry, EntryDraft(ana, MONDAY, 4 * HOUR))
    store.write(edit_entry, ids[0], EntryDraft(ana, MONDAY, 19 * HOUR))
    other = store.write(organisation.add_person, "ben")
    store.write(log_entry, EntryDraft(other, MONDAY, 24 * HOUR))


@pytest.mark.parametrize(("day", "length"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (MONDAY, 24)])
def test_a_day_is_as_long_as_the_clock_makes_it(store: Store, ana: int, day: date, length: int) -> None:
    store.write(log_entry, EntryDraft(ana, day, 22 * HOUR, "Europe/Berlin"))
    store.write(log_entry, EntryDraft(ana, day, (length - 22) * HOUR, "Europe/Berlin"))
    with pytest.raises(Refused, match=f"over {length} hours"):
        store.write(log_entry, EntryDraft(ana, day, 60, "Europe/Berlin"))


@pytest.mark.parametrize("seconds", [0, -60, 86401])
def test_a_duration_that_cannot_be_is_refused(store: Store, ana: int, seconds: int) -> None:
    with pytest.raises(InvalidInput, match="longer than zero and not longer than a day"):
        store.write(log_entry, EntryDraft(ana, MONDAY, seconds))


def test_days_and_ends_to_come_are_refused_where_the_work_was_done(store: Store, ana: int) -> None:
    today = date(2026, 11, 22)  # noon in UTC
    with pytest.raises(InvalidInput, match="2026-11-23 is in the future"):
        store.write(log_entry, EntryDraft(ana, today + timedelta(days=1), HOUR))
    store.write(log_entry, EntryDraft(ana, today + timedelta(days=1), HOUR, "Pacific/Kiritimati"))  # there it is now
    with pytest.raises(InvalidInput, match="ends in the future"):
        store.write(log_entry, night(ana, "2026-11-22T11:30+00:00", "2026-11-22T12:05+00:00"))
    (entry_id,) = store.write(log_entry, EntryDraft(ana, today, HOUR))
    with pytest.raises(InvalidInput, match="future"):
        store.write(edit_entry, entry_id, EntryDraft(ana, date(2027, 1, 1), HOUR))


@pytest.mark.parametrize(
    ("start", "end", "zone", "parts"),
    [
        ("2024-11-03T01:45-04:00", "2024-11-03T01:15-05:00", "America/New_York", [(date(2024, 11, 3), 1800)]),
        ("2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00", "Europe/Berlin", [(date(2026, 3, 29), 23 * HOUR)]),
        ("2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00", "Europe/Berlin", [(date(2026, 10, 25), 25 * HOUR)]),
        (
            "2026-11-16T14:30+00:00",
            "2026-11-16T15:30+00:00",
            "Asia/Tokyo",
            [(MONDAY, 1800), (MONDAY + timedelta(days=1), 1800)],
        ),
    ],
)
def test_days_end_at_midnight_in_the_entrys_own_zone(
    store: Store, ana: int, start: str, end: str, zone: str, parts: list[tuple[date, int]]
) -> None:
    store.write(log_entry, replace(night(ana, start, end), zone=zone))
    assert days(store) == parts


def test_a_day_that_starts_late_keeps_the_night_together(store: Store, ana: int) -> None:
    store.write(lambda tx: organisation.change_settings(tx, day_start_hour=4))
    store.write(log_entry, night(ana))
    assert days(store) == [(MONDAY, 4500)]


# Imported entries --------------------------------------------------------------------------------------------------


def imported(store: Store, person: int) -> tuple[int, int]:
    """An entry over midnight with a pause, as an import writes it: 75 minutes between, 60 worked."""

    def write(tx: Any) -> tuple[int, int]:
        batch = changes.insert(
            tx, import_batch, at=tx.now, actor="ana", file_name="a", content_hash="x", format="csv", state="applied"
        )
        whole = night(person)
        assert whole.start is not None
        cut = at("2026-11-17T00:00+00:00")
        common = {"person_id": person, "zone": "UTC", "source": "toggl", "batch_id": batch}
        first = changes.insert(
            tx, time_entry, work_day=MONDAY, seconds=1440, start=whole.start, end=cut, external_key="7", **common
        )
        changes.update(tx, time_entry, first, group_id=first)
        second = changes.insert(
            tx,
            time_entry,
            work_day=MONDAY + timedelta(days=1),
            seconds=2160,
            start=cut,
            end=whole.end,
            external_key="7#2",
            group_id=first,
            **common,
        )
        return first, second

    return store.write(write)


def keys(store: Store) -> set[str]:
    return set(store.read(lambda snapshot: snapshot.connection.execute(select(deleted_key.c.external_key)).scalars()))


def test_a_pause_stays_a_pause_when_the_note_is_edited(store: Store, ana: int) -> None:
    first, _ = imported(store, ana)
    draft = draft_of(store.read(whole_entry, first))
    store.write(edit_entry, first, replace(draft, note="with a pause"))
    assert [(day, seconds) for day, seconds in days(store)] == [
        (MONDAY, 1440),
        (MONDAY + timedelta(days=1), 2160),
    ]


def test_a_deleted_import_leaves_its_keys_and_undo_takes_them_back(store: Store, ana: int) -> None:
    first, second = imported(store, ana)
    store.write(delete_entry, second)
    assert keys(store) == {"7", "7#2"}
    store.write(undo.undo)
    assert keys(store) == set()
    store.write(edit_entry, first, EntryDraft(ana, MONDAY, HOUR))  # the second part is gone, and must not come back
    assert keys(store) == {"7#2"}


# Lists -------------------------------------------------------------------------------------------------------------


def test_entries_are_listed_newest_first_with_their_number(store: Store, ana: int) -> None:
    spring = store.write(campaigns.add_campaign, CampaignDraft("Spring"))
    for number in range(5):
        campaign = spring if number % 2 else None
        store.write(log_entry, EntryDraft(ana, MONDAY + timedelta(days=number), HOUR, campaign_id=campaign))
    page = store.read(entries, limit=2)
    assert [entry.work_day.day for entry in page.entries] == [20, 19]
    assert page.total == 5
    assert store.read(entries, campaign_id=spring, limit=None).total == 2
    assert store.read(entries, person_id=99).entries == ()


def test_a_running_timer_is_edited_by_stopping_it_and_an_unknown_entry_is_named(store: Store, ana: int) -> None:
    timer = store.write(
        lambda tx: changes.insert(tx, time_entry, person_id=ana, work_day=tx.today, start=tx.now, zone="UTC")
    )
    with pytest.raises(Refused, match="running"):
        store.write(edit_entry, timer, EntryDraft(ana, MONDAY, HOUR))
    with pytest.raises(NotFound, match="no entry 99"):
        store.write(delete_entry, 99)


def test_a_note_is_one_clean_line(store: Store, ana: int) -> None:
    store.write(log_entry, EntryDraft(ana, MONDAY, HOUR, note="a\x1b[31mb\nc\u202e"))
    assert every(store)[0].note.isprintable()
