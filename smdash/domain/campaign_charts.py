"""The charts of money: what cost is made of, return by line, what is left of a budget, and months beside others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from smdash.domain.campaigns import RunningTotal
from smdash.domain.comparison import years_on
from smdash.domain.costs import DatedAmount
from smdash.domain.figures import Figure, Unit
from smdash.domain.money import round_half_away
from smdash.domain.periods import DAY, Calendar, Period, between
from smdash.domain.roi import Result, Rung
from smdash.domain.series import ChartSpec, Mark, ReferenceLine, Role, Series, Shape, X

MOST_LINES = 8
"""How many lines of a list a chart draws beside each other; more would have no room for their names."""


class ChartKind(Enum):
    """What the chart of the Campaigns pane draws."""

    CUMULATIVE = "cumulative cost and benefit"
    COST = "cost by kind"
    ROI = "ROI by line, with the ladder"
    BUDGET = "spend against budget"
    MONTHS = "cost, benefit and net by month"
    COST_COMPARED = "cost, compared"
    BENEFIT_COMPARED = "benefit, compared"
    NET_COMPARED = "net, compared"

    @property
    def compares(self) -> bool:
        """Whether it needs the period before and the same one a year ago."""
        return self in (ChartKind.COST_COMPARED, ChartKind.BENEFIT_COMPARED, ChartKind.NET_COMPARED)


@dataclass(frozen=True, slots=True)
class MoneyByDay:
    """Cost and benefit of something on the days of a period, in minor units of the reporting currency."""

    period: Period
    costs: tuple[DatedAmount, ...] = ()
    benefits: tuple[DatedAmount, ...] = ()

    def months(self) -> tuple[tuple[date, int, int], ...]:
        """Each month the period touches, with its cost and benefit on the days of the period."""
        sums = {month: [0, 0] for month in self.period.months()}
        for side, amounts in enumerate((self.costs, self.benefits)):
            for amount in amounts:
                if amount.day in self.period:
                    sums[amount.day.replace(day=1)][side] += amount.minor
        return tuple((month, cost, benefit) for month, (cost, benefit) in sums.items())


_STEPS_A_YEAR = {"month": 12, "quarter": 4, "fiscal quarter": 4, "year": 1, "fiscal year": 1}


def a_year_before(calendar: Calendar, period: Period) -> Period:
    """The same months or days one year earlier."""
    if steps := _STEPS_A_YEAR.get(period.kind):
        return calendar.shift(period, -steps)
    return between(years_on(period.start, -1), years_on(period.end, -1))


def cost_by_kind(spent: Figure) -> ChartSpec:
    """The parts a cost is made of as bars, the largest first; credit notes may make one negative."""
    parts = sorted(spent.inputs, key=lambda part: (-int(part.value or 0), part.name))
    points: tuple[tuple[X, int], ...] = tuple((part.name.casefold(), int(part.value or 0)) for part in parts)
    series = (Series("cost", Role.COST, points, Shape.BARS),) if points else ()
    return ChartSpec(
        series, f"cost by kind, {spent.text()} in all", Unit.MONEY, spent.currency, empty="No cost in this period yet."
    )


def roi_ladder(lines: Sequence[tuple[str, Result]]) -> ChartSpec:
    """ROI of the first lines of a list, three bars each: tracked, + allocated, + estimated; none where undefined."""
    shown = lines[:MOST_LINES]
    roles = {Rung.TRACKED: Role.BENEFIT, Rung.ALLOCATED: Role.ACTUAL, Rung.ESTIMATED: Role.EXPECTED}
    series = tuple(
        Series(rung.label, roles[rung], tuple((name, made.step(rung).roi.value) for name, made in shown), Shape.BARS)
        for rung in Rung
    )
    defined = any(made.step(Rung.TRACKED).roi.defined for _, made in shown)
    left = f", {len(shown)} of {len(lines)}" if len(lines) > len(shown) else ""
    return ChartSpec(
        series if defined else (), f"ROI{left}", Unit.RATIO, empty="No line has a cost in this period: no ROI yet."
    )


def burn_down(
    budget: int | None,
    totals: Sequence[RunningTotal],
    period: Period,
    today: date,
    currency: str,
    days: tuple[date | None, date | None] = (None, None),
    unit: Unit = Unit.MONEY,
) -> ChartSpec:
    """What is left of a budget after each day's cost, beside an even pace from the first to the last of `days`.

    With the unit of seconds it is a budget of hours; `totals` then hold seconds.

    `totals` run over all days up to the period's end; below zero the budget is overdrawn. What is to come is not drawn.
    """
    if not budget:
        return ChartSpec((), "budget", unit, currency, empty="No budget is set: e on the campaign sets one.")
    last = min(today, period.last)
    levels: dict[X, int] = {period.start: budget}
    for total in totals:
        if total.day <= last:
            levels[max(period.start, total.day)] = budget - total.cost
    if last in period:
        levels[last] = levels[max(day for day in levels if isinstance(day, date))]
    left = Series("left", Role.COST, tuple(sorted(levels.items(), key=lambda each: str(each[0]))), Shape.STEPS)
    even = _even(budget, days, period)
    marks = (Mark("today", today),) if today in period else ()
    return ChartSpec(
        (left, *even),
        "left of the budget",
        unit,
        currency,
        lines=(ReferenceLine("used up", 0, Role.LIMIT),),
        marks=marks,
        start=period.start,
        end=period.end,
    )


def _even(budget: int, days: tuple[date | None, date | None], period: Period) -> tuple[Series, ...]:
    """An even pace needs a first and a last day; it is drawn where they touch the period."""
    first, last = days
    if first is None or last is None or last < period.start or first >= period.end:
        return ()
    length = (last - first).days + 1

    def at(day: date) -> int:
        return budget - round_half_away(Fraction(budget * ((day - first).days + 1), length))

    ends = {max(first, period.start), min(last, period.last)}
    return (Series("even pace", Role.EXPECTED, tuple((day, at(day)) for day in sorted(ends))),)


def by_month(money: MoneyByDay, rung: Rung, currency: str) -> ChartSpec:
    """Cost, benefit and net of each month the period touches, as bars; a month cut by the period's edge says so."""
    months = money.months()
    names = [_month_name(month, money.period) for month, _, _ in months]
    columns = (
        ("cost", Role.COST, [cost for _, cost, _ in months]),
        (f"benefit {rung.label}", Role.BENEFIT, [benefit for _, _, benefit in months]),
        (f"net {rung.label}", Role.NET, [benefit - cost for _, cost, benefit in months]),
    )
    moved = any(cost or benefit for _, cost, benefit in months)
    return ChartSpec(
        tuple(
            Series(label, role, tuple(zip(names, values, strict=True)), Shape.BARS) for label, role, values in columns
        )
        if moved
        else (),
        f"by month, {money.period.name}",
        Unit.MONEY,
        currency,
        empty="No cost and no benefit in this period yet.",
    )


