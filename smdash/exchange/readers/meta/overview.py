"""Meta Business Suite, overview of a Page and an Instagram account: one small table per metric, a row per day.

A file holds one metric, a table for each platform under the other; a title names metric and platform (`Facebook
reach`), the columns are `Date` and `Primary`, in any language, and what a chart sets beside them, which is left out. A
title without a platform is asked about. No account is named.
Files are UTF-16 with a `sep=,` line, or, saved again by Excel, with tabs. Days are local and stand at 00:00 or, across
a change of the clock, at 01:00.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    date_at,
    measure_at,
    recognise_columns,
)
from smdash.exchange.readers.meta import titles as meta_titles
from smdash.exchange.records.base import ChannelDayRecord

_DAY, _VALUE = "Date", "Primary"
_DAYS = (_DAY, "Data", "Datum", "Fecha", "Dato")
_VALUES = (_VALUE, "Primär", "Principal", "Principale", "Primario", "Primária", "Primário", "Primair")
_ISO = "year-month-day"


class MetaOverview:
    """Reader of one metric's file; `under` gives the reader of a table by its titles."""

    name = "meta-overview"
    title = "Meta Business Suite overview"

    def __init__(self, titles: tuple[str, ...] = (), answers: Mapping[str, str] | None = None) -> None:
        self._titles, self._answers = titles, answers

    def under(self, titles: tuple[str, ...]) -> MetaOverview:
        """The reader of the table that stands under these titles."""
        return MetaOverview(titles, self._answers)

    def questions(self, titles: Sequence[tuple[str, ...]]) -> tuple[Decision, ...]:
        """Which platform is meant, where a title names none (`Content interactions`)."""
        return meta_titles.platform_question(titles, meta_titles.answered(self._answers))

    def recognise(self, header: Header) -> Match | NoMatch:
        if header.find(*_DAYS) is not None and header.find(*_VALUES) is not None:
            return Match(2)
        return recognise_columns(header, (_DAY, _VALUE))

    def columns(self, header: Header) -> Columns:
        day, value = header.find(*_DAYS), header.find(*_VALUES)
        dates = () if day is None else (day,)
        return Columns((DateColumns(_DAY, dates, _ISO),), () if value is None else (NumberColumn(_VALUE, value),))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        title = self._titles[-1] if self._titles else ""
        platform, metric = meta_titles.platform_of(title), meta_titles.metric_of(title)
        platform = platform or meta_titles.answered(self._answers)
        day, value = header.find(*_DAYS) or 0, header.find(*_VALUES) or 0
        dates, numbers = grammars.dates[_DAY], grammars.numbers[value]

        def read(row: Row) -> ChannelDayRecord:
            if not platform:
                raise BadCell(title, "names neither Facebook nor Instagram", "table's title")
            if not title:
                raise BadCell("", "is missing; import the file as it was downloaded", "table's title")
            on = date_at(dates, cell_line(row.cells, day), _DAY).date()
            if metric is None:
                return ChannelDayRecord(platform, "", on, row.line, raw={title: row.cells[value].strip()})
            return ChannelDayRecord(platform, "", on, row.line, {metric: measure_at(numbers, row.cells[value], title)})

        return read
