"""X (Twitter) analytics, account overview since 2024: one row per day, the newest first, without a name of the account.

Days are written as `"Tue, Feb 18, 2025"`; the file ends without a line break. Columns that channel days do not know
(likes, bookmarks, reposts, replies, posts) stay raw: `Engagements` has them all.
"""

from __future__ import annotations

from smdash.exchange.decision import Decision
from smdash.exchange.grid import Header, Row
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    date_at,
    measure_at,
    raw_fields,
    recognise_columns,
)
from smdash.exchange.records import ChannelDayRecord

_DAY = "Date"
_METRICS = {
    "Impressions": "impressions",
    "Engagements": "interactions",
    "New follows": "follows",
    "Unfollows": "unfollows",
    "Profile visits": "visits",
    "Video views": "video_views",
}
_NEEDED = (_DAY, "Impressions", "Engagements", "New follows", "Profile visits")


class XOverview:
    """Reader of the days of one account."""

    name = "x-overview"
    title = "X account overview"

    def recognise(self, header: Header) -> Match | NoMatch:
        return recognise_columns(header, _NEEDED, (*_METRICS, "Likes", "Bookmarks", "Reposts", "Replies"))

    def columns(self, header: Header) -> Columns:
        day = header.find(_DAY)
        numbers = tuple(NumberColumn(name, place) for name in _METRICS if (place := header.find(name)) is not None)
        return Columns((DateColumns(_DAY, () if day is None else (day,), "month name, day, year"),), numbers)

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        day, dates = header.find(_DAY) or 0, grammars.dates[_DAY]
        places = [(place, name) for name in _METRICS if (place := header.find(name)) is not None]
        raw = raw_fields(header, (day, *(place for place, _ in places)))

        def read(row: Row) -> ChannelDayRecord:
            cells = row.cells
            on = date_at(dates, cell_line(cells, day), _DAY).date()
            metrics = {
                _METRICS[name]: measure_at(grammars.numbers[place], cells[place], name) for place, name in places
            }
            return ChannelDayRecord("x", "", on, row.line, metrics, raw(cells))

        return read
