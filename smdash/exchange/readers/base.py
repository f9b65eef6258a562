"""What a reader is: it says which tables are its own, what their columns hold, and turns a row into a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Protocol, TypeVar, runtime_checkable

from smdash.domain import text
from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.dates import DateGrammar
from smdash.exchange.grammar.numbers import BadCell, NumberGrammar
from smdash.exchange.memo import Memo
from smdash.exchange.records.base import PlatformTotal, Record

T = TypeVar("T")

LONGEST_NAME = 120
"""Longest name of a person, project or channel, as the store takes it."""

_SHOWN = 4  # columns that are not there, by name
_REPEATS = 80  # cells shorter than this are names, days and hours, which return row after row
_one_line = lru_cache(maxsize=4096)(text.one_line)


@dataclass(frozen=True, slots=True)
class Match:
    """The table is this reader's; of several the one that knows the most columns reads it."""

    columns: int


NOTHING_THERE = "none of its columns is there"
"""Why a file is not of a format with which it has nothing in common."""


@dataclass(frozen=True, slots=True)
class NoMatch:
    """The table is not this reader's, and why, as a half sentence; `columns` that it does know, `lacking` what it has
    not: of formats that know as many columns the one that lacks least is nearer.
    """

    reason: str
    columns: int = 0
    lacking: int = 1


def lacks(names: Sequence[str], there: int, why: str = "") -> NoMatch:
    """Columns of these names would have to be there beside the `there` that are; `why` ends the sentence."""
    if not there:
        return NoMatch(NOTHING_THERE, 0, len(names))
    shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    return NoMatch(f"no column {shown}{why}", there, len(names))


@dataclass(frozen=True, slots=True)
class DateColumns:
    """Columns whose dates are written alike, under one name; `usual` is the form this export is known to print. With
    `own_years` the rows tell the year that is not written, so that nobody needs to be asked.
    """

    name: str
    places: tuple[int, ...]
    usual: str | None = None
    own_years: bool = False


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A column of numbers; `whole` for counts."""

    name: str
    place: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Columns:
    """What must be decided from whole columns before rows can be read."""

    dates: tuple[DateColumns, ...] = ()
    numbers: tuple[NumberColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammars:
    """What was decided: dates by name, numbers by place of the column."""

    dates: Mapping[str, DateGrammar] = field(default_factory=dict)
    numbers: Mapping[int, NumberGrammar] = field(default_factory=dict)


RowReader = Callable[[Row], Record | PlatformTotal | None]
"""Turns one row into what it means; raises `BadCell` for a row that can't be imported. None is only for a function that
has a `rest`, which then tells it.
"""


class Reader(Protocol):
    """One export format. Stateless: what belongs to one file lives in the function `compile` returns."""

    @property
    def name(self) -> str:
        """The format's short name, kept with each batch."""

    @property
    def title(self) -> str:
        """The format as people call it."""

    def recognise(self, header: Header) -> Match | NoMatch:
        """Whether a table with this header is of this format."""

    def columns(self, header: Header) -> Columns:
        """The columns whose grammar has to be decided from all their cells."""

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        """The function that reads the rows of one file, with every column looked up once."""

    def notes(self, header: Header) -> tuple[Decision, ...]:
        """What else was decided from the header, worth telling."""


@runtime_checkable
class TitledReader(Reader, Protocol):
    """A format whose tables are told apart by the titles above them."""

    def under(self, titles: tuple[str, ...]) -> Reader:
        """The reader of the table that stands under these titles, the nearest last."""


@runtime_checkable
class AskingReader(Reader, Protocol):
    """A format whose files leave something open that only a person knows."""

    def questions(self, titles: Sequence[tuple[str, ...]]) -> tuple[Decision, ...]:
        """What to ask, by the titles above each table of the file."""


@runtime_checkable
class DescribedReader(Reader, Protocol):
    """A format that has a row between its header and its rows, which says at length what is in the columns."""

    def is_description(self, row: Row, header: Header) -> bool:
        """Whether the first row of a table is that one."""


@runtime_checkable
class StackedReader(Reader, Protocol):
    """A format whose files have tables of several kinds, one under the other."""

    def begins(self, header: Header) -> bool:
        """Whether a row after a gap is the header of a further table."""


@runtime_checkable
class TableRows(Protocol):
    """A function that reads the rows of a table as a whole: with cells beyond its header, and with an end."""

    def __call__(self, row: Row) -> Record | PlatformTotal | None:
        """What one row means; None where only all of them say it."""

    def rest(self) -> Iterator[Record]:
        """What the rows come to, once all are read."""


