"""The years of days that name none (`28 February`): those that make the days run on up to the file's own day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from smdash.exchange.decision import Decision
from smdash.exchange.grammar.numbers import BadCell

LEAP = 2000
"""A leap year, in which every day that may be named exists."""

_MOST = 20_000  # days in their order; more of them are no run that anybody exports
_OFFERED = 3
_WITHIN = 12  # years back in which an end is looked for: the 29th of February comes every fourth, or eighth
_TURNS = 3  # a run turns the year at most at each third step
_MONTH, _YEAR = 31, 372  # days, for comparing spans: all months alike
_SLACK = timedelta(days=1)  # a file may have been written in a zone that is a day ahead

_Day = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Years:
    """The year of each day, and what to tell: the years a run may end in, the newest first; `unsure` where a day stands
    at two places that would lie in different years.
    """

    of_day: Mapping[_Day, int]
    last: date | None
    ends: tuple[int, ...]
    run: bool
    unsure: bool
    answered: bool

    def of(self, month: int, day: int) -> int:
        """The year of a day; `BadCell` when no year has it."""
        found = self.of_day.get((month, day))
        if found is None:
            raise BadCell(f"{day}.{month}.", "is a day of no year this file can mean")
        return found

    def decision(self, key: str, subject: str) -> Decision:
        """What to tell of it, and which other years may be meant."""
        candidates = tuple(_ending(year) for year in self.ends)
        if self.last is None:
            return Decision(key, subject, "no year", "no day of it fits a year", candidates, ambiguous=True)
        how = f"the days run on up to {self.last}" if self.run else f"each is the last such day before {self.last}"
        why = "you chose it" if self.answered else f"no year is written; {how}"
        unsure = self.unsure and not self.answered
        if unsure:
            why = "no year is written, and a day stands twice where the years differ"
        return Decision(key, subject, _ending(self.last.year), why, candidates, ambiguous=unsure)


def _ending(year: int) -> str:
    return f"ending in {year}"


@dataclass(slots=True)
class DayRun:
    """Days without a year in the order of a file, neighbours that are alike once."""

    _days: list[_Day] = field(default_factory=list)

    def add(self, day: date) -> None:
        """One more day; its year means nothing."""
        found = day.month, day.day
        if len(self._days) < _MOST and (not self._days or self._days[-1] != found):
            self._days.append(found)

    def years(self, until: date, answer: str | None) -> Years:
        """The years that make the days run on and end as late as can be, not after `until`; `answer` is the year of the
        end as a person chose it.
        """
        days, run = _in_order(self._days)
        ends = tuple(_ends(days, until, run=run))
        chosen = next((year for year in ends if _ending(year) == answer), None)
        year = chosen or next(iter(ends), None)
        if year is None:
            return Years({}, None, (), run, unsure=True, answered=False)
        placed = _placed(days, year, until, run=run) or []
        of_day: dict[_Day, int] = {}
        unsure = False
        for one in placed:
            key = one.month, one.day
            unsure = unsure or of_day.get(key, one.year) != one.year
            of_day[key] = one.year
        return Years(of_day, max(placed), ends[:_OFFERED], run, unsure, chosen is not None)


def _in_order(days: Sequence[_Day]) -> tuple[Sequence[_Day], bool]:
    """The days with the newest last, in the direction in which they span less time, and whether they are a run at all:
    it turns the year seldom.
    """
    falls = sum(later < earlier for earlier, later in pairwise(days))
    rises = max(len(days) - 1 - falls, 0)
    onwards = (days[-1][0] - days[0][0]) * _MONTH + days[-1][1] - days[0][1] if days else 0
    rising = falls * _YEAR + onwards <= rises * _YEAR - onwards
    turns = falls if rising else rises
    return (days if rising else days[::-1]), turns <= 1 or turns * _TURNS <= len(days) - 1


def _ends(days: Sequence[_Day], until: date, *, run: bool) -> Iterator[int]:
    """The years in which the days may end, the newest first."""
    for year in range(until.year + 1, until.year - _WITHIN, -1):
        if _placed(days, year, until, run=run) is not None:
            yield year


def _placed(days: Sequence[_Day], end: int, until: date, *, run: bool) -> list[date] | None:
    """The days with their years when the last lies in the year `end`; None when one of them doesn't exist, or lies
    after `until`.
    """
    year, later = end, (13, 0)
    placed: list[date] = []
    for month, day in reversed(days):
        if run and placed and (month, day) > later:
            year -= 1
        later = month, day
        try:
            found = date(year, month, day)
            if not run and found > until + _SLACK:
                found = date(year - 1, month, day)
        except ValueError:
            return None
        if found > until + _SLACK:
            return None
        placed.append(found)
    return placed[::-1]
