"""Harvest, detailed time report as CSV: one row per entry with a day and decimal hours, no clock times.

Hours have a decimal point or, `"2.000,0"`, a comma, or are printed as `1:30`; the currency is written out, as in
`Euro - EUR`. Some reports have rounded hours beside the real ones, departments instead of roles, or a column of
employees' ids.
"""

from __future__ import annotations

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
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
    cell_text,
    date_at,
    raw_fields,
    recognise_columns,
)
from smdash.exchange.readers.hours.cells import decimal_reader
from smdash.exchange.readers.hours.totals import with_totals
from smdash.exchange.records.base import ContentKeys, EntryRecord

_DAY, _PROJECT, _TASK, _HOURS = "Date", "Project", "Task", "Hours"
_PERSON = ("First Name", "Last Name")
_NOTES = "Notes"
_NEEDED = (_DAY, _PROJECT, _TASK, _HOURS, *_PERSON)
_RAW = (
    *("Client", "Project Code", "Hours Rounded", "Billable?", "Invoiced?", "Approved?", "Employee Id", "Roles"),
    *("Department", "Employee?", "Billable Rate", "Billable Amount", "Cost Rate", "Cost Amount", "Currency"),
    *("External Reference URL",),
)


class HarvestDetailed:
    """Reader of Harvest's detailed time report."""

    name = "harvest-detailed"
    title = "Harvest detailed time report"

    def recognise(self, header: Header) -> Match | NoMatch:
        return recognise_columns(header, _NEEDED, (_NOTES, *_RAW))

    def columns(self, header: Header) -> Columns:
        day, hours = header.find(_DAY) or 0, header.find(_HOURS) or 0
        return Columns((DateColumns(_DAY, (day,)),), (NumberColumn(_HOURS, hours, whole=False),))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        places = {name: header.find(name) for name in (*_NEEDED, _NOTES)}
        day_at, hours_at = places[_DAY] or 0, places[_HOURS] or 0
        dates, hours_in = grammars.dates[_DAY], decimal_reader(grammars.numbers[hours_at], _HOURS)
        raw_of = raw_fields(header, [at for at in places.values() if at is not None])
        key_of = ContentKeys().key

        def read(row: Row) -> EntryRecord:
            line, cells = row
            person = " ".join(part for name in _PERSON if (part := cell_name(cells, places[name], name)))
            if not person:
                raise BadCell("", "is blank", " and ".join(_PERSON))
            day = date_at(dates, cell_line(cells, day_at), _DAY).date()
            seconds = hours_in(cells[hours_at])
            if seconds is None:
                raise BadCell(cells[hours_at], "is blank", _HOURS)
            project, task = (cell_name(cells, places[name], name) for name in (_PROJECT, _TASK))
            note = cell_text(cells, places[_NOTES])
            key = key_of((person, project, task, note, day.isoformat(), str(seconds)))
            return EntryRecord(
                person, project, seconds, day, "harvest", key, line, activity=task, note=note, raw=raw_of(cells)
            )

        said = (*places.values(), header.find("Client"))
        return with_totals(read, "harvest", (at for at in said if at != hours_at), hours_at, grammars.numbers[hours_at])
