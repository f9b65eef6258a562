"""One line above the list to type a part of a name into."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.inputs import FieldEdited, FieldLeft, TextEditor


class SearchLine(Horizontal):
    """Hidden until it is opened; tells each change of its text. Enter keeps the text, Esc clears it; both close it."""

    DEFAULT_CSS = """
    SearchLine { height: 1; display: none; }
    SearchLine > Static { width: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "clear", show=False)]

    class Typed(Message):
        """The text is another one."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Closed(Message):
        """The person is done typing."""

    def __init__(self) -> None:
        super().__init__()
        self._editor = TextEditor(Field("search", "Filter"))

    def compose(self) -> ComposeResult:
        yield Static("/ ")
        yield self._editor

    def open(self, text: str) -> None:
        """Begin typing, after what was typed before."""
        self._editor.value = text
        self.display = True
        self._editor.focus()

    def on_field_edited(self, event: FieldEdited) -> None:
        """Tell what is typed."""
        event.stop()
        self.post_message(self.Typed(self._editor.typed))

    def on_field_left(self, event: FieldLeft) -> None:
        """Enter: keep it."""
        event.stop()
        self._close()

    def action_clear(self) -> None:
        """Esc: show all again."""
        self.post_message(self.Typed(""))
        self._close()

    def _close(self) -> None:
        self.display = False
        self.post_message(self.Closed())
