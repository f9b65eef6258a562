"""Periods as sets of days, [start, end), and the calendar that names them."""

from __future__ import annotations

import calendar as _calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from smdash.errors import InvalidInput

DAY = timedelta(days=1)
_FORMS = "Use 2026-11, 2026-Q4, 2026-W47, FY2026-Q4, FY2026, 2026, ytd or 2026-01-01..2026-03-31."
_MONTHS = {short.casefold(): number for number, short in enumerate(_calendar.month_abbr) if short}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, not including, `end`; `name` is how it is typed and shown."""

    start: date
    end: date
    name: str
    kind: str = "custom"

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InvalidInput("A period must have at least one day.", _FORMS)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - DAY

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def overlap(self, start: date, end: date) -> int:
        """How many days it shares with [start, end)."""
        return max(0, (min(self.end, end) - max(self.start, start)).days)

    def months(self) -> tuple[date, ...]:
        """First days of all months it touches."""
        first, months = self.start.replace(day=1), []
        while first < self.end:
            months.append(first)
            first = add_months(first, 1)
        return tuple(months)

    def whole_months(self) -> tuple[date, date] | None:
        """[first, end) of the run of whole months inside it; None when there is none. The rest is ragged ends."""
        first = self.start if self.start.day == 1 else add_months(self.start.replace(day=1), 1)
        end = self.end.replace(day=1)
        return (first, end) if first < end else None


def add_months(first: date, months: int) -> date:
    """The first of the month that many months on."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The organisation's weeks and fiscal years.

    `week_start`: 0 is Monday, 6 is Sunday. `fiscal_start`: the month (1–12) a fiscal year begins; it is named by the
    year it ends in.
    """

    week_start: int = 0
    fiscal_start: int = 1

    def day(self, day: date) -> Period:
        """One day."""
        return Period(day, day + DAY, day.isoformat(), "day")

    def month(self, day: date) -> Period:
        """The month of a day."""
        first = day.replace(day=1)
        return Period(first, add_months(first, 1), f"{first:%Y-%m}", "month")

    def quarter(self, day: date) -> Period:
        """The calendar quarter of a day."""
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        return Period(first, add_months(first, 3), f"{first.year}-Q{first.month // 3 + 1}", "quarter")

    def year(self, day: date) -> Period:
        """The calendar year of a day."""
        return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1), str(day.year), "year")

    def week(self, day: date) -> Period:
        """The week of a day; ISO numbers only when weeks start on Monday."""
        start = day - timedelta(days=(day.weekday() - self.week_start) % 7)
        if self.week_start == 0:
            year, week, _ = start.isocalendar()
            return Period(start, start + 7 * DAY, f"{year}-W{week:02d}", "week")
        return Period(start, start + 7 * DAY, f"week of {start.isoformat()}", "week")

    def fiscal_year(self, day: date) -> Period:
        """The fiscal year of a day, named by the year it ends in."""
        start = date(day.year - (day.month < self.fiscal_start), self.fiscal_start, 1)
        end = add_months(start, 12)
        return Period(start, end, f"FY{(end - DAY).year}", "fiscal year")

    def fiscal_quarter(self, day: date) -> Period:
        """The fiscal quarter of a day."""
        year = self.fiscal_year(day)
        number = ((day.year - year.start.year) * 12 + day.month - year.start.month) // 3
        start = add_months(year.start, 3 * number)
        return Period(start, add_months(start, 3), f"{year.name}-Q{number + 1}", "fiscal quarter")

    def year_to_date(self, today: date) -> Period:
        """From the start of the fiscal year up to and with today."""
        start = self.fiscal_year(today).start
        return Period(start, today + DAY, "ytd", "year to date")

    def shift(self, period: Period, steps: int) -> Period:
        """The period of the same kind that many steps on; a custom one moves by its own length."""
        makers = {
            "day": self.day,
            "week": self.week,
            "month": self.month,
            "quarter": self.quarter,
            "year": self.year,
            "fiscal quarter": self.fiscal_quarter,
            "fiscal year": self.fiscal_year,
        }
        try:
            if period.kind not in makers:
                return between(period.start + period.days * steps * DAY, period.end + period.days * steps * DAY)
            for _ in range(abs(steps)):
                period = makers[period.kind](period.end if steps > 0 else period.start - DAY)
        except (OverflowError, ValueError):
            raise InvalidInput("There is no period beyond this one.") from None
        return period

    def parse(self, text: str, today: date) -> Period:
        """The period a person typed; `InvalidInput` with the forms it could have."""
        clean = text.strip().casefold()
        if clean in {"ytd", "year to date"}:
            return self.year_to_date(today)
        words = {
            "today": self.day,
            "week": self.week,
            "month": self.month,
            "quarter": self.quarter,
            "year": self.year,
            "fy": self.fiscal_year,
            "fiscal year": self.fiscal_year,
        }
        try:
            if clean in words:
                return words[clean](today)
            for pattern, make in _PATTERNS:
                if match := pattern.fullmatch(clean):
                    return make(self, match)
            if ".." in clean:
                first, _, last = clean.partition("..")
                return between(parse_day(first, today), parse_day(last, today) + DAY)
        except (ValueError, OverflowError):
            pass
        raise InvalidInput(f"“{text.strip()}” is not a period.", _FORMS)


def between(start: date, end: date) -> Period:
    """A custom period [start, end), named by its first and last day."""
    if end <= start:
        raise InvalidInput("The period ends before it starts.", _FORMS)
    return Period(start, end, f"{start.isoformat()}..{(end - DAY).isoformat()}")


def _fiscal(calendar: Calendar, match: re.Match[str]) -> Period:
    year, quarter = int(match[1]), match[2]
    first = add_months(date(year + 1, 1, 1), 0)
    start = calendar.fiscal_year(first - DAY if calendar.fiscal_start == 1 else date(year, 1, 1)).start
    if quarter is None:
        return calendar.fiscal_year(start)
    return calendar.fiscal_quarter(add_months(start, 3 * (int(quarter) - 1)))


def _week(calendar: Calendar, match: re.Match[str]) -> Period:
    if calendar.week_start:
        raise InvalidInput(
            "ISO week numbers need weeks that start on Monday.", "Use two dates: 2026-11-15..2026-11-21."
        )
    return calendar.week(date.fromisocalendar(int(match[1]), int(match[2]), 1))


_PATTERNS = (
    (re.compile(r"(\d{4})-(\d{2})"), lambda c, m: c.month(date(int(m[1]), int(m[2]), 1))),
    (re.compile(r"(\d{4})-?q([1-4])"), lambda c, m: c.quarter(date(int(m[1]), int(m[2]) * 3, 1))),
    (re.compile(r"(\d{4})-?w(\d{1,2})"), _week),
    (re.compile(r"fy(\d{4})(?:-?q([1-4]))?"), _fiscal),
    (re.compile(r"(\d{4})"), lambda c, m: c.year(date(int(m[1]), 1, 1))),
    (re.compile(r"(\d{4}-\d{2}-\d{2})"), lambda c, m: c.day(date.fromisoformat(m[1]))),
)


def parse_day(text: str, today: date) -> date:
    """A day as people type it: `2026-11-20`, `20 nov`, `yesterday`, `fri` (the latest one), `-3d`.

    A day without a year takes the year that puts it nearest to today.
    """
    clean = text.strip().casefold()
    relative = {"today": 0, "yesterday": -1, "tomorrow": 1}
    try:
        if clean in relative:
            return today + relative[clean] * DAY
        if match := re.fullmatch(r"([+-]\d{1,4})d", clean):
            return today + int(match[1]) * DAY
        if len(clean) >= 3 and (index := _starting(clean, _WEEKDAYS)) is not None:
            return today - ((today.weekday() - index) % 7) * DAY
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", clean):
            return date.fromisoformat(clean)
        if match := re.fullmatch(r"(\d{1,2})\.?\s*([a-z]{3,9})\.?(?:\s+(\d{4}))?", clean):
            return _day_and_month(int(match[1]), match[2], match[3], today)
    except (ValueError, OverflowError):
        said = f"“{text.strip()}” does not exist in the calendar.{_last_of_month(clean, today)}"
        raise InvalidInput(said, "Check day and month.") from None
    raise InvalidInput(f"“{text.strip()}” is not a day.", "Use 2026-11-20, 20 nov, yesterday, fri or -3d.")


def _last_of_month(clean: str, today: date) -> str:
    """` “28 feb”?` for a day past the end of its month, in the form it was typed; else nothing."""
    match = re.fullmatch(r"(\d{4}-\d{2}-)(\d{2})|(\d{1,2})(\.?\s*[a-z]{3,9}\.?(?:\s+\d{4})?)", clean)
    if match is None:
        return ""
    for day in range(min(32, int(match[2] or match[3])) - 1, 27, -1):
        shorter = f"{match[1]}{day}" if match[1] else f"{day}{match[4]}"
        try:
            parse_day(shorter, today)
        except InvalidInput:
            continue
        return f" “{shorter}”?"
    return ""


def _starting(clean: str, names: tuple[str, ...]) -> int | None:
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    matches = [i for i, name in enumerate(names) if clean == name or full[i].startswith(clean)]
    return matches[0] if len(matches) == 1 else None


def _day_and_month(day: int, month_name: str, year: str | None, today: date) -> date:
    month = _MONTHS.get(month_name[:3])
    if month is None or not _calendar.month_name[month].casefold().startswith(month_name):
        raise InvalidInput(f"“{month_name}” is not a month.", "Use 20 nov or 2026-11-20.")
    if year:
        return date(int(year), month, day)
    candidates = []
    for candidate in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(candidate, month, day))
        except ValueError:
            continue  # 29 February exists in some of the years only
    if not candidates:
        raise ValueError("no such day")
    return min(candidates, key=lambda found: abs(found - today))
