"""A table on Textual's line API: rows of cells, one cursor, and repaints of the lines that changed only."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip

from smdash.tui.theming import style_of
from smdash.tui.widgets.cells import Cell, Column, Layout, Row, RowKey, fit_columns
from smdash.tui.widgets.cursor import CursorKind, CursorView
from smdash.tui.widgets.paint import natural_widths, paint_row
from smdash.tui.widgets.safe import drawn
from smdash.tui.widgets.symbols import REACHED

_CACHED_STRIPS = 2048
_MARK = Column("", width=1)


class RowTable(CursorView):
    """A list or a grid of rows.

    `cursor` is "row" for lists, "cell" for grids (`h` `l` and arrows move sideways) and "none" for tables to read.
    `note` is a line under the rows such as "200 of 3 412"; `pinned` rows, such as totals, stay in sight at the bottom
    however far the rest is scrolled. With `markable`, `x` marks rows and a sign stands before
    them. The cursor stays with its row's key when rows are replaced.
    """

    DEFAULT_CSS = """
    RowTable {
        height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;
    }
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row] = (),
        *,
        cursor: CursorKind = "row",
        show_header: bool = True,
        markable: bool = False,
        note: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(columns, cursor=cursor, markable=markable, id=id, classes=classes)
        self.header_height = int(show_header)
        self.note = note
        self.pinned: tuple[Row, ...] = ()
        self._layout: Layout | None = None
        self._layout_width = 0
        self._natural: list[int] = []
        self._strips: dict[tuple[Row, int, bool, bool], Strip] = {}
        self.set_reactive(RowTable.cursor_column, self.validate_cursor_column(0))
        self.set_rows(rows, note=note)

    def set_rows(self, rows: Sequence[Row], *, note: str = "", pinned: Sequence[Row] = ()) -> None:
        """Show these rows; the cursor stays with its key (or its place), and unchanged lines aren't painted again."""
        before, old_note, key = self.rows, self.note, self.current_key
        pins_differ, self.pinned = self.pinned != tuple(pinned), tuple(pinned)
        self.rows, self.note = tuple(rows), note
        keys = {row.key for row in self.rows}
        self.marked &= keys
        natural = natural_widths(self.columns, (*self.rows, *self.pinned))
        if relayout := natural != self._natural:
            self._natural = natural
            self._forget_layout()
        self.place_cursor(key)
        self._resize_content()
        if relayout or pins_differ:
            self.refresh()
            return
        for index in range(max(len(before), len(self.rows))):
            if before[index : index + 1] != self.rows[index : index + 1]:
                self.repaint_row(index)
        if old_note != note or len(before) != len(self.rows):
            self.repaint_row(len(before))
            self.repaint_row(len(self.rows))

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, as a grid whose days have other names."""
        if tuple(columns) != self.columns:
            self.columns = tuple(columns)
            self._natural = natural_widths(self.columns, (*self.rows, *self.pinned))
            self._forget_layout()
            self.refresh()

    def text_of(self, key: RowKey) -> str:
        """The cells of a row side by side, to name it in a question; empty when there is no such row."""
        found = next((row for row in self.rows if row.key == key), None)
        return "  ".join(cell.text for cell in found.cells if cell.text) if found else ""

    @property
    def _fitted(self) -> Layout:
        """How the columns, with the one for marks before them, fit into the width there is now."""
        width = max(1, self.scrollable_content_region.width)
        if self._layout is None or self._layout_width != width:
            self._forget_layout()
            natural = [1, *self._natural] if self.markable else self._natural
            self._layout, self._layout_width = fit_columns(self._with_mark, natural, width), width
        return self._layout

    @property
    def _with_mark(self) -> tuple[Column, ...]:
        return (_MARK, *self.columns) if self.markable else self.columns

    @property
    def shown_columns(self) -> list[int]:
        """Indexes of the columns that fit."""
        first = int(self.markable)
        return [index - first for index, _ in self._fitted.shown if index >= first]

    @property
    def visible_rows(self) -> int:
        """How many rows are in sight at once."""
        return max(1, self.scrollable_content_region.height - self.header_height - len(self.pinned))

    def _forget_layout(self) -> None:
        self._layout = None
        self._strips.clear()

    def _resize_content(self) -> None:
        height = self.header_height + len(self.rows) + bool(self.note) + len(self.pinned)
        if height != self.virtual_size.height:
            self.virtual_size = Size(0, height)
            if self.styles.is_auto_height:
                self.refresh(layout=True)

    def repaint_row(self, index: int) -> None:
        """Paint one row again, if it is in sight."""
        y = index + self.header_height - self.scroll_offset.y
        if index >= 0 and self.header_height <= y < self.size.height - len(self.pinned):
            self.refresh(Region(0, y, self.size.width, 1))

    def show_row(self, index: int) -> None:
        """Scroll until the row is in sight."""
        if index < 0 or not self.size.height:
            return
        top, last = self.scroll_offset.y, self.scroll_offset.y + self.visible_rows - 1
        if index < top:
            self.scroll_to(y=index, animate=False)
        elif index > last:
            self.scroll_to(y=index - self.visible_rows + 1, animate=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Fit the columns to the new width and keep the cursor in sight."""
        self._forget_layout()
        self.show_row(self.cursor_row)

    def notify_style_update(self) -> None:
        """Forget what was painted in other colours."""
        super().notify_style_update()
        self._strips.clear()

    def on_focus(self) -> None:
        """Show the cursor as active."""
        self.repaint_row(self.cursor_row)

    def on_blur(self) -> None:
        """Show the cursor as waiting."""
        self.repaint_row(self.cursor_row)

    def on_click(self, event: events.Click) -> None:
        """Go to the clicked row; a second click chooses it."""
        index = event.y - self.header_height + self.scroll_offset.y
        in_rows = self.header_height <= event.y < self.size.height - len(self.pinned)
        if in_rows and 0 <= index < len(self.rows) and self.rows[index].can_hold_cursor:
            was = self.cursor_row
            self.cursor_row = index
            if was == index:
                self.action_choose()

    def render_line(self, y: int) -> Strip:
        """One line: the header, a row, the note, or nothing."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        if y < self.header_height:
            return self._header(width).apply_style(base)
        content = self.header_height + len(self.rows) + bool(self.note)
        below = y - min(content, self.size.height - len(self.pinned))
        if 0 <= below < len(self.pinned):
            return self._paint(self.pinned[below], width, -2, marked=False).apply_style(base)
        index = y - self.header_height + self.scroll_offset.y
        if index < len(self.rows):
            return self._strip(index, width).apply_style(base)
        if index == len(self.rows) and self.note:
            note = Row("note", (Cell(self.note, "muted", span=len(self.columns)),), "note")
            return self._paint(note, width, -2, marked=False).apply_style(base)
        return Strip.blank(width, base)

    def _header(self, width: int) -> Strip:
        cells = tuple(Cell(column.title, "header") for column in self.columns)
        return self._paint(Row("header", cells, "heading"), width, -2, marked=False)

    def _strip(self, index: int, width: int) -> Strip:
        row = self.rows[index]
        has_cursor = index == self.cursor_row
        lit = -2 if not has_cursor else self.cursor_column if self.cursor_kind == "cell" else -1
        self._fitted  # noqa: B018 - forgets strips of another width
        state = (row, lit, row.key in self.marked, self.has_focus and has_cursor)
        if (strip := self._strips.get(state)) is None:
            if len(self._strips) > _CACHED_STRIPS:
                self._strips.clear()
            strip = self._strips[state] = self._paint(row, width, lit, marked=state[2])
        return strip

    def _paint(self, row: Row, width: int, lit: int, *, marked: bool) -> Strip:
        def style(role: str) -> Style:
            if role == "lit":
                role = "selection" if self.has_focus else "selection-blur"
            return style_of(self.app, role)

        if self.markable and row.kind != "separator":
            row = Row(row.key, (Cell(REACHED if marked else "", "accent"), *row.cells), row.kind)
            lit = lit + 1 if lit >= 0 else lit
        return paint_row(row, self._with_mark, self._fitted, width, style, lambda text: drawn(self.app, text), lit=lit)
