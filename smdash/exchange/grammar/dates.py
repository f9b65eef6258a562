"""How dates and times are written in a file, decided from whole columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from smdash.exchange.decision import Decision
from smdash.exchange.grammar.months import month_number
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.grammar.years import LEAP, DayRun, Years

EARLIEST = date(2000, 1, 1)
"""A date before this is a fault of the file, unless the caller says otherwise."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_TIME = (
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9])(?:[.,][0-9]{1,9})?)?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?(?:\s?(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?"
)
_TIME_ONLY = re.compile(_TIME)
_AFTER = rf"(?:(?:T|,?\s+(?:at\s+)?){_TIME})?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DAY, _MONTH, _YEAR = r"(?P<day>[0-9]{1,2})", r"(?P<month>[0-9]{1,2})", r"(?P<year>[0-9]{4}|[0-9]{2})"
_LETTER = r"(?:[^\W\d_]|[\u0e31-\u0e4e])"  # vowels of Thai stand above and below letters and are none themselves
_NAME = rf"(?P<name>(?:tháng\s+\w+(?:\s+(?:một|hai))?|{_LETTER}{{3,13}}))\.?"
DAY_FIRST, MONTH_FIRST = "day first", "month first"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + _AFTER, re.IGNORECASE)


FORMS: dict[str, re.Pattern[str]] = {
    "year-month-day": _form(r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"),
    "yyyymmdd": _form(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    DAY_FIRST: _form(rf"{_DAY}(?P<mark>[-/.]){_MONTH}(?P=mark){_YEAR}"),
    MONTH_FIRST: _form(rf"{_MONTH}(?P<mark>[-/.]){_DAY}(?P=mark){_YEAR}"),
    "month name, day, year": _form(rf"{_WEEKDAY}{_NAME}\s+{_DAY},?\s+(?P<year>[0-9]{{4}})"),
    "day, month name, year": _form(
        rf"{_WEEKDAY}{_DAY}\.?[-\s](?:de\s+)?{_NAME}(?:[-,\s]|\s+de\s)\s*(?P<year>[0-9]{{4}}|[0-9]{{2}})"
    ),
    "year, month and day in signs": _form(rf"(?P<year>[0-9]{{4}})[年년]\s?{_MONTH}[月월]\s?{_DAY}[日일]"),
    "month name, day": _form(rf"{_NAME}\s+{_DAY}\.?"),
    "day, month name": _form(rf"{_DAY}(?:\.?\s+(?:de\s+)?|er\s+|\.?-){_NAME}"),
    "month and day in signs": _form(rf"{_MONTH}[月월]\s?{_DAY}[日일]"),
}
"""The ways a date is written, each with an optional time (24 h, or 12 h with am and pm) and an optional UTC offset."""

YEARLESS = frozenset({"month name, day", "day, month name", "month and day in signs"})
"""Those that name no year: it is told by how the days follow each other."""

_LONGEST = 60
_CACHED, _ENOUGH = 20_000, 200


@dataclass(frozen=True, slots=True)
class DateGrammar:
    """How a column writes dates: one of `FORMS`; `earliest` and `latest` bound what is believed, `first` are its first
    different cells.
    """

    form: str
    earliest: date
    latest: date
    years: Years | None = None
    first: tuple[str, ...] = field(default=(), repr=False, compare=False)
    _known: dict[str, datetime] = field(default_factory=dict, repr=False, compare=False)

    def parse(self, cell: str) -> datetime:
        """The moment in a cell: local and naive, or aware where the cell states an offset. A date alone is midnight."""
        found = self._known.get(cell)
        if found is None:
            found = read_date(self.form, cell, self.years)
            if not self.earliest <= found.date() <= self.latest:
                raise BadCell(cell, f"is not between {self.earliest} and {self.latest}")
            if len(self._known) < _CACHED:
                self._known[cell] = found
        return found

    def day(self, cell: str) -> date:
        """The day in a cell."""
        return self.parse(cell).date()


def read_date(form: str, cell: str, years: Years | None = None) -> datetime:
    """A cell read in one form; `BadCell` when it doesn't fit or is no day of the calendar. `years` are those of days
    that name none; without them such a day is one of a leap year.
    """
    text = cell.strip()
    match = FORMS[form].fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise BadCell(cell, "is not a date" if not text else f"is not a date written as {form}")
    parts = match.groupdict()
    month = month_number(parts["name"]) if "name" in parts else int(parts["month"])
    on = int(parts["day"])
    if "year" in parts:
        year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    else:
        year = LEAP if years is None else years.of(month, on)
    try:
        day = date(year, month, on)
    except ValueError:
        raise BadCell(cell, "is not a day of the calendar") from None
    return datetime.combine(day, _time(cell, match) if parts["hour"] else time())


@lru_cache(maxsize=4096)
def read_time(cell: str) -> time:
    """A time of day by itself, without an offset: `12:30:00`, `12:30` or `2:05 PM`."""
    text = cell.strip()
    match = _TIME_ONLY.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None or match["zone"]:
        raise BadCell(cell, "is not a time such as 12:30")
    return _time(cell, match)


def _time(cell: str, match: re.Match[str]) -> time:
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise BadCell(cell, "has an hour that am and pm don't know")
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    if hour > 23:
        raise BadCell(cell, "has an hour after 23")
    return time(hour, int(match["minute"]), int(match["second"] or 0), tzinfo=_offset(cell, match["zone"]))


def _offset(cell: str, zone: str | None) -> tzinfo | None:
    if zone is None:
        return None
    if zone[0] not in "+-":
        return UTC
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 14 or minutes > 59:
        raise BadCell(cell, "has an offset from UTC that no place has")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if zone[0] == "-" else offset)


class DateSurvey:
    """Which forms the cells of a column (or of columns written alike) fit; feed it distinct cells, then decide."""

    def __init__(self, name: str, *, usual: str | None = None, own_years: bool = False) -> None:
        self.name, self.usual, self._own_years = name, usual, own_years
        self._first: list[str] = []
        self._run = DayRun()
        self._fits = dict.fromkeys(FORMS, 0)
        self._only = {DAY_FIRST: 0, MONTH_FIRST: 0}

    def feed(self, cells: Iterable[str]) -> None:
        """Look at more distinct cells of the column, in the order in which they stand."""
        if len(self._first) < _ENOUGH:
            cells = tuple(cells)
            self._first += cells[: _ENOUGH - len(self._first)]
        for cell in cells:
            if not cell:
                continue
            fitting = [form for form in self._fits if _fits(form, cell)]
            for form in fitting:
                self._fits[form] += 1
                if form in YEARLESS:
                    self._run.add(read_date(form, cell).date())
            if len(fitting) == 1 and fitting[0] in self._only:
                self._only[fitting[0]] += 1
        if (
            max(self._fits.values()) > _ENOUGH
        ):  # what never fitted so far is not worth trying on each of a million cells
            self._fits = {form: count for form, count in self._fits.items() if count}

    def decide(
        self, answer: str | None, earliest: date, latest: date, until: date | None = None
    ) -> tuple[DateGrammar, Decision | None]:
        """The grammar, and what to tell; no decision where no cell is a date. `until` is the file's own day.

        The form that most cells fit. Day first and month first may fit equally well: then `usual` (what this export is
        known to print) decides, else the person is asked. Cells that fit only the other way make it ambiguous too.
        """
        best = max(self._fits.values())
        forms = [form for form, count in self._fits.items() if count == best]
        first = tuple(self._first)
        if not best:
            return DateGrammar(self.usual or next(iter(FORMS)), earliest, latest, first=first), None
        if forms[0] in YEARLESS:
            years = self._run.years(until or latest, answer)
            key = f"date:{self.name.casefold()}"
            decision = Decision(key, self.name, forms[0], "no year is written; each row tells its own")
            if not self._own_years:
                decision = years.decision(key, self.name)
            return DateGrammar(forms[0], earliest, latest, years, first), decision
        conflict = all(self._only.values())
        either = conflict or len(forms) > 1
        ambiguous = False
        if answer is not None and self._fits.get(answer):
            chosen, why = answer, "you chose it"
        elif conflict:
            chosen, why, ambiguous = forms[0], "some dates fit only one way, some only the other", True
        elif not either:
            chosen, why = forms[0], "from the whole column"
        elif self.usual is not None and self.usual in forms:
            chosen, why = self.usual, "as this export prints them; the dates fit both ways"
        else:
            chosen, why, ambiguous = forms[0], "every date fits both ways", True
        candidates = (DAY_FIRST, MONTH_FIRST) if either else ()
        decision = Decision(f"date:{self.name.casefold()}", self.name, chosen, why, candidates, ambiguous)
        return DateGrammar(chosen, earliest, latest, first=first), decision


def is_date(text: str) -> bool:
    """Whether a text is a date in some form."""
    return any(_fits(form, text) for form in FORMS)


def _fits(form: str, cell: str) -> bool:
    try:
        read_date(form, cell)
    except BadCell:
        return False
    return True
