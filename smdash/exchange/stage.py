"""From a file that is understood to rows that wait in a temporary database: one pass, without the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from smdash.exchange.names import NameBook, NameKey, Target
from smdash.exchange.read import Understood
from smdash.exchange.records.base import Outcome, RowFault
from smdash.exchange.rows.kinds import RECORD_KINDS, RecordKind
from smdash.exchange.rows.values import Row
from smdash.store import import_names
from smdash.store.import_basis import Basis
from smdash.store.staging import Staging

FAULTS_SHOWN = 200
_BATCH = 5_000

Progress = Callable[[int, int], None]
"""Told how many rows of how many were read."""


class RowChoices(Protocol):
    """The choices staging needs."""

    @property
    def targets(self) -> Mapping[NameKey, Target]:
        """What names stand for."""

    @property
    def campaign(self) -> str:
        """The campaign of rows that name none."""

    @property
    def skip_bad(self) -> bool:
        """Whether bad rows are left out."""


@dataclass(slots=True)
class Staged:
    """A file's rows in their temporary database, its names, and what was bad."""

    understood: Understood
    book: NameBook
    rows: Staging
    skip_bad: bool
    faults: tuple[RowFault, ...] = ()
    bad: int = 0
    notes: tuple[str, ...] = ()

    def period(self) -> tuple[date, date] | None:
        """The first and the last day of its rows."""
        return import_names.period(self.rows)


def stage(
    understood: Understood,
    basis: Basis,
    choices: RowChoices,
    progress: Progress | None = None,
    book: NameBook | None = None,
) -> Staged:
    """Read a file into a new temporary database; `InvalidInput` when a choice names what isn't there. `book` holds the
    names of files before it in the same import.
    """
    rows = Staging()
    try:
        return _Stager(understood, basis, choices, rows, book or NameBook(basis, choices.targets)).run(progress)
    except BaseException:
        rows.close()
        raise


@dataclass(slots=True)
class _Faults:
    """Counts bad rows and keeps the first ones."""

    first: list[RowFault] = field(default_factory=list)
    count: int = 0

    def add(self, fault: RowFault) -> None:
        self.count += 1
        if len(self.first) < FAULTS_SHOWN:
            self.first.append(fault)


class _Stager:
    def __init__(
        self, understood: Understood, basis: Basis, choices: RowChoices, rows: Staging, book: NameBook
    ) -> None:
        self._understood, self._choices, self._rows = understood, choices, rows
        self._book = book
        campaign = None
        if choices.campaign:
            campaign = self._book.ref("campaign", self._book.existing("campaign", choices.campaign).name)
        self._kinds = {one.record: _Waiting(one, basis, self._book, campaign) for one in RECORD_KINDS}
        self._faults = _Faults()

    def run(self, progress: Progress | None) -> Staged:
        total = self._understood.rows
        for done, outcome in enumerate(self._understood.stream()):
            self._take(outcome)
            if done % _BATCH == _BATCH - 1:
                self._flush()
                if progress is not None:
                    progress(done + 1, total)
        self._flush()
        self._rows.index()
        for waiting in (one for one in self._kinds.values() if one.kind.is_concerned(self._rows)):
            for line, first in waiting.kind.settle_repeated(self._rows):
                first_said = self._understood.line_words(first)
                self._faults.add(RowFault(line, "", "", waiting.kind.at_odds.format(first=first_said)))
        if progress is not None:
            progress(total, total)
        ordered = sorted(self._faults.first, key=lambda fault: fault.row_number)
        faults = map(self._understood.placed, ordered)
        notes = tuple(note for waiting in self._kinds.values() for note in waiting.maker.notes())
        return Staged(
            self._understood, self._book, self._rows, self._choices.skip_bad, tuple(faults), self._faults.count, notes
        )

    def _take(self, outcome: Outcome) -> None:
        fault = outcome if isinstance(outcome, RowFault) else self._kinds[type(outcome)].take(outcome)
        if fault is not None:
            self._faults.add(fault)

    def _flush(self) -> None:
        for waiting in self._kinds.values():
            waiting.flush(self._rows)


class _Waiting:
    """The rows of one kind, numbered, until there are enough of them to be put away together."""

    def __init__(self, record: RecordKind, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self.kind, self.maker = record.kind, record.maker(basis, names, campaign)
        self._rows: list[Row] = []
        self._next = 1

    def take(self, record: Any) -> RowFault | None:
        """Make the rows of a record; the fault of one that can't be imported."""
        made = self.maker.rows(record, self._next)
        if isinstance(made, RowFault):
            return made
        self._rows.extend(made)
        self._next += len(made)
        return None

    def flush(self, staged: Staging) -> None:
        """Put them away."""
        staged.add(self.kind.staged, self._rows)
        self._rows.clear()
