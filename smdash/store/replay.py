"""Replays the journal: a row edited past the program differs from what was written, chain intact or not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select

from smdash.store import changes
from smdash.store.changes import Recorded
from smdash.store.roles import LEGAL
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import change, metadata

REPLAYED = tuple(sorted(LEGAL))
"""Tables whose rows are journaled one by one: no import adds any at once."""

Place = tuple[str, int]
Stored = dict[str, Any]


def differing_rows(snapshot: Snapshot) -> tuple[str, ...]:
    """The rows of legal risk that are not what the journal says, in words; what was erased is left out."""
    written, erased = _written(snapshot)
    found = []
    for name in REPLAYED:
        there = _there(snapshot, name)
        table = metadata.tables[name]
        expected = {place[1]: _as_now(table, row) for place, row in written.items() if place[0] == name}
        for row_id in sorted(there.keys() | expected.keys()):
            if (name, row_id) in erased:
                continue
            if fault := _fault(there.get(row_id), expected.get(row_id)):
                found.append(f"{name.replace('_', ' ')} {row_id} {fault}")
    return tuple(found)


def unrecorded(snapshot: Snapshot) -> tuple[Recorded, ...]:
    """Rows of legal risk of which the journal knows nothing, as records of their being added: a migration made them."""
    written, erased = _written(snapshot)
    return tuple(
        Recorded(name, row_id, None, row)
        for name in REPLAYED
        for row_id, row in sorted(_there(snapshot, name).items())
        if (name, row_id) not in written and (name, row_id) not in erased
    )


def record_migrated(tx: Transaction) -> None:
    """Give rows that a migration made their record in the journal, so that the trail has no gap."""
    tx.describe("bring the store to a newer schema")
    for record in unrecorded(tx):
        tx.record(record)


def _written(snapshot: Snapshot) -> tuple[dict[Place, Stored], set[Place]]:
    """Rows as the journal leaves them, without what is empty, and those of which content was erased."""
    rows: dict[Place, Stored] = {}
    erased: set[Place] = set()
    query = select(change.c.table_name, change.c.row_id, change.c.before, change.c.after).where(
        change.c.table_name.in_(REPLAYED), change.c.row_id.is_not(None)
    )
    for name, row_id, before, after in snapshot.connection.execute(query.order_by(change.c.id)):
        place = (name, row_id)
        if changes.ERASED in (before, after):
            erased.add(place)
        elif after is None:
            rows.pop(place, None)
        else:
            rows[place] = _filled((rows.get(place, {}) if before is not None else {}) | after)
    return rows, erased


def _as_now(table: Table, row: Stored) -> Stored:
    """A journaled row with the columns its table has today: a later schema dropped some, and gave others a default."""
    return _filled(changes.to_plain(table, changes.defaults(table))) | {
        name: value for name, value in row.items() if name in table.c
    }


def _there(snapshot: Snapshot, name: str) -> dict[int, Stored]:
    """Rows as they are stored, not as the program reads them: a value it can't read must be found, too."""
    table = metadata.tables[name]
    rows = snapshot.connection.exec_driver_sql(f"select * from {table.name}").mappings()  # noqa: S608 - our own name
    return {row["id"]: _filled(dict(row)) for row in rows}


def _filled(row: Stored) -> Stored:
    return {name: value for name, value in row.items() if value is not None}


def _fault(there: Stored | None, expected: Stored | None) -> str:
    if there is None:
        return "is gone without a record"
    if expected is None:
        return "was added without a record"
    differing = sorted(name for name in there.keys() | expected.keys() if there.get(name) != expected.get(name))
    return f"was altered: {', '.join(differing)}" if differing else ""
