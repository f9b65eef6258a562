"""Posts as messages: what was published where and when, with the platform's numbers on it. Missing is never zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

PARTS = ("reactions", "comments", "shares", "saves", "clicks")
"""What engagements are made of; a platform may report some of them only."""

UNIQUE = ("reach",)
"""Metrics that count people: adding them up would count a person once for each post."""

METRIC_NAMES = {
    "impressions": "impressions",
    "reach": "reach",
    "reactions": "reactions",
    "comments": "comments",
    "shares": "shares",
    "saves": "saves",
    "clicks": "clicks",
    "video_views": "video views",
    "follows": "follows",
}
"""Counts a platform may report of a post, with the words for them."""

ENGAGED_PEOPLE = ("Lifetime Engaged Users", "Engaged users", "Engaged people")
"""Raw fields in which platforms say how many people, each once, did something with a post."""


class Precision(StrEnum):
    """How well the time of a post is known."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class PostNumbers:
    """A platform's numbers on one post as captured on a day; what is not reported is None.

    `censored` keeps bounds such as `<10` as printed, by metric; `late` says that nothing was captured up to the end of
    the period, so that the first capture after it stands in. `followers` are those of the channel on the day of the
    post, or the latest known before it.
    """

    captured_on: date | None = None
    late: bool = False
    impressions: int | None = None
    reach: int | None = None
    reactions: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    clicks: int | None = None
    video_views: int | None = None
    follows: int | None = None
    engaged_people: int | None = None
    followers: int | None = None
    censored: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, int]:
        """The reported parts of the engagements, by name."""
        found = {part: getattr(self, part) for part in PARTS}
        return {part: value for part, value in found.items() if value is not None}

    @property
    def engagements(self) -> int | None:
        """Reactions, comments, shares, saves and clicks added up, as far as reported; None when none is."""
        parts = self.parts
        return sum(parts.values()) if parts else None


@dataclass(frozen=True, slots=True)
class Post:
    """A stored post with its latest numbers. `posted_at` is known where `precision` says minute; `day` always is,
    as the first of the month where only the month is known.
    """

    id: int
    day: date
    precision: Precision
    channel_id: int
    campaign_id: int | None = None
    posted_at: datetime | None = None
    kind: str = ""
    text: str = ""
    url: str = ""
    external_id: str = ""
    numbers: PostNumbers = field(default_factory=PostNumbers)

    @property
    def when(self) -> str:
        """Its day, or its month where that is all that is known."""
        return f"{self.day:%Y-%m}" if self.precision is Precision.MONTH else self.day.isoformat()


@dataclass(frozen=True, slots=True)
class PostDraft:
    """What a person may say about a post; its text and numbers are the platform's."""

    channel_id: int
    campaign_id: int | None = None
    themes: tuple[str, ...] = ()
    note: str = ""


class PostOrder(StrEnum):
    """Orders of a list of posts. What is missing stands last, in every order."""

    DAY = "day"
    CHANNEL = "channel"
    KIND = "kind"
    TEXT = "text"
    IMPRESSIONS = "impressions"
    ENGAGEMENTS = "engagements"
    RATE = "rate"
    CLICKS = "clicks"
    CTR = "clicks by impressions"
    HOURS = "hours"
    COST = "cost"
    BENEFIT = "benefit"

    @property
    def ascending(self) -> bool:
        """Words go from A to Z; days and numbers begin with the newest and the largest."""
        return self in (PostOrder.CHANNEL, PostOrder.KIND, PostOrder.TEXT)
