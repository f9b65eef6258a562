"""Rows of a table for a file: names in place of keys, and values as what they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, Text, select, type_coerce

from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Period
from smdash.errors import InvalidInput, Refused
from smdash.store.columns import Key
from smdash.store.store import Snapshot
from smdash.store.table_exports import TableExport, source_of
from smdash.store.tables import alias, metadata

Exported = str | int | bool | Decimal | Money | date | timedelta | list[Any] | dict[str, Any] | None
"""A day, an instant, a duration, an amount with its currency, a flag, a number, words, or what is kept as JSON."""

_AT_ONCE = 2_000
_MINOR, _SECONDS = "_minor", "_seconds"
_CAPACITY = "weekly_capacity"
_REPORTING = frozenset({"converted_minor", "effective_minor", "budget_minor", "cost_minor"})
_NAMING = ("name", "title", "address", "code", "file_name", "label", "text")
"""The columns that name a row, the best first."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Rows of some people, campaigns or a period only if they are given."""

    people: Collection[int] = ()
    campaigns: Collection[int] = ()
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class TableRows:
    """The columns of an export and its rows, to be read to their end within the snapshot."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Exported, ...]]


Row = Mapping[Any, Any]
_Field = tuple[str, Callable[[Row], Exported]]


def table_rows(snapshot: Snapshot, export: TableExport, narrowed: Narrowed | None = None) -> TableRows:
    """All rows of a table, by day where a period narrows it, else as they were added.

    `Refused` where only managers may look, `InvalidInput` when the rows belong to no day, person or campaign.
    """
    if export.managers_only and snapshot.role is not Role.MANAGER:
        raise Refused(f"“{export.name}” is for managers only.", "Ask a manager for the file.")
    source, columns = source_of(export)
    table = metadata.tables[export.table]
    found = [field for column in columns for field in _fields(snapshot, column, table)]
    order = [table.c.id] if "id" in table.c else list(table.primary_key.columns)
    if export.day:
        order.insert(0, _column(columns, export.day))
    query = select(*columns).select_from(source).where(*_conditions(export, columns, narrowed or Narrowed()))
    result = snapshot.connection.execute(query.order_by(*order), execution_options={"yield_per": _AT_ONCE})

    def rows() -> Iterator[tuple[Exported, ...]]:
        for values in result:
            row = dict(zip(columns, values, strict=True))
            yield tuple(read(row) for _, read in found)

    return TableRows(tuple(key for key, _ in found), rows())


def _column(columns: tuple[Column[Any], ...], name: str) -> Column[Any]:
    return next(column for column in columns if column.name == name)


def _conditions(
    export: TableExport, columns: tuple[Column[Any], ...], narrowed: Narrowed
) -> Iterator[ColumnElement[bool]]:
    if narrowed.period is not None:
        if not export.day:
            raise InvalidInput(f"“{export.name}” has no day that a period could narrow.", "Leave --period out.")
        day = type_coerce(_column(columns, export.day), Text)
        yield day >= narrowed.period.start.isoformat()
        yield day < narrowed.period.end.isoformat()
    for name, wanted in (("person", narrowed.people), ("campaign", narrowed.campaigns)):
        if wanted:
            own = [column for column in columns if column.name == f"{name}_id"]
            if not own:
                raise InvalidInput(f"The rows of “{export.name}” belong to no {name}.", f"Leave --{name} out.")
            yield own[0].in_(wanted)


# Columns -----------------------------------------------------------------------------------------------------------


def _fields(snapshot: Snapshot, column: Column[Any], table: Table) -> Iterator[_Field]:
    """The columns of a file that one column of the store becomes, none where it is folded for comparison only."""
    name, own = column.name, column.table
    target = next((key.column.table for key in column.foreign_keys), None)
    if name.endswith("_key") and name.removesuffix("_key") in own.c:
        return
    if target is not None:
        yield from _reference(snapshot, column, target)
    elif column is alias.c.target_id:
        yield "target", _alias_target(snapshot)
    elif name.endswith(_MINOR):
        yield from _money(snapshot, column)
    elif name in {"seconds", _CAPACITY} or name.endswith(_SECONDS):
        yield from _duration(column)
    elif "raw" in own.c and own.c.raw is not column and isinstance(column.type, type(Key)) and name != "id":
        yield name, _measured(column)
    else:
        yield name, lambda row: row[column]


def _reference(snapshot: Snapshot, column: Column[Any], target: Table) -> Iterator[_Field]:
    """The name of what is pointed at; its id too, unless only one can have that name."""
    naming = next((name for name in _NAMING if name in target.c), None)
    unique = naming is not None and f"{naming}_key" in target.c
    if not unique:
        yield column.name, lambda row: row[column]
    if naming is not None:
        names = _names(snapshot, target, naming)
        yield column.name.removesuffix("_id"), lambda row: names.get(row[column])


def _names(snapshot: Snapshot, table: Table, naming: str) -> dict[int, str]:
    return {row.id: row[1] for row in snapshot.connection.execute(select(table.c.id, table.c[naming]))}


def _alias_target(snapshot: Snapshot) -> Callable[[Row], Exported]:
    names: dict[str, dict[int, str]] = {}

    def read(row: Row) -> Exported:
        kind = row[alias.c.kind]
        if kind not in names:
            names[kind] = _names(snapshot, metadata.tables[kind], "name")
        return names[kind].get(row[alias.c.target_id])

    return read


def _money(snapshot: Snapshot, column: Column[Any]) -> Iterator[_Field]:
    """An amount; its currency stands beside it where the table has no column for that."""
    own, key = column.table.c, column.name.removesuffix(_MINOR)
    reporting = snapshot.organisation.currency
    beside = next((own[name] for name in (f"{key}_currency", "currency") if name in own), None)
    if beside is None or column.name in _REPORTING:
        yield key, lambda row: None if row[column] is None else Money(row[column], reporting)
        yield f"{key}_currency", lambda row: None if row[column] is None else reporting
    else:
        currency = beside
        yield key, lambda row: None if row[column] is None else Money(row[column], row[currency] or reporting)


def _duration(column: Column[Any]) -> Iterator[_Field]:
    """Hours, and the same as seconds."""
    name = column.name
    first = "duration" if name == "seconds" else name.replace(_SECONDS, "_hours")
    yield first, lambda row: None if row[column] is None else timedelta(seconds=row[column])
    yield name if name.endswith("seconds") else f"{name}{_SECONDS}", lambda row: row[column]


def _measured(column: Column[Any]) -> Callable[[Row], Exported]:
    """A number, or the words a platform gave in its place, such as `<10 %`; nothing where it is not reported."""
    raw = column.table.c.raw

    def read(row: Row) -> Exported:
        found: Exported = row[column]
        if found is None and isinstance(row.get(raw), dict):
            words = row[raw].get(column.name)
            return words if isinstance(words, str) else None
        return found

    return read
