"""The rows one line of a view stands for, as conditions; the same for costs, benefits, hours, outcomes and posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, false, func, select, type_coerce

from smdash.domain.breakdown import By
from smdash.domain.periods import DAY, Period, add_months
from smdash.store.columns import Day
from smdash.store.tables import campaign, post, time_entry
from smdash.store.totals import month_of

NO_OBJECTIVE = 0  # campaigns without an objective, unlike None: what belongs to no campaign

Key = int | date | None


@dataclass(frozen=True, slots=True)
class Scope:
    """A campaign, channel, message, objective or month, by its key, in a period.

    The key is an id, the first day of a month, or None for what belongs to none of them.
    """

    by: By
    key: Key
    period: Period

    @property
    def days(self) -> Period:
        """The days it is about: those of the period, and in a view by month those of the month only."""
        if self.by is not By.MONTH or not isinstance(self.key, date):
            return self.period
        start, end = max(self.key, self.period.start), min(add_months(self.key, 1), self.period.end)
        return Period(start, max(end, start + DAY), self.period.name)

    def of(self, table: Table) -> list[ColumnElement[bool]]:
        """Conditions for the rows of a table that belong to it; which days count is for the caller to say."""
        if self.by is By.MONTH:
            return []
        if self.by is By.OBJECTIVE and self.key is not None:
            wanted = None if self.key == NO_OBJECTIVE else self.key
            return [
                table.c.campaign_id.in_(
                    select(campaign.c.id).where(campaign.c.objective_id.is_not_distinct_from(wanted))
                )
            ]
        if self.by is By.CHANNEL:
            return [channel_of(table).is_not_distinct_from(self.key)]
        if self.by is By.MESSAGE:
            column = message_of(table)
            return [false() if column is None else column.is_not_distinct_from(self.key)]
        return [table.c.campaign_id.is_not_distinct_from(self.key)]


def channel_of(table: Table) -> ColumnElement[Any]:
    """The channel of a row: its own, else that of the post it belongs to."""
    if table is post or "post_id" not in table.c:
        return table.c.channel_id
    of_post = select(post.c.channel_id).where(post.c.id == table.c.post_id).scalar_subquery()
    return func.coalesce(table.c.channel_id, of_post)


def message_of(table: Table) -> ColumnElement[Any] | None:
    """The post of a row; None for a table whose rows belong to no post."""
    return table.c.id if table is post else table.c.get("post_id")


def day_of(table: Table) -> ColumnElement[date]:
    """The day a row counts on."""
    return table.c.work_day if table is time_entry else table.c.day


def key_of(table: Table, by: By) -> ColumnElement[Any]:
    """The key of the line a row belongs to; lines by objective are made of those by campaign."""
    if by is By.CHANNEL:
        return channel_of(table)
    if by is By.MESSAGE:
        return table.c.post_id
    return month_key(day_of(table)) if by is By.MONTH else table.c.campaign_id


def month_key(column: ColumnElement[date]) -> ColumnElement[date]:
    """The first day of a day's month."""
    return type_coerce(month_of(column), Day())
