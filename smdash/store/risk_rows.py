"""Risks of the register as rows: reading all of them, and what a row holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, select

from smdash.domain.evidence import Evidence, Subject
from smdash.domain.risks import Rating, RiskGrid, parse_grid, rating
from smdash.domain.treatment import Risk, Treatment
from smdash.errors import NotFound
from smdash.store.evidence import evidence_by_subject, evidence_of
from smdash.store.store import Snapshot
from smdash.store.tables import campaign, risk

_QUERY = select(risk, campaign.c.name.label("campaign")).outerjoin(campaign, risk.c.campaign_id == campaign.c.id)


def all_risks(snapshot: Snapshot, proofs: Mapping[Subject, tuple[Evidence, ...]] | None = None) -> tuple[Risk, ...]:
    """Every risk, closed ones too, the oldest first; `proofs` is all evidence, if it was read already."""
    given = evidence_by_subject(snapshot) if proofs is None else proofs
    rows = snapshot.connection.execute(_QUERY.order_by(risk.c.id)).mappings()
    return tuple(_risk(row, given.get(Subject(risk_id=row["id"]), ())) for row in rows)


def get_risk(snapshot: Snapshot, risk_id: int) -> Risk:
    """One risk; `NotFound` when it is gone."""
    row = snapshot.connection.execute(_QUERY.where(risk.c.id == risk_id)).mappings().first()
    if row is None:
        raise NotFound("This risk is gone.", "Someone deleted it: reload and look again.")
    return _risk(row, evidence_of(snapshot, Subject(risk_id=risk_id)))


def risk_grid(snapshot: Snapshot) -> RiskGrid:
    """The organisation's 5×5 grid."""
    return parse_grid(snapshot.organisation.risk_grid)


def ratings_of(inherent: Rating | None, residual: Rating | None) -> dict[str, int | None]:
    """Both ratings as the columns of an answer or a risk."""
    return {
        "likelihood": inherent.likelihood if inherent else None,
        "impact": inherent.impact if inherent else None,
        "residual_likelihood": residual.likelihood if residual else None,
        "residual_impact": residual.impact if residual else None,
    }


def values_of(one: Risk) -> dict[str, Any]:
    """What a person wrote of a risk, as columns."""
    return ratings_of(one.inherent, one.residual) | {
        "title": one.title,
        "cause": one.cause,
        "item_code": one.item_id or None,
        "area": one.area or None,
        "campaign_id": one.campaign_id,
        "owner_id": one.owner_id,
        "treatment": one.treatment.value if one.treatment else None,
        "plan": one.plan,
        "due": one.due,
        "next_review": one.next_review,
    }


def _risk(row: RowMapping, proofs: tuple[Evidence, ...]) -> Risk:
    return Risk(
        id=row["id"],
        title=row["title"],
        inherent=Rating(row["likelihood"], row["impact"]),
        residual=rating(row["residual_likelihood"], row["residual_impact"]),
        cause=row["cause"],
        item_id=row["item_code"] or "",
        area=row["area"] or "",
        campaign_id=row["campaign_id"],
        campaign=row["campaign"] or "",
        owner_id=row["owner_id"],
        treatment=Treatment(row["treatment"]) if row["treatment"] else None,
        plan=row["plan"],
        due=row["due"],
        next_review=row["next_review"],
        opened_by=row["opened_by"],
        opened_on=row["opened_on"],
        closed_on=row["closed_on"],
        closed_by=row["closed_by"],
        outcome=row["outcome"],
        evidence=proofs,
    )
