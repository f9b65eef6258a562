"""The numbers behind a chart, or any table or text to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from smdash.tui.screens.box import Box
from smdash.tui.widgets.cells import Cell, Column, Line, Row
from smdash.tui.widgets.safe import content
from smdash.tui.widgets.table import RowTable

_AROUND = 6  # border, padding and scroll bar of the box


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


class Reading(Numbers):
    """Lines of text under a title, folded to the `width` they have room for; each in the role of its first words."""

    def __init__(self, title: str, lines: Sequence[Line], note: str = "") -> None:
        rows = [
            Row(number, (Cell("".join(span.text for span in spans), spans[0].role),))
            for number, spans in enumerate(lines)
        ]
        super().__init__(title, (Column("text", flexible=True),), rows, note)

    @staticmethod
    def width(app: App[Any]) -> int:
        """How many cells a line has."""
        return app.size.width - _AROUND
