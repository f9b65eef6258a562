"""Rows given by a test, written the way an import writes its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, literal, select, union_all

from smdash.store import changes
from smdash.store.store import Transaction


def insert_imported(tx: Transaction, table: Table, rows: Sequence[Mapping[str, Any]], batch_id: int) -> None:
    """Add rows to a table as part of an import; all have the same columns."""
    if rows:
        each = [select(*(literal(row[name], table.c[name].type).label(name) for name in rows[0])) for row in rows]
        changes.insert_selected(tx, table, select(union_all(*each).subquery()), batch_id)
