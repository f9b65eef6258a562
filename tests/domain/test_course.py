"""What is kept of a KPI's readings says the same as all of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.course import Point, counted, course, running_values
from smdash.domain.forecast import buckets, forecast
from smdash.domain.goals import Aggregation, Cadence, Kpi, KpiDraft, Reading, Shape, scale_of
from smdash.domain.pace import as_of_day, stale
from smdash.domain.scorecard import assess

START = date(2026, 1, 15)
DUE = date(2026, 12, 20)

numbers = st.decimals(-(10**15), 10**15, places=6) | st.integers(0, 50).map(Decimal)
days = st.integers(-20, 380).map(lambda n: START + timedelta(days=n))
parts = st.tuples(numbers, st.integers(0, 10**6).map(Decimal))


def draft(aggregation: Aggregation, cadence: Cadence = Cadence.WEEKLY, unit: str = "%") -> KpiDraft:
    return KpiDraft("k", START, DUE, Shape.INCREASE, aggregation, unit=unit, target=Decimal(1000), cadence=cadence)


@st.composite
def readings_of(draw: st.DrawFn, aggregation: Aggregation) -> list[Reading]:
    found = []
    for number, day in enumerate(draw(st.lists(days, unique=True, max_size=60)), 1):
        if aggregation is Aggregation.RATIO or (aggregation is not Aggregation.SUM and draw(st.booleans())):
            found.append(Reading(day, None, *draw(parts), id=number))
        else:
            found.append(Reading(day, draw(numbers), id=number))
    return found


def by_definition(kpi: KpiDraft, readings: list[Reading], as_of: date) -> list[Point]:
    """The value after each reading, worked out anew each time, in fractions."""
    scale, those, points = scale_of(kpi.unit), counted(kpi, readings, as_of), []
    for end, reading in enumerate(those, 1):
        values = [number for one in those[:end] if (number := one.number(scale)) is not None]
        if kpi.aggregation is Aggregation.RATIO:
            below = sum((Fraction(one.denominator or 0) for one in those[:end]), Fraction(0))
            above = sum((Fraction(one.numerator or 0) for one in those[:end]), Fraction(0))
            if below:
                points.append(Point(reading.day, above / below * scale))
        elif reading.number(scale) is not None:
            total = sum(values, Fraction(0))
            by_word = {Aggregation.LAST: values[-1], Aggregation.SUM: total, Aggregation.MEAN: total / len(values)}
            points.append(Point(reading.day, by_word[kpi.aggregation]))
    return points


@pytest.mark.parametrize("aggregation", list(Aggregation))
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_course_says_what_all_readings_say(aggregation: Aggregation, data: st.DataObject) -> None:
    kpi = draft(aggregation, data.draw(st.sampled_from(Cadence)))
    readings, today = data.draw(readings_of(aggregation)), data.draw(days)
    points = by_definition(kpi, readings, today)
    assert list(running_values(kpi, readings, today)) == points
    found = course(kpi, readings, today)
    assert found.rows == len(counted(kpi, readings, today))
    assert buckets(kpi, found.points) == buckets(kpi, points)
    assert found.points[-60:] == found.recent == buckets(kpi, points)
    last = points[-1] if points else None
    assert found.newest == last
    day = data.draw(days)
    assert found.on(day) == next((point for point in reversed(points) if point.day <= day), None)
    status = assess(Kpi(1, kpi), readings, today)
    assert status.current.value == (last.value if last else None)
    assert status.last_reading == (last.day if last else None)
    assert status.as_of == as_of_day(kpi, status.last_reading, today)
    assert status.stale == stale(kpi, status.last_reading, today)
    assert status.forecast == forecast(kpi, points, today)


def test_only_the_last_of_each_cadence_is_kept() -> None:
    readings = [Reading(START + timedelta(days=n), Decimal(n)) for n in range(30)]
    found = course(draft(Aggregation.LAST), readings, DUE)
    assert [int(point.value) for point in found.points] == [6, 13, 20, 27, 29]
    assert found.rows == 30


def test_a_cadence_whose_last_reading_has_no_value_shows_the_one_before() -> None:
    kept = Reading(START, None, Decimal(1), Decimal(4))
    empty = Reading(START + timedelta(days=1), None, Decimal(1), Decimal(0))
    assert course(draft(Aggregation.LAST), [kept, empty], DUE).points == (Point(START, Fraction(25)),)
    nothing = course(draft(Aggregation.LAST), [empty], DUE)
    assert (nothing.points, nothing.newest, nothing.rows) == ((), None, 1)


def test_sums_never_round() -> None:
    readings = [
        Reading(START + timedelta(days=n), value) for n, value in enumerate((Decimal(10) ** 40, Decimal("1e-9")))
    ]
    found = course(draft(Aggregation.SUM), [*readings, Reading(START + timedelta(days=2), Decimal(10) ** 45)], DUE)
    assert found.newest == Point(START + timedelta(days=2), 10**45 + 10**40 + Fraction(1, 10**9))
    assert found.on(START + timedelta(days=1)) == Point(START + timedelta(days=1), 10**40 + Fraction(1, 10**9))
    assert found.points[-1].value == 10**45 + 10**40 + Fraction(1, 10**9)


@pytest.mark.parametrize("aggregation", list(Aggregation))
@pytest.mark.parametrize("without", [(), (0,), (95,), tuple(range(70, 90)), tuple(range(96))])
def test_the_newest_sixty_are_the_end_of_all(aggregation: Aggregation, without: tuple[int, ...]) -> None:
    readings = [
        Reading(START + timedelta(days=n), None, Decimal(n * n % 7), Decimal(0 if n in without else 10))
        for n in range(96)
    ]
    found = course(draft(aggregation, Cadence.DAILY), readings, DUE)
    assert found.recent == found.points[-60:] == tuple(by_definition(draft(aggregation), readings, DUE))[-60:]
