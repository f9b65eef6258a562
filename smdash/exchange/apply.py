"""From a plan to the store: one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from smdash.errors import Refused
from smdash.exchange.plan import KindCount, Plan
from smdash.store import import_acts, imports
from smdash.store.import_acts import StagedAct
from smdash.store.store import Transaction


@dataclass(frozen=True, slots=True)
class Result:
    """What was done: the batch (None when nothing was new), counts as in the plan, rows added and changed by table,
    the first and last day of the file; `bad` rows were left out, `notes` are those of the plan.
    """

    batch_id: int | None
    label: str
    counts: tuple[KindCount, ...]
    added: Mapping[str, int]
    changed: Mapping[str, int]
    period: tuple[date, date] | None = None
    bad: int = 0
    notes: tuple[str, ...] = ()


def apply_plan(tx: Transaction, plan: Plan) -> Result:
    """Write what the plan says, no more and no less.

    `Refused` when something must be decided first or rows are bad; `imports.Stale` when the store changed since in a
    way that matters to this file: then plan again.
    """
    if plan.blocked:
        raise Refused(f"{plan.blocked} Nothing was written.", plan.way_on or "Decide it, or skip the bad rows.")
    rows = plan.rows
    written = import_acts.write_act(tx, rows) if isinstance(rows, StagedAct) else imports.write_import(tx, rows)
    return Result(
        written.batch_id, plan.label, plan.counts, written.added, written.changed, plan.period, plan.bad, plan.notes
    )
