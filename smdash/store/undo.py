"""Undo and redo: the reverse of a change set, written as a new one; refused when a later change depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, exists, select
from sqlalchemy.exc import IntegrityError

from smdash.errors import NotFound, Refused
from smdash.store import changes
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import change, change_set, import_batch, metadata


@dataclass(frozen=True, slots=True)
class Undoable:
    """A change set that can be taken back or done again: its label, and how many rows it touched."""

    id: int
    label: str
    at: str
    rows: int


def next_undo(snapshot: Snapshot) -> Undoable | None:
    """The actor's last change that still stands, or None."""
    return _newest(snapshot, ("do", "redo"))


def next_redo(snapshot: Snapshot) -> Undoable | None:
    """The actor's last undo, unless something was changed after it."""
    newest = _newest(snapshot, ("undo",))
    if newest is None:
        return None
    later = select(change_set.c.id).where(
        change_set.c.actor == snapshot.actor, change_set.c.kind == "do", change_set.c.id > newest.id
    )
    return None if snapshot.connection.execute(later.limit(1)).first() else newest


def undo(tx: Transaction) -> Undoable:
    """Take back the actor's last change; returns what was taken back."""
    target = next_undo(tx)
    if target is None:
        raise NotFound("There is nothing to undo.", "Only your own changes are undone, the last one first.")
    _reverse(tx, target, "undo")
    return target


def redo(tx: Transaction) -> Undoable:
    """Do again what was undone last; returns it."""
    target = next_redo(tx)
    if target is None:
        raise NotFound("There is nothing to redo.")
    _reverse(tx, target, "redo")
    return target


def undo_import(tx: Transaction, batch_id: int) -> Undoable:
    """Take back an import as a whole, by its batch."""
    query = select(change_set).where(change_set.c.batch_id == batch_id).order_by(change_set.c.id).limit(1)
    row = tx.connection.execute(query).first()
    if row is None or not _stands(tx, row.id):
        raise NotFound("This import was undone already, or never was.")
    target = _undoable(tx, row)
    _reverse(tx, target, "undo")
    return target


def _newest(snapshot: Snapshot, kinds: tuple[str, ...]) -> Undoable | None:
    reversal = change_set.alias()
    query = (
        select(change_set)
        .where(
            change_set.c.actor == snapshot.actor,
            change_set.c.kind.in_(kinds),
            ~exists().where(reversal.c.reverses_id == change_set.c.id),
        )
        .order_by(change_set.c.id.desc())
        .limit(1)
    )
    row = snapshot.connection.execute(query).first()
    return None if row is None else _undoable(snapshot, row)


def _stands(snapshot: Snapshot, set_id: int) -> bool:
    query = select(change_set.c.id).where(change_set.c.reverses_id == set_id)
    return snapshot.connection.execute(query).first() is None


def _undoable(snapshot: Snapshot, row: Row[Any]) -> Undoable:
    touched = select(change.c.id, change.c.after).where(change.c.change_set_id == row.id, change.c.row_id.is_(None))
    batched = sum((r.after or {}).get("rows", 0) for r in snapshot.connection.execute(touched))
    single = select(change.c.id).where(change.c.change_set_id == row.id, change.c.row_id.is_not(None))
    return Undoable(row.id, row.label, row.at.isoformat(), batched + len(snapshot.connection.execute(single).all()))


def _reverse(tx: Transaction, target: Undoable, kind: str) -> None:
    if target.id < 1:
        raise NotFound("There is nothing to undo.")
    tx.kind, tx.reverses_id, tx.label = kind, target.id, target.label
    query = select(change).where(change.c.change_set_id == target.id).order_by(change.c.id.desc())
    for record in tx.connection.execute(query).mappings().all():
        table = metadata.tables[record["table_name"]]
        if changes.ERASED in (record["before"], record["after"]):
            raise Refused(f"“{target.label}” can't be taken back: its content was erased.")
        try:
            if record["row_id"] is None:
                _reverse_batch(tx, table, record["before"], record["after"])
            else:
                _reverse_row(tx, table, record["row_id"], record["before"], record["after"], target)
        except IntegrityError:
            raise Refused(
                f"“{target.label}” can't be taken back: something made since depends on it.",
                f"Remove what uses this {table.name.replace('_', ' ')} first.",
            ) from None
    tx.forget_organisation()


def _reverse_row(tx: Transaction, table: Table, row_id: int, before: Any, after: Any, target: Undoable) -> None:
    current = tx.connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
    if after is None:
        values = changes.from_plain(table, before)
        changes.insert(tx, table, **values)
        return
    if current is None:
        raise Refused(f"“{target.label}” can't be taken back: the {table.name.replace('_', ' ')} was deleted since.")
    expected = {column.name: None for column in table.c} | after if before is None else after
    stored = changes.to_plain(table, {name: current[name] for name in expected})
    if any(stored[name] != value for name, value in expected.items()):
        raise Refused(
            f"“{target.label}” can't be taken back: the {table.name.replace('_', ' ')} was changed since.",
            "Undo the later change first, or edit it by hand.",
        )
    if before is None:
        changes.delete(tx, table, row_id)
    else:
        changes.update(tx, table, row_id, **changes.from_plain(table, before))


def _reverse_batch(tx: Transaction, table: Table, before: Any, after: Any) -> None:
    """Take back imported rows of one table, unless a person edited them since."""
    if after is None:
        raise Refused("An import that was undone is not redone from the journal.", "Import the file again.")
    batch_id = after["batch"]
    rows = select(table.c.id).where(table.c.batch_id == batch_id)
    edited = tx.connection.execute(
        select(change.c.row_id).where(change.c.table_name == table.name, change.c.row_id.in_(rows))
    ).first()
    there = len(tx.connection.execute(rows).all())
    if edited is not None or there != after["rows"]:
        raise Refused(
            f"{after['rows'] - there} rows of this import were deleted and some edited since."
            if there != after["rows"]
            else "Rows of this import were edited since.",
            "Undo those changes first.",
        )
    changes.delete_batch(tx, table, batch_id)
    batch = tx.connection.execute(select(import_batch.c.state).where(import_batch.c.id == batch_id)).scalar()
    if batch == "applied":
        changes.update(tx, import_batch, batch_id, state="undone")
