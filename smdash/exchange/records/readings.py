"""Readings of KPIs as a file says them: neutral values that know nothing of the store."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class ReadingRecord(NamedTuple):
    """One reading: a value, or both parts of a ratio. `cell` is what stands in the `column` named.

    `unit` is the unit behind the number, empty without one; `is_word` says that it was yes or no; `is_period` that the
    file names a week, month or quarter, whose last day is `day`.
    """

    kpi: str
    day: date
    cell: str
    column: str
    line: int
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    unit: str = ""
    is_word: bool = False
    note: str = ""
    is_period: bool = False


class ReadingsRecord(NamedTuple):
    """The readings of one row, and how many of its cells say that nothing was reported."""

    line: int
    readings: tuple[ReadingRecord, ...]
    blanks: int = 0
