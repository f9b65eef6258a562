"""What each role may write. `changes` asks here for each row, so that no form, command or undo can forget to.

A manager writes everything, a viewer nothing (the file is opened read-only). On one's own machine roles are a
convention; a forced command over SSH enforces them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from smdash.domain import text
from smdash.domain.organisation import Role
from smdash.errors import Refused
from smdash.store.tables import person

if TYPE_CHECKING:
    from smdash.store.store import Transaction

Row = Mapping[Any, Any]

OWN_HOURS = frozenset({"time_entry", "favourite"})
"""Rows that a contributor writes of themselves only."""

CONTRIBUTED = OWN_HOURS | {"kept_overlap", "activity", "reading", "checkin", "incident", "acknowledgement", "evidence"}
"""What a contributor writes; of evidence only what is captured for an incident, see `check_write`."""

LEGAL = frozenset(
    {
        *("legal_item", "legal_answer", "library_version", "risk", "acceptance", "evidence", "sign_off", "incident"),
        *("policy", "policy_version", "acknowledgement"),
    }
)

_WRITES: Mapping[Role, frozenset[str]] = {
    Role.VIEWER: frozenset(),
    Role.CONTRIBUTOR: CONTRIBUTED,
    Role.COUNSEL: CONTRIBUTED | LEGAL,
}
_DUTIES: Mapping[Role, str] = {
    Role.VIEWER: "A viewer only reads.",
    Role.CONTRIBUTOR: "A contributor writes their own hours, readings, check-ins and incidents with what proves them.",
    Role.COUNSEL: "Counsel writes what belongs to legal risk, and their own hours, readings and check-ins.",
}


def check_write(tx: Transaction, table: Table, *rows: Row | None) -> None:
    """`Refused` when the role of who acts doesn't write this table, or writes only their own rows of it.

    `rows` are the row before and after, None where there is none; none at all for many rows at once.
    """
    if tx.role is Role.MANAGER:
        return
    if table.name not in _WRITES[tx.role]:
        raise Refused(f"You are a {tx.role.value} here. {_DUTIES[tx.role]}", "Ask a manager to do it.")
    if table.name in OWN_HOURS:
        own = _acting_id(tx)
        if not rows or any(row is not None and row["person_id"] != own for row in rows):
            raise Refused(f"You are a {tx.role.value} here: you log your own hours only.", "Ask a manager to do it.")
    if table.name == "evidence" and tx.role is Role.CONTRIBUTOR and not _of_incidents(rows):
        raise Refused(
            "You are a contributor here: you capture evidence for incidents only.", "Ask a manager or counsel."
        )


def _of_incidents(rows: tuple[Row | None, ...]) -> bool:
    return bool(rows) and all(row is None or row["incident_id"] is not None for row in rows)


def _acting_id(tx: Transaction) -> int | None:
    query = select(person.c.id).where(person.c.name_key == text.name_key(tx.actor))
    return tx.connection.execute(query).scalar()
