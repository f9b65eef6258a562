"""Which campaign a sale belongs to: by its link, utm_campaign or promo code, or by what a person said of its mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from smdash.domain.benefits import ONE, Evidence
from smdash.domain.links import TAGS, code_key, tag
from smdash.domain.text import name_key, one_line

NO_TAGS: Mapping[str, str] = {}


class MarkKind(StrEnum):
    """What a sale is told by when nothing matches: its utm_campaign, its code, or only where it comes from."""

    UTM = "utm"
    CODE = "code"
    SOURCE = "source"


class By(StrEnum):
    """What matched a sale with its campaign."""

    LINK = "link"
    UTM = "utm"
    CODE = "code"
    RULE = "rule"
    TOUCH = "touch"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sale or a touch bears: tags by name without `utm_`, promo codes, and where it is from (`shopify web`)."""

    tags: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The one mark under which a sale that matches nothing waits: `label` as it stood in the file."""

    kind: MarkKind
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Found:
    """The campaign of a sale, and how well that is known; a link, code or tag is tracked and counts in full."""

    by: By
    campaign_id: int
    channel_id: int | None = None
    link_id: int | None = None
    evidence: Evidence = Evidence.TRACKED
    share: Decimal = ONE
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class KnownLink:
    """A link of the register, with its tags as written."""

    id: int
    tags: Mapping[str, str]
    campaign_id: int
    channel_id: int | None
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class Matcher:
    """Everything sales may be matched by. `campaigns` by utm_campaign, `codes` by key, `rules` by kind and key of a
    mark, `channels` by utm_source.
    """

    links: tuple[KnownLink, ...] = ()
    campaigns: Mapping[str, int] = field(default_factory=dict)
    codes: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    rules: Mapping[tuple[MarkKind, str], Found] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)
    _seen: dict[tuple[tuple[str, ...], tuple[str, ...], str], Found | None] = field(default_factory=dict, compare=False)

    def match(self, marks: Marks) -> Found | None:
        """The campaign of what bears these marks; None when none of them is known.

        In this order: the link whose tags are all the same, the campaign of the utm_campaign, a promo code, and what a
        person said of one of its marks.
        """
        written = {name: tag(marks.tags.get(name, "")) for name in TAGS}
        key = tuple(written.values()), marks.codes, marks.origin
        if key not in self._seen:
            self._seen[key] = self._match(written, marks)
        return self._seen[key]

    def channel(self, source: str) -> int | None:
        """The channel a utm_source stands for."""
        return self.channels.get(tag(source)) if source else None

    def _match(self, written: Mapping[str, str], marks: Marks) -> Found | None:
        channel = self.channels.get(written["source"])
        if utm := written["campaign"]:
            if (link := self._link(written)) is not None:
                return Found(By.LINK, link.campaign_id, link.channel_id or channel, link.id, post_id=link.post_id)
            if utm in self.campaigns:
                return Found(By.UTM, self.campaigns[utm], channel)
        for code in marks.codes:
            if (known := self.codes.get(code_key(code))) is not None:
                return Found(By.CODE, known[0], known[1] or channel)
        for mark in _all_marks(marks):
            if (said := self.rules.get((mark.kind, mark.key))) is not None:
                return said if said.channel_id else _with_channel(said, channel)
        return None

    def _link(self, written: Mapping[str, str]) -> KnownLink | None:
        return next((link for link in self.links if all(link.tags[name] == written[name] for name in TAGS)), None)


def mark_of(marks: Marks) -> Mark:
    """The mark under which what matches nothing waits: its utm_campaign, else its first code, else its origin."""
    return next(_all_marks(marks))


def channel_names(names: Iterable[tuple[int, str, str]], links: Iterable[KnownLink]) -> dict[str, int]:
    """Channels by the utm_source that stands for them: their name, their platform if only one is there, and the source
    of links that name a channel. `names` are id, name and platform.
    """
    found: dict[str, int] = {}
    platforms: dict[str, set[int]] = {}
    for channel_id, name, platform in names:
        platforms.setdefault(tag(platform), set()).add(channel_id)
        found[tag(name)] = channel_id
    single = {platform: next(iter(ids)) for platform, ids in platforms.items() if len(ids) == 1}
    sources: dict[str, set[int]] = {}
    for link in links:
        if link.channel_id is not None:
            sources.setdefault(link.tags["source"], set()).add(link.channel_id)
    by_link = {source: next(iter(ids)) for source, ids in sources.items() if len(ids) == 1}
    return single | found | by_link


def _all_marks(marks: Marks) -> Iterator[Mark]:
    if campaign := one_line(marks.tags.get("campaign", "")):
        yield Mark(MarkKind.UTM, campaign, tag(campaign) or name_key(campaign))
    for code in marks.codes:
        yield Mark(MarkKind.CODE, code, code_key(code))
    origin = "-".join(part for part in (one_line(marks.tags.get("source", "")), marks.origin) if part) or "unknown"
    yield Mark(MarkKind.SOURCE, origin, name_key(origin))


def _with_channel(said: Found, channel: int | None) -> Found:
    return Found(said.by, said.campaign_id, channel, said.link_id, said.evidence, said.share)
