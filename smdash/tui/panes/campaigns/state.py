"""What the Campaigns pane shows, as one frozen value: read once, so that the cursor moves without a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from smdash.domain.breakdown import By
from smdash.domain.campaigns import Campaign, RunningTotal, budget_use, hours_use, payback_day, running_totals
from smdash.domain.costs import DatedAmount
from smdash.domain.figures import Figure, Unit
from smdash.domain.gate import Gate
from smdash.domain.organisation import Role
from smdash.domain.periods import DAY, Period
from smdash.domain.roi import Ledger, Result, Rung, result, together
from smdash.domain.text import name_key
from smdash.domain.what_if import Changes
from smdash.store import campaigns, risks, roi
from smdash.store.benefits import BenefitPage, benefit_pages
from smdash.store.costs import CostPage, cost_names, cost_pages
from smdash.store.hours import Hours, hours_by
from smdash.store.organisation import names_of
from smdash.store.scopes import Scope

if TYPE_CHECKING:
    from smdash.store.store import Snapshot

LIST_LIMIT = 200
UNASSIGNED = "unassigned"

Key = int | str


@dataclass(frozen=True, slots=True)
class HoursPart:
    """Hours of one person and activity; `cost_minor` None where it may not be seen."""

    person: str
    activity: str
    hours: Hours
    cost_minor: int | None


@dataclass(frozen=True, slots=True)
class Account:
    """What one line of the list stands for: a campaign, or (`campaign` None) what belongs to none."""

    key: Key
    name: str
    ledger: Ledger
    result: Result
    scope: Scope
    campaign: Campaign | None = None
    budget: Figure | None = None
    hours_budget: Figure | None = None
    gate: Gate | None = None
    costs: CostPage = field(default_factory=CostPage)
    benefits: BenefitPage = field(default_factory=BenefitPage)
    hours: tuple[HoursPart, ...] = ()
    growth: roi.Growth = field(default_factory=roi.Growth)

    @property
    def empty(self) -> bool:
        """Whether there is no row of cost, benefit or hours in the period, waiting ones included."""
        ledger, gained = self.ledger, self.ledger.benefits
        return not (ledger.cost_rows or ledger.entries or gained.rows or ledger.unconverted or gained.unconverted)

    def totals(self, rung: Rung, period: Period) -> tuple[RunningTotal, ...]:
        """Running cost and benefit on each day something changed, beginning with all that came before the period."""
        eve = period.start - DAY
        grown = self.growth
        costs = [DatedAmount(eve, grown.cost_before), *grown.costs]
        benefits = [DatedAmount(eve, sum((grown.benefits_before or {}).get(grade, 0) for grade in rung.value))]
        for grade in rung.value:
            benefits += (grown.benefits or {}).get(grade, ())
        return running_totals(costs, benefits)

    def payback(self, rung: Rung, period: Period) -> date | None:
        """The day from which benefit covers cost; the day before the period stands for any earlier one."""
        return payback_day(self.totals(rung, period))


@dataclass(frozen=True, slots=True)
class CampaignsState:
    """All campaigns of a period, with the details of each.

    `apart` are lines below the campaigns that are no campaign of their own: what is not assigned, what archived
    campaigns still count, and campaigns beyond the limit.
    """

    period: Period
    currency: str
    today: date
    manager: bool
    campaigns: tuple[Account, ...]
    unassigned: Account
    rest: tuple[Account, ...]
    unassigned_posts: int
    count: int
    channels: Mapping[int, str]
    objectives: Mapping[int, str]
    names: Mapping[int, str]
    cost_names: tuple[str, ...]

    def account(self, key: Key | None) -> Account | None:
        """The campaign, or the line of what is not assigned, of that key."""
        return next((account for account in (*self.campaigns, self.unassigned) if account.key == key), None)


class Order(Enum):
    """What the list is sorted by: largest first, names from A to Z."""

    COST = "cost"
    BENEFIT = "benefit"
    NET = "net"
    ROI = "ROI"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class View:
    """What the person chose to see: rung, order, a part of the name, and what is supposed of a line, by its key."""

    rung: Rung = Rung.ALLOCATED
    order: Order = Order.COST
    search: str = ""
    supposed: Mapping[Key, Changes] = field(default_factory=dict)


def load(snapshot: Snapshot, period: Period) -> CampaignsState:
    """Read a period's campaigns with their details: a fixed number of queries, however many campaigns there are."""
    now, earlier = roi.ledgers(snapshot, period), _earlier(snapshot, period)
    grown = roi.growth(snapshot, period, earlier)
    costs, benefits = cost_pages(snapshot, period), benefit_pages(snapshot, period)
    hours, gates, currency = _hours(snapshot, period), risks.gates(snapshot), snapshot.organisation.currency

    def account(key: int | None, name: str, campaign: Campaign | None = None) -> Account:
        ledger = now.get(key) or roi.empty_ledger(currency, period)
        scope = Scope(By.CAMPAIGN, key, period)
        made = Account(
            *(UNASSIGNED if key is None else key, name, ledger, result(ledger), scope, campaign),
            gate=None if key is None else gates.get(key),
            costs=costs.get(key, CostPage()),
            benefits=benefits.get(key, BenefitPage()),
            hours=hours.get(key, ()),
            growth=grown.get(key, roi.Growth()),
        )
        return made if campaign is None else _with_budget(made, campaign, earlier.get(campaign.id), period)

    every = campaigns.campaigns(snapshot, archived=True)
    shown = _by_cost(account(found.id, found.name, found) for found in every if not found.archived)
    old = [now[found.id] for found in every if found.archived and found.id in now]
    return CampaignsState(
        period=period,
        currency=currency,
        today=snapshot.today,
        manager=snapshot.role is Role.MANAGER,
        campaigns=shown[:LIST_LIMIT],
        unassigned=account(None, "not assigned"),
        rest=_rest([account.ledger for account in shown[LIST_LIMIT:]], old, currency, period),
        unassigned_posts=roi.unassigned_posts(snapshot, period),
        count=len(shown),
        channels=names_of(snapshot, "channel"),
        objectives=campaigns.objective_names(snapshot),
        names={each.id: each.name for each in every},
        cost_names=cost_names(snapshot),
    )


