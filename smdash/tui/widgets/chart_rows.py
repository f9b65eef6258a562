"""The text rows around a drawing: legend above, labels of marks and ticks in their columns; and each series' marker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smdash.domain.plots import Plot, Trace
from smdash.domain.series import Band, ChartSpec, Role, Shape, value_text
from smdash.tui.widgets.cells import Line, Span
from smdash.tui.widgets.safe import plain, truncate, width_of

THEME_ROLES = {
    Role.FORECAST: "accent",
    Role.NET: "strong",
    Role.LIMIT: "bad",
    Role.OTHER: "muted",
    Role.BEFORE: "muted",
}
"""The theme's role for those chart roles that are not called the same."""


@dataclass(frozen=True, slots=True)
class Marker:
    """How a series is drawn (a character, or plotext's `braille` or `hd`) and how the legend shows it."""

    ink: str
    sample: str


def _same(*signs: str) -> tuple[Marker, ...]:
    return tuple(Marker(sign, sign * 2) for sign in signs)


# Each series of a chart has its own marker, so that it is told apart without colours.
_LINES = (Marker("braille", "⠤⠤"), Marker("hd", "▀▀"), *_same("•", "×", "○", "+"))
_ASCII_LINES = _same("*", "x", "o", "+", "%", "&")
_BARS = (Marker("hd", "██"), *_same("▒", "░", "▚"))
_ASCII_BARS = _same("#", "=", "o", ":")
_STACKED = _same("█", "▒", "░", "▚")  # whole cells: half of one would leave a gap below the next part
_POINTS, _ASCII_POINTS = _same("•", "×", "○", "+"), _same("*", "x", "o", "+")
_BY_ROLE = {
    Role.EXPECTED: Marker("·", "··"),
    Role.FORECAST: Marker("∘", "∘∘"),
    Role.BEFORE: Marker("×", "××"),
}
_ASCII_BY_ROLE = {
    Role.EXPECTED: Marker(".", ".."),
    Role.FORECAST: Marker("o", "oo"),
    Role.BEFORE: Marker("x", "xx"),
}
LEVELS, ASCII_LEVELS = _same("┄", "╍", "┈"), _same("-", "~", "_")
BAND, ASCII_BAND = Marker("░", "░░"), Marker("'", "''")
MARK, ASCII_MARK = Marker("┊", "┊"), Marker(":", ":")
ZERO, ASCII_ZERO = "─", "-"
DOT, ASCII_DOT = "•", "*"
"""What a single point is drawn with: one dot of a line would hardly be seen."""


def theme_role(role: Role) -> str:
    """The theme's name for what a series says."""
    return THEME_ROLES.get(role, role.value)


def markers(plot: Plot, *, ascii_only: bool) -> tuple[Marker, ...]:
    """One marker per trace, each different while there are enough."""
    by_role = _ASCII_BY_ROLE if ascii_only else _BY_ROLE
    free = {
        Shape.BARS: list(_ASCII_BARS if ascii_only else _BARS),
        Shape.STACKED: list(_ASCII_BARS if ascii_only else _STACKED),
        Shape.POINTS: list(_ASCII_POINTS if ascii_only else _POINTS),
        Shape.LINE: list(_ASCII_LINES if ascii_only else _LINES),
    }
    taken: list[Marker] = []
    for trace in plot.traces:
        wanted = by_role.get(trace.role) if trace.shape in (Shape.LINE, Shape.STEPS) else None
        choices = free[Shape.LINE if trace.shape is Shape.STEPS else trace.shape]
        open_ones = [marker for marker in choices if marker not in taken] or choices
        taken.append(wanted if wanted and wanted not in taken else open_ones[0])
    return tuple(taken)


def level_marker(index: int, *, ascii_only: bool) -> Marker:
    """The marker of a reference line."""
    every = ASCII_LEVELS if ascii_only else LEVELS
    return every[index % len(every)]


def legend(chart: ChartSpec, plot: Plot, width: int, most: int, *, ascii_only: bool) -> list[Line]:
    """Title, series and reference lines on at most `most` rows; what has no room left ends in an ellipsis."""
    items: list[Line] = [(Span(plain(chart.title), "header"),)] if chart.title else []
    for trace, marker in zip(plot.traces, markers(plot, ascii_only=ascii_only), strict=True):
        items.append((Span(marker.sample, theme_role(trace.role)), Span(" " + plain(_said(trace)))))
    for strip in plot.strips:
        sample = (ASCII_BAND if ascii_only else BAND).sample
        items.append((Span(sample, theme_role(strip.band.role)), Span(" " + plain(_said(strip.band)))))
    for index, (_, line) in enumerate(plot.lines):
        sample = level_marker(index, ascii_only=ascii_only).sample
        value = value_text(line.value, chart.unit, chart.currency)
        items.append((Span(sample, theme_role(line.role)), Span(f" {plain(line.label)} {value}")))
    rows: list[list[Span]] = [[]]
    for item in items:
        gap = 2 if rows[-1] else 0
        if rows[-1] and _cells(rows[-1]) + gap + _cells(item) > width and len(rows) < most:
            rows.append([])
            gap = 0
        rows[-1] += [Span(" " * gap), *item] if gap else item
    return [tuple(row) for row in rows if row][:most]


def _said(what: Trace | Band) -> str:
    return f"{what.label} {what.remark}".rstrip()


def _cells(spans: Sequence[Span]) -> int:
    return sum(width_of(span.text) for span in spans)


def in_columns(labels: Sequence[tuple[int, Span]], indent: int, width: int, *, shift: bool = False) -> Line:
    """Labels centred on their columns, moved inwards at the edges.

    One that would touch the label before it is left out, or with `shift` moved to the right while there is room.
    """
    spans: list[Span] = []
    end = -1
    for column, label in labels:
        text = truncate(plain(label.text), width)
        cells = width_of(text)
        left = min(max(0, column - cells // 2), width - cells)
        if left <= end and shift:
            left = end + 1
        if left <= end or left + cells > width:
            continue
        spans += [Span(" " * (left - max(end, 0) + (indent if end < 0 else 0))), Span(text, label.role)]
        end = left + cells
    return tuple(spans)
