"""The `#` lines above a table of Google Analytics: which site, and which days.

Reports say `# Start date: 20240101` and `# End date: 20240131`, explorations and Universal Analytics
`# 20240101-20240131`; whatever the language, the days are eight digits. Workbooks say the same without `#` on a
sheet of their own, before those with tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

_SPAN = re.compile(r"\b((?:19|20)[0-9]{6})\s*[-–]\s*((?:19|20)[0-9]{6})\b")
_EDGE = re.compile(r".*[:：]\s*((?:19|20)[0-9]{6})\s*")
_LABELLED = re.compile(r"([^:：]{1,30})[:：]\s*(.+)")
_PROPERTY = ("property", "propiedad", "propriedade", "propriété", "proprietà", "プロパティ", "ресурс", "usługa")
_RULE = re.compile(r"[-\s,;]*")


@dataclass(frozen=True, slots=True)
class Told:
    """What the lines above a table tell: the name of the site, its first and last day, and whether they begin with `#`,
    as no other program's do.
    """

    property: str = ""
    start: date | None = None
    until: date | None = None
    marked: bool = False

    def and_then(self, titles: Sequence[str]) -> Told:
        """What further lines tell; what they do not say stays."""
        lines = [line.lstrip("\"'# ").strip(' ,;"') for line in titles if line.lstrip("\"' ").startswith("#")]
        start, until = _days(lines)
        marked = self.marked or bool(lines)
        if not marked:
            start, until = _days([title for title in titles if _SPAN.fullmatch(title.strip())])
            lines = [] if start is None else [title.strip() for title in titles[1:]]  # the first is the sheet's name
        told = self if start is None else replace(self, start=start, until=until, marked=marked)
        return told if self.property else replace(told, property=_property(lines))


def _days(lines: Sequence[str]) -> tuple[date | None, date | None]:
    for line in lines:
        if match := _SPAN.search(line):
            return _ordered(_date(match[1]), _date(match[2]))
    edges = [found for line in lines if (match := _EDGE.fullmatch(line)) and (found := _date(match[1]))]
    return _ordered(edges[0], edges[1]) if len(edges) > 1 else (None, None)


def _ordered(start: date | None, until: date | None) -> tuple[date | None, date | None]:
    return (start, until) if start is not None and until is not None and start <= until else (None, None)


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _property(lines: Sequence[str]) -> str:
    """The name of the site: what is labelled so, else the first line that is no rule and no date."""
    said = [
        line for line in lines if not _RULE.fullmatch(line) and not _SPAN.search(line) and not _EDGE.fullmatch(line)
    ]
    for line in said:
        match = _LABELLED.fullmatch(line)
        if match and match[1].strip().casefold() in _PROPERTY:
            return match[2].strip()
    return said[0] if said else ""
