"""What is inked where: a laid-out chart as layers of points, from the bottom to the top one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from smdash.domain.axes import Point
from smdash.domain.plots import Plot, Strip, Trace
from smdash.domain.series import Shape
from smdash.tui.widgets.chart_rows import (
    ASCII_BAND,
    ASCII_DOT,
    ASCII_MARK,
    ASCII_ZERO,
    BAND,
    DOT,
    MARK,
    ZERO,
    Marker,
    level_marker,
    markers,
    theme_role,
)

_BAR_SHARE = 0.8  # of the room between two neighbouring bars


@dataclass(frozen=True, slots=True)
class Layer:
    """Points in axis units, what they are drawn with, the theme's role, and whether a line joins them."""

    points: tuple[Point, ...]
    ink: str
    role: str
    joined: bool = False


def layers(plot: Plot, rows: int, *, ascii_only: bool) -> Iterator[Layer]:
    """Zero, reference lines, marks, bands, then the series, so that the first one ends on top."""
    grid = _Grid(plot, plot.columns, rows)
    if plot.crosses_zero:
        yield Layer(grid.across(0.0), ASCII_ZERO if ascii_only else ZERO, "muted")
    for index, (y, line) in enumerate(plot.lines):
        yield Layer(grid.across(y), level_marker(index, ascii_only=ascii_only).ink, theme_role(line.role))
    for x, mark in plot.marks:
        yield Layer(grid.upright(x), (ASCII_MARK if ascii_only else MARK).ink, theme_role(mark.role))
    for strip in plot.strips:
        band = ASCII_BAND if ascii_only else BAND
        yield Layer(tuple(grid.between(strip)), band.ink, theme_role(strip.band.role))
    bars = [trace for trace in plot.traces if trace.shape is Shape.BARS]
    inks = markers(plot, ascii_only=ascii_only)
    for trace, marker in reversed(list(zip(plot.traces, inks, strict=True))):
        if trace.shape is Shape.STACKED:
            yield _bars(plot, trace, marker, rows, 0, 1)
        elif trace.shape is Shape.BARS:
            yield _bars(plot, trace, marker, rows, bars.index(trace), len(bars))
        else:
            yield from _lines(trace, marker, dot=ASCII_DOT if ascii_only else DOT)


def _lines(trace: Trace, marker: Marker, dot: str) -> Iterator[Layer]:
    role = theme_role(trace.role)
    for run in trace.runs:
        if trace.shape is Shape.POINTS:
            yield Layer(run, marker.ink, role)
        elif len(run) == 1:
            # One dot of a line would hardly be seen.
            yield Layer(run, dot if len(marker.ink) > 1 else marker.ink, role)
        else:
            yield Layer(run, marker.ink, role, joined=True)


def _bars(plot: Plot, trace: Trace, marker: Marker, rows: int, position: int, count: int) -> Layer:
    """Bars as filled cells, side by side with those of the other series; a value of zero has none.

    Solid bars end at half a row. What is above zero starts on its row, what is below starts under it.
    """
    finer = 2 if marker.ink == "hd" else 1
    cells, grid = _Grid(plot, plot.columns, rows), _Grid(plot, plot.columns * finer, rows * finer)
    wide = max(1, int(_BAR_SHARE * plot.slot / (plot.high - plot.low) * plot.columns / count))
    above = cells.row(0.0) * finer + (finer - 1 if plot.crosses_zero else 0)
    below = above - 1 if plot.crosses_zero else grid.row(0.0)
    points: list[Point] = []
    for x, y in (point for run in trace.runs for point in run if point[1]):
        left = round(cells.column(x) - wide * count / 2) + wide * position
        shares = range(max(0, left) * finer, min(plot.columns, left + wide) * finer)
        end = grid.row(y)
        inked = range(above, max(above, end) + 1) if y > 0 else range(min(below, end), below + 1)
        points += [grid.point(column, row) for column in shares for row in inked]
    return Layer(tuple(points), marker.ink, theme_role(trace.role))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells of the drawing (or their halves), and the axis units that stand for them."""

    plot: Plot
    columns: int
    rows: int

    def column(self, x: float) -> int:
        return int(0.5 + (self.columns - 1) * (x - self.plot.low) / (self.plot.high - self.plot.low))

    def row(self, y: float) -> int:
        axis = self.plot.axis
        return int(0.5 + (self.rows - 1) * (y - axis.low) / (axis.high - axis.low))

    def point(self, column: int, row: int) -> Point:
        plot, axis = self.plot, self.plot.axis
        return (
            plot.low + column / (self.columns - 1) * (plot.high - plot.low),
            axis.low + row / (self.rows - 1) * (axis.high - axis.low),
        )

    def across(self, y: float) -> tuple[Point, ...]:
        row = self.row(y)
        return tuple(self.point(column, row) for column in range(self.columns))

    def between(self, strip: Strip) -> Iterator[Point]:
        """The cells a band covers: in each of its columns from the row of its low to the row of its high value."""
        plot = self.plot
        for column in range(self.columns):
            x = plot.low + column / max(1, self.columns - 1) * (plot.high - plot.low)
            if (ends := strip.at(x)) is not None:
                yield from (self.point(column, row) for row in range(self.row(ends[0]), self.row(ends[1]) + 1))

    def upright(self, x: float) -> tuple[Point, ...]:
        column = self.column(x)
        return tuple(self.point(column, row) for row in range(self.rows))
