"""What a seasonal KPI is expected to have reached by a day: the share that last year had reached by the same day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from smdash.domain.comparison import years_on
from smdash.domain.course import Course, Point
from smdash.domain.figures import Figure, Number, Unit
from smdash.domain.goals import Aggregation, KpiDraft, Shape

FEWEST = 3
"""Last year needs as many readings to be followed."""
LONGEST = 366
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LastYear:
    """The course of a KPI over the same days of the year before, and the value it began with.

    `of` names the KPI whose readings these are. `base` is what it had reached before those days: its last value within
    two cadences before them, else the baseline of the KPI it is compared with; None when neither is known.
    """

    of: str
    course: Course
    base: Number | None = None


def a_year_before(day: date) -> date:
    """The same day a year before. A last day of February stays one, in leap years too."""
    return years_on(day + _DAY, -1) - _DAY


def same_days(kpi: KpiDraft) -> tuple[date, date]:
    """First and last of the same days a year before; a period of whole months stays one."""
    return years_on(kpi.start, -1), a_year_before(kpi.due)


def seasonal_share(kpi: KpiDraft, last: LastYear, day: date) -> Figure:
    """(value by the same day − value at its start) / (value at its end − value at its start), of last year, 0–1.

    Between two readings in proportion to the days. Undefined, with the reason, where last year has too little: fewer
    than three readings, none within two cadences of its first or last day, no gain in the KPI's direction; or where
    the KPI lasts longer than a year.
    """
    then = min(a_year_before(day), same_days(kpi)[1])
    base = _base(kpi, last)
    end = last.course.newest
    reason = _too_little(kpi, last, base)
    name = "Last year" if last.of == kpi.name else f"Last year, {last.of}"
    reached = None if reason or base is None else _value_on(kpi, last.course, base, then)
    inputs = (
        _given(f"{name}: start", base, "its value before these days"),
        _given(f"{name}: {then.isoformat()}", reached, "its value on the same day, between two readings in proportion"),
        _given(f"{name}: end", end.value if end else None, "its last value in these days"),
    )
    value = None
    if reached is not None and base is not None and end is not None:
        value = min(max((reached - base) / (end.value - base), Fraction(0)), Fraction(1))
    formula = "(same day − start) / (end − start) of last year's same period"
    return Figure("Expected", value, Unit.RATIO, formula, inputs, rows=last.course.rows, reason=reason)


def _given(name: str, value: Number | None, formula: str) -> Figure:
    return Figure(name, value, Unit.NUMBER, formula, reason="" if value is not None else "it is not known")


def _base(kpi: KpiDraft, last: LastYear) -> Fraction | None:
    """What last year began with; where nobody knows, its first value."""
    if kpi.aggregation is Aggregation.SUM:
        return Fraction(0)
    if last.base is not None:
        return Fraction(last.base)
    first = last.course.after(same_days(kpi)[0] - _DAY)
    return first.value if first else None


def _too_little(kpi: KpiDraft, last: LastYear, base: Fraction | None) -> str:
    """Why last year can't be followed; empty when it can."""
    start, due = same_days(kpi)
    if (kpi.due - kpi.start).days >= LONGEST:
        return "it lasts longer than a year"
    rows = last.course.rows
    if rows < FEWEST:
        readings = {0: "no reading", 1: "1 reading"}.get(rows, f"{rows} readings")
        return f"last year has {readings}, {FEWEST} are needed"
    first, end, most = last.course.after(start - _DAY), last.course.newest, timedelta(days=2 * kpi.cadence.days)
    if first is None or end is None or base is None:
        return "last year has no value"
    if first.day - start >= most:
        return f"last year's readings begin on {first.day.isoformat()}"
    if due - end.day >= most:
        return f"last year's readings end on {end.day.isoformat()}"
    gain = end.value - base
    if gain == 0 or (gain > 0) is (kpi.shape is Shape.DECREASE):
        return f"last year it did not {'fall' if kpi.shape is Shape.DECREASE else 'rise'}"
    return ""


def _value_on(kpi: KpiDraft, course: Course, base: Fraction, day: date) -> Fraction:
    """The value on a day, between two readings in proportion to the days."""
    before = course.on(day) or Point(same_days(kpi)[0] - _DAY, base)
    after = course.after(day)
    if after is None or before.day >= day:
        return before.value
    passed = Fraction((day - before.day).days, (after.day - before.day).days)
    return before.value + (after.value - before.value) * passed
