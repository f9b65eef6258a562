"""What `smdash import` takes as a whole, or not at all: files of an organisation, and complete exports.

Imported only when there is such a file: it brings with it all words of the store.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from smdash.cli.options import answer, tell
from smdash.domain.text import name_key
from smdash.errors import InvalidInput
from smdash.exchange.complete import plan as complete
from smdash.exchange.complete.file import open_complete
from smdash.exchange.organisation import plan as organisation_import
from smdash.store.store import Store, Transaction


def who_imports(path: Path, actor: str) -> str:
    """The name, as the export has it, of who imports: somebody of its own, so that they can undo it and go on."""
    names = complete.people_of(open_complete(path))
    found = next((name for name in names if name_key(name) == name_key(actor)), None)
    if found is None:
        known = ", ".join(names)
        raise InvalidInput(
            f"“{actor}” is not among the people of “{path.name}”: {known or 'it has none'}.",
            "Say who you are with `smdash --person NAME import …`, or set person in config.toml.",
        )
    return found


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
