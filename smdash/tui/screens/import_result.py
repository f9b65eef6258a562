"""What an import did: rows by kind, their days, what was left out; from here to the rows, or back."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.exchange.apply import Result
from smdash.exchange.preview import count_words, rows_words
from smdash.tui.screens.box import Box
from smdash.tui.widgets.cells import Column, Row, row
from smdash.tui.widgets.safe import content, drawn
from smdash.tui.widgets.symbols import ATTENTION
from smdash.tui.widgets.table import RowTable
from smdash.tui.widgets.wrapping import side_by_side

ROWS, UNDO = "rows", "undo"
_NAME, _VALUE, _GAP = 8, 24, 2  # cells of the two columns at the least, and between them
_USUAL = 62  # cells of both, until the box has its size: Enter must find a row at once
_KEYS = "Enter shows the rows · u takes it back · Esc closes"


class ImportResult(Box[str]):
    """What was written; the result is `ROWS` or `UNDO` when the person wants that next."""

    DEFAULT_CSS = """
    ImportResult .box { width: 76; }
    ImportResult RowTable { height: auto; max-height: 12; }
    ImportResult #result-keys { color: $role-muted; height: 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("O", "next('rows')", show=False),
        Binding("u", "next('undo')", show=False),
    ]

    def __init__(self, result: Result) -> None:
        super().__init__()
        self._done = result

    def compose(self) -> ComposeResult:
        columns = (Column("name", least=_NAME), Column("value", flexible=True, least=_VALUE))
        with Vertical(classes="box"):
            yield Static(content(told(self._done.label)), classes="box-title")
            yield RowTable(columns, result_rows(self._done, _USUAL), show_header=False)
            yield Static(content(drawn(self.app, _KEYS)), id="result-keys")

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(RowTable).focus()

    def on_resize(self) -> None:
        """Wrap anew, once the table has its new size."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        table = self.query_one(RowTable)
        if width := table.scrollable_content_region.width:
            table.set_rows(result_rows(self._done, width))

    def on_row_table_row_chosen(self) -> None:
        """Enter goes to the rows."""
        self.action_next(ROWS)

    def action_next(self, wish: str) -> None:
        """Close, and go on with what the person wants."""
        self.dismiss(wish)


def told(label: str) -> str:
    """What was done, from what the journal calls it."""
    return label.replace("import ", "Imported ", 1)


def result_rows(result: Result, width: int) -> list[Row]:
    """The counts by kind, the days, rows left out, and notes, whole within `width` terminal cells."""
    told_rows = [(count.kind, count_words(count), "strong") for count in result.counts]
    if result.period is not None:
        told_rows.append(("days", f"{result.period[0]} to {result.period[1]}", ""))
    if result.bad:
        told_rows.append((f"{ATTENTION} bad", f"{rows_words(result.bad)} not understood, left out", "bad"))
    told_rows += [("note", note, "muted") for note in result.notes]
    first = max((_NAME, *(cell_len(name) for name, _, _ in told_rows)))
    widths = first, max(_VALUE, width - _GAP - first)
    lines = [
        (name, (value, role)) for said, text, role in told_rows for name, value in side_by_side(said, text, widths)
    ]
    return [row(at, *cells) for at, cells in enumerate(lines)]
