"""What the rows of several tabs have in common: money, how often, and the sum below them."""

from __future__ import annotations

from decimal import Decimal

from smdash.domain.costs import Recurrence
from smdash.domain.figures import grouped, show_minor
from smdash.tui.panes.campaigns.state import CampaignsState
from smdash.tui.widgets.cells import Cell, Row, separator

READING = "Reading …"
OFTEN = {
    Recurrence.NONE: "once",
    Recurrence.SPREAD: "spread",
    Recurrence.MONTHLY: "monthly",
    Recurrence.QUARTERLY: "quarterly",
    Recurrence.YEARLY: "yearly",
}


def summed(rows: list[Row], sums: list[int], whole: int, state: CampaignsState, width: int) -> list[Row]:
    """The rows with what the limit leaves out and their total, which is the list's number."""
    left = whole - sum(sums)
    if left:
        rows.append(Row("more", (Cell("others", span=width - 1), money(left, state.currency)), "note"))
    if len(rows) > 1:
        rows += [separator(), Row("total", (Cell("total", span=width - 1), money(whole, state.currency)), "total")]
    return rows


def blank(count: int) -> tuple[Cell, ...]:
    """Empty cells."""
    return (Cell(""),) * count


def money(minor: int, currency: str) -> Cell:
    """An amount in minor units, with its cents."""
    return Cell(show_minor(minor, currency, cents=True), align="right")


def original(minor: int, currency: str, reporting: str) -> str:
    """An amount as it was entered, with its currency where that is not the reporting one."""
    return show_minor(minor, currency, cents=True) + ("" if currency == reporting else f" {currency}")


def percent(share: Decimal) -> str:
    """A share as `40 %`, with as many decimals as it has, at most two."""
    exact = share * 100
    places = 0 if exact == exact.to_integral_value() else 1 if exact * 10 == (exact * 10).to_integral_value() else 2
    return f"{grouped(exact, places)} %"
