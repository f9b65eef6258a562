"""The log of incidents, complaints and duties, with their deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, select

from smdash.clock import zone
from smdash.domain.incidents import (
    Closing,
    Incident,
    IncidentDraft,
    IncidentKind,
    checked_closing,
    checked_incident,
    next_duty,
)
from smdash.domain.organisation import Role
from smdash.errors import FormFaults, NotFound, Refused
from smdash.library.clocks import load_clocks
from smdash.library.legal import load_legal_library
from smdash.store import changes
from smdash.store.legal_items import library
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import incident


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing did: the id of the duty that begins anew, or None."""

    next_id: int | None = None


def incidents(snapshot: Snapshot, *, only_open: bool = False) -> tuple[Incident, ...]:
    """The log: open ones by deadline, those without one next, then closed ones, the latest first."""
    query = select(incident).order_by(incident.c.id.desc())
    if only_open:
        query = query.where(incident.c.closed_at.is_(None))
    found = [_incident(row) for row in snapshot.connection.execute(query).mappings()]
    running = sorted((one for one in found if one.is_open and one.deadline), key=lambda one: str(one.deadline))
    waiting = [one for one in found if one.is_open and not one.deadline]
    closed = sorted((one for one in found if not one.is_open), key=lambda one: str(one.closed_at), reverse=True)
    return (*running, *waiting, *closed)


def get_incident(snapshot: Snapshot, incident_id: int) -> Incident:
    """One of the log; `NotFound` when it is gone."""
    query = select(incident).where(incident.c.id == incident_id)
    row = snapshot.connection.execute(query).mappings().first()
    if row is None:
        raise NotFound(f"There is no incident {incident_id} in the log.", "`smdash incident list` shows them.")
    return _incident(row)


def add_incident(tx: Transaction, draft: IncidentDraft) -> int:
    """Write one into the log and return its id; `FormFaults` with every fault at its field.

    Everybody who writes at all may report one. Its clock counts the days of the zone of who reports it.
    """
    checked = _checked(tx, draft, tx.clock.zone_name)
    tx.describe(f"report {checked.kind.value} “{checked.title}”")
    return changes.insert(tx, incident, zone=tx.clock.zone_name, **_values(checked))


def edit_incident(tx: Transaction, incident_id: int, draft: IncidentDraft) -> None:
    """Correct what is said of one; its deadline is worked out anew. `FormFaults` as when it is added."""
    _check_may_keep(tx)
    before = get_incident(tx, incident_id)
    checked = _checked(tx, draft, before.zone)
    if before.closed_at is not None and checked.received_at > before.closed_at:
        raise FormFaults({"received_at": "That is after it was closed."})
    tx.describe(f"edit {checked.kind.value} “{checked.title}”")
    changes.update(tx, incident, incident_id, **_values(checked))


def close_incident(tx: Transaction, incident_id: int, closing: Closing) -> Closed:
    """Close one with its outcome, as who is named or else the actor; a duty may begin anew with it.

    `FormFaults` with every fault at its field; `Refused` when it is closed already.
    """
    _check_may_keep(tx)
    before = get_incident(tx, incident_id)
    if not before.is_open:
        raise Refused(f"“{before.draft.title}” was closed by {before.closed_by}.", "Open it again first.")
    checked = checked_closing(before, closing, tx.now)
    tx.describe(f"close {before.draft.kind.value} “{before.draft.title}”")
    closed_by = checked.closed_by or tx.actor or "unknown"
    changes.update(tx, incident, incident_id, closed_at=checked.closed_at, closed_by=closed_by, outcome=checked.outcome)
    if before.draft.kind is not IncidentKind.DUTY or not checked.next_one:
        return Closed()
    begun = _checked(tx, next_duty(before, checked), before.zone)
    return Closed(changes.insert(tx, incident, zone=before.zone, **_values(begun)))


def reopen_incident(tx: Transaction, incident_id: int) -> None:
    """Open one again; what was said of its end goes, and stays in the journal. `Refused` when it is open."""
    _check_may_keep(tx)
    before = get_incident(tx, incident_id)
    if before.is_open:
        raise Refused(f"“{before.draft.title}” is open.")
    tx.describe(f"open {before.draft.kind.value} “{before.draft.title}” again")
    changes.update(tx, incident, incident_id, closed_at=None, closed_by="", outcome="")


def _check_may_keep(tx: Transaction) -> None:
    if tx.role not in (Role.MANAGER, Role.COUNSEL):
        raise Refused("The log is kept by managers and counsel; others report.", "Ask one of them.")


def _checked(tx: Transaction, draft: IncidentDraft, zone_name: str) -> IncidentDraft:
    checked = checked_incident(draft, load_clocks(), tx.now, zone(zone_name))
    known = {item.id for checklist in (load_legal_library(), library(tx)) for item in checklist.items}
    if checked.item_code is not None and checked.item_code not in known:
        raise FormFaults({"item_code": f"There is no legal item “{checked.item_code}”."})
    return checked


def _values(draft: IncidentDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind.value,
        "title": draft.title,
        "account": draft.account,
        "item_code": draft.item_code,
        "campaign_id": draft.campaign_id,
        "channel_id": draft.channel_id,
        "url": draft.url,
        "reported_by": draft.reported_by,
        "received_at": draft.received_at,
        "clock": draft.clock,
        "deadline": draft.deadline,
        "owner_id": draft.owner_id,
    }


def _incident(row: RowMapping) -> Incident:
    draft = IncidentDraft(
        kind=IncidentKind(row["kind"]),
        title=row["title"],
        received_at=row["received_at"],
        account=row["account"],
        item_code=row["item_code"],
        campaign_id=row["campaign_id"],
        channel_id=row["channel_id"],
        url=row["url"],
        reported_by=row["reported_by"],
        clock=row["clock"],
        deadline=row["deadline"],
        owner_id=row["owner_id"],
    )
    return Incident(row["id"], draft, row["zone"], row["closed_at"], row["closed_by"], row["outcome"])
