"""What counts of the spend a platform reports for one campaign by days, and by spans of days that hold them.

The same money is printed again and again: by day, by month, for a whole year. The shorter report counts, and a longer
one only with what the shorter ones within it leave. So whatever is imported, and in which order, the sum is that of
the longest report, or more where the shorter ones say more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Reported:
    """Spend of the days from `first` to `last` in minor units; None where it was not reported."""

    first: date
    last: date
    minor: int | None


@dataclass(slots=True)
class Settled:
    """What counts of each report, by its place; `crossing` are those that overlap an earlier one without one holding
    the other: nobody can say which part of them was counted already, so nothing of them counts.
    """

    counted: list[int | None]
    crossing: set[int] = field(default_factory=set)


def settle(reports: Sequence[Reported]) -> Settled:
    """What counts of reports of the same campaign, each of other days than all others; of two that cross, the earlier
    one in the sequence counts. Time: that of sorting them.
    """
    return _Settlement(reports).run()


class _Settlement:
    def __init__(self, reports: Sequence[Reported]) -> None:
        self._reports = reports
        self._within = [0] * len(reports)  # what the shorter ones within each come to
        self._open: list[int] = []  # each holds the one after it
        self._settled = Settled([None] * len(reports))

    def run(self) -> Settled:
        reports = self._reports
        for place in sorted(range(len(reports)), key=lambda at: (reports[at].first, -reports[at].last.toordinal())):
            while self._open and reports[self._open[-1]].last < reports[place].first:
                self._close()
            if self._fits(place):
                self._open.append(place)
        while self._open:
            self._close()
        return self._settled

    def _fits(self, place: int) -> bool:
        """Whether a report lies within those that are open, once later ones that it crosses are gone."""
        while self._open and self._reports[self._open[-1]].last < self._reports[place].last:
            if self._open[-1] < place:
                self._settled.crossing.add(place)
                return False
            gone = self._open.pop()
            self._settled.crossing.add(gone)
            self._pass_on(self._within[gone])
        return True

    def _close(self) -> None:
        place = self._open.pop()
        said, within = self._reports[place].minor, self._within[place]
        counted = said if said is None or not within else max(0, said - within)
        self._settled.counted[place] = counted
        self._pass_on(within + (counted or 0))

    def _pass_on(self, minor: int) -> None:
        if self._open:
            self._within[self._open[-1]] += minor
