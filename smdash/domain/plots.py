"""A chart laid out on a grid of columns and rows: what remains is to put ink on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from smdash.domain.axes import Axis, Point, clip, day_ticks, decimate, shown, value_axis
from smdash.domain.series import Annotation, Band, ChartSpec, Mark, ReferenceLine, Role, Series, Shape

ROWS_PER_TICK = 2


@dataclass(frozen=True, slots=True)
class Trace:
    """One series in axis units, as runs of points without gaps; x of a bar is its middle."""

    label: str
    role: Role
    shape: Shape
    runs: tuple[tuple[Point, ...], ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """One band in axis units: (x, low, high) in the order of x."""

    band: Band
    points: tuple[tuple[float, float, float], ...]

    def at(self, x: float) -> tuple[float, float] | None:
        """Low and high at an x, between the points around it; None outside of them."""
        for (x0, low0, high0), (x1, low1, high1) in pairwise(self.points):
            if x0 <= x <= x1:
                share = (x - x0) / (x1 - x0) if x1 > x0 else 1.0
                return low0 + (low1 - low0) * share, high0 + (high1 - high0) * share
        return None


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart in axis units (days since the first one, or category numbers; money in major units, hours, percent).

    `columns` is what is left for the drawing beside the labels of the value axis and the axis itself; `slot` is the
    distance of two neighbouring bars in x, `gutter` the columns that the labels of the value axis take.
    """

    columns: int
    gutter: int
    low: float
    high: float
    axis: Axis
    ticks: tuple[tuple[float, str], ...]
    traces: tuple[Trace, ...]
    lines: tuple[tuple[float, ReferenceLine], ...]
    marks: tuple[tuple[float, Mark], ...]
    slot: float
    strips: tuple[Strip, ...] = ()
    annotations: tuple[tuple[float, float, Annotation], ...] = ()

    @property
    def crosses_zero(self) -> bool:
        """Whether zero lies inside the axis, where it needs a line of its own."""
        return self.axis.low < 0 < self.axis.high

    def column(self, x: float) -> int:
        """The column of an x, 0 at the left edge."""
        return int(0.5 + (self.columns - 1) * (x - self.low) / (self.high - self.low))


@dataclass(frozen=True, slots=True)
class _Window:
    """The x in view, as numbers: days since `origin`, or the places of categories."""

    origin: int
    low: float
    high: float
    places: dict[str, float]

    def place(self, x: date | str) -> float:
        if isinstance(x, str):
            return self.places[x]
        return self.places[x.isoformat()] if self.places else float(x.toordinal() - self.origin)


