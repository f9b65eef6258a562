"""Days and long texts as the pane has room for them. No Textual here."""

from __future__ import annotations

from datetime import date

from rich.cells import split_graphemes

from smdash.domain import text
from smdash.tui.widgets.symbols import UNDEFINED

_FAR = 300  # days: a day farther away than this is shown with its year instead of its day


def short_day(day: date | None, today: date) -> str:
    """`12 Jan` for a day within ten months, `Nov 2027` for one farther away; a dash for none."""
    if day is None:
        return UNDEFINED
    return f"{day.day} {day:%b}" if abs((day - today).days) < _FAR else f"{day:%b %Y}"


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
