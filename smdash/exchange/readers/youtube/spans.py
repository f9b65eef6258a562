"""Whether the dates of a table are days, or the first days of weeks, months or years.

Charts and tables by date print whichever their reader chose under the same name: days and weeks as `2026-03-01`,
months as `2026-03`, years as `2026`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from smdash.exchange.grammar.dates import DateGrammar
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import date_at

_MONTH, _YEAR = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])"), re.compile(r"(20[0-9]{2})()")
_WEEK, _SURE = 7, 4  # days; and how many dates tell weeks when the first of them was cut


class Spans:
    """What the dates of one column begin, in a `word`."""

    def __init__(self, grammar: DateGrammar | None, column: str) -> None:
        self._grammar, self._column = grammar, column
        self.word = "day" if grammar is None else _word(grammar)

    def of(self, cell: str) -> tuple[date, date]:
        """The first and the last day that a cell speaks of."""
        if match := _MONTH.fullmatch(cell) or _YEAR.fullmatch(cell):
            year, month = int(match[1]), int(match[2] or 0)
            return _month(year, month) if month else (date(year, 1, 1), date(year, 12, 31))
        if self._grammar is None:
            raise BadCell(cell, "is not a date", self._column)
        first = date_at(self._grammar, cell, self._column).date()
        return first, first + timedelta(days=_WEEK - 1) if self.word == "week" else first


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _word(grammar: DateGrammar) -> str:
    if any(_MONTH.fullmatch(cell) for cell in grammar.first):
        return "month"
    if any(_YEAR.fullmatch(cell) for cell in grammar.first):
        return "year"
    days = set()
    for cell in grammar.first:
        try:
            days.add(grammar.day(cell))
        except BadCell:
            continue
    return "week" if _are_weeks(sorted(days)) else "day"


def _are_weeks(days: Sequence[date]) -> bool:
    """Whether all lie weeks apart; the first may have been cut by the range that was chosen."""
    gaps = [(later - earlier).days % _WEEK for earlier, later in pairwise(days)]
    return bool(gaps) and not any(gaps if len(days) < _SURE else gaps[1:])
