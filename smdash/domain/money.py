"""Money in whole minor units, and the two ways a sum may be divided: rounding once, or sharing without loss.

Floats never appear: amounts are integers of the currency's smallest unit, factors are Decimal or Fraction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from smdash.errors import InvalidInput, SmdashError

# ISO 4217 minor units where they are not 2.
_DIGITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}

MAX_MINOR = 10**15
"""Largest amount taken, in minor units: beyond it a typing error is certain and 64-bit sums stay safe."""

Exact = int | Decimal | Fraction


def digits(currency: str) -> int:
    """Decimal digits of a currency by ISO 4217: 0 for JPY, 2 for USD, 3 for KWD."""
    return _DIGITS.get(currency, 2)


def check_currency(code: str) -> str:
    """The three-letter code in upper case; `InvalidInput` if it can't be one."""
    upper = code.strip().upper()
    if len(upper) != 3 or not (upper.isascii() and upper.isalpha()):
        raise InvalidInput(f"“{code}” is not a currency code.", "Use three letters such as USD, EUR or JPY.")
    return upper


def round_half_away(value: Exact) -> int:
    """Round to a whole number, halves away from zero (2.5 -> 3, -2.5 -> -3)."""
    exact = Fraction(value)
    whole, rest = divmod(abs(exact.numerator), exact.denominator)
    if 2 * rest >= exact.denominator:
        whole += 1
    return whole if exact >= 0 else -whole


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units of one currency. Two currencies are never added."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Exact, currency: str) -> Money:
        """An amount given in major units, rounded once, half away from zero."""
        return cls(round_half_away(Fraction(amount) * 10 ** digits(currency)), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.minor).scaleb(-digits(self.currency))

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def times(self, factor: Exact) -> Money:
        """The amount times a factor, rounded once, half away from zero."""
        return Money(round_half_away(self.minor * Fraction(factor)), self.currency)

    def converted(self, rate: Exact, currency: str) -> Money:
        """In another currency: 1 unit of this one is `rate` units of that one; rounded once."""
        scale = Fraction(10) ** (digits(currency) - digits(self.currency))
        return Money(round_half_away(self.minor * Fraction(rate) * scale), currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise SmdashError(f"{self.currency} and {other.currency} cannot be added without a rate.")


def staff_cost(seconds: int, hourly: Money) -> Money:
    """Cost of one time entry: seconds × hourly rate / 3600, rounded once for the entry (the ledger row)."""
    return hourly.times(Fraction(seconds, 3600))


def allocate(total: int, weights: Sequence[Exact]) -> list[int]:
    """Share `total` whole units by weights with the largest remainder, ties to the lowest index.

    The parts sum to `total` exactly and each differs from its exact share by less than one unit. A negative total
    is shared like its absolute value. `ValueError` when a weight is negative or all are zero.
    """
    whole = _in_proportion(weights)
    weight_sum = sum(whole)
    if weight_sum <= 0 or min(whole) < 0:
        raise ValueError("weights must not be negative and must not all be zero")
    parts, left = [], []
    for weight in whole:
        part, rest = divmod(abs(total) * weight, weight_sum)
        parts.append(part)
        left.append(-rest)
    by_remainder = sorted(range(len(parts)), key=left.__getitem__)  # stable: ties stay in their order
    for i in by_remainder[: abs(total) - sum(parts)]:
        parts[i] += 1
    return parts if total >= 0 else [-part for part in parts]


def _in_proportion(weights: Sequence[Exact]) -> list[int]:
    """Whole numbers in the same proportion: several times as fast as fractions, and as exact."""
    if all(type(weight) is int for weight in weights):
        return list(weights)  # type: ignore[arg-type]
    exact = [Fraction(weight) for weight in weights]
    common = lcm(*(weight.denominator for weight in exact))
    return [weight.numerator * (common // weight.denominator) for weight in exact]
