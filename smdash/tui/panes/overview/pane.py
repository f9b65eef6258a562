"""The Overview pane: keys and widgets. What it shows is worked out in `rows.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from smdash.domain.figures import Figure
from smdash.tui.events import JumpTo
from smdash.tui.pane import Pane
from smdash.tui.panes.overview import rows
from smdash.tui.panes.overview.state import OverviewState, load
from smdash.tui.widgets.cells import rule
from smdash.tui.widgets.lines import FigureLines
from smdash.tui.widgets.safe import drawn
from smdash.tui.widgets.table import RowTable

LISTED = 200
"""So many lines of the attention list, at most."""

_PANES = {"overview-roi": "campaigns", "overview-hours": "time", "overview-legal": "risk"}


class OverviewPane(Pane[OverviewState]):
    """KPIs, ROI, hours, legal risk, and what needs attention."""

    CARES: ClassVar[frozenset[str]] = frozenset(
        {"time", "campaigns", "goals", "risks", "people", "posts", "settings", "imports"}
    )
    DEFAULT_CSS = """
    OverviewPane > #overview-kpis { height: auto; max-height: 40%; min-height: 3; }
    OverviewPane > .rule { height: 1; color: $role-muted; }
    OverviewPane > #overview-attention { height: 1fr; min-height: 3; }
    """

    def compose_content(self) -> ComposeResult:
        yield RowTable(rows.kpi_columns(0, 0), id="overview-kpis")
        yield Rule()
        yield FigureLines(id="overview-roi")
        yield Rule()
        yield FigureLines(id="overview-hours")
        yield FigureLines(id="overview-legal")
        yield Rule()
        yield FigureLines(id="overview-needs")
        yield RowTable(rows.ATTENTION_COLUMNS, show_header=False, id="overview-attention")

    async def load(self) -> OverviewState:
        return await self.app.live.read(load, self.app.period)

    def show(self, state: OverviewState) -> None:
        listed, total = len(state.kpis), state.kpi_total
        self._table("kpis").set_columns(rows.kpi_columns(listed, total))
        self._table("kpis").set_rows(rows.kpi_rows(state.kpis), note=rows.kpi_note(listed, total))
        self._show_roi(state)
        self._lines("hours").set_lines(
            rows.hours_lines(state.team, state.currency), rows.hours_figures(state.team, state.currency)
        )
        self._show_legal(state)
        shown = rows.attention_rows(state.attention[:LISTED])
        self._lines("needs").set_lines([rows.needs_line(len(state.attention), len(shown))])
        self._table("attention").set_rows(shown, note="" if shown else "Nothing. All is as it should be.")

    def _show_roi(self, state: OverviewState) -> None:
        self._lines("roi").set_lines(rows.roi_lines(state.roi, self.size.width), rows.roi_figures(state.roi))

    def _show_legal(self, state: OverviewState) -> None:
        said = rows.legal_line(state.legal, self.size.width)
        self._lines("legal").set_lines([said], rows.legal_figures(state.legal))

    def on_resize(self) -> None:
        """Show as many parts of the cost and of legal risk as there is room for."""
        if self.state is not None:
            self._show_roi(self.state)
            self._show_legal(self.state)

    def _table(self, name: str) -> RowTable:
        return self.query_one(f"#overview-{name}", RowTable)

    def _lines(self, name: str) -> FigureLines:
        return self.query_one(f"#overview-{name}", FigureLines)

    def minute_passed(self) -> None:
        """The running timers are a minute further."""
        if self.state is not None and self.state.team.timers:
            team = rows.later(self.state.team, self.app.clock.now())
            self._lines("hours").set_lines(
                rows.hours_lines(team, self.state.currency), rows.hours_figures(team, self.state.currency)
            )

    def figures_in_focus(self) -> Sequence[Figure]:
        table = self._table("kpis")
        if table.has_focus and self.state is not None:
            key = table.current_key
            return next((status.figures for status in self.state.kpis if status.kpi.id == key), ())
        return super().figures_in_focus()

    def on_figure_lines_opened(self, event: FigureLines.Opened) -> None:
        """Go to the pane the numbers come from."""
        if pane := _PANES.get(event.block.id or ""):
            self.post_message(JumpTo(pane))

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Go to the KPI, or to what needs attention."""
        key = event.row.key
        if self.state is None or not isinstance(key, int):
            return
        if event.control.id == "overview-kpis":
            self.post_message(JumpTo("goals", "kpi", key))
        else:
            item = self.state.attention[key]
            self.post_message(JumpTo(item.pane, item.kind, item.target))


class Rule(Widget):
    """A line between blocks, as wide as the pane."""

    def __init__(self) -> None:
        super().__init__(classes="rule")

    def render_line(self, _y: int) -> Strip:
        """Drawn at the width of the moment, so that it stands in the first frame and costs no layout."""
        return Strip([Segment(drawn(self.app, rule(self.size.width)), self.rich_style)])
