"""Axes that people can read: limits and ticks at nice numbers, real days as ticks, points fitted to the columns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial

from smdash.domain.figures import Unit, grouped
from smdash.domain.money import digits
from smdash.domain.series import Value

Point = tuple[float, float]

FARTHEST = 1e15
"""Values beyond it, in shown units, are drawn at it: no chart needs them, and float sums stay exact enough."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SUFFIXES = {Unit.RATIO: " %", Unit.SECONDS: " h", Unit.DAYS: " d"}
_MAGNITUDES = ((10**12, " tn"), (10**9, " bn"), (10**6, " M"))
_SHORTEST = 4  # cells of the shortest day label and its gap: "Q2  "
_TOO_FINE = 6  # more decimals than this are written as 1e-07
_NEARLY_FLAT = 1e-9  # a span this small against the values is noise: drawn as level


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis: limits, and ticks from the lower to the upper limit with their labels."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]


def shown(value: Value | None, unit: Unit, currency: str = "") -> float | None:
    """A value in the unit of the axis (major money, hours, percent); None when it is missing or not finite."""
    if value is None:
        return None
    try:
        number = float(value)
    except OverflowError:
        return FARTHEST if value > 0 else -FARTHEST
    if math.isnan(number) or math.isinf(number):
        return None
    if unit is Unit.MONEY:
        number /= 10 ** digits(currency)
    elif unit is Unit.SECONDS:
        number /= 3600
    elif unit is Unit.RATIO:
        number *= 100
    return max(-FARTHEST, min(FARTHEST, number))


def value_axis(values: Sequence[float], most: int, unit: Unit = Unit.NUMBER, *, from_zero: bool = False) -> Axis:
    """The axis for shown values with at most `most` ticks (at least 3).

    Zero is on it when asked for, when all values are equal, and when the values reach over more than 40 % of the way
    from zero: a line then shows its true proportion. Whole units get whole ticks.
    """
    low, high = min(values), max(values)
    if high - low <= _NEARLY_FLAT * max(abs(low), abs(high)):
        low, high = min(low, 0.0), max(high, 0.0)
        if low == high:
            high = 1.0
    elif from_zero or 0 < low <= 0.6 * high or 0.6 * low <= high < 0:
        low, high = min(low, 0.0), max(high, 0.0)
    return nice_axis(low, high, most, unit, whole=unit in (Unit.COUNT, Unit.DAYS))


def nice_axis(low: float, high: float, most: int, unit: Unit = Unit.NUMBER, *, whole: bool = False) -> Axis:
    """The tightest axis around [low, high] whose ticks are 1, 2 or 5 times a power of ten apart."""
    exact_low, exact_high = _rounded(low), _rounded(high)
    most = max(3, most)
    for power, step in _steps(float(exact_high - exact_low) / (most - 1), whole=whole):
        exponent, first, last = power, math.floor(exact_low / step), math.ceil(exact_high / step)
        if last - first + 1 <= most:
            break
    exact = [step * index for index in range(first, max(last, first + 1) + 1)]
    ticks = tuple(float(tick) for tick in exact)
    return Axis(ticks[0], ticks[-1], ticks, tuple(_tick_texts(exact, exponent, unit)))


def _rounded(value: float) -> Fraction:
    # Twelve digits: 0.1 + 0.2 must end the axis at 0.3, not at 0.4.
    return Fraction(f"{value:.12g}")


def _steps(at_least: float, *, whole: bool) -> Iterator[tuple[int, Fraction]]:
    exponent = math.floor(math.log10(at_least)) if at_least > 0 else 0
    exponent = max(0, exponent) if whole else exponent
    while True:
        for factor in (1, 2, 5):
            yield exponent, factor * Fraction(10) ** exponent
        exponent += 1


def _tick_texts(ticks: Sequence[Fraction], exponent: int, unit: Unit) -> Iterator[str]:
    largest = max(abs(tick) for tick in ticks)
    suffix, scale, places = _SUFFIXES.get(unit, ""), 1, max(0, -exponent)
    for magnitude, word in _MAGNITUDES:
        power = len(str(magnitude)) - 1
        if largest >= magnitude and power - exponent <= 2:
            suffix, scale, places = word + suffix, magnitude, max(0, power - exponent)
            break
    for tick in ticks:
        if places > _TOO_FINE:
            yield f"{float(tick):.0e}".replace("-", "−") + suffix if tick else "0" + suffix
        else:
            yield grouped(tick / scale, places) + suffix


