"""Sums of costs by the key of a view. Spans and recurrences are worked out when read, each with its part of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import case, func, select

from smdash.domain.breakdown import By
from smdash.domain.costs import CostCategory, CostLine, DatedAmount, Recurrence, by_day, touches, within
from smdash.domain.periods import Period, add_months, between
from smdash.store.costs import cost_line, may_touch
from smdash.store.scopes import Key, Scope, channel_of, key_of
from smdash.store.store import Snapshot
from smdash.store.tables import cost


@dataclass(frozen=True, slots=True)
class CostSums:
    """What costs come to: minor units by category, rows counted, rows that wait for a rate, estimated staff cost."""

    by_category: Mapping[CostCategory, int]
    rows: int = 0
    unconverted: int = 0
    estimated_staff: int = 0


def cost_sums(
    snapshot: Snapshot,
    period: Period,
    campaigns: Collection[int] | None = None,
    by: By = By.CAMPAIGN,
    scope: Scope | None = None,
) -> dict[Key, CostSums]:
    """What costs come to in a period, by the key of a view, in two queries; of some only if given.

    In a view by message only costs of a post; a span counts in each month with its part of it, as one row in each.
    """
    found: dict[Key, CostSums] = {}
    row, key = cost.c, key_of(cost, by)
    query = (
        select(
            key,
            row.category,
            func.coalesce(func.sum(row.converted_minor), 0),
            func.count(row.converted_minor),
            func.count(),
            func.coalesce(func.sum(case((row.estimated, row.converted_minor), else_=0)), 0),
        )
        .where(row.recurrence == Recurrence.NONE.value, row.day >= period.start, row.day < period.end)
        .group_by(key, row.category)
    )
    if campaigns is not None:
        query = query.where(row.campaign_id.in_(campaigns))
    if by is By.MESSAGE:
        query = query.where(row.post_id.is_not(None))
    if scope is not None:
        query = query.where(*scope.of(cost))
    for line, category, minor, converted, rows, estimated in snapshot.connection.execute(query):
        part = CostSums({CostCategory(category): minor}, converted, rows - converted, estimated)
        found[line] = _plus(found.get(line), part)
    for each in repeated(snapshot, period, scope):
        if campaigns is None or each.campaign_id in campaigns:
            for line, part in _parts(each, period, by):  # by message, what is of no post is worked out as the rest
                found[line] = _plus(found.get(line), part)
    return found


def daily_costs(
    snapshot: Snapshot, period: Period, by: By = By.CAMPAIGN, only: CostCategory | None = None
) -> dict[Key, list[DatedAmount]]:
    """What costs come to on each day of a period, by the key of a view, in two queries; of one category, if asked."""
    row, key = cost.c, key_of(cost, by)
    query = (
        select(key, row.day, func.sum(row.converted_minor))
        .where(
            row.recurrence == Recurrence.NONE.value,
            row.day >= period.start,
            row.day < period.end,
            row.converted_minor.is_not(None),
            *(() if only is None else (row.category == only.value,)),
        )
        .group_by(key, row.day)
    )
    found: dict[Key, list[DatedAmount]] = {}
    for line, day, minor in snapshot.connection.execute(query):
        found.setdefault(line, []).append(DatedAmount(day, minor))
    for each in repeated(snapshot, period):
        for line, days in keys_of(each, period, by) if only in (None, each.category) else ():
            found.setdefault(line, []).extend(by_day(each, days))
    return found


def repeated(snapshot: Snapshot, period: Period, scope: Scope | None = None) -> Iterator[CostLine]:
    """Spans and recurrences that have a part in a period, each with the channel it belongs to."""
    query = (
        select(cost, channel_of(cost).label("of_channel"))
        .where(cost.c.recurrence != Recurrence.NONE.value, may_touch(period), *(scope.of(cost) if scope else ()))
        .order_by(cost.c.id)
    )
    for row in snapshot.connection.execute(query).mappings():
        line = replace(cost_line(row), channel_id=row["of_channel"])
        if touches(line, period):
            yield line


def keys_of(line: CostLine, period: Period, by: By) -> Iterator[tuple[Key, Period]]:
    """The lines of a view a span or recurrence belongs to, with the days that count there."""
    if by is By.MONTH:
        for month in period.months():
            days = between(max(month, period.start), min(add_months(month, 1), period.end))
            if touches(line, days):
                yield month, days
    else:
        yield {By.CHANNEL: line.channel_id, By.MESSAGE: line.post_id}.get(by, line.campaign_id), period


def _parts(line: CostLine, period: Period, by: By) -> Iterator[tuple[Key, CostSums]]:
    waits = line.converted is None
    for key, days in keys_of(line, period, by):
        minor = within(line, days)
        yield key, CostSums({line.category: minor}, int(not waits), int(waits), minor if line.estimated else 0)


def _plus(before: CostSums | None, more: CostSums) -> CostSums:
    if before is None:
        return more
    merged = dict(before.by_category)
    for category, minor in more.by_category.items():
        merged[category] = merged.get(category, 0) + minor
    return CostSums(
        merged,
        before.rows + more.rows,
        before.unconverted + more.unconverted,
        before.estimated_staff + more.estimated_staff,
    )
