"""`smdash import organisation.toml`: people, campaigns, books, goals and readings, after a preview."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from smdash.cli.options import answer, tell
from smdash.exchange import organisation_import as exchange
from smdash.store.store import Store


def import_one(store: Store, path: Path, given: Namespace) -> dict[str, Any]:
    """Preview one file, import it unless that is all, and tell what was done."""
    plan = exchange.plan_organisation(store, path)
    if not given.json:
        (answer if given.dry_run else tell)("\n".join(exchange.lines(plan)))
    batch = None
    if not given.dry_run:
        batch = store.write(exchange.import_organisation, plan)
        if not given.json:
            undo = " (`smdash undo` takes it back)" if batch else ""
            answer(f"{plan.label.replace('import ', 'imported ', 1)}{undo}")
    return exchange.as_json(plan) | {"batch": batch, "applied": not given.dry_run}
