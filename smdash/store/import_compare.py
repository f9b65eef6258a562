"""What an import would change: staged rows, kind by kind, against the rows of the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from smdash.domain.month_end import ClosedMonth
from smdash.store import locks
from smdash.store.import_kinds.base import Compared, RowKind, Update
from smdash.store.import_kinds.marks import among
from smdash.store.import_kinds.registry import KINDS
from smdash.store.staging import Staging
from smdash.store.store import Snapshot
from smdash.store.tables import alias, change, import_batch, import_file, metadata


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a store would do with staged rows: `kinds` are those of which there are any, `mark` is its newest change,
    `states` counts rows of the file by kind and state, `found` is what each kind's comparison found beside.
    `imported_on` is the day the same file was imported, if it was. `closed` are the closed months in which it would add
    or change numbers: it can't. `aliases` are the other names it knows already, by kind and key.
    """

    kinds: tuple[RowKind, ...]
    mark: int
    states: Mapping[str, Mapping[str, int]]
    found: Mapping[str, Compared]
    imported_on: date | None
    closed: tuple[ClosedMonth, ...] = ()
    aliases: frozenset[tuple[str, str]] = frozenset()

    @property
    def updates(self) -> tuple[Update, ...]:
        """The changes of rows that are there."""
        return tuple(update for one in self.found.values() for update in one.updates)

    @property
    def kept(self) -> int:
        """Values that stay as a person made them."""
        return sum(one.kept for one in self.found.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided without asking."""
        return tuple(note for one in self.found.values() for note in one.notes)

    def agrees(self, other: Comparison) -> bool:
        """Whether as many rows would get the same states, and as many be changed and added."""
        return self._size() == other._size()

    def _size(self) -> tuple[object, ...]:
        return self.states, [(kind, len(one.updates), one.more) for kind, one in self.found.items()]


def compare(snapshot: Snapshot, staged: Staging, digest: str) -> Comparison:
    """Give each staged row its state, and work out what would become of rows that are there."""
    imported_on = last_imported(snapshot, digest)
    given = tuple(kind for kind in KINDS if kind.is_concerned(staged))
    found = {kind.plural: Compared() for kind in KINDS}
    found |= {kind.plural: kind.compare(snapshot, staged, again=imported_on is not None) for kind in given}
    return Comparison(
        kinds=given,
        closed=_closed(snapshot, staged, given, [update for one in found.values() for update in one.updates]),
        mark=snapshot.connection.execute(select(func.max(change.c.id))).scalar() or 0,
        states={kind.plural: kind.states(staged) if kind in given else {} for kind in KINDS},
        found=found,
        imported_on=imported_on,
        aliases=frozenset(tuple(row) for row in snapshot.connection.execute(select(alias.c.kind, alias.c.alias_key))),
    )


def _closed(
    snapshot: Snapshot, staged: Staging, given: Sequence[RowKind], updates: Sequence[Update]
) -> tuple[ClosedMonth, ...]:
    """The closed months of rows that would be added or changed."""
    if not snapshot.closed:
        return ()
    added = {str(day)[:7] for kind in given for day in kind.dated(staged)}
    changed = locks.refused(snapshot, _before_and_after(snapshot, updates))
    return tuple(closed for closed in snapshot.closed if f"{closed.month:%Y-%m}" in added or closed in changed)


def _before_and_after(snapshot: Snapshot, updates: Sequence[Update]) -> Iterator[tuple[str, locks.Row, locks.Row]]:
    for name in {update.table for update in updates} & locks.DATED.keys():
        table = metadata.tables[name]
        ours = {update.row_id: update.values for update in updates if update.table == name}
        query = select(table).where(among(table.c.id, list(ours)))
        for row in snapshot.connection.execute(query).mappings():
            yield name, row, {**row, **ours[row["id"]]}


def last_imported(snapshot: Snapshot, digest: str) -> date | None:
    """The day a file of this content was imported, unless that was undone."""
    several = select(import_file.c.batch_id).where(import_file.c.content_hash == digest)
    found = select(func.max(import_batch.c.at)).where(
        or_(import_batch.c.content_hash == digest, import_batch.c.id.in_(several)), import_batch.c.state == "applied"
    )
    at = snapshot.connection.execute(found).scalar()
    return None if at is None else at.astimezone(snapshot.clock.zone).date()
