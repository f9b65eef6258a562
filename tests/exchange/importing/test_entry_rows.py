"""The quick way to place and cut entries gives what the rules of the domain give."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as some

from smdash.domain.organisation import Organisation
from smdash.domain.timesheets import split_at_day_starts
from smdash.exchange.names import NameBook
from smdash.exchange.records.base import EntryRecord
from smdash.exchange.rows.entries import EntryRows
from smdash.exchange.rows.local_times import LocalTimes
from smdash.store.import_basis import Basis

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe")
LOCAL = some.datetimes(datetime(2016, 1, 1), datetime(2026, 12, 31)).map(lambda moment: moment.replace(microsecond=0))


def parts_of(record: EntryRecord, zone: str, starts_at: int) -> list[tuple[str, str, str, int]]:
    names: dict[str, Any] = {kind: {} for kind in ("person", "campaign", "channel", "activity")}
    organisation = Organisation(zone=zone, day_start_hour=starts_at)
    basis = cast("Basis", SimpleNamespace(organisation=organisation, names=names, aliases=names, rates={}))
    rows = EntryRows(basis, NameBook(basis), None).rows(record, 1)
    assert isinstance(rows, list)
    return [(row[10], row[11], row[12], row[15]) for row in rows]


def record_of(start: datetime, end: datetime | None, seconds: int) -> EntryRecord:
    return EntryRecord("ann", "", seconds, start.date(), "toggl", "key", 2, start, end)


@settings(max_examples=150, deadline=None)
@given(LOCAL, some.integers(1, 3 * 86_400), some.sampled_from(ZONES), some.integers(0, 12))
def test_parts_are_those_of_the_domain(start: datetime, seconds: int, zone: str, starts_at: int) -> None:
    where = ZoneInfo(zone)
    begun = start.replace(tzinfo=where).astimezone(UTC)
    found = parts_of(record_of(start, None, seconds), zone, starts_at)
    expected = split_at_day_starts(begun, begun + timedelta(seconds=seconds), where, starts_at)
    assert [(row[0], row[3]) for row in found] == [(str(part.work_day), part.seconds) for part in expected]
    assert found[0][1] == f"{begun:%Y-%m-%dT%H:%M:%S}Z"
    assert sum(row[3] for row in found) == seconds


@settings(max_examples=150, deadline=None)
@given(LOCAL, some.integers(1, 3 * 86_400), some.sampled_from(ZONES), some.sampled_from(ZONES), some.integers(0, 12))
def test_moments_with_an_offset_are_placed_as_they_are(
    start: datetime, seconds: int, said: str, zone: str, starts_at: int
) -> None:
    begun = start.replace(tzinfo=ZoneInfo(said))
    end = begun.astimezone(UTC) + timedelta(seconds=seconds)
    found = parts_of(record_of(begun, end, seconds), zone, starts_at)
    expected = split_at_day_starts(begun, end, ZoneInfo(zone), starts_at)
    assert [(row[0], row[3]) for row in found] == [(str(part.work_day), part.seconds) for part in expected]
    assert [row[1] for row in found] == [f"{part.start:%Y-%m-%dT%H:%M:%S}Z" for part in expected]


@settings(max_examples=150, deadline=None)
@given(LOCAL, some.sampled_from(ZONES))
def test_a_quiet_day_has_one_offset(moment: datetime, zone: str) -> None:
    where = ZoneInfo(zone)
    times = LocalTimes(where)
    assert times.instant(moment) == moment.replace(tzinfo=where).astimezone(UTC)


def test_a_pause_is_shared_over_the_days_and_the_end_stays_as_printed() -> None:
    record = record_of(datetime(2025, 3, 7, 22), datetime(2025, 3, 8, 2), 7200)
    assert parts_of(record, "UTC", 0) == [
        ("2025-03-07", "2025-03-07T22:00:00Z", "2025-03-08T00:00:00Z", 3600),
        ("2025-03-08", "2025-03-08T00:00:00Z", "2025-03-08T02:00:00Z", 3600),
    ]


def test_a_repeated_hour_is_the_second_when_only_that_fits() -> None:
    record = record_of(datetime(2025, 10, 26, 2, 30), datetime(2025, 10, 26, 3, 30), 3600)
    assert parts_of(record, "Europe/Berlin", 0)[0][1] == "2025-10-26T01:30:00Z"


def test_a_stated_offset_is_taken_as_it_is() -> None:
    start = datetime.fromisoformat("2025-03-07T23:30:00-05:00")
    assert parts_of(record_of(start, None, 600), "Europe/Berlin", 0) == [
        ("2025-03-08", "2025-03-08T04:30:00Z", "2025-03-08T04:40:00Z", 600)
    ]


def test_days_of_the_calendar_are_kept_without_clock_times() -> None:
    record = EntryRecord("ann", "", 5400, date(2025, 3, 7), "toggl", "key", 2)
    assert parts_of(record, "UTC", 0)[0][0] == "2025-03-07"
