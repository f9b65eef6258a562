"""Meta Ads Manager and Ads Reporting: campaigns, ad sets or ads, by day or for the whole range, as CSV or workbook.

One row names no campaign: the total, which stands first or last. The currency ends the name of the column of spend.
Reach is never summed, and a file may break rows down by age or placement. Results are of the kind each row names.
"""

from __future__ import annotations

from datetime import date

from smdash.domain.measures import NOT_REPORTED
from smdash.exchange.ad_records import AdRecord
from smdash.exchange.decision import Decision
from smdash.exchange.grammar import BadCell
from smdash.exchange.grid import Header, Row
from smdash.exchange.readers.ad_columns import AdColumns, counts_of, named
from smdash.exchange.readers.ad_days import segment
from smdash.exchange.readers.base import Columns, Grammars, Match, NoMatch, RowReader, cell_line, date_at
from smdash.exchange.readers.meta_ad_columns import WORDS
from smdash.exchange.records import PlatformTotal

_SOURCE, _DAYS = "meta-ads", "Reporting starts"
_DATES = ("day", "start", "end")
_NAMES = ("campaign", "ad set", "ad")


class MetaAds:
    """Reader of the rows of any level."""

    name = _SOURCE
    title = "Meta Ads Manager"

    def recognise(self, header: Header) -> Match | NoMatch:
        columns = AdColumns(header, WORDS)
        lacking = columns.missing("spend")
        if "day" not in columns.places:
            lacking += columns.missing("start", "end")
        if not any(name in columns.places for name in (*_NAMES, "account")):
            lacking.append("campaign, ad set or ad")
        if lacking:
            known = len(columns.places) if "spend" in columns.places else 0
            return NoMatch(f"no column for {', '.join(lacking)}", known)
        return Match(len(columns.places))

    def columns(self, header: Header) -> Columns:
        return AdColumns(header, WORDS).to_decide(_DAYS, _DATES, "year-month-day")

    def notes(self, header: Header) -> tuple[Decision, ...]:
        columns = AdColumns(header, WORDS)
        there = [name for name in _NAMES if name in columns.places]
        if not there:
            why = "it names no campaign; choose one for the file, or export campaigns"
            return (Decision("campaigns", "rows", "totals of accounts", why),)
        if there[0] != "campaign":
            why = "the file does not name campaigns; one that does would count the same spend again"
            return (Decision("campaigns", "campaigns", f"the names of {there[0]}s", why),)
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        return _Rows(AdColumns(header, WORDS), grammars).read


class _Rows:
    def __init__(self, columns: AdColumns, grammars: Grammars) -> None:
        self._columns, self._dates = columns, grammars.dates[_DAYS]
        self._currency, self._raw = columns.currency(), columns.raw()
        self._numbers = columns.numbers(grammars)
        self._names = [name for name in _NAMES if name in columns.places]

    def read(self, row: Row) -> AdRecord | PlatformTotal:
        cells, columns = row.cells, self._columns
        names = {name: named(columns.text(cells, name)) for name in self._names}
        said = [name for name in names.values() if name]
        if not said:
            return self._total(row)
        start, end = self._days(cells)
        if start is None or end is None:
            raise BadCell("", "is blank", "day" if "day" in columns.places else _DAYS)
        if start > end:
            raise BadCell(f"{start} to {end}", "ends before it begins", _DAYS)
        numbers = self._numbers(cells)
        campaign = names.get("campaign", "") or said[0]
        return AdRecord(
            _SOURCE, "meta", campaign, start, end, row.line,
            ad_set=names.get("ad set", ""),
            ad=names.get("ad", ""),
            spend=numbers["spend"],
            currency=self._currency or columns.text(cells, "currency"),
            results=numbers.get("results", NOT_REPORTED),
            result_kind=columns.text(cells, "result kind"),
            metrics=counts_of(numbers),
            raw=self._raw(cells),
        )  # fmt: skip

    def _total(self, row: Row) -> PlatformTotal:
        columns, cells = self._columns, row.cells
        numbers = self._numbers(cells, strict=False)
        whose = columns.text(cells, "account") or "all campaigns"
        currency = self._currency or columns.text(cells, "currency")
        start, end = self._days(cells)
        return PlatformTotal(f"{whose} {currency}".strip(), _SOURCE, row.line, start, end, numbers)

    def _days(self, cells: list[str]) -> tuple[date | None, date | None]:
        """The day of a row, the week or month it is of, or the whole range of the report."""
        columns = self._columns
        if columns.text(cells, "day") and (day := self._date(cells, "day")):
            return day, day
        start, end = self._date(cells, "start"), self._date(cells, "end")
        for field, length in (("week", 7), ("month", 0)):
            if (cell := columns.text(cells, field)) and (span := segment(cell, length)):
                return max(span[0], start or span[0]), min(span[1], end or span[1])
        return start, end

    def _date(self, cells: list[str], field: str) -> date | None:
        place = self._columns.places.get(field)
        cell = named(cell_line(cells, place))
        return (
            date_at(self._dates, cell, self._columns.header.names[place]).date() if cell and place is not None else None
        )
