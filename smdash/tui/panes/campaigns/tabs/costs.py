"""The costs of one line of the list: staff cost from logged hours, and cost rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smdash.domain.costs import CostLine, Recurrence, within
from smdash.domain.durations import clock
from smdash.domain.figures import Figure, Unit, grouped
from smdash.domain.periods import Period
from smdash.store import costs
from smdash.store.costs import CostPage
from smdash.tui.panes.campaigns.forms import cost_form
from smdash.tui.panes.campaigns.rows import count_words
from smdash.tui.panes.campaigns.state import Account, CampaignsState
from smdash.tui.panes.campaigns.tabs.shared import OFTEN, READING, blank, money, original, summed
from smdash.tui.panes.campaigns.tabs.tab import Removal, Seen, Tab
from smdash.tui.widgets.cells import Cell, Column, Row

if TYPE_CHECKING:
    from smdash.store.scopes import Scope
    from smdash.store.store import Snapshot
    from smdash.tui.panes.campaigns.pane import CampaignsPane


class CostsTab(Tab[CostPage]):
    """Cost rows with what they count in the period."""

    name = "costs"
    columns = (
        Column("day", "day", width=10),
        Column("what", "what", flexible=True, least=12, most=40),
        Column("category", "category"),
        Column("channel", "channel", priority=4, most=16),
        Column("often", "how often", priority=3),
        Column("amount", "amount", align="right", priority=2),
        Column("counts", "in period", align="right"),
    )

    reads = True

    def read(self, snapshot: Snapshot, scope: Scope) -> CostPage:
        """The newest costs."""
        return costs.cost_page(snapshot, scope)

    def rows(self, seen: Seen[CostPage]) -> list[Row]:
        """Staff cost, cost rows, overhead, what the limit leaves out, and their sum."""
        return cost_rows(seen.account, seen.state, seen.own or CostPage())

    def note(self, seen: Seen[CostPage]) -> str:
        """How many are left out."""
        page = seen.own
        if page is None:
            return READING
        return count_words(len(page.lines), page.total, "costs") if page.total else "No cost rows yet: c adds one."

    def figures(self, seen: Seen[CostPage], key: object) -> tuple[Figure, ...]:
        """What one row counts; the whole cost where the row is none."""
        found = _line(seen, key)
        return (cost_figure(found, seen.state, seen.account.scope.days),) if found else (seen.account.result.cost,)

    def edit(self, pane: CampaignsPane, seen: Seen[CostPage], key: object) -> bool:
        """Open the cost."""
        found = _line(seen, key)
        if found is not None:
            pane.app.push_screen(cost_form(seen.state, found, pane.write))
        return found is not None

    def removal(self, seen: Seen[CostPage], key: object) -> Removal | None:
        """Delete the cost."""
        found = _line(seen, key)
        return None if found is None else Removal("Delete this cost?", costs.delete_cost, (found.id,))


def _line(seen: Seen[CostPage], key: object) -> CostLine | None:
    return next((line for line in (seen.own or CostPage()).lines if line.id == key), None)


def cost_rows(account: Account, state: CampaignsState, page: CostPage) -> list[Row]:
    """Staff cost from logged hours, cost rows, what the limit leaves out, and their sum: the campaign's cost."""
    ledger, days = account.ledger, account.scope.days
    rows: list[Row] = []
    sums: list[int] = []
    if ledger.staff or ledger.entries:
        said = f"{grouped(ledger.entries, 0)} entries, {clock(ledger.seconds)}"
        sums.append(ledger.staff)
        rows.append(
            Row("staff", (Cell("hours"), Cell(said), Cell("staff"), *blank(3), money(ledger.staff, state.currency)))
        )
    if ledger.overhead:
        sums.append(ledger.overhead)
        rule = Cell("; ".join(ledger.notes))
        rows.append(
            Row("overhead", (Cell("rule"), rule, Cell("overhead"), *blank(3), money(ledger.overhead, state.currency)))
        )
    for cost in page.lines:
        minor = within(cost, days)
        sums.append(minor)
        waits = cost.converted is None
        rows.append(
            Row(
                cost.id,
                (
                    Cell(cost.day.isoformat()),
                    Cell(cost.name or cost.category.value),
                    Cell(cost.category.value + (" est." if cost.estimated else "")),
                    Cell(state.channels.get(cost.channel_id or 0, "")),
                    Cell(OFTEN[cost.recurrence]),
                    Cell(original(cost.amount.minor, cost.amount.currency, state.currency)),
                    Cell("no rate", "warning") if waits else money(minor, state.currency),
                ),
            )
        )
    return summed(rows, sums, int(account.result.cost.value or 0), state, len(CostsTab.columns))


def cost_figure(cost: CostLine, state: CampaignsState, days: Period) -> Figure:
    """What one cost row counts in the period, and why."""
    amount = Figure("Amount", cost.amount.minor, Unit.MONEY, "input", currency=cost.amount.currency)
    inputs = [amount]
    if cost.amount.currency != state.currency:
        name = "Converted at the rate of its day"
        inputs.append(Figure(name, cost.converted, Unit.MONEY, "amount × rate", currency=state.currency))
    formula = {
        Recurrence.NONE: "amount",
        Recurrence.SPREAD: f"amount spread over the days {cost.day} to {cost.until}",
    }.get(cost.recurrence, f"amount, {OFTEN[cost.recurrence]} from {cost.day}")
    waits = cost.converted is None
    return Figure(
        cost.name or cost.category.value.capitalize(),
        None if waits else within(cost, days),
        Unit.MONEY,
        formula,
        tuple(inputs),
        days.name,
        1,
        "waits for an exchange rate" if waits else "",
        state.currency,
        (cost.note,) if cost.note else (),
    )
