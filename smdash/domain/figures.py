"""A number that explains itself: value or undefined, unit, formula, inputs, period, row count, reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from smdash.domain import durations
from smdash.domain.money import digits, round_half_away

Number = int | Decimal | Fraction

MINUS = "−"
GROUP = " "


class Unit(Enum):
    """What a figure's value counts."""

    MONEY = "money"  # whole minor units of `currency`
    RATIO = "ratio"  # 1 is 100 %
    SECONDS = "seconds"
    COUNT = "count"
    NUMBER = "number"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number on screen and all that is needed to check it.

    `value` is None when the number is undefined; then `reason` says why. Money is in whole minor units, a ratio has
    1 as 100 %, hours are in seconds. `rows` counts the stored rows behind it.
    """

    name: str
    value: Number | None
    unit: Unit
    formula: str
    inputs: tuple[Figure, ...] = ()
    period: str = ""
    rows: int | None = None
    reason: str = ""
    currency: str = ""
    notes: tuple[str, ...] = ()

    @property
    def defined(self) -> bool:
        """Whether there is a value to show."""
        return self.value is not None

    def text(self, *, signed: bool = False, cents: bool = False) -> str:
        """The value as shown on screen; an undefined one is `–`."""
        if self.value is None:
            return "–"
        return show_number(self.value, self.unit, self.currency, signed=signed, cents=cents)


def ratio(name: str, numerator: Figure, denominator: Figure, formula: str, *, missing: str, period: str = "") -> Figure:
    """A ratio of two figures; undefined with the reason `missing` when the denominator is zero or undefined."""
    value: Fraction | None = None
    reason = numerator.reason or denominator.reason or missing
    if numerator.value is not None and denominator.value:
        value, reason = Fraction(numerator.value) / Fraction(denominator.value), ""
    return Figure(name, value, Unit.RATIO, formula, (numerator, denominator), period, None, reason)


def show_number(value: Number, unit: Unit, currency: str = "", *, signed: bool = False, cents: bool = False) -> str:
    """A value as text: thousands grouped by a space, a true minus sign, the unit where it is needed."""
    if unit is Unit.MONEY:
        return show_minor(round_half_away(value), currency, signed=signed, cents=cents)
    if unit is Unit.RATIO:
        return grouped(Fraction(value) * 100, 1, signed=signed) + " %"
    if unit is Unit.SECONDS:
        return durations.clock(round_half_away(value), signed=signed)
    if unit is Unit.NUMBER:
        exact = Fraction(value)
        places = 0 if exact.denominator == 1 else 1 if abs(exact) >= 1 else 2
        return grouped(exact, places, signed=signed)
    return grouped(value, 0, signed=signed)


def show_minor(minor: int, currency: str, *, signed: bool = False, cents: bool = False) -> str:
    """Money in minor units as text; cents are shown when asked for or when they are not zero."""
    places = digits(currency)
    scale = 10**places
    shown = places if cents or minor % scale else 0
    return grouped(Fraction(minor, scale), shown, signed=signed)


def grouped(value: Number, places: int, *, signed: bool = False) -> str:
    """A plain number with grouped thousands, rounded half away from zero; zero never carries a sign."""
    scale = 10**places
    rounded = round_half_away(Fraction(value) * scale)
    whole, rest = divmod(abs(rounded), scale)
    text = f"{whole:,}".replace(",", GROUP) + (f".{rest:0{places}d}" if places else "")
    if not rounded:
        return text
    return (MINUS if rounded < 0 else "+" if signed else "") + text
