"""The list of the Campaigns pane: in each view the same numbers, in sets that fit the screen, and their total."""

from __future__ import annotations

from dataclasses import replace

from smdash.domain.breakdown import By
from smdash.domain.figures import grouped
from smdash.domain.money import digits
from smdash.domain.roi import Rung
from smdash.tui.panes.campaigns.measures import Measure, of_view
from smdash.tui.panes.campaigns.state import Account, CampaignsState, Shown, View
from smdash.tui.widgets.cells import Cell, Column, Row, RowKind, separator
from smdash.tui.widgets.symbols import BEHIND, DOT

_HEADS = {
    By.CAMPAIGN: "Campaign",
    By.CHANNEL: "Channel",
    By.MESSAGE: "Message",
    By.OBJECTIVE: "Objective",
    By.MONTH: "Month",
}


def columns(view: View, found: Shown | None = None) -> tuple[Column, ...]:
    """The list's columns; the one it is sorted by has an arrow, the rung stands in the headings of what it changes.

    Kinds of cost nobody had, and budgets of hours nobody set, have none.
    """
    name = Column("name", _HEADS[view.by], flexible=True, least=28 if view.by is By.MESSAGE else 16, most=40)
    return (name, *(_headed(measure, view) for measure in of_view(view, found)))


def _headed(measure: Measure, view: View) -> Column:
    sorted_by = measure.order is view.order
    return replace(measure.column, title=f"{measure.column.title} {BEHIND}") if sorted_by else measure.column


def list_rows(found: Shown, state: CampaignsState, view: View) -> list[Row]:
    """Lines, then what belongs to none, then the total of all lines shown."""
    every = (*found.lines, *found.apart)
    cents = any(_has_cents(account, view.rung, state.currency) for account in every)
    measures = of_view(view, found)

    def row(account: Account, kind: RowKind, role: str = "") -> Row:
        cells = [measure.cell(account, cents) for measure in measures]
        return Row(account.key, (Cell(account.name, role), *cells), kind)

    rows = [row(account, "row") for account in found.lines]
    rows += [row(account, "note" if account.several else "row", "muted") for account in found.apart]
    if len(rows) > 1:
        rows += [separator(), row(found.total, "total")]
    return rows


def list_note(found: Shown, state: CampaignsState, view: View) -> str:
    """What stands under the list: how many are left out, and the model that shares out benefits with touches."""
    said = []
    if view.search.strip():
        said.append(f"{found.found} of {state.count} with “{view.search.strip()}” · Esc shows all")
    elif len(found.lines) < found.found:
        said.append(f"{len(found.lines)} of {grouped(found.found, 0)}, the others in one line · / finds one")
    if model := found.total.ledger.benefits.model:
        said.append(f"benefit, net, ROI {view.rung.label} {DOT} {model}")
    return f" {DOT} ".join(said)


def _has_cents(account: Account, rung: Rung, currency: str) -> bool:
    step = account.result.step(rung)
    scale = 10 ** digits(currency)
    return any(int(figure.value or 0) % scale for figure in (account.result.cost, step.benefit, step.net))
