"""Detailed reports of time trackers as a table: one row per entry, local days and clock times without a zone.

What differs from one tracker to the next is what its columns are called; `toggl.py` and `clockify.py` say that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from smdash.exchange.decision import Decision
from smdash.exchange.grammar import BadCell
from smdash.exchange.grid import Header, Row
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    column,
    line_column,
    name_column,
    raw_fields,
    recognise_columns,
    text_column,
)
from smdash.exchange.readers.time_cells import (
    decimal_reader,
    duration_reader,
    moment_reader,
    tags_of,
    titled,
    worked,
)
from smdash.exchange.records import ContentKeys, EntryRecord

_RAW = {"client", "billable"}  # beside the columns that nobody knows


@dataclass(frozen=True, slots=True)
class ClockReport:
    """Reader of one tracker's report.

    `called` says what its columns are called: person, email, client, project, task, note, billable, tags, start_day,
    start_time, end_day, end_time, duration (as a clock) and hours (a decimal number). `least` is the shortest entry in
    seconds; with 0, one without time is left out instead of being a fault. `rounding` is by how many seconds a printed
    duration may differ from the printed times.
    """

    name: str
    title: str
    source: str
    called: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    least: int = 1
    rounding: int = 1

    def _name(self, header: Header, what: str) -> str:
        return titled(header, *self.called.get(what, (what,)))

    def _dates(self, header: Header) -> str:
        return f"{self._name(header, 'start_day')} and {self._name(header, 'end_day')}"

    def recognise(self, header: Header) -> Match | NoMatch:
        """The needed columns, and a duration in some form."""
        duration = titled(header, *self.called["duration"], *self.called.get("hours", ()))
        needed = [self._name(header, what) for what in self.needed]
        return recognise_columns(header, [*needed, duration], [self._name(header, what) for what in self.called])

    def columns(self, header: Header) -> Columns:
        places = (header.find(self._name(header, what)) for what in ("start_day", "end_day"))
        dates = DateColumns(self._dates(header), tuple(place for place in places if place is not None))
        hours = self._hours(header)
        return Columns((dates,), () if hours is None else (NumberColumn(header.names[hours], hours, whole=False),))

    def _hours(self, header: Header) -> int | None:
        """The column of decimal hours, where it has to stand in for durations: it may be 0.00 where they are not."""
        if header.find(*self.called["duration"]) is not None:
            return None
        return header.find(*self.called.get("hours", ()))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return (Decision("zone", "times", "each person's own zone", "the report states none"),)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        """Every column is looked up once, and each cell that repeats is understood once: a report has many rows."""
        named = {what: self._name(header, what) for what in self.called}
        said_in, time_in = _said_reader(header, named), self._time_reader(header, grammars, named)
        used = [header.find(name) for what, name in named.items() if what not in _RAW]
        raw_of = raw_fields(header, [at for at in used if at is not None])
        key_of, source, person_needed = ContentKeys().key, self.source, "person" in self.needed

        def read(row: Row) -> EntryRecord:
            line, cells = row
            said, tags = said_in(cells)
            person, email, _, project, task, note, _ = said
            if not person and person_needed:
                raise BadCell("", "is blank", named["person"])
            start, start_said, end, end_said, seconds = time_in(cells)
            # Of what was understood, so that another header, date form or currency of the amount gives the same key.
            key = key_of((*said, start_said, end_said, str(seconds), *tags))
            return EntryRecord(
                person, project, seconds, start.date(), source, key, line,
                start, end, None, email, "", task, tags, note, raw_of(cells),
            )  # fmt: skip

        return read

    def _time_reader(
        self, header: Header, grammars: Grammars, named: Mapping[str, str]
    ) -> Callable[[list[str]], tuple[datetime, str, datetime | None, str, int]]:
        """Reads start and end, each as ISO too, and the seconds worked."""
        name, in_duration = named["duration"], duration_reader(named["duration"], self.least)
        if (hours := self._hours(header)) is not None:
            name = header.names[hours]
            in_duration = decimal_reader(grammars.numbers[hours], name, self.least)
        at, duration_of = column(header, name, in_duration)
        dates, rounding, least = grammars.dates[self._dates(header)], self.rounding, self.least
        started = moment_reader(header, dates, named["start_day"], named["start_time"])
        ended = moment_reader(header, dates, named["end_day"], named["end_time"])

        def time(cells: list[str]) -> tuple[datetime, str, datetime | None, str, int]:
            start, start_said = started(cells)
            end, end_said = ended(cells)
            if start is None:
                raise BadCell("", "is blank", named["start_day"])
            seconds = worked(start, end, duration_of[cells[at]], (name, cells[at]), rounding, least)
            return start, start_said, end, end_said, seconds

        return time


def _said_reader(
    header: Header, named: Mapping[str, str]
) -> Callable[[list[str]], tuple[tuple[str, ...], tuple[str, ...]]]:
    """Reads person, email, client, project, task, note and billable; and the tags."""
    person_at, person_of = name_column(header, named["person"])
    email_at, email_of = line_column(header, named["email"])
    client_at, client_of = line_column(header, named["client"])
    project_at, project_of = name_column(header, named["project"])
    task_at, task_of = name_column(header, named["task"])
    note_at, note_of = text_column(header, named["note"])
    billable_at, billable_of = line_column(header, named["billable"])
    tags_at, tags_in = column(header, named["tags"], tags_of)

    def said(cells: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return (
            person_of[cells[person_at]],
            email_of[cells[email_at]],
            client_of[cells[client_at]],
            project_of[cells[project_at]],
            task_of[cells[task_at]],
            note_of[cells[note_at]],
            billable_of[cells[billable_at]],
        ), tags_in[cells[tags_at]]

    return said
