"""Importing in the dashboard from the path to the result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from smdash.exchange.apply import Result
from smdash.exchange.known import known_choices
from smdash.exchange.organisation import plan as organisation_import
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.import_path import ImportPath
from smdash.tui.screens.import_preview import ImportPreview
from smdash.tui.screens.import_result import ROWS, UNDO, ImportResult, told
from smdash.tui.screens.imported import show_imported
from smdash.tui.widgets.safe import notify

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp


async def open_import(app: SmdashApp, typed: str = "") -> None:
    """Ask for files, unless they were dropped, show what they would do, import them, and say what was done."""
    reading = await app.live.read(known_choices)
    chosen = await app.push_screen_wait(ImportPath(app.clock.today(), reading, typed))
    if chosen is None:
        return
    reading = await app.live.read(known_choices)  # a mapping may have been saved meanwhile
    name, found = chosen
    if isinstance(found, Path):
        await _import_organisation(app, found)
        return
    result = await app.push_screen_wait(ImportPreview(name, found, reading))
    if result is not None:
        await _tell_result(app, result)


async def _tell_result(app: SmdashApp, result: Result) -> None:
    """Show what was written, and go on from there; a notice where nothing was."""
    app.imported = result if result.batch_id else None
    if result.batch_id is None:
        notify(app, f"{told(result.label)}.")
        return
    wish = await app.push_screen_wait(ImportResult(result))
    if wish == ROWS:
        show_imported(app)
    elif wish == UNDO:
        app.action_undo()


async def _import_organisation(app: SmdashApp, path: Path) -> None:
    """The same for a file that describes the organisation."""
    plan = await app.live.read(organisation_import.read_plan, path)
    plan = await app.live.rehearse(organisation_import.try_plan, plan)
    if await app.push_screen_wait(Confirm("Import this?", "\n".join(organisation_import.lines(plan)), "Import")):
        batch_id = await app.write(organisation_import.import_organisation, plan)
        app.imported = None
        keys = f" {app.command('undo').shown_key} takes it back." if batch_id is not None else ""
        notify(app, f"{told(plan.label)}.{keys}")
