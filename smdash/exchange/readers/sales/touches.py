"""Touches before conversions, as a plain CSV: when, whose (a conversion's id or a customer), and where from.

Analytics programs write such journeys in many ways; the columns are known by their usual names.
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
    RowReader,
    cell_line,
    date_at,
)
from smdash.exchange.records.base import ContentKeys
from smdash.exchange.records.sales import TouchRecord

_COLUMNS = {
    "time": ("touched_at", "touch time", "timestamp", "time", "datetime", "visited_at", "date"),
    "conversion": ("conversion_id", "conversion id", "conversion", "order_id", "order_number", "transaction_id"),
    "customer": ("customer", "customer_id", "customer key", "client_id", "user_id", "email"),
    "source": ("utm_source", "source"),
    "medium": ("utm_medium", "medium"),
    "campaign": ("utm_campaign", "campaign"),
    "content": ("utm_content", "content"),
    "term": ("utm_term", "term"),
    "channel": ("channel",),
}
_DIRECT = frozenset({"direct", "(direct)", "(none)", "none", "typed in"})


class Touches:
    """Reader of journeys."""

    name = "touches"
    title = "Touches before conversions"

    def recognise(self, header: Header) -> Match | NoMatch:
        found = {name: header.find(*names) for name, names in _COLUMNS.items()}
        known = sum(place is not None for place in found.values())
        if found["time"] is None:
            return NoMatch("no column for the time of a touch", 0)
        if found["conversion"] is None and found["customer"] is None:
            return NoMatch("no column conversion_id or customer", 1)
        if found["source"] is None or (found["campaign"] is None and found["medium"] is None):
            return NoMatch("no columns source and campaign", 1)
        return Match(known)

    def columns(self, header: Header) -> Columns:
        place = header.find(*_COLUMNS["time"])
        return Columns((DateColumns("time", () if place is None else (place,), "year-month-day"),))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        at = {name: header.find(*names) for name, names in _COLUMNS.items()}
        dates, key_of = grammars.dates["time"], ContentKeys().key

        def read(row: Row) -> TouchRecord:
            line, cells = row
            said = {name: cell_line(cells, place) for name, place in at.items()}
            if not said["conversion"] and not said["customer"]:
                raise BadCell("", "is blank: whose touch is it?", "conversion_id")
            if not said["time"]:
                raise BadCell("", "is blank", "time")
            moment = date_at(dates, said["time"], "time")
            own = {name: said[name] for name in ("source", "medium", "campaign", "content", "term") if said[name]}
            direct = (not own and not said["channel"]) or said["source"].casefold() in _DIRECT
            key = key_of((moment.isoformat(), *(value for name, value in said.items() if name != "time")))
            return TouchRecord(
                "touches", key, line, moment, said["conversion"], said["customer"], {} if direct else own,
                said["campaign"], said["channel"], direct,
            )  # fmt: skip

        return read
