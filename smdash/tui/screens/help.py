"""All keys, made from the commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from smdash.tui.commands import Command, key_text
from smdash.tui.screens.box import Box
from smdash.tui.widgets.cells import Cell, Column, Row, row
from smdash.tui.widgets.safe import content
from smdash.tui.widgets.table import RowTable

_LISTS = (
    ("↑ ↓ j k", "Move"),
    ("g G Home End", "First, last"),
    ("PgUp PgDn", "A screen up, down"),
    ("Enter", "Open"),
    ("Tab", "Next block"),
    ("x", "Mark a row, where rows can be marked"),
    ("Esc", "Back, leave a box"),
    ("ctrl+s F2", "Save a form"),
)


def help_rows(groups: Mapping[str, Sequence[Command]], panes: str) -> list[Row]:
    """A heading for each group, a row for each command, and what works in all lists and forms."""
    rows: list[Row] = []
    for group, commands in groups.items():
        rows.append(_heading(group))
        rows.extend(
            row(command.id, (" ".join(key_text(key) for key in command.keys.split(",")), "accent"), command.help)
            for command in commands
        )
    rows.append(_heading("Lists and forms"))
    rows.extend(row(f"list-{keys}", (keys, "accent"), text) for keys, text in ((panes, "Show a pane"), *_LISTS))
    return rows


def _heading(text: str) -> Row:
    return Row(f"group-{text}", (Cell(text, "header", span=2),), "heading")


class Help(Box[None]):
    """Every key that works here."""

    def __init__(self, groups: Mapping[str, Sequence[Command]], panes: str) -> None:
        super().__init__()
        self._rows = help_rows(groups, panes)

    def compose(self) -> ComposeResult:
        columns = (Column("key", most=16), Column("help", flexible=True))
        with Vertical(classes="box"):
            yield Static(content("Keys · Esc leaves"), classes="box-title")
            yield RowTable(columns, self._rows, cursor="none", show_header=False)
