"""Sums of hours and their cost: whole months from the stored totals, ragged ends from the detail, in one query."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all

from smdash.domain.breakdown import By
from smdash.domain.periods import Period
from smdash.store.scopes import Key, key_of, month_key
from smdash.store.store import Snapshot
from smdash.store.tables import month_time, time_entry

KEYS = ("campaign_id", "channel_id", "person_id", "activity_id")


@dataclass(frozen=True, slots=True)
class Hours:
    """Seconds, their cost in minor units of the reporting currency, and seconds that have no cost yet."""

    seconds: int = 0
    cost_minor: int = 0
    entries: int = 0
    uncosted_seconds: int = 0

    def __add__(self, other: Hours) -> Hours:
        return Hours(
            self.seconds + other.seconds,
            self.cost_minor + other.cost_minor,
            self.entries + other.entries,
            self.uncosted_seconds + other.uncosted_seconds,
        )

    def __sub__(self, other: Hours) -> Hours:
        return self + Hours(-other.seconds, -other.cost_minor, -other.entries, -other.uncosted_seconds)


def hours_by(
    snapshot: Snapshot,
    period: Period | None,
    *keys: str,
    campaigns: Collection[int] | None = None,
    on_posts: bool = False,
) -> dict[tuple[Any, ...], Hours]:
    """Hours of a period (None: all time) by any of `KEYS` and `month`, of some campaigns only if they are given.

    None in a key means not assigned. `on_posts` takes those only that were logged on a post, and needs a period.
    """
    if on_posts and period is not None:
        parts = [_from_detail(period.start, period.end).where(time_entry.c.post_id.is_not(None))]
    else:
        parts = _parts(period)
    source = union_all(*parts).subquery() if len(parts) > 1 else parts[0].subquery()
    columns = [source.c[key] for key in keys]
    sums = [func.coalesce(func.sum(source.c[name]), 0) for name in _SUMS]
    query: Select[Any] = select(*columns, *sums).group_by(*columns) if columns else select(*sums)
    if campaigns is not None:
        query = query.where(source.c.campaign_id.in_(campaigns))
    found: dict[tuple[Any, ...], Hours] = {}
    for row in snapshot.connection.execute(query):
        key = tuple(value or None for value in row[: len(keys)])
        found[key] = Hours(*(int(value) for value in row[len(keys) :]))
    return found


def hours_of(snapshot: Snapshot, period: Period, by: By) -> dict[Key, Hours]:
    """Hours of a period by the key of a view; in one by message only those that were logged on a post."""
    if by is By.MESSAGE:
        return _on_posts(snapshot, period, by)
    name = {By.CHANNEL: "channel_id", By.MONTH: "month"}.get(by, "campaign_id")
    found: dict[Key, Hours] = {key[0]: hours for key, hours in hours_by(snapshot, period, name).items()}
    if by is By.CHANNEL:  # hours on a post belong to its channel, also where none was named
        for channel, hours in _on_posts(snapshot, period, by, time_entry.c.channel_id.is_(None)).items():
            found[channel] = found.get(channel, Hours()) + hours
            found[None] = found[None] - hours
    return found


def _on_posts(snapshot: Snapshot, period: Period, by: By, *conditions: ColumnElement[bool]) -> dict[Key, Hours]:
    detail = _from_detail(period.start, period.end, key_of(time_entry, by).label("key"))
    source = detail.where(time_entry.c.post_id.is_not(None), *conditions).subquery()
    query = select(source.c.key, *(func.sum(source.c[name]) for name in _SUMS)).group_by(source.c.key)
    return {row[0]: Hours(*row[1:]) for row in snapshot.connection.execute(query)}


def hours_in(snapshot: Snapshot, period: Period | None) -> Hours:
    """All hours of a period."""
    return hours_by(snapshot, period).get((), Hours())


_SUMS = ("seconds", "cost_minor", "entries", "uncosted_seconds")


def _parts(period: Period | None) -> list[Select[Any]]:
    if period is None:
        return [_from_totals(None)]
    whole = period.whole_months()
    if whole is None:
        return [_from_detail(period.start, period.end)]
    parts = [_from_totals(whole)]
    if period.start < whole[0]:
        parts.append(_from_detail(period.start, whole[0]))
    if whole[1] < period.end:
        parts.append(_from_detail(whole[1], period.end))
    return parts


def _from_totals(span: tuple[date, date] | None) -> Select[Any]:
    totals = month_time.c
    query = select(*(totals[key] for key in (*KEYS, "month")), *(totals[name] for name in _SUMS))
    return query if span is None else query.where(totals.month >= span[0], totals.month < span[1])


def _from_detail(start: date, end: date, *more: ColumnElement[Any]) -> Select[Any]:
    entry = time_entry.c
    return select(
        *more,
        *(func.coalesce(entry[key], 0).label(key) for key in KEYS),
        month_key(entry.work_day).label("month"),
        entry.seconds.label("seconds"),
        func.coalesce(entry.cost_minor, 0).label("cost_minor"),
        literal(1).label("entries"),
        case((entry.cost_minor.is_(None), entry.seconds), else_=0).label("uncosted_seconds"),
    ).where(entry.seconds.is_not(None), entry.work_day >= start, entry.work_day < end)
