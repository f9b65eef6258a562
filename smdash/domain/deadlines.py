"""Deadline clocks: how long there is for something from an instant on, and how much of that is left.

How a clock counts is the careful reading: where a court or a regulator might count longer, smdash counts shorter.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from smdash.domain.periods import DAY
from smdash.domain.risks import Checked

HOUR = 3_600
LONG_AWAY = 3 * 24 * HOUR
"""From here on, in seconds, what is left is said in days."""

SATURDAY = 5


class Counted(StrEnum):
    """In what a clock counts."""

    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business days"
    MONTHS = "months"
    YEARS = "years"

    @property
    def words(self) -> str:
        """How it is counted, for the person who relies on it."""
        return {
            "hours": "hours as they pass, nights and weekends too",
            "days": "to the same clock time of that day",
            "business days": "Monday to Friday; public holidays are not known and count as business days",
            "months": "to the same day and clock time; the last day of a month without that day",
            "years": "to the same day and clock time; 28 February where there is no 29th",
        }[self.value]


@dataclass(frozen=True, slots=True)
class DeadlineClock:
    """A deadline the legal library names: `length` of what is `counted`, and the item it comes from.

    `begins` says from what it runs. One that `renews` begins again when what it is about was done.
    """

    key: str
    label: str
    item: str
    length: int
    counted: Counted
    begins: str
    checked: Checked
    renews: bool = False

    @property
    def span(self) -> str:
        """How long it is: `48 hours`, `1 month`."""
        unit = self.counted.value.removesuffix("s") if self.length == 1 else self.counted.value
        return f"{self.length} {unit}"

    @property
    def words(self) -> str:
        """The clock in one sentence, with its source and how far that was checked."""
        return f"{self.span} {self.begins} ({self.item}, {self.checked.words}); {self.counted.words}."

    def deadline(self, start: datetime, zone: tzinfo) -> datetime:
        """The UTC instant by which it has to be done, for a start and the zone whose days are counted.

        Hours are elapsed time, also where clocks are put forward or back. Days, months and years lead to the same
        clock time on a later day of the zone; business days too, of those that follow the day of the start.
        """
        if self.counted is Counted.HOURS:
            return start.astimezone(UTC) + timedelta(hours=self.length)
        local = start.astimezone(zone)
        day = _day_after(local.date(), self.length, self.counted)
        wall = datetime.combine(day, local.time())  # the first of two passes where a clock is put back
        return wall.replace(tzinfo=zone).astimezone(UTC)


def _day_after(day: date, length: int, counted: Counted) -> date:
    if counted is Counted.DAYS:
        return day + length * DAY
    if counted is Counted.BUSINESS_DAYS:
        for _ in range(length):
            day += DAY
            while day.weekday() >= SATURDAY:
                day += DAY
        return day
    return later_month(day, length * (12 if counted is Counted.YEARS else 1))


def later_month(day: date, months: int) -> date:
    """The same day so many months on; the last day of a month that has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def seconds_left(deadline: datetime, now: datetime) -> int:
    """Seconds until a deadline; negative once it is over."""
    return int((deadline - now).total_seconds())


def time_left(deadline: datetime, now: datetime) -> str:
    """`31 h left`, `12 days left`, `40 min left`, or `5 h over`; whole units, the rest left out."""
    left = seconds_left(deadline, now)
    return f"{_span(abs(left))} {'left' if left > 0 else 'over'}"


def _span(seconds: int) -> str:
    if seconds >= LONG_AWAY:
        return f"{seconds // (24 * HOUR)} days"
    if seconds >= HOUR:
        return f"{seconds // HOUR} h"
    return f"{seconds // 60} min"
