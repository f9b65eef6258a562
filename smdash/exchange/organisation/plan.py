"""An organisation's file as an import: previewed exactly, written once, undone as one.

plan = plan_organisation(store, path)           what it adds, or why the store refuses it; nothing is written
store.write(import_organisation, plan)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from smdash.errors import InvalidInput, Refused
from smdash.exchange.organisation.apply import apply_organisation, read_organisation
from smdash.exchange.organisation.fields import load_toml
from smdash.exchange.organisation.values import OrganisationFile
from smdash.store import imports
from smdash.store.import_compare import last_imported
from smdash.store.store import Snapshot, Store, Transaction

FORMAT = "organisation"
TITLE = "organisation (TOML)"
_MANY = {"person": "people", "currency": "currencies", "policy": "policies", "duty": "duties"}


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


def check_readable(path: Path) -> None:
    """`Refused` or `NotFound` unless the file is there and TOML: all that can be told without a store."""
    try:
        load_toml(path)
    except InvalidInput as fault:
        raise _refused(fault) from fault


def plan_organisation(store: Store, path: Path) -> OrganisationPlan:
    """What importing a file would do; nothing is written. `Refused` as in `read_plan` and `try_plan`."""
    return store.rehearse(try_plan, store.read(read_plan, path))


def read_plan(snapshot: Snapshot, path: Path) -> OrganisationPlan:
    """A file as it is written, and whether it was imported before; `Refused` with the place of what is wrong in it."""
    try:
        parsed = read_organisation(path, snapshot.organisation.currency)
    except InvalidInput as fault:
        raise _refused(fault) from fault
    return OrganisationPlan(parsed, {}, last_imported(snapshot, parsed.digest))


def try_plan(tx: Transaction, plan: OrganisationPlan) -> OrganisationPlan:
    """The plan with what writing its file adds, to be taken back by `Store.rehearse`, so that a preview can't differ.

    `Refused` with the place in the file when the store does not take it: a name that is there already, one that is
    nowhere, a reading in the future.
    """
    try:
        counts = {} if plan.imported_on else apply_organisation(tx, plan.file)
    except InvalidInput as fault:
        raise _refused(fault) from fault
    return replace(plan, counts=counts)


def import_organisation(tx: Transaction, plan: OrganisationPlan) -> int | None:
    """Write a file as one import; returns its batch, or None when the very same file was imported before."""
    if last_imported(tx, plan.file.digest) is not None:
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


def _refused(fault: InvalidInput) -> Refused:
    hint = fault.hint if "Nothing was written" in fault.hint else f"Nothing was written. {fault.hint}".strip()
    return Refused(fault.message, hint)


def _words(kind: str, number: int) -> str:
    if number == 1:
        return f"1 {kind}"
    return f"{number} {_MANY.get(kind, kind + 's')}"
