"""What a row of the table is: a measured value, its floor from the same run, their ratio, the budget, a verdict."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["s", "B", "MB", "rows/s"]
Verdict = Literal["ok", "over", "–", "not yet", "failed"]


@dataclass(frozen=True, slots=True)
class Sample:
    """Repeated measurements of one thing; seconds, bytes, or megabytes."""

    values: tuple[float, ...]
    unit: Unit = "s"

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    @property
    def short(self) -> str:
        """The median."""
        return shown(self.median, self.unit)

    @property
    def text(self) -> str:
        """The median with the smallest and largest: `412 ms (398–455)`."""
        low, high = min(self.values), max(self.values)
        middle = self.short
        if len(self.values) == 1 or low == high:
            return middle
        scale = middle.rpartition(" ")[2]
        return f"{middle} ({_number(low, scale)}–{_number(high, scale)})"


@dataclass(frozen=True, slots=True)
class Budget:
    """At most this many times the floor, or at most this much; None: nothing was agreed."""

    ratio: float | None = None
    limit: float | None = None

    def text(self, unit: Unit) -> str:
        """As it stands in the table."""
        if self.ratio is not None:
            return f"≤ {self.ratio:g} ×"
        return "" if self.limit is None else f"≤ {shown(self.limit, unit)}"


@dataclass(frozen=True, slots=True)
class Result:
    """One row; `peer` says what the floor is."""

    row: str
    measured: Sample | None
    budget: Budget = field(default_factory=Budget)
    floor: Sample | None = None
    peer: str = ""
    note: str = ""
    failed: bool = False

    @property
    def ratio(self) -> float | None:
        """Measured over floor."""
        if self.measured is None or self.floor is None or not self.floor.median:
            return None
        return self.measured.median / self.floor.median

    @property
    def verdict(self) -> Verdict:
        """Within the budget or over it."""
        if self.measured is None:
            return "failed" if self.failed else "not yet"
        if self.budget.ratio is not None and self.ratio is not None:
            return "ok" if self.ratio <= self.budget.ratio else "over"
        if self.budget.limit is not None:
            return "ok" if self.measured.median <= self.budget.limit else "over"
        return "–"

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        return (
            self.row,
            self.measured.text if self.measured else "",
            self.floor.text if self.floor else "",
            f"{self.ratio:.2f}" if self.ratio is not None else "",
            self.budget.text(self.measured.unit) if self.measured else "",
            self.verdict,
            "; ".join(part for part in (f"floor: {self.peer}" if self.peer else "", self.note) if part),
        )

    def as_json(self) -> dict[str, object]:
        """The row for a machine."""
        return {
            "row": self.row,
            "unit": self.measured.unit if self.measured else None,
            "measured": self.measured.values if self.measured else None,
            "floor": self.floor.values if self.floor else None,
            "peer": self.peer,
            "ratio": self.ratio,
            "budget": {"ratio": self.budget.ratio, "limit": self.budget.limit},
            "verdict": self.verdict,
            "note": self.note,
        }


HEAD = ("row", "measured (low–high)", "floor (low–high)", "ratio", "budget", "", "what it is beside")


def table(results: Sequence[Result]) -> str:
    """All rows, aligned; the last column is as wide as it is."""
    rows = [HEAD, *(result.cells() for result in results)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    )


def shown(value: float, unit: Unit) -> str:
    """A value with the unit that suits it."""
    if unit == "s":
        return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"
    if unit == "B":
        return f"{value / 1000:.2f} kB" if value >= 1000 else f"{value:.0f} B"
    return f"{value:.0f} {unit}"


def _number(value: float, scale: str) -> str:
    factor = {"ms": 1000.0, "kB": 0.001}.get(scale, 1.0)
    return f"{value * factor:.{2 if scale in ('s', 'kB') else 0}f}"
