"""What the columns of a file hold, decided from all their cells in one pass before any row is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Row, Table
from smdash.exchange.grammar.dates import DateGrammar, DateSurvey
from smdash.exchange.grammar.numbers import NumberGrammar, NumberSurvey, shared_evidence
from smdash.exchange.readers.base import Columns, Grammars, Reader

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Decided:
    """The grammars by the names of their columns, so that they serve each table of a file."""

    dates: Mapping[str, DateGrammar]
    numbers: Mapping[str, NumberGrammar]

    def of(self, columns: Columns) -> Grammars:
        """The grammars of one table."""
        return Grammars(
            {group.name: self.dates[group.name] for group in columns.dates},
            {number.place: self.numbers[number.name] for number in columns.numbers},
        )


class Survey:
    """Feeds the distinct cells of the columns that matter, batch by batch, to what decides their grammar."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.rows = 0
        self._dates: dict[str, DateSurvey] = {}
        self._numbers: dict[str, NumberSurvey] = {}

    def table(self, table: Table) -> None:
        """Look at all rows of a table."""
        columns = self._reader.columns(table.header)
        for group in columns.dates:
            self._dates.setdefault(group.name, DateSurvey(group.name, usual=group.usual, own_years=group.own_years))
        for number in columns.numbers:
            self._numbers.setdefault(number.name, NumberSurvey(number.name, whole=number.whole))
        while batch := list(islice(table.rows, _BATCH)):
            self.rows += len(batch)
            self._feed(columns, batch)

    def _feed(self, columns: Columns, batch: list[Row]) -> None:
        for group in columns.dates:
            self._dates[group.name].feed(
                dict.fromkeys(row.cells[place].strip() for place in group.places for row in batch)
            )
        for number in columns.numbers:
            place = number.place
            self._numbers[number.name].feed({row.cells[place] for row in batch})

    def decide(
        self, answers: Mapping[str, str], believed: tuple[date, date], written: date
    ) -> tuple[Decided, list[Decision]]:
        """The grammars of the columns, and what to tell of them. Dates are believed between two days; those without a
        year lie before the day the file was `written`.
        """
        earliest, latest = believed
        shared = shared_evidence(self._numbers.values())
        dates = {
            name: survey.decide(answers.get(f"date:{name.casefold()}"), earliest, latest, written)
            for name, survey in self._dates.items()
        }
        numbers = {
            name: survey.decide(answers.get(f"number:{name.casefold()}"), shared)
            for name, survey in self._numbers.items()
        }
        told = [decision for _, decision in (*dates.values(), *numbers.values()) if decision is not None]
        return Decided({name: it[0] for name, it in dates.items()}, {name: it[0] for name, it in numbers.items()}), told
