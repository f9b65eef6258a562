"""The summary of one line of the list: ladder, cost, benefit, budget, payback."""

from __future__ import annotations

from typing import Any

from smdash.tui.panes.campaigns import rows
from smdash.tui.panes.campaigns.tabs.tab import Seen, Tab
from smdash.tui.widgets.lines import FigureLines

ROOMY = 30  # lines of the screen from which on returns on ads and prices stand here too; below, `i` tells them


class SummaryTab(Tab[None]):
    """Figures in words, above the chart."""

    name = "summary"

    def block(self) -> FigureLines:
        """Lines with the figures behind them."""
        return FigureLines()

    def show(self, block: Any, seen: Seen[None]) -> None:
        """Say it anew."""
        lines = rows.summary(seen.account, seen.state, seen.view)
        if block.app.size.height >= ROOMY:
            lines += rows.money_lines(seen.account, seen.view)
        block.set_lines(lines, rows.figures(seen.account, seen.view))
