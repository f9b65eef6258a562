"""Text blocks made of spans, with the figures behind their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from smdash.domain.figures import Figure
from smdash.tui.theming import style_of
from smdash.tui.widgets.cells import Line
from smdash.tui.widgets.paint import paint_line
from smdash.tui.widgets.safe import drawn


class FigureLines(Widget):
    """Lines of text as high as they are many; focusable while figures are attached, so that `i` can explain them.

    The first span of the first line shows the focus, so it should be a short title.
    """

    DEFAULT_CSS = """
    FigureLines { height: auto; width: 1fr; }
    """

    def __init__(
        self,
        lines: Sequence[Line] = (),
        figures: Sequence[Figure] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.lines: tuple[Line, ...] = tuple(lines)
        self.figures: tuple[Figure, ...] = tuple(figures)
        self.can_focus = bool(self.figures)

    def set_lines(self, lines: Sequence[Line], figures: Sequence[Figure] = ()) -> None:
        """Show these lines; only changed ones are painted again."""
        before, self.lines = self.lines, tuple(lines)
        self.figures = tuple(figures)
        self.can_focus = bool(self.figures)
        if len(before) != len(self.lines):
            self.refresh(layout=True)
            return
        for y, (old, new) in enumerate(zip(before, self.lines, strict=True)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return len(self.lines)

    def on_focus(self) -> None:
        """Show the focus on the title."""
        self.refresh(Region(0, 0, self.size.width, 1))

    def on_blur(self) -> None:
        """Show the title as usual."""
        self.refresh(Region(0, 0, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One line of spans."""
        width = self.size.width
        if y >= len(self.lines):
            return Strip.blank(width, self.rich_style)
        strip = paint_line(
            self.lines[y], width, self._style, lambda text: drawn(self.app, text), lit=self.has_focus and y == 0
        )
        return strip.apply_style(self.rich_style)

    def _style(self, role: str) -> Style:
        return style_of(self.app, "selection" if role == "lit" else role)
