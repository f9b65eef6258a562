"""Logged time as people look at it: a week as campaigns by days, a month as weeks by days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from smdash.domain.periods import DAY, Calendar, Period
from smdash.domain.timesheets import Entry, capacity


@dataclass(frozen=True, slots=True)
class Cell:
    """The hours of one row on one day and the entries they come from."""

    day: date
    seconds: int = 0
    entry_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """One campaign and activity over the days of a week."""

    campaign_id: int | None
    activity_id: int | None
    campaign: str
    activity: str
    cells: tuple[Cell, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """A timesheet: rows by campaign and activity, a column per day, totals of columns and of all."""

    days: tuple[date, ...]
    rows: tuple[GridRow, ...]
    totals: tuple[int, ...]
    seconds: int


def week_grid(
    entries: Iterable[Entry], period: Period, campaigns: Mapping[int, str], activities: Mapping[int, str]
) -> WeekGrid:
    """The entries of a period as a grid, rows by name and unassigned time last; running timers are left out.

    `campaigns` and `activities` name each id. Entries outside the period are ignored.
    """
    days = tuple(period.start + n * DAY for n in range(period.days))
    found: dict[tuple[int | None, int | None], dict[date, list[Entry]]] = {}
    for entry in entries:
        if entry.work_day in period and not entry.running:
            row = found.setdefault((entry.campaign_id, entry.activity_id), {})
            row.setdefault(entry.work_day, []).append(entry)
    rows = []
    for (campaign_id, activity_id), by_day in found.items():
        cells = tuple(
            Cell(day, sum(e.seconds for e in by_day.get(day, ())), tuple(e.id for e in by_day.get(day, ())))
            for day in days
        )
        campaign = "" if campaign_id is None else campaigns[campaign_id]
        activity = "" if activity_id is None else activities[activity_id]
        rows.append(GridRow(campaign_id, activity_id, campaign, activity, cells, sum(cell.seconds for cell in cells)))
    rows.sort(key=lambda row: (row.campaign_id is None, row.campaign.casefold(), row.activity.casefold()))
    totals = tuple(sum(row.cells[i].seconds for row in rows) for i in range(len(days)))
    return WeekGrid(days, tuple(rows), totals, sum(totals))


@dataclass(frozen=True, slots=True)
class MonthWeek:
    """One week of a month: seconds by day, None for days of another month; sum and target are of the month's days."""

    start: date
    days: tuple[int | None, ...]
    seconds: int
    target: int


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month as weeks, with the sum of each day of the week and of all; `target` is 0 where no capacity is set."""

    month: Period
    weeks: tuple[MonthWeek, ...]
    totals: tuple[int, ...]
    seconds: int
    target: int


def month_grid(entries: Iterable[Entry], month: Period, calendar: Calendar, weekly_capacity: int) -> MonthGrid:
    """The entries of a month by day, running timers left out; targets are capacities of the days within the month."""
    by_day: dict[date, int] = {}
    for entry in entries:
        if entry.work_day in month and not entry.running:
            by_day[entry.work_day] = by_day.get(entry.work_day, 0) + entry.seconds
    weeks = []
    week = calendar.week(month.start)
    while week.start < month.end:
        days = [week.start + n * DAY for n in range(week.days)]
        cells = tuple(by_day.get(day, 0) if day in month else None for day in days)
        inside = Period(max(week.start, month.start), min(week.end, month.end), week.name, "custom")
        weeks.append(MonthWeek(week.start, cells, sum(cell or 0 for cell in cells), capacity(weekly_capacity, inside)))
        week = calendar.week(week.end)
    totals = tuple(sum(one.days[i] or 0 for one in weeks) for i in range(7))
    return MonthGrid(month, tuple(weeks), totals, sum(totals), capacity(weekly_capacity, month))
