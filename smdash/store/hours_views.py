"""Hours of a period by campaign, person, channel, activity or week, with what charts need, in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, func, select

from smdash.domain.breakdown import By
from smdash.domain.hours_views import Dimension, HoursBudget, HoursLine, HoursView, Key
from smdash.domain.organisation import Person, Role
from smdash.domain.periods import DAY, Period, add_months, between
from smdash.domain.timesheets import capacity
from smdash.store import organisation
from smdash.store.campaigns import campaigns
from smdash.store.hours import Hours, hours_by, hours_of
from smdash.store.roi import before
from smdash.store.scopes import channel_of
from smdash.store.store import Snapshot
from smdash.store.tables import time_entry

LONGEST_BY_WEEK = 100
"""Days of a period up to which bars are weeks; of longer ones they are months, from the stored totals."""

_COLUMNS = {Dimension.CAMPAIGN: "campaign_id", Dimension.PERSON: "person_id", Dimension.ACTIVITY: "activity_id"}


def hours_view(snapshot: Snapshot, period: Period, dimension: Dimension) -> HoursView:
    """Hours of a period by a dimension; what one person costs only for managers."""
    people = organisation.people(snapshot, archived=True)
    by_week = period.days <= LONGEST_BY_WEEK or dimension is Dimension.WEEK
    daily = _daily(snapshot, period, dimension) if by_week else _monthly(snapshot, period, dimension)
    shows_cost = snapshot.role is Role.MANAGER
    view = HoursView(
        period,
        snapshot.today,
        dimension,
        snapshot.organisation.currency,
        (),
        _buckets(snapshot, period, daily, by_week=by_week),
        daily,
        capacity=sum(_capacity(person, snapshot, period) or 0 for person in people if not person.archived),
        idle=_idle(snapshot, people),
        unassigned=hours_by(snapshot, period, "campaign_id").get((None,), Hours()).seconds,
        shows_cost=shows_cost,
        bucket="week" if by_week else "month",
    )
    lines = tuple(_lines(snapshot, view, people))
    if dimension is Dimension.CAMPAIGN:
        return replace(view, lines=lines, budgets=_budgets(snapshot, period))
    return replace(view, lines=lines)


def _lines(snapshot: Snapshot, view: HoursView, people: Iterable[Person]) -> list[HoursLine]:
    period, dimension = view.period, view.dimension
    if dimension is Dimension.WEEK:
        return _weeks(snapshot, period)
    if dimension is Dimension.CHANNEL:
        found: dict[Key, Hours] = dict(hours_of(snapshot, period, By.CHANNEL).items())
    else:
        found = {key[0]: hours for key, hours in hours_by(snapshot, period, _COLUMNS[dimension]).items()}
    names = organisation.names_of(snapshot, dimension.value)
    hidden = dimension is Dimension.PERSON and not view.shows_cost
    lines = [_line(key, names.get(_id(key), dimension.without), hours) for key, hours in found.items() if hours.entries]
    if dimension is Dimension.PERSON:
        there = {line.key for line in lines}
        lines += [HoursLine(one.id, one.name) for one in people if one.weekly_capacity and one.id not in there
                  and not one.archived]  # fmt: skip
        own = {one.id: _capacity(one, snapshot, period) for one in people}
        lines = [replace(line, capacity=own.get(_id(line.key))) for line in lines]
    if hidden:
        lines = [replace(line, cost_minor=None) for line in lines]
    return sorted(lines, key=lambda line: (line.key is None, -line.seconds, line.name.casefold()))


def _line(key: Key, name: str, hours: Hours) -> HoursLine:
    return HoursLine(key, name, hours.seconds, hours.cost_minor, hours.entries, hours.uncosted_seconds)


def _id(key: Key) -> int:
    return key if isinstance(key, int) else 0


def _capacity(person: Person, snapshot: Snapshot, period: Period) -> int | None:
    """What a person had in the days of a period that have been; None without weekly hours."""
    end = min(period.end, snapshot.today + DAY)
    if not person.weekly_capacity or end <= period.start:
        return None
    return capacity(person.weekly_capacity, between(period.start, end))


def _weeks(snapshot: Snapshot, period: Period) -> list[HoursLine]:
    """Each week with its part of the period, the oldest first."""
    row = time_entry.c
    uncosted = func.sum(func.iif(row.cost_minor.is_(None), row.seconds, 0))
    sums = func.sum(row.seconds), func.coalesce(func.sum(row.cost_minor), 0), func.count(), uncosted
    query = select(row.work_day, *sums).where(*_within(period)).group_by(row.work_day)
    found: dict[date, Hours] = {}
    calendar = snapshot.organisation.calendar
    for day, *values in snapshot.connection.execute(query):
        start = calendar.week(day).start
        found[start] = found.get(start, Hours()) + Hours(*values)
    lines = []
    for start in sorted(found):
        week = calendar.week(start)
        days = week.overlap(period.start, period.end)
        cut = "" if days == week.days else f" ({days} of {week.days} days)"
        lines.append(_line(start, f"{week.name}{cut}", found[start]))
    return lines


def _within(period: Period) -> tuple[ColumnElement[bool], ...]:
    row = time_entry.c
    return (row.seconds.is_not(None), row.work_day >= period.start, row.work_day < period.end)


def _daily(snapshot: Snapshot, period: Period, dimension: Dimension) -> Mapping[Key, list[tuple[date, int]]]:
    """Seconds by day and key, from the entries."""
    row = time_entry.c
    key = channel_of(time_entry) if dimension is Dimension.CHANNEL else row[_COLUMNS.get(dimension, "campaign_id")]
    query = select(key, row.work_day, func.sum(row.seconds)).where(*_within(period)).group_by(key, row.work_day)
    found: dict[Key, list[tuple[date, int]]] = {}
    for owner, day, seconds in snapshot.connection.execute(query.order_by(row.work_day)):
        found.setdefault(owner, []).append((day, seconds))
    return found


def _monthly(snapshot: Snapshot, period: Period, dimension: Dimension) -> Mapping[Key, list[tuple[date, int]]]:
    """Seconds by month and key, each on the last day of the month in the period, from the stored totals."""
    column = _COLUMNS.get(dimension, "channel_id")
    found: dict[Key, list[tuple[date, int]]] = {}
    for (key, month), hours in sorted(hours_by(snapshot, period, column, "month").items(), key=lambda one: one[0][1]):
        first = month if isinstance(month, date) else date.fromisoformat(str(month))
        found.setdefault(key, []).append((min(add_months(first, 1) - DAY, period.last), hours.seconds))
    return found


def _buckets(
    snapshot: Snapshot, period: Period, daily: Mapping[Key, list[tuple[date, int]]], *, by_week: bool
) -> tuple[tuple[str, Mapping[Key, int]], ...]:
    """All weeks or months of a period up to today, also those without hours, with seconds by key."""
    calendar = snapshot.organisation.calendar
    make = calendar.week if by_week else calendar.month
    sums: dict[date, dict[Key, int]] = {}
    one, last = make(period.start), min(period.last, snapshot.today)
    while one.start <= last:
        sums[one.start] = {}
        one = make(one.end)
    for key, days in daily.items():
        for day, seconds in days:
            parts = sums.setdefault(make(day).start, {})
            parts[key] = parts.get(key, 0) + seconds
    return tuple((_short(start, by_week=by_week), sums[start]) for start in sorted(sums))


def _short(start: date, *, by_week: bool) -> str:
    return f"{start.day} {start:%b}" if by_week else f"{start:%b %y}"


def _idle(snapshot: Snapshot, people: Iterable[Person]) -> tuple[str, ...]:
    """Who has weekly hours and logged none in the week of today."""
    week = snapshot.organisation.calendar.week(snapshot.today)
    logged = {key[0] for key, hours in hours_by(snapshot, week, "person_id").items() if hours.entries}
    return tuple(one.name for one in people if one.weekly_capacity and one.id not in logged and not one.archived)


def _budgets(snapshot: Snapshot, period: Period) -> dict[Key, HoursBudget]:
    found = {one.id: one.draft for one in campaigns(snapshot) if one.draft.budget_seconds}
    if not found:
        return {}
    earlier = before(period)
    used = hours_by(snapshot, earlier, "campaign_id", campaigns=list(found)) if earlier else {}
    return {
        key: HoursBudget(draft.budget_seconds or 0, (draft.start, draft.due), used.get((key,), Hours()).seconds)
        for key, draft in found.items()
    }
