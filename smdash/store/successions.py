"""Which KPI follows on which: the quarter after the quarter before, kept in a row beside the KPI."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from smdash.domain.goals import Aggregation, Kpi, KpiDraft
from smdash.domain.text import one_line
from smdash.store import changes
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import succession


def followed(snapshot: Snapshot) -> dict[int, int]:
    """By the id of each KPI that follows on another the id of that other."""
    query = select(succession.c.kpi_id, succession.c.follows_id)
    return {row.kpi_id: row.follows_id for row in snapshot.connection.execute(query)}


def before(kpi_id: int, follows: dict[int, int]) -> Iterator[int]:
    """The KPIs that one follows on, the nearest first."""
    seen = {kpi_id}
    while (earlier := follows.get(kpi_id)) is not None and earlier not in seen:
        yield earlier
        seen.add(earlier)
        kpi_id = earlier


def succession_fault(snapshot: Snapshot, kpi_id: int, draft: KpiDraft, earlier: Kpi | None) -> str:
    """What keeps a KPI from following on another; empty when nothing does. A new KPI has the id 0."""
    if earlier is None:
        return ""
    if kpi_id and (earlier.id == kpi_id or kpi_id in before(earlier.id, followed(snapshot))):
        return f"{earlier.name} does not come before it. Choose the KPI of the period before."
    theirs, own = earlier.draft.unit, one_line(draft.unit)
    if theirs != own:
        return f"{earlier.name} is measured in {theirs or 'plain numbers'}, this one in {own or 'plain numbers'}."
    if (earlier.draft.aggregation is Aggregation.RATIO) != (draft.aggregation is Aggregation.RATIO):
        return f"Only one of {earlier.name} and this one is a ratio: they can't be compared."
    return ""


def set_followed(tx: Transaction, kpi_id: int, follows_id: int | None) -> None:
    """Keep which KPI one follows on, or that it follows on none."""
    row_id = tx.connection.execute(select(succession.c.id).where(succession.c.kpi_id == kpi_id)).scalar()
    if follows_id is None:
        if row_id is not None:
            changes.delete(tx, succession, row_id)
    elif row_id is None:
        changes.insert(tx, succession, kpi_id=kpi_id, follows_id=follows_id)
    else:
        changes.update(tx, succession, row_id, follows_id=follows_id)
