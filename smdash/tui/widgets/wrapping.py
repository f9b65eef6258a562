"""Long texts in lines of some terminal cells. No Textual here."""

from __future__ import annotations

from itertools import zip_longest

from rich.cells import split_graphemes

from smdash.domain import text
from smdash.tui.widgets.cells import Line, line


def wrapped(said: str, width: int) -> list[str]:
    """A text broken between words into lines of at most `width` terminal cells; a longer word is broken inside."""
    lines: list[str] = []
    here, used = "", 0
    for word in text.clean(said).split():
        for piece, cells in _pieces(word, max(2, width)):
            if here and used + 1 + cells > width:
                lines.append(here)
                here, used = "", 0
            here, used = (f"{here} {piece}", used + 1 + cells) if here else (piece, cells)
    return [*lines, here] if here or not lines else lines


def _pieces(word: str, width: int) -> list[tuple[str, int]]:
    """A word with its width in cells, cut into pieces where it is wider than a line."""
    pieces: list[tuple[str, int]] = []
    piece, used = "", 0
    for start, end, cells in split_graphemes(word)[0]:
        if used + cells > width:
            pieces.append((piece, used))
            piece, used = "", 0
        piece, used = piece + word[start:end], used + cells
    return [*pieces, (piece, used)]


def side_by_side(name: str, value: str, widths: tuple[int, int]) -> list[tuple[str, str]]:
    """A name and its value, each wrapped within its own width: as many pairs as the longer one has lines."""
    return list(zip_longest(wrapped(name, widths[0]), wrapped(value, widths[1]), fillvalue=""))


def folded(said: str, width: int, role: str = "") -> list[Line]:
    """A text of several lines, each wrapped, in one role; no line for a text that is empty."""
    return [line((part, role)) for written in said.splitlines() for part in wrapped(written, width)]
