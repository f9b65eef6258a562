"""Posts by weekday and hour of the organisation's zone."""

from __future__ import annotations

from sqlalchemy import case, select

from smdash.clock import zone
from smdash.domain.engagement import Basis, RatedCount
from smdash.domain.posting_times import HeatMap, heat_map
from smdash.domain.posts import Precision
from smdash.store import post_columns
from smdash.store.posts import PostGroup
from smdash.store.store import Snapshot
from smdash.store.tables import post


def posting_times(snapshot: Snapshot, group: PostGroup, basis: Basis) -> HeatMap:
    """When the posts of a group were posted and how each hour did, in one query."""
    name = snapshot.organisation.zone
    local = zone(name)
    events, exposure, both = post_columns.sides(basis)
    query = select(post.c.posted_at, post.c.precision, case((both, events)), case((both, exposure)))
    rows = snapshot.connection.execute(
        query.select_from(post_columns.with_numbers(group.scope.period)).where(*group.conditions())
    )
    return heat_map(
        (
            (
                at.astimezone(local) if at is not None and precision == Precision.MINUTE.value else None,
                None if seen is None else RatedCount(int(count), int(seen)),
            )
            for at, precision, count, seen in rows
        ),
        basis,
        name,
    )
