"""Everything in a store, table by table, as it is kept: to carry it into an empty store.

Ids stay as they are, so that whatever points at a row, in words too, goes on pointing at it. Driven by the schema: a
new table is carried without a line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import InvalidOperation
from typing import Any

from sqlalchemy import Table, func, literal_column, select
from sqlalchemy.exc import IntegrityError

from smdash.domain.organisation import Role
from smdash.domain.text import clean
from smdash.errors import Refused, SmdashError
from smdash.store import changes
from smdash.store.setting_values import check_setting
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import import_batch, metadata, period_lock, person, rate, setting

LEFT_BEHIND = {
    "change": "the journal tells what was done in its own store; the new one begins with this import",
    "change_set": "the journal, as `change`",
    "schema_version": "which migrations its own file has seen",
    "month_time": "sums of entries, made again",
    "month_benefit": "sums of benefits, made again",
}
"""The tables that are not carried, and why."""

REPLACED = (rate, person, setting)
"""What opening a store writes by itself: rows of these make way."""

_AT_ONCE = 2_000
Row = Mapping[str, Any]


def carried() -> tuple[Table, ...]:
    """The tables so that each row finds what it points at; closed months last, since they hold all else."""
    found = [table for table in metadata.sorted_tables if table.name not in LEFT_BEHIND and table is not period_lock]
    return (*found, period_lock)


def stored_rows(snapshot: Snapshot, table: Table) -> Iterator[Row]:
    """The rows of a table as the database keeps them, without what is missing, by id; `Refused` but for managers."""
    check_manager(snapshot)
    names = [column.name for column in table.c]
    plain: list[Any] = [literal_column(f'"{table.name}"."{name}"') for name in names]
    query = select(*plain).select_from(table).order_by(*table.primary_key.columns)
    for row in snapshot.connection.execute(query, execution_options={"yield_per": _AT_ONCE}):
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}


def check_manager(snapshot: Snapshot) -> None:
    """`Refused` for all but managers: a complete export holds what each person costs."""
    if snapshot.role is not Role.MANAGER:
        raise Refused("A complete export is for managers only: it holds the rates.", "Ask a manager to do it.")


def check_empty(snapshot: Snapshot) -> None:
    """`Refused` when the store holds more than what opening it has written."""
    check_manager(snapshot)
    held = [
        table.name.replace("_", " ")
        for table in carried()
        if table not in (*REPLACED, import_batch)
        and snapshot.connection.execute(select(*table.primary_key.columns).limit(1)).first()
    ]
    people = snapshot.connection.execute(select(func.count()).select_from(person)).scalar() or 0
    if held or people > 1:
        told = ", ".join(held[:5]) + (" …" if len(held) > 5 else "") if held else f"{people} people"
        raise Refused(
            f"A complete export goes into an empty store only; this one has {told}.",
            "Choose another file with --store. To put a copy in this store's place use `smdash restore`.",
        )


def make_way(tx: Transaction) -> None:
    """Take away what opening the store has written."""
    for table in REPLACED:
        for row_id in tx.connection.execute(select(table.c.id).order_by(table.c.id.desc())).scalars().all():
            changes.delete(tx, table, row_id)
    tx.forget_organisation()


class Carrier:
    """Puts the rows of a complete export into a store, table after table in the order of `carried`."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._batches: dict[int, int] = {}  # their ids may be taken by imports that were undone here

    def put(self, table: Table, placed: Iterable[tuple[str, Row]]) -> int:
        """Add rows, each with its place in the file; returns how many. `Refused` at the place of what can't be kept."""
        added = 0
        for where, row in _in_order(table, placed):
            try:
                self._put(table, row)
            except IntegrityError as fault:
                raise _at(where, f"the store refuses this row: {fault.orig}") from None
            except (ValueError, TypeError, KeyError, InvalidOperation, OverflowError) as fault:
                raise _at(where, f"this is no row of {table.name.replace('_', ' ')}: {fault}") from None
            except SmdashError as fault:
                raise _at(where, fault.message) from None
            added += 1
        if table is setting:
            self._tx.forget_organisation()
        return added

    def _put(self, table: Table, row: Row) -> None:
        unknown = row.keys() - set(table.c.keys())
        if unknown:
            raise KeyError(f"it has no column {', '.join(sorted(unknown))}")
        values = {name: _cleaned(value) for name, value in changes.from_plain(table, row).items()}
        if table is setting:
            values["value"] = check_setting(values["key"], values["value"])
        for column in table.c:
            if any(key.column.table is import_batch for key in column.foreign_keys) and values.get(column.name):
                values[column.name] = self._batches[values[column.name]]
        if table is import_batch:
            old = values.pop("id")
            self._batches[old] = changes.insert(self._tx, table, **values)
        else:
            changes.insert(self._tx, table, **values)


def _in_order(table: Table, placed: Iterable[tuple[str, Row]]) -> Iterable[tuple[str, Row]]:
    """The rows as they come, unless they point at each other: then each behind what it points at."""
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    if not own:
        return placed
    waiting, there, ordered = list(placed), set[Any](), list[tuple[str, Row]]()
    while waiting:
        ready = [one for one in waiting if all(one[1].get(name) is None or one[1][name] in there for name in own)]
        if not ready:
            raise _at(waiting[0][0], "what this row points at is missing")
        there |= {row.get("id") for _, row in ready}
        ordered += ready
        waiting = [one for one in waiting if one[1].get("id") not in there]
    return ordered


def _cleaned(value: Any) -> Any:
    """Text without what a terminal could act upon, inside of lists and objects too."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): _cleaned(item) for key, item in value.items()}
    return value


def _at(where: str, reason: str) -> Refused:
    return Refused(f"{where}: {reason}.", "Nothing was written. Export again.")
