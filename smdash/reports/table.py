"""What a report is made of, whatever it is printed as: words, and tables of values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from smdash.domain.durations import exact_clock
from smdash.domain.figures import Figure, Number, Unit, grouped, show_number
from smdash.domain.money import digits, round_half_away
from smdash.domain.text import one_line


@dataclass(frozen=True, slots=True)
class Value:
    """One cell: a name, or a number with its unit; None is undefined or not applicable, which prints as `–`.

    Money is in whole minor units of `currency`, a ratio has 1 as 100 %, times are in seconds. A number with `places` is
    always printed with that many decimals; seconds as a `clock` are h:mm:ss for machines too. Words with a unit are a
    number as somebody else gave it, such as `<10 %`. Words that say a day or an instant have it in `when` too.
    """

    value: str | Number | None
    unit: Unit | None = None
    currency: str = ""
    signed: bool = False
    places: int | None = None
    clock: bool = False
    when: date | None = None

    @property
    def is_number(self) -> bool:
        """Whether it stands at the right of its column."""
        return self.unit is not None

    def text(self) -> str:
        """As people read it, the same as on screen; money always with its cents."""
        if self.value is None:
            return "–"
        if self.unit is None or isinstance(self.value, str):
            return str(self.value)
        if self.places is not None:
            return grouped(self.value, self.places, signed=self.signed)
        return show_number(self.value, self.unit, self.currency, signed=self.signed, cents=True)

    def plain(self) -> str:
        """As a machine reads it: a dot for decimals, no grouping, times in seconds, a ratio as a number, None empty."""
        if self.value is None or isinstance(self.value, str):
            return self.value or ""
        if self.clock:
            return exact_clock(int(self.value))
        if self.unit is Unit.MONEY:
            return _decimals(Fraction(self.value) / 10 ** digits(self.currency), digits(self.currency))
        if self.unit in (Unit.COUNT, Unit.SECONDS):
            return str(int(self.value))
        return _decimals(Fraction(self.value), 6 if self.places is None else self.places)


def name(text: str) -> Value:
    """A cell of words, without anything a terminal or another program could act upon."""
    return Value(one_line(text))


def number(figure: Figure, *, signed: bool = False) -> Value:
    """A cell with what a figure says."""
    return Value(figure.value, figure.unit, figure.currency, signed)


def money(minor: int, currency: str) -> Value:
    """A cell with an amount in minor units."""
    return Value(minor, Unit.MONEY, currency)


def on(when: date) -> Value:
    """A cell with a day as ISO 8601, or an instant in UTC to the second."""
    if isinstance(when, datetime):
        return Value(f"{when.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z", when=when)
    return Value(when.isoformat(), when=when)


def day(when: date | None) -> Value:
    """The same for a day that may be missing, which is an empty cell."""
    return on(when) if when else name("")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, each a key for machines and a heading for people; rows; and the total of the rows, if there is one.

    `signed_by` are those who sign below it on paper.
    """

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] = ()
    signed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its title, facts beside it, tables for people, one table with everything for machines, and notes."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    flat: Table
    notes: tuple[str, ...] = ()


def _decimals(exact: Fraction, places: int) -> str:
    scale = 10**places
    rounded = round_half_away(exact * scale)
    whole, rest = divmod(abs(rounded), scale)
    text = f"{whole}.{rest:0{places}d}" if places else str(whole)
    return f"-{text}" if rounded < 0 else text
