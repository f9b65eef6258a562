"""Exchange rates, conversion with the rate of the day, and the reporting currency, which stays once it is used."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from smdash.domain import text
from smdash.domain.currencies import Rate, Rates
from smdash.domain.money import Money, check_currency
from smdash.errors import InvalidInput, Refused
from smdash.store import changes
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import benefit, campaign, cost, exchange_rate, rate, time_entry

LOWEST_RATE = Decimal("1e-9")


def check_currency_stays(tx: Transaction, currency: str) -> None:
    """`Refused` when the reporting currency is no longer `currency`, though there are amounts in it."""
    if tx.organisation.currency != currency and _has_amounts(tx.connection):
        raise Refused("The reporting currency cannot change once amounts exist.", "Start a new store for it.")


def _has_amounts(connection: Connection) -> bool:
    """Whether anything would change its meaning with the reporting currency; exchange rates would, too."""
    owned = (
        select(cost.c.id),
        select(benefit.c.id),
        select(rate.c.id),
        select(exchange_rate.c.id),
        select(campaign.c.id).where(campaign.c.budget_minor.is_not(None)),
        select(time_entry.c.id).where(time_entry.c.rate_minor.is_not(None)),
    )
    return any(connection.execute(query.limit(1)).first() is not None for query in owned)


def set_exchange_rate(tx: Transaction, currency: str, valid_from: date, value: Decimal, source: str = "") -> int:
    """From a day on, 1 unit of `currency` is `value` units of the reporting currency."""
    code = check_currency(currency)
    if code == tx.organisation.currency:
        raise InvalidInput(f"{code} is the reporting currency.", "Its rate is 1.")
    if not (value.is_finite() and LOWEST_RATE <= value <= 1 / LOWEST_RATE):
        raise InvalidInput("An exchange rate must be above zero and sensible.", "Type what one unit is worth.")
    tx.describe(f"set exchange rate {code} from {valid_from}")
    query = select(exchange_rate.c.id).where(exchange_rate.c.currency == code, exchange_rate.c.valid_from == valid_from)
    found = tx.connection.execute(query).scalar()
    if found is None:
        return changes.insert(
            tx, exchange_rate, currency=code, valid_from=valid_from, rate=value, source=text.one_line(source)
        )
    changes.update(tx, exchange_rate, found, rate=value, source=text.one_line(source))
    return int(found)


def rates_of(snapshot: Snapshot) -> Rates:
    """All exchange rates, in one query."""
    known: dict[str, list[Rate]] = {}
    for row in snapshot.connection.execute(select(exchange_rate).order_by(exchange_rate.c.valid_from)):
        known.setdefault(row.currency, []).append(Rate(row.valid_from, row.rate, row.source))
    return Rates(snapshot.organisation.currency, {code: tuple(some) for code, some in known.items()})


class Converter:
    """Converts amounts with the rate of their day; the rates are read once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.rates = rates_of(snapshot)
        self.currency = self.rates.currency

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that have a rate, by code."""
        return tuple(sorted(self.rates.known))

    def convert(self, amount: Money, day: date) -> int | None:
        """Minor units of the reporting currency, or None where no rate is known for the day."""
        return self.rates.convert(amount, day)

    def age(self, currency: str, day: date) -> int | None:
        """How many days old the rate of a day is; 0 for the reporting currency, None where no rate is known."""
        if currency == self.currency:
            return 0
        found = self.rates.of(currency, day)
        return None if found is None else found.age(day)

    def is_old(self, currency: str, day: date) -> bool:
        """Whether the rate of a day is more than 35 days old, which deserves a warning."""
        found = self.rates.of(currency, day)
        return found is not None and found.is_old(day)
