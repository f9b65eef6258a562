"""What tests of the import screens do: type a path, wait for a preview, and read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, Static

from smdash.tui.app import SmdashApp
from smdash.tui.pane import Pane
from smdash.tui.screens.import_path import ImportPath
from smdash.tui.screens.import_preview import ImportPreview
from smdash.tui.widgets.table import RowTable
from tests.tui.keys import press, until

MakeApp = Callable[..., SmdashApp]
Lines = Callable[[SmdashApp], list[str]]
HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
ROW = "{},,,{},,inbox,No,{},09:00:00,{},10:00:00,01:00:00,\n"


class Empty(Pane[None]):
    """Nothing to see."""

    def compose_content(self) -> Any:
        yield Static("nothing")

    async def load(self) -> None:
        """Nothing to load."""

    def show(self, _state: None) -> None:
        """Nothing to show."""


async def preview_of(pilot: Pilot[Any], app: SmdashApp, path: Path) -> ImportPreview:
    """Open the import and type the path."""
    await until(pilot, lambda: app.connected)
    await press(pilot, "I")
    await until(pilot, lambda: isinstance(app.screen, ImportPath) and bool(app.screen.query(Input)))
    app.screen.query_one(Input).value = str(path)
    await press(pilot, "enter")
    await until(pilot, lambda: isinstance(app.screen, ImportPreview) and app.screen.is_mounted)
    screen = app.screen
    assert isinstance(screen, ImportPreview)
    await until(pilot, lambda: not screen._busy and bool(screen.query_one(RowTable).rows))
    return screen


def said(screen: ImportPreview) -> str:
    return "\n".join("  ".join(cell.text for cell in row.cells) for row in screen.query_one(RowTable).rows)
