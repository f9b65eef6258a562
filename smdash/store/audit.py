"""Reads the journal as an audit trail. Nothing here writes, and nothing anywhere edits it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from smdash.domain.audit import AuditLine
from smdash.domain.organisation import Role
from smdash.domain.periods import Period
from smdash.errors import Refused
from smdash.store.roles import LEGAL
from smdash.store.store import Snapshot
from smdash.store.tables import change, change_set, metadata

_AT_ONCE = 1_000

# Legal risk is also decided by what a campaign says of itself, and by the organisation's grid and jurisdictions.
LEGAL_TRAIL = LEGAL | {"campaign", "setting"}
_NAMES = ("item_code", "code", "title", "name", "label", "version", "key", "area")
_NAMED = LEGAL_TRAIL | {"objective", "kpi", "person", "channel"}  # few rows, each added by itself and not by an import
_PAID = frozenset({"rate", "time_entry"})  # their rows hold what an hour of a person costs


def every_table() -> frozenset[str]:
    """The names of all tables whose changes are journaled."""
    return frozenset(metadata.tables) - {change.name, change_set.name}


def audit_trail(snapshot: Snapshot, period: Period, tables: Collection[str] = LEGAL_TRAIL) -> Iterator[AuditLine]:
    """The changes of some tables in a period, the oldest first; days are those of the reader's zone.

    `Refused` for tables with a person's cost unless a manager reads.
    """
    if snapshot.role is not Role.MANAGER and _PAID & set(tables):
        raise Refused("What a person's hour costs is shown to managers only.", "Leave these tables out.")
    names = _names(snapshot, tables)
    for part in snapshot.connection.execute(_query(snapshot, period, tables)).partitions(_AT_ONCE):
        yield from (_line(row, names.get((row.table_name, row.row_id), "")) for row in part)


def newest_lines(snapshot: Snapshot, limit: int, tables: Collection[str] = LEGAL_TRAIL) -> tuple[list[AuditLine], int]:
    """The newest changes of some tables, the newest first, and how many there are in all."""
    return lines_of_rows(snapshot, change.c.table_name.in_(sorted(tables)), limit, tables)


def lines_of_rows(
    snapshot: Snapshot, mine: ColumnElement[bool], limit: int, tables: Collection[str] = LEGAL_TRAIL
) -> tuple[list[AuditLine], int]:
    """The newest changes of which a condition holds, the newest first, and how many there are in all."""
    names = _names(snapshot, tables)
    query = _joined().where(mine).order_by(change.c.id.desc()).limit(limit)
    lines = [_line(row, names.get((row.table_name, row.row_id), "")) for row in snapshot.connection.execute(query)]
    total = snapshot.connection.execute(select(func.count()).select_from(change).where(mine)).scalar() or 0
    return lines, total


def _names(snapshot: Snapshot, tables: Collection[str]) -> dict[tuple[str, int], str]:
    """What rows were called when they were added: those that are gone by now have a name too."""
    added = select(change.c.table_name, change.c.row_id, change.c.after).where(
        change.c.before.is_(None), change.c.row_id.is_not(None), change.c.table_name.in_(sorted(_NAMED & set(tables)))
    )
    found = {}
    for row in snapshot.connection.execute(added):
        if isinstance(row.after, dict):
            found[row.table_name, row.row_id] = next((str(row.after[key]) for key in _NAMES if row.after.get(key)), "")
    return found


def _query(snapshot: Snapshot, period: Period, tables: Collection[str]) -> Select[Any]:
    zone = snapshot.clock.zone
    first = datetime.combine(period.start, time(), zone).astimezone(UTC)
    end = datetime.combine(period.end, time(), zone).astimezone(UTC)
    days = (change_set.c.at >= first, change_set.c.at < end)
    return _joined().where(*days, change.c.table_name.in_(sorted(tables))).order_by(change.c.id)


def _joined() -> Select[Any]:
    columns = (change, change_set.c.at, change_set.c.actor, change_set.c.label, change_set.c.kind)
    return select(*columns).join(change_set, change_set.c.id == change.c.change_set_id)


def _line(row: Row[Any], called: str) -> AuditLine:
    return AuditLine(
        row.id,
        row.at,
        row.actor,
        row.label,
        row.kind,
        row.table_name,
        row.row_id,
        _payload(row.before),
        _payload(row.after),
        row.digest,
        row.chain,
        called,
    )


def _payload(value: Any) -> Any:
    """A payload as it was kept; nested JSON as text, as a row holds it."""
    if not isinstance(value, dict):
        return value
    return {name: part if isinstance(part, str | int) else json.dumps(part) for name, part in value.items()}
