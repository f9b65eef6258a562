"""Asks before something is done; names the thing, and the safe answer has the focus."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from smdash.tui.screens.box import Box
from smdash.tui.widgets.safe import content


class Confirm(Box[bool]):
    """The result is True when the person wants it done; False or None (Esc) when not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,right,h,l,up,down,j,k", "other", show=False),
        Binding("y", "answer(True)", show=False),
        Binding("n", "answer(False)", show=False),
    ]

    def __init__(self, question: str, thing: str, yes: str, no: str = "Cancel") -> None:
        super().__init__()
        self._question = question
        self._thing = thing
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(content(self._question), classes="box-title")
            yield Static(content(self._thing, lines=True))
            with Horizontal(classes="buttons"):
                yield Button(content(f"{self._no} (n)"), id="no", compact=True)
                yield Button(content(f"{self._yes} (y)"), id="yes", compact=True)

    def on_mount(self) -> None:
        """The safe answer first."""
        self.query_one("#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(event.button.id == "yes")

    def action_other(self) -> None:
        """Move to the other button."""
        self.focus_next(Button)

    def action_answer(self, yes: bool) -> None:
        """Answer by letter."""
        self.dismiss(yes)
