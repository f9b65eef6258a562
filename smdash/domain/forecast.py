"""Where a KPI will be if it goes on like this, and what it would need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from smdash.domain.course import NEWEST, Point
from smdash.domain.figures import Figure, Unit
from smdash.domain.goals import KpiDraft, Shape
from smdash.domain.statistics import percentile, theil_sen

FEWEST_FOR_POINT = 3
FEWEST_FOR_RANGE = 5
LABEL = "if it goes on like this"
FARTHEST = 10_000
"""A target that is more days away, 27 years, is not reached."""
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Forecast:
    """The value on the due day, and from five buckets on the range it may lie in; undefined figures say why."""

    point: Figure
    low: Figure
    high: Figure


def buckets(kpi: KpiDraft, points: Sequence[Point]) -> tuple[Point, ...]:
    """The last value in each cadence since the start, the newest 60; a cadence without a reading has none."""
    last: dict[int, Point] = {}
    for point in points:
        last[(point.day - kpi.start).days // kpi.cadence.days] = point
    return tuple(last.values())[-NEWEST:]


def forecast(kpi: KpiDraft, points: Sequence[Point], today: date) -> Forecast:
    """Theil–Sen line over the cadence buckets, read at the due day, with the 10th and 90th percentile of residuals.

    Fewer than three buckets give nothing, three or four the point only. Nothing is forecast after the due day or for
    what is done or not.
    """
    kept = buckets(kpi, points)
    count = Figure("Buckets", len(kept), Unit.COUNT, f"last value of each cadence ({kpi.cadence}), newest 60")
    reason = ""
    if kpi.shape.done_or_not:
        reason = "it is done or not"
    elif today > kpi.due:
        reason = "the due day has passed"
    elif len(kept) < FEWEST_FOR_POINT:
        reason = f"fewer than {FEWEST_FOR_POINT} cadences have a reading"
    pairs = [(float((point.day - kpi.start).days), float(point.value)) for point in kept]
    line = None if reason else theil_sen(pairs)
    if line is None:
        return Forecast(*(_figure(name, None, count, reason) for name in ("Forecast", "Low", "High")))
    value = line.at((kpi.due - kpi.start).days)
    point_figure = _figure("Forecast", value, count)
    if len(kept) < FEWEST_FOR_RANGE:
        why = f"fewer than {FEWEST_FOR_RANGE} cadences have a reading"
        return Forecast(point_figure, _figure("Low", None, count, why), _figure("High", None, count, why))
    rests = [y - line.at(x) for x, y in pairs]
    low, high = value + percentile(rests, 10), value + percentile(rests, 90)
    return Forecast(point_figure, _figure("Low", low, count), _figure("High", high, count))


def _figure(name: str, value: float | None, count: Figure, reason: str = "") -> Figure:
    formula = {
        "Forecast": "Theil–Sen line at the due day",
        "Low": "forecast + 10th percentile of the residuals",
        "High": "forecast + 90th percentile of the residuals",
    }[name]
    exact = None if value is None else Decimal(str(round(value, _PLACES)))
    return Figure(name, exact, Unit.NUMBER, formula, (count,), reason=reason, notes=(LABEL,))


def run_rate(kpi: KpiDraft, now: Figure, today: date) -> Figure:
    """(current − baseline) / days since the start, today included; per day, in the KPI's unit."""
    days = (min(today, kpi.due) - kpi.start).days + 1
    passed = Figure("Days passed", max(days, 0), Unit.DAYS, "start … today")
    value, reason = None, now.reason
    if not kpi.shape.paced:
        reason = "only a rise or a fall has a rate"
    elif days <= 0:
        reason = "it has not started"
    elif now.value is not None:
        value = (Fraction(now.value) - Fraction(kpi.baseline or 0)) / days
    formula = "(current − baseline) / days passed"
    return Figure("Run rate a day", value, Unit.NUMBER, formula, (now, passed), reason=reason)


def reached_in(kpi: KpiDraft, now: Figure, rate: Figure, today: date) -> Figure:
    """Days until the target is reached at the run rate, a begun day being a whole one: ⌈(target − current) / run rate⌉.

    The note has the day, and how far it lies from the due day; 0 once the target is reached. Undefined without a rate,
    when the rate leads away from the target, and after the due day.
    """
    value: int | None = None
    notes: tuple[str, ...] = ()
    reason = now.reason or rate.reason
    if kpi.target is None or not kpi.paced:
        reason = "there is no target to rise or fall to"
    elif today > kpi.due:
        reason = "the due day has passed"
    elif now.value is not None and rate.value is not None:
        missing, speed = Fraction(kpi.target) - Fraction(now.value), Fraction(rate.value)
        if kpi.shape is Shape.DECREASE:
            missing, speed = -missing, -speed
        value, reason = _days_of(missing, speed)
        notes = () if not value else (_beside_due(kpi, today + timedelta(days=value)),)
    formula = "(target − current) / run rate, rounded up"
    return Figure("Reached in", value, Unit.DAYS, formula, (now, rate), reason=reason, notes=notes)


def _days_of(missing: Fraction, speed: Fraction) -> tuple[int | None, str]:
    """Days that the missing rest takes, or why it is never reached."""
    if missing <= 0:
        return 0, ""
    if speed <= 0:
        return None, "at the present rate it is never reached"
    days = ceil(missing / speed)
    return (days, "") if days <= FARTHEST else (None, f"at the present rate it takes more than {FARTHEST} days")


def _beside_due(kpi: KpiDraft, day: date) -> str:
    off = (day - kpi.due).days
    days = "1 day" if abs(off) == 1 else f"{abs(off)} days"
    beside = "on the due day" if off == 0 else f"{days} {'after' if off > 0 else 'before'} the due day"
    return f"on {day.isoformat()}, {beside}"


def required_rate(kpi: KpiDraft, now: Figure, today: date) -> Figure:
    """(target − current) / days left after today; undefined when none is left or there is no single target."""
    left = (kpi.due - max(today, kpi.start)).days + (today < kpi.start)
    remaining = Figure("Days left", max(left, 0), Unit.DAYS, "tomorrow … due day")
    value, reason = None, now.reason
    if kpi.target is None or not kpi.shape.paced:
        reason = "there is no target to rise or fall to"
    elif left <= 0:
        reason = "no day is left"
    elif now.value is not None:
        value = (Fraction(kpi.target) - Fraction(now.value)) / left
    formula = "(target − current) / days left"
    return Figure("Needed a day", value, Unit.NUMBER, formula, (now, remaining), reason=reason)
