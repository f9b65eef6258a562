"""What all boxes over a pane have in common."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

T = TypeVar("T")


class Box(ModalScreen[T | None]):
    """A box that Esc closes without a result."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    def action_close(self) -> None:
        """Leave without a result."""
        self.dismiss(None)
