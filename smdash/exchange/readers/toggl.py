"""Toggl Track, detailed report as CSV: one row per entry, local times without a zone.

Newer files begin with a BOM and write `Start Date`; the amount column names its currency or none: `Amount ()`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

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
    cell_line,
    cell_name,
    cell_text,
    date_at,
    raw_fields,
    recognise_columns,
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
        return _Rows(header, grammars.dates[_DATES]).read


class _Rows:
    def __init__(self, header: Header, dates: DateGrammar) -> None:
        self._at = {name: header.find(name) for name in (*_NEEDED, *_KNOWN)}
        self._dates = dates
        self._keys = ContentKeys()
        self._raw = raw_fields(header, [at for name, at in self._at.items() if at is not None and name not in _RAW])

    def read(self, row: Row) -> EntryRecord:
        at, cells = self._at, row.cells
        person = cell_name(cells, at["User"], "User")
        if not person:
            raise BadCell("", "is blank", "User")
        start, end = self._moment(cells, "Start"), self._moment(cells, "End")
        if start is None:
            raise BadCell("", "is blank", "Start date")
        seconds = _worked(start, end, cell_line(cells, at["Duration"]))
        tags = tuple(sorted({tag for part in cell_line(cells, at["Tags"]).split(",") if (tag := part.strip())}))
        project, task = cell_name(cells, at["Project"], "Project"), cell_name(cells, at["Task"], "Task")
        email, client = cell_line(cells, at["Email"]), cell_line(cells, at["Client"])
        note, billable = cell_text(cells, at["Description"]), cell_line(cells, at["Billable"])
        # Of what was understood, so that another header, date form or currency of the amount gives the same key.
        moments = (start.isoformat(), end.isoformat() if end else "", str(seconds))
        key = self._keys.key((person, email, client, project, task, note, billable, *moments, *tags))
        return EntryRecord(
            person=person,
            project=project,
            seconds=seconds,
            work_day=start.date(),
            source="toggl",
            external_key=key,
            line=row.line,
            start=start,
            end=end,
            email=email,
            activity=task,
            tags=tags,
            note=note,
            raw=self._raw(cells),
        )

    def _moment(self, cells: list[str], which: str) -> datetime | None:
        day, clock = cell_line(cells, self._at[f"{which} date"]), cell_line(cells, self._at[f"{which} time"])
        if not day:
            return None
        date = date_at(self._dates, day, f"{which} date")
        if not clock:
            raise BadCell("", "is blank", f"{which} time")
        try:
            return datetime.combine(date.date(), read_time(clock))
        except BadCell as fault:
            raise BadCell(clock, fault.reason, f"{which} time") from None


def _worked(start: datetime, end: datetime | None, printed: str) -> int:
    """Seconds worked: the printed duration, which must agree with start and end but for the hour of a clock change."""
    span = None if end is None else int((end - start).total_seconds())
    if not absent(printed):
        try:
            seconds = clock_seconds(printed)
        except BadCell as fault:
            raise BadCell(printed, fault.reason, "Duration") from None
    elif span is not None:
        seconds = span
    else:
        raise BadCell("", "is blank, and so is the end", "Duration")
    if seconds <= 0:
        raise BadCell(printed, "is no time at all", "Duration")
    if seconds > LONGEST.total_seconds():
        raise BadCell(printed, f"is longer than {LONGEST.days} days", "Duration")
    if span is not None and min(abs(abs(span - seconds) - change) for change in (0, _CLOCK_CHANGE)) > _ROUNDING:
        raise BadCell(printed, f"is not the time from {start:%H:%M:%S} to {end:%H:%M:%S}", "Duration")
    return seconds
