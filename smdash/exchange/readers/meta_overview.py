"""Meta Business Suite, overview of a Page and an Instagram account: one small table per metric, a row per day.

A file holds one metric, a table for each platform under the other; a title names metric and platform (`Facebook
reach`), the columns are always `Date` and `Primary`. No account is named. Files are UTF-16 with a `sep=,` line, or,
saved again by Excel, with tabs. Days are local and stand at 00:00 or, across a change of the clock, at 01:00.
"""

from __future__ import annotations

from smdash.exchange.decision import Decision
from smdash.exchange.grammar import BadCell
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
    recognise_columns,
)
from smdash.exchange.records import ChannelDayRecord

_DAY, _VALUE = "Date", "Primary"
_PLATFORMS = ("facebook", "instagram")
_ISO = "year-month-day"

# What the rest of a title says when its platform is taken off. A new name of an old thing stands beside it.
_METRICS = {
    "reach": "reach",
    "page reach": "reach",
    "views": "impressions",
    "impressions": "impressions",
    "visits": "visits",
    "page visits": "visits",
    "profile visits": "visits",
    "page and profile visits": "visits",
    "follows": "follows",
    "new follows": "follows",
    "new followers": "follows",
    "unfollows": "unfollows",
    "net follows": "net_follows",
    "followers": "followers",
    "lifetime follows": "followers",
    "lifetime followers": "followers",
    "content interactions": "interactions",
    "interactions": "interactions",
    "link clicks": "link_clicks",
    "3-second video views": "video_views",
    "video views": "video_views",
}


class MetaOverview:
    """Reader of one metric's file; `under` gives the reader of a table by its titles."""

    name = "meta-overview"
    title = "Meta Business Suite overview"

    def __init__(self, titles: tuple[str, ...] = ()) -> None:
        self._titles = titles

    def under(self, titles: tuple[str, ...]) -> MetaOverview:
        """The reader of the table that stands under these titles."""
        return MetaOverview(titles)

    def recognise(self, header: Header) -> Match | NoMatch:
        return recognise_columns(header, (_DAY, _VALUE))

    def columns(self, header: Header) -> Columns:
        day, value = header.find(_DAY), header.find(_VALUE)
        dates = () if day is None else (day,)
        return Columns((DateColumns(_DAY, dates, _ISO),), () if value is None else (NumberColumn(_VALUE, value),))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        title = self._titles[-1] if self._titles else ""
        platform, metric = _platform(title), _METRICS.get(_bare(title))
        day, value = header.find(_DAY) or 0, header.find(_VALUE) or 0
        dates, numbers = grammars.dates[_DAY], grammars.numbers[value]

        def read(row: Row) -> ChannelDayRecord:
            if not platform:
                raise BadCell(title, "names neither Facebook nor Instagram", "table's title")
            on = date_at(dates, cell_line(row.cells, day), _DAY).date()
            if metric is None:
                return ChannelDayRecord(platform, "", on, row.line, raw={title: row.cells[value].strip()})
            return ChannelDayRecord(platform, "", on, row.line, {metric: measure_at(numbers, row.cells[value], title)})

        return read


def _platform(title: str) -> str:
    """The platform a title names; blank when it names none, or both."""
    found = [platform for platform in _PLATFORMS if platform in title.casefold()]
    return found[0] if len(found) == 1 else ""


def _bare(title: str) -> str:
    """A title without its platform: `Facebook reach` and `Reach (Facebook)` are both `reach`."""
    words = title.casefold().replace("(", " ").replace(")", " ").split()
    return " ".join(word for word in words if word not in _PLATFORMS)
