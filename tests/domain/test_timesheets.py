"""Logged time: cut at work days, costed to the cent, checked for overlaps and shown as a week."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.money import Money, staff_cost
from smdash.domain.periods import Calendar
from smdash.domain.timegrids import month_grid, week_grid
from smdash.domain.timesheets import (
    Entry,
    capacity,
    day_start,
    forgotten,
    instants,
    overlaps,
    part_costs,
    round_duration,
    running_seconds,
    split_at_day_starts,
    utilisation,
    work_day,
    working_days,
)
from smdash.errors import InvalidInput

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(
    ["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "America/St_Johns"]
).map(ZoneInfo)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def entry(number: int, start: str | None = None, end: str | None = None, **values: object) -> Entry:
    return Entry(
        id=number,
        person_id=int(str(values.pop("person", 1))),
        work_day=date(2026, 11, 20),
        start=at(start) if start else None,
        end=at(end) if end else None,
        **{"seconds": 0, **values},  # type: ignore[arg-type]
    )


def test_an_entry_over_midnight_is_cut_there() -> None:
    parts = split_at_day_starts(at("2026-11-20T23:30+01:00"), at("2026-11-21T00:45+01:00"), BERLIN)
    assert [(part.work_day, part.seconds) for part in parts] == [(date(2026, 11, 20), 1800), (date(2026, 11, 21), 2700)]


def test_an_entry_that_ends_at_midnight_stays_whole() -> None:
    parts = split_at_day_starts(at("2026-11-20T22:00+01:00"), at("2026-11-21T00:00+01:00"), BERLIN)
    assert [(part.work_day, part.seconds) for part in parts] == [(date(2026, 11, 20), 7200)]


def test_a_work_day_may_start_later_than_midnight() -> None:
    start, end = at("2026-11-20T23:30+01:00"), at("2026-11-21T05:00+01:00")
    parts = split_at_day_starts(start, end, BERLIN, 4)
    assert [(part.work_day, part.seconds) for part in parts] == [
        (date(2026, 11, 20), 16_200),
        (date(2026, 11, 21), 3600),
    ]


def test_an_hour_that_occurs_twice_counts_once_each_time() -> None:
    (part,) = split_at_day_starts(at("2024-11-03T01:45-04:00"), at("2024-11-03T01:15-05:00"), NEW_YORK)
    assert part.seconds == 30 * 60


@pytest.mark.parametrize(("day", "hours"), [("2024-03-10", 23), ("2024-11-03", 25), ("2024-06-01", 24)])
def test_days_of_a_clock_change_have_23_or_25_hours(day: str, hours: int) -> None:
    first = date.fromisoformat(day)
    start, end = day_start(first, NEW_YORK), day_start(first + timedelta(days=1), NEW_YORK)
    assert split_at_day_starts(start, end, NEW_YORK)[0].seconds == hours * 3600


def test_a_skipped_start_hour_begins_at_the_skip() -> None:
    troll = ZoneInfo("Antarctica/Troll")  # 01:00 becomes 03:00
    assert day_start(date(2024, 3, 31), troll, 2) == at("2024-03-31T01:00+00:00")
    assert work_day(at("2024-03-31T01:00+00:00"), troll, 2) == date(2024, 3, 31)
    assert work_day(at("2024-03-31T00:59:59+00:00"), troll, 2) == date(2024, 3, 30)


def test_a_day_the_zone_skipped_gets_no_part() -> None:
    apia = ZoneInfo("Pacific/Apia")  # went from 29 to 31 December 2011
    parts = split_at_day_starts(at("2011-12-29T23:00-10:00"), at("2011-12-31T01:00+14:00"), apia)
    assert [(part.work_day, part.seconds) for part in parts] == [(date(2011, 12, 29), 3600), (date(2011, 12, 31), 3600)]


def test_an_end_before_the_start_is_told() -> None:
    with pytest.raises(InvalidInput, match="before it starts"):
        split_at_day_starts(at("2026-11-20T10:00+00:00"), at("2026-11-20T09:00+00:00"), UTC)
    with pytest.raises(ValueError, match="aware"):
        split_at_day_starts(datetime(2026, 1, 1), datetime(2026, 1, 2), UTC)


@settings(max_examples=60)
@given(
    st.datetimes(datetime(2009, 1, 1), datetime(2026, 12, 1)).map(lambda moment: moment.replace(microsecond=0)),
    st.integers(0, 4 * 86_400),
    ZONES,
    st.integers(0, 23),
)
def test_parts_touch_add_up_and_lie_on_rising_days(start: datetime, seconds: int, zone: ZoneInfo, hour: int) -> None:
    first = start.replace(tzinfo=UTC)
    parts = split_at_day_starts(first, first + timedelta(seconds=seconds), zone, hour)
    assert sum(part.seconds for part in parts) == seconds
    assert parts[0].start == first
    assert parts[-1].end == first + timedelta(seconds=seconds)
    for before, after in pairwise(parts):
        assert before.end == after.start == day_start(after.work_day, zone, hour)
        assert before.work_day < after.work_day
    for part in parts:
        assert part.start is not None
        assert work_day(part.start, zone, hour) == part.work_day


@settings(max_examples=60)
@given(st.lists(st.integers(0, 90_000), min_size=1, max_size=4), st.integers(0, 20_000))
def test_parts_keep_the_cents_of_the_whole(seconds: list[int], rate: int) -> None:
    hourly = Money(rate, "USD")
    costs = part_costs(seconds, hourly)
    assert sum(cost.minor for cost in costs) == staff_cost(sum(seconds), hourly).minor
    for cost, share in zip(costs, seconds, strict=True):
        assert abs(cost.minor - Fraction(rate * share, 3600)) < 2


def test_cost_is_worked_out_from_seconds_not_from_rounded_hours() -> None:
    assert staff_cost(208 * 60, Money(1500, "USD")).minor == 5200


def test_a_typed_range_may_pass_midnight() -> None:
    start, end = instants(date(2026, 11, 20), time(23, 30), time(0, 45), BERLIN)
    assert (start, end) == (at("2026-11-20T23:30+01:00"), at("2026-11-21T00:45+01:00"))


def test_a_typed_range_ends_in_the_second_pass_of_a_repeated_hour() -> None:
    start, end = instants(date(2024, 11, 3), time(1, 45), time(1, 15), NEW_YORK)
    assert (start, end) == (at("2024-11-03T01:45-04:00"), at("2024-11-03T01:15-05:00"))
    start, end = instants(date(2024, 3, 10), time(3, 30), time(2, 30), NEW_YORK)  # an hour that is skipped
    assert (end - start) == timedelta(hours=23)


@pytest.mark.parametrize(("typed", "begins"), [(time(1), "2026-11-21T01:00"), (time(4), "2026-11-20T04:00")])
def test_a_range_before_the_day_starts_is_in_the_night_behind_it(typed: time, begins: str) -> None:
    start, end = instants(date(2026, 11, 20), typed, time(5), BERLIN, day_start_hour=4)
    assert start == at(f"{begins}+01:00")
    assert work_day(start, BERLIN, 4) == date(2026, 11, 20)
    assert end - start == timedelta(hours=5 - typed.hour)


def test_overlaps_are_found_per_person_and_touching_is_none() -> None:
    rows = [
        entry(1, "2026-11-20T09:00+00:00", "2026-11-20T10:00+00:00"),
        entry(2, "2026-11-20T10:00+00:00", "2026-11-20T12:00+00:00"),
        entry(3, "2026-11-20T11:30+00:00"),
        entry(4, "2026-11-20T09:30+00:00", "2026-11-20T09:45+00:00", person=2),
        entry(5, seconds=3600),
    ]
    (found,) = overlaps(rows, at("2026-11-20T13:00+00:00"))
    assert (found.first.id, found.second.id, found.seconds) == (2, 3, 1800)


def test_a_timer_is_forgotten_after_the_limit() -> None:
    timer = entry(1, "2026-11-19T18:02+00:00")
    assert timer.running
    assert running_seconds(timer, at("2026-11-19T18:44+00:00")) == 42 * 60
    assert not forgotten(timer, at("2026-11-20T04:02+00:00"))
    assert forgotten(timer, at("2026-11-20T04:03+00:00"))
    assert running_seconds(entry(2, "2026-11-19T18:00+00:00", "2026-11-19T19:00+00:00"), at("2026-11-20T04:00Z")) == 0


@pytest.mark.parametrize(
    ("seconds", "minutes", "up", "rounded"),
    [
        (1234, 0, False, 1234),
        (449, 15, False, 0),
        (450, 15, False, 900),
        (1, 6, True, 360),
        (360, 6, True, 360),
        (0, 15, True, 0),
        (750, 5, False, 900),
    ],
)
def test_durations_are_rounded_for_reports_only(seconds: int, minutes: int, up: bool, rounded: int) -> None:
    assert round_duration(seconds, minutes, up=up) == rounded


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(InvalidInput, match="7 minutes"):
        round_duration(100, 7)


def test_working_days_capacity_and_utilisation() -> None:
    november = Calendar().month(date(2026, 11, 1))
    assert len(working_days(november.start, november.last)) == 21
    assert working_days(date(2026, 11, 21), date(2026, 11, 22)) == ()
    assert working_days(date(2026, 11, 22), date(2026, 11, 20)) == ()
    week = Calendar().week(date(2026, 11, 20))
    assert capacity(24 * 3600, week) == 24 * 3600
    assert utilisation(37_800, 86_400).text() == "43.8 %"
    assert utilisation(37_800, 0).reason == "no weekly capacity is set"


def test_the_week_is_a_grid_of_campaign_and_activity() -> None:
    monday = date(2026, 11, 16)
    rows = [
        Entry(1, 1, monday, 7200, campaign_id=7, activity_id=1),
        Entry(2, 1, monday + timedelta(days=1), 5400, campaign_id=7, activity_id=1),
        Entry(3, 1, monday, 60),
        Entry(4, 1, monday, 900, campaign_id=3, activity_id=2),
        Entry(5, 1, monday, 900, campaign_id=3, activity_id=2),
        Entry(6, 1, monday - timedelta(days=1), 900, campaign_id=3, activity_id=2),
        Entry(7, 1, monday, 0, campaign_id=3, activity_id=2, start=at("2026-11-16T09:00Z")),
    ]
    grid = week_grid(
        rows, Calendar().week(monday), {7: "Spring membership", 3: "Annual event"}, {1: "content", 2: "meetings"}
    )
    assert [(row.campaign, row.activity, row.seconds) for row in grid.rows] == [
        ("Annual event", "meetings", 1800),
        ("Spring membership", "content", 12_600),
        ("", "", 60),
    ]
    assert grid.rows[0].cells[0].entry_ids == (4, 5)
    assert grid.totals == (9060, 5400, 0, 0, 0, 0, 0)
    assert grid.seconds == 14_460


def test_the_month_is_a_grid_of_weeks_whose_edges_belong_to_others() -> None:
    calendar = Calendar()
    month = calendar.month(date(2026, 11, 1))
    days = (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 30), date(2026, 12, 1))
    entries = [Entry(number, 1, day, 3600) for number, day in enumerate(days)]
    running = Entry(9, 1, date(2026, 11, 2), 0, start=at("2026-11-02T09:00+00:00"))
    grid = month_grid([*entries, running], month, calendar, 40 * 3600)
    assert [week.start.day for week in grid.weeks] == [26, 2, 9, 16, 23, 30]
    assert grid.weeks[0].days == (None,) * 6 + (3600,)
    assert grid.weeks[-1].days == (7200,) + (None,) * 6
    assert [week.target // 3600 for week in grid.weeks] == [0, 40, 40, 40, 40, 8]
    assert (grid.seconds, grid.totals, grid.target) == (10800, (7200, 0, 0, 0, 0, 0, 3600), 168 * 3600)
