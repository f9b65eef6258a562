"""The Overview pane: keys and widgets. What it shows is worked out in `rows.py`."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from smdash.tui.pane import Pane
from smdash.tui.panes.overview import rows
from smdash.tui.panes.overview.state import OverviewState, load
from smdash.tui.widgets.lines import FigureLines


class OverviewPane(Pane[OverviewState]):
    """KPIs, ROI, hours, legal risk, and what needs attention."""

    CARES: ClassVar[frozenset[str]] = frozenset(
        {"time", "campaigns", "goals", "risks", "people", "posts", "settings", "imports"}
    )

    def compose_content(self) -> ComposeResult:
        yield FigureLines(id="overview-hours")

    async def load(self) -> OverviewState:
        return await self.app.live.read(load, self.app.period)

    def show(self, state: OverviewState) -> None:
        self.query_one("#overview-hours", FigureLines).set_lines(
            rows.hours_lines(state.team, state.currency), rows.hours_figures(state.team, state.currency)
        )
