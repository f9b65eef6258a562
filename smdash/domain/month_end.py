"""The end of a month: what is closed, and what is looked at before it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from smdash.domain.periods import Period, add_months


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A month whose numbers stand: its first day, when and by whom it was closed, and with what note."""

    month: date
    at: datetime
    by: str
    note: str = ""

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.month, add_months(self.month, 1), f"{self.month:%Y-%m}", "month")

    @property
    def name(self) -> str:
        """`November 2026`."""
        return month_name(self.month)

    @property
    def who(self) -> str:
        """`by ana on 3 Dec 2026`."""
        return f"by {self.by or 'someone'} on {self.at.day} {self.at:%b %Y}"


def month_name(month: date) -> str:
    """A month in words: `November 2026`."""
    return f"{month:%B %Y}"
