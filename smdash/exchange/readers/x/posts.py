"""X (Twitter) analytics, one row per post with lifetime metrics: content since 2024, and tweet activity before.

| column (content, tweet activity)       | is                                                                      |
|----------------------------------------|-------------------------------------------------------------------------|
| Post id, Tweet id                      | its id; where a spreadsheet rounded it, that of the link counts         |
| Post Link, Tweet permalink             | its address, and who posts: `https://x.com/NAME/status/ID`              |
| Date, time                             | a day (`Mon Feb 17 2025`), or a moment (`2015-09-30 18:42 +0000`)       |
| Impressions                            | impressions; promoted ones stand apart and stay raw                     |
| Likes, favorites                       | reactions                                                               |
| Replies; Reposts, retweets; Bookmarks  | comments; shares; saves                                                 |
| URL Clicks                             | clicks; other clicks (details, hashtags, profile) stay raw              |
| New follows, follows                   | follows                                                                 |

A post without a usable id or link is known by its time and text. `Engagements` is a sum of what stands beside it.
"""

from __future__ import annotations

import re
from html import unescape

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
    cell_text,
    date_at,
    lacks,
    measures,
    raw_fields,
)
from smdash.exchange.readers.post_ids import is_rounded, may_be_cut
from smdash.exchange.readers.x.columns import POST_METRICS, post_places
from smdash.exchange.records.base import ContentKeys, PostRecord

_MORE = ("Engagements", "engagement rate", "Detail Expands", "Hashtag Clicks", "Permalink Clicks", "Shares", "Share")
_ADDRESS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/([^/?#]+)(?:/web)?/status(?:es)?/([0-9]{5,25})")
_NOBODY = ("i", "anyuser")
_TIME = re.compile(r"[0-9]:[0-5][0-9]")


class XPosts:
    """Reader of the posts of one account."""

    name = "x-posts"
    title = "X posts (content or tweet activity)"

    def recognise(self, header: Header) -> Match | NoMatch:
        places = post_places(header)
        # Without texts it takes a column that only X has: other exports of posts have ids, days and impressions too.
        needed = {"Post id": ("id", "link"), "Post text": ("text", "shares"), "Date": ("when",)}
        needed["Impressions"] = ("impressions",)
        missing = [name for name, any_of in needed.items() if not places.keys() & set(any_of)]
        if missing:
            there = len(places.keys() & {"id", "link", "text", "when", "impressions"})
            return lacks(missing, there)
        return Match(len(places) + len(_MORE) - len(header.missing(_MORE)))

    def columns(self, header: Header) -> Columns:
        places = post_places(header)
        numbers = [NumberColumn(header.names[place], place) for name, place in places.items() if name in POST_METRICS]
        return Columns((DateColumns("date", (places["when"],)),), tuple(numbers))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        return _Rows(header, grammars).read


class _Rows:
    def __init__(self, header: Header, grammars: Grammars) -> None:
        places = post_places(header)
        self._id, self._link, self._text = (places.get(name) for name in ("id", "link", "text"))
        self._when = places["when"]
        self._dates = grammars.dates["date"]
        metrics = {name: place for name, place in places.items() if name in POST_METRICS}
        self._metrics = measures(header, grammars, metrics)
        used = [place for place in (self._link, self._text, self._when) if place is not None]
        self._raw = raw_fields(header, [*used, *metrics.values()])
        self._id_name = "" if self._id is None else header.names[self._id]
        self._key_of = ContentKeys().key

    def read(self, row: Row) -> PostRecord:
        cells = row.cells
        link, when, words = cell_line(cells, self._link), cell_line(cells, self._when), cell_text(cells, self._text)
        address = _ADDRESS.match(link)
        own_id = self._own_id(cell_line(cells, self._id), address)
        if not own_id and not words:
            raise BadCell("", "is blank, and so is the text: which post is it?", self._id_name or "Post id")
        posted = date_at(self._dates, when, "date")
        raw = self._raw(cells)
        if own_id:
            raw.pop(self._id_name, None)
        return PostRecord(
            platform="x",
            channel=address[1] if address and address[1] not in _NOBODY else "",
            posted_at=posted,
            precision="minute" if _TIME.search(when) else "day",
            source="x-post",
            external_key=own_id or self._key_of((posted.isoformat(), words)),
            external_id=own_id,
            line=row.line,
            text=unescape(words),  # X writes & < > as web pages do
            url="" if is_rounded(link) else link,
            metrics=self._metrics(cells),
            raw=raw,
        )

    def _own_id(self, printed: str, address: re.Match[str] | None) -> str:
        """The id of a post; blank when only a rounded one is left of it."""
        if address:
            return address[2]
        printed = printed.lstrip("'")
        return printed if printed.isdigit() and not may_be_cut(printed) else ""
