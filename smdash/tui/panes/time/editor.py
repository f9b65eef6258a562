"""The editor of one cell of the week: digits type here, Tab and Enter save and go on, Esc leaves."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from smdash.domain.durations import parse_duration, spoken
from smdash.errors import InvalidInput
from smdash.tui.widgets.safe import put_text

Direction = Literal["right", "down"]
_EMPTY = frozenset({"", "0", "0:00"})


class CellEditor(Horizontal):
    """One line: what is edited, the input, and the echo or the fault."""

    DEFAULT_CSS = """
    CellEditor { height: 1; display: none; }
    CellEditor.-open { display: block; }
    CellEditor > .what { width: auto; max-width: 40; color: $role-muted; }
    CellEditor > Input { width: 12; background: $surface-lighten-1; }
    CellEditor > .said { width: 1fr; padding: 0 1; }
    CellEditor.-faulty > .said { color: $role-bad; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "save('right')", show=False, priority=True),
        Binding("enter", "save('down')", show=False, priority=True),
    ]

    class Saved(Message):
        """A duration to store in the cell, 0 to empty it, and where to go next."""

        def __init__(self, seconds: int, direction: Direction) -> None:
            super().__init__()
            self.seconds = seconds
            self.direction = direction

    class Left(Message):
        """The editor was left without saving."""

    def compose(self) -> ComposeResult:
        yield Static(classes="what")
        yield Input(max_length=12, compact=True)
        yield Static(classes="said")

    @property
    def line(self) -> Input:
        """The input."""
        return self.query_one(Input)

    def edit(self, what: str, typed: str) -> None:
        """Open on a cell."""
        put_text(self.query_one(".what", Static), what)
        self.line.cursor_blink = False
        self.line.value = typed
        self.blame("")
        self.add_class("-open")
        self.line.focus()
        self.line.action_select_all()

    def close(self) -> None:
        """Hide it."""
        self.remove_class("-open")

    def blame(self, fault: str) -> None:
        """Say what is wrong; what was typed stays."""
        self.set_class(bool(fault), "-faulty")
        self._say(f"! {fault}" if fault else "")

    def _say(self, text: str) -> None:
        put_text(self.query_one(".said", Static), text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Echo the duration."""
        event.stop()
        self.remove_class("-faulty")
        try:
            self._say(f"= {spoken(self._seconds())}")
        except InvalidInput:
            self._say("…")

    def _seconds(self) -> int:
        typed = self.line.value.strip()
        return 0 if typed in _EMPTY else parse_duration(typed)

    def action_save(self, direction: Direction) -> None:
        """Hand the duration over, or say what is wrong with it."""
        try:
            self.post_message(self.Saved(self._seconds(), direction))
        except InvalidInput as fault:
            self.blame(str(fault).replace("\n", " "))

    def action_leave(self) -> None:
        """Leave the cell as it was."""
        self.close()
        self.post_message(self.Left())
