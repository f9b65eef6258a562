"""Days as the pane has room for them. No Textual here."""

from __future__ import annotations

from datetime import date

from smdash.tui.widgets.symbols import UNDEFINED

_FAR = 300  # days: a day farther away than this is shown with its year instead of its day


def short_day(day: date | None, today: date) -> str:
    """`12 Jan` for a day within ten months, `Nov 2027` for one farther away; a dash for none."""
    if day is None:
        return UNDEFINED
    return f"{day.day} {day:%b}" if abs((day - today).days) < _FAR else f"{day:%b %Y}"
