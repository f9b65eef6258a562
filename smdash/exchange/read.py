"""The whole of understanding a file: decode, detect, decide, and read its rows. Nothing is written.

understood = read_file(path, today=clock.today())
understood.decisions            what was decided; `undecided` must be answered before anything is written
for outcome in understood.stream(): ...        one pass over the file, memory of one row
rows = understood.collect()     records, totals and faults as tuples: about 2 KB a record
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from smdash.domain import text
from smdash.errors import InvalidInput
from smdash.exchange.decision import Decision
from smdash.exchange.files.decode import LIMITS, Decoded, Limits, decode_bytes, decode_file
from smdash.exchange.files.grid import DELIMITER_TITLES, Header, Row, Table, tables
from smdash.exchange.files.layouts import laid_out, layout_decision
from smdash.exchange.grammar.dates import EARLIEST
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.grammar.survey import Decided, Survey
from smdash.exchange.readers import registry
from smdash.exchange.readers.base import (
    AskingReader,
    DescribedReader,
    Match,
    Reader,
    RowReader,
    StackedReader,
    TableRows,
    TitledReader,
)
from smdash.exchange.readers.mapped.mapping import Mapping as SavedMapping
from smdash.exchange.readers.readings.cells import KnownKpis
from smdash.exchange.records.base import Outcome, PlatformTotal, Record, RowFault

_BEYOND_TODAY = timedelta(days=730)
_SHOWN = 60
_ANY_WIDTH = 1_000_000


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose: `answers` by the `key` of a `Decision`, one of its `candidates` each; `mappings` saved for
    this organisation, and what its KPIs are called; the name of the one reader to use; the days between which dates are
    believed (from 2000 to two years after today, if not said).
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    mappings: tuple[SavedMapping, ...] = ()
    kpis: KnownKpis = field(default_factory=KnownKpis)
    reader: str = ""
    earliest: date = EARLIEST
    latest: date | None = None
    limits: Limits = LIMITS


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything a file says, held in memory."""

    records: tuple[Record, ...]
    totals: tuple[PlatformTotal, ...]
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """A file whose format and grammar are known. `digest` is the SHA-256 of its bytes, `rows` how many rows it has
    (for a progress bar): each gives one outcome.
    """

    name: str
    digest: str
    format: str
    title: str
    decisions: tuple[Decision, ...]
    rows: int
    _source: _Source

    @property
    def undecided(self) -> tuple[Decision, ...]:
        """What a person has to answer before the rows may be believed."""
        return tuple(decision for decision in self.decisions if decision.ambiguous)

    def stream(self) -> Iterator[Outcome]:
        """What each row means, in the file's order, reading the file anew on each call. One row is in memory at a time,
        beside some 70 bytes per row without an id of its own.
        """
        return self._source.outcomes()

    def placed(self, fault: RowFault) -> RowFault:
        """A fault of a row, with the sheet and the row there in a workbook."""
        book = self._source.decoded.book
        if book is None:
            return fault
        sheet, row = book.place(fault.row_number)
        return replace(fault, row_number=row, sheet=text.one_line(sheet))

    def line_words(self, line: int) -> str:
        """How the line of a row is called within a sentence: its number, in a workbook its row and sheet."""
        book = self._source.decoded.book
        if book is None:
            return f"line {line}"
        sheet, row = book.place(line)
        return f"row {row} of sheet “{text.one_line(sheet)}”"

    def collect(self) -> Rows:
        """The outcomes sorted by kind, in memory."""
        records: list[Record] = []
        totals: list[PlatformTotal] = []
        faults: list[RowFault] = []
        for outcome in self.stream():
            if isinstance(outcome, RowFault):
                faults.append(self.placed(outcome))
            elif isinstance(outcome, PlatformTotal):
                totals.append(outcome)
            else:
                records.append(outcome)
        return Rows(tuple(records), tuple(totals), tuple(faults))


def read_file(path: Path | str, *, today: date, choices: Choices | None = None) -> Understood:
    """Understand the file at a path. `SmdashError` for what isn't a readable text file in a known format."""
    choices = choices or Choices()
    encoding = choices.answers.get("encoding")
    return understand(decode_file(path, encoding=codec(encoding), limits=choices.limits), today, choices)


def read_bytes(name: str, content: bytes, *, today: date, choices: Choices | None = None) -> Understood:
    """The same for bytes in memory."""
    choices = choices or Choices()
    encoding = choices.answers.get("encoding")
    return understand(decode_bytes(name, content, encoding=codec(encoding), limits=choices.limits), today, choices)


