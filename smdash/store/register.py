"""What the box of links shows, in one snapshot: links, promo codes, and marks of sales that match nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smdash.domain.links import Code, Link
from smdash.store import links, matching, organisation
from smdash.store.links import tags_taken
from smdash.store.matching import Rule, Waiting
from smdash.store.store import Snapshot


@dataclass(frozen=True, slots=True)
class Register:
    """Links and codes, marks that wait (`marks` in all), what was said of marks, and the names they are told with.

    `tags` are the utm_campaigns by the name of their campaign.
    """

    links: tuple[Link, ...]
    codes: tuple[Code, ...]
    waiting: tuple[Waiting, ...]
    marks: int
    rules: tuple[Rule, ...]
    campaigns: Mapping[int, str]
    channels: Mapping[int, str]
    tags: Mapping[str, str]


def load_register(snapshot: Snapshot, campaign_id: int | None = None) -> Register:
    """Links and codes of one campaign, or of all; what waits belongs to none."""
    waiting, marks = matching.waiting(snapshot)
    return Register(
        links.links(snapshot, campaign_id),
        links.codes(snapshot, campaign_id),
        waiting,
        marks,
        matching.rules(snapshot),
        organisation.names_of(snapshot, "campaign"),
        organisation.names_of(snapshot, "channel"),
        {name: tag for tag, name in tags_taken(snapshot).items()},
    )
