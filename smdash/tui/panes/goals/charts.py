"""The charts of the Goals pane, as values. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from smdash.domain import series
from smdash.domain.course import Point
from smdash.domain.figures import Unit
from smdash.domain.goals import Aggregation, KpiDraft
from smdash.domain.objectives import KpiEntry, ObjectiveEntry
from smdash.domain.progress import bounds
from smdash.domain.scorecard import KpiStatus
from smdash.domain.series import ChartSpec, ReferenceLine, Role, Series
from smdash.tui.widgets.cells import Cell, Column, Row

MOST_POINTS = 400
"""More than any terminal has columns for; `v` shows the numbers of all."""
MOST_LINES = 4

Points = tuple[tuple[series.X, series.Value | None], ...]


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> Sequence[Point]:
    """At most so many points: the last of each stretch, so that the newest always stays."""
    if len(points) <= most:
        return points
    return [points[(i + 1) * len(points) // most - 1] for i in range(most)]


def _shown(status: KpiStatus, *, all_points: bool) -> Sequence[Point]:
    return status.trend if all_points else thinned(status.trend)


def kpi_chart(entry: KpiEntry, *, all_points: bool = False) -> ChartSpec:
    """The trend of a KPI with baseline, target, expected pace and forecast, over all its days."""
    status = entry.status
    draft = status.kpi.draft
    shape = series.Shape.STEPS if draft.aggregation is Aggregation.SUM else series.Shape.LINE
    trend: Points = tuple((point.day, point.value) for point in _shown(status, all_points=all_points))
    drawn = [Series("actual", Role.ACTUAL, trend, shape)]
    if expected := _expected(status):
        drawn.append(Series("expected", Role.EXPECTED, expected))
    if ahead := _forecast(status):
        drawn.append(Series("forecast", Role.FORECAST, ahead))
    return ChartSpec(
        tuple(drawn),
        title=draft.unit,
        lines=_lines(draft),
        start=draft.start,
        end=draft.due + timedelta(days=1),
        empty="No reading yet. r adds the first one.",
    )


def _expected(status: KpiStatus) -> Points:
    """The line that linear pace means: on its start, on the day it is judged, on its due day."""
    draft = status.kpi.draft
    if draft.kept or draft.shape.done_or_not or draft.target is None:
        return ()
    base, total = Fraction(draft.baseline or 0), (draft.due - draft.start).days + 1
    rise = Fraction(draft.target) - base
    days = sorted({draft.start, min(max(status.as_of, draft.start), draft.due), draft.due})
    return tuple((day, base + rise * ((day - draft.start).days + 1) / total) for day in days)


def _forecast(status: KpiStatus) -> Points:
    point = status.forecast.point.value
    if point is None or not status.trend:
        return ()
    last = status.trend[-1]
    return ((last.day, last.value), (status.kpi.draft.due, point))


def _lines(draft: KpiDraft) -> tuple[ReferenceLine, ...]:
    lines = []
    if draft.shape.done_or_not or not draft.kept:
        if draft.target is not None:
            lines.append(ReferenceLine("target", draft.target))
        if draft.baseline:
            lines.append(ReferenceLine("baseline", draft.baseline, Role.OTHER))
        return tuple(lines)
    low, high = bounds(draft)
    if low is not None:
        lines.append(ReferenceLine("at least", low))
    if high is not None and high != low:
        lines.append(ReferenceLine("at most", high))
    return tuple(lines)


def objective_chart(group: ObjectiveEntry, *, all_points: bool = False) -> ChartSpec:
    """How far each KPI of an objective has come on its way, the first four that have one; 100 % is the target."""
    paced = [entry.status for entry in group.kpis if _expected(entry.status)]
    roles = (Role.ACTUAL, Role.NET, Role.BENEFIT, Role.COST)
    drawn = [
        Series(status.kpi.name, role, _progress(status, all_points=all_points))
        for role, status in zip(roles, paced[:MOST_LINES], strict=False)
    ]
    return ChartSpec(
        tuple(drawn),
        unit=Unit.RATIO,
        lines=(ReferenceLine("target", 1),) if drawn else (),
        start=min((status.kpi.draft.start for status in paced), default=None),
        end=max((status.kpi.draft.due + timedelta(days=1) for status in paced), default=None),
        empty="No KPI with a rise or a fall to draw.",
    )


def _progress(status: KpiStatus, *, all_points: bool) -> Points:
    draft = status.kpi.draft
    base = Fraction(draft.baseline or 0)
    rise = Fraction(draft.target or 0) - base
    return tuple((point.day, (point.value - base) / rise) for point in _shown(status, all_points=all_points))


def number_columns(table: series.NumbersTable) -> tuple[Column, ...]:
    """The columns of the numbers behind a chart."""
    first, *rest = table.header
    return (
        Column("x", first, least=10),
        *(Column(str(n), title, least=8, align="right") for n, title in enumerate(rest)),
    )


def number_rows(table: series.NumbersTable) -> tuple[Row, ...]:
    """The numbers behind a chart."""
    return tuple(Row(n, tuple(Cell(cell) for cell in cells)) for n, cells in enumerate(table.rows))