def understand(decoded: Decoded, today: date, choices: Choices) -> Understood:
    """Understand a decoded file: one pass to decide its grammar from whole columns."""
    delimiter = _delimiter(choices.answers.get("delimiter"))
    found = registry.detect(decoded, _readers(choices), delimiter)
    if isinstance(found, registry.Unknown):
        raise found.refusal(decoded.name)
    survey, lines, reader = Survey(found.reader), list[int](), found.reader
    titles: list[tuple[str, ...]] = []
    for table in _own_tables(decoded, found.reader, found.layout):
        if not lines and isinstance(reader, TitledReader):
            reader = reader.under(table.titles)
        lines.append(table.line)
        titles.append(table.titles)
        survey.table(table)
    written = today if decoded.modified is None else min(today, decoded.modified)
    grammars, told_grammar = survey.decide(
        choices.answers, (choices.earliest, choices.latest or today + _BEYOND_TODAY), written
    )
    asked = found.reader.questions(titles) if isinstance(found.reader, AskingReader) else ()
    split = layout_decision(found.layout, decoded.separator, list(found.tried))
    return Understood(
        name=decoded.name,
        digest=decoded.digest,
        format=found.reader.name,
        title=found.reader.title,
        decisions=(
            decoded.decision,
            split,
            *_left_out(decoded, lines),
            *reader.notes(found.header),
            *asked,
            *told_grammar,
        ),
        rows=survey.rows,
        _source=_Source(decoded, found.reader, found.layout, grammars),
    )


def _left_out(decoded: Decoded, lines: list[int]) -> tuple[Decision, ...]:
    """The sheets of a workbook that have none of the tables that begin on these lines."""
    if decoded.book is None:
        return ()
    read = {decoded.book.place(line)[0] for line in lines}
    names = [f"“{text.one_line(sheet)}”" for sheet in decoded.book.sheets if sheet not in read]
    if not names:
        return ()
    word = "sheet" if len(names) == 1 else "sheets"
    return (Decision("sheets", "left out", f"{word} {', '.join(names)}", "nothing in it is known"),)


def _readers(choices: Choices) -> tuple[Reader, ...]:
    every = registry.readers(choices.mappings, choices.kpis, choices.answers)
    if not choices.reader:
        return every
    wanted = tuple(reader for reader in every if reader.name == choices.reader)
    if not wanted:
        names = ", ".join(reader.name for reader in every)
        raise InvalidInput(f"There is no reader “{choices.reader}”.", f"Readers are {names}.")
    return wanted


def codec(answer: str | None) -> str | None:
    """The name of an encoding that a person chose."""
    return answer.casefold() if answer else None


def _delimiter(answer: str | None) -> str | None:
    if answer is None:
        return None
    for mark, title in DELIMITER_TITLES.items():
        if answer in (mark, title):
            return mark
    raise InvalidInput(f"“{answer}” is not a delimiter.", f"Choose {', '.join(DELIMITER_TITLES.values())}.")


def _own_tables(decoded: Decoded, reader: Reader, layout: str) -> Iterator[Table]:
    begins = reader.begins if isinstance(reader, StackedReader) else None

    def is_header(cells: list[str]) -> bool:
        header = Header.of(cells)
        return isinstance(reader.recognise(header), Match) if begins is None else begins(header)

    found = tables(laid_out(decoded, layout), is_header)
    if not isinstance(reader, DescribedReader):
        return found
    return (replace(table, rows=_undescribed(table, reader)) for table in found)


def _undescribed(table: Table, reader: DescribedReader) -> Iterator[Row]:
    first = next(table.rows, None)
    if first is not None and not reader.is_description(first, table.header):
        yield first
    yield from table.rows


@dataclass(frozen=True, slots=True)
class _Source:
    decoded: Decoded
    reader: Reader
    layout: str
    decided: Decided

    def outcomes(self) -> Iterator[Outcome]:
        read: RowReader | None = None
        reader = self.reader
        known: tuple[Header, Reader] | None = None
        for table in _own_tables(self.decoded, self.reader, self.layout):
            reader = reader.under(table.titles) if isinstance(reader, TitledReader) else reader
            if read is None or (table.header, reader) != known:  # a repeated header goes on with the same keys
                known = table.header, reader
                read = reader.compile(table.header, self.decided.of(reader.columns(table.header)))
            width = _ANY_WIDTH if isinstance(read, TableRows) else len(table.header.names)
            for row in table.rows:
                if (outcome := _outcome(read, row, width)) is not None:
                    yield outcome
            if isinstance(read, TableRows):
                yield from read.rest()


def _outcome(read: RowReader, row: Row, width: int) -> Outcome | None:
    if len(row.cells) > width:
        return RowFault(row.line, "", "", f"has {len(row.cells)} cells for {width} columns")
    try:
        return read(row)
    except BadCell as fault:
        return RowFault(row.line, fault.column, text.one_line(fault.value[:_SHOWN]), fault.reason)
