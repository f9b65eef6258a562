"""The week as a grid whose cells are edited in place."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from smdash.domain.durations import clock
from smdash.domain.timegrids import GridRow
from smdash.store.timeweek import TimeWeek
from smdash.tui.panes.time import rows
from smdash.tui.panes.time.editor import CellEditor, Direction
from smdash.tui.widgets.table import RowTable

GRID_SHARE = 46  # percent of the screen's height


class WeekBlock(Vertical):
    """The grid and the editor of its cells; it asks the pane to store what was typed."""

    DEFAULT_CSS = """
    WeekBlock { height: auto; }
    WeekBlock > RowTable { scrollbar-gutter: stable; }
    WeekBlock > #week-total { height: 1; }
    """

    class Edited(Message):
        """A cell should hold these seconds; then the editor goes on in a direction."""

        def __init__(self, row: GridRow, index: int, seconds: int, direction: Direction) -> None:
            super().__init__()
            self.row = row
            self.index = index
            self.seconds = seconds
            self.direction = direction

    def __init__(self, *, editable: bool) -> None:
        super().__init__()
        self.editable = editable
        self._week: TimeWeek | None = None
        self._at: tuple[GridRow, int] | None = None

    def compose(self) -> ComposeResult:
        yield RowTable((), cursor="cell", id="week")
        yield TotalRow((), cursor="none", show_header=False, id="week-total")
        yield CellEditor()

    @property
    def grid(self) -> RowTable:
        """The table."""
        return self.query_one("#week", RowTable)

    @property
    def _editor(self) -> CellEditor:
        return self.query_one(CellEditor)

    def show_week(self, week: TimeWeek) -> None:
        """Show a week; at first the cursor is on today."""
        first_time, self._week = self._week is None, week
        columns, total = rows.grid_columns(week), self.query_one(TotalRow)
        self.grid.set_columns(columns)
        self.grid.set_rows(rows.grid_rows(week))
        total.set_columns(columns)
        total.set_rows((rows.total_row(week),))
        self._fit_height()
        if first_time and week.today in week.week:
            self.go_to(week.today)

    def go_to(self, day: date, key: str | None = None) -> None:
        """Put the cursor on a day of the week, in a row or else in the one it is in."""
        if self._week is not None and day in self._week.week and self._week.grid.rows:
            key = key or str(self.grid.current_key or rows.row_key(self._week.grid.rows[0]))
            self.grid.go_to(key, rows.DAY_KEYS[(day - self._week.week.start).days])

    def on_resize(self) -> None:
        """Give the grid its part of the new height."""
        self._fit_height()

    def _fit_height(self) -> None:
        """As high as its rows, but the entries below stay in sight; an automatic height does not know this limit."""
        most = max(3, self.app.size.height * GRID_SHARE // 100)
        self.grid.styles.height = min(most, 1 + max(1, len(self.grid.rows)))

    @property
    def cell(self) -> tuple[GridRow, int] | None:
        """The row and the index of the day under the cursor."""
        if self._week is None:
            return None
        return rows.cell_at(self._week, self.grid.current_key, self.grid.current_column)

    def edit_cell(self) -> None:
        """Edit the cell under the cursor."""
        here = self.cell
        if here is None or not self.editable:
            return
        self._edit(*here)

    def _edit(self, row: GridRow, index: int) -> None:
        self._at = row, index
        cell = row.cells[index]
        what = f"{cell.day:%a %-d %b} · {row.campaign or 'no campaign'} {row.activity}".rstrip()
        self._editor.edit(f"{what}: ", clock(cell.seconds) if cell.seconds else "")

    def blame(self, fault: str) -> None:
        """Say in the editor why the cell could not be stored; what was typed stays."""
        self._editor.blame(fault.replace("\n", " "))

    def go_on(self, edited: Edited) -> None:
        """Edit the next cell: to the right and then in the next row, or down and then on the next day."""
        keys = [rows.row_key(row) for row in self._week.grid.rows] if self._week else []
        key = rows.row_key(edited.row)
        at, index = keys.index(key) if key in keys else 0, edited.index
        index, at = (index + 1, at) if edited.direction == "right" else (index, at + 1)
        if index >= len(rows.DAY_KEYS):
            index, at = 0, at + 1
        elif at >= len(keys):
            index, at = index + 1, 0
        if at < len(keys) and index < len(rows.DAY_KEYS):
            self.grid.go_to(keys[at], rows.DAY_KEYS[index])
            self.edit_cell()
        else:  # at the end the editor stays where it is: a digit typed on must not switch panes
            self._edit(rows.with_cell(edited.row, edited.index, edited.seconds), edited.index)

    def on_row_table_cell_chosen(self) -> None:
        """Enter edits."""
        self.edit_cell()

    def on_cell_editor_saved(self, event: CellEditor.Saved) -> None:
        """Ask for the cell to be stored."""
        event.stop()
        if self._at is not None:
            self.post_message(self.Edited(*self._at, event.seconds, event.direction))

    def on_cell_editor_left(self, event: CellEditor.Left) -> None:
        """Back to the grid."""
        event.stop()
        self._at = None
        self.grid.focus()


class TotalRow(RowTable, can_focus=False):
    """The totals, in sight however many rows there are."""
