"""Campaigns: what they are, their budgets, how cost and benefit grew, and their share of unassigned cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from smdash.domain.costs import DatedAmount
from smdash.domain.figures import Figure, Unit, ratio
from smdash.domain.money import allocate
from smdash.domain.periods import Period


class CampaignStatus(StrEnum):
    """Where a campaign stands."""

    PLANNED = "planned"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """A campaign as a person enters it. `due` is its last day; budgets are in minor units and in seconds.

    `facts` answer what the launch gate asks (uses music, influencers, a contest …).
    """

    name: str
    status: CampaignStatus = CampaignStatus.PLANNED
    start: date | None = None
    due: date | None = None
    objective_id: int | None = None
    budget_minor: int | None = None
    budget_seconds: int | None = None
    utm_campaign: str = ""
    facts: Mapping[str, bool] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A stored campaign."""

    id: int
    draft: CampaignDraft
    archived: bool = False

    @property
    def name(self) -> str:
        """Its name."""
        return self.draft.name

    def live_in(self, period: Period) -> bool:
        """Whether its days touch a period; one without dates counts while it is live or paused."""
        draft = self.draft
        if draft.status is CampaignStatus.PLANNED:
            return False
        if draft.start is None and draft.due is None:
            return draft.status in (CampaignStatus.LIVE, CampaignStatus.PAUSED)
        return (draft.start is None or draft.start < period.end) and (draft.due is None or draft.due >= period.start)


def budget_use(spent: Figure, budget_minor: int | None) -> Figure:
    """Cost / budget; undefined without a budget."""
    budget = Figure(
        "Budget",
        budget_minor,
        Unit.MONEY,
        "input",
        reason="" if budget_minor is not None else "no budget is set",
        currency=spent.currency,
    )
    return ratio("Budget used", spent, budget, "cost / budget", missing="the budget is zero", period=spent.period)


def hours_use(seconds: int, budget_seconds: int | None, period: str = "") -> Figure:
    """Logged hours / budgeted hours; undefined without a budget."""
    reason = "" if budget_seconds is not None else "no hours are budgeted"
    return ratio(
        "Hours used",
        Figure("Logged", seconds, Unit.SECONDS, "Σ seconds of entries", period=period),
        Figure("Hours budget", budget_seconds, Unit.SECONDS, "input", reason=reason),
        "logged / budget",
        missing="the budget is zero",
        period=period,
    )


@dataclass(frozen=True, slots=True)
class RunningTotal:
    """Cost and benefit up to and with a day, in minor units."""

    day: date
    cost: int
    benefit: int


def running_totals(costs: Iterable[DatedAmount], benefits: Iterable[DatedAmount]) -> tuple[RunningTotal, ...]:
    """Cumulative cost and benefit on each day on which one of them changes."""
    changes: dict[date, list[int]] = {}
    for side, amounts in enumerate((costs, benefits)):
        for amount in amounts:
            changes.setdefault(amount.day, [0, 0])[side] += amount.minor
    totals: list[RunningTotal] = []
    cost = benefit = 0
    for day in sorted(changes):
        cost, benefit = cost + changes[day][0], benefit + changes[day][1]
        totals.append(RunningTotal(day, cost, benefit))
    return tuple(totals)


def payback_day(totals: Sequence[RunningTotal]) -> date | None:
    """The first day from which cumulative benefit stays at or above cumulative cost, the cost being above zero.

    None while it has not been reached, or was lost again.
    """
    found: date | None = None
    for total in totals:
        if total.benefit < total.cost:
            found = None
        elif found is None and total.cost > 0:
            found = total.day
    return found


class OverheadRule(StrEnum):
    """How unassigned cost is shared over the campaigns live in its month."""

    HOURS = "hours"
    DIRECT_COST = "direct_cost"
    EVENLY = "evenly"

    @property
    def words(self) -> str:
        """As printed beside a number."""
        return {"hours": "by hours", "direct_cost": "by direct cost"}.get(self.value, "evenly")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A campaign that bears a part of a month's overhead, with what may weigh it."""

    campaign_id: int
    seconds: int
    direct_cost: int


@dataclass(frozen=True, slots=True)
class Overhead:
    """Parts of an unassigned cost by campaign, and what stays unassigned; together they are the whole."""

    parts: Mapping[int, int]
    unassigned: int
    rule: OverheadRule


def share_overhead(minor: int, bearers: Iterable[Bearer], rule: OverheadRule) -> Overhead:
    """Share a month's unassigned cost over the campaigns live in it, with the largest remainder, ties to the lowest id.

    When all weights are zero it stays unassigned. A direct cost below zero weighs nothing.
    """
    ordered = sorted(bearers, key=lambda bearer: bearer.campaign_id)
    weights = [_weight(bearer, rule) for bearer in ordered]
    if not any(weights):
        return Overhead({}, minor, rule)
    shared = zip(ordered, allocate(minor, weights), strict=True)
    return Overhead({bearer.campaign_id: part for bearer, part in shared}, 0, rule)


def _weight(bearer: Bearer, rule: OverheadRule) -> int:
    if rule is OverheadRule.HOURS:
        return bearer.seconds
    return max(0, bearer.direct_cost) if rule is OverheadRule.DIRECT_COST else 1
