"""What a person sees and fills in: the text on the screen, and the fields of a form."""

from __future__ import annotations

from collections.abc import Callable

from smdash.tui.app import SmdashApp
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.inputs import TextEditor

TextOf = Callable[[SmdashApp], list[str]]


def shown(app: SmdashApp, text_of: TextOf) -> str:
    """The screen as one text, its lines without blanks at their ends."""
    return "\n".join(line.rstrip() for line in text_of(app))


def put(app: SmdashApp, **texts: str) -> None:
    """Put texts into fields of the open form, as if they had been typed."""
    assert isinstance(app.screen, Form)
    for field, text in texts.items():
        editor = app.screen._rows[field].editor
        assert isinstance(editor, TextEditor)
        editor.value = text
