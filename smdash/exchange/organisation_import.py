"""An organisation's file as an import: previewed exactly, written once, undone as one.

plan = plan_organisation(store, path)           what it adds, or why the store refuses it; nothing is written
store.write(import_organisation, plan)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from smdash.errors import InvalidInput, Refused, SmdashError
from smdash.exchange.organisation import apply_organisation, read_organisation
from smdash.exchange.organisation_values import OrganisationFile
from smdash.store import imports
from smdash.store.import_compare import last_imported
from smdash.store.store import Snapshot, Store, Transaction

FORMAT = "organisation"
TITLE = "organisation (TOML)"
_MANY = {"person": "people", "currency": "currencies"}


@dataclass(frozen=True, slots=True)
class OrganisationPlan:
    """What a file would do: how many rows of each kind it adds, and the settings it changes.

    `imported_on` is the day the very same file was imported: then it adds nothing.
    """

    file: OrganisationFile
    counts: Mapping[str, int]
    imported_on: date | None

    @property
    def label(self) -> str:
        """What was done, as undo and the result name it."""
        added = [_words(kind, number) for kind, number in self.counts.items() if number]
        if self.settings:
            added.append("settings")
        return f"import {self.file.name}: {', '.join(added) or 'nothing new'}"

    @property
    def settings(self) -> tuple[str, ...]:
        """The settings it says."""
        return () if self.imported_on else tuple(self.file.settings)


class _Rehearsed(Exception):
    """No fault: takes back what was tried."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts


def plan_organisation(store: Store, path: Path) -> OrganisationPlan:
    """What importing a file would do: it is written and taken back, so that the preview can't differ.

    `Refused` with the place in the file when it isn't as it must be, or the store does not take it: a name that is
    there already, one that is nowhere, a reading in the future.
    """
    try:
        parsed = read_organisation(path, store.read(lambda snapshot: snapshot.organisation.currency))
        imported_on = store.read(_imported_on, parsed)
        counts = {} if imported_on else _rehearse(store, parsed)
    except InvalidInput as fault:
        raise Refused(fault.message, _hint(fault)) from fault
    return OrganisationPlan(parsed, counts, imported_on)


def import_organisation(tx: Transaction, plan: OrganisationPlan) -> int | None:
    """Write a file as one import; returns its batch, or None when the very same file was imported before."""
    if _imported_on(tx, plan.file) is not None:
        return None
    tx.describe(plan.label)
    added = sum(apply_organisation(tx, plan.file).values())
    return imports.note_batch(tx, file_name=plan.file.name, digest=plan.file.digest, format_name=FORMAT, new_rows=added)


def lines(plan: OrganisationPlan) -> list[str]:
    """The whole preview."""
    said = [f"{plan.file.name}: {TITLE}"]
    said += [f"  {_words(kind, number)}" for kind, number in plan.counts.items()]
    if plan.settings:
        said.append(f"  settings: {', '.join(plan.settings)}")
    if plan.imported_on:
        said.append(f"  · This very file was imported on {plan.imported_on}: nothing is added.")
    elif not plan.counts and not plan.settings:
        said.append("  no rows")
    return said


def as_json(plan: OrganisationPlan) -> dict[str, Any]:
    """The plan for a machine."""
    return {
        "file": plan.file.name,
        "format": FORMAT,
        "counts": {kind: {"new": number} for kind, number in plan.counts.items()},
        "settings": list(plan.settings),
        "imported_on": str(plan.imported_on) if plan.imported_on else None,
        "blocked": "",
    }


def _imported_on(snapshot: Snapshot, parsed: OrganisationFile) -> date | None:
    return last_imported(snapshot, parsed.digest)


def _rehearse(store: Store, parsed: OrganisationFile) -> Mapping[str, int]:
    def tried(tx: Transaction) -> NoReturn:
        raise _Rehearsed(apply_organisation(tx, parsed))

    try:
        store.write(tried)
    except _Rehearsed as done:
        return done.counts


def _hint(fault: SmdashError) -> str:
    return fault.hint if "Nothing was written" in fault.hint else f"Nothing was written. {fault.hint}".strip()


def _words(kind: str, number: int) -> str:
    if number == 1:
        return f"1 {kind}"
    return f"{number} {_MANY.get(kind, kind + 's')}"
