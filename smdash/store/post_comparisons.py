"""Posts of a group by what they are about, what they are, and where they were posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smdash.domain.engagement import Tally
from smdash.store.organisation import names_of
from smdash.store.post_themes import theme_tallies
from smdash.store.posts import PostGroup, tallies
from smdash.store.store import Snapshot
from smdash.store.tables import post


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Tallies by theme, by kind and by channel. A post with two themes counts under both; the others add up."""

    themes: Mapping[str, Tally]
    kinds: Mapping[str, Tally]
    channels: Mapping[str, Tally]


def comparisons(snapshot: Snapshot, group: PostGroup) -> Comparisons:
    """The posts of a group, taken apart in three ways."""
    kinds = tallies(snapshot, group, post.c.kind)
    channels, names = tallies(snapshot, group, post.c.channel_id), names_of(snapshot, "channel")
    return Comparisons(
        theme_tallies(snapshot, group),
        {kind or "no kind": found for (kind,), found in kinds.items()},
        {names.get(key, ""): found for (key,), found in channels.items()},
    )
