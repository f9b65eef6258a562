"""Where a KPI stands: its current value, and the progress it means."""

from __future__ import annotations

from fractions import Fraction

from smdash.domain.course import Course, Point
from smdash.domain.figures import Figure, Number, Unit
from smdash.domain.goals import Aggregation, KpiDraft, Shape

_FORMULAS = {
    Aggregation.LAST: "last reading",
    Aggregation.SUM: "Σ readings from the start",
    Aggregation.MEAN: "mean of the readings, each once",
    Aggregation.RATIO: "Σ numerators / Σ denominators",
}


def current(kpi: KpiDraft, so_far: Course) -> Figure:
    """The KPI's value after its course, in its unit; undefined without a reading or with a denominator of zero."""
    return current_value(kpi, so_far.newest, so_far.rows)


def current_value(kpi: KpiDraft, point: Point | None, rows: int = 0) -> Figure:
    """The value of a point as the KPI's; undefined without one, of that many readings."""
    reason = ""
    if point is None:
        reason = "the denominators add up to zero" if rows else "there is no reading"
    value = point.value if point else None
    return Figure("Current", value, Unit.NUMBER, _FORMULAS[kpi.aggregation], rows=rows, reason=reason)


def progress(kpi: KpiDraft, now: Figure) -> Figure:
    """(current − baseline) / (target − baseline), 1 being the target; may exceed 1 or be negative.

    A falling KPI works by itself. A range, a value to keep, and a target equal to the baseline are inside (1) or
    outside (0); a milestone and a yes/no are done (1) or not (0). A missing baseline of a rising KPI is 0.
    """
    if kpi.shape.done_or_not:
        done = now.value is not None and now.value >= (1 if kpi.target is None else kpi.target)
        return Figure("Progress", int(done), Unit.RATIO, "1 when done, else 0", (now,))
    baseline = _given("Baseline", 0 if kpi.baseline is None and kpi.shape is Shape.INCREASE else kpi.baseline)
    target = _given("Target", kpi.target)
    if kpi.kept:
        return _inside(kpi, now)
    inputs = (now, baseline, target)
    value, reason = None, next((figure.reason for figure in inputs if not figure.defined), "")
    if now.value is not None and baseline.value is not None and target.value is not None:
        start = Fraction(baseline.value)
        value = (Fraction(now.value) - start) / (Fraction(target.value) - start)
    formula = "(current − baseline) / (target − baseline)"
    return Figure("Progress", value, Unit.RATIO, formula, inputs, reason=reason)


def bounds(kpi: KpiDraft) -> tuple[Fraction | None, Fraction | None]:
    """The lowest and highest value that is inside; None where there is no bound.

    A single target to keep or to rise to is a lowest value, one to fall to a highest.
    """
    low, high = kpi.target_low, kpi.target_high
    if low is None and high is None:
        low, high = (None, kpi.target) if kpi.shape is Shape.DECREASE else (kpi.target, None)
    return (None if low is None else Fraction(low), None if high is None else Fraction(high))


def _inside(kpi: KpiDraft, now: Figure) -> Figure:
    low, high = bounds(kpi)
    inputs = (now, _given("Lower bound", low), _given("Upper bound", high))
    formula = "1 inside the bounds, else 0"
    if now.value is None or (low is None and high is None):
        return Figure("Progress", None, Unit.RATIO, formula, inputs, reason=now.reason or "no target is set")
    inside = (low is None or now.value >= low) and (high is None or now.value <= high)
    return Figure("Progress", int(inside), Unit.RATIO, formula, inputs)


def _given(name: str, value: Number | None) -> Figure:
    reason = "" if value is not None else f"no {name.casefold()} is set"
    return Figure(name, value, Unit.NUMBER, "input", reason=reason)
