"""What is known of the audiences of channels: the newest list of each breakdown, as platforms gave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from smdash.store.store import Snapshot
from smdash.store.tables import audience, channel, platform_total

SHOWN = 12
"""Parts of a list that are told, the largest first."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its number, or its share in millionths of the whole; both missing where nothing was reported."""

    label: str
    number: int | None
    share: int | None


@dataclass(frozen=True, slots=True)
class AudienceList:
    """One breakdown of a channel on its newest `day`: the largest parts, and how many there are.

    `listed` adds up the numbers of all parts and `total` is what the platform printed for the whole; both may be
    missing. They differ, since lists are cut. `daily` says that the numbers are of that one day, and `since` the first
    day there is.
    """

    channel: str
    dimension: str
    measure: str
    day: date
    since: date
    daily: bool
    parts: tuple[Part, ...]
    count: int
    listed: int | None
    total: int | None


def audiences(snapshot: Snapshot, channel_id: int | None = None) -> tuple[AudienceList, ...]:
    """The newest list of each breakdown, by channel and dimension; of one channel only if it is named."""
    row = audience.c
    key = (row.channel_id, row.dimension, row.measure, row.daily)
    query = (
        select(*key, channel.c.name, func.max(row.day).label("newest"), func.min(row.day).label("oldest"))
        .join(channel, channel.c.id == row.channel_id)
        .group_by(*key)
        .order_by(channel.c.name, row.channel_id, row.dimension, row.measure, row.daily)
    )
    if channel_id is not None:
        query = query.where(row.channel_id == channel_id)
    return tuple(_list(snapshot, found) for found in snapshot.connection.execute(query).mappings().all())


def _list(snapshot: Snapshot, found: Any) -> AudienceList:
    row = audience.c
    mine: list[ColumnElement[bool]] = [
        row[name] == found[name] for name in ("channel_id", "dimension", "measure", "daily")
    ]
    mine.append(row.day == found["newest"])
    query = select(row.label, row.number, row.share).where(*mine)
    largest = query.order_by(row.number.desc(), row.share.desc(), row.id).limit(SHOWN)
    whole = snapshot.connection.execute(select(func.count(), func.sum(row.number)).where(*mine)).one()
    return AudienceList(
        channel=found["name"],
        dimension=found["dimension"],
        measure=found["measure"],
        day=found["newest"],
        since=found["oldest"],
        daily=found["daily"],
        parts=tuple(Part(*one) for one in snapshot.connection.execute(largest)),
        count=whole[0],
        listed=whole[1],
        total=None if found["daily"] else _total(snapshot, found["dimension"], found["measure"]),
    )


def _total(snapshot: Snapshot, dimension: str, measure: str) -> int | None:
    """What the platform printed last as the total of such a list."""
    own = platform_total.c
    query = select(own.metrics).where(own.label.endswith(f" by {dimension}", autoescape=True)).order_by(own.id.desc())
    metrics = snapshot.connection.execute(query.limit(1)).scalar()
    found = (metrics or {}).get(measure)
    return found if isinstance(found, int) else None
