"""What readers produce: neutral values, clean of terminal controls, that know nothing of the store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal, NamedTuple

from smdash.domain.measures import Measure
from smdash.exchange.records.ads import AdRecord
from smdash.exchange.records.ledger import BenefitRecord, CostRecord, OutcomeRecord
from smdash.exchange.records.readings import ReadingsRecord
from smdash.exchange.records.sales import SaleRecord, TouchRecord
from smdash.exchange.records.traffic import TrafficRecord

Precision = Literal["minute", "day", "month"]

METRICS = (
    *("impressions", "reach", "reactions", "comments", "shares", "saves", "clicks", "video_views", "follows", "spend"),
)
"""The metrics of a post. All are counts but `spend`, an amount in the currency its raw fields name."""

_NOTHING: Mapping[str, str] = MappingProxyType({})


class EntryRecord(NamedTuple):
    """Time that a person logged elsewhere. A tuple, because files have tens of thousands of them.

    `start` and `end` are local wall times without a zone unless the file states an offset; the applier places them in
    the person's zone. `seconds` is what was worked; it may differ from end − start by the hour of a clock change. An
    entry of 0 seconds, as one that still runs, is left out and counted. A blank `person` is the one who imports.
    An entry is whole here, whatever midnights it crosses. (`source`, `external_key`) is the same for the same entry.
    """

    person: str
    project: str
    seconds: int
    work_day: date
    source: str
    external_key: str
    line: int
    start: datetime | None = None
    end: datetime | None = None
    zone: str | None = None
    email: str = ""
    channel: str = ""
    activity: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    raw: Mapping[str, str] = _NOTHING


@dataclass(frozen=True, slots=True)
class PostRecord:
    """One published message with its lifetime metrics as of the export.

    `posted_at` is local unless the file states an offset; only its part down to `precision` means anything. `metrics`
    has an entry for each metric the file has a column for. `raw` keeps every other column that isn't blank.
    """

    platform: str
    channel: str
    posted_at: datetime
    precision: Precision
    source: str
    external_key: str
    line: int
    external_id: str = ""
    channel_id: str = ""
    campaign: str = ""
    kind: str = ""
    text: str = ""
    url: str = ""
    metrics: Mapping[str, Measure] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChannelDayRecord:
    """What a channel's statistics say of one day. `channel` is blank where the file names no account.

    `metrics` has an entry for each of `CHANNEL_METRICS` the file has; several records may speak of the same day.
    """

    platform: str
    channel: str
    day: date
    line: int
    metrics: Mapping[str, Measure] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)


class AudienceRecord(NamedTuple):
    """One part of a breakdown that a platform lists: a country, an age, a way people came. A tuple, for files of days
    by country have tens of thousands of them.

    `dimension` says of what it is a part, `measure` what was counted of it, as `number` or as `share` in millionths.
    `day` is the ISO date of the one day it speaks of, blank for a whole export. `channel` is blank where no account is
    named. `raw` keeps the other columns.
    """

    platform: str
    channel: str
    dimension: str
    measure: str
    label: str
    line: int
    day: str = ""
    number: int | None = None
    share: int | None = None
    raw: Mapping[str, str] = _NOTHING


@dataclass(frozen=True, slots=True)
class PlatformTotal:
    """A total as the platform printed it: kept as such, never summed with rows."""

    label: str
    source: str
    line: int
    start: date | None = None
    end: date | None = None
    metrics: Mapping[str, Measure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that is not imported: the line it begins on, the column and cell at fault, and the reason. In a workbook
    it is the row of a sheet; the file is said where there are several.
    """

    row_number: int
    column: str
    value: str
    reason: str
    sheet: str = ""
    file: str = ""

    def __str__(self) -> str:
        what = f"{self.column} “{self.value}” " if self.column else ""
        where = f"sheet “{self.sheet}”, row" if self.sheet else "line"
        return f"{self.file}{', ' if self.file else ''}{where} {self.row_number}: {what}{self.reason}"


Record = (
    EntryRecord
    | PostRecord
    | SaleRecord
    | TouchRecord
    | ChannelDayRecord
    | AdRecord
    | AudienceRecord
    | TrafficRecord
    | CostRecord
    | BenefitRecord
    | OutcomeRecord
    | ReadingsRecord
)
Outcome = Record | PlatformTotal | RowFault

_KINDS = {
    "photos": "photo", "photo": "photo", "ig image": "photo", "image": "photo", "ig carousel": "carousel",
    "fotos": "photo", "foto": "photo", "imagem do ig": "photo", "imagem do instagram": "photo", "sharedvideo": "video",
    "reel do instagram": "reel", "carrossel do instagram": "carousel", "carrossel do ig": "carousel",
    "reel do ig": "reel", "story do instagram": "story", "vídeos": "video",
    "albums": "album", "ig reel": "reel", "reels": "reel", "videos": "video", "ig video": "video", "links": "link",
    "stories": "story", "ig story": "story", "texts": "text", "statuses": "status", "events": "event",
}  # fmt: skip


def post_kind(printed: str) -> str:
    """The kind of a post in one word where platforms print `Photos` or `IG image`; anything else in lower case."""
    kind = printed.casefold()
    return _KINDS.get(kind, kind)


class ContentKeys:
    """Keys for rows that bring no id: a digest of their content, and an ordinal among rows that are alike.

    The n-th of several equal rows gets the same key in each export. Memory: some 70 bytes a row.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._repeats: dict[int, int] = {}

    def key(self, parts: Iterable[str]) -> str:
        """The key of a row with this content."""
        digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        mark = int(digest[:16], 16)
        ordinal = 0
        if mark in self._seen:
            ordinal = self._repeats[mark] = self._repeats.get(mark, 0) + 1
        else:
            self._seen.add(mark)
        return f"{digest}-{ordinal}"
