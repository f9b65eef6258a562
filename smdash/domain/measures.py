"""Numbers as platforms give them: a value, not reported, or censored. Missing is never zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

CHANNEL_METRICS = (
    *("followers", "follows", "unfollows", "net_follows", "reach", "impressions", "video_views", "interactions"),
    *("link_clicks", "visits"),
)
"""The metrics of a day of a channel: followers at its end, and what was counted that day alone."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One platform number: `value` when reported; `censored` keeps a bound such as `<10 %` as printed."""

    value: int | Decimal | None = None
    censored: str | None = None

    @property
    def reported(self) -> bool:
        """Whether there is a value that may be summed."""
        return self.value is not None

    def __str__(self) -> str:
        if self.value is not None:
            return str(self.value)
        return self.censored or "not reported"


NOT_REPORTED = Measure()


@dataclass(frozen=True, slots=True)
class MeasureTotal:
    """A sum of reported values with how many rows had none; undefined when no row had one."""

    value: int | Decimal | None
    reported: int
    missing: int


def total(measures: Iterable[Measure]) -> MeasureTotal:
    """Add what is reported and count what is not."""
    summed: int | Decimal = 0
    reported = missing = 0
    for measure in measures:
        if measure.value is None:
            missing += 1
        else:
            summed += measure.value
            reported += 1
    return MeasureTotal(summed if reported else None, reported, missing)
