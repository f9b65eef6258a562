"""How a KPI's value went: after each reading, or after the last one of each cadence where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from smdash.domain.goals import Aggregation, KpiDraft, Reading, scale_of
from smdash.domain.reading_lists import ReadingList, Readings, Totals

NEWEST = 60
"""As many cadences as a forecast and a sparkline look back."""


@dataclass(frozen=True, slots=True)
class Point:
    """The value a KPI had on a day."""

    day: date
    value: Fraction


class Course:
    """The course of a KPI over readings that all count, worked out as far as it is asked for.

    A scorecard needs the newest value of all its KPIs but the way there only of those in sight.
    """

    def __init__(self, kpi: KpiDraft, readings: Readings, *, each: bool = False) -> None:
        self._kpi = kpi
        self._readings = readings
        self._each = each
        self._known = {0: Totals()}
        self._valued = _VALUED[kpi.aggregation]
        self._stretch = readings.parts if kpi.aggregation is Aggregation.RATIO else readings.values

    @property
    def rows(self) -> int:
        """How many readings count, with those that have no value."""
        return len(self._readings)

    @property
    def stored(self) -> int:
        """Of how many stored rows the readings are, where they are worked out."""
        return self._readings.stored

    @cached_property
    def newest(self) -> Point | None:
        """The value after the last reading that has one."""
        return self._value_after(len(self._readings))

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The value after the last reading of each cadence that has one, the oldest first; of each reading, if asked
        for.
        """
        ends = list(range(1, self.rows + 1)) if self._each else self._cadence_ends()
        return self._values_after(0, ends)

    @cached_property
    def recent(self) -> tuple[Point, ...]:
        """The newest 60 of the cadences' values."""
        ends = self._newest_ends()
        begin = ends.pop(0) if len(ends) > NEWEST else 0
        found = self._values_after(begin, ends)
        if begin and len(found) < NEWEST:  # some cadence has readings but no value
            found = self._values_after(0, self._cadence_ends())[-NEWEST:]
        return found

    def on(self, day: date) -> Point | None:
        """The value at the end of a day; None before the first."""
        return self._value_after(self._readings.before(day + timedelta(days=1)))

    def after(self, day: date) -> Point | None:
        """The next value after a day; None when there is none."""
        for end in range(self._readings.before(day + timedelta(days=1)) + 1, self.rows + 1):
            if (point := self._value_after(end)) is not None and point.day > day:
                return point
        return None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Course) and (self.rows, self.points) == (other.rows, other.points)

    __hash__ = None  # type: ignore[assignment]

    def _value_after(self, end: int) -> Point | None:
        """The value after that many readings."""
        at = self._last_valued(0, end)
        if at is None:
            return None
        return self._point(at, self._total(at + 1))

    def _values_after(self, begin: int, ends: Sequence[int]) -> tuple[Point, ...]:
        """The newest value in each stretch of readings; the first stretch begins at `begin`."""
        points, last = [], self._kpi.aggregation is Aggregation.LAST
        total = self._total(begin)
        for end in ends:
            total = total if last else total.plus(self._stretch(begin, end))
            if (at := self._last_valued(begin, end)) is not None and (point := self._point(at, total)) is not None:
                points.append(point)
            begin = end
        return tuple(points)

    def _total(self, end: int) -> Totals:
        """What the first so many readings add up to, worked out from the nearest total that is known."""
        if self._kpi.aggregation is Aggregation.LAST:
            return self._known[0]
        near = min(self._known, key=lambda known: abs(known - end))
        if near < end:
            self._known[end] = self._known[near].plus(self._stretch(near, end))
        elif near > end:
            self._known[end] = self._known[near].minus(self._stretch(end, near))
        return self._known[end]

    def _last_valued(self, begin: int, end: int) -> int | None:
        return next((at for at in range(end - 1, begin - 1, -1) if self._valued(self._readings[at])), None)

    def _point(self, at: int, total: Totals) -> Point | None:
        """The point of the reading at a place; `total` is of all up to it."""
        scale = scale_of(self._kpi.unit)
        if self._kpi.aggregation is Aggregation.LAST:
            number = self._readings[at].number(scale)
        else:
            number = _RUNNING[self._kpi.aggregation](total, scale)
        return None if number is None else Point(self._readings.day(at), number)

    def _cadence_ends(self) -> list[int]:
        """How many readings there are when a cadence with a reading is over, for each."""
        ends: list[int] = []
        end, length = 0, self._kpi.cadence.days
        while end < len(self._readings):
            passed = (self._readings.day(end) - self._kpi.start).days // length
            end = self._readings.before(self._kpi.start + timedelta(days=(passed + 1) * length))
            ends.append(end)
        return ends

    def _newest_ends(self) -> list[int]:
        """The newest 61 of these, the oldest first."""
        ends: list[int] = []
        end, length = len(self._readings), self._kpi.cadence.days
        while end and len(ends) <= NEWEST:
            ends.append(end)
            passed = (self._readings.day(end - 1) - self._kpi.start).days // length
            end = self._readings.before(self._kpi.start + timedelta(days=passed * length))
        return ends[::-1]


def counted(kpi: KpiDraft, readings: Iterable[Reading], as_of: date) -> list[Reading]:
    """The readings that count on a day, oldest first: from the start to that day, and never after the due day."""
    last = min(as_of, kpi.due)
    return sorted((r for r in readings if kpi.start <= r.day <= last), key=lambda r: (r.day, r.id))


def course(kpi: KpiDraft, readings: Iterable[Reading], as_of: date, *, each: bool = False) -> Course:
    """A KPI's course until a day; with `each`, its points have the value after every reading."""
    return Course(kpi, ReadingList(counted(kpi, readings, as_of)), each=each)


def running_values(kpi: KpiDraft, readings: Iterable[Reading], as_of: date) -> tuple[Point, ...]:
    """The KPI's value after each reading that counts: a running total, mean or ratio, or the reading itself.

    A reading whose denominator is zero or missing has no value and is passed over.
    """
    return course(kpi, readings, as_of, each=True).points


def _has_number(reading: Reading) -> bool:
    return reading.value is not None or (reading.numerator is not None and bool(reading.denominator))


def _sum(total: Totals, scale: int) -> Fraction | None:
    return Fraction(total.typed) + total.divided * scale


def _mean(total: Totals, scale: int) -> Fraction | None:
    return (Fraction(total.typed) + total.divided * scale) / total.count if total.count else None


def _ratio(total: Totals, scale: int) -> Fraction | None:
    if not total.denominators:
        return None
    return Fraction(total.numerators) / Fraction(total.denominators) * scale


_VALUED: dict[Aggregation, Callable[[Reading], bool]] = {
    Aggregation.LAST: _has_number,
    Aggregation.SUM: _has_number,
    Aggregation.MEAN: _has_number,
    Aggregation.RATIO: lambda reading: True,
}
_RUNNING: dict[Aggregation, Callable[[Totals, int], Fraction | None]] = {
    Aggregation.SUM: _sum,
    Aggregation.MEAN: _mean,
    Aggregation.RATIO: _ratio,
}
