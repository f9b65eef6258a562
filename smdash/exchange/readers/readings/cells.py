"""What cells of a file of readings mean: numbers and their unit, both parts of a ratio, yes and no, days, periods."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from smdash.domain.naming import likeness, spaceless
from smdash.domain.periods import add_months
from smdash.domain.readings import NO_WORDS, YES_WORDS
from smdash.domain.text import one_line
from smdash.exchange.files.grid import column_key
from smdash.exchange.grammar.dates import DateGrammar
from smdash.exchange.grammar.months import month_number
from smdash.exchange.grammar.numbers import BadCell, NumberGrammar, absent
from smdash.exchange.names import NEAR
from smdash.exchange.records.readings import ReadingRecord

DAY = timedelta(days=1)
_SHOWN = 60

_NAME = r"(?P<name>[a-z]{3,9})\.?"
_PERIODS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date]], ...] = (
    (re.compile(r"(\d{4})-(\d{1,2})"), lambda m: _month_end(int(m[1]), int(m[2]))),
    (re.compile(r"(\d{1,2})/(\d{4})"), lambda m: _month_end(int(m[2]), int(m[1]))),
    (re.compile(r"(\d{4})[- ]?w(\d{1,2})"), lambda m: date.fromisocalendar(int(m[1]), int(m[2]), 7)),
    (re.compile(r"(\d{4})[- ]?q([1-4])"), lambda m: _month_end(int(m[1]), int(m[2]) * 3)),
    (re.compile(r"q([1-4])[- ](\d{4})"), lambda m: _month_end(int(m[2]), int(m[1]) * 3)),
    (re.compile(rf"{_NAME}[- ](?P<year>\d{{4}})"), lambda m: _month_end(int(m["year"]), month_number(m["name"]))),
    (re.compile(rf"(?P<year>\d{{4}})[- ]{_NAME}"), lambda m: _month_end(int(m["year"]), month_number(m["name"]))),
)
"""Weeks (ISO), months and quarters: a reading of one stands on its last day."""


@dataclass(frozen=True, slots=True)
class KnownKpis:
    """The KPIs a file of readings may speak of: keys (`naming.spaceless`) of their names and other names, and units."""

    keys: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()

    def near(self, name: str) -> bool:
        """Whether a KPI is called so, or nearly so."""
        return spaceless(name) in self.keys or any(likeness(name, key) >= NEAR for key in self.keys)


def period_end(cell: str) -> date | None:
    """The last day of a week, month or quarter such as `2026-W47`, `2026-11`, `Nov 2026`; None for anything else."""
    text = column_key(cell)
    for pattern, last in _PERIODS:
        if match := pattern.fullmatch(text):
            try:
                return last(match)
            except ValueError:
                return None
    return None


def _month_end(year: int, month: int) -> date:
    return add_months(date(year, month, 1), 1) - DAY


def day_of(cell: str, grammar: DateGrammar, column: str) -> tuple[date, bool]:
    """The day a cell names, and whether it names a longer period, whose last day that is."""
    if (last := period_end(cell)) is not None:
        if not grammar.earliest <= last <= grammar.latest:
            raise BadCell(cell, f"is not between {grammar.earliest} and {grammar.latest}", column)
        return last, True
    try:
        return grammar.day(cell), False
    except BadCell as fault:
        raise BadCell(cell, fault.reason if cell.strip() else "is blank", column) from None


def shown(cell: str) -> str:
    """A cell as it may be told."""
    return one_line(cell)[:_SHOWN]


class CellReader:
    """Reads the cells of one column of readings."""

    def __init__(self, column: str, grammar: NumberGrammar, known: KnownKpis) -> None:
        self._column, self._grammar = column, grammar
        units = sorted({"%", *known.units} - {""}, key=len, reverse=True)
        self._unit = re.compile(rf"(.*[\d).,])\s*({'|'.join(map(re.escape, units))})", re.IGNORECASE)

    def read(
        self, kpi: str, day: date, cell: str, line: int, note: str = "", *, is_period: bool
    ) -> ReadingRecord | None:
        """The reading in a cell; None where nothing was reported, `BadCell` where it is none."""
        if absent(cell):
            return None
        typed = cell.strip()
        made = ReadingRecord(kpi, day, shown(cell), self._column, line, note=note, is_period=is_period)
        if (word := typed.casefold()) in YES_WORDS | NO_WORDS:
            return made._replace(value=Decimal(int(word in YES_WORDS)), is_word=True)
        number, slash, below = typed.partition("/")
        if slash:
            return made._replace(numerator=self._number(cell, number), denominator=self._number(cell, below))
        if match := self._unit.fullmatch(typed):
            return made._replace(value=self._number(cell, match[1]), unit=match[2])
        return made._replace(value=self._number(cell, typed))

    def parts(self, made: ReadingRecord, numerator: str, denominator: str) -> ReadingRecord:
        """A reading whose two parts stand in cells of their own."""
        cell = shown(f"{numerator}/{denominator}")
        return made._replace(
            numerator=self._number(cell, numerator), denominator=self._number(cell, denominator), cell=cell
        )

    def _number(self, cell: str, text: str) -> Decimal:
        try:
            measure = self._grammar.measure(text)
        except BadCell as fault:
            raise BadCell(cell, fault.reason, self._column) from None
        if measure.value is None:
            raise BadCell(cell, "is a bound and not a number" if measure.censored else "lacks a part", self._column)
        return Decimal(measure.value)
