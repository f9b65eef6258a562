"""The figures of single rows, so that `i` can say what a cost or a benefit counts, and why."""

from __future__ import annotations

from decimal import Decimal

from smdash.domain.benefits import BenefitKind, BenefitLine
from smdash.domain.costs import CostLine, Recurrence, within
from smdash.domain.figures import Figure, Unit, grouped
from smdash.tui.panes.campaigns.state import Account, CampaignsState, View

OFTEN = {
    Recurrence.NONE: "once",
    Recurrence.SPREAD: "spread",
    Recurrence.MONTHLY: "monthly",
    Recurrence.QUARTERLY: "quarterly",
    Recurrence.YEARLY: "yearly",
}


def row_figures(account: Account, state: CampaignsState, view: View, tab: str, key: object) -> tuple[Figure, ...]:
    """What `i` explains of the row under the cursor in a tab; the whole column where the row has no figure."""
    if tab == "costs":
        found = next((cost for cost in account.costs.lines if cost.id == key), None)
        return (cost_figure(found, state),) if found else (account.result.cost,)
    if tab == "benefits":
        gained = next((each for each in account.benefits.lines if each.id == key), None)
        return (benefit_figure(gained, state),) if gained else (account.result.step(view.rung).benefit,)
    return (account.result.hours, account.result.cost) if tab == "hours" else ()


def cost_figure(cost: CostLine, state: CampaignsState) -> Figure:
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
        None if waits else within(cost, state.period),
        Unit.MONEY,
        formula,
        tuple(inputs),
        state.period.name,
        1,
        "waits for an exchange rate" if waits else "",
        state.currency,
        (cost.note,) if cost.note else (),
    )


def benefit_figure(gained: BenefitLine, state: CampaignsState) -> Figure:
    """What one benefit counts, and why."""
    draft = gained.draft
    inputs = [
        Figure("Amount", draft.amount.minor, Unit.MONEY, "input", currency=draft.amount.currency),
        Figure("Share", draft.share, Unit.RATIO, f"{draft.evidence.value} evidence"),
    ]
    if draft.amount.currency != state.currency:
        name = "Converted at the rate of its day"
        inputs.insert(1, Figure(name, gained.converted, Unit.MONEY, "amount × rate", currency=state.currency))
    notes = [draft.note] if draft.note else []
    if draft.margin is not None:
        inputs.append(Figure("Margin", draft.margin, Unit.RATIO, "input"))
    elif draft.kind is not BenefitKind.SAVINGS:
        notes.append("counted gross: no margin is set")
    return Figure(
        draft.name or draft.category.value.capitalize(),
        gained.effective,
        Unit.MONEY,
        "amount × share" + (" × margin" if draft.margin is not None else ""),
        tuple(inputs),
        draft.day.isoformat(),
        1,
        "" if gained.effective is not None else "waits for an exchange rate",
        state.currency,
        tuple(notes),
    )


def percent(share: Decimal) -> str:
    """A share as `40 %`, with as many decimals as it has, at most two."""
    exact = share * 100
    places = 0 if exact == exact.to_integral_value() else 1 if exact * 10 == (exact * 10).to_integral_value() else 2
    return f"{grouped(exact, places)} %"
