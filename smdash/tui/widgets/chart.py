"""The chart widget, and the only place that knows plotext.

plotext keeps one figure as module state and takes its time to import: it is imported when the first chart is drawn,
in a worker thread, and draws one chart at a time. It gets numbers only; all text around the drawing is our own.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from types import ModuleType

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import WorkType

from smdash.domain.plots import Plot, lay_out
from smdash.domain.series import ChartSpec, Series, value_text
from smdash.domain.sparklines import sparkline
from smdash.tui.theming import style_of
from smdash.tui.widgets.cells import Line, Span
from smdash.tui.widgets.chart_layers import Layer, layers
from smdash.tui.widgets.chart_notes import MOST_LANES, annotation_rows
from smdash.tui.widgets.chart_rows import in_columns, legend, theme_role
from smdash.tui.widgets.paint import paint_line
from smdash.tui.widgets.safe import drawn, plain, truncate, width_of

_ONE_AT_A_TIME = threading.Lock()
_COLOUR = re.compile(r"\x1b\[([0-9;]*)m")
_AXIS_ROWS = 2  # the axis, and its labels
_LEAST_ROWS, _LEAST_COLUMNS = 2, 12
_ROWS_FOR_LABELS = 5  # of the drawing, from which on marks are named above it
_ROWS_PER_LANE = 8  # of the chart, for one row of annotations
_ROOMY = 12  # rows from which on the legend may take two
_KEPT = 4

Key = tuple[int, int, bool, ChartSpec]


def draw(chart: ChartSpec, width: int, height: int, *, ascii_only: bool = False) -> tuple[Line, ...]:
    """The whole chart as at most `height` rows of at most `width` cells; its `empty` text when it has no point.

    Safe to call from any thread.
    """
    most = 2 if height >= _ROOMY else 1
    lanes = min(height // _ROWS_PER_LANE, MOST_LANES) if chart.annotations else 0
    plot = lay_out(chart, width, max(1, height - _AXIS_ROWS - most - lanes))
    if plot is None:
        return _message(chart, width, height)
    head = legend(chart, plot, width, most, ascii_only=ascii_only)
    notes = annotation_rows(plot, lanes)
    rows = height - len(head) - _AXIS_ROWS - len(notes)
    if plot.marks and rows >= _ROWS_FOR_LABELS:  # the marks themselves are drawn in any case
        labels = [(plot.column(x), Span(mark.label, theme_role(mark.role))) for x, mark in plot.marks]
        head.append(in_columns(labels, plot.gutter + 1, plot.columns, shift=True))
        rows -= 1
    if rows < _LEAST_ROWS or plot.columns < _LEAST_COLUMNS:
        return tuple(_small(chart, width, ascii_only=ascii_only)[:height])
    # The last row is plotext's, blank: labels can be wide characters, which it would misplace.
    ink = _ink(plot, width, rows, ascii_only=ascii_only)[: rows + 1]
    room = plot.columns // len(plot.ticks) - 1 if chart.categories() else plot.columns
    labels = [(plot.column(x), Span(truncate(plain(label), max(3, room)), "muted")) for x, label in plot.ticks]
    return (*head, *ink, in_columns(labels, plot.gutter + 1, plot.columns), *notes)


def _message(chart: ChartSpec, width: int, height: int) -> tuple[Line, ...]:
    head: list[Line] = [(Span(plain(chart.title), "header"),)] if chart.title and height > 1 else []
    text = truncate(plain(chart.empty), width)
    above = max(0, (height - 1) // 2 - len(head))
    return (*head, *((),) * above, (Span(" " * ((width - width_of(text)) // 2)), Span(text, "muted")))


def _small(chart: ChartSpec, width: int, *, ascii_only: bool) -> list[Line]:
    """Where no axis has room: each series as one line of text, with its name and its newest value."""
    ends = [_end(chart, series) for series in chart.series]
    label = max(width_of(text) for text in ends)
    title: list[Line] = [(Span(plain(chart.title), "header"),)] if chart.title else []
    lines: list[Line] = []
    for series, text in zip(chart.series, ends, strict=True):
        role, values = theme_role(series.role), [value for x, value in series.points if chart.shows(x)]
        bars = sparkline(values, max(1, width - label - 1), ascii_only=ascii_only)
        lines.append((Span(text, role), Span(" " * (label - width_of(text) + 1)), Span(bars, role)))
    return [*title, *lines]


def _end(chart: ChartSpec, series: Series) -> str:
    value = next((value for x, value in reversed(series.points) if value is not None and chart.shows(x)), None)
    return f"{plain(series.label)} {value_text(value, chart.unit, chart.currency)}"


def _ink(plot: Plot, width: int, rows: int, *, ascii_only: bool) -> list[Line]:
    """The drawing with its axes, row by row. Roles travel through plotext as colour numbers."""
    import plotext

    inked = list(layers(plot, rows, ascii_only=ascii_only))
    roles = list(dict.fromkeys(["muted", *(layer.role for layer in inked)]))
    with _ONE_AT_A_TIME:
        plotext.clear_figure()
        plotext.limit_size(width=False, height=False)
        plotext.plot_size(width, rows + _AXIS_ROWS)
        _axes(plotext, plot, roles.index("muted"))
        for layer in inked:
            _put(plotext, layer, roles.index(layer.role))
        text: str = plotext.build()
    return [tuple(_parsed(line, roles)) for line in text.splitlines()]


def _axes(plotext: ModuleType, plot: Plot, colour: int) -> None:
    plotext.theme("clear")
    plotext.ticks_color(colour)
    plotext.xaxes(lower=True, upper=False)
    plotext.yaxes(left=True, right=False)
    plotext.xlim(plot.low, plot.high)
    plotext.ylim(plot.axis.low, plot.axis.high)
    plotext.yticks(list(plot.axis.ticks), [label.rjust(plot.gutter) for label in plot.axis.labels])
    plotext.xticks([x for x, _ in plot.ticks], [" "] * len(plot.ticks))


def _put(plotext: ModuleType, layer: Layer, colour: int) -> None:
    if layer.points:
        put = plotext.plot if layer.joined else plotext.scatter
        put([x for x, _ in layer.points], [y for _, y in layer.points], marker=layer.ink, color=colour)


def _parsed(line: str, roles: Sequence[str]) -> Iterator[Span]:
    role = ""
    for index, part in enumerate(_COLOUR.split(line)):
        if index % 2:
            role = roles[int(part[5:])] if part.startswith("38;5;") else ""
        elif part:
            yield Span(part, role)


class Chart(Widget, can_focus=False):
    """Draws a `ChartSpec` in the background, when it is on screen and its size is known.

    Nothing is drawn again while chart, size and signs stay the same; a change of theme only colours it anew. Until the
    first chart is set it is blank, so that loading never looks like empty.
    """

    DEFAULT_CSS = """
    Chart { height: 1fr; width: 1fr; min-height: 4; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id, classes=classes)
        self._spec: ChartSpec | None = None
        self._drawings: list[tuple[Key, tuple[Line, ...]]] = []
        self._lines: tuple[Line, ...] = ()
        self._strips: dict[int, Strip] = {}
        self._look: tuple[object, int] = (None, 0)
        self._on_screen = False

    @property
    def spec(self) -> ChartSpec | None:
        """The chart shown or about to be; the screen with its numbers takes it from here."""
        return self._spec

    def set_chart(self, spec: ChartSpec | None) -> None:
        """Show this chart, or nothing; does nothing when it is the one shown."""
        if spec != self._spec:
            self._spec = spec
            self._bring_up_to_date()

    def on_show(self) -> None:
        """Draw what was set while hidden."""
        self._on_screen = True
        self._bring_up_to_date()

    def on_hide(self) -> None:
        """Leave changes until it is seen again."""
        self._on_screen = False

    def on_resize(self) -> None:
        """Fit the drawing to the new size."""
        self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        if self._spec is None:
            self._take(())
            return
        width, height = self.size
        if not (self._on_screen and width and height):
            return
        key = (width, height, bool(getattr(self.app, "ascii_symbols", False)), self._spec)
        for known, lines in self._drawings:
            if known == key:
                self.workers.cancel_group(self, "chart")
                self._take(lines)
                return
        # A function, not its coroutine: one that is cancelled before it began would never be awaited.
        work: WorkType[None] = partial(self._draw, key)
        self.run_worker(work, group="chart", exclusive=True)

    async def _draw(self, key: Key) -> None:
        width, height, ascii_only, spec = key
        lines = await asyncio.to_thread(draw, spec, width, height, ascii_only=ascii_only)
        self._drawings = [(key, lines), *self._drawings][:_KEPT]
        self._take(lines)

    def _take(self, lines: tuple[Line, ...]) -> None:
        if lines != self._lines:
            self._lines = lines
            self._strips.clear()
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the drawing in the colours of the theme in force."""
        width = self.size.width
        look = (getattr(self.app, "roles", None), width)
        if look != self._look:
            self._look = look
            self._strips.clear()
        if y not in self._strips:
            spans = self._lines[y] if y < len(self._lines) else ()
            self._strips[y] = paint_line(spans, width, self._style, lambda text: drawn(self.app, text))
        return self._strips[y].apply_style(self.rich_style)

    def _style(self, role: str) -> Style:
        return style_of(self.app, role)
