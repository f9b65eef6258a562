"""Two terminals side by side: one gets Textual's frames, the other what the driver makes of them."""

from __future__ import annotations

from typing import Any

import pyte

from smdash.tui.driver.cells import is_frame
from smdash.tui.driver.glyphs import Charset
from smdash.tui.driver.painting import ScreenCells
from tests.terminal_session import GraphemeScreen

NO_LINE_WRAP = "\x1b[?7l"  # as Textual sets it at the start


class DisagreeingScreen(GraphemeScreen):
    """A terminal that takes joined emoji for narrow and halves of flags for wide, as many older ones do."""

    def draw(self, data: str) -> None:
        """Draw text with these widths."""
        super().draw(data.replace("\ufe0f", "").replace("🇨", "漢").replace("👩\u200d💻", "x"))


class SideBySide:
    """Feeds frames to both, and tells where they differ."""

    def __init__(
        self,
        width: int,
        height: int,
        charset: Charset = Charset.UNICODE,
        terminal: type[GraphemeScreen] = GraphemeScreen,
    ) -> None:
        self.cells = ScreenCells(charset)
        self.terminal = terminal
        self.sent = 0
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """Both terminals drop what they show, as terminals may."""
        self.width, self.height = width, height
        self.screens = self.terminal(width, height), self.terminal(width, height)
        self.plain, self.driven = (pyte.Stream(screen) for screen in self.screens)
        self.plain.feed(NO_LINE_WRAP)
        self.driven.feed(NO_LINE_WRAP)
        self.cells.forget()

    def play(self, written: str) -> str:
        """Take one write of Textual's; return what the driver sent for a frame."""
        if not is_frame(written):
            return ""
        update = self.cells.update(written, self.width, self.height)
        self.sent += len(update.encode())
        self.plain.feed(written)
        self.driven.feed(update)
        return update

    def differences(self) -> list[tuple[int, int, Any, Any]]:
        """Row, column, and the two cells, wherever a person would see a difference."""
        plain, driven = self.screens
        return [
            (y, x, seen, instead)
            for y in range(self.height)
            for x in range(self.width)
            if (seen := _visible(plain.buffer[y][x])) != (instead := _visible(driven.buffer[y][x]))
        ]


def _visible(cell: Any) -> tuple[object, ...]:
    """What shows of a cell: on a space neither foreground nor weight does, unless it is reversed or has a line."""
    if cell.data == " " and not (cell.reverse or cell.underscore or cell.strikethrough or cell.blink):
        return " ", cell.bg
    return tuple(cell)
