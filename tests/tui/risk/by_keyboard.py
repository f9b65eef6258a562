"""What a person does at the keyboard: keys, texts, and pasting into a field."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from smdash.tui.app import SmdashApp
from smdash.tui.widgets.form import Form
from tests.tui import keys

_KEYS = {" ": "space", "-": "minus", "+": "plus"}


async def settle(app: SmdashApp, pilot: Pilot[Any]) -> None:
    """Wait until what was begun is done."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


async def press(app: SmdashApp, pilot: Pilot[Any], *names: str) -> None:
    """Press keys, each taken when all that the one before began is done."""
    await keys.press(pilot, *names)
    await settle(app, pilot)


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Type a text where the focus is."""
    await keys.press(pilot, *(_KEYS.get(char, char) for char in text))


async def paste(app: SmdashApp, pilot: Pilot[Any], field: str, text: str) -> None:
    """Put a text in the place of what is in a field of the form."""
    form = app.screen
    assert isinstance(form, Form)
    editor: Any = form._rows[field].editor
    if hasattr(editor, "value"):
        editor.value = text
    else:
        editor.text = text
    await settle(app, pilot)
