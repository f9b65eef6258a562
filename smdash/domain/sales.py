"""Sales as shops and payment providers export them, and which benefit each of them is: an order and its payment one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from smdash.domain.figures import grouped
from smdash.domain.money import round_half_away
from smdash.errors import InvalidInput

SAME_WITHIN = timedelta(days=1)
"""An order and a payment of the same amount this near are one sale."""


class SaleKind(StrEnum):
    """Which side of a sale a row tells."""

    ORDER = "order"
    PAYMENT = "payment"


class SaleStatus(StrEnum):
    """Whether the money came: pending may still be paid, void will not. A refunded sale was paid."""

    PAID = "paid"
    PENDING = "pending"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Sale:
    """An order or a payment. Amounts are minor units of `currency`; `settled` is what was paid out, in its own.

    (`source`, `key`) is the same for the same sale; `id` is its row, 0 while it has none.
    """

    source: str
    key: str
    kind: SaleKind
    at: datetime
    day: date
    status: SaleStatus
    amount: int
    currency: str
    refunded: int = 0
    refunded_on: date | None = None
    settled: int | None = None
    settled_currency: str | None = None
    fee: int | None = None
    fee_currency: str | None = None
    number: str = ""
    customer: str = ""
    id: int = 0

    @property
    def name(self) -> str:
        """What it is called in lists."""
        return f"{self.kind.value} {self.number or self.key[:24]}"


def number_key(number: str) -> str:
    """An order's number as two exports may both write it: `#1001` and `1001` are one."""
    return number.strip().lstrip("#").strip().casefold()


def together(sale: Sale, twin: Sale | None) -> Sale:
    """A sale with what its other side knows: paid if one of them says so, the larger refund, the fee of the payment."""
    if twin is None:
        return sale
    further = twin if twin.refunded > sale.refunded else sale
    payment = sale if sale.kind is SaleKind.PAYMENT else twin
    return replace(
        sale,
        status=SaleStatus.PAID if SaleStatus.PAID in (sale.status, twin.status) else sale.status,
        refunded=min(further.refunded, sale.amount),
        refunded_on=further.refunded_on,
        settled=payment.settled,
        settled_currency=payment.settled_currency,
        fee=payment.fee,
        fee_currency=payment.fee_currency,
        number=sale.number or twin.number,
        customer=sale.customer or twin.customer,
    )


def settled_part(sale: Sale, part: int, currency: str) -> int | None:
    """A part of a sale in the currency in which it was paid out, if that is `currency`: what really arrived, so that no
    exchange rate is needed. None otherwise.
    """
    if sale.settled is None or sale.settled_currency != currency or not sale.amount:
        return None
    return round_half_away(Fraction(sale.settled * part, sale.amount))


def pairs(fresh: Sequence[Sale], others: Sequence[Sale]) -> dict[tuple[str, str], Sale]:
    """The other side of each sale that has one, by source and key: orders with payments, each at most once.

    First by order number, then by amount and currency at most a day apart: the same customer before another one, then
    the nearest in time. What is void has no other side.
    """
    found: dict[tuple[str, str], Sale] = {}
    taken: set[tuple[str, str]] = set()
    open_others = [other for other in others if other.status is not SaleStatus.VOID]
    by_number: dict[tuple[SaleKind, str, str], list[Sale]] = {}
    by_amount: dict[tuple[SaleKind, int, str, date], list[Sale]] = {}
    for other in open_others:
        for name in _numbers(other):
            by_number.setdefault((other.kind, other.currency, name), []).append(other)
        by_amount.setdefault((other.kind, other.amount, other.currency, other.day), []).append(other)
    ordered = [s for s in sorted(fresh, key=lambda s: (s.at, s.key)) if s.status is not SaleStatus.VOID]
    for sale in ordered:
        for name in _numbers(sale):
            for other in by_number.get((_other_side(sale.kind), sale.currency, name), ()):
                _take(sale, other, found, taken)
    near = (
        (
            sale.customer != other.customer or not sale.customer,
            abs(sale.at - other.at),
            sale.key,
            other.key,
            sale,
            other,
        )
        for sale in ordered
        if sale.amount and (sale.source, sale.key) not in found
        for day in (sale.day - SAME_WITHIN, sale.day, sale.day + SAME_WITHIN)
        for other in by_amount.get((_other_side(sale.kind), sale.amount, sale.currency, day), ())
        if not _at_odds(sale, other)
    )
    for *_, sale, other in sorted(near, key=lambda candidate: candidate[:4]):
        _take(sale, other, found, taken)
    return found


def sales_words(count: int) -> str:
    """A number of sales in words."""
    return f"{grouped(count, 0)} sale{'' if count == 1 else 's'}"


def refunds_due(total: int, given: Iterable[int]) -> int:
    """What is still to be taken back of a sale, minor units: what was refunded less what refunds did already (negative
    amounts). Below zero when a refund was itself taken back, as after a dispute that was won.
    """
    return total + sum(given)


def check_status(printed: str, known: Mapping[str, SaleStatus]) -> SaleStatus:
    """What a printed status means; `InvalidInput` for one that isn't known."""
    found = known.get(" ".join(printed.replace("_", " ").casefold().split()))
    if found is None:
        raise InvalidInput("is no status this export is known to print")
    return found


def _other_side(kind: SaleKind) -> SaleKind:
    return SaleKind.PAYMENT if kind is SaleKind.ORDER else SaleKind.ORDER


def _at_odds(one: Sale, other: Sale) -> bool:
    """Whether both name an order, and not the same."""
    return bool(one.number and other.number) and not set(_numbers(one)) & set(_numbers(other))


def _numbers(sale: Sale) -> list[str]:
    """What the other side may call a sale: a payment names its order by number or by the shop's own id."""
    own = [sale.number, sale.key] if sale.kind is SaleKind.ORDER else [sale.number]
    return [number for name in own if (number := number_key(name))]


def _take(sale: Sale, other: Sale, found: dict[tuple[str, str], Sale], taken: set[tuple[str, str]]) -> None:
    own, its = (sale.source, sale.key), (other.source, other.key)
    if own not in found and its not in taken:
        found[own] = other
        taken.add(its)
