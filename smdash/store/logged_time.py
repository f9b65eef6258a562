"""Logged time for reports and files: sums by row, person and day, and every entry in its order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from smdash.domain.hours_views import Dimension
from smdash.domain.periods import Period
from smdash.domain.time_reports import LoggedCell, Rounding
from smdash.domain.timesheets import Entry
from smdash.store.scopes import channel_of
from smdash.store.store import Snapshot
from smdash.store.tables import time_entry
from smdash.store.timesheets import entry_of

_AT_ONCE = 2_000


def logged_cells(
    snapshot: Snapshot, period: Period, by: Dimension, people: Collection[int] = (), rounding: Rounding | None = None
) -> tuple[LoggedCell, ...]:
    """What was logged in a period by row, person and day; of some people only if they are given.

    A row is a week by the organisation's calendar, else an id: hours on a post without a channel of their own count on
    the post's. Timers that run are left out. Rounding is done entry by entry.
    """
    row, rounded = time_entry.c, rounding or Rounding()
    key: ColumnElement[Any] = {
        Dimension.CAMPAIGN: row.campaign_id,
        Dimension.ACTIVITY: row.activity_id,
        Dimension.CHANNEL: channel_of(time_entry),
    }.get(by, row.person_id)
    sums = (
        func.count(),
        func.sum(row.seconds),
        func.sum(_rounded(rounded)),
        func.coalesce(func.sum(row.cost_minor), 0),
        func.sum(case((row.cost_minor.is_(None), row.seconds), else_=0)),
    )
    labelled = key.label("key")
    query = (
        select(labelled, row.person_id, row.work_day, *sums)
        .where(*_wanted(people, (), period))
        .group_by(labelled, row.person_id, row.work_day)
        .order_by(row.work_day, row.person_id, labelled)
    )
    week = snapshot.organisation.calendar.week
    return tuple(
        LoggedCell(week(day).start if by is Dimension.WEEK else found, person, day, *figures)
        for found, person, day, *figures in snapshot.connection.execute(query)
    )


def _rounded(rounding: Rounding) -> ColumnElement[int]:
    """`Rounding.of` on whole seconds above zero, as SQL."""
    seconds, step = time_entry.c.seconds, rounding.minutes * 60
    if not step:
        return seconds
    return (seconds + (step - 1 if rounding.up else step // 2)) // step * step


def each_entry(
    snapshot: Snapshot,
    *,
    people: Collection[int] = (),
    campaigns: Collection[int] = (),
    period: Period | None = None,
) -> Iterator[Entry]:
    """Every entry that has ended, by day, of some people, campaigns or a period only if they are given; some thousand
    are in memory at a time. To be read to its end within the snapshot.
    """
    row = time_entry.c
    query = select(time_entry).where(*_wanted(people, campaigns, period)).order_by(row.work_day, row.id)
    found = snapshot.connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    return (entry_of(one) for one in found.mappings())


def _wanted(people: Collection[int], campaigns: Collection[int], period: Period | None) -> list[ColumnElement[bool]]:
    row = time_entry.c
    conditions: list[ColumnElement[bool]] = [row.seconds.is_not(None)]
    if people:
        conditions.append(row.person_id.in_(people))
    if campaigns:
        conditions.append(row.campaign_id.in_(campaigns))
    if period is not None:
        conditions += [row.work_day >= period.start, row.work_day < period.end]
    return conditions
