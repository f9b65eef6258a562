"""Mappings that were saved for this organisation: how to read files no built-in format knows. Kept as their TOML."""

from __future__ import annotations

from sqlalchemy import select

from smdash.domain import text
from smdash.store import changes
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import import_mapping


def saved_texts(snapshot: Snapshot) -> dict[str, str]:
    """The TOML of each saved mapping by its name, in order of names."""
    query = select(import_mapping.c.name, import_mapping.c.mapping).order_by(import_mapping.c.name)
    return {row.name: row.mapping["toml"] for row in snapshot.connection.execute(query)}


def save_mapping(tx: Transaction, name: str, toml: str) -> bool:
    """Keep a mapping under its name, in place of an older one; False when it is there already."""
    clean = text.name(name, "name of the mapping")
    tx.describe(f"save mapping {clean}")
    row_id = tx.connection.execute(select(import_mapping.c.id).where(import_mapping.c.name == clean)).scalar()
    if row_id is not None:
        return changes.update(tx, import_mapping, row_id, mapping={"toml": toml})
    changes.insert(tx, import_mapping, name=clean, mapping={"toml": toml})
    return True
