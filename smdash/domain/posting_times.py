"""When posts do well: the rate of each weekday and hour, with how many posts are behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from statistics import median

from smdash.domain.engagement import Basis, RatedCount, Standing, compared

FEW = 3
"""With fewer posts a cell says next to nothing."""

LEVELS = 8
"""Shades of a cell, from the lowest rate to the highest."""

Slot = tuple[int, int]
"""Weekday (0 is Monday) and hour (0–23), in the organisation's zone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The posts of one weekday and hour: how many there are, both sides of their rate, and each one's rate."""

    posts: int
    together: RatedCount
    rates: tuple[Fraction, ...] = ()

    @property
    def few(self) -> bool:
        """Whether there are too few rated posts to say anything."""
        return self.together.posts < FEW

    @property
    def median(self) -> Fraction | None:
        """The rate of the post in the middle."""
        return median(self.rates) if self.rates else None


@dataclass(frozen=True, slots=True)
class HeatMap:
    """All weekdays and hours with posts; `untimed` posts whose hour is not known are left out, and counted."""

    basis: Basis
    zone: str
    cells: Mapping[Slot, Cell] = field(default_factory=dict)
    untimed: int = 0

    @property
    def together(self) -> RatedCount:
        """All of them together: what cells are compared with."""
        parts = [cell.together for cell in self.cells.values()]
        return RatedCount(
            sum(one.events for one in parts), sum(one.exposure for one in parts), sum(one.posts for one in parts)
        )

    @property
    def posts(self) -> int:
        """Posts whose hour is known."""
        return sum(cell.posts for cell in self.cells.values())

    def hours(self) -> range:
        """From the first hour with a post to the last."""
        found = [hour for _, hour in self.cells]
        return range(min(found), max(found) + 1) if found else range(0)

    def levels(self) -> dict[Slot, int]:
        """The shade of each cell that has enough posts, 0 for the lowest rate to `LEVELS` − 1 for the highest."""
        rated = {slot: cell.together.rate or Fraction(0) for slot, cell in self.cells.items() if not cell.few}
        low, high = min(rated.values(), default=Fraction(0)), max(rated.values(), default=Fraction(0))
        if low == high:
            return dict.fromkeys(rated, LEVELS // 2)
        return {slot: int((rate - low) / (high - low) * (LEVELS - 1)) for slot, rate in rated.items()}

    def standing(self, slot: Slot) -> Standing:
        """Whether a cell is clearly better or worse than all posts together; unclear with few posts."""
        cell = self.cells[slot]
        return Standing.UNCLEAR if cell.few else compared(cell.together, self.together.rate, self.basis)

    def best(self) -> list[Slot]:
        """The cells that are clearly better than all posts together, the highest rate first."""
        found = [slot for slot in self.cells if self.standing(slot) is Standing.BETTER]
        return sorted(found, key=lambda slot: (-(self.cells[slot].together.rate or 0), slot))


def heat_map(posts: Iterable[tuple[datetime | None, RatedCount | None]], basis: Basis, zone: str) -> HeatMap:
    """Cells from posts: when each was posted in the organisation's zone (None: not known), and its rate if reported."""
    found: dict[Slot, list[RatedCount | None]] = {}
    untimed = 0
    for moment, rated in posts:
        if moment is None:
            untimed += 1
            continue
        slot = moment.weekday(), moment.hour
        found.setdefault(slot, []).append(rated)
    return HeatMap(basis, zone, {slot: _cell(counts) for slot, counts in sorted(found.items())}, untimed)


def _cell(counts: list[RatedCount | None]) -> Cell:
    rated = [one for one in counts if one is not None]
    together = RatedCount(sum(one.events for one in rated), sum(one.exposure for one in rated), len(rated))
    return Cell(len(counts), together, tuple(one.rate for one in rated if one.rate is not None))
