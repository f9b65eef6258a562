"""What is behind a number: formula, inputs with their values, period, rows, reason, notes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.domain.figures import Figure, Unit, grouped
from smdash.tui.screens.box import Box
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.safe import content, notify, plain
from smdash.tui.widgets.table import RowTable

_INDENT = "  "


def value_text(figure: Figure) -> str:
    """The value with its currency or unit, as an explanation needs it."""
    if not figure.defined:
        return "undefined"
    if figure.unit is Unit.MONEY:
        return f"{figure.text(cents=True)} {figure.currency}".strip()
    if figure.unit is Unit.RATIO:
        return f"{grouped(Fraction(figure.value or 0) * 100, 2)} %"
    return figure.text() + {Unit.SECONDS: " h", Unit.DAYS: " days"}.get(figure.unit, "")


def explanation(figures: Sequence[Figure]) -> list[Row]:
    """The figures as rows of a tree: name and value, and under each what it is made of; nothing is said twice."""
    rows: list[Row] = []
    told: set[Figure] = set()
    for number, figure in enumerate(figures):
        if number:
            rows.append(Row(len(rows), (), "separator"))
        _add(rows, figure, 0, told, period="")
    return rows


def _add(rows: list[Row], figure: Figure, depth: int, told: set[Figure], *, period: str) -> None:
    indent = _INDENT * depth
    role = "strong" if depth == 0 else ""
    again = bool(figure.inputs) and figure in told
    name = indent + figure.name + (" (as above)" if again else "")
    rows.append(Row(len(rows), (Cell(name, role), Cell(value_text(figure), role))))
    if again:
        return
    told.add(figure)
    for fact in _facts(figure, period):
        rows.append(Row(len(rows), (Cell(f"{indent}{_INDENT}{fact}", "muted", span=2),)))
    for part in figure.inputs:
        _add(rows, part, depth + 1, told, period=figure.period)


def _facts(figure: Figure, period: str) -> list[str]:
    """What is behind a number in lines of text; a period that the figure above has too is left out."""
    facts = [f"= {figure.formula}"] if figure.formula else []
    if figure.reason:
        facts.append(f"undefined: {figure.reason}")
    source = [f"period {figure.period}"] if figure.period and figure.period != period else []
    if figure.rows is not None:
        source.append(f"from {figure.rows} row" + ("" if figure.rows == 1 else "s"))
    if source:
        facts.append(", ".join(source))
    return [*facts, *(f"note: {note}" for note in figure.notes)]


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