def day_ticks(first: date, last: date, width: int, week_start: int = 0) -> tuple[tuple[date, str], ...]:
    """Days, week starts, months, quarters or years between two days: the finest whose labels fit the columns.

    When none fits, the first and the last day, or the first alone.
    """
    span = last.toordinal() - first.toordinal()
    levels = [
        (1, partial(_every, days=1, week_start=week_start)),
        (7, partial(_every, days=7, week_start=week_start)),
        (28, partial(_month_starts, months=1)),
        (90, partial(_month_starts, months=3)),
        *((365 * years, partial(_year_starts, years=years)) for years in (1, 2, 5, 10, 20, 50, 100)),
    ]
    for apart, ticks in levels:
        if span // apart * _SHORTEST > width:
            continue  # not even the shortest labels could fit: do not build them
        found = ticks(first, last)
        if _fit(found, first, span, width) and (len(found) > 1 or not span):
            return found
    ends = ((first, _day_label(first)), (last, _day_label(last)))
    return ends if _fit(ends, first, span, width) else ends[:1]


def _fit(ticks: tuple[tuple[date, str], ...], first: date, span: int, width: int) -> bool:
    taken = -2.0
    for day, label in ticks:
        centre = (day - first).days / span * (width - 1) if span else width / 2
        # A label near an edge is moved inwards, as it will be when it is placed.
        left = min(max(0.0, centre - len(label) / 2), width - len(label))
        if left < taken + 2:
            return False
        taken = left + len(label)
    return bool(ticks)


def _day_label(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _every(first: date, last: date, days: int, week_start: int) -> tuple[tuple[date, str], ...]:
    start = first.toordinal() + (week_start - first.weekday()) % days
    starts = (date.fromordinal(number) for number in range(start, last.toordinal() + 1, days))
    return tuple((day, _day_label(day)) for day in starts)


def _month_starts(first: date, last: date, months: int) -> tuple[tuple[date, str], ...]:
    ticks = []
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = date(index // 12, index % 12 + 1, 1)
        if day >= first and (day.month - 1) % months == 0:
            name = _MONTHS[day.month - 1] if months == 1 else f"Q{day.month // 3 + 1}"
            ticks.append((day, f"{name} {day.year}" if day.month == 1 else name))
    return tuple(ticks)


def _year_starts(first: date, last: date, years: int) -> tuple[tuple[date, str], ...]:
    days = (date(year, 1, 1) for year in range(first.year, last.year + 1) if year % years == 0)
    return tuple((day, str(day.year)) for day in days if day >= first)


def clip(points: Sequence[Point], low: float, high: float) -> list[Point]:
    """A line cut at x = low and x = high, with new points where it crosses them. Points are in the order of x."""
    if points and low <= points[0][0] and points[-1][0] <= high:
        return list(points)
    kept: list[Point] = []
    for index, (x, y) in enumerate(points):
        if index:
            kept += [
                _between(points[index - 1], (x, y), edge) for edge in (low, high) if points[index - 1][0] < edge < x
            ]
        if low <= x <= high:
            kept.append((x, y))
    return kept


def _between(one: Point, other: Point, x: float) -> Point:
    return x, one[1] + (other[1] - one[1]) * (x - one[0]) / (other[0] - one[0])


def decimate(points: Sequence[Point], low: float, high: float, columns: int) -> list[Point]:
    """At most two points per column, its lowest and highest in their order: peaks stay, the rest would not be seen."""
    if len(points) <= 2 * columns or high <= low:
        return list(points)
    extremes: dict[int, tuple[int, int]] = {}
    for index, (x, y) in enumerate(points):
        column = min(columns - 1, max(0, int((x - low) / (high - low) * columns)))
        lowest, highest = extremes.get(column, (index, index))
        if y < points[lowest][1]:
            lowest = index
        if y > points[highest][1]:
            highest = index
        extremes[column] = (lowest, highest)
    return [points[index] for index in sorted({index for pair in extremes.values() for index in pair})]
