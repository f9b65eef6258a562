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
    cell_text,
    date_at,
    measures,
    metric_places,
    raw_fields,
)
from smdash.exchange.readers.post_ids import is_rounded, may_be_cut
from smdash.exchange.records import ContentKeys, PostRecord

_ID = ("Post id", "Tweet id", "ツイートID", "ポストID")
_LINK = ("Post Link", "Tweet permalink", "Tweet Link", "Post permalink", "Permalink", "ツイートの固定リンク")
_TEXT = ("Post text", "Tweet text", "ツイート本文", "ポスト本文")
_WHEN = ("Date", "time", "Created at", "時間")
_METRICS = {
    "impressions": ("Impressions", "インプレッション"),
    "reactions": ("Likes", "favorites", "いいね"),
    "comments": ("Replies", "返信"),
    "shares": ("Reposts", "retweets", "リツイート"),
    "saves": ("Bookmarks",),
    "clicks": ("URL Clicks", "URLクリック数"),
    "follows": ("New follows", "follows", "フォローしている"),
    "video_views": ("Video views",),
}
_MORE = ("Engagements", "engagement rate", "Detail Expands", "Hashtag Clicks", "Permalink Clicks", "Shares", "Share")
_ADDRESS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/([^/?#]+)(?:/web)?/status(?:es)?/([0-9]{5,25})")
_NOBODY = ("i", "anyuser")
_TIME = re.compile(r"[0-9]:[0-5][0-9]")


class XPosts:
    """Reader of the posts of one account."""

    name = "x-posts"
    title = "X posts (content or tweet activity)"

    def recognise(self, header: Header) -> Match | NoMatch:
        needed = {"Post id": (*_ID, *_LINK), "Post text": _TEXT, "Date": _WHEN, "Impressions": _METRICS["impressions"]}
        missing = [name for name, names in needed.items() if header.find(*names) is None]
        if missing:
            there = len(needed) - len(missing)
            return NoMatch(f"no column {', '.join(missing)}" if there else "none of its columns is there", there)
        known = (_ID, _LINK, _TEXT, _WHEN, *_METRICS.values(), *((name,) for name in _MORE))
        return Match(sum(header.find(*names) is not None for names in known))

    def columns(self, header: Header) -> Columns:
        when = header.find(*_WHEN)
        places = [place for names in _METRICS.values() if (place := header.find(*names)) is not None]
        numbers = tuple(NumberColumn(header.names[place], place) for place in places)
        return Columns((DateColumns("date", () if when is None else (when,)),), numbers)

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        return _Rows(header, grammars).read


class _Rows:
    def __init__(self, header: Header, grammars: Grammars) -> None:
        self._id, self._link, self._text, when = (header.find(*names) for names in (_ID, _LINK, _TEXT, _WHEN))
        self._when = when or 0
        self._dates = grammars.dates["date"]
        places = metric_places(header, _METRICS)
        self._metrics = measures(header, grammars, places)
        used = [place for place in (self._link, self._text, self._when) if place is not None]
        self._raw = raw_fields(header, [*used, *places.values()])
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
            text=words,
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
