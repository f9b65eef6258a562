"""Logged time: entries, work days, the week as a grid, and the checks that keep a timesheet honest.

Instants are aware UTC datetimes, durations whole seconds. A work day starts at the organisation's day-start hour in
the entry's own zone, so a day with a clock change has 23 or 25 hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from fractions import Fraction

from smdash.domain.figures import Figure, Unit, ratio
from smdash.domain.money import Money, allocate, round_half_away, staff_cost
from smdash.domain.periods import DAY, Period
from smdash.errors import InvalidInput

ROUNDINGS = (0, 5, 6, 10, 15)
"""Steps in minutes a report may round durations to; 0 keeps the raw seconds."""

FORGOTTEN_AFTER_HOURS = 10
"""A timer that runs longer than this probably was forgotten."""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """Time as a person enters it. `start` and `end` are UTC instants or both None when only a duration is known."""

    person_id: int
    work_day: date
    seconds: int
    zone: str = "UTC"
    campaign_id: int | None = None
    channel_id: int | None = None
    post_id: int | None = None
    activity_id: int | None = None
    note: str = ""
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored row of time; parts of one split entry share `group_id`.

    `rate` and `cost` are frozen when it is written and None when no rate was valid. `cost_minor` is the cost in the
    reporting currency, None while it waits for a rate: never free. An entry with a start and no end is a running
    timer: it has 0 seconds and no cost yet.
    """

    id: int
    person_id: int
    work_day: date
    seconds: int
    zone: str = "UTC"
    campaign_id: int | None = None
    channel_id: int | None = None
    post_id: int | None = None
    activity_id: int | None = None
    note: str = ""
    start: datetime | None = None
    end: datetime | None = None
    group_id: int | None = None
    rate: Money | None = None
    cost: Money | None = None
    cost_minor: int | None = None

    @property
    def running(self) -> bool:
        """Whether it is a timer that has not been stopped."""
        return self.start is not None and self.end is None


@dataclass(frozen=True, slots=True)
class Part:
    """The piece of an entry that falls on one work day; no instants when only a duration is known."""

    work_day: date
    start: datetime | None
    end: datetime | None
    seconds: int


def day_start(day: date, zone: tzinfo, day_start_hour: int = 0) -> datetime:
    """The UTC instant at which a work day starts: the first one whose local clock shows its start hour or later.

    An hour that occurs twice counts from its first pass; one that is skipped starts at the skip.
    """
    local = datetime.combine(day, time(day_start_hour), tzinfo=zone)
    late = local.astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return late
    early = local.replace(fold=1).astimezone(UTC)  # the hour is skipped: the change of the clock lies between the two
    offset = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def work_day(instant: datetime, zone: tzinfo, day_start_hour: int = 0) -> date:
    """The work day an instant belongs to."""
    day = (instant.astimezone(zone).replace(tzinfo=None) - timedelta(hours=day_start_hour)).date()
    if instant < day_start(day, zone, day_start_hour):
        return day - DAY
    return day + DAY if instant >= day_start(day + DAY, zone, day_start_hour) else day


def split_at_day_starts(start: datetime, end: datetime, zone: tzinfo, day_start_hour: int = 0) -> tuple[Part, ...]:
    """An entry cut where work days start; one that ends exactly there stays whole on the day it was begun.

    The parts touch and their seconds add up to the whole. `InvalidInput` when it ends before it starts; a naive
    datetime is a `ValueError`.
    """
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("instants must be aware")
    start, end = (instant.astimezone(UTC).replace(microsecond=0) for instant in (start, end))
    if end < start:
        raise InvalidInput("The entry ends before it starts.", "Check the two times, and the day.")
    parts: list[Part] = []
    while not parts or start < end:
        day = work_day(start, zone, day_start_hour)
        following = day + DAY
        while (cut := day_start(following, zone, day_start_hour)) <= start:
            following += DAY  # a day that the zone skipped as a whole has no first instant of its own
        stop = min(end, cut)
        parts.append(Part(day, start, stop, int((stop - start).total_seconds())))
        start = stop
    return tuple(parts)


