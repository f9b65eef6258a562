"""Meta's Insights as they were exported until 2021: posts of a Page, and days of a Page.

Two rows stand above the data: names, which may come twice with different units, and a description of each. Of a name
that comes twice the first column counts; the others are kept under their names with a number. In 2017 some files had
the names of the programming interface instead (`post_impressions:lifetime`). No account is named.
"""

from __future__ import annotations

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.dates import MONTH_FIRST
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
    cell_text,
    date_at,
    lacks,
    measures,
    metric_places,
    raw_fields,
)
from smdash.exchange.records.base import ChannelDayRecord, PostRecord, post_kind

_PLATFORM = "facebook"
_POST, _POSTED, _DATE = "Post ID", "Posted", "Date"
_PREFIXES = ("lifetime ", "daily ", "weekly ", "28 days ")
_SUFFIXES = (":lifetime", ":day", ":week", ":days_28")
_FEW = 2  # columns of such names by which a file is known
_LONG = 25  # characters that no name and no number has, but every description

# What the columns mean: lifetime numbers of a post, and numbers of one day of a Page.
_POST_METRICS = {
    "reach": ("Lifetime Post Total Reach", "Lifetime Total Reach", "post_impressions_unique:lifetime"),
    "impressions": ("Lifetime Post Total Impressions", "Lifetime Total Impressions", "post_impressions:lifetime"),
    "clicks": ("Lifetime Post Consumptions", "post_consumptions:lifetime"),
    "reactions": ("like", "Lifetime Post Stories by action type - like"),
    "comments": ("comment", "Lifetime Post Stories by action type - comment"),
    "shares": ("share", "Lifetime Post Stories by action type - share"),
    "video_views": ("Lifetime Total Video Views", "post_video_views:lifetime"),
}
_DAY_METRICS = {
    "followers": ("Lifetime Total Followers", "Lifetime Total Likes", "page_fans:lifetime"),
    "follows": ("Daily New Follows", "Daily New Likes"),
    "unfollows": ("Daily Unfollows", "Daily Unlikes"),
    "reach": ("Daily Total Reach", "page_impressions_unique:day"),
    "impressions": ("Daily Total Impressions", "page_impressions:day"),
    "video_views": ("Daily Total Video Views", "Daily Video Views", "Daily Total video views count"),
    "interactions": ("Daily Post Engagements", "Daily Total post engagements"),
    "visits": ("Daily Total views count per Page", "Daily Total Page Views", "Daily Logged-in Page Views"),
}
_PLACES = ("Post Message", "Permalink", "Type")


class MetaLegacyPosts:
    """Reader of posts with their lifetime numbers."""

    name = "meta-insights-posts"
    title = "Facebook Insights until 2021, posts"

    def recognise(self, header: Header) -> Match | NoMatch:
        missing = header.missing((_POST, _POSTED))
        named = _named(header)
        if missing or named < _FEW:
            return lacks(missing or ["Lifetime …"], 2 - len(missing))
        return Match(2 + named)

    def columns(self, header: Header) -> Columns:
        at = header.find(_POSTED)
        numbers = (NumberColumn(header.names[at], at) for at in metric_places(header, _POST_METRICS).values())
        return Columns((DateColumns(_POSTED, () if at is None else (at,), MONTH_FIRST),), tuple(numbers))

    def is_description(self, row: Row, header: Header) -> bool:
        """Whether a row describes the columns: it is no post."""
        return _describes(row) and not cell_line(row.cells, header.find(_POST)).strip("0123456789_")

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return _repeated(header)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        places, dates = metric_places(header, _POST_METRICS), grammars.dates[_POSTED]
        post_at, posted_at = header.find(_POST), header.find(_POSTED)
        message_at, link_at, type_at = (header.find(name) for name in _PLACES)
        used = [post_at, posted_at, message_at, link_at, type_at, *places.values()]
        metrics = measures(header, grammars, places)
        raw = raw_fields(header, [at for at in used if at is not None])

        def read(row: Row) -> PostRecord:
            line, cells = row
            # The id is that of the Page and, behind a line, that of the post, which later exports print alone.
            post = cell_line(cells, post_at).rpartition("_")[2]
            if not post:
                raise BadCell("", "is blank", _POST)
            if not post.isdigit():
                raise BadCell(post, "was rounded by a spreadsheet; import the file as it was downloaded", _POST)
            return PostRecord(
                platform=_PLATFORM,
                channel="",
                posted_at=date_at(dates, cell_line(cells, posted_at), _POSTED),
                precision="minute",
                source="facebook-post",
                external_key=post,
                external_id=post,
                line=line,
                kind=post_kind(cell_line(cells, type_at)),
                text=cell_text(cells, message_at),
                url=cell_line(cells, link_at),
                metrics=metrics(cells),
                raw=raw(cells),
            )

        return read


class MetaLegacyDays:
    """Reader of days of a Page; what counts weeks or 28 days stays raw."""

    name = "meta-insights-page"
    title = "Facebook Insights until 2021, days of a Page"

    def recognise(self, header: Header) -> Match | NoMatch:
        named = _named(header)
        if header.find(_DATE) is None or header.find(_POST) is not None or named < _FEW:
            return NoMatch("no columns Date, Lifetime Total Likes, Daily …", int(named > 0))
        return Match(1 + named)

    def columns(self, header: Header) -> Columns:
        at = header.find(_DATE)
        numbers = (NumberColumn(header.names[at], at) for at in metric_places(header, _DAY_METRICS).values())
        return Columns((DateColumns(_DATE, () if at is None else (at,), MONTH_FIRST),), tuple(numbers))

    def is_description(self, row: Row, header: Header) -> bool:
        """Whether a row describes the columns: it has no day."""
        return _describes(row) and not any(char.isdigit() for char in cell_line(row.cells, header.find(_DATE)))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return _repeated(header)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        places, date = metric_places(header, _DAY_METRICS), header.find(_DATE) or 0
        metrics, raw = measures(header, grammars, places), raw_fields(header, (date, *places.values()))

        def read(row: Row) -> ChannelDayRecord:
            line, cells = row
            day = date_at(grammars.dates[_DATE], cell_line(cells, date), _DATE).date()
            return ChannelDayRecord(_PLATFORM, "", day, line, metrics(cells), raw(cells))

        return read


def _named(header: Header) -> int:
    """How many columns are called as only these exports call them."""
    return sum(key.startswith(_PREFIXES) or key.endswith(_SUFFIXES) for key in header.keys)


def _describes(row: Row) -> bool:
    """Whether cells of a row say at length what is counted, as `Daily: The number of people …` does."""
    return any(":" in cell and len(cell) > _LONG for cell in row.cells)


def _repeated(header: Header) -> tuple[Decision, ...]:
    """That names come twice, once for each unit."""
    names = [name for name in header.names if name.endswith(" (2)")]
    if not names:
        return ()
    first = names[0].removesuffix(" (2)")
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return (Decision("units", "columns", "the first of each name", f"“{first}”{more} come twice, in two units"),)


META_LEGACY = (MetaLegacyPosts(), MetaLegacyDays())
