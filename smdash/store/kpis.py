"""KPIs: add, edit, archive, find."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Table, or_, select

from smdash.domain import text
from smdash.domain.goals import Aggregation, Cadence, Kpi, KpiDraft, Level, Pacing, Shape, check_kpi
from smdash.domain.periods import Period
from smdash.domain.readings import number_fault
from smdash.errors import FormFaults, InvalidInput, NotFound
from smdash.store import changes, kpi_measures, successions
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import kpi, objective, reading, season, succession

FIRST_YEAR, LAST_YEAR = 1970, 2199
LONGEST_UNIT = 20
_SEASONED = kpi.outerjoin(season, season.c.kpi_id == kpi.c.id)
_WHOLE = kpi_measures.beside(_SEASONED.outerjoin(succession, succession.c.kpi_id == kpi.c.id))
_BESIDE = (season.c.predecessor_id, season.c.id.label("season_id"), succession.c.follows_id)
_COLUMNS = (*kpi.c, *_BESIDE, *kpi_measures.COLUMNS)


def add_kpi(tx: Transaction, draft: KpiDraft) -> int:
    """Add a KPI; `FormFaults` with all that is wrong with it at once."""
    draft = _checked(tx, draft, 0)
    tx.describe(f"add KPI {draft.name}")
    kpi_id = changes.insert(tx, kpi, **_kpi_values(draft))
    _set_beside(tx, kpi_id, draft)
    return kpi_id


def edit_kpi(tx: Transaction, kpi_id: int, draft: KpiDraft) -> None:
    """Give a KPI what the draft says; one with readings can't become a ratio, or cease to be one."""
    before = get_kpi(tx, kpi_id).draft
    draft = _checked(tx, draft, kpi_id, before)
    tx.describe(f"edit KPI {draft.name}")
    changes.update(tx, kpi, kpi_id, **_kpi_values(draft))
    _set_beside(tx, kpi_id, draft)


def archive_kpi(tx: Transaction, kpi_id: int, *, archived: bool = True) -> None:
    """Hide a KPI from lists and grades, or bring it back; its readings stay."""
    tx.describe(f"{'archive' if archived else 'bring back'} KPI {get_kpi(tx, kpi_id).name}")
    changes.update(tx, kpi, kpi_id, archived=archived)


def kpis(snapshot: Snapshot, *, archived: bool = False, period: Period | None = None) -> tuple[Kpi, ...]:
    """KPIs by name, those whose days from start to due touch a period where one is given.

    Archived ones, and those whose objective is, come along when asked for.
    """
    query = select(*_COLUMNS).select_from(_WHOLE).order_by(kpi.c.name_key)
    if not archived:
        query = query.outerjoin(objective, kpi.c.objective_id == objective.c.id).where(
            kpi.c.archived.is_(False), or_(objective.c.archived.is_(None), objective.c.archived.is_(False))
        )
    if period is not None:
        query = query.where(kpi.c.start < period.end, kpi.c.due >= period.start)
    return tuple(_kpi(row) for row in snapshot.connection.execute(query).mappings())


def kpis_by_id(snapshot: Snapshot, ids: Collection[int]) -> dict[int, Kpi]:
    """These KPIs, archived ones too."""
    if not ids:
        return {}
    query = select(*_COLUMNS).select_from(_WHOLE).where(kpi.c.id.in_(ids))
    return {row["id"]: _kpi(row) for row in snapshot.connection.execute(query).mappings()}


def get_kpi(snapshot: Snapshot, kpi_id: int) -> Kpi:
    """One KPI; `NotFound` when it is gone."""
    query = select(*_COLUMNS).select_from(_WHOLE).where(kpi.c.id == kpi_id)
    row = snapshot.connection.execute(query).mappings().first()
    if row is None:
        raise NotFound("This KPI is gone.", "Reload and look again.")
    return _kpi(row)


def _checked(tx: Transaction, draft: KpiDraft, kpi_id: int, before: KpiDraft | None = None) -> KpiDraft:
    """The draft as it may be stored."""
    faults: dict[str, str] = {}
    name = free_name(tx, kpi, draft.name, kpi_id, faults)
    draft = kpi_measures.measured_as(tx, draft, kpi_id, faults)
    unit = text.one_line(draft.unit)
    if len(unit) > LONGEST_UNIT:
        faults["unit"] = f"The unit is longer than {LONGEST_UNIT} characters. Shorten it."
    for field in ("baseline", "target", "target_low", "target_high", "weight"):
        if fault := number_fault(getattr(draft, field)):
            faults[field] = fault
    for field in ("start", "due"):
        if fault := day_fault(getattr(draft, field)):
            faults[field] = fault
    if before is not None and (fault := _aggregation_fault(tx, kpi_id, before, draft)):
        faults["aggregation"] = fault
    if fault := _predecessor_fault(tx, kpi_id, draft):
        faults["predecessor_id"] = fault
    earlier = None if draft.follows_id is None else get_kpi(tx, draft.follows_id)
    if fault := successions.succession_fault(tx, kpi_id, draft, earlier):
        faults["follows_id"] = fault
    try:
        check_kpi(draft)
    except FormFaults as found:
        faults |= {field: fault for field, fault in found.faults.items() if field not in faults}
    if faults:
        raise FormFaults(faults)
    return replace(draft, name=name, unit=unit)


