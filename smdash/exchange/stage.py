"""From a file that is understood to rows that wait in a temporary database: one pass, without the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from smdash.exchange.entry_rows import EntryRows
from smdash.exchange.names import NameBook, NameKey, Target
from smdash.exchange.post_rows import PostRows, total_row
from smdash.exchange.read import Understood
from smdash.exchange.records import EntryRecord, Outcome, PlatformTotal, RowFault
from smdash.store import import_names, staging
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


def stage(understood: Understood, basis: Basis, choices: RowChoices, progress: Progress | None = None) -> Staged:
    """Read a file into a new temporary database; `InvalidInput` when a choice names what isn't there."""
    rows = Staging()
    try:
        return _Stager(understood, basis, choices, rows).run(progress)
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
    def __init__(self, understood: Understood, basis: Basis, choices: RowChoices, rows: Staging) -> None:
        self._understood, self._choices, self._rows = understood, choices, rows
        self._book = NameBook(basis, choices.targets)
        campaign = None
        if choices.campaign:
            campaign = self._book.ref("campaign", self._book.existing("campaign", choices.campaign).name)
        self._entries = EntryRows(basis, self._book, campaign)
        self._posts = PostRows(basis, self._book, campaign)
        self._faults = _Faults()
        self._waiting: dict[Any, list[Any]] = {staging.entry: [], staging.post: [], staging.total: []}
        self._next = dict.fromkeys(self._waiting, 1)

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
        for line, first in import_names.settle_repeated(self._rows):
            self._faults.add(RowFault(line, "", "", f"has the id of line {first} and says something else"))
        if progress is not None:
            progress(total, total)
        faults = sorted(self._faults.first, key=lambda fault: fault.row_number)
        return Staged(
            self._understood, self._book, self._rows, self._choices.skip_bad, tuple(faults), self._faults.count,
            tuple(self._notes()),
        )  # fmt: skip

    def _take(self, outcome: Outcome) -> None:
        if isinstance(outcome, EntryRecord):
            made = self._entries.rows(outcome, self._next[staging.entry])
            if isinstance(made, RowFault):
                self._faults.add(made)
            else:
                self._put(staging.entry, *made)
        elif isinstance(outcome, PlatformTotal):
            self._put(staging.total, total_row(outcome, self._next[staging.total]))
        elif isinstance(outcome, RowFault):
            self._faults.add(outcome)
        else:
            row = self._posts.row(outcome, self._next[staging.post])
            if isinstance(row, RowFault):
                self._faults.add(row)
            else:
                self._put(staging.post, row)

    def _put(self, table: Any, *rows: Any) -> None:
        self._waiting[table].extend(rows)
        self._next[table] += len(rows)

    def _flush(self) -> None:
        for table, waiting in self._waiting.items():
            self._rows.add(table, waiting)
            waiting.clear()

    def _notes(self) -> list[str]:
        notes = []
        if self._entries.split:
            notes.append(f"{self._entries.split} entries run over the start of a day and are cut there.")
        if self._entries.unclear:
            notes.append(
                f"{self._entries.unclear} entries begin or end where the clock changes: the first of a repeated hour"
                " is meant unless only the second fits, and a skipped one counts as if the clock had not changed."
            )
        if self._posts.timed:
            notes.append(f"Times of posts are read as {self._posts.zone_name}, the organisation's zone.")
        if self._posts.spend_assumed:
            notes.append(f"Ad spend names no currency: read as {self._book.basis.organisation.currency}.")
        return notes
