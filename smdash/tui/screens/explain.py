"""What is behind a number: formula, inputs with their values, period, rows, reason, notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.domain.explaining import outlines
from smdash.domain.figures import Figure
from smdash.tui.screens.box import Box
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.safe import content, notify, plain
from smdash.tui.widgets.table import RowTable


def explanation(figures: Sequence[Figure]) -> list[Row]:
    """The figures as rows of a tree: name and value, and under each what it is made of; nothing is said twice."""
    rows: list[Row] = []
    for number, outline in enumerate(outlines(figures)):
        if number:
            rows.append(Row(len(rows), (), "separator"))
        for told in outline:
            if told.value is None:
                rows.append(Row(len(rows), (Cell(told.indented, "muted", span=2),)))
            else:
                role = "" if told.depth else "strong"
                rows.append(Row(len(rows), (Cell(told.indented, role), Cell(told.value, role))))
    return rows


def as_text(figures: Sequence[Figure]) -> str:
    """The explanation as plain text, for the clipboard."""
    lines = ("  ".join(plain(cell.text) for cell in row.cells) for row in explanation(figures))
    return "\n".join(lines)


class Explain(Box[None]):
    """Shows the explanation of figures; `y` copies it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", show=False),
        Binding("i", "close", show=False),
    ]

    def __init__(self, figures: Sequence[Figure]) -> None:
        super().__init__()
        self._figures = tuple(figures)

    def compose(self) -> ComposeResult:
        columns = (Column("name", flexible=True, least=20), Column("value", align="right"))
        with Vertical(classes="box"):
            yield Static(content("Where the numbers come from · y copies · Esc leaves"), classes="box-title")
            yield RowTable(columns, explanation(self._figures), cursor="none", show_header=False)

    def action_copy(self) -> None:
        """Copy all of it, through the terminal."""
        self.app.copy_to_clipboard(as_text(self._figures))
        notify(self.app, "Copied.")
