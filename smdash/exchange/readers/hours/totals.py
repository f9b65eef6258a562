"""Rows of sums in a table of hours: kept as the tracker's own total, never as an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smdash.domain.measures import Measure
from smdash.domain.money import round_half_away
from smdash.domain.text import one_line
from smdash.exchange.files.grid import Row
from smdash.exchange.grammar.numbers import BadCell, NumberGrammar, clock_seconds
from smdash.exchange.readers.base import RowReader
from smdash.exchange.records.base import EntryRecord, PlatformTotal, Record

WORDS = frozenset({
    *("total", "totals", "grand total", "sum", "total hours", "total time", "summe", "gesamt", "gesamtsumme"),
    *("insgesamt", "somme", "total général", "suma", "total general", "totale", "soma", "total geral", "totaal"),
    *("subtotal", "итого", "合計", "总计"),
})  # fmt: skip
"""What a row of sums says instead of a day, a person or a project, case folded."""

_HOUR, _MINUTE = 3600, 60
_ROUNDED = 18  # seconds that two decimals of an hour may be off
_FIGURE = re.compile(r"(?:[A-Z]{0,3}[$£€¥]?\s?)?-?[0-9][0-9.,:'’\s]*(?:\s?[$£€¥%]|\s?[A-Za-z]{1,3})?")


def with_totals(
    read: RowReader, source: str, said: Iterable[int | None], hours: int | None, numbers: NumberGrammar | None = None
) -> RowReader:
    """A reader of rows that takes one for a total where `read` can't: when nothing is said of who did what and when, in
    the columns `said` or in others, but for a word such as Total; without one, its hours must be the sum of those
    before. `hours` is the column of durations, as a clock or as `numbers`.
    """
    places = tuple(place for place in said if place is not None)
    count = before = 0

    def row_or_total(row: Row) -> Record | PlatformTotal | None:
        nonlocal count, before
        try:
            found = read(row)
        except BadCell:
            seconds = None if hours is None else _seconds(one_line(row.cells[hours]), numbers)
            label = _label(row, places)
            is_sum = seconds is not None and count and abs(seconds - before) <= _MINUTE + _ROUNDED * count
            if label is None or not (label or is_sum):
                raise
            metrics = {} if seconds is None else {"seconds": Measure(seconds)}
            return PlatformTotal(label or "Total", source, row.line, metrics=metrics)
        if isinstance(found, EntryRecord):
            count, before = count + 1, before + found.seconds
        return found

    return row_or_total


def _label(row: Row, places: Iterable[int]) -> str | None:
    """The word for a total in a row that says nothing else, blank without one; None for any other row."""
    words = [word for cell in row.cells if (word := one_line(cell).rstrip(":")) and not _FIGURE.fullmatch(word)]
    if any(word.casefold() not in WORDS for word in words):
        return None
    if any(one_line(row.cells[place]) and one_line(row.cells[place]).rstrip(":") not in words for place in places):
        return None
    return words[0] if words else ""


def _seconds(printed: str, numbers: NumberGrammar | None) -> int | None:
    try:
        if ":" in printed:
            return clock_seconds(printed)
        return None if numbers is None else round_half_away(numbers.parse(printed) * _HOUR)
    except BadCell:
        return None
