"""Logged time for reports: rounding as a choice of the report, and decimal hours that add up.

Whatever is rounded adds up: a total is the sum of what is printed above it, and the whole is the rounded whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from smdash.domain.money import allocate, round_half_away
from smdash.domain.timesheets import round_duration

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Rounding:
    """To which step of minutes the time of each entry is rounded: to the nearest, halves up, or always up.

    0 minutes keep the seconds as they were logged. `InvalidInput` for a step that isn't offered.
    """

    minutes: int = 0
    up: bool = False

    def __post_init__(self) -> None:
        round_duration(0, self.minutes)

    def of(self, seconds: int) -> int:
        """One entry's seconds, rounded."""
        return round_duration(seconds, self.minutes, up=self.up)

    @property
    def words(self) -> str:
        """The choice, to be printed on the report."""
        if not self.minutes:
            return "none, seconds as logged"
        return f"each entry {'up to the next' if self.up else 'to the nearest'} {self.minutes} min"


@dataclass(frozen=True, slots=True)
class LoggedCell:
    """What one person logged on one day on one row.

    `seconds` are as logged, `reported` are rounded as the report says; `cost_minor` is in the reporting currency,
    `uncosted` are seconds that have no cost yet. `key` is an id, or None for what belongs to none.
    """

    key: int | date | None
    person_id: int
    day: date
    entries: int
    seconds: int
    reported: int
    cost_minor: int = 0
    uncosted: int = 0


def decimal_cells(cells: Sequence[LoggedCell]) -> list[int]:
    """The hours of each cell in hundredths.

    The whole is rounded once and shared with the largest remainder: over rows, each row over its people, theirs over
    the days. So what is printed adds up everywhere, and rows and people are less than a hundredth from their exact
    hours.
    """
    found = [0] * len(cells)
    whole = round_half_away(Fraction(sum(cell.reported for cell in cells) * HUNDREDTHS, 3600))
    rows = _grouped(cells, range(len(cells)), "key")
    for row, hours in _shared(cells, rows, whole):
        for person, share in _shared(cells, _grouped(cells, row, "person_id"), hours):
            for (index,), part in _shared(cells, [[index] for index in person], share):
                found[index] = part
    return found


def _grouped(cells: Sequence[LoggedCell], indexes: Sequence[int], field: str) -> list[list[int]]:
    groups: dict[object, list[int]] = {}
    for index in indexes:
        groups.setdefault(getattr(cells[index], field), []).append(index)
    return list(groups.values())


def _shared(cells: Sequence[LoggedCell], groups: list[list[int]], whole: int) -> list[tuple[list[int], int]]:
    weights = [sum(cells[index].reported for index in group) for group in groups]
    parts = allocate(whole, weights) if any(weights) else [0] * len(groups)
    return list(zip(groups, parts, strict=True))
