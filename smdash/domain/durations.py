"""Durations: whole seconds inside, and the forms people type."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from smdash.domain.money import allocate, round_half_away
from smdash.errors import InvalidInput

MAX_SECONDS = 24 * 3600
"""Longest duration of one entry: a day."""

_FORMS = "Use 1h30m, 90m, 1:30, 1.5 or 1,5h."
_UNITS = re.compile(r"(?:(\d+(?:[.,]\d+)?)h)?(?:(\d+(?:[.,]\d+)?)m(?:in)?)?(?:(\d+)s)?", re.ASCII)
_BARE_MINUTES = re.compile(r"(\d{1,3})h(\d{1,3})", re.ASCII)
_CLOCK = re.compile(r"(\d{0,3}):(\d{1,2})(?::(\d{1,2}))?", re.ASCII)
_HOURS = re.compile(r"\d{0,3}(?:[.,]\d{1,4})?", re.ASCII)


def parse_duration(text: str) -> int:
    """Seconds of a typed duration, more than 0 and at most a day.

    `1h30m`, `90m`, `45s`, `1:30` and `:45` (hours:minutes), `1:30:00`, `1.5`, `1,5h`. A bare whole number up to 24 is
    hours; a larger one is refused with the question whether minutes were meant.
    """
    clean = "".join(text.casefold().split())
    seconds = _seconds(clean)
    if seconds is None:
        said = f"“{text.strip()}” is not a duration."
        if match := _BARE_MINUTES.fullmatch(clean):  # refused and not guessed: 1h90 may have been 1:09, or 1h 90m
            said += f" “{_units(int(match[1]) * 60 + int(match[2]))}”?"
        raise InvalidInput(said, _FORMS)
    if seconds <= 0:
        raise InvalidInput("A duration must be longer than zero.", _FORMS)
    if seconds > MAX_SECONDS:
        said = f"“{text.strip()}” is longer than a day."
        if match := _CLOCK.fullmatch(clean):
            said += f" “{match[1]}m{f'{match[2]}s' if int(match[2]) else ''}”?"
        raise InvalidInput(said, "Log each day by itself.")
    return seconds


def looks_like_duration(text: str) -> bool:
    """Whether the text has the shape of a duration, whatever its size."""
    try:
        parse_duration(text)
    except InvalidInput as fault:
        return fault.hint != _FORMS
    return True


def _seconds(clean: str) -> int | None:
    if not clean:
        return None
    if match := _CLOCK.fullmatch(clean):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        if minutes > 59 or seconds > 59:
            raise InvalidInput(f"“{clean}” has more than 59 minutes or seconds.", _FORMS)
        return hours * 3600 + minutes * 60 + seconds
    if (match := _UNITS.fullmatch(clean)) and any(match.groups()):
        hours_text, minutes_text, seconds_text = match.groups()
        total = _decimal(hours_text) * 3600 + _decimal(minutes_text) * 60 + _decimal(seconds_text)
        if hours_text and minutes_text and _decimal(minutes_text) >= 60:
            meant = _units(round_half_away(total / 60))
            raise InvalidInput(f"“{clean}” has more than 59 minutes beside hours. “{meant}”?", _FORMS)
        return round_half_away(total)
    if _HOURS.fullmatch(clean) and clean not in {".", ","}:
        hours_number = _decimal(clean)
        if clean.isdecimal() and hours_number > 24:
            raise InvalidInput(f"{clean} hours is longer than a day. “{clean}m”?", "Add m for minutes.")
        return round_half_away(hours_number * 3600)
    return None


def _units(minutes: int) -> str:
    """Minutes as `2h30m`, to be offered where another form was not understood."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}h{rest}m" if rest else f"{hours}h"


def _decimal(text: str | None) -> Decimal:
    return Decimal((text or "0").replace(",", "."))


def clock(seconds: int, *, signed: bool = False) -> str:
    """`h:mm` as hours are shown everywhere; seconds are rounded half away from zero to the minute."""
    minutes = round_half_away(Fraction(abs(seconds), 60))
    sign = "−" if seconds < 0 and minutes else "+" if signed else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02d}"


def exact_clock(seconds: int) -> str:
    """`h:mm:ss` of seconds that are not negative: nothing is rounded away."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def spoken(seconds: int) -> str:
    """`1 h 18 min`, as the quick log echoes what it understood."""
    hours, rest = divmod(seconds, 3600)
    minutes, secs = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "min"), (secs, "s")) if n]
    return " ".join(parts) or "0 min"


def decimal_hours(rows: list[int], places: int = 2) -> list[Decimal]:
    """Rows of seconds as decimal hours that add up to their rounded total (largest remainder)."""
    scale = 10**places
    total = round_half_away(Fraction(sum(rows) * scale, 3600))
    if not any(rows):
        return [Decimal(0).scaleb(-places) for _ in rows]
    return [Decimal(part).scaleb(-places) for part in allocate(total, rows)]
