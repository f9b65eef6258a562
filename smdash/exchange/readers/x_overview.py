"""X (Twitter) analytics, one row per day without a name of the account: the overview since 2024, tweet activity before.

Days are written as `"Tue, Feb 18, 2025"`, in the older program as `2015-09-30`; files may end without a line break.
Columns that channel days do not know (likes, bookmarks, reposts, replies, `Shares` or `Share`, posts, clicks on names,
what was promoted) stay raw: `Engagements` has them all.
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
    "Follows": "follows",
    "Unfollows": "unfollows",
    "Profile visits": "visits",
    "Video views": "video_views",
    "URL clicks": "link_clicks",
}
_RAW = ("Likes", "Bookmarks", "Shares", "Share", "Reposts", "Retweets", "Replies", "Create Post", "Media views",
        "Engagement rate", "Detail expands", "Hashtag clicks", "Permalink clicks")  # fmt: skip
_OVERVIEW = (_DAY, "Impressions", "Engagements", "New follows")
_TWEET_DAYS = (_DAY, "Tweets published", "Impressions", "Engagements")


class XDays:
    """Reader of the days of one account; what a row needs differs between the two programs."""

    def __init__(self, name: str, title: str, needed: tuple[str, ...]) -> None:
        self.name, self.title, self._needed = name, title, needed

    def recognise(self, header: Header) -> Match | NoMatch:
        return recognise_columns(header, self._needed, (*_METRICS, *_RAW))

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


OVERVIEW = XDays("x-overview", "X account overview", _OVERVIEW)
TWEET_DAYS = XDays("x-tweet-days", "X tweet activity by day", _TWEET_DAYS)
