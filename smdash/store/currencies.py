"""Exchange rates, conversion with the rate of the day, and the reporting currency, which stays once it is used."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from smdash.domain import text
from smdash.domain.money import Money, check_currency
from smdash.errors import InvalidInput, Refused
from smdash.store import changes
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import benefit, campaign, cost, exchange_rate, rate, time_entry

LOWEST_RATE = Decimal("1e-9")
OLD_RATE_DAYS = 35
"""Beyond this age in days, an exchange rate deserves a warning."""


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


class Converter:
    """Converts amounts with the rate of their day; the rates are read once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.currency = snapshot.organisation.currency
        self._rates: dict[str, list[tuple[date, Decimal]]] = {}
        query = select(exchange_rate).order_by(exchange_rate.c.valid_from)
        for row in snapshot.connection.execute(query):
            self._rates.setdefault(row.currency, []).append((row.valid_from, row.rate))

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that have a rate, by code."""
        return tuple(sorted(self._rates))

    def convert(self, amount: Money, day: date) -> int | None:
        """Minor units of the reporting currency, or None where no rate is known for the day."""
        if amount.currency == self.currency:
            return amount.minor
        found = self._rate(amount.currency, day)
        return None if found is None else amount.converted(found[1], self.currency).minor

    def age(self, currency: str, day: date) -> int | None:
        """How many days old the rate of a day is; 0 for the reporting currency, None where no rate is known."""
        if currency == self.currency:
            return 0
        found = self._rate(currency, day)
        return None if found is None else (day - found[0]).days

    def is_old(self, currency: str, day: date) -> bool:
        """Whether the rate of a day is more than 35 days old, which deserves a warning."""
        return (self.age(currency, day) or 0) > OLD_RATE_DAYS

    def _rate(self, currency: str, day: date) -> tuple[date, Decimal] | None:
        known = self._rates.get(currency, [])
        index = bisect_right(known, day, key=lambda rate: rate[0])
        return known[index - 1] if index else None
