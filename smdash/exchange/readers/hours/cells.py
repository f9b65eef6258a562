"""What time reports have in common: days and clock times in two columns, durations, tags, and the checks on them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from smdash.domain.durations import parse_duration
from smdash.domain.money import round_half_away
from smdash.domain.text import one_line
from smdash.errors import InvalidInput
from smdash.exchange.files.grid import Header
from smdash.exchange.grammar.dates import DateGrammar, read_time
from smdash.exchange.grammar.numbers import BadCell, NumberGrammar, absent, clock_seconds
from smdash.exchange.readers.base import column, date_at

LONGEST = timedelta(days=31)
"""An entry longer than this is a fault: a forgotten timer is edited where it runs."""

_CLOCK_CHANGE = _HOUR = 3600
_FIRST = date(1970, 1, 1)
_PLAIN_DECIMALS = re.compile(r"[0-9]{1,4}[.,][0-9]{1,2}")
_MINUTES = re.compile(r"([0-9]{1,5}):([0-5][0-9]) min", re.IGNORECASE)
_SECONDS = re.compile(r"\s*sec(?:onds?|s)?$", re.IGNORECASE)
_NO_TIME = re.compile(r"(?:0+(?:[.,]0+)?\s*(?:H|MIN|M|S)\s*)+")
_STEPS = (300, 360)  # what every rounding of a report to more than a minute is a multiple of
_ROUNDED = 18  # seconds that two decimals of an hour may be off


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


def duration_reader(column: str) -> Callable[[str], int | None]:
    """Reads a printed duration such as `01:30:00`; None when there is none.

    A workspace may print `1.50` instead, where one or two decimals leave no doubt about the mark, or with units.
    """

    def duration(printed: str) -> int:
        if _PLAIN_DECIMALS.fullmatch(printed):
            return _in_seconds(NumberGrammar(comma="," in printed), printed)
        return clock_seconds(printed) if has_unit(printed) is None else spelled_seconds(printed)

    return _reader(duration, column)


def has_unit(printed: str) -> str | None:
    """The first letter in a duration, which only one with units has."""
    return next((char for char in printed if char.isalpha()), None)


def spelled_seconds(printed: str) -> int:
    """Seconds of a duration with units: `1h 30m`, `90 min`, `1.50 h`, `47:06 min`, `12 sec`, `PT1H30M`."""
    if match := _MINUTES.fullmatch(printed):
        return int(match[1]) * 60 + int(match[2])
    plain = _SECONDS.sub("s", printed).upper().removeprefix("PT")
    if _NO_TIME.fullmatch(plain):
        return 0
    try:
        return parse_duration(plain)
    except InvalidInput:
        raise BadCell(printed, "is not a duration such as 01:30:00") from None


def decimal_reader(numbers: NumberGrammar, column: str) -> Callable[[str], int | None]:
    """Reads decimal hours as seconds, rounded once, and `1:30` where hours are printed so; None when there are none."""

    def hours(printed: str) -> int:
        return clock_seconds(printed) if ":" in printed else _in_seconds(numbers, printed)

    return _reader(hours, column)


def _in_seconds(numbers: NumberGrammar, printed: str) -> int:
    return round_half_away(Fraction(numbers.parse(printed)) * _HOUR)


def _reader(understand: Callable[[str], int], column: str) -> Callable[[str], int | None]:
    """What is not absent, within the bounds of an entry; a fault names the column."""

    def read(cell: str) -> int | None:
        printed = one_line(cell)
        if absent(printed):
            return None
        try:
            seconds = understand(printed)
        except BadCell as fault:
            raise BadCell(printed, fault.reason, column) from None
        return possible(seconds, printed, column)

    return read


def possible(seconds: int, printed: str, column: str) -> int:
    """The seconds of an entry: none to `LONGEST`."""
    if seconds < 0:
        raise BadCell(printed, "is no time at all", column)
    if seconds > LONGEST.total_seconds():
        raise BadCell(printed, f"is longer than {LONGEST.days} days", column)
    return seconds


def worked(
    start: datetime, end: datetime | None, seconds: int | None, printed: tuple[str, str], rounding: int = 1
) -> int:
    """Seconds worked: the printed duration, which must agree with start and end but for the hour of a clock change,
    `rounding` seconds, and less than an hour where the report was rounded; without it, the time from start to end, and
    none without either. `printed` are the duration's column and cell.
    """
    column, cell = printed
    if end is None:
        return seconds or 0
    span = int((end - start).total_seconds())
    if seconds is None:
        return possible(span, one_line(cell), column)
    off = abs(span - seconds)
    rounded = seconds > 0 and off < _HOUR and not all(seconds % step for step in _STEPS)
    if not rounded and min(off, abs(off - _CLOCK_CHANGE)) > rounding:
        raise BadCell(one_line(cell), f"is not the time from {start:%H:%M:%S} to {end:%H:%M:%S}", column)
    return exact(seconds, span, cell)


def exact(seconds: int, span: int, printed: str) -> int:
    """The time from start to end where it is what decimal hours were rounded from, else the seconds as printed."""
    return span if ("." in printed or "," in printed) and abs(span - seconds) <= _ROUNDED else seconds


def believed(dates: DateGrammar, moment: datetime, cell: str, column: str) -> datetime:
    """A moment that the file states beyond doubt: any since 1970 that is not to come in years only."""
    if not _FIRST <= moment.date() <= dates.latest:
        raise BadCell(cell, f"is not between {_FIRST} and {dates.latest}", column)
    return moment
