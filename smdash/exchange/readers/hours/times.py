"""The times of a row in a table of hours: its day, start and end where they are said, and the seconds worked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from smdash.domain.text import one_line
from smdash.exchange.files.grid import Header
from smdash.exchange.grammar.dates import DateGrammar, read_time
from smdash.exchange.grammar.numbers import BadCell, NumberGrammar, absent, clock_seconds
from smdash.exchange.readers.base import Grammars, cell_line, date_at
from smdash.exchange.readers.hours.cells import decimal_reader, exact, has_unit, possible, spelled_seconds

UNITS = {"seconds": 1, "minutes": 60, "hours": 3600}  # the most exact first
MOMENTS = "start and end"

_DAY = timedelta(days=1)
_LOCAL_CLOCK = re.compile(r"([0-9]{1,2})[:.hH]([0-5][0-9])(?:\s*(?:Uhr|uhr|h|uur|hrs))?")  # 9.00, 9h00, 9:00 Uhr
_CLOCK_CHANGE = timedelta(hours=1).seconds + 60  # and what rounding to minutes may add
_SAY_HOURS = ("hour", "(h)", "stunden", "heures", "horas", "ore", "uren", "minut", "mins", "second")
_LEAST_MINUTES = 5  # a break of fewer may be hours

Seconds = tuple[int, str, Callable[[str], int | None]]
"""Place, name and meaning of a column of durations."""


def seconds_reader(header: Header, places: Mapping[str, int | None], grammars: Grammars) -> Seconds | None:
    """The column of durations, the most exact one of several; None where there is none."""
    found = next(((at, factor) for what, factor in UNITS.items() if (at := places.get(what)) is not None), None)
    if found is None:
        return None
    at, factor = found
    name, numbers = header.names[at], grammars.numbers[at]
    if factor != UNITS["hours"]:
        return at, name, lambda cell: _counted(numbers, cell, name, factor)
    in_decimals = decimal_reader(numbers, name)
    return at, name, lambda cell: _duration(cell, name, in_decimals)


def _counted(numbers: NumberGrammar, cell: str, column: str, factor: int) -> int | None:
    if absent(cell):
        return None
    try:
        return possible(round(numbers.parse(one_line(cell)) * factor), one_line(cell), column)
    except BadCell as fault:
        raise BadCell(one_line(cell), fault.reason, column) from None


def _duration(cell: str, column: str, in_decimals: Callable[[str], int | None]) -> int | None:
    """`1.5`, `1:30`, `1:30:00`, `1h30m` or `90m`."""
    printed = one_line(cell)
    if absent(printed) or has_unit(printed) is None:
        return in_decimals(cell)
    try:
        return spelled_seconds(printed)
    except BadCell:
        raise BadCell(printed, "is not a duration such as 1:30, 1.5 or 1h30m", column) from None


@dataclass(frozen=True, slots=True)
class Times:
    """Reads the day, start and end, and the seconds of a row. A whole number that is too long as hours is one of the
    seconds or minutes from start to end; with `counts`, of seconds also where there was a pause.
    """

    header: Header
    places: Mapping[str, int | None]
    grammars: Grammars
    seconds: Seconds | None
    counts: bool = False

    def read(self, cells: list[str]) -> tuple[date, datetime | None, datetime | None, int]:
        """Day, start, end and seconds; what is not said is worked out from the rest."""
        day, start_cell = self._day(cells), cell_line(cells, self.places.get("start"))
        start = self._moment(cells, "start", day)
        if start is None:  # an end alone places nothing
            if day is None:
                place = self.places.get("start") if self.places.get("day") is None else self.places.get("day")
                raise BadCell("", "is blank", self.header.names[place or 0])
            return day, None, None, self._worked(cells, None, None)
        if not _has_clock(start_cell) and not _has_clock(cell_line(cells, self.places.get("end"))):
            # Days, between which one works less than all the time.
            return day or start.date(), None, None, self._in_days(cells, start, self._moment(cells, "end", None))
        end = self._moment(cells, "end", start.date())
        if end is not None and end <= start and _clock(cell_line(cells, self.places.get("end"))) is not None:
            end += _DAY
        return day or start.date(), start, end, self._worked(cells, start, end)

    def _day(self, cells: list[str]) -> date | None:
        at = self.places.get("day")
        if at is None or not (cell := cell_line(cells, at)):
            return None
        return date_at(self.grammars.dates[self.header.names[at]], cell, self.header.names[at]).date()

    def _moment(self, cells: list[str], what: str, day: date | None) -> datetime | None:
        """A clock time on the day, or a moment with a day of its own."""
        at = self.places.get(what)
        if at is None or not (cell := cell_line(cells, at)):
            return None
        clock = _clock(cell)
        if clock is None:
            dates: DateGrammar = self.grammars.dates[MOMENTS]
            return date_at(dates, cell, self.header.names[at])
        if day is None:
            raise BadCell(cell, "has no day", self.header.names[at])
        return datetime.combine(day, clock)

    def _worked(self, cells: list[str], start: datetime | None, end: datetime | None) -> int:
        """The duration as printed, which leaves room for a pause; else the time from start to end less the break."""
        found, span, column, printed = None, None, MOMENTS, ""
        if start is not None and end is not None:
            if (start.tzinfo is None) != (end.tzinfo is None):
                raise BadCell(printed, "must both state their offset from UTC, or neither", MOMENTS)
            span = possible(int((end - start).total_seconds()), f"{start} and {end}", MOMENTS)
        if self.seconds is not None:
            at, column, read = self.seconds
            printed = one_line(cells[at])
            found = self._as_count(printed, span) or read(cells[at])
        if found is None and span is None:
            raise self._no_time(cells, printed, column)
        if found is None:
            return self._without_break(cells, span or 0)
        if span is None:
            return found
        if found > span + _CLOCK_CHANGE:
            raise BadCell(printed, f"is more than the time from {start} to {end}", column)
        return exact(found, span, printed)

    def _as_count(self, printed: str, span: int | None) -> int | None:
        if span is None or not (printed.isascii() and printed.isdigit()):
            return None
        number, longest = int(printed), span + _CLOCK_CHANGE
        if number * UNITS["hours"] <= longest:
            return None
        units = (1, UNITS["minutes"])
        exactly = (number * unit for unit in units if abs(number * unit - span) <= UNITS["minutes"])
        return next(exactly, number if self.counts and number <= longest else None)

    def _in_days(self, cells: list[str], start: datetime, end: datetime | None) -> int:
        """The seconds as printed, of a row that lasts days: its duration must be hours beyond doubt."""
        seconds = self._worked(cells, None, None)
        if self.seconds is not None and end is not None and end.date() != start.date():
            at, column, _ = self.seconds
            if one_line(cells[at]).isdigit() and not any(word in column.casefold() for word in _SAY_HOURS):
                raise BadCell(one_line(cells[at]), "may be days as well as hours", column)
        return seconds

    def _no_time(self, cells: list[str], printed: str, column: str) -> BadCell:
        """Why a row says of no time that it was worked."""
        if start := cell_line(cells, self.places.get("start")):
            if not _has_clock(start) and not printed:
                place = self.places["start"] or 0
                return BadCell(
                    start, "is a day without a time, so how long was worked is not said", self.header.names[place]
                )
            if self.places.get("end") is not None and not printed:
                return BadCell("", "is blank", self.header.names[self.places["end"] or 0])
        return BadCell(printed, "is blank", column)

    def _without_break(self, cells: list[str], span: int) -> int:
        at = self.places.get("break")
        if at is None or absent(printed := one_line(cells[at])):
            return span
        name = self.header.names[at]
        try:
            taken = _break_seconds(printed)
        except BadCell as fault:
            raise BadCell(printed, fault.reason, name) from None
        if taken > span:
            raise BadCell(printed, "is longer than the time from start to end", name)
        return span - taken


def _break_seconds(printed: str) -> int:
    """Seconds of a break: `0:30`, `30m`, or minutes as a number."""
    if ":" in printed:
        return clock_seconds(printed)
    if has_unit(printed) is not None:
        return spelled_seconds(printed)
    if printed.isascii() and printed.isdigit() and (int(printed) >= _LEAST_MINUTES or not int(printed)):
        return int(printed) * UNITS["minutes"]
    raise BadCell(printed, "is not a break such as 0:30 or 30m")


def _clock(cell: str) -> time | None:
    match = _LOCAL_CLOCK.fullmatch(cell)
    try:
        return read_time(f"{match[1]}:{match[2]}" if match else cell)
    except BadCell:
        return None


def _has_clock(cell: str) -> bool:
    """Whether a cell holds a time of day, alone or after a day."""
    return ":" in cell or _clock(cell) is not None
