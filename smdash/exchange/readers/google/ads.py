"""Google Ads, report of campaigns or ad groups: a title, the range of days or `All time`, rows, then several totals.

Without a column of days each row is of the whole range that the title states; of `All time` no day is known, so that
its rows are kept as totals and cost nothing. `Total: Account` is not the sum of `Total: Campaigns`. Numbers are grouped
as the account's language has it; ` --` is not reported, `< 10%` a bound. "Excel CSV" is UTF-16 with tabs.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from smdash.domain.measures import NOT_REPORTED
from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.numbers import BadCell, absent
from smdash.exchange.readers.ads.columns import AdColumns, bare, counts_of, is_total, named
from smdash.exchange.readers.ads.days import Span, long_segment, segment, span_in
from smdash.exchange.readers.base import Columns, Grammars, Match, NoMatch, RowReader, date_at
from smdash.exchange.readers.google.ads_columns import OTHER_PLATFORMS, PARTS, WORDS
from smdash.exchange.records.ads import AdRecord
from smdash.exchange.records.base import PlatformTotal

_SOURCE, _DAYS = "google-ads", "Day"
_SEGMENTS = (("week", 7), ("month", 0), ("quarter", 0), ("year", 0))


class GoogleAds:
    """Reader of campaigns and ad groups; `under` gives the reader of a table by the range in its titles."""

    name = _SOURCE
    title = "Google Ads campaigns"

    def __init__(self, titles: tuple[str, ...] = ()) -> None:
        self._titles = titles

    @cached_property
    def _range(self) -> Span | None:
        """The days of the titles, the nearest first; looked for only in a file that is of this format."""
        return next((span for title in reversed(self._titles) if (span := span_in(title))), None)

    def under(self, titles: tuple[str, ...]) -> GoogleAds:
        """The reader of the table that stands under these titles."""
        return GoogleAds(titles)

    def recognise(self, header: Header) -> Match | NoMatch:
        columns = AdColumns(header, WORDS)
        lacking = columns.missing("campaign", "spend")
        beside = [name for name in ("status", "currency", "impressions", "clicks", "results") if name in columns.places]
        if lacking or len(beside) < 2:
            known = len(columns.places) if beside and "campaign" in columns.places else 0
            return NoMatch(f"no column for {', '.join(lacking or ['impressions and clicks'])}", known)
        if not OTHER_PLATFORMS.isdisjoint(header.keys):
            return NoMatch("it is of TikTok Ads Manager, which is not read", len(columns.places))
        part = next((name for name in header.names if bare(name) in PARTS), None)
        if part is not None:
            return NoMatch(f"its rows are parts of campaigns ({part}); export the campaigns", len(columns.places))
        return Match(len(columns.places))

    def columns(self, header: Header) -> Columns:
        return AdColumns(header, WORDS).to_decide(_DAYS, ("day",), "year-month-day")

    def notes(self, header: Header) -> tuple[Decision, ...]:
        columns = AdColumns(header, WORDS)
        if any(name in columns.places for name in ("day", *(name for name, _ in _SEGMENTS))):
            return ()
        if self._range is None:
            why = "no days are stated; export a range of days, best with the segment Day"
            return (Decision("days", "rows", "totals without days, no cost", why),)
        first, last = self._range
        return (Decision("days", "days", f"{first} to {last}", "as the title says, for each row"),)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        return _Rows(AdColumns(header, WORDS), grammars, self._range).read


class _Rows:
    def __init__(self, columns: AdColumns, grammars: Grammars, stated: Span | None) -> None:
        self._columns, self._dates, self._range = columns, grammars.dates[_DAYS], stated
        self._numbers, self._raw = columns.numbers(grammars), columns.raw()
        self._day_of = columns.places.get("day")

    def read(self, row: Row) -> AdRecord | PlatformTotal:
        cells, columns = row.cells, self._columns
        label = next((cell.strip() for cell in cells if not absent(cell)), "")
        campaign = named(columns.text(cells, "campaign"))
        if not campaign or (is_total(label) and ":" in label.replace("：", ":")):
            return self._total(row, label or "total")
        span = self._days(cells)
        if span is None:
            return self._total(row, campaign)
        numbers = self._numbers(cells)
        return AdRecord(
            _SOURCE, "google", campaign, *span, row.line,
            ad_set=named(columns.text(cells, "ad group")),
            spend=numbers["spend"],
            currency=named(columns.text(cells, "currency")) or columns.currency(),
            results=numbers.get("results", NOT_REPORTED),
            result_kind="conversions" if "results" in numbers else "",
            metrics=counts_of(numbers),
            raw=self._raw(cells),
        )  # fmt: skip

    def _total(self, row: Row, label: str) -> PlatformTotal:
        currency = named(self._columns.text(row.cells, "currency"))
        numbers = self._numbers(row.cells, strict=False)
        start, end = self._range or (None, None)
        return PlatformTotal(f"{label} {currency}".strip(), _SOURCE, row.line, start, end, numbers)

    def _days(self, cells: list[str]) -> Span | None:
        """The day of a row, its week or month as far as the report has it, or the whole range."""
        columns = self._columns
        if self._day_of is not None:
            day: date = date_at(self._dates, columns.text(cells, "day"), columns.header.names[self._day_of]).date()
            return day, day
        for field, length in _SEGMENTS:
            if cell := columns.text(cells, field):
                return self._segment(field, cell, length)
        return self._range

    def _segment(self, field: str, cell: str, length: int) -> Span:
        found = segment(cell, length) if field in ("week", "month") else long_segment(cell, field)
        if found is None:
            raise BadCell(cell, f"is no {field} that is understood; export with the segment Day", field)
        first, last = self._range or found
        return max(found[0], first), min(found[1], last)
