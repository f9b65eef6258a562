"""Every state of every shape, on the edges where one becomes the next; and what holds whatever the readings are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.goals import Aggregation, Cadence, Kpi, KpiDraft, Reading, Shape
from smdash.domain.objectives import objective_pace
from smdash.domain.pace import State, Thresholds, expected_share
from smdash.domain.periods import Calendar
from smdash.domain.scorecard import KpiStatus, assess, grade

DAY = timedelta(days=1)
START, DUE = date(2026, 4, 1), date(2026, 4, 30)
RISE = KpiDraft("k", START, DUE, baseline=Decimal(0), target=Decimal(100))
FALL = replace(RISE, shape=Shape.DECREASE, baseline=Decimal(8), target=Decimal(5))
LEVEL = replace(RISE, baseline=Decimal(4), target=Decimal(4))
KEEP = replace(RISE, shape=Shape.KEEP, target=Decimal(4))
RANGE = replace(RISE, shape=Shape.RANGE, target=None, target_low=Decimal(3), target_high=Decimal(5))
MILESTONE = replace(RISE, shape=Shape.MILESTONE, target=None)
YES_NO = replace(RISE, shape=Shape.YES_NO, target=None)


def april(day: int) -> date:
    return START + (day - 1) * DAY


def seen(draft: KpiDraft, today: int, *rows: tuple[int, str]) -> KpiStatus:
    return assess(Kpi(1, draft), [Reading(april(day), Decimal(value)) for day, value in rows], april(today))


FALLING = [
    (State.NOT_STARTED, 0, []),
    (State.TOO_EARLY, 7, [(3, "8")]),
    (State.NO_READING, 8, []),
    (State.STALE, 29, [(15, "6.5")]),
    (State.BEHIND, 15, [(15, "6.9")]),  # 1.1 of 3 done, half expected: 0.73
    (State.AT_RISK, 15, [(15, "6.8")]),
    (State.ON_TRACK, 15, [(15, "6.5")]),
    (State.AHEAD, 15, [(15, "6.4")]),
    (State.REACHED, 15, [(15, "5")]),
    (State.REACHED, 15, [(15, "4.2")]),
    (State.MISSED, 31, [(30, "5.1")]),
    (State.BEHIND, 15, [(15, "9")]),
]
INSIDE = [
    (State.NOT_STARTED, 0, []),
    (State.TOO_EARLY, 7, []),
    (State.NO_READING, 8, []),
    (State.STALE, 29, [(15, "4")]),
    (State.BEHIND, 15, [(15, "2")]),
    (State.ON_TRACK, 15, [(15, "4")]),
    (State.ON_TRACK, 30, [(30, "4")]),  # what must be kept is decided only when it is over
    (State.REACHED, 31, [(30, "4")]),
    (State.MISSED, 31, [(30, "2")]),
    (State.NO_READING, 31, []),
]
DONE = [
    (State.NOT_STARTED, 0, []),
    (State.ON_TRACK, 3, []),
    (State.ON_TRACK, 29, [(2, "0")]),  # nothing new in four weeks is not stale
    (State.ON_TRACK, 30, [(30, "0")]),
    (State.REACHED, 3, [(2, "1")]),
    (State.REACHED, 40, [(2, "1")]),
    (State.MISSED, 31, []),
    (State.MISSED, 31, [(30, "0")]),
]


@pytest.mark.parametrize(
    ("draft", "state", "today", "rows"),
    [
        *((FALL, *case) for case in FALLING),
        *((draft, *case) for draft in (LEVEL, KEEP, RANGE) for case in INSIDE),
        *((draft, *case) for draft in (MILESTONE, YES_NO) for case in DONE),
    ],
)
def test_each_state_of_each_shape(draft: KpiDraft, state: State, today: int, rows: list[tuple[int, str]]) -> None:
    assert seen(draft, today, *rows).state is state


@pytest.mark.parametrize(
    ("draft", "states"),
    [
        (RISE, set(State)),
        (FALL, set(State)),
        (LEVEL, set(State) - {State.AT_RISK, State.AHEAD}),
        (KEEP, set(State) - {State.AT_RISK, State.AHEAD}),
        (RANGE, set(State) - {State.AT_RISK, State.AHEAD}),
        (MILESTONE, {State.NOT_STARTED, State.ON_TRACK, State.REACHED, State.MISSED}),
        (YES_NO, {State.NOT_STARTED, State.ON_TRACK, State.REACHED, State.MISSED}),
    ],
)
def test_no_shape_has_other_states_than_these(draft: KpiDraft, states: set[State]) -> None:
    values = ["0", "1", "4", "4.9", "5", "5.5", "6", "6.5", "6.8", "7.2", "45", "50", "60", "100"]
    found = {
        seen(draft, today, *rows).state
        for today in (0, 5, 8, 15, 29, 31)
        for rows in ([], *([(day, value)] for day in (1, 8, 15, 28) for value in values))
    }
    assert found == states


@pytest.mark.parametrize(
    ("draft", "current", "progress"),
    [
        (replace(RISE, target=Decimal(6)), "3", Fraction(1, 2)),  # OKR: target 6, actual 3
        (replace(FALL, baseline=Decimal(8), target=Decimal(5)), "6", Fraction(2, 3)),  # churn 8 → 5, now 6
    ],
)
def test_published_cases_of_progress(draft: KpiDraft, current: str, progress: Fraction) -> None:
    assert seen(draft, 15, (15, current)).progress.value == progress


def test_published_case_of_pace() -> None:
    assert expected_share(RISE, april(15)).value == Fraction(1, 2)  # 1–30 April, on 15 April


# What was measured when


def test_a_cadence_is_stale_from_its_double_on() -> None:
    for cadence, days in ((Cadence.DAILY, 2), (Cadence.WEEKLY, 14), (Cadence.MONTHLY, 62), (Cadence.QUARTERLY, 184)):
        draft = replace(RISE, cadence=cadence, due=date(2027, 4, 30))
        last = date(2026, 9, 1)
        for late in (False, True):
            today = last + (days - 1 + late) * DAY
            status = assess(Kpi(1, draft), [Reading(last, Decimal(5))], today)
            assert (status.stale, status.as_of) == (late, today if late else last)


def test_days_are_days_also_when_a_clock_is_put_back() -> None:
    """25 October 2026 has 25 hours in Berlin; readings are of days, and each day counts once."""
    draft = replace(RISE, start=date(2026, 10, 24), due=date(2026, 10, 27), cadence=Cadence.DAILY)
    readings = [Reading(date(2026, 10, day), Decimal(25 * (day - 23))) for day in (24, 25, 26)]
    shares = [assess(Kpi(1, draft), readings[: n + 1], readings[n].day).pace.value for n in range(3)]
    assert shares == [1, 1, 1]


@pytest.mark.parametrize(("week_start", "first"), [(0, 16), (5, 21), (6, 22)])
def test_a_week_starts_on_the_organisations_day(week_start: int, first: int) -> None:
    sunday = date(2026, 11, 22)
    week = Calendar(week_start=week_start).week(sunday)
    assert (week.start, week.days, sunday in week) == (date(2026, 11, first), 7, True)
    shown = assess(Kpi(1, replace(RISE, due=date(2026, 12, 31))), [], date(2026, 12, 20), period=week)
    assert shown.today == week.last


# Whatever the readings are

values = st.decimals(-500, 500, places=2)
rows = st.lists(st.tuples(st.integers(-3, 40), values), max_size=15, unique_by=lambda row: row[0])
drafts = st.sampled_from([RISE, FALL, LEVEL, KEEP, RANGE, MILESTONE])


@settings(max_examples=60)
@given(drafts, st.sampled_from(Aggregation), rows, st.integers(-2, 45), st.randoms())
def test_the_order_of_readings_does_not_matter(
    draft: KpiDraft, aggregation: Aggregation, rows: list[tuple[int, Decimal]], today: int, chance: Any
) -> None:
    readings = [Reading(april(day), value, id=n) for n, (day, value) in enumerate(rows)]
    kpi = Kpi(1, replace(draft, aggregation=aggregation))
    first = assess(kpi, readings, april(today))
    chance.shuffle(readings)
    again = assess(kpi, readings, april(today))
    assert again == first
    assert again.forecast == first.forecast


@settings(max_examples=60)
@given(st.lists(st.tuples(drafts, rows, st.integers(0, 5)), max_size=5), st.integers(-2, 45))
def test_a_grade_lies_between_0_and_1_and_a_pace_is_never_negative(
    those: list[tuple[KpiDraft, list[tuple[int, Decimal]], int]], today: int
) -> None:
    statuses = [
        assess(
            Kpi(n, replace(draft, weight=Decimal(weight))),
            [Reading(april(day), value) for day, value in rows],
            april(today),
        )
        for n, (draft, rows, weight) in enumerate(those)
    ]
    found = grade(statuses)
    assert (found.figure.value is None) == bool(found.figure.reason)
    assert found.figure.value is None or 0 <= found.figure.value <= 1
    pace = objective_pace(statuses, Thresholds()).value
    assert pace is None or pace >= 0


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 800))
def test_the_expected_share_rises_from_0_to_1(start: date, length: int) -> None:
    draft = replace(RISE, start=start, due=start + length * DAY)
    shares = [Fraction(expected_share(draft, start + n * DAY).value or 0) for n in range(-2, length + 3)]
    assert shares == sorted(shares)
    assert shares[:2] == [0, 0]
    assert shares[-3] == 1
    assert shares[2] == Fraction(1, length + 1)
