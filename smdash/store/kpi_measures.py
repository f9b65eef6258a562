"""What a KPI is computed from: kept in a row beside the KPI, checked with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import FromClause, RowMapping, select

from smdash.domain.computed import measure_of, scope_faults
from smdash.domain.goals import KpiDraft, Measured
from smdash.store import changes
from smdash.store.store import Transaction
from smdash.store.tables import campaign, channel, kpi, kpi_measure, reading

_FIELDS = ("measure", "channel_id", "campaign_id", "post_kind")
_NAMES = {"of_channel": channel.c.name, "of_campaign": campaign.c.name}
COLUMNS = (*(kpi_measure.c[name] for name in _FIELDS), *(column.label(name) for name, column in _NAMES.items()))
"""What a query of KPIs has to ask for beside the KPI's own."""
TYPED, COMPUTED = "typed", "computed"


def measured_of(row: RowMapping) -> Measured | None:
    """What a row of a KPI joined with its measure says it is computed from."""
    if row["measure"] is None:
        return None
    names = tuple(row[name] for name in _NAMES if row[name] is not None)
    return Measured(**{name: row[name] for name in _FIELDS}, names=names)


def beside(kpis: FromClause) -> FromClause:
    """KPIs with what they are computed from."""
    measures = kpis.outerjoin(kpi_measure, kpi_measure.c.kpi_id == kpi.c.id)
    with_channel = measures.outerjoin(channel, channel.c.id == kpi_measure.c.channel_id)
    return with_channel.outerjoin(campaign, campaign.c.id == kpi_measure.c.campaign_id)


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
    values: dict[str, Any] = {name: getattr(measured, name) for name in _FIELDS}
    if row_id is None:
        changes.insert(tx, kpi_measure, kpi_id=kpi_id, **values)
    else:
        changes.update(tx, kpi_measure, row_id, **values)
