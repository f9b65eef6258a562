"""A moment as people type it: a clock time, with or without its day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, tzinfo

from smdash.domain.periods import DAY, parse_day
from smdash.domain.typed_time import parse_clock_time
from smdash.errors import InvalidInput


def parse_moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The UTC instant of `17:30`, `yesterday 17:30` or `2026-11-20 17:30` in a zone; never later than `now`.

    A clock time alone is today's, or yesterday's where it is still to come. `InvalidInput` for what is no moment, or
    one in the future.
    """
    today = now.astimezone(zone).date()
    typed_day, _, typed_time = text.strip().rpartition(" ")
    clock = parse_clock_time(typed_time)
    if typed_day:
        moment = _instant(datetime.combine(parse_day(typed_day, today), clock), zone)
    else:
        moment = _instant(datetime.combine(today, clock), zone)
        if moment > now:
            moment = _instant(datetime.combine(today - DAY, clock), zone)
    if moment > now:
        raise InvalidInput(f"“{text.strip()}” is in the future.", "Use 17:30, or yesterday 17:30.")
    return moment


def parse_start(text: str, now: datetime, zone: tzinfo) -> datetime:
    """As `parse_moment`; a day alone, such as `2023-11-20` or `yesterday`, is its first minute."""
    if _ends_in_clock_time(text):
        return parse_moment(text, now, zone)
    moment = _instant(datetime.combine(parse_day(text, now.astimezone(zone).date()), time()), zone)
    if moment > now:
        raise InvalidInput(f"“{text.strip()}” is in the future.", "Use 2026-11-20 14:30, yesterday 9:00 or 14:30.")
    return moment


def parse_deadline(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The UTC instant of `2026-12-01 17:00`, `tomorrow 9:00` or `+3d 12:00` in a zone, over already or to come.

    A clock time alone is the next time the clock shows it. `InvalidInput` for what is no moment, or a day alone.
    """
    today = now.astimezone(zone).date()
    if not _ends_in_clock_time(text):
        parse_day(text, today)
        raise InvalidInput("A deadline needs its clock time.", f"Use {text.strip()} 17:00.")
    typed_day, _, typed_time = text.strip().rpartition(" ")
    clock = parse_clock_time(typed_time)
    if typed_day:
        return _instant(datetime.combine(parse_day(typed_day, today), clock), zone)
    moment = _instant(datetime.combine(today, clock), zone)
    return moment if moment > now else _instant(datetime.combine(today + DAY, clock), zone)


def _ends_in_clock_time(text: str) -> bool:
    return re.fullmatch(r"(.*\s)?\d{1,2}(:\d{2})?", text.strip(), re.ASCII) is not None


def time_within(clock: time, start: datetime | None, zone: tzinfo) -> datetime:
    """The first instant after `start` at which the clock in the zone shows that time, within a day.

    `InvalidInput` without a start: then there are no clock times to find it among.
    """
    if start is None:
        raise InvalidInput("This entry has no clock times.", "Say how long the first part was: 45m.")
    day = start.astimezone(zone).date()
    passes = (datetime.combine(day + n * DAY, clock).replace(fold=fold) for n in (0, 1) for fold in (0, 1))
    return next(moment for local in passes if (moment := _instant(local, zone)) > start)


def shown_moment(instant: datetime, zone: tzinfo) -> str:
    """`2026-11-20 17:30`, as `parse_moment` reads it."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"


def moved(instant: datetime, days: int, zone: tzinfo) -> datetime:
    """The instant that many days on at the same local clock time."""
    local = instant.astimezone(zone)
    day, clock = local.date() + days * DAY, time(local.hour, local.minute, local.second)
    return _instant(datetime.combine(day, clock), zone)


def _instant(local: datetime, zone: tzinfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)
