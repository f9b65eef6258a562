"""Watson, a time tracker for terminals: its file of frames, or what `watson log` prints with `--json` or `--csv`.

The file holds lists `[start, stop, project, id, tags, updated]` in seconds since 1970, in any order; the log as JSON
holds objects with ISO times that state their offset, as CSV local times without one and the first seven characters of
the id. A frame names no person. Its id stays the same when it is edited.
"""

from __future__ import annotations

from datetime import UTC, datetime

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.dates import DateGrammar, read_date
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    RowReader,
    cell_line,
    cell_name,
    raw_fields,
    recognise_columns,
)
from smdash.exchange.readers.hours.cells import believed, possible, tags_of
from smdash.exchange.records.base import EntryRecord

_START, _STOP, _PROJECT, _ID, _TAGS = _NEEDED = ("start", "stop", "project", "id", "tags")
_ISO = "year-month-day"
_MOST_DIGITS = 11


class WatsonFrames:
    """Reader of Watson's frames."""

    name = "watson"
    title = "Watson frames"

    def recognise(self, header: Header) -> Match | NoMatch:
        return recognise_columns(header, _NEEDED, ("updated",))

    def columns(self, header: Header) -> Columns:
        return Columns((DateColumns(_START, (header.find(_START) or 0,), _ISO),))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return (Decision("zone", "times", "as stated, else each person's own zone", "only the log as CSV states none"),)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        places = {name: header.find(name) for name in _NEEDED}
        raw_of = raw_fields(header, [at for at in places.values() if at is not None])
        dates = grammars.dates[_START]

        def read(row: Row) -> EntryRecord:
            line, cells = row
            start, stop = (_moment(dates, cell_line(cells, places[name]), name) for name in (_START, _STOP))
            if (start.tzinfo is None) != (stop.tzinfo is None):
                raise BadCell(
                    cell_line(cells, places[_STOP]), "must state its offset from UTC as the start does", _STOP
                )
            seconds = possible(int((stop - start).total_seconds()), cell_line(cells, places[_STOP]), _STOP)
            key = cell_line(cells, places[_ID])
            if not key:
                raise BadCell("", "is blank", _ID)
            project = cell_name(cells, places[_PROJECT], _PROJECT)
            tags = tags_of(cell_line(cells, places[_TAGS]))
            return EntryRecord(
                "", project, seconds, start.date(), "watson", key, line, start, stop, tags=tags, raw=raw_of(cells)
            )

        return read


def _moment(dates: DateGrammar, cell: str, column: str) -> datetime:
    """A moment in UTC, in seconds since 1970 or as ISO time with an offset; a local time without one."""
    if cell.isascii() and cell.isdigit() and len(cell) <= _MOST_DIGITS:
        return believed(dates, datetime.fromtimestamp(int(cell), UTC), cell, column)
    try:
        found = read_date(_ISO, cell)
    except BadCell as fault:
        raise BadCell(cell, fault.reason if "-" in cell else "is no moment in seconds since 1970", column) from None
    return believed(dates, found if found.tzinfo is None else found.astimezone(UTC), cell, column)
