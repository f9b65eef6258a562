"""What a chart needs, as values: series, reference lines, marks; the table behind it.

Values stay exact (int, Decimal, Fraction) until they are drawn; None is "not reported" and is shown as a gap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from smdash.domain.figures import Number, Unit, show_number

Value = Number | float
X = date | str

NOTHING = "–"
NOTES = "notes"
"""The title of the column that has the words of annotations."""
_LARGEST_EXACT = 10**18  # above it no table cell is wide enough: scientific notation


class Role(Enum):
    """What a series says; the theme gives each role its colour, the chart its marker."""

    ACTUAL = "actual"
    TARGET = "target"
    EXPECTED = "expected"
    FORECAST = "forecast"
    BEFORE = "before"  # what it is compared with: an earlier stretch of days
    COST = "cost"
    BENEFIT = "benefit"
    NET = "net"
    LIMIT = "limit"
    OTHER = "other"


class Shape(Enum):
    """How the points of a series are drawn."""

    LINE = "line"
    STEPS = "steps"  # level until the next point: running totals, prices
    POINTS = "points"
    BARS = "bars"
    STACKED = "stacked"  # bars on top of those of the stacked series before it

    @property
    def is_bar(self) -> bool:
        """Whether it is drawn as bars from zero."""
        return self in (Shape.BARS, Shape.STACKED)


@dataclass(frozen=True, slots=True)
class Series:
    """Points (day or category, value) in the order of x; None is a gap. The legend says label and remark."""

    label: str
    role: Role
    points: tuple[tuple[X, Value | None], ...]
    shape: Shape = Shape.LINE
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """What lies between a low and a high value on each day, such as where a forecast may end: (day, low, high)."""

    label: str
    role: Role
    points: tuple[tuple[date, Value, Value], ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A level drawn across the whole chart, such as a target or a limit."""

    label: str
    value: Value
    role: Role = Role.TARGET


@dataclass(frozen=True, slots=True)
class Mark:
    """A day drawn from bottom to top with its label above, such as today or the break-even day."""

    label: str
    day: date
    role: Role = Role.OTHER


@dataclass(frozen=True, slots=True)
class Annotation:
    """Words under the time axis: at a day, or from a day to the last one of a span, which counts."""

    label: str
    day: date
    until: date | None = None
    role: Role = Role.OTHER

    @property
    def last(self) -> date:
        """Its last day."""
        return self.until or self.day

    @property
    def days_text(self) -> str:
        """`2026-10-05`, or `2026-10-05..2026-11-09`."""
        return self.day.isoformat() + (f"..{self.until.isoformat()}" if self.until else "")


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """All that one chart shows. The first series is drawn on top of the others, bands below them. Where there is
    no room for all annotations the first ones are shown.

    Values count `unit` (money in whole minor units of `currency`, time in seconds, a ratio with 1 as 100 %). x are
    days, or, when one of them is text, categories in order of appearance. `start` and `end` bound the days shown,
    [start, end); without them the series do. `gutter` is the least width of the value axis' labels: charts that follow
    one another then stand in the same columns. `empty` is what stands there when no series has a point.
    """

    series: tuple[Series, ...]
    title: str = ""
    unit: Unit = Unit.NUMBER
    currency: str = ""
    lines: tuple[ReferenceLine, ...] = ()
    marks: tuple[Mark, ...] = ()
    bands: tuple[Band, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    start: date | None = None
    end: date | None = None
    week_start: int = 0
    gutter: int = 0
    empty: str = "Nothing to draw yet."

    def shows(self, x: X) -> bool:
        """Whether an x lies within the bounds; categories always do."""
        if isinstance(x, str):
            return True
        return (self.start is None or x >= self.start) and (self.end is None or x < self.end)

    def categories(self) -> tuple[str, ...]:
        """The categories in order of appearance; none when all x are days."""
        every = dict.fromkeys(x for series in self.series for x, _ in series.points)
        if not any(isinstance(x, str) for x in every):
            return ()
        return tuple(dict.fromkeys(_x_text(x) for x in every))


def _x_text(x: X) -> str:
    return x if isinstance(x, str) else x.isoformat()


@dataclass(frozen=True, slots=True)
class NumbersTable:
    """The numbers behind a chart: a header, rows in the order of x, and notes for lines and marks."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def numbers(chart: ChartSpec) -> NumbersTable:
    """What the chart draws, as text: a row per x in view, a column per series, two per band, `–` for no value.

    Where there are annotations the last column has their words on the days they begin.
    """
    categories = chart.categories()
    columns = _columns(chart)
    words = {} if categories else _words(chart)
    cells: dict[str, list[str]] = {day: [NOTHING] * len(columns) for day in words}
    for column, (_, points) in enumerate(columns):
        for x, value in points:
            if chart.shows(x):
                row = cells.setdefault(_x_text(x), [NOTHING] * len(columns))
                row[column] = value_text(value, chart.unit, chart.currency)
    order = [name for name in categories if name in cells] if categories else sorted(cells)
    notes = [f"{line.label}: {value_text(line.value, chart.unit, chart.currency)}" for line in chart.lines]
    notes += [f"{mark.label}: {mark.day.isoformat()}" for mark in chart.marks if not categories]
    return NumbersTable(
        ("" if categories else "day", *(label for label, _ in columns), *([NOTES] if words else [])),
        tuple((x, *cells[x], *([words.get(x, "")] if words else [])) for x in order),
        tuple(notes),
    )


def _columns(chart: ChartSpec) -> list[tuple[str, Iterable[tuple[X, Value | None]]]]:
    found: list[tuple[str, Iterable[tuple[X, Value | None]]]] = [(each.label, each.points) for each in chart.series]
    for band in chart.bands:
        found.append((f"{band.label} low", [(day, low) for day, low, _ in band.points]))
        found.append((f"{band.label} high", [(day, high) for day, _, high in band.points]))
    return found


def _words(chart: ChartSpec) -> dict[str, str]:
    """What was annotated, by the day in view it begins on; what began before the view stands on its first day."""
    found: dict[str, list[str]] = {}
    for each in chart.annotations:
        if (chart.end is None or each.day < chart.end) and (chart.start is None or each.last >= chart.start):
            day = each.day if chart.start is None else max(each.day, chart.start)
            words = f"{each.label} ({each.days_text})" if each.until else each.label
            found.setdefault(day.isoformat(), []).append(words)
    return {day: "; ".join(labels) for day, labels in found.items()}


def value_text(value: Value | None, unit: Unit, currency: str = "") -> str:
    """A chart's value as shown elsewhere on screen; `–` for none and for what is not finite."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOTHING
    exact = Fraction(value)
    if abs(exact) > _LARGEST_EXACT:
        return _scientific(exact)
    return show_number(exact, unit, currency)


def _scientific(value: Fraction) -> str:
    exponent = len(str(abs(int(value)))) - 1
    return f"{float(value / 10**exponent):.1f}e{exponent}".replace("-", "−")
