"""The process of its own in which a workbook is opened: each row as a line of JSON, compressed, on standard output.

A workbook is opened by a library that hostile or damaged ones can make fail without an exception or ask for all memory
there is. Here that ends this process, which keeps itself to a share of memory and time, and not the program. Nothing is
ever run: of a formula its last result is read, macros are not looked at.
"""

from __future__ import annotations

import io
import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, BinaryIO

MEMORY = 2 * 1024**3
"""Bytes the process may use, where the system can hold it to that."""
SECONDS = 120
"""Seconds of work it may take."""
CHARACTERS = 512 * 1024**2
"""Most bytes of all rows together."""
PASSWORD, TOO_LARGE = 3, 4
"""What it ends with when a workbook can't be opened without a password, or its rows are more text than may be."""

_EXACT = 2**53  # beyond it a cell of a spreadsheet has lost digits
_DIGITS = 15  # what spreadsheets keep of a number
_GROUP = 3


class TooLarge(Exception):
    """The rows are more text than may be."""


def written(value: Any) -> str:
    """A cell as text: days and times in ISO form, whole numbers without a point, nothing that was kept lost.

    A number from 2**53 on has lost digits in the file; it is written with an exponent, so that no reader takes it for
    an id that was kept.
    """
    if isinstance(value, str):
        return value
    if type(value) is float:
        return _number(value)
    if isinstance(value, int):
        return "TRUE" if value is True else "FALSE" if value is False else str(value)
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return _duration(value) if isinstance(value, timedelta) else ""


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if abs(value) >= _EXACT:
        return f"{value:.{_DIGITS - 1}E}"
    if value == int(value):
        return str(int(value))
    shown = repr(value)
    if len(shown) > _DIGITS or "e" in shown:
        shown = f"{Decimal(f'{value:.{_DIGITS}g}'):f}"
    whole, _, rest = shown.partition(".")
    if not rest:
        return whole
    # One point and three digits could be a group of thousands in a text; a cell of numbers is never in doubt.
    return f"{whole}.{rest}0" if len(rest) == _GROUP else f"{whole}.{rest}"


def _duration(value: timedelta) -> str:
    sign, seconds = ("-" if value < timedelta() else ""), round(abs(value).total_seconds())
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def sheet_rows(rows: Iterable[list[Any]], merged: Iterable[Any]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet from its first cell on, numbered as it shows them; of blank rows in succession the first.

    Words and days of cells merged over several rows stand in each of them. Numbers stand once: they would count twice.
    """
    reach = {start: end[0] for start, end in merged if end[0] > start[0]}
    starts = {row for row, _ in reach}
    open_cells: dict[int, tuple[str, int]] = {}
    blank = True
    for number, values in enumerate(rows):
        cells = [written(value) for value in values]
        for column, (word, last) in list(open_cells.items()):
            if number > last:
                del open_cells[column]
            elif column < len(cells) and not cells[column]:
                cells[column] = word
        if number in starts:
            for column, value in enumerate(values):
                last = reach.get((number, column), 0)
                if last and not isinstance(value, int | float):
                    open_cells[column] = (cells[column], last)
        while cells and not cells[-1]:
            cells.pop()
        if cells or not blank:
            yield number + 1, cells
        blank = not cells


def convert(content: bytes, out: BinaryIO) -> int:
    """Write the names of the sheets that have cells on a line, then all rows as lines `[sheet, row, cells]`, packed.

    Returns what this process ends with.
    """
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

    packed = _Packed()
    filled: list[str] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is None:
                continue
            for number, cells in sheet_rows(sheet.iter_rows(), sheet.merged_cell_ranges or ()):
                packed.add([len(filled), number, cells])
            filled.append(name)
    except PasswordError:
        return PASSWORD
    except (TooLarge, MemoryError):
        return TOO_LARGE
    out.write(json.dumps(filled).encode() + b"\n" + packed.end())
    out.flush()
    return 0


class _Packed:
    """Lines of JSON, compressed as they come."""

    def __init__(self) -> None:
        self._pack, self._pieces, self._room = zlib.compressobj(1), bytearray(), CHARACTERS

    def add(self, value: Any) -> None:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
        self._room -= len(line)
        if self._room < 0:
            raise TooLarge
        self._pieces += self._pack.compress(line)

    def end(self) -> bytes:
        return bytes(self._pieces + self._pack.flush())


def _keep_within_limits() -> None:
    try:
        import resource
    except ImportError:  # where there is no such thing, the one who waits for this process ends it
        return
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    _keep_within_limits()
    sys.exit(convert(sys.stdin.buffer.read(), sys.stdout.buffer))
