"""The rows of one table of Google Analytics."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.domain.text import clean, one_line
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.dates import DAY_FIRST, EARLIEST, MONTH_FIRST, read_date
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.ads.days import Span, span_in
from smdash.exchange.readers.base import Grammars, measures
from smdash.exchange.readers.google.analytics_columns import (
    VISITS,
    Role,
    is_known_metric,
    may_be_metric,
    overlaps,
    plain_name,
    role_of,
)
from smdash.exchange.readers.google.analytics_titles import Told
from smdash.exchange.records.base import ChannelDayRecord, PlatformTotal
from smdash.exchange.records.traffic import TRAFFIC_METRICS, TrafficRecord

PLATFORM = "website"
_OF_DAY = {"sessions": "visits", "users": "reach", "views": "impressions"}
_SESSION_START = "session_start"
_TOTALS = ("grand total", "total", "totals", "reserved_total")
_WRITTEN = ("yyyymmdd", "year-month-day", DAY_FIRST, MONTH_FIRST, "month name, day, year", "day, month name, year")
_DAY = timedelta(days=1)
_MOST_NTH = 5  # digits of a counted day


class AnalyticsRows:
    """Reads the rows of a table; which columns are dimensions is seen in its first one."""

    def __init__(self, source: str, header: Header, metrics: Mapping[str, int], grammars: Grammars, told: Told) -> None:
        self._source, self._header, self._metrics, self._told = source, header, metrics, told
        self._measures = measures(header, grammars, metrics)
        self._roles = [role_of(key) for key in header.keys]
        self._places: list[int] | None = None
        self._expected = told.start
        self._pivoted = any(key.endswith(" (2)") and is_known_metric(key.removesuffix(" (2)")) for key in header.keys)
        self._days: dict[date, int] = {}
        self._day_lines: dict[date, int] = {}
        self._total: Measure = NOT_REPORTED

    def __call__(self, row: Row) -> TrafficRecord | ChannelDayRecord | PlatformTotal:
        width = len(self._header.names)
        cells, beyond = row.cells[:width], " ".join(row.cells[width:]).strip()
        if self._places is None:
            self._places = self._dimensions(cells)
            self._pivoted = self._pivoted or any(map(is_known_metric, cells[1:]))
        if self._pivoted:
            raise BadCell(cells[0], "is in a table with a breakdown across its columns; export it without one")
        values = {place: one_line(cells[place]) for place in self._places}
        span = self._span(values)
        metrics = self._measures(cells)
        if beyond or _is_total(list(values.values())):
            return self._platform_total(row.line, metrics, span)
        return self._record(row.line, cells, values, metrics, span)

    def _span(self, values: dict[int, str]) -> Span | None:
        """The days of a row: those of its own range or month, which is taken out of its values, else the report's."""
        told = (self._told.start, self._told.until)
        whole = None if told[0] is None or told[1] is None else (told[0], told[1])
        place = next((at for at in values if self._roles[at] in (Role.RANGE, Role.MONTH)), None)
        if place is None or (self._roles[place] is Role.MONTH and not values[place]):
            return whole
        if self._roles[place] is Role.MONTH:
            return _month(values.pop(place), whole, self._header.names[place])
        cell = values.pop(place)
        found = span_in(cell) if cell else whole
        if found is None:
            raise BadCell(cell, "is not two days", self._header.names[place])
        return found

    def rest(self) -> Iterator[ChannelDayRecord]:
        """The visits of each day, once the table is read: those of a table by day and more, if it is whole. Without a
        total that is known only of parts of which each visit has one.
        """
        parts = [place for place in self._places or () if self._roles[place] is not Role.DAY]
        if any(overlaps(self._header.keys[place]) for place in parts):
            return
        sure = all(self._roles[place] in (*VISITS, Role.EVENT) for place in parts)
        if self._days and self._total.value in ((None,) if sure else ()) + (sum(self._days.values()),):
            for day in sorted(self._days):
                metrics = {"visits": Measure(self._days[day])}
                yield ChannelDayRecord(PLATFORM, "", day, self._day_lines[day], metrics)

    def _dimensions(self, cells: list[str]) -> list[int]:
        """The columns before the first metric: in the row of totals they are blank."""
        found = [0]
        for place in range(1, len(cells)):
            if place in self._metrics.values() or may_be_metric(self._header.keys[place], cells[place]):
                break
            found.append(place)
        return found

    def _record(
        self,
        line: int,
        cells: list[str],
        values: dict[int, str],
        metrics: dict[str, Measure],
        span: Span | None,
    ) -> TrafficRecord | ChannelDayRecord:
        by_role = {role: values[place] for place in values if (role := self._roles[place]) is not None}
        day = self._day(by_role[Role.DAY], self._roles.index(Role.DAY), span) if Role.DAY in by_role else None
        used = [*values, *(place for name, place in self._metrics.items() if name in TRAFFIC_METRICS)]
        if day is not None and len(values) == 1:
            used = [*values, *(place for name, place in self._metrics.items() if name in _OF_DAY)]
            of_day = {_OF_DAY[name]: measure for name, measure in metrics.items() if name in _OF_DAY}
            return ChannelDayRecord(PLATFORM, "", day, line, of_day, self._raw(cells, used))
        raw = self._raw(cells, used)
        if by_role.get(Role.EVENT, _SESSION_START) != _SESSION_START and metrics.pop("sessions", None) is not None:
            raw[self._header.names[self._metrics["sessions"]]] = cells[self._metrics["sessions"]]
        days = (day, day) if day else span
        if days is None:
            raise BadCell("", "is not there, and no line above the table says which days it is about", "Date")
        self._count(day, line, metrics.get("sessions", NOT_REPORTED))
        dimensions = sorted(
            (plain_name(self._header.keys[place]), value)
            for place, value in values.items()
            if self._roles[place] is not Role.DAY
        )
        source, medium = _source_and_medium(by_role)
        return TrafficRecord(
            self._source, self._told.property, *days, tuple(dimensions), line, source, medium,
            by_role.get(Role.CAMPAIGN, ""), by_role.get(Role.GROUP, ""),
            {name: metrics[name] for name in TRAFFIC_METRICS if name in metrics},
            raw | self._named(values),
        )  # fmt: skip

    def _named(self, values: dict[int, str]) -> dict[str, str]:
        """Dimensions that have no place of their own, by their names."""
        placed = (Role.SOURCE, Role.MEDIUM, Role.SOURCE_MEDIUM, Role.CAMPAIGN, Role.GROUP, Role.DAY)
        return {
            self._header.names[place]: value
            for place, value in values.items()
            if value and self._roles[place] not in placed
        }

    def _raw(self, cells: list[str], used: list[int]) -> dict[str, str]:
        rest = (place for place in range(len(cells)) if place not in used)
        return {self._header.names[place]: clean(cells[place]) for place in rest if cells[place].strip()}

    def _count(self, day: date | None, line: int, sessions: Measure) -> None:
        if day is not None and sessions.value is not None:
            self._days[day] = self._days.get(day, 0) + int(sessions.value)
            self._day_lines.setdefault(day, line)

    def _platform_total(self, line: int, metrics: dict[str, Measure], span: Span | None) -> PlatformTotal:
        self._total = metrics.get("sessions", NOT_REPORTED)
        names = [plain_name(self._header.keys[place]) for place in self._places or ()]
        told = self._told
        label = f"{told.property}, by {', '.join(names)}" if told.property else f"by {', '.join(names)}"
        start, until = span or (told.start, told.until)
        return PlatformTotal(label, self._source, line, start, until, metrics)

    def _day(self, cell: str, place: int, span: Span | None) -> date:
        """The day of a cell: counted from the first day, or written in any form that falls within the report.

        Where day first and month first both do, the row after the one before is meant: tables by day are in order.
        """
        start, until = span or (self._told.start, self._told.until)
        column = self._header.names[place]
        if cell.isascii() and cell.isdigit() and len(cell) < _MOST_NTH:
            if start is None:
                raise BadCell(cell, "counts from a first day that no line above the table says", column)
            found = {start + int(cell) * _DAY}
        else:
            found = _readings(cell)
        within = {day for day in found if (start or EARLIEST) <= day <= (until or date(2100, 1, 1))}
        if not within:
            reason = "is not one of the days of the report" if found else "is not a date"
            raise BadCell(cell, reason, column)
        chosen = self._expected if self._expected in within else min(within)
        self._expected = chosen + _DAY
        return chosen


def _month(cell: str, whole: Span | None, column: str) -> Span:
    """A month as far as the report has it."""
    try:
        first = date(int(cell[:4]), int(cell[4:]), 1)
    except ValueError:
        raise BadCell(cell, "is not a month such as 202608", column) from None
    last = first.replace(day=monthrange(first.year, first.month)[1])
    start, until = whole or (first, last)
    if not start <= last or not first <= until:
        raise BadCell(cell, "is not one of the months of the report", column)
    return max(start, first), min(until, last)


def _readings(cell: str) -> set[date]:
    found = set()
    for form in _WRITTEN:
        try:
            found.add(read_date(form, cell).date())
        except BadCell:
            continue
    return found


def _is_total(values: list[str]) -> bool:
    """Whether a row is the total of its table: no dimension says anything, or the first one says so."""
    return not any(values) or (values[0].casefold() in _TOTALS and not any(values[1:]))


def _source_and_medium(by_role: Mapping[Role, str]) -> tuple[str, str]:
    both = by_role.get(Role.SOURCE_MEDIUM)
    if both is None:
        return by_role.get(Role.SOURCE, ""), by_role.get(Role.MEDIUM, "")
    source, _, medium = both.partition(" / ")
    return source.strip(), medium.strip()
