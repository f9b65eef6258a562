"""From lines to rows and tables: delimiter, records with line breaks in them, preambles, stacked tables, short rows."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from smdash.domain import text
from smdash.errors import Refused
from smdash.exchange.decision import Decision
from smdash.exchange.files.decode import Decoded
from smdash.exchange.files.workbook import last_line

DELIMITERS = (",", ";", "\t")
DELIMITER_TITLES = {",": "comma", ";": "semicolon", "\t": "tab"}
_MOST_TITLES = 10
_END = '\0"'  # a checked text holds no NUL, so this line can only be ours; within an open quote it reads otherwise


@lru_cache(maxsize=1024)
def column_key(name: str) -> str:
    """What makes two column names the same: clean, one line, case folded."""
    return text.one_line(name.replace("\xa0", " ")).casefold()


class Row(NamedTuple):
    """One record: the line it begins on, counted from 1 as an editor does, and its cells as they stand."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table. `names` as printed, made unique: a second `Views` is `Views (2)`; `keys` as compared."""

    names: tuple[str, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, cells: Iterable[str]) -> Header:
        """The header in these cells; a column without a name is called `column 3`."""
        names: list[str] = []
        seen: Counter[str] = Counter()
        for number, cell in enumerate(cells, 1):
            name = text.one_line(cell) or f"column {number}"
            seen[column_key(name)] += 1
            count = seen[column_key(name)]
            names.append(f"{name} ({count})" if count > 1 else name)
        return cls(tuple(names), tuple(column_key(name) for name in names))

    def find(self, *names: str) -> int | None:
        """The place of the first of these columns that is there."""
        for name in names:
            if (key := column_key(name)) in self.keys:
                return self.keys.index(key)
        return None

    def every(self, name: str) -> tuple[int, ...]:
        """The places of a column and of those that repeat its name."""
        wanted = [column_key(name), *(f"{column_key(name)} ({count})" for count in range(2, 10))]
        return tuple(self.keys.index(key) for key in wanted if key in self.keys)

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the names that no column has."""
        return tuple(name for name in names if column_key(name) not in self.keys)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file. `rows` are read once, before the next table is asked for; short rows are filled with blanks,
    and cells beyond the header are kept in the row only when they hold something, so that it can be told as a fault.
    """

    titles: tuple[str, ...]
    header: Header
    line: int
    rows: Iterator[Row]


def delimiters(sample: Iterable[str], stated: str | None = None) -> list[str]:
    """The delimiters that split the sample into columns, the most consistent first; one stated by the file leads."""
    lines = list(sample)
    scores = {delimiter: _consistency(lines, delimiter) for delimiter in DELIMITERS}
    found = sorted((mark for mark in DELIMITERS if scores[mark] > 0), key=lambda mark: -scores[mark])
    if stated in DELIMITERS:
        found = [stated, *(mark for mark in found if mark != stated)]
    return found


def delimiter_decision(chosen: str, stated: str | None, found: list[str]) -> Decision:
    """What is told about the delimiter."""
    why = "the file says so" if stated == chosen else "its columns line up and are known"
    candidates = tuple(DELIMITER_TITLES[mark] for mark in found) if len(found) > 1 else ()
    return Decision("delimiter", "delimiter", DELIMITER_TITLES[chosen], why, candidates)


def _consistency(lines: list[str], delimiter: str) -> float:
    """Share of the records that have the commonest width above one, times that width."""
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if any(cells):
                widths[len(cells)] += 1
    except csv.Error:
        return 0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return count / widths.total() * min(width, 50)


def sample_rows(sample: Iterable[str], delimiter: str) -> list[list[str]]:
    """The records of a sample, as far as they can be read; the last may be cut."""
    rows: list[list[str]] = []
    reader = csv.reader(sample, delimiter=delimiter)
    try:
        rows.extend(reader)
    except csv.Error:
        return rows
    return rows


