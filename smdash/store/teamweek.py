"""The team's week: hours and cost of everybody, capacity, and what runs."""

from __future__ import annotations

from dataclasses import dataclass

from smdash.domain.periods import Period
from smdash.store import organisation, timers
from smdash.store.hours import Hours, hours_in
from smdash.store.store import Snapshot
from smdash.store.timers import RunningTimer


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """Hours of all people in one week, the sum of their weekly hours in seconds, and all running timers."""

    week: Period
    hours: Hours
    capacity: int
    timers: tuple[RunningTimer, ...]


def team_week(snapshot: Snapshot) -> TeamWeek:
    """The week of today."""
    week = snapshot.organisation.calendar.week(snapshot.today)
    capacity = sum(person.weekly_capacity for person in organisation.people(snapshot))
    return TeamWeek(week, hours_in(snapshot, week), capacity, timers.running(snapshot))
