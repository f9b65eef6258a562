"""Undo and redo: the reverse of a change set, written as a new one; refused when a later change depends on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, RowMapping, Table, exists, select
from sqlalchemy.exc import IntegrityError

from smdash.errors import NotFound, Refused
from smdash.store import changes, timers
from smdash.store.currencies import check_currency_stays
from smdash.store.risk_grids import check_grid_goes
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
    query = select(change_set).where(change_set.c.batch_id == batch_id, change_set.c.kind == "do", _stands())
    row = tx.connection.execute(query.order_by(change_set.c.id).limit(1)).first()
    if row is None:
        raise NotFound("This import was undone already, or never was.")
    target = _undoable(tx, row)
    _reverse(tx, target, "undo")
    return target


def _stands() -> Any:
    """The condition that no later change set reversed this one."""
    reversal = change_set.alias()
    return ~exists().where(reversal.c.reverses_id == change_set.c.id)


def _newest(snapshot: Snapshot, kinds: tuple[str, ...]) -> Undoable | None:
    query = select(change_set).where(change_set.c.actor == snapshot.actor, change_set.c.kind.in_(kinds), _stands())
    row = snapshot.connection.execute(query.order_by(change_set.c.id.desc()).limit(1)).first()
    return None if row is None else _undoable(snapshot, row)


def _undoable(snapshot: Snapshot, row: Row[Any]) -> Undoable:
    touched = select(change.c.row_id, change.c.before, change.c.after).where(change.c.change_set_id == row.id)
    rows = 0
    for one in snapshot.connection.execute(touched):
        rows += 1 if one.row_id is not None else (one.after or one.before)["rows"]
    return Undoable(row.id, row.label, row.at.isoformat(), rows)


def _reverse(tx: Transaction, target: Undoable, kind: str) -> None:
    """Write the opposite of each change of a set, the last one first."""
    tx.kind, tx.reverses_id, tx.label = kind, target.id, target.label
    currency, grid = tx.organisation.currency, tx.organisation.risk_grid
    timers_before = timers.most_running(tx)
    query = select(change).where(change.c.change_set_id == target.id).order_by(change.c.id.desc())
    records = tx.connection.execute(query).mappings().all()
    if any(changes.ERASED in (record["before"], record["after"]) for record in records):
        raise Refused(f"“{target.label}” can't be taken back: its content was erased.")
    imported: Counter[str] = Counter()
    for record in records:
        if record["row_id"] is None:
            imported[record["table_name"]] += _rows_of(record)
    for record in in_reverse(records):
        table = metadata.tables[record["table_name"]]
        if record["row_id"] is None:
            _take_imported(tx, table, record["after"]["batch"], imported.pop(table.name, 0), target)
            continue
        try:
            _reverse_row(tx, table, record, target)
        except IntegrityError as fault:
            raise _dependence(target, table, record, fault) from None
    tx.forget_organisation()
    check_currency_stays(tx, currency)
    check_grid_goes(tx, grid)
    timers.check_number(tx, timers_before, target.label)


def in_reverse(records: Sequence[RowMapping]) -> list[RowMapping]:
    """The changes of a set, the last one first, in the order in which they can be taken back.

    Of an import rows go table by table, those of several files together: so what later files changed in rows of earlier
    ones is taken back before, and the names that rows belong to go after them.
    """
    imported = [record for record in records if record["row_id"] is None]
    if not imported:
        return list(records)
    order = {table.name: -place for place, table in enumerate(metadata.sorted_tables)}
    single = [record for record in records if record["row_id"] is not None]
    changed = [record for record in single if record["before"] is not None and record["after"] is not None]
    others = [record for record in single if record["before"] is None or record["after"] is None]
    return [*changed, *sorted(imported, key=lambda record: order[record["table_name"]]), *others]


def _reverse_row(tx: Transaction, table: Table, record: Mapping[Any, Any], target: Undoable) -> None:
    row_id = record["row_id"]
    before, after = (_as_it_is_now(table, record[side], target) for side in ("before", "after"))
    if after is None:
        changes.insert(tx, table, **changes.from_plain(table, before))
        return
    if before is None and table is import_batch:  # what was imported, and that it was undone, is never forgotten
        changes.update(tx, table, row_id, state="undone")
        return
    current = changes.find_row(tx.connection, table, row_id)
    if current is None:
        raise Refused(f"“{target.label}” can't be taken back: the {_word(table)} was deleted since.")
    expected = {column.name: None for column in table.c} | after if before is None else after
    stored = changes.to_plain(table, {name: current[name] for name in expected})
    if any(stored[name] != value for name, value in expected.items()):
        raise Refused(
            f"“{target.label}” can't be taken back: the {_word(table)} was changed since.",
            "Undo the later change first, or edit it by hand.",
        )
    if before is None:
        changes.delete(tx, table, row_id)
    else:
        changes.update(tx, table, row_id, **changes.from_plain(table, before))


def _as_it_is_now(table: Table, payload: Any, target: Undoable) -> Any:
    """A journaled row without columns that the store has no more; `Refused` when one of them said something."""
    if payload is None:
        return None
    gone = [name for name in payload if name not in table.c]
    if any(payload[name] for name in gone):
        raise Refused(
            f"“{target.label}” can't be taken back: the {_word(table)} is kept in another form since.",
            "Edit it by hand.",
        )
    return {name: value for name, value in payload.items() if name not in gone}


def _dependence(target: Undoable, table: Table, record: Mapping[Any, Any], fault: IntegrityError) -> Refused:
    """Why the database does not let a row go back to what it was."""
    word, start = _word(table), f"“{target.label}” can't be taken back: "
    if "UNIQUE" in str(fault.orig):
        return Refused(f"{start}another {word} has taken its place.", f"Change or remove that {word} first.")
    if record["before"] is None:
        return Refused(f"{start}something made since uses this {word}.", f"Remove what uses the {word} first.")
    return Refused(f"{start}what this {word} belonged to was deleted since.")


def _word(table: Table) -> str:
    return table.name.replace("_", " ")


# Imported rows -----------------------------------------------------------------------------------------------------


def _rows_of(record: Mapping[Any, Any]) -> int:
    if record["after"] is None:
        raise Refused("An import that was undone is not redone from the journal.", "Import the file again.")
    return int(record["after"]["rows"])


def _take_imported(tx: Transaction, table: Table, batch_id: int, rows: int, target: Undoable) -> None:
    """Take back the imported rows of one table, all at once, unless a person edited or deleted some since."""
    if not rows:
        return
    start = f"“{target.label}” can't be taken back: "
    gone = rows - len(tx.connection.execute(select(table.c.id).where(table.c.batch_id == batch_id)).all())
    edited = _edited_since(tx, table, batch_id, target)
    if gone or edited:
        raise Refused(
            f"{start}of its {rows} rows, {gone} were deleted and {edited} edited since.", "Undo those changes first."
        )
    try:
        changes.delete_batch(tx, table, batch_id)
    except IntegrityError:
        raise Refused(f"{start}something made since uses its rows.", "Remove that first.") from None


def _edited_since(tx: Transaction, table: Table, batch_id: int, target: Undoable) -> int:
    """How many rows of a batch have edits that stand; what was edited and undone is as it was imported."""
    rows = select(table.c.id).where(table.c.batch_id == batch_id)
    query = (
        select(change.c.row_id)
        .join(change_set, change_set.c.id == change.c.change_set_id)
        .where(
            change.c.table_name == table.name,
            change.c.row_id.in_(rows),
            change_set.c.id != target.id,
            change_set.c.kind != "undo",
            _stands(),
        )
        .distinct()
    )
    return len(tx.connection.execute(query).all())
