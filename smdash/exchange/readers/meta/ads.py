"""Meta Ads Manager and Ads Reporting: campaigns, ad sets or ads, by day or for the whole range, as CSV or workbook.

One row names no campaign: the total, which stands first or last. The currency ends the name of the column of spend.
Reach is never summed, and a file may break rows down by age or placement: then a row of all ages is the platform's
total beside them. Results are of the kind each row names. A file that states no days is kept as totals.
"""

from __future__ import annotations

from datetime import date

from smdash.domain.measures import NOT_REPORTED
from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.numbers import BadCell, absent
from smdash.exchange.readers.ads.columns import AdColumns, bare, counts_of, is_every, named
from smdash.exchange.readers.ads.days import segment
from smdash.exchange.readers.base import Columns, Grammars, Match, NoMatch, RowReader, cell_line, date_at
from smdash.exchange.readers.meta.ad_columns import PARTS, WORDS
from smdash.exchange.records.ads import AdRecord
from smdash.exchange.records.base import PlatformTotal

_SOURCE, _DAYS = "meta-ads", "Reporting starts"
_DATES = ("day", "start", "end")
_NAMES = ("campaign", "ad set", "ad")
_BESIDE = ("impressions", "reach", "clicks", "all clicks", "results")
_FEW = 2  # of these by which a file is known that states no days


class MetaAds:
    """Reader of the rows of any level."""

    name = _SOURCE
    title = "Meta Ads Manager"

    def recognise(self, header: Header) -> Match | NoMatch:
        columns = AdColumns(header, WORDS)
        lacking = columns.missing("spend")
        if not _has_days(columns) and sum(name in columns.places for name in _BESIDE) < _FEW:
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
        if not _has_days(columns):
            why = "no days are stated; export with Reporting starts and Reporting ends, best by day"
            return (Decision("days", "rows", "totals without days, no cost", why),)
        if not there:
            why = "it names no campaign; choose one for the file, or export campaigns"
            return (Decision("campaigns", "rows", "totals of accounts", why),)
        parts = [header.names[place] for place in _parts(header)]
        said: tuple[Decision, ...] = ()
        if parts:
            why = f"the file breaks them down by {', '.join(parts)}; rows of all parts are the platform's totals"
            said = (Decision("parts", "parts", "summed", why),)
        if there[0] != "campaign":
            why = "the file does not name campaigns; one that does would count the same spend again"
            return (Decision("campaigns", "campaigns", f"the names of {there[0]}s", why), *said)
        return said

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        return _Rows(AdColumns(header, WORDS), grammars).read


def _has_days(columns: AdColumns) -> bool:
    """Whether a file states the day of each row, or the range that it is of."""
    return "day" in columns.places or not columns.missing("start", "end")


def _parts(header: Header) -> list[int]:
    """The columns by which objects are broken down."""
    return [place for place, name in enumerate(header.names) if bare(name) in PARTS]


class _Rows:
    def __init__(self, columns: AdColumns, grammars: Grammars) -> None:
        self._columns, self._dates = columns, grammars.dates[_DAYS]
        self._currency, self._raw = columns.currency(), columns.raw()
        self._numbers = columns.numbers(grammars)
        self._names = [name for name in _NAMES if name in columns.places]
        self._parts, self._dated = _parts(columns.header), _has_days(columns)

    def read(self, row: Row) -> AdRecord | PlatformTotal:
        cells, columns = row.cells, self._columns
        names = {name: named(columns.text(cells, name)) for name in self._names}
        said = [name for name in names.values() if name]
        if not said or not self._dated or self._is_of_all_parts(cells):
            return self._total(row, said)
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

    def _is_of_all_parts(self, cells: list[str]) -> bool:
        """Whether a row says again what the rows of its parts say."""
        parts = [cells[place] for place in self._parts]
        return any(map(is_every, parts)) or (bool(parts) and all(map(absent, parts)))

    def _total(self, row: Row, names: list[str]) -> PlatformTotal:
        columns, cells = self._columns, row.cells
        numbers = self._numbers(cells, strict=False)
        whose = ", ".join(names) or columns.text(cells, "account") or "all campaigns"
        if parts := [cell_line(cells, place) for place in self._parts if not absent(cells[place])]:
            whose = f"{whose} ({', '.join(parts)})"
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