def listed(state: CampaignsState, view: View) -> tuple[Account, ...]:
    """The campaigns whose name has what is searched for, in the chosen order."""
    wanted = name_key(view.search)
    found = [account for account in state.campaigns if wanted in name_key(account.name)]
    found.sort(key=lambda account: name_key(account.name))
    if view.order is not Order.NAME:
        found.sort(key=_worth(view), reverse=True)
    return tuple(found)


def apart(state: CampaignsState, view: View) -> tuple[Account, ...]:
    """The lines below the campaigns; a search leaves them out."""
    return () if view.search.strip() else (*state.rest, state.unassigned)


def total(state: CampaignsState, view: View) -> Result:
    """The result of all lines shown."""
    shown = (*listed(state, view), *apart(state, view))
    return result(together((account.ledger for account in shown), state.currency, state.period.name))


def _worth(view: View) -> Callable[[Account], tuple[bool, object]]:
    def value(account: Account) -> tuple[bool, object]:
        step = account.result.step(view.rung)
        figures = {Order.BENEFIT: step.benefit, Order.NET: step.net, Order.ROI: step.roi}
        figure = figures.get(view.order, account.result.cost)
        return figure.defined, figure.value or 0

    return value


def _by_cost(accounts: Iterable[Account]) -> tuple[Account, ...]:
    return tuple(sorted(accounts, key=lambda account: -int(account.result.cost.value or 0)))


def _earlier(snapshot: Snapshot, period: Period) -> dict[int | None, Ledger]:
    past = roi.before(period)
    return {} if past is None else roi.ledgers(snapshot, past)


def _with_budget(account: Account, campaign: Campaign, past: Ledger | None, period: Period) -> Account:
    """A budget is for the whole campaign: what was spent up to the period's end counts against it."""
    ledger = account.ledger
    until = f"until {period.last.isoformat()}"
    spent_before = 0 if past is None else past.staff + sum(past.costs.values())
    parts = (
        Figure("Cost before the period", spent_before, Unit.MONEY, "Σ cost", currency=ledger.currency),
        account.result.cost,
    )
    spent = Figure(
        "Cost so far",
        sum(int(part.value or 0) for part in parts),
        Unit.MONEY,
        "cost before + cost in the period",
        parts,
        until,
        currency=ledger.currency,
    )
    seconds = ledger.seconds + (0 if past is None else past.seconds)
    return replace(
        account,
        budget=budget_use(spent, campaign.draft.budget_minor),
        hours_budget=hours_use(seconds, campaign.draft.budget_seconds, until),
    )


def _hours(snapshot: Snapshot, period: Period) -> dict[int | None, tuple[HoursPart, ...]]:
    people, activities = names_of(snapshot, "person"), names_of(snapshot, "activity")
    manager = snapshot.role is Role.MANAGER
    found: dict[int | None, list[HoursPart]] = {}
    for (campaign, person, activity), hours in hours_by(
        snapshot, period, "campaign_id", "person_id", "activity_id"
    ).items():
        part = HoursPart(
            people.get(person or 0, "–"),
            activities.get(activity or 0, "no activity"),
            hours,
            hours.cost_minor if manager else None,
        )
        found.setdefault(campaign, []).append(part)
    return {
        key: tuple(sorted(parts, key=lambda part: (-part.hours.seconds, part.person, part.activity)))
        for key, parts in found.items()
    }


def _rest(beyond: list[Ledger], archived: list[Ledger], currency: str, period: Period) -> tuple[Account, ...]:
    lines = []
    for key, name, some in (
        ("more", f"{len(beyond)} more", beyond),
        ("archived", f"{len(archived)} archived", archived),
    ):
        if some:
            ledger = together(some, currency, period.name)
            lines.append(Account(key, name, ledger, result(ledger), Scope(By.CAMPAIGN, None, period)))
    return tuple(lines)