def rows(decoded: Decoded, delimiter: str) -> Iterator[Row]:
    """Every record of the file; `Refused` when a quote is never closed or a row is beyond the limits."""
    feed = _Feed(decoded)
    reader = csv.reader(feed.lines(), delimiter=delimiter)
    columns, offset = decoded.limits.columns, decoded.first_line
    begins = offset
    try:
        for cells in reader:
            if len(cells) > columns:
                raise Refused(f"Line {begins} has more than {columns} columns.", "It is not an export smdash knows.")
            if feed.ended:
                if cells != [_END]:
                    raise _unclosed(begins)
                return
            yield Row(begins, cells)
            feed.record = begins = reader.line_num + offset
    except csv.Error:
        raise _unclosed(begins) from None


class _Feed:
    """Lines for the CSV parser with an end of our own, so that a quote left open is seen, and with a limit on how many
    lines, and how much text, one record may swallow.
    """

    def __init__(self, decoded: Decoded) -> None:
        self._decoded = decoded
        self.record = decoded.first_line
        self.ended = False

    def lines(self) -> Iterator[str]:
        limits, record, room = self._decoded.limits, self.record, self._decoded.limits.record
        for number, line in enumerate(self._decoded.lines(), self._decoded.first_line):
            if self.record != record:
                record, room = self.record, limits.record
            room -= len(line)
            if number - record > limits.record_lines or room < 0:
                raise _unclosed(record)
            yield line
        self.ended = True
        yield _END


def _unclosed(line: int) -> Refused:
    return Refused(
        f"The record that begins on line {line} has a quote that is never closed.",
        "The file was cut or edited: export it again.",
    )


def tables(source: Iterable[Row], is_header: Callable[[list[str]], bool]) -> Iterator[Table]:
    """The tables of a file, one after the other: preamble, `#` and title lines are skipped until a known header.

    A new table begins where a known header follows a blank or title line, or where the same header stands again. No
    table of a workbook goes on from one sheet to the next.
    """
    stack = _Stack(iter(source), is_header)
    while (head := stack.next_header()) is not None:
        header = Header.of(head.cells)
        yield Table(stack.take_titles(), header, head.line, stack.body(head, len(header.names)))
        stack.drain()


class _Stack:
    """Walks the rows once; remembers where a table ended and what stood before the next."""

    def __init__(self, source: Iterator[Row], is_header: Callable[[list[str]], bool]) -> None:
        self._source = source
        self._is_header = is_header
        self._titles: list[str] = []
        self._next: Row | None = None
        self._open: Iterator[Row] = iter(())

    def next_header(self) -> Row | None:
        if self._next is not None:
            head, self._next = self._next, None
            return head
        for row in self._source:
            if self._is_header(row.cells):
                return row
            if title := text.one_line(" ".join(row.cells)):
                self._titles = [*self._titles, title][-_MOST_TITLES:]
        return None

    def take_titles(self) -> tuple[str, ...]:
        taken, self._titles = tuple(self._titles), []
        return taken

    def body(self, head: Row, width: int) -> Iterator[Row]:
        self._open = self._body(head, width)
        return self._open

    def drain(self) -> None:
        for _ in self._open:
            pass

    def _body(self, head: Row, width: int) -> Iterator[Row]:
        held: list[Row] = []  # thin rows: titles of the next table, or short rows of this one
        gap, last = False, last_line(head.line)
        for row in self._source:
            cells = row.cells
            if row.line > last:
                self._source = chain((row,), self._source)
                break
            if not (len(cells) > 1 and cells[1]) and not any(cells[1:]):
                if not cells or not cells[0].strip():
                    gap = True
                    continue
                if width > 1 and len(held) < _MOST_TITLES:
                    held.append(row)
                    continue
            elif (gap or held or cells == head.cells) and self._is_header(cells):
                self._titles = [text.one_line(" ".join(thin.cells)) for thin in held]
                self._next = row
                return
            if held:
                yield from (_fitted(thin, width) for thin in held)
                held = []
            gap = False
            yield row if len(cells) == width else _fitted(row, width)
        yield from (_fitted(thin, width) for thin in held)


def _fitted(row: Row, width: int) -> Row:
    cells = row.cells
    if len(cells) < width:
        return Row(row.line, cells + [""] * (width - len(cells)))
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return Row(row.line, cells)
