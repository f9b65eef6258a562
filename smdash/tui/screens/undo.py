"""Undo in the dashboard: names what would be taken back; of an import, what was edited or used since can stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smdash.errors import Refused
from smdash.store import import_undo
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.safe import notify

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp


async def undo_asking(app: SmdashApp) -> str:
    """Take back the latest change after naming it; returns what was done in words, empty when nothing was."""
    preview = await app.live.undo_preview()
    if preview is None:
        notify(app, "There is nothing to undo.")
        return ""
    if not await app.push_screen_wait(Confirm("Undo this?", preview, "Undo")):
        return ""
    try:
        undone = await app.live.undo()
    except Refused as fault:
        return await _undo_rest(app, fault)
    return f"Undone: {undone}. {app.command('redo').shown_key} does it again."


async def _undo_rest(app: SmdashApp, fault: Refused) -> str:
    """Offer to take back an import but for what is in use; the fault stands for everything else."""
    held = await app.live.read(import_undo.held_back)
    if held is None:
        raise fault
    rows = "what is in use" if not held else "the edited row" if len(held) == 1 else f"the {len(held)} edited rows"
    question = f"Keep {rows} and take back the rest?"
    if not await app.push_screen_wait(Confirm(question, fault.message, "Keep and undo")):
        return ""
    done = await app.live.write(import_undo.undo_keeping_edited)
    return f"Undone: {done.label}. Kept: {', '.join(map(str, done.kept[:5]))}{' …' if len(done.kept) > 5 else ''}."