def compared(
    kind: ChartKind, now: MoneyByDay, others: Iterable[tuple[str, MoneyByDay]], rung: Rung, currency: str
) -> ChartSpec:
    """Cost, benefit or net of each month of a period beside the months at the same places of other periods."""
    months = now.months()
    names = [_month_name(month, now.period) for month, _, _ in months]
    word = {ChartKind.COST_COMPARED: "cost", ChartKind.BENEFIT_COMPARED: f"benefit {rung.label}"}
    roles = {ChartKind.COST_COMPARED: Role.COST, ChartKind.BENEFIT_COMPARED: Role.BENEFIT}
    series = [(now.period.name, roles.get(kind, Role.NET), [_measure(kind, *month[1:]) for month in months])]
    for role, (label, money) in zip((Role.BEFORE, Role.EXPECTED), others, strict=False):
        series.append((label, role, [_measure(kind, *month[1:]) for month in money.months()]))
    moved = any(any(values) for _, _, values in series)
    return ChartSpec(
        tuple(
            Series(label, role, tuple(zip(names, [*values, *[None] * len(names)], strict=False)), Shape.BARS)
            for label, role, values in series
        )
        if moved
        else (),
        f"{word.get(kind, f'net {rung.label}')} by month",
        Unit.MONEY,
        currency,
        empty="No cost and no benefit in any of these periods.",
    )


def _measure(kind: ChartKind, cost: int, benefit: int) -> int:
    if kind is ChartKind.COST_COMPARED:
        return cost
    return benefit if kind is ChartKind.BENEFIT_COMPARED else benefit - cost


def _month_name(month: date, period: Period) -> str:
    """`Oct`, with its year where the period has more than one, and a sign where the period cuts it."""
    years = period.start.year != period.last.year
    name = f"{month:%b %y}" if years else f"{month:%b}"
    after = (month.replace(day=28) + 4 * DAY).replace(day=1)
    return name if period.start <= month and after <= period.end else f"{name} (part)"