def lay_out(chart: ChartSpec, width: int, rows: int) -> Plot | None:
    """The chart fitted to `width` columns, labels included, and `rows` rows of drawing; None when it has no point.

    Points outside the bounds are left out, lines are cut at the bounds, and each run has at most two points per
    column.
    """
    window = _window(chart)
    if window is None:
        return None
    traces = _piled([_trace(chart, series, window) for series in chart.series])
    values = [y for trace in traces for run in trace.runs for _, y in run]
    if not values:
        return None
    lines = tuple((y, line) for line in chart.lines if (y := shown(line.value, chart.unit, chart.currency)) is not None)
    bars = any(trace.shape.is_bar for trace in traces)
    most = max(3, (rows - 1) // ROWS_PER_TICK + 1)
    strips = tuple(_strip(chart, band, window) for band in chart.bands)
    edges = [y for strip in strips for _, low, high in strip.points for y in (low, high)]
    axis = value_axis(values + edges + [y for y, _ in lines], most, chart.unit, from_zero=bars)
    gutter = max(chart.gutter, *(len(label) for label in axis.labels))
    columns = max(1, width - 1 - gutter)
    slot = _slot(traces)
    low, high = window.low, window.high
    if not window.places and (bars or low == high):
        low, high = low - slot / 2, high + slot / 2
    return Plot(
        columns,
        gutter,
        low,
        high,
        axis,
        _ticks(chart, window, columns),
        tuple(_thin(trace, low, high, columns) for trace in traces),
        lines,
        _marks(chart, window),
        slot,
        strips,
        _annotations(chart, window),
    )


def _window(chart: ChartSpec) -> _Window | None:
    categories = chart.categories()
    if categories:
        return _Window(0, -0.5, len(categories) - 0.5, {name: float(place) for place, name in enumerate(categories)})
    start, last = chart.start, chart.end.toordinal() - 1 if chart.end else None
    days = [x for series in chart.series for x, value in series.points if value is not None and isinstance(x, date)]
    if not days:
        return None
    origin = min(days).toordinal() if start is None else start.toordinal()
    last = max(days).toordinal() if last is None else last
    return _Window(origin, 0.0, float(last - origin), {}) if last >= origin else None


def _trace(chart: ChartSpec, series: Series, window: _Window) -> Trace:
    runs: list[list[Point]] = [[]]
    for x, value in series.points:
        y = shown(value, chart.unit, chart.currency)
        if y is None:
            runs.append([])
        else:
            runs[-1].append((window.place(x), y))
    if series.shape is Shape.POINTS or series.shape.is_bar:
        runs = [[point for run in runs for point in run if window.low <= point[0] <= window.high]]
    else:
        runs = [clip(_stepped(run) if series.shape is Shape.STEPS else run, window.low, window.high) for run in runs]
    return Trace(series.label, series.role, series.shape, tuple(tuple(run) for run in runs if run), series.remark)


def _piled(traces: list[Trace]) -> list[Trace]:
    """Stacked series at the height where they end: each on top of those before it."""
    reached: dict[float, float] = {}
    found = []
    for trace in traces:
        if trace.shape is not Shape.STACKED:
            found.append(trace)
            continue
        for x, y in (point for run in trace.runs for point in run):
            reached[x] = reached.get(x, 0.0) + y
        found.append(replace(trace, runs=tuple(tuple((x, reached[x]) for x, _ in run) for run in trace.runs)))
    return found


def _stepped(run: list[Point]) -> list[Point]:
    corners = run[:1]
    for (_, before), (x, y) in pairwise(run):
        corners += [(x, before), (x, y)]
    return corners


def _thin(trace: Trace, low: float, high: float, columns: int) -> Trace:
    runs = tuple(tuple(decimate(run, low, high, columns)) for run in trace.runs)
    return replace(trace, runs=runs)


def _slot(traces: list[Trace]) -> float:
    places = sorted({x for trace in traces if trace.shape.is_bar for run in trace.runs for x, _ in run})
    return min((after - before for before, after in pairwise(places)), default=1.0)


def _marks(chart: ChartSpec, window: _Window) -> tuple[tuple[float, Mark], ...]:
    if window.places:
        return ()
    marks = [(window.place(mark.day), mark) for mark in chart.marks]
    return tuple(sorted(((x, mark) for x, mark in marks if window.low <= x <= window.high), key=lambda found: found[0]))


def _strip(chart: ChartSpec, band: Band, window: _Window) -> Strip:
    points = []
    for day, low, high in band.points:
        ends = shown(low, chart.unit, chart.currency), shown(high, chart.unit, chart.currency)
        if ends[0] is not None and ends[1] is not None and window.low <= (x := window.place(day)) <= window.high:
            points.append((x, ends[0], ends[1]))
    return Strip(band, tuple(points))


def _annotations(chart: ChartSpec, window: _Window) -> tuple[tuple[float, float, Annotation], ...]:
    """First and last x of what was annotated, also where one of them lies out of view."""
    if window.places:
        return ()
    found = ((window.place(each.day), window.place(each.last), each) for each in chart.annotations)
    return tuple(each for each in found if each[0] <= window.high and each[1] >= window.low)


def _ticks(chart: ChartSpec, window: _Window, columns: int) -> tuple[tuple[float, str], ...]:
    if window.places:
        return tuple((place, name) for name, place in window.places.items())
    first, last = date.fromordinal(window.origin), date.fromordinal(window.origin + int(window.high))
    return tuple((window.place(day), label) for day, label in day_ticks(first, last, columns, chart.week_start))
