"""Check-ins of objectives: add, edit, delete, and read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from smdash.domain import text
from smdash.domain.goals import CheckIn, Objective
from smdash.domain.kpi_words import day_text
from smdash.domain.objectives import BY_HAND
from smdash.domain.readings import FUTURE
from smdash.errors import FormFaults, NotFound
from smdash.store import changes
from smdash.store.goals import as_check_in, get_objective
from smdash.store.kpis import day_fault
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import checkin

LIST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class CheckInHistory:
    """The newest check-ins of an objective, the newest first, and how many there are in all."""

    objective: Objective
    check_ins: tuple[CheckIn, ...]
    total: int


def check_in(tx: Transaction, objective_id: int, new: CheckIn) -> int:
    """Say how confident the team is of an objective; a second check-in on a day replaces the first.

    `status` is one of `objectives.BY_HAND`, or empty to let the numbers speak; it stands until the next check-in.
    """
    objective = get_objective(tx, objective_id)
    values = _values(tx, new)
    tx.describe(f"check-in on {objective.name}: {new.confidence}/10")
    existing = _on_day(tx, objective_id, new)
    if existing is None:
        return changes.insert(tx, checkin, objective_id=objective_id, **values)
    changes.update(tx, checkin, existing, **values)
    return existing


def edit_check_in(tx: Transaction, check_in_id: int, new: CheckIn) -> None:
    """Change a check-in; `FormFaults` when the new day has another one."""
    objective, _ = _stored(tx, check_in_id)
    values = _values(tx, new)
    if _on_day(tx, objective.id, new, but=check_in_id) is not None:
        raise FormFaults({"day": f"{day_text(new.day)} has another check-in. Edit or delete that one."})
    tx.describe(f"edit check-in on {objective.name}: {new.confidence}/10 on {day_text(new.day)}")
    changes.update(tx, checkin, check_in_id, **values)


def delete_check_in(tx: Transaction, check_in_id: int) -> None:
    """Delete a check-in."""
    objective, old = _stored(tx, check_in_id)
    tx.describe(f"delete check-in on {objective.name}: {old.confidence}/10 on {day_text(old.day)}")
    changes.delete(tx, checkin, check_in_id)


def history(snapshot: Snapshot, objective_id: int, limit: int = LIST_LIMIT) -> CheckInHistory:
    """The newest check-ins of an objective."""
    of = checkin.c.objective_id == objective_id
    query = select(checkin).where(of).order_by(checkin.c.day.desc(), checkin.c.id.desc()).limit(limit)
    found = tuple(as_check_in(row) for row in snapshot.connection.execute(query))
    count = select(func.count()).select_from(checkin).where(of)
    return CheckInHistory(get_objective(snapshot, objective_id), found, snapshot.connection.execute(count).scalar_one())


def check_in_faults(tx: Transaction, new: CheckIn) -> dict[str, str]:
    """What is wrong with a check-in, by field."""
    faults: dict[str, str] = {}
    if not 0 <= new.confidence <= 10:
        faults["confidence"] = "Confidence goes from 0 to 10."
    if new.status and new.status not in {state.value for state in BY_HAND}:
        faults["status"] = f"The status is one of {', '.join(state.value for state in BY_HAND)}."
    if fault := day_fault(new.day):
        faults["day"] = fault
    elif new.day > tx.today:
        faults["day"] = FUTURE
    return faults


def _values(tx: Transaction, new: CheckIn) -> dict[str, Any]:
    if faults := check_in_faults(tx, new):
        raise FormFaults(faults)
    return {
        "day": new.day,
        "confidence": new.confidence,
        "status": new.status or None,
        "note": text.clean(new.note),
    }


def _on_day(tx: Transaction, objective_id: int, new: CheckIn, but: int = 0) -> int | None:
    query = select(checkin.c.id).where(
        checkin.c.objective_id == objective_id, checkin.c.day == new.day, checkin.c.id != but
    )
    return tx.connection.execute(query).scalar()


def _stored(snapshot: Snapshot, check_in_id: int) -> tuple[Objective, CheckIn]:
    row = snapshot.connection.execute(select(checkin).where(checkin.c.id == check_in_id)).first()
    if row is None:
        raise NotFound("This check-in is gone.", "Someone deleted it: reload and look again.")
    return get_objective(snapshot, row.objective_id), as_check_in(row)