def instants(day: date, start: time, end: time, zone: tzinfo, day_start_hour: int = 0) -> tuple[datetime, datetime]:
    """UTC instants of a range typed in local clock times on a work day.

    A start before the hour at which work days begin is in the night that still belongs to `day`. An end at or before
    the start is its second pass where the clock is put back in between, else on the day after the start's.
    """
    begun = day + DAY if start.hour < day_start_hour else day
    first = datetime.combine(begun, start, tzinfo=zone).astimezone(UTC)
    last = datetime.combine(begun, end, tzinfo=zone)
    if end <= start:
        again = last.replace(fold=1)
        last = again if again.astimezone(UTC) > first else datetime.combine(begun + DAY, end, tzinfo=zone)
    return first, last.astimezone(UTC)


def part_costs(seconds: Sequence[int], hourly: Money) -> tuple[Money, ...]:
    """Costs of the parts of one entry: the whole is rounded once and shared by seconds with the largest remainder."""
    if not any(seconds):
        return tuple(Money(0, hourly.currency) for _ in seconds)
    whole = staff_cost(sum(seconds), hourly)
    return tuple(Money(minor, hourly.currency) for minor in allocate(whole.minor, seconds))


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two entries of one person that claim the same time, and for how many seconds."""

    first: Entry
    second: Entry
    seconds: int


def overlaps(entries: Iterable[Entry], now: datetime) -> tuple[Overlap, ...]:
    """All pairs of entries of one person that overlap, by start; a running timer reaches up to `now`.

    Entries that only touch do not overlap; entries without clock times can't.
    """
    timed = [(entry.start, entry.end or now, entry) for entry in entries if entry.start is not None]
    timed.sort(key=lambda item: (item[2].person_id, item[0], item[2].id))
    found: list[Overlap] = []
    open_ones: list[tuple[datetime, Entry]] = []
    for start, end, entry in timed:
        open_ones = [item for item in open_ones if item[0] > start and item[1].person_id == entry.person_id]
        for other_end, other in open_ones:
            shared = int((min(end, other_end) - start).total_seconds())
            if shared > 0:
                found.append(Overlap(other, entry, shared))
        open_ones.append((end, entry))
    return tuple(found)


def running_seconds(entry: Entry, now: datetime) -> int:
    """How long a timer has been running at `now`; 0 for one that is stopped, or that starts later."""
    if entry.start is None or entry.end is not None:
        return 0
    return max(0, int((now - entry.start).total_seconds()))


def forgotten(entry: Entry, now: datetime, limit_hours: int = FORGOTTEN_AFTER_HOURS) -> bool:
    """Whether a running timer has passed the limit and probably was forgotten."""
    return running_seconds(entry, now) > limit_hours * 3600


def round_duration(seconds: int, minutes: int, *, up: bool = False) -> int:
    """Seconds rounded to a step of minutes for a report, to the nearest (halves up) or always up; 0 keeps them."""
    if minutes not in ROUNDINGS:
        raise InvalidInput(f"Durations can't be rounded to {minutes} minutes.", "Use 0, 5, 6, 10 or 15.")
    if not minutes:
        return seconds
    step = minutes * 60
    return -(-seconds // step) * step if up else round_half_away(Fraction(seconds, step)) * step


def working_days(first: date, last: date) -> tuple[date, ...]:
    """Mondays to Fridays from `first` to `last`, both included."""
    days = (first + n * DAY for n in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() < 5)


def capacity(weekly_seconds: int, period: Period) -> int:
    """Seconds a person has in a period: a fifth of the weekly capacity for each weekday, rounded once."""
    return round_half_away(Fraction(weekly_seconds * len(working_days(period.start, period.last)), 5))


def utilisation(logged: int, available: int, period: str = "") -> Figure:
    """Logged seconds / capacity; undefined without a capacity."""
    return ratio(
        "Utilisation",
        Figure("Logged", logged, Unit.SECONDS, "Σ seconds of entries", period=period),
        Figure("Capacity", available, Unit.SECONDS, "weekly capacity / 5 × weekdays", period=period),
        "logged / capacity",
        missing="no weekly capacity is set",
        period=period,
    )
