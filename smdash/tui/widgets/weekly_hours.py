"""Hours a week as people type them. No Textual here."""

from __future__ import annotations

from smdash.domain.amounts import parse_number
from smdash.domain.durations import clock
from smdash.domain.money import round_half_away
from smdash.errors import InvalidInput
from smdash.tui.widgets.fields import Understood

_HOURS = 168


def weekly_hours(text: str) -> Understood:
    """Seconds of `40`, `37.5`, `40h` or `37:30`; `InvalidInput` for more than a week has."""
    hours, colon, minutes = text.casefold().removesuffix("h").strip().partition(":")
    if colon:
        if not (hours.isdecimal() and len(minutes) == 2 and minutes.isdecimal() and int(minutes) < 60):
            raise InvalidInput(f"“{text}” is not a number of hours.", "Use 40, 37.5 or 37:30.")
        seconds = int(hours) * 3600 + int(minutes) * 60
    else:
        seconds = round_half_away(parse_number(hours) * 3600)
    if not 0 <= seconds <= _HOURS * 3600:
        raise InvalidInput("A week has 168 hours.")
    return Understood(seconds, f"{clock(seconds)} a week")
