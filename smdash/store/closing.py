"""Closing a month, so that its numbers stand, and opening it again with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from smdash.domain import text
from smdash.domain.month_end import ClosedMonth, month_name
from smdash.domain.organisation import Role
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import changes
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import period_lock

NOTE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Closing:
    """A month that was closed once; `reopened_at` is None while it still is."""

    month: date
    at: datetime
    by: str
    note: str
    reopened_at: datetime | None
    reopened_by: str
    reason: str


def close_month(tx: Transaction, month: date, note: str = "") -> ClosedMonth:
    """Close the month of a day: from now on nothing that changes a number in it is written.

    `Refused` for who is no manager and for a month that is closed; `InvalidInput` for one that has not begun.
    """
    _managers_only(tx)
    first = month.replace(day=1)
    name = month_name(first)
    if first > tx.today:
        raise InvalidInput(f"{name} has not begun.", "Close a month when its numbers are complete.")
    if (closed := _closed(tx, first)) is not None:
        raise Refused(f"{name} is closed already ({closed.who}).", "Nothing was changed.")
    tx.describe(f"close {name}")
    kept = text.one_line(note)[:NOTE_LENGTH]
    changes.insert(tx, period_lock, month=first, closed_at=tx.now, closed_by=tx.actor, note=kept)
    return ClosedMonth(first, tx.now, tx.actor, kept)


def reopen_month(tx: Transaction, month: date, reason: str) -> ClosedMonth:
    """Open a closed month again; returns how it was closed. The reason is kept, and told in the journal.

    `Refused` for who is no manager, `InvalidInput` without a reason, `NotFound` when the month is open.
    """
    _managers_only(tx)
    first = month.replace(day=1)
    name, why = month_name(first), text.one_line(reason)[:NOTE_LENGTH]
    if not why:
        raise InvalidInput(f"Say why {name} is opened again.", "The reason stays in the journal.")
    closed = _closed(tx, first)
    if closed is None:
        raise NotFound(f"{name} is not closed.", "Nothing was changed.")
    tx.describe(f"open {name} again: {why}")
    query = select(period_lock.c.id).where(period_lock.c.month == first, period_lock.c.reopened_at.is_(None))
    row_id = tx.connection.execute(query).scalar_one()
    changes.update(tx, period_lock, row_id, reopened_at=tx.now, reopened_by=tx.actor, reason=why)
    return closed


def closings(snapshot: Snapshot, month: date | None = None) -> tuple[Closing, ...]:
    """When months, or one month, were closed and opened again, the newest first."""
    query = select(period_lock).order_by(period_lock.c.id.desc())
    if month is not None:
        query = query.where(period_lock.c.month == month.replace(day=1))
    return tuple(
        Closing(row.month, row.closed_at, row.closed_by, row.note, row.reopened_at, row.reopened_by, row.reason)
        for row in snapshot.connection.execute(query)
    )


def _closed(snapshot: Snapshot, first: date) -> ClosedMonth | None:
    return next((closed for closed in snapshot.closed if closed.month == first), None)


def _managers_only(tx: Transaction) -> None:
    if tx.role is not Role.MANAGER:
        raise Refused("Only a manager closes a month or opens it again.", "Ask a manager to do it.")
