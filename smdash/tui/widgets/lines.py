"""Text blocks made of spans, with the figures behind their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from smdash.domain.figures import Figure
from smdash.tui.theming import style_of
from smdash.tui.widgets.cells import Line
from smdash.tui.widgets.paint import paint_line
from smdash.tui.widgets.safe import drawn


class TextLines(Widget):
    """Lines of text in spans, as high as they are many.

    Its first words (rules and spaces don't count) show the focus, where the block can have it.
    """

    DEFAULT_CSS = """
    TextLines { height: auto; width: 1fr; }
    """

    def __init__(
        self,
        lines: Sequence[Line] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.lines: tuple[Line, ...] = tuple(lines)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; only changed ones are painted again."""
        before, self.lines = self.lines, tuple(lines)
        if len(before) != len(self.lines):
            self.refresh(layout=True)
            return
        for y, (old, new) in enumerate(zip(before, self.lines, strict=True)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return len(self.lines)

    @property
    def _title(self) -> tuple[int, int]:
        """Line and span of the first words."""
        for y, spans in enumerate(self.lines):
            for number, span in enumerate(spans):
                if any(char.isalnum() for char in span.text):
                    return y, number
        return 0, 0

    def on_focus(self) -> None:
        """Show the focus on the title."""
        self.refresh(Region(0, self._title[0], self.size.width, 1))

    def on_blur(self) -> None:
        """Show the title as usual."""
        self.refresh(Region(0, self._title[0], self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One line of spans."""
        width = self.size.width
        if y >= len(self.lines):
            return Strip.blank(width, self.rich_style)
        line, span = self._title
        lit = span if self.has_focus and y == line else None
        strip = paint_line(self.lines[y], width, self._style, lambda text: drawn(self.app, text), lit=lit)
        return strip.apply_style(self.rich_style)

    def _style(self, role: str) -> Style:
        return style_of(self.app, "selection" if role == "lit" else role)


class FigureLines(TextLines):
    """Text with the figures behind its numbers; focusable while it has some, so that `i` can explain them.

    It should begin with a short title in a span of its own, since that shows the focus. Enter tells the pane, which
    may go to where the numbers come from.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", show=False)]

    class Opened(Message):
        """Enter was pressed on the block."""

        def __init__(self, block: FigureLines) -> None:
            super().__init__()
            self.block = block

    def __init__(
        self,
        lines: Sequence[Line] = (),
        figures: Sequence[Figure] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(lines, id=id, classes=classes)
        self.figures: tuple[Figure, ...] = tuple(figures)
        self.can_focus = bool(self.figures)

    def action_open(self) -> None:
        """Tell that the block was opened."""
        self.post_message(self.Opened(self))

    def set_lines(self, lines: Sequence[Line], figures: Sequence[Figure] = ()) -> None:
        """Show these lines, and explain these figures."""
        self.figures = tuple(figures)
        self.can_focus = bool(self.figures)
        super().set_lines(lines)
