"""What time reports have in common: days and clock times in two columns, durations, tags, and the checks on them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from smdash.domain.money import round_half_away
from smdash.domain.text import one_line
from smdash.exchange.dates import DateGrammar, read_time
from smdash.exchange.grammar import BadCell, NumberGrammar, absent, clock_seconds
from smdash.exchange.grid import Header
from smdash.exchange.readers.base import column, date_at

LONGEST = timedelta(days=31)
"""An entry longer than this is a fault: a forgotten timer is edited where it runs."""

_CLOCK_CHANGE = _HOUR = 3600
_FIRST = date(1970, 1, 1)
_PLAIN_DECIMALS = re.compile(r"[0-9]{1,4}[.,][0-9]{1,2}")


def titled(header: Header, *names: str) -> str:
    """The first of these columns that is there; the first of all where none is."""
    return next((name for name in names if header.find(name) is not None), names[0])


def moment_reader(
    header: Header, dates: DateGrammar, day_name: str, clock_name: str
) -> Callable[[list[str]], tuple[datetime | None, str]]:
    """Reads the moment in a date and a time column, and gives it in ISO form too; none without a date."""
    day_at, day_of = column(header, day_name, lambda cell: _day(dates, one_line(cell), day_name))
    clock_at, clock_of = column(header, clock_name, lambda cell: _clock(one_line(cell), clock_name))
    combine = datetime.combine

    def moment(cells: list[str]) -> tuple[datetime | None, str]:
        day, day_said = day_of[cells[day_at]]
        if day is None:
            return None, ""
        clock, clock_said = clock_of[cells[clock_at]]
        if clock is None:
            raise BadCell("", "is blank", clock_name)
        return combine(day, clock), f"{day_said}T{clock_said}"

    return moment


def _day(dates: DateGrammar, cell: str, column: str) -> tuple[date | None, str]:
    if not cell:
        return None, ""
    day = date_at(dates, cell, column).date()
    return day, day.isoformat()


def _clock(cell: str, column: str) -> tuple[time | None, str]:
    if not cell:
        return None, ""
    clock = clock_at(cell, column)
    return clock, clock.isoformat()


def clock_at(cell: str, column: str) -> time:
    """A time of day; its fault names the column."""
    try:
        return read_time(cell)
    except BadCell as fault:
        raise BadCell(cell, fault.reason, column) from None


def tags_of(cell: str) -> tuple[str, ...]:
    """Tags by name: set apart by commas, or a JSON list."""
    found: list[object] = list(cell.split(","))
    if cell.startswith("["):
        try:
            listed = json.loads(cell)
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list):
            found = listed
    return tuple(sorted({tag for part in found if (tag := one_line(str(part)))}))


def duration_reader(column: str, least: int = 1) -> Callable[[str], int | None]:
    """Reads a printed duration such as `01:30:00`; None when there is none.

    A workspace may print `1.50` instead, where one or two decimals leave no doubt about the mark.
    """

    def duration(printed: str) -> int:
        if _PLAIN_DECIMALS.fullmatch(printed):
            return _in_seconds(NumberGrammar(comma="," in printed), printed)
        return clock_seconds(printed)

    return _reader(duration, column, least)


def decimal_reader(numbers: NumberGrammar, column: str, least: int = 1) -> Callable[[str], int | None]:
    """Reads decimal hours as seconds, rounded once, and `1:30` where hours are printed so; None when there are none."""

    def hours(printed: str) -> int:
        return clock_seconds(printed) if ":" in printed else _in_seconds(numbers, printed)

    return _reader(hours, column, least)


def _in_seconds(numbers: NumberGrammar, printed: str) -> int:
    return round_half_away(Fraction(numbers.parse(printed)) * _HOUR)


def _reader(understand: Callable[[str], int], column: str, least: int) -> Callable[[str], int | None]:
    """What is not absent, within the bounds of an entry; a fault names the column."""

    def read(cell: str) -> int | None:
        printed = one_line(cell)
        if absent(printed):
            return None
        try:
            seconds = understand(printed)
        except BadCell as fault:
            raise BadCell(printed, fault.reason, column) from None
        return possible(seconds, printed, column, least)

    return read


def possible(seconds: int, printed: str, column: str, least: int = 1) -> int:
    """The seconds of an entry: at least `least`, and within `LONGEST`."""
    if seconds < least:
        raise BadCell(printed, "is no time at all", column)
    if seconds > LONGEST.total_seconds():
        raise BadCell(printed, f"is longer than {LONGEST.days} days", column)
    return seconds


def worked(
    start: datetime,
    end: datetime | None,
    seconds: int | None,
    printed: tuple[str, str],
    rounding: int = 1,
    least: int = 1,
) -> int:
    """Seconds worked: the printed duration, which must agree with start and end but for the hour of a clock change and
    `rounding` seconds; without it, the time from start to end. `printed` are the duration's column and cell.
    """
    column, cell = printed
    if end is None:
        if seconds is None:
            raise BadCell("", "is blank, and so is the end", column)
        return seconds
    span = int((end - start).total_seconds())
    if seconds is None:
        return possible(span, one_line(cell), column, least)
    if span != seconds and min(abs(abs(span - seconds) - change) for change in (0, _CLOCK_CHANGE)) > rounding:
        raise BadCell(one_line(cell), f"is not the time from {start:%H:%M:%S} to {end:%H:%M:%S}", column)
    return seconds


def believed(dates: DateGrammar, moment: datetime, cell: str, column: str) -> datetime:
    """A moment that the file states beyond doubt: any since 1970 that is not to come in years only."""
    if not _FIRST <= moment.date() <= dates.latest:
        raise BadCell(cell, f"is not between {_FIRST} and {dates.latest}", column)
    return moment
