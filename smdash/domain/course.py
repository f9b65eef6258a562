"""How a KPI's value went: after each reading, or after the last one of each cadence where there are many."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction

from smdash.domain.goals import Aggregation, KpiDraft, Reading, scale_of

_add = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN).add  # never rounds, and is far faster than fractions


@dataclass(frozen=True, slots=True)
class Point:
    """The value a KPI had on a day."""

    day: date
    value: Fraction


@dataclass(frozen=True, slots=True)
class Course:
    """The value after the last reading of each cadence that has one, the oldest first.

    `rows` is the number of readings that count, with those that have no value.
    """

    points: tuple[Point, ...] = ()
    rows: int = 0


def counted(kpi: KpiDraft, readings: Iterable[Reading], as_of: date) -> list[Reading]:
    """The readings that count on a day, oldest first: from the start to that day, and never after the due day."""
    last = min(as_of, kpi.due)
    return sorted((r for r in readings if kpi.start <= r.day <= last), key=lambda r: (r.day, r.id))


def running_values(kpi: KpiDraft, readings: Iterable[Reading], as_of: date) -> tuple[Point, ...]:
    """The KPI's value after each reading that counts: a running total, mean or ratio, or the reading itself.

    A reading whose denominator is zero or missing has no value and is passed over.
    """
    those = counted(kpi, readings, as_of)
    return _values_after(kpi, those, range(1, len(those) + 1))


def course(kpi: KpiDraft, readings: Iterable[Reading], as_of: date) -> Course:
    """A KPI's course until a day."""
    those = counted(kpi, readings, as_of)
    return course_of(kpi, [reading.day for reading in those], those)


def course_of(kpi: KpiDraft, days: Sequence[date], readings: Sequence[Reading]) -> Course:
    """The same of readings that all count, the oldest first, with their days.

    Where the last reading is the value, only the last of each cadence is looked at: a sequence that makes its readings
    when asked for them saves the rest.
    """
    return Course(_values_after(kpi, readings, _cadence_ends(kpi, days)), len(days))


def _cadence_ends(kpi: KpiDraft, days: Sequence[date]) -> Iterator[int]:
    """How many of the days there are when a cadence with a reading is over, for each."""
    end, length = 0, kpi.cadence.days
    while end < len(days):
        passed = (days[end] - kpi.start).days // length
        end = bisect_left(days, kpi.start + timedelta(days=(passed + 1) * length), end)
        yield end


def _values_after(kpi: KpiDraft, readings: Sequence[Reading], ends: Iterable[int]) -> tuple[Point, ...]:
    """The newest value in each stretch of the readings; a stretch goes to an end from the one before."""
    newest_in, begin = _VALUES[kpi.aggregation](kpi, readings), 0
    points = []
    for end in ends:
        points.append(newest_in(range(begin, end)))
        begin = end
    return tuple(point for point in points if point is not None)


Newest = Callable[[range], Point | None]
"""The newest value in a stretch, which begins where the one before ended; None where it has none."""


def _last(kpi: KpiDraft, readings: Sequence[Reading]) -> Newest:
    scale = scale_of(kpi.unit)

    def newest_in(stretch: range) -> Point | None:
        for at in reversed(stretch):
            reading = readings[at]
            if (number := reading.number(scale)) is not None:
                return Point(reading.day, number)
        return None

    return newest_in


def _sum_or_mean(kpi: KpiDraft, readings: Sequence[Reading]) -> Newest:
    scale, mean = scale_of(kpi.unit), kpi.aggregation is Aggregation.MEAN
    typed, worked_out, count = Decimal(0), Fraction(0), 0

    def newest_in(stretch: range) -> Point | None:
        nonlocal typed, worked_out, count
        newest = None
        for at in stretch:
            reading = readings[at]
            if reading.value is not None:
                typed = _add(typed, reading.value)
            elif (number := reading.number(scale)) is not None:
                worked_out += number
            else:
                continue
            newest, count = reading.day, count + 1
        if newest is None:
            return None
        total = Fraction(typed) + worked_out
        return Point(newest, total / count if mean else total)

    return newest_in


def _ratio(kpi: KpiDraft, readings: Sequence[Reading]) -> Newest:
    scale = scale_of(kpi.unit)
    numerators = denominators = Decimal(0)

    def newest_in(stretch: range) -> Point | None:
        nonlocal numerators, denominators
        newest = None
        for at in stretch:
            reading = readings[at]
            numerators = _add(numerators, reading.numerator or 0)
            denominators = _add(denominators, reading.denominator or 0)
            if denominators:
                newest = reading.day, numerators, denominators
        if newest is None:
            return None
        day, above, below = newest
        return Point(day, Fraction(above) / Fraction(below) * scale)

    return newest_in


_VALUES: dict[Aggregation, Callable[[KpiDraft, Sequence[Reading]], Newest]] = {
    Aggregation.LAST: _last,
    Aggregation.SUM: _sum_or_mean,
    Aggregation.MEAN: _sum_or_mean,
    Aggregation.RATIO: _ratio,
}
