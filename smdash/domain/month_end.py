"""The end of a month: what is closed, and what is looked at before it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from smdash.domain.durations import clock
from smdash.domain.figures import grouped, show_minor
from smdash.domain.goals import Cadence, KpiDraft
from smdash.domain.periods import DAY, Calendar, Period, add_months
from smdash.domain.timesheets import capacity, working_days


@dataclass(frozen=True)
class ClosedMonth:
    """A month whose numbers stand: its first day, when and by whom it was closed, and with what note."""

    month: date
    at: datetime
    by: str
    note: str = ""

    @cached_property
    def period(self) -> Period:
        """Its days; asked for with every row that is written."""
        return Period(self.month, add_months(self.month, 1), f"{self.month:%Y-%m}", "month")

    @property
    def name(self) -> str:
        """`November 2026`."""
        return month_name(self.month)

    @property
    def who(self) -> str:
        """`by ana on 3 Dec 2026`."""
        return f"by {self.by or 'someone'} on {self.at.day} {self.at:%b %Y}"


def month_name(month: date) -> str:
    """A month in words: `November 2026`."""
    return f"{month:%B %Y}"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing in a month, in a sentence, and where it is mended.

    `pane`, `kind` and `target` are as in `attention.Attention`; `day` is the day to look at, where there is one.
    """

    text: str
    pane: str
    kind: str = ""
    target: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the checklist: how much is missing, counted in `unit`, and what it is, line by line.

    One that is only `told` does not keep the month open: it may be as it should be.
    """

    key: str
    title: str
    count: int
    unit: str
    lines: tuple[Missing, ...] = ()
    told: bool = False

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return self.count == 0

    @property
    def words(self) -> str:
        """`3 entries`, or `none`."""
        if self.done:
            return "none"
        return f"{grouped(self.count, 0)} {self.unit if self.count == 1 else plural(self.unit)}"


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is looked at before a month is closed; `closed` when it is."""

    period: Period
    checks: tuple[Check, ...]
    closed: ClosedMonth | None = None

    @property
    def name(self) -> str:
        """`November 2026`."""
        return month_name(self.period.start)

    @property
    def open(self) -> tuple[Check, ...]:
        """The points at which something is missing."""
        return tuple(check for check in self.checks if not check.done and not check.told)

    @property
    def missing(self) -> str:
        """These in one sentence; empty when the month is complete."""
        return ", ".join(f"{check.title.lower()}: {check.words}" for check in self.open)


def plural(unit: str) -> str:
    """More than one of a unit."""
    return {"entry": "entries", "person": "people"}.get(unit, f"{unit}s")


def days_to_come(period: Period, today: date) -> int:
    """How many days of a period come after today."""
    return period.overlap(today + DAY, period.end) if today < period.last else 0


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """One person's hours in a month: seconds by day, and the seconds a week has for them."""

    id: int
    name: str
    weekly: int
    by_day: Mapping[date, int] = field(default_factory=dict)


def under_target(people: Iterable[PersonMonth], period: Period) -> tuple[Missing, ...]:
    """Who logged less than the target of the days of a period: a fifth of a week's hours for each weekday.

    Names the weekdays without hours. People without weekly hours have no target.
    """
    found = []
    weekdays = working_days(period.start, period.last)
    for person in people:
        logged, target = sum(person.by_day.values()), capacity(person.weekly, period)
        if logged < target:
            blank = [day for day in weekdays if not person.by_day.get(day)]
            days = f", no hours on {_days(blank)}" if blank else ""
            said = f"{person.name}: {clock(logged)} of {clock(target)}{days}"
            found.append(Missing(said, "time", "person", person.id, blank[0] if blank else period.start))
    return tuple(found)


def _days(days: Sequence[date], most: int = 6) -> str:
    """`2 3 4 Nov`: days of one month."""
    shown = " ".join(str(day.day) for day in days[:most])
    more = f" … {len(days)} days" if len(days) > most else ""
    return f"{shown} {days[0]:%b}{more}"


def missing_readings(draft: KpiDraft, days: Collection[date], month: Period, calendar: Calendar) -> tuple[Period, ...]:
    """The days, weeks, the month or the quarter that end in a month without a reading, while the KPI runs.

    A milestone and what is yes or no need one reading, not one each time; what is computed needs none.
    """
    if draft.measured or draft.shape.done_or_not:
        return ()
    make = {
        Cadence.DAILY: calendar.day,
        Cadence.WEEKLY: calendar.week,
        Cadence.MONTHLY: calendar.month,
        Cadence.QUARTERLY: calendar.quarter,
    }[draft.cadence]
    due, one = [], make(month.start)
    while one.start < month.end:
        whole = one.last in month and draft.start <= one.start and one.last <= draft.due
        if whole and not any(day in one for day in days):
            due.append(one)
        one = make(one.end)
    return tuple(due)


@dataclass(frozen=True, slots=True)
class AdSpend:
    """What a channel's platform says was spent in a month and what is entered as ad cost, in minor units of the
    reporting currency; `reported` is None where the platform's currency has no rate.
    """

    id: int
    name: str
    reported: int | None
    entered: int


TOLERANCE = Fraction(1, 100)
"""Platforms round each post; up to so much of what they report is no difference."""


def spend_at_odds(spends: Iterable[AdSpend], currency: str, month: Period) -> tuple[Missing, ...]:
    """The channels whose platform reports another spend than is entered as ad cost, by more than 1 %."""
    found = []
    for spend in spends:
        if spend.reported is not None and abs(spend.reported - spend.entered) <= spend.reported * TOLERANCE:
            continue
        said = "in a currency without a rate" if spend.reported is None else _money(spend.reported, currency)
        text = f"{spend.name}: the platform reports {said}, ad cost entered {_money(spend.entered, currency)}"
        found.append(Missing(text, "campaigns", "channels", None, month.start))
    return tuple(found)


def _money(minor: int, currency: str) -> str:
    return f"{show_minor(minor, currency, cents=True)} {currency}"
