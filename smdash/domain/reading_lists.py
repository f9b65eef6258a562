"""Readings of a KPI in the order of their days, and what stretches of them add up to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from functools import reduce
from typing import Protocol

from smdash.domain.goals import Reading

_add = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN).add  # never rounds, and is far faster than fractions


def exact_sum(numbers: Iterable[Decimal]) -> Decimal:
    """The sum of numbers, to the last digit."""
    return reduce(_add, numbers, Decimal(0))


@dataclass(frozen=True, slots=True)
class Totals:
    """What some readings add up to.

    Either values: `typed` sums those, `divided` the quotients of readings in two parts, `count` counts both (a
    denominator of zero has no quotient). Or parts: `numerators` and `denominators`.
    """

    typed: Decimal = Decimal(0)
    divided: Fraction = Fraction(0)
    count: int = 0
    numerators: Decimal = Decimal(0)
    denominators: Decimal = Decimal(0)

    def plus(self, more: Totals) -> Totals:
        """Both together."""
        return Totals(
            _add(self.typed, more.typed),
            self.divided + more.divided if more.divided else self.divided,
            self.count + more.count,
            _add(self.numerators, more.numerators),
            _add(self.denominators, more.denominators),
        )

    def minus(self, less: Totals) -> Totals:
        """What is left without some of them; exact, as adding is: the minus sign of Python would round."""
        return Totals(
            _add(self.typed, less.typed.copy_negate()),
            self.divided - less.divided if less.divided else self.divided,
            self.count - less.count,
            _add(self.numerators, less.numerators.copy_negate()),
            _add(self.denominators, less.denominators.copy_negate()),
        )


def values_of(readings: Iterable[Reading]) -> Totals:
    """What the values of readings add up to."""
    typed, divided = [], []
    for one in readings:
        if one.value is not None:
            typed.append(one.value)
        elif (number := one.number()) is not None:
            divided.append(number)
    return Totals(exact_sum(typed), sum(divided, Fraction(0)), len(typed) + len(divided))


def parts_of(readings: Iterable[Reading]) -> Totals:
    """What the parts of readings add up to."""
    those = [one for one in readings if one.value is None]
    return Totals(
        numerators=exact_sum(one.numerator or Decimal(0) for one in those),
        denominators=exact_sum(one.denominator or Decimal(0) for one in those),
    )


class Readings(Protocol):
    """Readings that count, the oldest first; they may be made when they are asked for.

    `stored` says of how many stored rows they are, where they are worked out.
    """

    stored: int

    def __len__(self) -> int: ...

    def __getitem__(self, at: int) -> Reading: ...

    def day(self, at: int) -> date:
        """The day of one of them."""
        ...

    def before(self, day: date) -> int:
        """How many lie before a day."""
        ...

    def values(self, begin: int, end: int) -> Totals:
        """What the values of those from `begin` up to, not including, `end` add up to."""
        ...

    def parts(self, begin: int, end: int) -> Totals:
        """What their parts add up to."""
        ...


class ReadingList:
    """Readings that are there already."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self.stored = sum(one.rows for one in readings)
        self._days = [reading.day for reading in readings]

    def __len__(self) -> int:
        return len(self._readings)

    def __getitem__(self, at: int) -> Reading:
        return self._readings[at]

    def day(self, at: int) -> date:
        """The day of one of them."""
        return self._days[at]

    def before(self, day: date) -> int:
        """How many lie before a day."""
        return bisect_left(self._days, day)

    def values(self, begin: int, end: int) -> Totals:
        """What the values of a stretch add up to."""
        return values_of(self._readings[begin:end])

    def parts(self, begin: int, end: int) -> Totals:
        """What the parts of a stretch add up to."""
        return parts_of(self._readings[begin:end])
