"""Deadline clocks: elapsed hours, month ends, leap days, business days, and the words for what is left."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.deadlines import Counted, DeadlineClock, later_month, time_left
from smdash.domain.risks import Checked

NEW_YORK = ZoneInfo("America/New_York")
ZONES = [NEW_YORK, ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def clock(length: int, counted: Counted) -> DeadlineClock:
    return DeadlineClock("key", "label", "D4", length, counted, "from the notice", Checked.SEEN)


def local(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("counted", "length", "start", "end"),
    [
        (Counted.HOURS, 48, "2026-11-20 14:30", "2026-11-22 14:30"),
        (Counted.HOURS, 48, "2026-03-07 14:30", "2026-03-09 15:30"),  # the clock was put forward in between
        (Counted.HOURS, 48, "2026-10-31 14:30", "2026-11-02 13:30"),  # and back
        (Counted.DAYS, 45, "2026-10-20 09:00", "2026-12-04 09:00"),  # 45 days hold an hour more, the clock time stays
        (Counted.MONTHS, 1, "2026-01-31 09:00", "2026-02-28 09:00"),
        (Counted.MONTHS, 1, "2028-01-31 09:00", "2028-02-29 09:00"),
        (Counted.MONTHS, 1, "2026-12-15 09:00", "2027-01-15 09:00"),
        (Counted.YEARS, 3, "2024-02-29 09:00", "2027-02-28 09:00"),
        (Counted.YEARS, 3, "2023-11-20 09:00", "2026-11-20 09:00"),
        (Counted.BUSINESS_DAYS, 10, "2026-11-20 09:00", "2026-12-04 09:00"),  # a Friday; Thanksgiving is not known
        (Counted.BUSINESS_DAYS, 1, "2026-11-21 09:00", "2026-11-23 09:00"),  # a Saturday
    ],
)
def test_a_clock_leads_to(counted: Counted, length: int, start: str, end: str) -> None:
    assert clock(length, counted).deadline(local(start), NEW_YORK) == local(end)


@given(MOMENTS, st.integers(1, 400), st.sampled_from(ZONES))
def test_hours_are_elapsed_hours_everywhere(start: datetime, hours: int, zone: ZoneInfo) -> None:
    assert clock(hours, Counted.HOURS).deadline(start, zone) - start == timedelta(hours=hours)


@given(MOMENTS, st.integers(1, 60), st.sampled_from(ZONES))
def test_business_days_are_that_many_weekdays(start: datetime, days: int, zone: ZoneInfo) -> None:
    first = start.astimezone(zone).date()
    # Noon, so that the day can't be another one where a clock time does not exist.
    noon = datetime.combine(first, datetime.min.time().replace(hour=12)).replace(tzinfo=zone).astimezone(UTC)
    last = clock(days, Counted.BUSINESS_DAYS).deadline(noon, zone).astimezone(zone).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == days
    assert last.weekday() < 5


@given(MOMENTS, st.sampled_from(list(Counted)), st.integers(1, 40), st.sampled_from(ZONES))
def test_a_longer_clock_never_ends_earlier_and_none_before_its_start(
    start: datetime, counted: Counted, length: int, zone: ZoneInfo
) -> None:
    shorter, longer = (clock(n, counted).deadline(start, zone) for n in (length, length + 1))
    assert start < shorter < longer


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 600))
def test_months_lead_to_the_day_or_the_last_of_the_month(day: date, months: int) -> None:
    found = later_month(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (31 * 3600 + 59, "31 h left"),
        (71 * 3600, "71 h left"),
        (72 * 3600, "3 days left"),
        (40 * 60, "40 min left"),
        (59, "0 min left"),
        (0, "0 min over"),
        (-5 * 3600 - 1, "5 h over"),
        (-4 * 86400, "4 days over"),
    ],
)
def test_what_is_left_in_words(seconds: int, words: str) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert time_left(now + timedelta(seconds=seconds), now) == words


def test_a_clock_says_what_it_rests_on_and_how_it_counts() -> None:
    said = DeadlineClock(
        "opt_out", "opt-out", "P8", 10, Counted.BUSINESS_DAYS, "from the opt-out", Checked.KNOWLEDGE
    ).words
    assert said.startswith("10 business days from the opt-out (P8, source to be confirmed by counsel);")
    assert "public holidays are not known" in said
    assert clock(1, Counted.MONTHS).span == "1 month"
