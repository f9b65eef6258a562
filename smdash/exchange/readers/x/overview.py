"""X (Twitter) analytics, one row per day without a name of the account: the overview since 2024, tweet activity before.

Days are written as `"Tue, Feb 18, 2025"`, in the older program as `2015-09-30`; files may end without a line break.
Columns that channel days do not know (likes, bookmarks, reposts, replies, `Shares` or `Share`, posts, clicks on names,
what was promoted) stay raw: `Engagements` has them all.
"""

from __future__ import annotations

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
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
    lacks,
    measures,
    raw_fields,
)
from smdash.exchange.readers.x.columns import DAY, DAY_METRICS, day_places
from smdash.exchange.records.base import ChannelDayRecord

_DAY = "Date"
_RAW = ("Likes", "Bookmarks", "Shares", "Share", "Reposts", "Retweets", "Replies", "Create Post", "Media views",
        "Engagement rate", "Detail expands", "Hashtag clicks", "Permalink clicks")  # fmt: skip
_NAMES = {metric: names[0] for metric, names in (DAY | DAY_METRICS).items()}


class XDays:
    """Reader of the days of one account; what a row needs differs between the two programs."""

    def __init__(self, name: str, title: str, needed: tuple[str, ...]) -> None:
        self.name, self.title, self._needed = name, title, needed

    def recognise(self, header: Header) -> Match | NoMatch:
        places = day_places(header)
        missing = [_NAMES[name] for name in self._needed if name not in places]
        if not missing:
            return Match(len(places) + len(_RAW) - len(header.missing(_RAW)))
        return lacks(missing, len(self._needed) - len(missing))

    def columns(self, header: Header) -> Columns:
        places = day_places(header)
        numbers = [NumberColumn(header.names[place], place) for name, place in places.items() if name in DAY_METRICS]
        return Columns((DateColumns(_DAY, (places["day"],), "month name, day, year"),), tuple(numbers))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        places, dates = day_places(header), grammars.dates[_DAY]
        metrics = {name: place for name, place in places.items() if name in DAY_METRICS}
        measured, day = measures(header, grammars, metrics), places["day"]
        raw = raw_fields(header, (day, *metrics.values()))

        def read(row: Row) -> ChannelDayRecord:
            cells = row.cells
            on = date_at(dates, cell_line(cells, day), _DAY).date()
            return ChannelDayRecord("x", "", on, row.line, measured(cells), raw(cells))

        return read


OVERVIEW = XDays("x-overview", "X account overview", ("day", "impressions", "interactions", "new"))
TWEET_DAYS = XDays("x-tweet-days", "X tweet activity by day", ("day", "tweets", "impressions", "interactions"))
