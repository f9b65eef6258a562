"""What columns of X exports are, whatever language the account had.

Content and overview since 2024 are in English. Tweet activity before had its names in the language of the account, and
in all languages the same columns in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping

from smdash.exchange.files.grid import Header
from smdash.exchange.readers.ads.columns import bare
from smdash.exchange.readers.base import metric_places

POST = {
    "id": ("Post id", "Tweet id", "ツイートID", "ポストID"),
    "link": ("Post Link", "Tweet permalink", "Tweet Link", "Post permalink", "Permalink", "ツイートの固定リンク"),
    "text": ("Post text", "Tweet text", "ツイート本文", "ポスト本文"),
    "when": ("Date", "time", "Created at", "時間"),
}
POST_METRICS = {
    "impressions": ("Impressions", "インプレッション"),
    "reactions": ("Likes", "favorites", "いいね"),
    "comments": ("Replies", "返信"),
    "shares": ("Reposts", "retweets", "リツイート"),
    "saves": ("Bookmarks",),
    "clicks": ("URL Clicks", "URLクリック数"),
    "follows": ("New follows", "follows", "フォローしている"),
    "video_views": ("Video views",),
}
DAY: dict[str, tuple[str, ...]] = {"day": ("Date",), "tweets": ("Tweets published",), "new": ("New follows",)}
DAY_METRICS = {
    "impressions": ("Impressions",),
    "interactions": ("Engagements",),
    "follows": ("New follows", "Follows"),
    "unfollows": ("Unfollows",),
    "visits": ("Profile visits",),
    "video_views": ("Video views",),
    "link_clicks": ("URL clicks",),
}

_POSTS_IN_ORDER = {"id": 0, "link": 1, "text": 2, "when": 3, "impressions": 4, "shares": 7, "comments": 8,
                   "reactions": 9, "clicks": 11, "follows": 17}  # fmt: skip
_DAYS_IN_ORDER = {"day": 0, "tweets": 1, "impressions": 2, "interactions": 3, "link_clicks": 9, "follows": 15}
_TWEET, _IMPRESSIONS = ("tweet", "ツイート"), ("impr", "インプレッション")


def post_places(header: Header) -> dict[str, int]:
    """The place of each column of a post that is known."""
    named = metric_places(header, POST | POST_METRICS)
    if "id" in named or not _is_activity(header, (0, 1, 2), _POSTS_IN_ORDER):
        return named
    return dict(_POSTS_IN_ORDER)


def day_places(header: Header) -> dict[str, int]:
    """The place of each column of a day that is known; none where a row is a post, and not a day."""
    if post_places(header).keys() & {"id", "link"}:
        return {}
    named = metric_places(header, DAY | DAY_METRICS)
    if "tweets" in named or not _is_activity(header, (1,), _DAYS_IN_ORDER):
        return named
    return dict(_DAYS_IN_ORDER)


def _is_activity(header: Header, tweets: tuple[int, ...], order: Mapping[str, int]) -> bool:
    """Whether columns are those of tweet activity: those that should speak of tweets and of impressions do."""
    names = [bare(name) for name in header.names]
    if len(names) <= max(order.values()) or not names[order["impressions"]].startswith(_IMPRESSIONS):
        return False
    return all(any(word in names[place] for word in _TWEET) for place in tweets)
