"""Replacing the organisation's risk grid: what is rated has to go with the new one."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from smdash.domain.risks import parse_grid, rating, residual_fault
from smdash.errors import Refused
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import campaign, legal_answer, risk

NAMED = 4
"""How many risks and answers a refusal names before it counts the rest."""


def check_grid_goes(tx: Transaction, before: str) -> None:
    """`Refused`, naming them, when risks or answers would have a residual level above the inherent one.

    `before` is the grid there was. Closed risks don't count: they are looked at when they are opened again.
    """
    if tx.organisation.risk_grid == before:
        return
    broken = list(broken_by(tx, tx.organisation.risk_grid))
    if broken:
        rest = f" and {len(broken) - NAMED} more" if len(broken) > NAMED else ""
        raise Refused(
            f"This risk grid puts residual risks above their inherent ones: {', '.join(broken[:NAMED])}{rest}.",
            "Rate these anew first, or choose another grid.",
        )


def broken_by(snapshot: Snapshot, grid_text: str) -> Iterator[str]:
    """What would break with a grid: each risk and each answer, named."""
    grid = parse_grid(grid_text)
    risks = select(risk, campaign.c.name).outerjoin(campaign, risk.c.campaign_id == campaign.c.id)
    answers = select(legal_answer, campaign.c.name).outerjoin(campaign, legal_answer.c.campaign_id == campaign.c.id)
    for query in (risks.where(risk.c.closed_on.is_(None)), answers):
        for row in snapshot.connection.execute(query).mappings():
            inherent = rating(row["likelihood"], row["impact"])
            residual = rating(row["residual_likelihood"], row["residual_impact"])
            if residual_fault(inherent, residual, grid):
                thing = f"“{row['title']}”" if "title" in row else row["item_code"]
                yield f"{thing} ({row['name']})" if row["name"] else thing
