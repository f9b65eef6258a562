"""The only place that writes rows. Each change is journaled, chained by digests, and moves the totals with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, CursorResult, Delete, Insert, Select, Table, Update, bindparam, func, literal, select
from sqlalchemy import delete as sql_delete
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator

from smdash.errors import NotFound
from smdash.store import locks, roles, totals
from smdash.store.tables import change, change_set

if TYPE_CHECKING:
    from smdash.store.store import Transaction

ERASED = "erased"
FIRST_CHAIN = "0" * 64
_AT_ONCE = 1_000  # rows whose text is in memory together
_WHICH = "this_id"  # no column is called so
_DIALECT = dialect()


@dataclass(frozen=True, slots=True)
class Recorded:
    """One journaled change of one row; `row_id` is None for a whole import batch of a table."""

    table: str
    row_id: int | None
    before: Any
    after: Any


def insert(tx: Transaction, table: Table, **values: Any) -> int:
    """Add a row and return its id. As in all that follow, `MonthClosed` when it is a number of a closed month, and
    `Refused` when the role of who acts doesn't write it.
    """
    row = {**defaults(table), **values}
    roles.check_write(tx, table, row)
    locks.check_change(tx, table, None, row)
    result = tx.connection.execute(_adding(table), values)
    row_id = new_id(result)
    stored = _row(tx.connection, table, row_id)
    tx.record(Recorded(table.name, row_id, None, _without_nulls(to_plain(table, stored))))
    if totals.is_summed(table):
        totals.shift(tx.connection, table, stored, 1)
    return row_id


def new_id(result: CursorResult[Any]) -> int:
    """The id of the row just inserted."""
    key = result.inserted_primary_key
    if key is None:
        raise RuntimeError("the insert gave no key")
    return int(key[0])


def update(tx: Transaction, table: Table, row_id: int, **values: Any) -> bool:
    """Change columns of a row; False when nothing was different. `NotFound` when the row is gone."""
    before = _row(tx.connection, table, row_id)
    different = {name: value for name, value in values.items() if before[name] != value}
    if not different:
        return False
    after = dict(before) | different
    roles.check_write(tx, table, before, after)
    locks.check_change(tx, table, before, after)
    tx.connection.execute(_changing(table), {**different, _WHICH: row_id})
    tx.record(
        Recorded(
            table.name,
            row_id,
            to_plain(table, {name: before[name] for name in different}),
            to_plain(table, different),
        )
    )
    if totals.is_summed(table):
        totals.move(tx.connection, table, before, after)
    return True


def delete(tx: Transaction, table: Table, row_id: int) -> None:
    """Delete a row; `NotFound` when it is gone."""
    before = _row(tx.connection, table, row_id)
    roles.check_write(tx, table, before)
    locks.check_change(tx, table, before, None)
    tx.connection.execute(_deleting(table), {_WHICH: row_id})
    tx.record(Recorded(table.name, row_id, _without_nulls(to_plain(table, before)), None))
    if totals.is_summed(table):
        totals.shift(tx.connection, table, before, -1)


def insert_selected(tx: Transaction, table: Table, query: Select[Any], batch_id: int) -> int:
    """Add the rows of a query over an attached database, as an import; returns how many there were.

    The query names its columns as the table does. One journal record holds their count and the SHA-256 over the
    stored values of each row as a JSON array, by id; totals follow in one step.
    """
    roles.check_write(tx, table)
    columns = [column.name for column in query.selected_columns]
    marked = query.add_columns(literal(batch_id))
    last = _newest_id(tx.connection, table)
    tx.connection.execute(sql_insert(table).from_select([*columns, "batch_id"], marked, include_defaults=False))
    locks.check_rows(tx, table, table.c.id > last)
    stored = select(func.json_array(*(column for column in table.c))).where(table.c.id > last)
    digest, rows = hashlib.sha256(), 0
    for part in tx.connection.execute(stored.order_by(table.c.id)).scalars().partitions(_AT_ONCE):
        digest.update("".join(part).encode())
        rows += len(part)
    if rows:
        tx.record(Recorded(table.name, None, None, {"batch": batch_id, "rows": rows, "sha256": digest.hexdigest()}))
    if rows and totals.is_summed(table):
        totals.add_batch(tx.connection, table, batch_id, 1, after=last)
    return rows


def delete_batch(tx: Transaction, table: Table, batch_id: int) -> int:
    """Delete the rows of an import from one table and return how many there were."""
    roles.check_write(tx, table)
    locks.check_rows(tx, table, table.c.batch_id == batch_id)
    if totals.is_summed(table):
        totals.add_batch(tx.connection, table, batch_id, -1)
    for key in table.foreign_keys:
        if key.column.table is table:  # rows that point at each other go together, in whatever order
            column = key.parent.name
            tx.connection.execute(table.update().where(table.c.batch_id == batch_id).values({column: None}))
    gone = tx.connection.execute(table.delete().where(table.c.batch_id == batch_id)).rowcount
    if gone:
        tx.record(Recorded(table.name, None, {"batch": batch_id, "rows": gone}, None))
    return gone


def to_plain(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values as the database stores them: text and whole numbers."""
    kinds = _decorators(table)
    return {name: kinds[name].process_bind_param(row[name], _DIALECT) if name in kinds else row[name] for name in row}


