"""timewarrior, a time tracker for terminals: its data files by month, or what `timew export` prints.

Both say the same of an interval: start and end in UTC, tags, a note. There is no person and no project: a tag such as
`project:Spring` (or `campaign:`) names the project. The interval that still runs has no end and counts no time. Ids in
an export are places in a list that move, so an interval is known by its times and tags.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.files.layouts import INTERVAL
from smdash.exchange.grammar.dates import DateGrammar
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    RowReader,
    cell_line,
    raw_fields,
    recognise_columns,
)
from smdash.exchange.readers.hours.cells import believed, possible, tags_of
from smdash.exchange.records.base import ContentKeys, EntryRecord

_START, _END, _TAGS, _NOTE = INTERVAL
_STAMP = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_PROJECT = re.compile(r"(?:project|campaign):\s*(.{1,120})", re.IGNORECASE)


class Timewarrior:
    """Reader of timewarrior's intervals."""

    name = "timewarrior"
    title = "timewarrior intervals"

    def recognise(self, header: Header) -> Match | NoMatch:
        """A start, an end or tags, and nothing that an interval does not have."""
        strange = [key for key in header.keys if key not in (*INTERVAL, "id")]
        if strange:
            return NoMatch("it has other columns than an interval")
        return recognise_columns(header, (_START,), (_END, _TAGS, _NOTE, "id"))

    def columns(self, header: Header) -> Columns:
        return Columns((DateColumns(_START, (header.find(_START) or 0,), "yyyymmdd"),))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return (Decision("zone", "times", "UTC", "as timewarrior writes them"),)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        places = {name: header.find(name) for name in INTERVAL}
        raw_of = raw_fields(header, [at for at in (*places.values(), header.find("id")) if at is not None])
        dates, key_of = grammars.dates[_START], ContentKeys().key

        def read(row: Row) -> EntryRecord:
            line, cells = row
            start_said, end_said, note = (cell_line(cells, places[name]) for name in (_START, _END, _NOTE))
            start = _moment(dates, start_said, _START)
            end, seconds = None, 0
            if end_said:
                end = _moment(dates, end_said, _END)
                seconds = possible(int((end - start).total_seconds()), end_said, _END)
            tags = tags_of(cell_line(cells, places[_TAGS]))
            project = next((match[1] for tag in tags if (match := _PROJECT.fullmatch(tag))), "")
            key = key_of((start_said, end_said, *tags))
            kept = tuple(tag for tag in tags if not _PROJECT.fullmatch(tag))
            return EntryRecord(
                "", project, seconds, start.date(), "timewarrior", key, line,
                start, end, tags=kept, note=note, raw=raw_of(cells),
            )  # fmt: skip

        return read


def _moment(dates: DateGrammar, cell: str, column: str) -> datetime:
    """A stamp such as `20240228T072016Z`."""
    if not _STAMP.fullmatch(cell):
        raise BadCell(cell[:60], "is not a moment such as 20240228T072016Z", column)
    try:
        found = datetime.strptime(cell, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise BadCell(cell, "is not a moment of the calendar", column) from None
    return believed(dates, found, cell, column)
