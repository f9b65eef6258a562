"""Evidence of items, risks and incidents: what was kept, added, corrected and taken away."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, select

from smdash.domain.evidence import Evidence, EvidenceDraft, EvidenceKind, Subject, checked_evidence
from smdash.domain.organisation import Role
from smdash.errors import NotFound
from smdash.store import changes
from smdash.store.campaigns import get_campaign
from smdash.store.legal_items import check_may_answer, item_in_scope
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import evidence, incident, risk


def evidence_of(snapshot: Snapshot, subject: Subject) -> tuple[Evidence, ...]:
    """The evidence of one subject, the oldest first."""
    columns = evidence.c
    query = select(evidence).where(
        columns.item_code.is_not_distinct_from(subject.item_id or None),
        columns.campaign_id.is_not_distinct_from(subject.campaign_id),
        columns.risk_id.is_not_distinct_from(subject.risk_id),
        columns.incident_id.is_not_distinct_from(subject.incident_id),
    )
    return tuple(_evidence(row) for row in snapshot.connection.execute(query.order_by(columns.id)).mappings())


def evidence_by_subject(snapshot: Snapshot) -> dict[Subject, tuple[Evidence, ...]]:
    """All evidence by what it is about, the oldest first."""
    found: dict[Subject, list[Evidence]] = {}
    for row in snapshot.connection.execute(select(evidence).order_by(evidence.c.id)).mappings():
        one = _evidence(row)
        found.setdefault(one.subject, []).append(one)
    return {subject: tuple(pieces) for subject, pieces in found.items()}


def get_evidence(snapshot: Snapshot, evidence_id: int) -> Evidence:
    """One piece of evidence; `NotFound` when it is gone."""
    row = snapshot.connection.execute(select(evidence).where(evidence.c.id == evidence_id)).mappings().first()
    if row is None:
        raise NotFound("This evidence is gone.", "Someone deleted it: reload and look again.")
    return _evidence(row)


def add_evidence(tx: Transaction, draft: EvidenceDraft) -> int:
    """Keep a piece of evidence and return its id.

    A contributor, who may report incidents, captures what proves one; everything else is for those who answer.
    `FormFaults` with every fault at its field; `NotFound` without its subject; `Refused` for other roles.
    """
    if draft.subject.incident_id is None or tx.role is not Role.CONTRIBUTOR:
        check_may_answer(tx)
    place = _place(tx, draft.subject)
    checked = checked_evidence(draft)
    subject = checked.subject
    tx.describe(f"add evidence to {place}: {checked.label}")
    return changes.insert(
        tx,
        evidence,
        item_code=subject.item_id.strip().upper() or None,
        campaign_id=subject.campaign_id,
        risk_id=subject.risk_id,
        incident_id=subject.incident_id,
        added_by=tx.actor,
        added_at=tx.now,
        **_values(checked),
    )


def edit_evidence(tx: Transaction, evidence_id: int, draft: EvidenceDraft) -> bool:
    """Correct a piece of evidence, which stays with its subject; False when nothing was different."""
    check_may_answer(tx)
    place = _place(tx, get_evidence(tx, evidence_id).subject)
    checked = checked_evidence(draft)
    tx.describe(f"edit evidence of {place}: {checked.label}")
    return changes.update(tx, evidence, evidence_id, **_values(checked))


def delete_evidence(tx: Transaction, evidence_id: int) -> None:
    """Take a piece of evidence away; `NotFound` when it is gone."""
    check_may_answer(tx)
    found = get_evidence(tx, evidence_id)
    tx.describe(f"delete evidence of {_place(tx, found.subject)}: {found.label}")
    changes.delete(tx, evidence, evidence_id)


def _place(tx: Transaction, subject: Subject) -> str:
    """How the subject is called; `NotFound` when it is gone."""
    if subject.item_id:
        item = item_in_scope(tx, subject.item_id, subject.campaign_id)
        return item.id if subject.campaign_id is None else f"{item.id} for {get_campaign(tx, subject.campaign_id).name}"
    table, wanted, what = (
        (risk, subject.risk_id, "risk") if subject.risk_id is not None else (incident, subject.incident_id, "incident")
    )
    title = tx.connection.execute(select(table.c.title).where(table.c.id == wanted)).scalar()
    if title is None:
        raise NotFound(f"This {what} is gone.", "Someone deleted it: reload and look again.")
    return f"{what} “{title}”"


def _values(checked: EvidenceDraft) -> dict[str, Any]:
    return {
        "kind": checked.kind.value,
        "label": checked.label,
        "content": checked.file.path if checked.file else checked.content,
        "sha256": checked.file.sha256 if checked.file else None,
        "bytes": checked.file.size if checked.file else None,
        "expires": checked.expires,
    }


def _evidence(row: RowMapping) -> Evidence:
    subject = Subject(row["item_code"] or "", row["campaign_id"], row["risk_id"], row["incident_id"])
    return Evidence(
        row["id"],
        subject,
        EvidenceKind(row["kind"]),
        row["label"],
        row["content"],
        row["expires"],
        row["added_by"],
        row["added_at"],
        row["sha256"] or "",
        row["bytes"],
    )
