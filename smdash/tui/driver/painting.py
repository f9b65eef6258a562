"""What to send so that a terminal shows other cells than it does: pure, rows in, escape sequences out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from smdash.tui.driver.cells import PLAIN, UNSEEN_ON_SPACE, Painting, Pen, Row

if TYPE_CHECKING:
    from smdash.tui.driver.glyphs import Charset

_LONGEST_REPEAT = 4  # unchanged cells sent again rather than jumped over: a jump takes four bytes

_PICTOGRAPHS = "\U0001f000"  # from here on emoji, halves of flags and what newer versions of Unicode add
# What ends each attribute; bold and dim end together.
_OFF = dict(zip("1 2 3 4 5 6 7 8 9 21 51 52 53".split(), "22 22 23 24 25 25 27 28 29 24 54 54 55".split(), strict=True))


class ScreenCells:
    """The cells as the terminal shows them, and what turns them into the next frame."""

    def __init__(self, charset: Charset) -> None:
        """Nothing is known about the terminal yet; `charset` is what it can show."""
        self._charset = charset
        self._rows: list[Row] = []
        self._cursor: tuple[int, int] | None = None
        self._known = False

    def forget(self) -> None:
        """Take nothing for granted any more: whatever is painted next is sent. Safe in a signal's handler."""
        self._known = False

    def update(self, frame: str, width: int, height: int) -> str:
        """What to send for a frame on a screen of `width` x `height` cells; "" when nothing changes."""
        if width < 1 or height < 1:
            return ""
        if not self._known or len(self._rows) != height or len(self._rows[0]) != width:
            self._known, self._cursor = True, None
            self._rows = [[None] * width for _ in range(height)]
        painting = Painting(self._rows, self._charset)
        painting.paint(frame)
        sent: list[str] = []
        pen = PLAIN
        for y, row in sorted(painting.rows.items()):
            if row != self._rows[y]:
                codes, pen = row_update(y, self._rows[y], row, pen)
                self._rows[y] = row
                sent.append(codes)
        cursor = painting.x, painting.y
        if sent or cursor != self._cursor:
            self._cursor = cursor
            sent.append(f"{_change(pen, PLAIN)[0]}{_move(*cursor)}")
        return "".join(sent)


def row_update(y: int, old: Row, new: Row, pen: Pen) -> tuple[str, Pen]:
    """What turns one row into another, starting with `pen`, and the pen after it."""
    out: list[str] = []
    at = -1  # where the cursor is in this row; -1: elsewhere
    for first, last in _spans(old, new):
        for x in range(first, last + 1):
            cell = new[x]
            if cell is None or (cell.text == "" and at != x):
                at = -1
                continue
            if at != x:  # -1, or the end of the stretch before, and then all cells between are one wide
                out.append(_move(x, y) if at < 0 else f"\x1b[{x - at}C")
            if cell.pen is not pen:
                codes, pen = _change(pen, cell.pen)
                out.append(codes)
            out.append(cell.text)
            at = x + 1
    return "".join(out), pen


def _spans(old: Row, new: Row) -> list[tuple[int, int]]:
    """First and last column of each stretch to send.

    Terminals disagree about the width of some wide and joined characters, and so about where everything behind them
    stands. So, if anything changes from the first such cell on, the row is sent from there to its end in one go, as
    Textual itself would.
    """
    changed = [x for x, (was, now) in enumerate(zip(old, new, strict=True)) if was is not now and was != now]
    if not changed:
        return []
    doubtful = min(_first_doubtful(old), _first_doubtful(new))
    spans: list[tuple[int, int]] = []
    for x in changed:
        if x >= doubtful:
            spans.append((doubtful, len(new) - 1))
            break
        if spans and x - spans[-1][1] <= _LONGEST_REPEAT + 1:
            spans[-1] = spans[-1][0], x
        else:
            spans.append((x, x))
    return spans


def _first_doubtful(row: Row) -> int:
    """The column of the first cluster that is wide, joined, or a pictograph; the row's width when there is none."""
    for x, cell in enumerate(row):
        if cell is not None and (len(cell.text) != 1 or cell.text >= _PICTOGRAPHS):
            return max(0, x - 1) if cell.text == "" else x
    return len(row)


def _move(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"


@lru_cache(8192)
def _change(old: Pen, new: Pen) -> tuple[str, Pen]:
    """What takes the terminal from one pen to another, and the pen it has then: what `new` leaves open stays."""
    was = old.attributes or ()
    attributes = new.attributes
    if attributes is None:
        attributes = was if UNSEEN_ON_SPACE.issuperset(was) else ()
    off = {_OFF[code] for code in was if code not in attributes}
    codes = sorted(off) + [code for code in attributes if code not in was or _OFF[code] in off]
    foreground = new.foreground or old.foreground
    if foreground is not None and foreground != old.foreground:
        codes.append(foreground)
    if new.background != old.background:
        codes.append(new.background)
    sgr = f"\x1b[{';'.join(codes)}m" if codes else ""
    link = f"\x1b]8;{new.link}\x1b\\" if new.link != old.link else ""
    return sgr + link, Pen(attributes, foreground, new.background, new.link)
