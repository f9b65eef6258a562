"""Periods as sets of days, and the calendar that names them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.periods import Calendar, Period, add_months, between, parse_day
from smdash.errors import InvalidInput

TODAY = date(2026, 11, 22)  # a Sunday
DAY = timedelta(days=1)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
CALENDARS = st.builds(Calendar, st.integers(0, 6), st.integers(1, 12))
KINDS = st.sampled_from(["day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"])


@settings(max_examples=120)
@given(CALENDARS, KINDS, DAYS, st.integers(-30, 30))
def test_there_and_back_again(calendar: Calendar, kind: str, day: date, steps: int) -> None:
    period: Period = getattr(calendar, kind)(day)
    assert day in period
    assert calendar.shift(calendar.shift(period, steps), -steps) == period


@settings(max_examples=80)
@given(CALENDARS, KINDS, DAYS)
def test_periods_of_a_kind_follow_without_gap(calendar: Calendar, kind: str, day: date) -> None:
    period: Period = getattr(calendar, kind)(day)
    following = calendar.shift(period, 1)
    assert following.start == period.end
    assert (period.last in period, period.end in period) == (True, False)
    assert getattr(calendar, kind)(period.start) == getattr(calendar, kind)(period.last) == period


@settings(max_examples=80)
@given(CALENDARS, KINDS, DAYS)
def test_a_name_is_understood_again(calendar: Calendar, kind: str, day: date) -> None:
    period: Period = getattr(calendar, kind)(day)
    if not period.name.startswith("week of"):
        assert calendar.parse(period.name, TODAY) == period


@settings(max_examples=120)
@given(DAYS, st.integers(1, 900))
def test_whole_months_and_ragged_ends_are_the_period(start: date, length: int) -> None:
    period = between(start, start + length * DAY)
    whole = period.whole_months()
    if whole is None:
        assert all(period.overlap(month, add_months(month, 1)) < _days(month) for month in period.months())
        return
    first, end = whole
    ragged = [*_each(period.start, first), *_each(end, period.end)]
    assert sorted([*ragged, *_each(first, end)]) == _each(period.start, period.end)
    assert first.day == end.day == 1
    assert (first - period.start).days < 31
    assert (period.end - end).days < 31


@settings(max_examples=60)
@given(DAYS, st.integers(1, 900))
def test_months_cover_every_day_once(start: date, length: int) -> None:
    period = between(start, start + length * DAY)
    assert sum(period.overlap(month, add_months(month, 1)) for month in period.months()) == period.days == length


def _each(start: date, end: date) -> list[date]:
    return [start + n * DAY for n in range((end - start).days)]


def _days(month: date) -> int:
    return (add_months(month, 1) - month).days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026q1", "2026-01-01", "2026-03-31"),
        ("2026-W47", "2026-11-16", "2026-11-22"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-02-03", "2026-02-03", "2026-02-03"),
        ("ytd", "2026-01-01", "2026-11-22"),
        ("week", "2026-11-16", "2026-11-22"),
        ("2026-01-01..2026-03-31", "2026-01-01", "2026-03-31"),
        ("1 nov..yesterday", "2026-11-01", "2026-11-21"),
        ("9999-11", "9999-11-01", "9999-11-30"),
    ],
)
def test_periods_people_type(text: str, first: str, last: str) -> None:
    period = Calendar().parse(text, TODAY)
    assert (period.start.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("start", "text", "first", "last"),
    [
        (7, "FY2026", "2025-07-01", "2026-06-30"),
        (7, "FY2026-Q4", "2026-04-01", "2026-06-30"),
        (1, "FY2026-Q1", "2026-01-01", "2026-03-31"),
        (2, "FY2026", "2025-02-01", "2026-01-31"),
        (10, "fy", "2026-10-01", "2027-09-30"),
        (10, "ytd", "2026-10-01", "2026-11-22"),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_it_ends_in(start: int, text: str, first: str, last: str) -> None:
    period = Calendar(fiscal_start=start).parse(text, TODAY)
    assert (period.start.isoformat(), period.last.isoformat()) == (first, last)


def test_iso_weeks_only_where_weeks_start_on_monday() -> None:
    sunday = Calendar(week_start=6)
    assert sunday.week(TODAY).name == "week of 2026-11-22"
    with pytest.raises(InvalidInput, match="ISO week"):
        sunday.parse("2026-W47", TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-13",
        "2026-Q5",
        "2026-W54",
        "2026-11-31",
        "2026-03-01..2026-02-01",
        "0000",
        "9999",
        "9999-12-31",
    ],
)
def test_what_is_no_period_says_the_forms(text: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        Calendar().parse(text, TODAY)
    assert fault.value.hint


@settings(max_examples=150)
@given(st.text(alphabet="0129-.qwfy +dmonvjau", max_size=14), DAYS | st.sampled_from([date.min, date.max]))
def test_any_text_is_a_period_and_a_day_or_a_told_fault(text: str, today: date) -> None:
    for understand in (Calendar(3, 5).parse, parse_day):
        with suppress(InvalidInput):
            understand(text, today)


def test_shifting_beyond_the_calendar_is_told() -> None:
    with pytest.raises(InvalidInput, match="beyond"):
        Calendar().shift(Calendar().year(date(9998, 1, 1)), 1)


def test_a_custom_period_moves_by_its_length() -> None:
    moved = Calendar().shift(between(date(2026, 1, 11), date(2026, 1, 21)), -1)
    assert (moved.start, moved.end) == (date(2026, 1, 1), date(2026, 1, 11))


def test_a_period_has_at_least_a_day() -> None:
    with pytest.raises(InvalidInput):
        Period(TODAY, TODAY, "nothing")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", "2026-11-20"),
        ("20 nov", "2026-11-20"),
        ("20. November", "2026-11-20"),
        ("3 jan", "2027-01-03"),
        ("20 nov 2024", "2024-11-20"),
        ("today", "2026-11-22"),
        ("Yesterday", "2026-11-21"),
        ("tomorrow", "2026-11-23"),
        ("fri", "2026-11-20"),
        ("sunday", "2026-11-22"),
        ("-3d", "2026-11-19"),
        ("+2d", "2026-11-24"),
        ("29 feb", "2028-02-29"),
    ],
)
def test_days_people_type(text: str, day: str) -> None:
    today = date(2027, 5, 1) if text == "29 feb" else TODAY
    assert parse_day(text, today).isoformat() == day


@pytest.mark.parametrize("text", ["", "31 feb", "2026-02-30", "20 foo", "t", "20", "99999d"])
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        parse_day(text, TODAY)
    assert fault.value.hint
