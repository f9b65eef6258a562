"""Hours and cost by what they were spent on, in lines that add up, and the charts of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction

from smdash.domain.campaign_charts import burn_down
from smdash.domain.campaigns import RunningTotal
from smdash.domain.durations import clock
from smdash.domain.figures import Figure, Unit, ratio
from smdash.domain.periods import Period
from smdash.domain.series import ChartSpec, Role, Series, Shape
from smdash.domain.timesheets import utilisation

Key = int | date | None
MOST_STACKED = 3
"""So many lines are stacked by themselves; what is above has no sign of its own and is one part, “others”."""


class Dimension(Enum):
    """By what hours are looked at."""

    CAMPAIGN = "campaign"
    PERSON = "person"
    CHANNEL = "channel"
    ACTIVITY = "activity"
    WEEK = "week"

    @property
    def without(self) -> str:
        """What the line is called of hours that have none."""
        return f"no {self.value}"


class HoursChart(Enum):
    """What the chart draws."""

    TIME = "hours by week"
    SHARE = "share of the hours"
    BUDGET = "hours left of the budget"


@dataclass(frozen=True, slots=True)
class HoursLine:
    """One line: seconds, their cost in minor units, entries, seconds without a cost, and the seconds there were for it.

    `cost_minor` is None where the reader may not see it; `capacity` is None where the line has none.
    """

    key: Key
    name: str
    seconds: int = 0
    cost_minor: int | None = 0
    entries: int = 0
    uncosted_seconds: int = 0
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class HoursBudget:
    """A campaign's budget of seconds, its first and last day, and what was used before the period."""

    seconds: int
    days: tuple[date | None, date | None]
    used_before: int = 0


@dataclass(frozen=True, slots=True)
class HoursView:
    """Hours of a period by a dimension.

    `buckets` are weeks, or months of long periods, with seconds by key; `daily` are (day, seconds) by key, or the last
    days of months. `idle` are people with weekly hours who logged nothing in the week of today. `unassigned` is the
    time of no campaign. `shows_cost` says whether what one person costs may be seen.
    """

    period: Period
    today: date
    dimension: Dimension
    currency: str
    lines: tuple[HoursLine, ...]
    buckets: tuple[tuple[str, Mapping[Key, int]], ...] = ()
    daily: Mapping[Key, Sequence[tuple[date, int]]] = field(default_factory=dict)
    capacity: int = 0
    idle: tuple[str, ...] = ()
    unassigned: int = 0
    budgets: Mapping[Key, HoursBudget] = field(default_factory=dict)
    shows_cost: bool = True
    bucket: str = "week"

    @property
    def total(self) -> HoursLine:
        """The sum of all lines; what one may not see of a line is not in a sum either."""
        costs = [line.cost_minor for line in self.lines]
        return HoursLine(
            None,
            "total",
            sum(line.seconds for line in self.lines),
            None if None in costs else sum(cost or 0 for cost in costs),
            sum(line.entries for line in self.lines),
            sum(line.uncosted_seconds for line in self.lines),
            self.capacity or None,
        )

    def line(self, key: object) -> HoursLine | None:
        """The line of a key."""
        return next((line for line in self.lines if line.key == key), None)


def figures(view: HoursView, line: HoursLine) -> tuple[Figure, ...]:
    """Hours, cost, share and utilisation of a line, as `i` explains them."""
    name, whole = view.period.name, view.total
    hours = Figure(
        f"Hours of {line.name}", line.seconds, Unit.SECONDS, "Σ seconds of entries that have ended", (), name,
        line.entries,
    )  # fmt: skip
    notes = (f"{clock(line.uncosted_seconds)} have no hourly or no exchange rate: not in it",)
    cost = Figure(
        f"Cost of {line.name}",
        line.cost_minor if line.uncosted_seconds < line.seconds or not line.seconds else None,
        Unit.MONEY,
        "Σ over entries of (seconds × hourly rate of the day / 3600, rounded once per entry)",
        (hours,),
        name,
        line.entries,
        _why_no_cost(line),
        view.currency,
        notes if line.uncosted_seconds else (),
    )
    every = Figure("Hours of all", whole.seconds, Unit.SECONDS, "Σ of all lines", (), name, whole.entries)
    share = ratio(
        f"Share of {line.name}", hours, every, "hours / hours of all", missing="nothing is logged", period=name
    )
    used = () if line.capacity is None else (utilisation(line.seconds, line.capacity, name),)
    return (hours, cost, share, *used)


def _why_no_cost(line: HoursLine) -> str:
    if line.cost_minor is None:
        return "what one person costs is shown to managers only"
    if line.seconds and line.uncosted_seconds >= line.seconds:
        return "no hourly or no exchange rate is known for these hours"
    return ""


def stacked(view: HoursView) -> ChartSpec:
    """Hours of each week, or month, as bars: the largest lines and the others on top of each other."""
    largest = sorted((line for line in view.lines if line.seconds), key=lambda line: -line.seconds)[:MOST_STACKED]
    if view.dimension is Dimension.WEEK:
        largest = []
    roles = (Role.ACTUAL, Role.COST, Role.BENEFIT)
    found = [
        Series(line.name, role, tuple((name, parts.get(line.key, 0)) for name, parts in view.buckets), Shape.STACKED)
        for line, role in zip(largest, roles, strict=False)
    ]
    own = {line.key for line in largest}
    rest = tuple(
        (name, sum(seconds for key, seconds in parts.items() if key not in own)) for name, parts in view.buckets
    )
    if any(seconds for _, seconds in rest):
        found.append(Series("others" if own else "hours", Role.OTHER if own else Role.ACTUAL, rest, Shape.STACKED))
    title = f"hours by {view.bucket}"
    return ChartSpec(tuple(found), title, Unit.SECONDS, empty="No hours in this period: t logs some.")


def shares(view: HoursView, most: int = 8) -> ChartSpec:
    """What part of the hours each line has, the largest ones, and the others as one."""
    whole = view.total.seconds
    if not whole:
        return ChartSpec((), HoursChart.SHARE.value, Unit.RATIO, empty="No hours in this period: t logs some.")
    largest = sorted((line for line in view.lines if line.seconds), key=lambda line: -line.seconds)
    shown, others = largest[:most], sum(line.seconds for line in largest[most:])
    points = [(line.name, Fraction(line.seconds, whole)) for line in shown]
    if others:
        points.append(("others", Fraction(others, whole)))
    return ChartSpec((Series("share", Role.ACTUAL, tuple(points), Shape.BARS),), HoursChart.SHARE.value, Unit.RATIO)


def left_of_budget(view: HoursView, line: HoursLine | None) -> ChartSpec:
    """What is left of a campaign's budget of hours day by day, beside an even pace."""
    budget = view.budgets.get(line.key) if line else None
    title = "hours left of the budget"
    if budget is None or line is None:
        empty = "No hours budget: choose a campaign that has one; e in Campaigns sets it."
        return ChartSpec((), title, Unit.SECONDS, empty=empty)
    reached, totals = budget.used_before, []
    if reached:
        totals.append(RunningTotal(view.period.start, reached, 0))
    for day, seconds in view.daily.get(line.key, ()):
        reached += seconds
        totals.append(RunningTotal(day, reached, 0))
    return burn_down(budget.seconds, totals, view.period, view.today, "", budget.days, Unit.SECONDS)
