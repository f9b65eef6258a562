"""What the Campaigns pane shows, as one frozen value: read once, so that the cursor moves without a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from smdash.domain.breakdown import By
from smdash.domain.campaign_charts import ChartKind
from smdash.domain.campaigns import Campaign, RunningTotal, budget_use, hours_use, payback_day, running_totals
from smdash.domain.costs import DatedAmount
from smdash.domain.currencies import Rates
from smdash.domain.figures import Figure, Unit
from smdash.domain.gate import Gate
from smdash.domain.media import Events, equivalent_media_cost
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import DAY, Period
from smdash.domain.roi import Ledger, Result, Rung, result
from smdash.domain.statement import Order, Statement, StatementLine, cut, ordered, summed
from smdash.domain.text import name_key
from smdash.domain.what_if import Changes
from smdash.store import campaigns, risks, roi
from smdash.store.costs import cost_names
from smdash.store.currencies import rates_of
from smdash.store.organisation import names_of
from smdash.store.scopes import Key as LineKey
from smdash.store.scopes import Scope
from smdash.store.statements import statement

if TYPE_CHECKING:
    from smdash.store.store import Snapshot

UNASSIGNED = "unassigned"

Key = int | str


class Measures(Enum):
    """Which numbers the list shows."""

    RESULT = "result: cost, benefit, net, ROI, budget"
    RUNGS = "benefit and ROI by evidence"
    KINDS = "cost and benefit by kind"
    PRICES = "prices: CPM, CPC, CPE, CPL, CPA"


@dataclass(frozen=True, slots=True)
class View:
    """What the person chose to see: by what, which numbers, rung, order, a part of the name.

    `supposed` is what is supposed of a line, by its key; `chart` is what the chart below the detail draws.
    """

    rung: Rung = Rung.ALLOCATED
    order: Order = Order.COST
    search: str = ""
    supposed: Mapping[Key, Changes] = field(default_factory=dict)
    chart: ChartKind = ChartKind.CUMULATIVE
    by: By = By.CAMPAIGN
    measures: Measures = Measures.RESULT


@dataclass(frozen=True, slots=True)
class Account:
    """What one line of the list stands for: a campaign, channel, message …, what belongs to none, or several together.

    `several` things together have no detail of their own, and their `scope` means nothing; `apart` marks what belongs
    to none, which has no return of its own.
    """

    key: Key
    name: str
    ledger: Ledger
    result: Result
    scope: Scope
    campaign: Campaign | None = None
    budget: Figure | None = None
    hours_budget: Figure | None = None
    gate: Gate | None = None
    growth: roi.Growth = field(default_factory=roi.Growth)
    events: Events = field(default_factory=Events)
    remark: str = ""
    apart: bool = False
    several: bool = False
    media: Figure | None = None

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
    """All lines of a view of a period, with what the detail of each needs at once; the rows behind it are read later.

    `compared` are other periods, read when the chosen chart compares them.
    """

    period: Period
    currency: str
    today: date
    manager: bool
    statement: Statement
    campaigns: Mapping[LineKey, Campaign]
    gates: Mapping[int, Gate]
    growth: Mapping[LineKey, roi.Growth]
    earlier: Mapping[LineKey, Ledger]
    unassigned_posts: int
    channels: Mapping[int, str]
    objectives: Mapping[int, str]
    names: Mapping[int, str]
    cost_names: tuple[str, ...]
    rates: Rates
    media_prices: tuple[Money, Money] | None = None
    compared: tuple[tuple[Period, Mapping[LineKey, roi.Growth]], ...] = ()

    @property
    def by(self) -> By:
        """The view."""
        return self.statement.by

    @property
    def count(self) -> int:
        """How many things have a line."""
        return len(self.statement.lines)

    @property
    def empty(self) -> bool:
        """Whether nothing was ever planned, spent, gained or posted."""
        lines = (*self.statement.lines, *self.statement.apart)
        return not (self.campaigns or self.unassigned_posts or any(not line.ledger.empty for line in lines))

    def account(self, line: StatementLine, *, apart: bool = False) -> Account:
        """A line with its numbers worked out."""
        key = line.key
        scope = Scope(self.by, None if isinstance(key, str) else key, self.period)
        row_key = UNASSIGNED if key is None else key.isoformat() if isinstance(key, date) else key
        made = Account(row_key, line.name, line.ledger, result(line.ledger), scope, events=line.events, apart=apart)
        if self.media_prices is not None:
            made = replace(made, media=equivalent_media_cost(line.events, *self.media_prices, line.ledger.period))
        if isinstance(key, str):
            return replace(made, remark=line.remark, several=True)
        posts = self.unassigned_posts if key is None and self.by is By.CAMPAIGN else 0
        made = replace(
            made, growth=self._growth(line), remark=f"{posts} post{'' if posts == 1 else 's'}" if posts else ""
        )
        campaign = self.campaigns.get(key) if self.by is By.CAMPAIGN else None
        return made if campaign is None else self._of_campaign(made, campaign)

    def _growth(self, line: StatementLine) -> roi.Growth:
        key = line.key
        grown = roi.Growth() if isinstance(key, str) else self.growth.get(key, roi.Growth())
        if self.by is not By.MESSAGE:
            return grown
        # Hours that reach a post by a rule have no day of their own: they stand at the end, or today.
        shared = line.ledger.spent - sum(amount.minor for amount in grown.costs)
        return replace(grown, costs=(*grown.costs, DatedAmount(self._so_far, shared))) if shared else grown

    @property
    def _so_far(self) -> date:
        return min(self.period.last, max(self.today, self.period.start))

    def _of_campaign(self, account: Account, campaign: Campaign) -> Account:
        """A budget is for the whole campaign: what was spent up to the period's end counts, overhead does not."""
        ledger, past = account.ledger, self.earlier.get(campaign.id)
        until = f"until {self.period.last.isoformat()}"
        before, now = (0 if each is None else each.spent - (each.overhead or 0) for each in (past, ledger))
        parts = (
            Figure("Cost before the period", before, Unit.MONEY, "Σ cost", currency=ledger.currency),
            Figure("Cost in the period", now, Unit.MONEY, "Σ cost", (), ledger.period, currency=ledger.currency),
        )
        formula = "cost before + cost in the period"
        spent = Figure("Cost so far", before + now, Unit.MONEY, formula, parts, until, currency=ledger.currency)
        seconds = ledger.seconds + (0 if past is None else past.seconds)
        return replace(
            account,
            campaign=campaign,
            gate=self.gates.get(campaign.id),
            budget=budget_use(spent, campaign.draft.budget_minor),
            hours_budget=hours_use(seconds, campaign.draft.budget_seconds, until),
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list shows: lines in their order, those apart, and their total; `found` of `count` fit the filter."""

    lines: tuple[Account, ...]
    apart: tuple[Account, ...]
    total: Account
    found: int

    def account(self, key: object) -> Account | None:
        """The line of that key that has a detail."""
        every = (*self.lines, *self.apart)
        return next((account for account in every if account.key == key and not account.several), None)


def shown(state: CampaignsState, view: View) -> Shown:
    """Lines whose name has what is searched for, at most 200, then others, what belongs to none, and the sum of it all.

    A search leaves out what stands apart, so that the total is still the sum of what is printed.
    """
    wanted = name_key(view.search)
    lines = [line for line in state.statement.lines if not wanted or wanted in name_key(line.name)]
    first, others = cut(ordered(lines, view.order, view.rung))
    below = [*others, *(() if wanted else state.statement.apart)]
    every = [*first, *below]
    empty = StatementLine("total", "total", roi.nothing(state.currency, state.period))
    return Shown(
        tuple(state.account(line) for line in first),
        tuple(state.account(line, apart=True) for line in below),
        state.account(summed("total", "total", every) if every else empty),
        len(lines),
    )


def load(snapshot: Snapshot, period: Period, by: By = By.CAMPAIGN) -> CampaignsState:
    """Read a view of a period: a fixed number of queries, however many lines there are."""
    past = roi.before(period)
    # A month, and what a post cost and brought in a period, begin at nothing; the others stand on what came before.
    earlier = {} if past is None or by in (By.MONTH, By.MESSAGE) else roi.ledgers(snapshot, past, by)
    every = campaigns.campaigns(snapshot, archived=True)
    return CampaignsState(
        period=period,
        currency=snapshot.organisation.currency,
        today=snapshot.today,
        manager=snapshot.role is Role.MANAGER,
        statement=statement(snapshot, period, by),
        campaigns={each.id: each for each in every},
        gates=risks.gates(snapshot) if by is By.CAMPAIGN else {},
        growth=roi.growth(snapshot, period, earlier, by),
        earlier=earlier,
        unassigned_posts=roi.unassigned_posts(snapshot, period),
        channels=names_of(snapshot, "channel"),
        objectives=campaigns.objective_names(snapshot),
        names={each.id: each.name for each in every},
        cost_names=cost_names(snapshot),
        rates=rates_of(snapshot),
        media_prices=snapshot.organisation.media_prices,
    )
