"""One person's month: the entries of its weeks, in one read, beside the week that is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from smdash.domain.organisation import Person, Role
from smdash.domain.periods import Period
from smdash.domain.timegrids import MonthGrid, month_grid
from smdash.domain.timesheets import Entry
from smdash.store import timesheets
from smdash.store.store import Snapshot


@dataclass(frozen=True, slots=True)
class TimeMonth:
    """A month as weeks of days. `entries` are those of the month; costs are there for managers only."""

    grid: MonthGrid
    entries: tuple[Entry, ...]


def time_month(snapshot: Snapshot, day: date, person: Person) -> TimeMonth:
    """The month of a day of a person."""
    calendar = snapshot.organisation.calendar
    month: Period = calendar.month(day)
    found = timesheets.entries(snapshot, person_id=person.id, period=month, limit=None).entries
    if snapshot.role is not Role.MANAGER:
        found = tuple(replace(entry, rate=None, cost=None, cost_minor=None) for entry in found)
    return TimeMonth(month_grid(found, month, calendar, person.weekly_capacity), found)
