"""Detailed reports of time trackers as a table: one row per entry, local days and clock times without a zone.

What differs from one tracker to the next is what its columns are called; `toggl.py` and `clockify.py` say that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import (
    NOTHING_THERE,
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    column,
    lacks,
    line_column,
    name_column,
    raw_fields,
    text_column,
)
from smdash.exchange.readers.hours.cells import (
    decimal_reader,
    duration_reader,
    moment_reader,
    tags_of,
    titled,
    worked,
)
from smdash.exchange.readers.hours.totals import with_totals
from smdash.exchange.records.base import ContentKeys, EntryRecord

_RAW = {"client", "billable"}  # beside the columns that nobody knows
_SAYS_WHAT = ("person", "email", "client", "project", "task", "note", "tags")
_SAYS_WHEN = ("start_day", "start_time", "end_day", "end_time")
_Said = tuple[str, str, str, str, str]  # person, email, project, task, note


@dataclass(frozen=True, slots=True)
class ClockReport:
    """Reader of one tracker's report.

    `called` says what its columns are called: person, email, client, project, task, note, billable, tags, start_day,
    start_time, end_day, end_time, duration (as a clock) and hours (a decimal number), in each language it is known to
    print. `needed` must all be there, and one of `any_of`. `names_people` says that a row without its person is a
    fault where there is a column for it. `rounding` is by how many seconds a printed duration may differ from the
    printed times. An entry without time is left out.
    """

    name: str
    title: str
    source: str
    called: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    any_of: tuple[str, ...]
    names_people: bool = False
    rounding: int = 1

    def _name(self, header: Header, what: str) -> str:
        return titled(header, *self.called.get(what, (what,)))

    def _dates(self, header: Header) -> str:
        return f"{self._name(header, 'start_day')} and {self._name(header, 'end_day')}"

    def recognise(self, header: Header) -> Match | NoMatch:
        """The needed columns, and a duration in some form, or else the end of entries."""
        there = {what for what, names in self.called.items() if header.find(*names) is not None}
        spans = bool(there & {"duration", "hours"}) or {"end_day", "end_time"} <= there
        needed = [self._name(header, what) for what in self.needed] + ([] if spans else [self.called["duration"][0]])
        if not there & set(self.any_of):
            needed.append(self.called[self.any_of[0]][0])
        missing = header.missing(dict.fromkeys(needed))
        if not missing:
            return Match(len(there))
        if not there:
            return NoMatch(NOTHING_THERE)
        is_summary = spans and there & {"person", "client", "project"} and not there & set(_SAYS_WHEN)
        why = "; a summary has none, so export the detailed report" if is_summary else ""
        return lacks(missing, len(there), why)

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
        at = {what: header.find(name) for what, name in named.items()}
        person_needed = self.names_people and at["person"] is not None
        if at["person"] is None and at["email"] is not None:
            named["person"] = named["email"]
        said_in, time_in = _said_reader(header, named), self._time_reader(header, grammars, named)
        raw_of = raw_fields(header, [place for what, place in at.items() if what not in _RAW and place is not None])
        key_of, source = ContentKeys().key, self.source

        def read(row: Row) -> EntryRecord:
            line, cells = row
            said, tags = said_in(cells)
            person, email, project, task, note = said
            if not person and person_needed:
                raise BadCell("", "is blank", named["person"])
            start, start_said, end, end_said, seconds = time_in(cells)
            # Of what makes it this entry, as it was understood: another language, form of dates, choice of columns or
            # rounding of durations gives the same key.
            key = key_of((person, project, task, note, start_said, end_said or str(seconds), *tags))
            return EntryRecord(
                person, project, seconds, start.date(), source, key, line,
                start, end, None, email, "", task, tags, note, raw_of(cells),
            )  # fmt: skip

        hours = self._hours(header)
        numbers = None if hours is None else grammars.numbers[hours]
        said_at = [at[what] for what in (*_SAYS_WHAT, *_SAYS_WHEN)]
        return with_totals(read, source, said_at, at["duration"] if hours is None else hours, numbers)

    def _time_reader(
        self, header: Header, grammars: Grammars, named: Mapping[str, str]
    ) -> Callable[[list[str]], tuple[datetime, str, datetime | None, str, int]]:
        """Reads start and end, each as ISO too, and the seconds worked."""
        name, in_duration = named["duration"], duration_reader(named["duration"])
        if (hours := self._hours(header)) is not None:
            name = header.names[hours]
            in_duration = decimal_reader(grammars.numbers[hours], name)
        at, duration_of = column(header, name, in_duration)
        timed = header.find(name) is not None
        dates, rounding = grammars.dates[self._dates(header)], self.rounding
        started = moment_reader(header, dates, named["start_day"], named["start_time"])
        ended = moment_reader(header, dates, named["end_day"], named["end_time"])

        def time(cells: list[str]) -> tuple[datetime, str, datetime | None, str, int]:
            start, start_said = started(cells)
            end, end_said = ended(cells)
            if start is None:
                raise BadCell("", "is blank", named["start_day"])
            printed = cells[at] if timed else ""
            return start, start_said, end, end_said, worked(start, end, duration_of[printed], (name, printed), rounding)

        return time


def _said_reader(header: Header, named: Mapping[str, str]) -> Callable[[list[str]], tuple[_Said, tuple[str, ...]]]:
    """Reads person, email, project, task and note; and the tags."""
    person_at, person_of = name_column(header, named["person"])
    email_at, email_of = line_column(header, named["email"])
    project_at, project_of = name_column(header, named["project"])
    task_at, task_of = name_column(header, named["task"])
    note_at, note_of = text_column(header, named["note"])
    tags_at, tags_in = column(header, named["tags"], tags_of)

    def said(cells: list[str]) -> tuple[_Said, tuple[str, ...]]:
        return (
            person_of[cells[person_at]],
            email_of[cells[email_at]],
            project_of[cells[project_at]],
            task_of[cells[task_at]],
            note_of[cells[note_at]],
        ), tags_in[cells[tags_at]]

    return said
