"""Totals by month, kept in the same transaction as the rows they sum. Zero in a key stands for "none"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Select,
    Table,
    bindparam,
    case,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.sqlite import Insert, insert

from smdash.store.tables import benefit, month_benefit, month_time, time_entry


def month_of(column: Any) -> Any:
    """The first day of a day's month, as text."""
    return func.substr(column, 1, 7).concat("-01")


def time_detail() -> Select[Any]:
    """Time entries that have ended, summed as `month_time` holds them."""
    entry = time_entry.c
    keys = [func.coalesce(entry[name], 0) for name in ("campaign_id", "channel_id", "person_id", "activity_id")]
    month = month_of(entry.work_day)
    return (
        select(
            month.label("month"),
            *keys,
            func.sum(entry.seconds).label("seconds"),
            func.sum(func.coalesce(entry.cost_minor, 0)).label("cost_minor"),
            func.count().label("entries"),
            func.sum(case((entry.cost_minor.is_(None), entry.seconds), else_=0)).label("uncosted_seconds"),
        )
        .where(entry.seconds.is_not(None))
        .group_by(month, *keys)
    )


def benefit_detail() -> Select[Any]:
    """Benefits summed as `month_benefit` holds them."""
    row = benefit.c
    keys = [func.coalesce(row.campaign_id, 0), func.coalesce(row.channel_id, 0), row.kind, row.evidence]
    month = month_of(row.day)
    return select(
        month.label("month"),
        *keys,
        func.sum(func.coalesce(row.effective_minor, 0)).label("effective_minor"),
        func.count().label("rows"),
        func.sum(case((row.effective_minor.is_(None), 1), else_=0)).label("unconverted_rows"),
    ).group_by(month, *keys)


# detail table -> (table of totals, its keys, its sums, the detail summed)
TOTALS = {
    time_entry.name: (
        month_time,
        ("month", "campaign_id", "channel_id", "person_id", "activity_id"),
        ("seconds", "cost_minor", "entries", "uncosted_seconds"),
        time_detail,
    ),
    benefit.name: (
        month_benefit,
        ("month", "campaign_id", "channel_id", "kind", "evidence"),
        ("effective_minor", "rows", "unconverted_rows"),
        benefit_detail,
    ),
}


def is_summed(table: Table) -> bool:
    """Whether rows of this table have totals."""
    return table.name in TOTALS


def shift(connection: Connection, table: Table, row: Mapping[str, Any], sign: int) -> None:
    """Add (`sign` 1) or take away (−1) one row of the detail from its total."""
    amounts = _amounts(table, row)
    if amounts is None:
        return
    _, _, sums, _ = TOTALS[table.name]
    key = _keys(table, row)
    connection.execute(_upsert(table.name), key | {name: sign * amounts[name] for name in sums})
    if sign < 0:
        connection.execute(_dropping(table.name), key)


@cache
def _upsert(detail: str) -> Insert:
    """Add amounts to a row of totals, which is made when there is none yet; built once, since many rows ask for it."""
    totals, keys, sums, _ = TOTALS[detail]
    statement = insert(totals)
    return statement.on_conflict_do_update(
        index_elements=list(keys), set_={name: totals.c[name] + statement.excluded[name] for name in sums}
    )


def move(connection: Connection, table: Table, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Follow a change of one row of the detail, which may belong to another total now."""
    if (_keys(table, before), _amounts(table, before)) == (_keys(table, after), _amounts(table, after)):
        return
    shift(connection, table, before, -1)
    shift(connection, table, after, 1)


def add_batch(connection: Connection, table: Table, batch_id: int, sign: int, after: int = 0) -> None:
    """Add or take away the rows of an import at once; only those with an id above `after`, when it comes in parts."""
    totals, keys, sums, detail = TOTALS[table.name]
    grouped = detail().where(table.c.batch_id == batch_id, table.c.id > after).subquery()
    columns = [*grouped.c][: len(keys)] + [sign * grouped.c[name] for name in sums]
    statement = insert(totals).from_select([*keys, *sums], select(*columns).where(text("true")))
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(keys), set_={name: totals.c[name] + statement.excluded[name] for name in sums}
        )
    )
    if sign < 0:
        connection.execute(totals.delete().where(_is_empty(totals)))


def differences(connection: Connection) -> list[str]:
    """Where a total is not the sum of its rows; empty when all agree."""
    found = []
    for name, (totals, keys, sums, detail) in TOTALS.items():
        stored = {tuple(row[: len(keys)]): tuple(row[len(keys) :]) for row in connection.execute(_plain(totals))}
        summed = {tuple(row[: len(keys)]): tuple(row[len(keys) :]) for row in connection.execute(detail())}
        for key in sorted(set(stored) | set(summed), key=str):
            if stored.get(key) != summed.get(key):
                shown = dict(zip(sums, stored.get(key) or (0,) * len(sums), strict=True))
                found.append(f"{name} {dict(zip(keys, key, strict=True))}: stored {shown}, detail {summed.get(key)}")
    return found


def _plain(totals: Table) -> Select[Any]:
    return select(literal_column("month"), *[column for column in totals.c if column.name != "month"])


@cache
def _dropping(detail: str) -> Delete:
    """Forget the total of a key when no row is left in it."""
    totals, keys, _, _ = TOTALS[detail]
    return totals.delete().where(_is_empty(totals), *(totals.c[name] == bindparam(name) for name in keys))


def _is_empty(totals: Table) -> ColumnElement[bool]:
    return (totals.c.entries if totals is month_time else totals.c.rows) == 0


def _keys(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    _, keys, _, _ = TOTALS[table.name]
    day = row["work_day"] if table is time_entry else row["day"]
    return {"month": day.replace(day=1)} | {name: row[name] or 0 for name in keys if name != "month"}


def _amounts(table: Table, row: Mapping[str, Any]) -> dict[str, int] | None:
    if table is time_entry:
        if row["seconds"] is None:
            return None
        return {
            "seconds": row["seconds"],
            "cost_minor": row["cost_minor"] or 0,
            "entries": 1,
            "uncosted_seconds": row["seconds"] if row["cost_minor"] is None else 0,
        }
    effective = row["effective_minor"]
    return {"effective_minor": effective or 0, "rows": 1, "unconverted_rows": int(effective is None)}