def _aggregation_fault(tx: Transaction, kpi_id: int, before: KpiDraft, after: KpiDraft) -> str:
    if (before.aggregation is Aggregation.RATIO) == (after.aggregation is Aggregation.RATIO):
        return ""
    if tx.connection.execute(select(reading.c.id).where(reading.c.kpi_id == kpi_id).limit(1)).first() is None:
        return ""
    if after.aggregation is Aggregation.RATIO:
        return "Its readings are single values. Delete them first, or make another KPI."
    return "Its readings have two parts. Delete them first, or make another KPI."


def _predecessor_fault(tx: Transaction, kpi_id: int, draft: KpiDraft) -> str:
    """What keeps a KPI from being the one of the year before."""
    if draft.predecessor_id is None:
        return ""
    if draft.predecessor_id == kpi_id:
        return "A KPI does not come before itself. Leave it empty to compare with its own readings of last year."
    unit = get_kpi(tx, draft.predecessor_id).draft.unit
    if unit != text.one_line(draft.unit):
        return f"It is measured in {unit or 'plain numbers'}, this one in {draft.unit or 'plain numbers'}."
    return ""


def _set_beside(tx: Transaction, kpi_id: int, draft: KpiDraft) -> None:
    """Keep what stands in rows of their own."""
    _set_season(tx, kpi_id, draft)
    successions.set_followed(tx, kpi_id, draft.follows_id)
    kpi_measures.set_measured(tx, kpi_id, draft.measured)


def _set_season(tx: Transaction, kpi_id: int, draft: KpiDraft) -> None:
    """Keep that a KPI's pace is seasonal, or that it no longer is."""
    row_id = tx.connection.execute(select(season.c.id).where(season.c.kpi_id == kpi_id)).scalar()
    if draft.pacing is Pacing.LINEAR:
        if row_id is not None:
            changes.delete(tx, season, row_id)
    elif row_id is None:
        changes.insert(tx, season, kpi_id=kpi_id, predecessor_id=draft.predecessor_id)
    else:
        changes.update(tx, season, row_id, predecessor_id=draft.predecessor_id)


def _kpi_values(draft: KpiDraft) -> dict[str, Any]:
    return {
        "objective_id": draft.objective_id,
        "name": draft.name,
        "name_key": text.name_key(draft.name),
        "unit": draft.unit,
        "shape": draft.shape.value,
        "aggregation": draft.aggregation.value,
        "level": draft.level.value,
        "baseline": draft.baseline,
        "target": draft.target,
        "target_low": draft.target_low,
        "target_high": draft.target_high,
        "start": draft.start,
        "due": draft.due,
        "cadence": draft.cadence.value,
        "weight": draft.weight,
        "owner_id": draft.owner_id,
        "source": draft.source,
    }


def _kpi(row: RowMapping) -> Kpi:
    enums: dict[str, Any] = {"shape": Shape, "aggregation": Aggregation, "level": Level, "cadence": Cadence}
    values = {name: row[name] for name in KpiDraft.__dataclass_fields__ if name not in ("pacing", "measured")}
    values |= {name: kind(row[name]) for name, kind in enums.items()}
    values["measured"] = kpi_measures.measured_of(row)
    values["pacing"] = Pacing.LINEAR if row["season_id"] is None else Pacing.SEASONAL
    return Kpi(row["id"], KpiDraft(**values), bool(row["archived"]))


# What all goals share -------------------------------------------------------------------------------------------------


def free_name(tx: Transaction, table: Table, name: str, row_id: int, faults: dict[str, str]) -> str:
    """The clean name; a fault when it is empty, too long or taken."""
    what = {"objective": "objective", "kpi": "KPI"}[table.name]
    try:
        clean = text.name(name)
    except InvalidInput as fault:
        faults["name"] = fault.message
        return ""
    query = select(table.c.id, table.c.archived).where(table.c.name_key == text.name_key(clean), table.c.id != row_id)
    if (other := tx.connection.execute(query).first()) is not None:
        kept = "an archived" if other.archived else f"{'an' if table is objective else 'a'}"
        faults["name"] = f"There already is {kept} {what} “{clean}”. Choose another name."
    return clean


def day_fault(day: date | None) -> str:
    """What keeps a day from being one of a goal's; empty when nothing does."""
    if day is None or FIRST_YEAR <= day.year <= LAST_YEAR:
        return ""
    return f"The year must be from {FIRST_YEAR} to {LAST_YEAR}."