def from_plain(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a journaled row as the program uses them."""
    kinds = _decorators(table)
    return {name: kinds[name].process_result_value(row[name], _DIALECT) if name in kinds else row[name] for name in row}


def flush(tx: Transaction, records: Sequence[Recorded]) -> int:
    """Write the change set and its changes to the journal; returns the set's id."""
    connection = tx.connection
    result = connection.execute(
        sql_insert(change_set).values(
            at=tx.now,
            actor=tx.actor,
            label=tx.label,
            kind=tx.kind,
            reverses_id=tx.reverses_id,
            batch_id=tx.batch_id,
        )
    )
    set_id = new_id(result)
    at = to_plain(change_set, {"at": tx.now})["at"]
    stamp = (set_id, at, tx.actor, tx.label, tx.kind, tx.reverses_id, tx.batch_id)
    previous = head(connection)
    journal = []
    for record in records:
        payloads = to_plain(change, {"before": record.before, "after": record.after})
        digest = digest_of(*stamp, record.table, record.row_id, payloads["before"], payloads["after"])
        previous = link(previous, digest)
        journal.append(
            {
                "change_set_id": set_id,
                "table_name": record.table,
                "row_id": record.row_id,
                "before": record.before,
                "after": record.after,
                "digest": digest,
                "chain": previous,
            }
        )
    connection.execute(sql_insert(change), journal)
    return set_id


def head(connection: Connection) -> str:
    """The journal's newest link: print it outside, and a rewritten journal can be told."""
    newest = connection.execute(select(change.c.chain).order_by(change.c.id.desc()).limit(1)).scalar()
    return newest or FIRST_CHAIN


def digest_of(*stored: str | int | None) -> str:
    """SHA-256 over one change as it is stored: id, time, actor, label, kind, reversed set and batch of its change set,
    then its table, row, and payloads before and after as text.
    """
    return hashlib.sha256(_canonical(stored).encode()).hexdigest()


def link(previous: str, digest: str) -> str:
    """The next link of the chain."""
    return hashlib.sha256((previous + digest).encode()).hexdigest()


def find_row(connection: Connection, table: Table, row_id: int) -> dict[str, Any] | None:
    """A row as it is now; None when it is gone."""
    row = connection.execute(_finding(table), {_WHICH: row_id}).mappings().first()
    return None if row is None else dict(row)


def _row(connection: Connection, table: Table, row_id: int) -> dict[str, Any]:
    row = find_row(connection, table, row_id)
    if row is None:
        raise NotFound(f"This {table.name.replace('_', ' ')} is gone.", "Someone deleted it: reload and look again.")
    return row


@cache
def defaults(table: Table) -> Mapping[str, Any]:
    """What columns hold that are not named."""
    return MappingProxyType(
        {
            column.name: column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
            for column in table.c
        }
    )


# Statements about one row, built once for a table: building one takes longer than SQLite takes to run it.


@cache
def _finding(table: Table) -> Select[Any]:
    return select(table).where(table.c.id == bindparam(_WHICH))


@cache
def _adding(table: Table) -> Insert:
    return sql_insert(table)


@cache
def _changing(table: Table) -> Update:
    return sql_update(table).where(table.c.id == bindparam(_WHICH))


@cache
def _deleting(table: Table) -> Delete:
    return sql_delete(table).where(table.c.id == bindparam(_WHICH))


def _newest_id(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.max(table.c.id))).scalar() or 0


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _without_nulls(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


@cache
def _decorators(table: Table) -> Mapping[str, TypeDecorator[Any]]:
    """Columns whose values the database stores in another form."""
    return {column.name: column.type for column in table.c if isinstance(column.type, TypeDecorator)}
