"""What people changed by hand, which no import overwrites or takes back unasked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, exists, select

from smdash.store.import_kinds.marks import among
from smdash.store.store import Snapshot
from smdash.store.tables import change, change_set


def person_edits(snapshot: Snapshot, table: Table, row_ids: Sequence[int]) -> Iterator[tuple[int, set[str]]]:
    """For rows that people, not imports, changed: the row and the columns, edits that were undone left out."""
    reversal = change_set.alias()
    query = (
        select(change.c.row_id, change.c.after)
        .join(change_set, change_set.c.id == change.c.change_set_id)
        .where(
            change.c.table_name == table.name,
            among(change.c.row_id, row_ids),
            change.c.before.is_not(None),
            change.c.after.is_not(None),
            change_set.c.batch_id.is_(None),
            change_set.c.kind != "undo",
            ~exists().where(reversal.c.reverses_id == change_set.c.id),
        )
    )
    for row in snapshot.connection.execute(query):
        if isinstance(row.after, dict):
            yield row.row_id, set(row.after)


def person_deletions(snapshot: Snapshot, table: Table) -> Iterator[Mapping[str, Any]]:
    """The rows of a table that people deleted and did not bring back, as the journal keeps them."""
    reversal = change_set.alias()
    query = (
        select(change.c.before)
        .join(change_set, change_set.c.id == change.c.change_set_id)
        .where(
            change.c.table_name == table.name,
            change.c.row_id.is_not(None),
            change.c.after.is_(None),
            change_set.c.batch_id.is_(None),
            change_set.c.kind != "undo",
            ~exists().where(reversal.c.reverses_id == change_set.c.id),
        )
    )
    yield from snapshot.connection.execute(query).scalars()
