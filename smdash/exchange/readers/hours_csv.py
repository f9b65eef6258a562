"""Hours as a plain table, one row per entry: a day, hours or start and end, and who, where and what where it is said.

Columns stand in any order under usual names; so does a JSON list of objects. `smdash export entries` writes such files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from smdash.domain.durations import parse_duration
from smdash.domain.spreadsheet_cells import as_written
from smdash.domain.text import one_line
from smdash.errors import InvalidInput
from smdash.exchange.dates import DateGrammar, read_time
from smdash.exchange.decision import Decision
from smdash.exchange.grammar import BadCell, NumberGrammar, absent
from smdash.exchange.grid import Header, Row
from smdash.exchange.readers.base import (
    LONGEST_NAME,
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    cell_text,
    date_at,
    raw_fields,
)
from smdash.exchange.readers.time_cells import decimal_reader, possible, tags_of
from smdash.exchange.records import ContentKeys, EntryRecord

CALLED = {
    "day": ("date", "day", "work day", "date worked", "datum", "tag", "fecha", "data", "dia"),
    "person": ("person", "user", "employee", "member", "team member", "staff", "who", "name", "mitarbeiter"),
    "project": ("campaign", "project", "kampagne", "projekt", "projet", "proyecto", "job"),
    "channel": ("channel", "kanal"),
    "activity": ("activity", "task", "work type", "type", "category", "tätigkeit", "aufgabe"),
    "note": ("note", "notes", "description", "comment", "comments", "remark", "details", "notiz", "beschreibung"),
    "tags": ("tags", "labels"),
    "seconds": ("seconds", "duration (seconds)"),
    "minutes": ("minutes", "mins", "duration (minutes)", "minuten"),
    "hours": ("hours", "hours worked", "duration", "time spent", "duration (hours)", "stunden", "dauer", "horas"),
    "start": ("start", "start time", "started", "from", "begin", "von", "beginn"),
    "end": ("end", "end time", "ended", "to", "until", "stop", "finish", "bis", "ende"),
    "zone": ("zone", "time zone", "timezone"),
}
"""What the columns of a plain table of hours may be called."""

_UNITS = {"seconds": 1, "minutes": 60, "hours": 3600}  # the most exact first
_SAYS_WHAT = ("person", "project", "channel", "activity", "note", "tags")
_DAY = timedelta(days=1)
_CLOCK_CHANGE = timedelta(hours=1).seconds + 60  # and what rounding to minutes may add
_MOMENTS = "start and end"
_NEVER_READ = ("rate", "cost", "currency")


class HoursTable:
    """Reader of a plain table of hours; any format with columns of its own goes before it."""

    name = "hours"
    title = "table of hours"

    def recognise(self, header: Header) -> Match | NoMatch:
        found = {what for what, names in CALLED.items() if header.find(*names) is not None}
        if not found & {"day", "start"}:
            return NoMatch("no column for the day", len(found))
        if not found & _UNITS.keys() and not {"start", "end"} <= found:
            return NoMatch("no column for the hours, nor start and end", len(found))
        if not found & set(_SAYS_WHAT):
            return NoMatch("no column person, campaign, activity or note", len(found))
        return Match(1)

    def columns(self, header: Header) -> Columns:
        places = {what: header.find(*names) for what, names in CALLED.items()}
        dates = [DateColumns(header.names[at], (at,)) for at in (places["day"],) if at is not None]
        moments = tuple(at for what in ("start", "end") if (at := places[what]) is not None)
        if moments:
            dates.append(DateColumns(_MOMENTS, moments))
        numbers = [at for what in _UNITS if (at := places[what]) is not None]
        return Columns(tuple(dates), tuple(NumberColumn(header.names[at], at, whole=False) for at in numbers[:1]))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        if header.find(*CALLED["start"]) is None:
            return ()
        return (Decision("zone", "times", "each person's own zone", "where the file states none"),)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        places = {what: header.find(*names) for what, names in CALLED.items()}
        words = {what: _word_reader(header, places[what]) for what in ("person", "project", "channel", "activity")}
        times = _Times(header, places, grammars, _seconds_reader(header, places, grammars))
        raw_of = raw_fields(header, [at for at in (*places.values(), *map(header.find, _NEVER_READ)) if at is not None])
        key_of = ContentKeys().key

        def read(row: Row) -> EntryRecord:
            line, cells = row
            said = {what: word(cells) for what, word in words.items()}
            day, start, end, seconds = times.read(cells)
            note, zone = as_written(cell_text(cells, places["note"])), cell_line(cells, places["zone"])
            tags = tags_of(as_written(cell_line(cells, places["tags"])))
            key = key_of((*said.values(), note, str(day), _key(start), _key(end), str(seconds), *tags))
            return EntryRecord(
                seconds=seconds, work_day=day, source="hours", external_key=key, line=line, start=start, end=end,
                zone=zone or None, tags=tags, note=note, raw=raw_of(cells), **said,
            )  # fmt: skip

        return read


def _key(moment: datetime | None) -> str:
    """A moment with an offset is the same in each."""
    return "" if moment is None else str(moment if moment.tzinfo is None else moment.astimezone(UTC))


def _word_reader(header: Header, place: int | None) -> Callable[[list[str]], str]:
    name = "" if place is None else header.names[place]

    def word(cells: list[str]) -> str:
        found = as_written(cell_line(cells, place))
        if len(found) > LONGEST_NAME:
            raise BadCell(found[:40] + "…", f"is longer than {LONGEST_NAME} characters", name)
        return found

    return word


def _seconds_reader(
    header: Header, places: dict[str, int | None], grammars: Grammars
) -> tuple[int, str, Callable[[str], int | None]] | None:
    """Place, name and meaning of the column of durations, the most exact one of several; None where there is none."""
    found = next(((at, factor) for what, factor in _UNITS.items() if (at := places[what]) is not None), None)
    if found is None:
        return None
    at, factor = found
    name, numbers = header.names[at], grammars.numbers[at]
    if factor != _UNITS["hours"]:
        return at, name, lambda cell: _counted(numbers, cell, name, factor)
    in_decimals = decimal_reader(numbers, name)
    return at, name, lambda cell: _duration(cell, name, in_decimals)


def _counted(numbers: NumberGrammar, cell: str, column: str, factor: int) -> int | None:
    if absent(cell):
        return None
    try:
        return possible(round(numbers.parse(one_line(cell)) * factor), one_line(cell), column)
    except BadCell as fault:
        raise BadCell(one_line(cell), fault.reason, column) from None


def _duration(cell: str, column: str, in_decimals: Callable[[str], int | None]) -> int | None:
    """`1.5`, `1:30`, `1:30:00`, `1h30m` or `90m`."""
    printed = one_line(cell)
    if any(char.isalpha() for char in printed) and not absent(printed):
        try:
            return parse_duration(printed)
        except InvalidInput:
            raise BadCell(printed, "is not a duration such as 1:30, 1.5 or 1h30m", column) from None
    return in_decimals(cell)


@dataclass(slots=True)
class _Times:
    """Reads the day, start and end, and the seconds of a row."""

    header: Header
    places: dict[str, int | None]
    grammars: Grammars
    seconds: tuple[int, str, Callable[[str], int | None]] | None

    def read(self, cells: list[str]) -> tuple[date, datetime | None, datetime | None, int]:
        """Day, start, end and seconds; what is not said is worked out from the rest."""
        day = self._day(cells)
        start = self._moment(cells, "start", day)
        if start is None:  # an end alone places nothing
            if day is None:
                place = self.places["start"] if self.places["day"] is None else self.places["day"]
                raise BadCell("", "is blank", self.header.names[place or 0])
            return day, None, None, self._worked(cells, None, None)
        end = self._moment(cells, "end", start.date())
        if end is not None and end <= start and _clock(cell_line(cells, self.places["end"])) is not None:
            end += _DAY
        return day or start.date(), start, end, self._worked(cells, start, end)

    def _day(self, cells: list[str]) -> date | None:
        at = self.places["day"]
        if at is None or not (cell := cell_line(cells, at)):
            return None
        return date_at(self.grammars.dates[self.header.names[at]], cell, self.header.names[at]).date()

    def _moment(self, cells: list[str], what: str, day: date | None) -> datetime | None:
        """A clock time on the day, or a moment with a day of its own."""
        at = self.places[what]
        if at is None or not (cell := cell_line(cells, at)):
            return None
        clock = _clock(cell)
        if clock is None:
            dates: DateGrammar = self.grammars.dates[_MOMENTS]
            return date_at(dates, cell, self.header.names[at])
        if day is None:
            raise BadCell(cell, "has no day", self.header.names[at])
        return datetime.combine(day, clock)

    def _worked(self, cells: list[str], start: datetime | None, end: datetime | None) -> int:
        """The duration as printed, which leaves room for a pause between start and end; else all of that."""
        found, span, column, printed = None, None, _MOMENTS, ""
        if self.seconds is not None:
            at, column, read = self.seconds
            found, printed = read(cells[at]), one_line(cells[at])
        if start is not None and end is not None:
            if (start.tzinfo is None) != (end.tzinfo is None):
                raise BadCell(printed, "must both state their offset from UTC, or neither", _MOMENTS)
            span = possible(int((end - start).total_seconds()), f"{start} and {end}", _MOMENTS)
        if found is None and span is None:
            raise BadCell(printed, "is blank", column)
        if found is not None and span is not None and found > span + _CLOCK_CHANGE:
            raise BadCell(printed, f"is more than the time from {start} to {end}", column)
        return found if found is not None else span or 0


def _clock(cell: str) -> time | None:
    try:
        return read_time(cell)
    except BadCell:
        return None
