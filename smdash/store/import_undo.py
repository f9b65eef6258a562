"""Taking back an import by its batch: as a whole, or all but what people edited or used since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, Table, exists, select

from smdash.errors import NotFound, Refused
from smdash.store import changes, undo
from smdash.store.import_kinds.edits import person_edits
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import alias, change, change_set, import_batch, metadata

_TOLD = 5


@dataclass(frozen=True, slots=True)
class InUse:
    """A row of an import that a person edited since, or that something else uses."""

    table: str
    row_id: int
    edited: bool

    def __str__(self) -> str:
        return f"{self.table.replace('_', ' ')} {self.row_id} ({'edited' if self.edited else 'used'})"


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """What was taken back: the import's label, rows removed by table, and what was kept."""

    label: str
    removed: Mapping[str, int]
    kept: tuple[InUse, ...]


def in_use(snapshot: Snapshot, batch_id: int) -> tuple[InUse, ...]:
    """The rows of an import that people edited or used since; an entry's parts go together."""
    found: list[InUse] = []
    for record in _records(snapshot, _import_set(snapshot, batch_id)):
        table = metadata.tables[record["table_name"]]
        if record["row_id"] is None:
            edited = _edited(snapshot, table, batch_id)
            used = _used(snapshot, table, batch_id) - edited
            found += [InUse(table.name, row_id, row_id in edited) for row_id in sorted(edited | used)]
    return tuple(found)


def undo_import(tx: Transaction, batch_id: int, *, keep_edited: bool = False) -> UndoneImport:
    """Take back an import.

    When rows were edited or used since, it is `Refused` with a list of them; or with `keep_edited` these stay, and with
    them the names they belong to, and everything else goes. What stays belongs to no import any more.
    """
    kept = in_use(tx, batch_id)
    if keep_edited:
        return _undo_rest(tx, batch_id, kept)
    if not kept:
        rows = Counter({record["table_name"]: 0 for record in _records(tx, _import_set(tx, batch_id))})
        for record in _records(tx, _import_set(tx, batch_id)):
            rows[record["table_name"]] += _added(record)
        return UndoneImport(undo.undo_import(tx, batch_id).label, +rows, ())
    told = ", ".join(map(str, kept[:_TOLD])) + (" …" if len(kept) > _TOLD else "")
    raise Refused(
        f"{len(kept)} rows of this import were edited or used since: {told}.", "Nothing was undone. Or keep those."
    )


def held_back(snapshot: Snapshot) -> tuple[InUse, ...] | None:
    """What would stay if the actor's last change, an import, were taken back but for what is in use; None when their
    last change is no import.
    """
    target = undo.next_undo(snapshot)
    found = _newest_import(snapshot)
    if target is None or found is None or target.id != found["id"]:
        return None
    return in_use(snapshot, found["batch_id"])


def undo_keeping_edited(tx: Transaction) -> UndoneImport:
    """Take back the actor's last import that stands, all but what was edited or used since."""
    found = _newest_import(tx)
    if found is None:
        raise NotFound("You have no import to undo.", "Only your own changes are undone.")
    return undo_import(tx, found["batch_id"], keep_edited=True)


def _newest_import(snapshot: Snapshot) -> RowMapping | None:
    query = select(change_set).where(
        change_set.c.actor == snapshot.actor, change_set.c.batch_id.is_not(None), change_set.c.kind == "do", _stands()
    )
    return snapshot.connection.execute(query.order_by(change_set.c.id.desc()).limit(1)).mappings().first()


def _stands() -> Any:
    reversal = change_set.alias()
    return ~exists().where(reversal.c.reverses_id == change_set.c.id)


def _added(record: RowMapping) -> int:
    if record["row_id"] is None:
        return int(record["after"]["rows"])
    return int(record["before"] is None and record["table_name"] != import_batch.name)


def _import_set(snapshot: Snapshot, batch_id: int) -> RowMapping:
    query = select(change_set).where(change_set.c.batch_id == batch_id, change_set.c.kind == "do", _stands())
    row = snapshot.connection.execute(query).mappings().first()
    if row is None:
        raise NotFound("This import was undone already, or never was.")
    return row


def _records(snapshot: Snapshot, found: RowMapping) -> list[RowMapping]:
    """The changes of an import, the last one first."""
    query = select(change).where(change.c.change_set_id == found["id"]).order_by(change.c.id.desc())
    return list(snapshot.connection.execute(query).mappings())


