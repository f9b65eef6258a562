"""Exchange rates with their days, and what amounts come to while some of them wait for one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from smdash.domain.figures import grouped, show_minor
from smdash.domain.money import Money

OLD_RATE_DAYS = 35
"""Beyond this age in days, an exchange rate deserves a warning where it is used."""


@dataclass(frozen=True, slots=True)
class Rate:
    """From a day on, 1 unit of a currency is `value` units of the reporting currency."""

    valid_from: date
    value: Decimal
    source: str = ""

    def age(self, day: date) -> int:
        """How many days old it is on a day."""
        return (day - self.valid_from).days

    def is_old(self, day: date) -> bool:
        """Whether it is more than 35 days old on a day."""
        return self.age(day) > OLD_RATE_DAYS


@dataclass(frozen=True, slots=True)
class Rates:
    """All known rates into the reporting `currency`; those of each currency by day, the oldest first."""

    currency: str
    known: Mapping[str, tuple[Rate, ...]] = field(default_factory=dict)

    def of(self, currency: str, day: date) -> Rate | None:
        """The rate of a day: the newest that was valid then; None where none is known, and for `currency` itself."""
        rates = self.known.get(currency, ())
        index = bisect_right(rates, day, key=lambda rate: rate.valid_from)
        return rates[index - 1] if index else None

    def convert(self, amount: Money, day: date) -> int | None:
        """Minor units of the reporting currency, rounded once; None where no rate is known for the day."""
        if amount.currency == self.currency:
            return amount.minor
        rate = self.of(amount.currency, day)
        return None if rate is None else amount.converted(rate.value, self.currency).minor

    def words(self, amount: Money, day: date) -> str:
        """How an amount is converted, with a warning where its rate is old or missing; empty in the own currency."""
        if amount.currency == self.currency:
            return ""
        given = f"{show_minor(amount.minor, amount.currency, cents=True)} {amount.currency}"
        rate = self.of(amount.currency, day)
        if rate is None:
            return f"! no rate for {amount.currency} on {day}: {given} will wait, not counted (F7 sets a rate)"
        minor = amount.converted(rate.value, self.currency).minor
        said = f"{given} = {show_minor(minor, self.currency, cents=True)} {self.currency} at {plain_rate(rate.value)}"
        if rate.is_old(day):
            return f"{said} ! of {rate.valid_from}, {rate.age(day)} days old (F7 sets a new one)"
        return f"{said} of {rate.valid_from}"


def plain_rate(value: Decimal) -> str:
    """A rate with the digits it has and no more."""
    return format(value.normalize(), "f")


@dataclass(frozen=True, slots=True)
class Unconverted:
    """Amounts that wait for a rate: how many, and what they are in each of their currencies (minor units).

    Amounts of different currencies are never added, nor is a benefit to a cost.
    """

    rows: int = 0
    amounts: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Unconverted) -> Unconverted:
        sums = dict(self.amounts)
        for currency, minor in other.amounts.items():
            sums[currency] = sums.get(currency, 0) + minor
        return Unconverted(self.rows + other.rows, sums)

    def __sub__(self, other: Unconverted) -> Unconverted:
        left = self + Unconverted(-other.rows, {currency: -minor for currency, minor in other.amounts.items()})
        return Unconverted(left.rows, {currency: minor for currency, minor in left.amounts.items() if minor})

    @property
    def words(self) -> str:
        """`1 200.00 EUR + 5 000 JPY`, by code."""
        shown = [f"{show_minor(minor, code, cents=True)} {code}" for code, minor in sorted(self.amounts.items())]
        return " + ".join(shown).replace("+ −", "− ")

    def counted(self, what: str) -> str:
        """`2 costs of 1 200.00 EUR + 5 000 JPY`; empty where none waits."""
        if not self.rows:
            return ""
        plural = "" if self.rows == 1 else "s"
        return f"{grouped(self.rows, 0)} {what}{plural}" + (f" of {self.words}" if self.amounts else "")


NONE_WAITS = Unconverted()


def waiting_of(amounts: Iterable[Money]) -> Unconverted:
    """What some amounts come to by currency."""
    found = NONE_WAITS
    for amount in amounts:
        found += Unconverted(1, {amount.currency: amount.minor})
    return found
