"""Files of KPI readings: one a row (long), one KPI a column, or one KPI a row with days as columns (wide).

A file is told by its columns: a KPI, a day and a value; or a day first and columns that are called like KPIs; or a KPI
first and columns that are called like days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from smdash.domain.spreadsheet_cells import as_written
from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.dates import DateSurvey, is_date
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    cell_name,
    lacks,
)
from smdash.exchange.readers.readings.cells import CellReader, KnownKpis, day_of, period_end
from smdash.exchange.records.readings import ReadingRecord, ReadingsRecord

KPI_WORDS = ("kpi", "kpi name", "metric", "measure", "indicator")
DAY_WORDS = ("day", "date", "week", "month", "quarter", "period", "as of")
VALUE_WORDS = ("value", "reading", "actual", "number")
NUMERATOR, DENOMINATOR = ("numerator", "part"), ("denominator", "of", "whole")
NOTE_WORDS = ("note", "notes", "comment", "comments", "remark")
BESIDE = ("unit", "target", "baseline", "owner", "total", "average")
"""Columns that stand beside days and hold no readings."""

_BEYOND = date(2200, 1, 1)

Answers = Mapping[str, str]
"""What a person said of a file, by the key of its question."""


@dataclass(frozen=True, slots=True)
class LongReadings:
    """A row is one reading: KPI, day, and value or numerator and denominator."""

    known: KnownKpis = field(default_factory=KnownKpis)
    name: str = "readings"
    title: str = "KPI readings, one a row"

    def recognise(self, header: Header) -> Match | NoMatch:
        """A KPI, a day and a value, whatever else stands beside them."""
        places = [header.find(*words) for words in (KPI_WORDS, DAY_WORDS)]
        has_value = header.find(*VALUE_WORDS) is not None
        has_parts = None not in (header.find(*NUMERATOR), header.find(*DENOMINATOR))
        missing = [word for word, place in zip(("kpi", "day"), places, strict=True) if place is None]
        missing += [] if has_value or has_parts else ["value"]
        if missing:
            return lacks(missing, 3 - len(missing))
        return Match(3 + has_parts + (header.find(*NOTE_WORDS) is not None))

    def columns(self, header: Header) -> Columns:
        day = header.find(*DAY_WORDS) or 0
        places = (header.find(*words) for words in (VALUE_WORDS, NUMERATOR, DENOMINATOR))
        return Columns(
            (DateColumns(header.names[day], (day,)),),
            tuple(NumberColumn(header.names[at], at, whole=False) for at in places if at is not None),
        )

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        kpi_at, day_at = header.find(*KPI_WORDS) or 0, header.find(*DAY_WORDS) or 0
        value_at, note_at = header.find(*VALUE_WORDS), header.find(*NOTE_WORDS)
        above_at, below_at = header.find(*NUMERATOR), header.find(*DENOMINATOR)
        numbers = {at: CellReader(header.names[at], grammar, self.known) for at, grammar in grammars.numbers.items()}
        day_name, dates = header.names[day_at], grammars.dates[header.names[day_at]]

        def read(row: Row) -> ReadingsRecord:
            line, cells = row
            kpi = as_written(cell_name(cells, kpi_at, header.names[kpi_at]))
            if not kpi:
                raise BadCell("", "is blank", header.names[kpi_at])
            day, is_period = day_of(cells[day_at], dates, day_name)
            note, found = as_written(cell_line(cells, note_at)), None
            if value_at is not None:
                found = numbers[value_at].read(kpi, day, cells[value_at], line, note, is_period=is_period)
            if found is None and above_at is not None and below_at is not None and cells[above_at].strip():
                made = ReadingRecord(kpi, day, "", header.names[above_at], line, note=note, is_period=is_period)
                found = numbers[above_at].parts(made, cells[above_at], cells[below_at])
            return ReadingsRecord(line, (found,) if found else (), int(found is None))

        return read

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class KpiColumns:
    """A row is a day, a week or a month; each column but the first is a KPI."""

    known: KnownKpis = field(default_factory=KnownKpis)
    name: str = "readings-by-day"
    title: str = "KPI readings, one KPI a column"

    def recognise(self, header: Header) -> Match | NoMatch:
        """A day first, then columns of which at least one is called like a KPI."""
        if not set(header.keys[:1]) & set(DAY_WORDS):
            return NoMatch("its first column is no day")
        named = sum(self.known.near(header.names[at]) for at in _places(header))
        if not named:
            return NoMatch("no column is called like a KPI", 2)
        return Match(1 + named)

    def columns(self, header: Header) -> Columns:
        return Columns((DateColumns(header.names[0], (0,)),), _numbers(header))

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        day_name = header.names[0]
        dates, note_at = grammars.dates[day_name], header.find(*NOTE_WORDS)
        places = [
            (at, header.names[at], CellReader(header.names[at], grammars.numbers[at], self.known))
            for at in _places(header)
        ]

        def read(row: Row) -> ReadingsRecord:
            line, cells = row
            day, is_period = day_of(cells[0], dates, day_name)
            note = cell_line(cells, note_at)
            found = [of.read(kpi, day, cells[at], line, note, is_period=is_period) for at, kpi, of in places]
            return _record(line, found)

        return read

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class KpiRows:
    """A row is a KPI; each column but the first is a day, a week or a month."""

    known: KnownKpis = field(default_factory=KnownKpis)
    answers: Answers = field(default_factory=dict)
    name: str = "readings-by-kpi"
    title: str = "KPI readings, one KPI a row"

    def recognise(self, header: Header) -> Match | NoMatch:
        """A KPI first, then only days, and what may stand beside them."""
        if not set(header.keys[:1]) & {*KPI_WORDS, "name"}:
            return NoMatch("its first column is no KPI")
        others = _places(header)
        dated = [at for at in others if period_end(header.names[at]) or is_date(header.names[at])]
        if not dated or len(dated) < len(others):
            return NoMatch("its other columns are not all days", 1)
        return Match(1 + len(dated))

    def columns(self, header: Header) -> Columns:
        return Columns(numbers=_numbers(header))

    def _survey(self, header: Header) -> DateSurvey:
        survey = DateSurvey("column titles")
        survey.feed({header.names[at] for at in _places(header) if period_end(header.names[at]) is None})
        return survey

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        dates, _ = self._survey(header).decide(self.answers.get("date:column titles"), date(1970, 1, 1), _BEYOND)
        note_at, kpi_name = header.find(*NOTE_WORDS), header.names[0]
        places = [
            (
                at,
                day_of(header.names[at], dates, kpi_name),
                CellReader(header.names[at], grammars.numbers[at], self.known),
            )
            for at in _places(header)
        ]

        def read(row: Row) -> ReadingsRecord:
            line, cells = row
            kpi, note = cell_name(cells, 0, kpi_name), cell_line(cells, note_at)
            if not kpi:
                raise BadCell("", "is blank", kpi_name)
            found = [
                of.read(kpi, day, cells[at], line, note, is_period=is_period) for at, (day, is_period), of in places
            ]
            return _record(line, found)

        return read

    def notes(self, header: Header) -> tuple[Decision, ...]:
        answer = self.answers.get("date:column titles")
        _, decision = self._survey(header).decide(answer, date(1970, 1, 1), _BEYOND)
        return () if decision is None else (decision,)


def reading_readers(known: KnownKpis, answers: Answers) -> tuple[LongReadings, KpiColumns, KpiRows]:
    """The readers of files of readings, for an organisation's KPIs."""
    return LongReadings(known), KpiColumns(known), KpiRows(known, answers)


def _places(header: Header) -> list[int]:
    """The columns that hold readings: all but the first, and what stands beside them."""
    return [at for at, key in enumerate(header.keys) if at and key not in (*NOTE_WORDS, *BESIDE)]


def _numbers(header: Header) -> tuple[NumberColumn, ...]:
    return tuple(NumberColumn(header.names[at], at, whole=False) for at in _places(header))


def _record(line: int, found: Sequence[ReadingRecord | None]) -> ReadingsRecord:
    kept = tuple(one for one in found if one is not None)
    return ReadingsRecord(line, kept, len(found) - len(kept))
