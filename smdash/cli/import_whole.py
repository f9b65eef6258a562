"""What `smdash import` takes as a whole, or not at all: files of an organisation, and complete exports."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from smdash.cli.options import answer, tell
from smdash.exchange import complete, organisation_import
from smdash.store.store import Store, Transaction


class Labelled(Protocol):
    """A plan that names what it does: `import organisation.toml: …`."""

    @property
    def label(self) -> str: ...


P = TypeVar("P", bound=Labelled)


def import_organisation(store: Store, path: Path, given: Namespace) -> dict[str, Any]:
    """Preview a file of an organisation, import it unless that is all, and tell what was done."""
    plan = organisation_import.plan_organisation(store, path)
    told = _told(store, plan, organisation_import.import_organisation, organisation_import.lines(plan), given)
    return organisation_import.as_json(plan) | told


def import_complete(store: Store, path: Path, given: Namespace) -> dict[str, Any]:
    """The same for a complete export."""
    plan = complete.plan_complete(store, path)
    told = _told(store, plan, complete.import_complete, complete.lines(plan), given)
    return complete.as_json(plan) | told


def _told(
    store: Store, plan: P, write: Callable[[Transaction, P], int | None], lines: Sequence[str], given: Namespace
) -> dict[str, Any]:
    """Show the preview, write the plan unless that is all, and give the batch as JSON has it."""
    if not given.json:
        (answer if given.dry_run else tell)("\n".join(lines))
    batch = None if given.dry_run else store.write(write, plan)
    if not (given.dry_run or given.json):
        undo = " (`smdash undo` takes it back)" if batch else ""
        answer(f"{plan.label.replace('import ', 'imported ', 1)}{undo}")
    return {"batch": batch, "applied": not given.dry_run}
