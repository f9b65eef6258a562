"""The month as weeks of days, to look at and to go to a day from."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical

from smdash.domain.timegrids import MonthGrid
from smdash.tui.panes.time import month_rows
from smdash.tui.widgets.table import RowTable


class MonthBlock(Vertical):
    """A calendar with the hours of each day."""

    DEFAULT_CSS = """
    MonthBlock { height: auto; }
    MonthBlock > RowTable { height: 9; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._grid: MonthGrid | None = None

    def compose(self) -> ComposeResult:
        yield RowTable((), cursor="cell", id="month")

    @property
    def table(self) -> RowTable:
        """The calendar."""
        return self.query_one(RowTable)

    def show_month(self, grid: MonthGrid, today: date, day: date) -> None:
        """Show a month; the cursor goes to the day when another month is shown than before."""
        other = self._grid is None or self._grid.month != grid.month
        self._grid = grid
        self.table.set_columns(month_rows.month_columns(grid))
        self.table.set_rows(month_rows.month_rows(grid, today), pinned=(month_rows.month_total(grid),))
        self.table.styles.height = len(grid.weeks) + 2
        if other and (cell := month_rows.cell_of(grid, day)) is not None:
            self.table.go_to(*cell)

    @property
    def day(self) -> date | None:
        """The day under the cursor."""
        if self._grid is None:
            return None
        return month_rows.day_at(self._grid, self.table.current_key, self.table.current_column)
