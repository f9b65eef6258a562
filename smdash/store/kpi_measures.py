"""What a KPI is computed from: kept in a row beside the KPI, checked with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping, select

from smdash.domain.computed import measure_of, scope_faults
from smdash.domain.goals import KpiDraft, Measured
from smdash.store import changes
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import campaign, channel, kpi_measure, reading

COLUMNS = (kpi_measure.c.measure, kpi_measure.c.channel_id, kpi_measure.c.campaign_id, kpi_measure.c.post_kind)
TYPED, COMPUTED = "typed", "computed"


def measured_of(row: RowMapping) -> Measured | None:
    """What a row of a KPI joined with its measure says it is computed from."""
    if row["measure"] is None:
        return None
    return Measured(row["measure"], row["channel_id"], row["campaign_id"], row["post_kind"])


def measured_as(tx: Transaction, draft: KpiDraft, kpi_id: int, faults: dict[str, str]) -> KpiDraft:
    """The draft as its measure has it: aggregation and, where none was typed, unit; `faults` gets what is wrong."""
    if draft.measured is None:
        return replace(draft, source=TYPED)
    if kpi_id and tx.connection.execute(select(reading.c.id).where(reading.c.kpi_id == kpi_id).limit(1)).first():
        faults["measure"] = "It has readings that were typed in. Delete them first, or make another KPI."
    faults |= {name: fault for name, fault in scope_faults(draft.measured).items() if name not in faults}
    for field, table, row_id in (
        ("channel", channel, draft.measured.channel_id),
        ("campaign", campaign, draft.measured.campaign_id),
    ):
        if row_id and tx.connection.execute(select(table.c.id).where(table.c.id == row_id)).first() is None:
            faults[field] = f"This {field} is gone. Choose another one."
    if draft.shape.done_or_not:
        faults["shape"] = "What is worked out has a value. Choose increase, decrease, keep or range."
    measure = measure_of(draft.measured)
    if measure is None:
        return draft
    unit = measure.unit_in(tx.organisation.currency)
    if unit == "%" and draft.unit.strip() not in ("", unit):
        faults["unit"] = f"{measure.title} is measured in {unit}."
    return replace(draft, source=COMPUTED, aggregation=measure.aggregation, unit=draft.unit or unit)


def set_measured(tx: Transaction, kpi_id: int, measured: Measured | None) -> None:
    """Keep what a KPI is computed from, or that it is typed in."""
    row_id = tx.connection.execute(select(kpi_measure.c.id).where(kpi_measure.c.kpi_id == kpi_id)).scalar()
    if measured is None:
        if row_id is not None:
            changes.delete(tx, kpi_measure, row_id)
        return
    values: dict[str, Any] = {name: getattr(measured, name) for name in Measured.__dataclass_fields__}
    if row_id is None:
        changes.insert(tx, kpi_measure, kpi_id=kpi_id, **values)
    else:
        changes.update(tx, kpi_measure, row_id, **values)


def scope_names(snapshot: Snapshot, measured: Measured) -> str:
    """What a KPI is narrowed to, in words: `Guild page, campaign Spring, photos`."""
    said = []
    for table, row_id in ((channel, measured.channel_id), (campaign, measured.campaign_id)):
        if row_id is not None:
            said.append(snapshot.connection.execute(select(table.c.name).where(table.c.id == row_id)).scalar() or "")
    return ", ".join(filter(None, (*said, measured.post_kind)))
