"""A statement of cost and benefit: one line for each thing of a view, and below them what belongs to none.

A printed total is the sum of the printed lines, and the totals of all views are equal to the cent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from smdash.domain.breakdown import By
from smdash.domain.costs import CostCategory
from smdash.domain.figures import Figure, Number
from smdash.domain.media import Basis, Events, Price, cost_per
from smdash.domain.money import Money
from smdash.domain.periods import Period, add_months
from smdash.domain.returns import ad_return
from smdash.domain.roi import Ledger, Rung, result, together
from smdash.domain.text import name_key

LIMIT = 200


class Order(Enum):
    """What lines are sorted by: largest first, names from A to Z, months from the first; prices the lowest first."""

    COST = "cost"
    BENEFIT = "benefit"
    NET = "net"
    ROI = "ROI"
    ROAS = "ROAS"
    HOURS = "hours"
    NAME = "name"
    CPM = "CPM"
    CPC = "CPC"
    CPE = "CPE"
    CPL = "CPL"
    CPA = "CPA"

    @property
    def price(self) -> Price | None:
        """The price it sorts by, fully loaded; None for the other orders."""
        return Price[self.name] if self.name in Price.__members__ else None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A campaign, channel, message, objective or month, or what belongs to none of them.

    `key` is its id, the first day of the month, or None; a word stands for several things put together.
    """

    key: int | date | str | None
    name: str
    ledger: Ledger
    events: Events = field(default_factory=Events)
    remark: str = ""

    @property
    def several(self) -> bool:
        """Whether it stands for several things put together."""
        return isinstance(self.key, str)


@dataclass(frozen=True, slots=True)
class Statement:
    """All lines of a view, and apart those of what belongs to none of them."""

    by: By
    period: Period
    currency: str
    lines: tuple[StatementLine, ...]
    apart: tuple[StatementLine, ...]


def ordered(lines: Iterable[StatementLine], order: Order, rung: Rung) -> list[StatementLine]:
    """Lines in an order; those without a value come last, equal ones by name."""
    if order is Order.NAME:
        by_name = sorted(lines, key=lambda line: name_key(line.name))
        return sorted(by_name, key=lambda line: line.key if isinstance(line.key, date) else date.min)
    worth = _worth(order, rung)
    sign = 1 if order.price is not None else -1
    values = [(worth(line), line) for line in lines]
    known = sorted(
        ((sign * value, line) for value, line in values if value is not None), key=lambda pair: (pair[0], pair[1].name)
    )
    unknown = sorted((line for value, line in values if value is None), key=lambda line: line.name)
    return [*(line for _, line in known), *unknown]


def _worth(order: Order, rung: Rung) -> Callable[[StatementLine], Number | None]:
    def value(line: StatementLine) -> Number | None:
        ledger = line.ledger
        gained, spent = ledger.benefits.of(rung.value), ledger.spent
        if order.price is not None:
            return price(ledger, line.events, order.price, Basis.FULL).value
        if order is Order.ROI:
            return None if spent <= 0 else result(ledger).step(rung).roi.value
        if order is Order.ROAS:
            return ad_return(ledger, rung).value
        plain = {Order.BENEFIT: gained, Order.NET: gained - spent, Order.HOURS: ledger.seconds}
        return plain.get(order, spent)

    return value


def price(ledger: Ledger, events: Events, what: Price, basis: Basis) -> Figure:
    """What one event of a line costs; with ad spend only it is undefined where there is no ad spend."""
    ads = ledger.costs.get(CostCategory.ADS, 0)
    cost = Money(ledger.spent if basis is Basis.FULL else ads, ledger.currency)
    found = cost_per(what, cost, events.of(what), basis, ledger.period)
    if basis is Basis.AD_SPEND and not ads and found.defined:
        return replace(found, value=None, reason="there is no ad spend")
    return found


def cut(lines: Sequence[StatementLine], limit: int = LIMIT) -> tuple[list[StatementLine], list[StatementLine]]:
    """The first lines, and one for all others where there are any."""
    beyond = lines[limit:]
    others = [summed("others", f"{len(beyond)} others", beyond)] if beyond else []
    return [*lines[:limit]], others


def summed(key: str, name: str, lines: Sequence[StatementLine], remark: str = "") -> StatementLine:
    """Several lines as one."""
    first = lines[0].ledger
    ledger = together((line.ledger for line in lines), first.currency, first.period)
    return StatementLine(key, name, ledger, sum((line.events for line in lines), Events()), remark)


def month_name(month: date, period: Period) -> str:
    """`2026-10`, and how much of it lies in the period where that is not all."""
    days = period.overlap(month, add_months(month, 1))
    whole = (add_months(month, 1) - month).days
    return f"{month:%Y-%m}" + ("" if days == whole else f", {days} of {whole} days")
