"""The numbers behind a chart, or any table to read."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from smdash.tui.screens.box import Box
from smdash.tui.widgets.cells import Column, Row
from smdash.tui.widgets.safe import content
from smdash.tui.widgets.table import RowTable


class Numbers(Box[None]):
    """A table of rows under a title; arrows scroll, Esc leaves."""

    def __init__(self, title: str, columns: Sequence[Column], rows: Sequence[Row], note: str = "") -> None:
        super().__init__()
        self._title = title
        self._columns = columns
        self._numbers = rows
        self._note = note

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(content(self._title), classes="box-title")
            yield RowTable(self._columns, self._numbers, cursor="none", note=self._note)
