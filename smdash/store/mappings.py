"""Mappings that were saved for this organisation: how to read files no built-in format knows. Kept as their TOML."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from smdash.domain import text
from smdash.errors import NotFound
from smdash.store import changes
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import import_mapping


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A saved mapping with its TOML."""

    id: int
    name: str
    toml: str


def listed(snapshot: Snapshot) -> tuple[SavedMapping, ...]:
    """The saved mappings, by name."""
    query = select(import_mapping).order_by(import_mapping.c.name)
    return tuple(SavedMapping(row.id, row.name, row.mapping["toml"]) for row in snapshot.connection.execute(query))


def saved_texts(snapshot: Snapshot) -> dict[str, str]:
    """The TOML of each saved mapping by its name, in order of names."""
    return {one.name: one.toml for one in listed(snapshot)}


def save_mapping(tx: Transaction, name: str, toml: str) -> bool:
    """Keep a mapping under its name, in place of an older one; False when it is there already."""
    clean = text.name(name, "name of the mapping")
    tx.describe(f"save mapping {clean}")
    row_id = tx.connection.execute(select(import_mapping.c.id).where(import_mapping.c.name == clean)).scalar()
    if row_id is not None:
        return changes.update(tx, import_mapping, row_id, mapping={"toml": toml})
    changes.insert(tx, import_mapping, name=clean, mapping={"toml": toml})
    return True


def delete_mapping(tx: Transaction, mapping_id: int) -> None:
    """Forget a mapping; `NotFound` when it is gone. What was imported by it stays."""
    name = tx.connection.execute(select(import_mapping.c.name).where(import_mapping.c.id == mapping_id)).scalar()
    if name is None:
        raise NotFound("This mapping is gone.", "Somebody deleted it.")
    tx.describe(f"delete mapping {name}")
    changes.delete(tx, import_mapping, mapping_id)
