"""A short list to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from smdash.tui.screens.box import Box
from smdash.tui.widgets.cells import Column, Row, RowKey, row
from smdash.tui.widgets.safe import content
from smdash.tui.widgets.table import RowTable


class ChoiceList(Box[RowKey]):
    """The result is the key of the chosen option; None when left with Esc. Options are (key, label, remark)."""

    def __init__(self, title: str, options: Sequence[tuple[RowKey, str, str]], current: RowKey | None = None) -> None:
        super().__init__()
        self._title = title
        self._options = options
        self._current = current

    def compose(self) -> ComposeResult:
        columns = (Column("label", flexible=True), Column("remark", priority=1))
        with Vertical(classes="box"):
            yield Static(content(self._title), classes="box-title")
            yield RowTable(columns, self._rows(), show_header=False)

    def _rows(self) -> list[Row]:
        return [row(key, label, (remark, "muted")) for key, label, remark in self._options]

    def on_mount(self) -> None:
        """Start on what is chosen now."""
        table = self.query_one(RowTable)
        if self._current is not None:
            table.go_to(self._current)
        table.focus()

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Enter chooses."""
        self.dismiss(event.row.key)
