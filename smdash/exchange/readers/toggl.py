"""Toggl Track, detailed report as CSV: one row per entry, local times without a zone.

Newer files begin with a BOM and write `Start Date`; the amount column names its currency or none: `Amount ()`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from smdash.domain.text import one_line
from smdash.exchange.dates import DateGrammar, read_time
from smdash.exchange.decision import Decision
from smdash.exchange.grammar import BadCell, absent, clock_seconds
from smdash.exchange.grid import Header, Row
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    RowReader,
    column,
    date_at,
    line_column,
    name_column,
    raw_fields,
    recognise_columns,
    text_column,
)
from smdash.exchange.records import ContentKeys, EntryRecord

LONGEST = timedelta(days=31)
"""An entry longer than this is a fault: a forgotten timer is edited where it runs."""

_NEEDED = ("User", "Project", "Start date", "Start time", "Duration")
_KNOWN = ("Email", "Client", "Task", "Description", "Billable", "End date", "End time", "Tags")
_RAW = {"Client", "Billable"}  # beside the columns this reader doesn't know
_DATES = "Start date and End date"
_CLOCK_CHANGE, _ROUNDING = 3600, 1


class TogglDetailed:
    """Reader of Toggl's detailed report."""

    name = "toggl-detailed"
    title = "Toggl Track detailed report"

    def recognise(self, header: Header) -> Match | NoMatch:
        return recognise_columns(header, _NEEDED, _KNOWN)

    def columns(self, header: Header) -> Columns:
        places = (header.find("Start date"), header.find("End date"))
        return Columns(dates=(DateColumns(_DATES, tuple(place for place in places if place is not None)),))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return (Decision("zone", "times", "each person's own zone", "the report states none"),)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        return _row_reader(header, grammars.dates[_DATES])


def _row_reader(header: Header, dates: DateGrammar) -> RowReader:
    """Every column is looked up once, and each cell that repeats is understood once: a report has many rows."""
    person_at, person_of = name_column(header, "User")
    project_at, project_of = name_column(header, "Project")
    task_at, task_of = name_column(header, "Task")
    email_at, email_of = line_column(header, "Email")
    client_at, client_of = line_column(header, "Client")
    billable_at, billable_of = line_column(header, "Billable")
    note_at, note_of = text_column(header, "Description")
    tags_at, tags_of = column(header, "Tags", _tags)
    duration_at, duration_of = column(header, "Duration", _duration)
    started, ended = _moment_reader(header, dates, "Start"), _moment_reader(header, dates, "End")
    places = {name: header.find(name) for name in (*_NEEDED, *_KNOWN)}
    raw_of = raw_fields(header, [at for name, at in places.items() if at is not None and name not in _RAW])
    key_of = ContentKeys().key

    def read(row: Row) -> EntryRecord:
        line, cells = row
        person = person_of[cells[person_at]]
        if not person:
            raise BadCell("", "is blank", "User")
        start, start_said = started(cells)
        end, end_said = ended(cells)
        if start is None:
            raise BadCell("", "is blank", "Start date")
        seconds = _worked(start, end, duration_of[cells[duration_at]], cells[duration_at])
        project, task, tags = project_of[cells[project_at]], task_of[cells[task_at]], tags_of[cells[tags_at]]
        email, note = email_of[cells[email_at]], note_of[cells[note_at]]
        # Of what was understood, so that another header, date form or currency of the amount gives the same key.
        content = (person, email, client_of[cells[client_at]], project, task, note, billable_of[cells[billable_at]])
        key = key_of((*content, start_said, end_said, str(seconds), *tags))
        return EntryRecord(
            person, project, seconds, start.date(), "toggl", key, line,
            start, end, None, email, "", task, tags, note, raw_of(cells),
        )  # fmt: skip

    return read


def _moment_reader(
    header: Header, dates: DateGrammar, which: str
) -> Callable[[list[str]], tuple[datetime | None, str]]:
    """Reads the moment in a date and a time column, and gives it in ISO form too; none without a date."""
    day_name, clock_name = f"{which} date", f"{which} time"
    day_at, day_of = column(header, day_name, lambda cell: _day(dates, one_line(cell), day_name))
    clock_at, clock_of = column(header, clock_name, lambda cell: _clock(one_line(cell), clock_name))
    combine = datetime.combine

    def moment(cells: list[str]) -> tuple[datetime | None, str]:
        day, day_said = day_of[cells[day_at]]
        if day is None:
            return None, ""
        clock, clock_said = clock_of[cells[clock_at]]
        if clock is None:
            raise BadCell("", "is blank", clock_name)
        return combine(day, clock), f"{day_said}T{clock_said}"

    return moment


def _day(dates: DateGrammar, cell: str, column: str) -> tuple[date | None, str]:
    if not cell:
        return None, ""
    day = date_at(dates, cell, column).date()
    return day, day.isoformat()


def _clock(cell: str, column: str) -> tuple[time | None, str]:
    if not cell:
        return None, ""
    try:
        clock = read_time(cell)
    except BadCell as fault:
        raise BadCell(cell, fault.reason, column) from None
    return clock, clock.isoformat()


def _tags(cell: str) -> tuple[str, ...]:
    return tuple(sorted({tag for part in one_line(cell).split(",") if (tag := part.strip())}))


def _duration(cell: str) -> int | None:
    """The printed duration in seconds, more than none and within `LONGEST`; None when there is none."""
    printed = one_line(cell)
    if absent(printed):
        return None
    try:
        seconds = clock_seconds(printed)
    except BadCell as fault:
        raise BadCell(printed, fault.reason, "Duration") from None
    return _possible(seconds, printed)


def _possible(seconds: int, printed: str) -> int:
    if seconds <= 0:
        raise BadCell(printed, "is no time at all", "Duration")
    if seconds > LONGEST.total_seconds():
        raise BadCell(printed, f"is longer than {LONGEST.days} days", "Duration")
    return seconds


def _worked(start: datetime, end: datetime | None, seconds: int | None, printed: str) -> int:
    """Seconds worked: the printed duration, which must agree with start and end but for the hour of a clock change."""
    if end is None:
        if seconds is None:
            raise BadCell("", "is blank, and so is the end", "Duration")
        return seconds
    span = int((end - start).total_seconds())
    if seconds is None:
        return _possible(span, one_line(printed))
    if span != seconds and min(abs(abs(span - seconds) - change) for change in (0, _CLOCK_CHANGE)) > _ROUNDING:
        raise BadCell(one_line(printed), f"is not the time from {start:%H:%M:%S} to {end:%H:%M:%S}", "Duration")
    return seconds
