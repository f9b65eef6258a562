"""Frames read as cells.

A frame is what Textual's compositor writes in one go: moves of the cursor, texts with or without colours, hyperlinks.
Reading one is pure: text in, painted cells out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from smdash.tui.driver.glyphs import Charset, cells_of_text, substitute

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Pen(NamedTuple):
    """How a cell is drawn, in the terminal's own codes.

    None means that it doesn't show: a space without underline or reverse looks the same in any foreground, bold or not.
    """

    attributes: tuple[str, ...] | None
    foreground: str | None
    background: str
    link: str  # "parameters;address" of OSC 8; ";" is no link


class Cell(NamedTuple):
    """One position of the screen. The second cell of a wide cluster has an empty text."""

    text: str
    pen: Pen


Row = list[Cell | None]  # None: never painted, so what the terminal shows there is not known

NO_LINK = ";"
PLAIN = Pen((), "39", "49", NO_LINK)
UNSEEN_ON_SPACE = frozenset("123")  # bold, dim, italic

_TOKEN = re.compile(
    r"\x1b\[(?P<row>\d{1,5});(?P<column>\d{1,5})H"
    r"|(?:\x1b\[(?P<codes>[\d;]+)m)?(?P<text>[^\x00-\x1f\x7f-\x9f]+)(?:\x1b\[0m)?"
    r"|\x1b\]8;(?P<link>[^\x00-\x1f\x7f-\x9f]*)\x1b\\"
    r"|(?P<nothing>\n(?=\x1b\[\d+;\d+H)|\x1b\[[\d;]*m(?:\x1b\[0m)?)"
    r"|(?P<stray>[\x00-\x1f\x7f-\x9f])"
)
_RESET = "\x1b[0m"
_FRAME = re.compile(r"\x1b\[\d{1,5};\d{1,5}H")
_CODE = re.compile(r"[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3}|\d{1,3}")
_ATTRIBUTES = frozenset({*map(str, range(1, 10)), "21", "51", "52", "53"})
_LINK = re.compile(r"[!-:<-~]*;(?:(?:https?|mailto):[!-~]+)?")


def is_frame(written: str) -> bool:
    """Whether this is a frame: only the compositor begins with a move of the cursor."""
    return _FRAME.match(written) is not None


@lru_cache(8192)
def styled_cells(text: str, codes: str, link: str, charset: Charset) -> tuple[Cell, ...]:
    """The cells of a text in one style, given as the parameters of SGR. The same cells for the same arguments."""
    pen, on_space = _pens(codes, link)
    return tuple(Cell(part, on_space if part == " " else pen) for part in cells_of_text(text, charset))


@lru_cache(4096)
def _pens(codes: str, link: str) -> tuple[Pen, Pen]:
    """The pen for SGR parameters, and the one for spaces, which leaves open what doesn't show on them."""
    attributes: list[str] = []
    foreground, background = PLAIN.foreground, PLAIN.background
    for code in _CODE.findall(codes):
        number = int(code.partition(";")[0])
        if 30 <= number <= 39 or 90 <= number <= 97:
            foreground = code
        elif 40 <= number <= 49 or 100 <= number <= 107:
            background = code
        elif code in _ATTRIBUTES:
            attributes.append(code)
    pen = Pen(tuple(attributes), foreground, background, link)
    return pen, Pen(None, None, background, link) if UNSEEN_ON_SPACE.issuperset(attributes) else pen


class Painting:
    """The rows that a frame touches, as they are after it; everything it paints outside the screen is left out."""

    def __init__(self, screen: Sequence[Row], charset: Charset) -> None:
        """Paint over `screen`, which stays as it is: touched rows are copies."""
        self._screen, self._charset = screen, charset
        self._height, self._width = len(screen), len(screen[0])
        self.rows: dict[int, Row] = {}
        self.x = self.y = 0  # where the cursor is left

    def paint(self, frame: str) -> None:
        """Read a frame. A control that is none of the compositor's own makes the cell before it a substitute."""
        link, codes = NO_LINK, ""
        for kind, token in _tokens(frame):
            if kind == "text":
                codes = token["codes"] or codes
                self._put(styled_cells(token["text"], codes, link, self._charset))
            elif kind == "column":
                self.y, self.x = int(token["row"]) - 1, int(token["column"]) - 1
            elif kind == "link":
                link = token["link"] if _LINK.fullmatch(token["link"]) else NO_LINK
            elif kind == "stray":
                self._deface()
            if token[0].endswith(_RESET):
                codes = ""

    def _put(self, cells: tuple[Cell, ...]) -> None:
        x, end = self.x, self.x + len(cells)
        self.x = end
        if not 0 <= self.y < self._height or not 0 <= x < self._width:
            return
        row = self._row()
        _break_wide(row, x)
        _break_wide(row, end)
        row[x:end] = cells
        if end > self._width:
            del row[self._width :]
            if cells[self._width - x].text == "":  # the first half of a wide cluster would be left
                row[-1] = None

    def _deface(self) -> None:
        x = self.x - 1
        if not 0 <= self.y < self._height or not 0 <= x < self._width:
            return
        row = self._row()
        defaced = row[x]
        _break_wide(row, x)
        _break_wide(row, x + 1)
        row[x] = Cell(substitute(self._charset), defaced.pen if defaced else PLAIN)

    def _row(self) -> Row:
        if self.y not in self.rows:
            self.rows[self.y] = list(self._screen[self.y])
        return self.rows[self.y]


def _tokens(frame: str) -> Iterator[tuple[str | None, re.Match[str]]]:
    for token in _TOKEN.finditer(frame):
        yield token.lastgroup, token


def _break_wide(row: Row, x: int) -> None:
    """Forget both halves of a wide cluster that is cut before column `x`: terminals disagree about what remains."""
    first = x
    while 0 < first < len(row) and (cell := row[first]) is not None and cell.text == "":
        first -= 1
    if first == x:
        return
    row[first] = None
    last = first + 1
    while last < len(row) and (cell := row[last]) is not None and cell.text == "":
        row[last] = None
        last += 1