def _edited(snapshot: Snapshot, table: Table, batch_id: int) -> set[int]:
    ids = snapshot.connection.execute(select(table.c.id).where(table.c.batch_id == batch_id)).scalars().all()
    edited = {row_id for row_id, _ in person_edits(snapshot, table, ids)}
    if "group_id" in table.c and edited:  # parts of one stay together
        group = select(table.c.group_id).where(table.c.id.in_(edited), table.c.group_id.is_not(None))
        parts = select(table.c.id).where(table.c.batch_id == batch_id, table.c.group_id.in_(group))
        edited |= set(snapshot.connection.execute(parts).scalars())
    return edited


def _used(snapshot: Snapshot, table: Table, batch_id: int) -> set[int]:
    """Rows that rows of no, or of another import point at, or edited ones of this import."""
    used: set[int] = set()
    own = select(table.c.id).where(table.c.batch_id == batch_id)
    for other, column in _pointers(table):
        query = select(column).where(column.in_(own)).distinct()
        if "batch_id" in other.c:
            foreign = other.c.batch_id.is_distinct_from(batch_id)
            used |= set(snapshot.connection.execute(query.where(foreign)).scalars())
            kept = _edited(snapshot, other, batch_id)
            used |= set(snapshot.connection.execute(query.where(other.c.id.in_(kept))).scalars())
        else:
            used |= set(snapshot.connection.execute(query).scalars())
    return used


def _pointers(table: Table) -> list[tuple[Table, Any]]:
    """The columns that point at a table."""
    return [
        (other, key.parent)
        for other in metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table and other is not table
    ]


def _undo_rest(tx: Transaction, batch_id: int, kept: tuple[InUse, ...]) -> UndoneImport:
    found = _import_set(tx, batch_id)
    tx.kind, tx.reverses_id, tx.label = "undo", found["id"], found["label"]
    removed: Counter[str] = Counter()
    left: list[InUse] = []
    for record in undo.in_reverse(_records(tx, found)):
        table = metadata.tables[record["table_name"]]
        if record["row_id"] is None:
            for row in kept:
                if row.table == table.name:
                    changes.update(tx, table, row.row_id, batch_id=None)
            removed[table.name] += changes.delete_batch(tx, table, batch_id)
        elif table is import_batch:
            changes.update(tx, table, record["row_id"], state="undone")
        elif (staying := _stays(tx, table, record)) is not None:
            left.append(staying)
        else:
            removed[table.name] += _take_back(tx, table, record)
    return UndoneImport(found["label"], +removed, (*kept, *left))


def _stays(tx: Transaction, table: Table, record: RowMapping) -> InUse | None:
    """A row that was written by itself and changed since, or is used by now."""
    row_id, before, after = record["row_id"], record["before"], record["after"]
    current = tx.connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
    if current is None or after is None:
        return None
    expected = {column.name: None for column in table.c} | after if before is None else after
    if changes.to_plain(table, {name: current[name] for name in expected}) != expected:
        return InUse(table.name, row_id, edited=True)
    needed = before is None and _is_needed(tx, table, current)
    return InUse(table.name, row_id, edited=False) if needed else None


def _take_back(tx: Transaction, table: Table, record: RowMapping) -> bool:
    """Reverse the change of one row, unless it is gone; whether a row was removed."""
    row_id, before, after = record["row_id"], record["before"], record["after"]
    if after is None:
        changes.insert(tx, table, **changes.from_plain(table, before))
        return False
    if tx.connection.execute(select(table.c.id).where(table.c.id == row_id)).first() is None:
        return False
    if before is None:
        changes.delete(tx, table, row_id)
        return True
    changes.update(tx, table, row_id, **changes.from_plain(table, before))
    return False


def _is_needed(tx: Transaction, table: Table, row: RowMapping) -> bool:
    """Whether something points at a row, or, for another name, what it stands for stays."""
    if table is alias:
        target = metadata.tables[row["kind"]]
        named = tx.connection.execute(select(target).where(target.c.id == row["target_id"])).mappings().first()
        return named is not None and _is_needed(tx, target, named)
    return any(
        tx.connection.execute(select(column).where(column == row["id"]).limit(1)).first() is not None
        for _, column in _pointers(table)
    )
