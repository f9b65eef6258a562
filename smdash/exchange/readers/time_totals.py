"""Rows of sums in a table of hours: kept as the tracker's own total, never as an entry."""

from __future__ import annotations

from collections.abc import Iterable

from smdash.domain.measures import Measure
from smdash.domain.money import round_half_away
from smdash.domain.text import one_line
from smdash.exchange.grammar import BadCell, NumberGrammar, clock_seconds
from smdash.exchange.grid import Row
from smdash.exchange.readers.base import RowReader
from smdash.exchange.records import PlatformTotal, Record

WORDS = frozenset({
    *("total", "totals", "grand total", "sum", "total hours", "total time", "summe", "gesamt", "gesamtsumme"),
    *("insgesamt", "somme", "total général", "suma", "total general", "totale", "soma", "total geral", "totaal"),
    *("subtotal", "итого", "合計", "总计"),
})  # fmt: skip
"""What a row of sums says instead of a day, a person or a project, case folded."""

_HOUR = 3600


def with_totals(
    read: RowReader, source: str, said: Iterable[int | None], hours: int | None, numbers: NumberGrammar | None = None
) -> RowReader:
    """A reader of rows that takes one for a total where `read` can't: when nothing is said in the columns `said` of who
    did what and when, but for a word such as Total. `hours` is the column of durations, as a clock or as `numbers`.
    """
    places = tuple(place for place in said if place is not None)

    def row_or_total(row: Row) -> Record | PlatformTotal:
        try:
            return read(row)
        except BadCell:
            words = [word for place in places if (word := one_line(row.cells[place]).rstrip(":"))]
            seconds = None if hours is None else _seconds(one_line(row.cells[hours]), numbers)
            if any(word.casefold() not in WORDS for word in words) or not (words or seconds is not None):
                raise
            metrics = {} if seconds is None else {"seconds": Measure(seconds)}
            return PlatformTotal(words[0] if words else "Total", source, row.line, metrics=metrics)

    return row_or_total


def _seconds(printed: str, numbers: NumberGrammar | None) -> int | None:
    try:
        if ":" in printed:
            return clock_seconds(printed)
        return None if numbers is None else round_half_away(numbers.parse(printed) * _HOUR)
    except BadCell:
        return None
