"""A cursor over rows: where it may stand, how keys move it, whom it tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from smdash.tui.widgets.cells import Column, Row, RowKey

CursorKind = Literal["row", "cell", "none"]


class TableMessage(Message):
    """What a table tells its pane: the table, the row, and in a grid the key of the column."""

    def __init__(self, table: CursorView, row: Row, column: str = "") -> None:
        super().__init__()
        self.table = table
        self.row = row
        self.column = column

    @property
    def control(self) -> CursorView:
        """The table, for `@on` selectors."""
        return self.table


class CursorView(ScrollView, can_focus=True):
    """What a table knows of its cursor. A subclass draws, and says how to repaint and show one row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("left,h", "sideways(-1)", show=False),
        Binding("right,l", "sideways(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,g", "edge(-1)", show=False),
        Binding("end,G", "edge(1)", show=False),
        Binding("enter", "choose", show=False),
        Binding("x", "mark", show=False),
    ]

    class RowHighlighted(TableMessage, namespace="row_table"):
        """The cursor moved to another row."""

    class RowChosen(TableMessage, namespace="row_table"):
        """Enter (or a second click) on a row."""

    class CellHighlighted(TableMessage, namespace="row_table"):
        """The cursor of a grid moved to another cell; `column` is the key of its column."""

    class CellChosen(TableMessage, namespace="row_table"):
        """Enter on a cell of a grid; `column` is the key of its column."""

    cursor_row: reactive[int] = reactive(-1, repaint=False)
    cursor_column: reactive[int] = reactive(0, repaint=False)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        cursor: CursorKind,
        markable: bool,
        id: str | None,  # noqa: A002 - Textual's own word
        classes: str | None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()
        self.cursor_kind: CursorKind = cursor
        self.markable = markable
        self.marked: frozenset[RowKey] = frozenset()

    def repaint_row(self, index: int) -> None:
        """Paint one row again, if it is in sight."""
        raise NotImplementedError

    def show_row(self, index: int) -> None:
        """Scroll until the row is in sight."""
        raise NotImplementedError

    @property
    def visible_rows(self) -> int:
        """How many rows are in sight at once."""
        raise NotImplementedError

    @property
    def shown_columns(self) -> list[int]:
        """Indexes of the columns that fit."""
        raise NotImplementedError

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor_row] if 0 <= self.cursor_row < len(self.rows) else None

    @property
    def current_key(self) -> RowKey | None:
        """The key of the row under the cursor."""
        return self.current.key if self.current else None

    @property
    def current_column(self) -> str:
        """The key of the column under the cursor of a grid."""
        return self.columns[self.cursor_column].key if self.columns else ""

    def go_to(self, key: RowKey, column: str | None = None) -> bool:
        """Put the cursor on the row of that key; False when there is none."""
        for index, row in enumerate(self.rows):
            if row.key == key:
                self.cursor_row = index
                if column is not None:
                    self.cursor_column = next(i for i, c in enumerate(self.columns) if c.key == column)
                return True
        return False

    def action_step(self, direction: int) -> None:
        """Move to the next row that can hold the cursor; scroll where there is no cursor."""
        if self.cursor_kind == "none":
            self.scroll_to(y=self.scroll_offset.y + direction, animate=False)
            return
        self._seek(self.cursor_row + direction, direction)

    def action_page(self, direction: int) -> None:
        """Move by as many rows as are visible."""
        step = max(1, self.visible_rows - 1) * direction
        if self.cursor_kind == "none":
            self.scroll_to(y=self.scroll_offset.y + step, animate=False)
            return
        target = max(0, min(len(self.rows) - 1, self.cursor_row + step))
        self._seek(target, direction) or self._seek(target, -direction)

    def action_edge(self, direction: int) -> None:
        """Move to the first or the last row."""
        if self.cursor_kind == "none":
            self.scroll_to(y=0 if direction < 0 else self.max_scroll_y, animate=False)
            return
        self._seek(0 if direction < 0 else len(self.rows) - 1, -direction)

    def action_sideways(self, direction: int) -> None:
        """Move to the next cell of a grid."""
        shown = [index for index in self.shown_columns if self.columns[index].holds_cursor]
        at = shown.index(self.cursor_column) + direction if self.cursor_column in shown else 0
        if 0 <= at < len(shown):
            self.cursor_column = shown[at]

    def action_choose(self) -> None:
        """Tell that the row or cell under the cursor was chosen."""
        if self.current is None:
            return
        if self.cursor_kind == "cell":
            self.post_message(self.CellChosen(self, self.current, self.current_column))
        else:
            self.post_message(self.RowChosen(self, self.current))

    def action_mark(self) -> None:
        """Mark the row, or take its mark away, and go on to the next."""
        if self.current is not None:
            self.marked ^= {self.current.key}
            self.repaint_row(self.cursor_row)
            self.action_step(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys that mean nothing here to the pane."""
        if action == "sideways":
            return self.cursor_kind == "cell"
        if action == "mark":
            return self.markable
        return action != "choose" or self.cursor_kind != "none"

    def validate_cursor_column(self, value: int) -> int:
        """Keep the cursor on a column that holds it."""
        value = max(0, min(value, len(self.columns) - 1))
        holding = [index for index, column in enumerate(self.columns) if column.holds_cursor]
        return min(holding, key=lambda index: abs(index - value)) if holding else value

    def watch_cursor_row(self, old: int, new: int) -> None:
        """Repaint the two lines concerned, keep the cursor in sight, tell the pane."""
        self.repaint_row(old)
        self.repaint_row(new)
        self.show_row(new)
        self._tell()

    def watch_cursor_column(self, old: int, new: int) -> None:
        """Repaint the line, tell the pane."""
        self.repaint_row(self.cursor_row)
        self._tell()

    def _tell(self) -> None:
        if self.current is None or not self.is_attached:
            return
        if self.cursor_kind == "cell":
            self.post_message(self.CellHighlighted(self, self.current, self.current_column))
        else:
            self.post_message(self.RowHighlighted(self, self.current))

    def _seek(self, start: int, direction: int) -> bool:
        index = start
        while 0 <= index < len(self.rows):
            if self.rows[index].can_hold_cursor:
                self.cursor_row = index
                return True
            index += direction
        if start <= 0 or direction < 0:
            self.show_row(0)  # headings above the first row come into sight
        return False

    def place_cursor(self, key: RowKey | None) -> None:
        """Put the cursor on the row of that key, else where it was, else on the nearest row that can hold it."""
        if self.cursor_kind == "none":
            return
        if key is not None and self.go_to(key):
            return
        at = max(0, min(self.cursor_row, len(self.rows) - 1))
        if not (self._seek(at, 1) or self._seek(at, -1)):
            self.cursor_row = -1
