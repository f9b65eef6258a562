"""Seasonal pace: what last year's same period had reached by the same day, or linear with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.course import course
from smdash.domain.goals import Aggregation, Cadence, Kpi, KpiDraft, Pacing, Reading, Shape, check_kpi
from smdash.domain.pace import State, expected_share
from smdash.domain.scorecard import assess
from smdash.domain.season import LastYear, a_year_before, same_days
from smdash.errors import FormFaults

DAY = timedelta(days=1)
DRAFT = KpiDraft(
    "Orders",
    date(2026, 10, 1),
    date(2026, 12, 31),
    aggregation=Aggregation.SUM,
    baseline=Decimal(0),
    target=Decimal(1000),
    cadence=Cadence.WEEKLY,
    pacing=Pacing.SEASONAL,
)


def last_year(draft: KpiDraft, *rows: tuple[str, int], base: int | None = None) -> LastYear:
    start, due = same_days(draft)
    readings = [Reading(date.fromisoformat(day), Decimal(value)) for day, value in rows]
    found = course(replace(draft, start=start, due=due), readings, due)
    return LastYear(draft.name, found, None if base is None else Decimal(base))


# December brings most: 100 in October, 100 in November, 600 in December.
SHOP = last_year(DRAFT, ("2025-10-10", 50), ("2025-10-31", 50), ("2025-11-30", 100), ("2025-12-31", 600))


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2026, 9, 30), 0),
        (date(2026, 10, 31), Fraction(100, 800)),
        (date(2026, 11, 15), Fraction(150, 800)),  # half of November's, between two readings
        (date(2026, 11, 30), Fraction(200, 800)),
        (date(2026, 12, 31), 1),
        (date(2027, 2, 1), 1),
    ],
)
def test_the_share_is_what_last_year_had_reached_by_the_same_day(day: date, share: Fraction) -> None:
    assert expected_share(DRAFT, day, SHOP).value == share


def test_a_season_that_begins_slowly_is_no_delay() -> None:
    readings = [Reading(date(2026, 11, 30), Decimal(260))]
    seasonal = assess(Kpi(1, DRAFT), readings, date(2026, 11, 30), last_year=SHOP)
    assert (seasonal.pace.value, seasonal.state) == (Fraction(260, 1000) / Fraction(1, 4), State.ON_TRACK)
    linear = assess(Kpi(1, replace(DRAFT, pacing=Pacing.LINEAR)), readings, date(2026, 11, 30))
    assert linear.state is State.BEHIND
    assert [figure.name for figure in seasonal.expected.inputs] == [
        "Last year: start",
        "Last year: 2025-11-30",
        "Last year: end",
    ]


def test_a_fall_follows_last_years_fall_from_the_value_it_began_with() -> None:
    fall = replace(DRAFT, shape=Shape.DECREASE, aggregation=Aggregation.LAST, baseline=Decimal(8), target=Decimal(5))
    then = last_year(fall, ("2025-10-10", 9), ("2025-11-15", 8), ("2025-12-30", 6), base=10)
    assert expected_share(fall, date(2026, 11, 15), then).value == Fraction(10 - 8, 10 - 6)
    # Where nobody knows what it began with, its first value.
    unknown = replace(then, base=None)
    assert expected_share(fall, date(2026, 11, 15), unknown).value == Fraction(9 - 8, 9 - 6)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "last year has no reading, 3 are needed"),
        ([("2025-10-15", 5)], "last year has 1 reading, 3 are needed"),
        ([("2025-10-15", 5), ("2025-12-31", 5)], "last year has 2 readings, 3 are needed"),
        (
            [("2025-10-15", 5), ("2025-10-16", 5), ("2025-12-31", 5)],
            "last year's readings begin on 2025-10-15",
        ),
        ([("2025-10-14", 5), ("2025-10-16", 5), ("2025-12-17", 5)], "last year's readings end on 2025-12-17"),
        ([("2025-10-14", 5), ("2025-10-16", -5), ("2025-12-31", 0)], "last year it did not rise"),
    ],
)
def test_too_little_last_year_means_linear_with_the_reason(rows: list[tuple[str, int]], reason: str) -> None:
    found = expected_share(DRAFT, date(2026, 11, 15), last_year(DRAFT, *rows))
    linear = expected_share(replace(DRAFT, pacing=Pacing.LINEAR), date(2026, 11, 15))
    assert (found.value, found.notes) == (linear.value, (f"linear instead of seasonal: {reason}",))


def test_a_kpi_longer_than_a_year_has_no_same_period() -> None:
    long = replace(DRAFT, start=date(2025, 1, 1), due=date(2026, 12, 31))
    found = expected_share(long, date(2026, 11, 15), last_year(long, *[(f"2025-0{n}-01", 5) for n in range(1, 10)]))
    assert found.notes == ("linear instead of seasonal: it lasts longer than a year",)
    assert expected_share(DRAFT, date(2026, 11, 15)).notes == ("linear instead of seasonal: last year is not known",)


def test_nothing_expected_yet_is_no_delay() -> None:
    late = last_year(DRAFT, ("2025-10-05", 0), ("2025-12-01", 0), ("2025-12-24", 300))
    status = assess(Kpi(1, DRAFT), [Reading(date(2026, 11, 20), Decimal(0))], date(2026, 11, 22), last_year=late)
    assert (status.expected.value, status.pace.value, status.state) == (0, None, State.ON_TRACK)
    assert status.pace.reason == "nothing is expected by this day"
    lost = assess(Kpi(1, DRAFT), [Reading(date(2026, 11, 20), Decimal(-3))], date(2026, 11, 22), last_year=late)
    assert lost.state is State.BEHIND


@pytest.mark.parametrize(
    ("start", "due", "before"),
    [
        (date(2024, 2, 1), date(2024, 2, 29), (date(2023, 2, 1), date(2023, 2, 28))),
        (date(2025, 2, 1), date(2025, 2, 28), (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2024, 2, 29), date(2024, 12, 31), (date(2023, 2, 28), date(2023, 12, 31))),
        # A fiscal year that starts in July.
        (date(2026, 7, 1), date(2027, 6, 30), (date(2025, 7, 1), date(2026, 6, 30))),
    ],
)
def test_the_same_days_a_year_before_in_leap_and_fiscal_years(
    start: date, due: date, before: tuple[date, date]
) -> None:
    assert same_days(replace(DRAFT, start=start, due=due)) == before


@given(st.dates(date(1971, 1, 1), date(2190, 1, 1)))
def test_the_same_day_never_goes_back(day: date) -> None:
    assert a_year_before(day) <= a_year_before(day + DAY)
    assert 365 <= (day - a_year_before(day)).days <= 367


@given(
    st.lists(st.tuples(st.integers(0, 91), st.integers(0, 500)), min_size=3, max_size=30, unique_by=lambda row: row[0])
)
def test_of_a_sum_the_expected_share_rises_from_0_to_1(rows: list[tuple[int, int]]) -> None:
    start, due = same_days(DRAFT)
    readings = [Reading(start + n * DAY, Decimal(value)) for n, value in rows]
    then = LastYear("Orders", course(replace(DRAFT, start=start, due=due), readings, due))
    shares = [Fraction(expected_share(DRAFT, DRAFT.start + n * DAY, then).value or 0) for n in range(92)]
    assert shares == sorted(shares)
    assert shares[0] >= 0
    assert shares[-1] == 1


def test_only_what_has_a_pace_may_be_seasonal() -> None:
    with pytest.raises(FormFaults) as fault:
        check_kpi(replace(DRAFT, shape=Shape.KEEP))
    assert set(fault.value.faults) == {"pacing"}
    with pytest.raises(FormFaults) as fault:
        check_kpi(replace(DRAFT, pacing=Pacing.LINEAR, predecessor_id=4))
    assert set(fault.value.faults) == {"predecessor_id"}
