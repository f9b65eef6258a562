"""The charts of the Goals pane, as values. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from smdash.domain import series
from smdash.domain.annotations import on_axis
from smdash.domain.comparison import Comparison
from smdash.domain.course import Point
from smdash.domain.figures import Unit
from smdash.domain.goals import Aggregation, KpiDraft, Pacing
from smdash.domain.kpi_words import point_text, range_text
from smdash.domain.objectives import KpiEntry, ObjectiveEntry
from smdash.domain.pace import expected_share
from smdash.domain.progress import bounds
from smdash.domain.scorecard import KpiStatus
from smdash.domain.series import Band, ChartSpec, ReferenceLine, Role, Series
from smdash.tui.panes.goals.state import GoalsState
from smdash.tui.widgets.cells import Cell, Column, Row

MOST_POINTS = 400
"""More than any terminal has columns for; `v` shows the numbers of all."""
MOST_LINES = 4
GUTTER = 6
"""Room for `12 000`: from one KPI to the next the axis then stays where it is, which sends less."""
_ROLES = (Role.ACTUAL, Role.NET, Role.BENEFIT, Role.COST)
SEASON_STEPS = 60
"""Days a seasonal pace is drawn at."""

Points = tuple[tuple[series.X, series.Value | None], ...]


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> Sequence[Point]:
    """At most so many points: the last of each stretch, so that the newest always stays."""
    if len(points) <= most:
        return points
    return [points[(i + 1) * len(points) // most - 1] for i in range(most)]


def _shown(status: KpiStatus, *, all_points: bool) -> Sequence[Point]:
    return status.trend if all_points else thinned(status.trend)


def kpi_chart(entry: KpiEntry, state: GoalsState, *, all_points: bool = False) -> ChartSpec:
    """The trend of a KPI with baseline, target, expected pace, forecast and what it is compared with, over its days."""
    status = entry.status
    draft = status.kpi.draft
    shape = series.Shape.STEPS if draft.aggregation is Aggregation.SUM else series.Shape.LINE
    trend: Points = tuple((point.day, point.value) for point in _shown(status, all_points=all_points))
    drawn = [Series("actual", Role.ACTUAL, trend, shape)]
    if state.comparison is not Comparison.NONE:
        drawn.append(_before(entry, state))
    if expected := _expected(status):
        drawn.append(Series("expected", Role.EXPECTED, expected))
    if ahead := _forecast(status):
        drawn.append(Series("forecast", Role.FORECAST, ahead, remark=point_text(status)))
    return ChartSpec(
        tuple(drawn),
        title=draft.unit,
        lines=_lines(draft),
        bands=_cone(status),
        annotations=on_axis(state.notes, state.campaigns, draft.start, draft.due),
        start=draft.start,
        end=draft.due + timedelta(days=1),
        gutter=GUTTER,
        empty="No reading yet. r adds the first one.",
    )


def _before(entry: KpiEntry, state: GoalsState) -> Series:
    """The earlier readings on the days of now; the legend says when there is none."""
    draft, points = entry.status.kpi.draft, thinned(state.compared.get(entry.id, ()))
    shown: Points = tuple((point.day, point.value) for point in points)
    return Series(state.comparison.label(draft), Role.BEFORE, shown, remark="" if shown else "(no reading)")


def _cone(status: KpiStatus) -> tuple[Band, ...]:
    """From the last reading to the range on the due day."""
    low, high = status.forecast.low.value, status.forecast.high.value
    if low is None or high is None or not status.trend:
        return ()
    last = status.trend[-1]
    points = ((last.day, last.value, last.value), (status.kpi.draft.due, low, high))
    return (Band("range", Role.FORECAST, points, range_text(status)),)


def _expected(status: KpiStatus) -> Points:
    """The way that the pace means: a line between start, the day it is judged and due day, or last year's curve."""
    draft = status.kpi.draft
    if not draft.paced or draft.target is None:
        return ()
    base, total = Fraction(draft.baseline or 0), (draft.due - draft.start).days + 1
    rise = Fraction(draft.target) - base
    if draft.pacing is Pacing.LINEAR:
        days = sorted({draft.start, min(max(status.as_of, draft.start), draft.due), draft.due})
    else:
        steps = min(total - 1, SEASON_STEPS) or 1
        days = sorted({draft.start + timedelta(days=(total - 1) * step // steps) for step in range(steps + 1)})
    shares = ((day, expected_share(draft, day, status.last_year).value) for day in days)
    return tuple((day, base + rise * Fraction(share or 0)) for day, share in shares)


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


def objective_chart(group: ObjectiveEntry, state: GoalsState, *, all_points: bool = False) -> ChartSpec:
    """How far each KPI of an objective has come on its way, the first four that have one; 100 % is the target.

    Where something is compared, the first two, each with how far it would be with the earlier values.
    """
    paced = [entry for entry in group.kpis if _expected(entry.status)]
    comparing = state.comparison is not Comparison.NONE
    drawn = []
    for role, entry in zip(_ROLES, paced[: MOST_LINES // 2 if comparing else MOST_LINES], strict=False):
        status = entry.status
        drawn.append(Series(status.kpi.name, role, _progress(status, _shown(status, all_points=all_points))))
        if comparing:
            before = _before(entry, state)
            drawn.append(replace(before, points=_progress(status, thinned(state.compared.get(entry.id, ())))))
    start = min((entry.status.kpi.draft.start for entry in paced), default=None)
    due = max((entry.status.kpi.draft.due for entry in paced), default=None)
    return ChartSpec(
        tuple(drawn),
        unit=Unit.RATIO,
        lines=(ReferenceLine("target", 1),) if drawn else (),
        annotations=on_axis(state.notes, state.campaigns, start, due) if start and due else (),
        start=start,
        end=due + timedelta(days=1) if due else None,
        empty="No KPI with a rise or a fall to draw.",
    )


def _progress(status: KpiStatus, points: Sequence[Point]) -> Points:
    """How far each value is on the way that the KPI has to go now."""
    draft = status.kpi.draft
    base = Fraction(draft.baseline or 0)
    rise = Fraction(draft.target or 0) - base
    return tuple((point.day, (point.value - base) / rise) for point in points)


def number_columns(table: series.NumbersTable) -> tuple[Column, ...]:
    """The columns of the numbers behind a chart; notes have lines of their own."""
    first, *rest = (title for title in table.header if title != series.NOTES)
    return (
        Column("x", first, least=10),
        *(Column(str(n), title, least=8, align="right") for n, title in enumerate(rest)),
        Column("room", "", flexible=True, least=0),  # for the words of notes
    )


def number_rows(table: series.NumbersTable) -> tuple[Row, ...]:
    """The numbers behind a chart; what was noted on a day stands on a line of its own under them, in full."""
    noted = table.header[-1] == series.NOTES
    rows: list[Row] = []
    for cells in table.rows:
        numbers, words = (cells[:-1], cells[-1]) if noted else (cells, "")
        if not words or any(cell != series.NOTHING for cell in numbers[1:]):
            rows.append(Row(len(rows), tuple(Cell(cell) for cell in numbers)))
        if words:
            rows.append(Row(len(rows), (Cell(cells[0]), Cell(words, "accent", span=len(numbers))), "note"))
    return tuple(rows)