def recognise_columns(header: Header, needed: Iterable[str], known: Iterable[str] = ()) -> Match | NoMatch:
    """Match when every needed column is there; else what is missing."""
    wanted = tuple(needed)
    missing = header.missing(wanted)
    if not missing:
        every = {*wanted, *known}
        return Match(len(every) - len(header.missing(every)))
    return lacks(missing, len(wanted) - len(missing))


def cell_line(cells: list[str], place: int | None) -> str:
    """A cell as clean text on one line; blank when the column isn't there."""
    if place is None:
        return ""
    cell = cells[place]
    return _one_line(cell) if len(cell) < _REPEATS else text.one_line(cell)


def cell_name(cells: list[str], place: int | None, column: str) -> str:
    """The same for a name, which may not be longer than the store takes."""
    return _name(cell_line(cells, place), column)


def cell_text(cells: list[str], place: int | None) -> str:
    """A cell as clean text that may have several lines."""
    return text.clean(cells[place]).strip() if place is not None and cells[place] else ""


def _name(found: str, column: str) -> str:
    if len(found) > LONGEST_NAME:
        raise BadCell(found[:40] + "…", f"is longer than {LONGEST_NAME} characters", column)
    return found


def column(header: Header, name: str, read: Callable[[str], T]) -> tuple[int, Memo[T]]:
    """The place of a column and what its cells mean; where there is none, what a blank cell means, at any place."""
    place = header.find(name)
    if place is None:
        blank = read("")
        return 0, Memo(lambda _: blank)
    return place, Memo(read)


def line_column(header: Header, name: str) -> tuple[int, Memo[str]]:
    """A column of clean text on one line."""
    return column(header, name, text.one_line)


def name_column(header: Header, name: str) -> tuple[int, Memo[str]]:
    """A column of names."""
    return column(header, name, lambda cell: _name(text.one_line(cell), name))


def text_column(header: Header, name: str) -> tuple[int, Memo[str]]:
    """A column of clean text that may have several lines."""
    return column(header, name, lambda cell: text.clean(cell).strip())


def date_at(grammar: DateGrammar, cell: str, column: str) -> datetime:
    """A date; its fault names the column."""
    try:
        return grammar.parse(cell)
    except BadCell as fault:
        raise BadCell(cell, fault.reason, column) from None


def measure_at(grammar: NumberGrammar, cell: str, column: str) -> Measure:
    """A three-state number; its fault names the column."""
    try:
        return grammar.measure(cell)
    except BadCell as fault:
        raise BadCell(cell, fault.reason, column) from None


def metric_places(header: Header, names: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """The place of each metric that the header has, under one of its names."""
    return {metric: place for metric, every in names.items() if (place := header.find(*every)) is not None}


def measures(
    header: Header, grammars: Grammars, places: Mapping[str, int]
) -> Callable[[list[str]], dict[str, Measure]]:
    """A function that reads the metrics at these places of a row."""
    columns = [(metric, place, header.names[place], grammars.numbers[place]) for metric, place in places.items()]
    return lambda cells: {metric: measure_at(grammar, cells[place], name) for metric, place, name, grammar in columns}


def first_measures(
    header: Header, grammars: Grammars, places: Mapping[str, Iterable[int]]
) -> Callable[[list[str]], dict[str, Measure]]:
    """The same where a metric may stand in several columns: the first that reports a value counts."""
    columns = [
        (metric, [(place, header.names[place], grammars.numbers[place]) for place in every])
        for metric, every in places.items()
    ]
    return lambda cells: {metric: _first_reported(cells, every) for metric, every in columns}


def _first_reported(cells: list[str], columns: list[tuple[int, str, NumberGrammar]]) -> Measure:
    found = (measure_at(grammar, cells[place], name) for place, name, grammar in columns)
    return next((measure for measure in found if measure != NOT_REPORTED), NOT_REPORTED)


def raw_fields(header: Header, used: Iterable[int]) -> Callable[[list[str]], dict[str, str]]:
    """A function that keeps every cell that isn't blank of the columns not used, by the column's name."""
    taken = set(used)
    rest = [(place, name) for place, name in enumerate(header.names) if place not in taken]
    return lambda cells: {
        name: text.clean(cell) for place, name in rest if (cell := cells[place]) and not cell.isspace()
    }
