"""A complete export into an empty store: previewed, written as one import, undone whole.

plan = plan_complete(store, path)               every row read and checked against the manifest; nothing is written
store.write(import_complete, plan)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from smdash.domain.text import one_line
from smdash.errors import Refused
from smdash.exchange.complete.file import FORMAT, CompleteFile, open_complete, rows_of
from smdash.store import imports
from smdash.store.complete import Carrier, carried, check_empty, make_way
from smdash.store.import_compare import last_imported
from smdash.store.migrations import latest
from smdash.store.store import Snapshot, Store, Transaction


@dataclass(frozen=True, slots=True)
class CompletePlan:
    """What an export would bring: rows by table. `imported_on` is the day the very same one was imported."""

    export: CompleteFile
    counts: Mapping[str, int]
    imported_on: date | None

    @property
    def rows(self) -> int:
        """All rows of it."""
        return sum(self.counts.values())

    @property
    def label(self) -> str:
        """What was done, as undo and the result name it."""
        return f"import {self.export.name}: {'nothing new' if self.imported_on else f'{self.rows} rows'}"


def people_of(export: CompleteFile) -> tuple[str, ...]:
    """The names of the people in an export: who imports it must be one of them, to be known afterwards."""
    part = next((part for part in export.parts if part.table == "person"), None)
    return tuple(one_line(str(row.get("name", ""))) for _, row in rows_of(export, part)) if part else ()


def plan_complete(store: Store, path: Path) -> CompletePlan:
    """What importing an export would do; `Refused` when it is damaged or newer, or the store is not empty."""
    export = open_complete(path)
    if export.schema > latest():
        raise Refused(
            f"“{export.name}” has schema {export.schema}; this smdash knows up to {latest()}.", "Update smdash."
        )
    known = {table.name for table in carried()}
    for part in export.parts:
        if part.table not in known:
            raise Refused(f"“{export.name}” has a table that is not known here: {part.table}.", "Update smdash.")
        for _ in rows_of(export, part):
            pass
    imported_on = store.read(_standing, export)
    return CompletePlan(export, {part.table: part.rows for part in export.parts}, imported_on)


def _standing(snapshot: Snapshot, export: CompleteFile) -> date | None:
    imported_on = last_imported(snapshot, export.digest)
    if imported_on is None:
        check_empty(snapshot)
    return imported_on


def import_complete(tx: Transaction, plan: CompletePlan) -> int | None:
    """Write an export as one import; returns its batch, or None when the very same one was imported before.

    `Refused` with the place in the export when the store does not take a row.
    """
    if last_imported(tx, plan.export.digest) is not None:
        return None
    check_empty(tx)
    tx.describe(plan.label)
    make_way(tx)
    carrier, parts = Carrier(tx), {part.table: part for part in plan.export.parts}
    added = sum(
        carrier.put(table, rows_of(plan.export, parts[table.name])) for table in carried() if table.name in parts
    )
    return imports.note_batch(
        tx, file_name=plan.export.name, digest=plan.export.digest, format_name="complete", new_rows=added
    )


def lines(plan: CompletePlan) -> list[str]:
    """The whole preview."""
    said = [f"{plan.export.name}: {FORMAT}, written {plan.export.written_at}"]
    said += [f"  {number:>7}  {name.replace('_', ' ')}" for name, number in plan.counts.items()]
    if plan.imported_on:
        said.append(f"  · This very file was imported on {plan.imported_on}: nothing is added.")
    return said


def as_json(plan: CompletePlan) -> dict[str, Any]:
    """The plan for a machine."""
    return {
        "file": plan.export.name,
        "format": "complete",
        "counts": {name: {"new": 0 if plan.imported_on else number} for name, number in plan.counts.items()},
        "imported_on": str(plan.imported_on) if plan.imported_on else None,
        "blocked": "",
    }
