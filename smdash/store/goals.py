"""Objectives: add, edit, archive, find; and the scorecard of a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, select

from smdash.domain import text
from smdash.domain.course import Course
from smdash.domain.goals import CheckIn, Kpi, Objective
from smdash.domain.objectives import KpiEntry, ObjectiveEntry, Scorecard, in_period, objective_entry
from smdash.domain.pace import Thresholds
from smdash.domain.periods import Period
from smdash.domain.scorecard import KpiStatus, assess_course
from smdash.domain.velocity import LOOKED_AT
from smdash.errors import FormFaults, NotFound
from smdash.store import changes
from smdash.store.courses import courses
from smdash.store.kpis import day_fault, free_name, kpis
from smdash.store.seasons import last_years
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import checkin, objective

# Objectives --------------------------------------------------------------------------------------------------------


def add_objective(tx: Transaction, draft: Objective) -> int:
    """Add an objective (its `id` and `archived` don't matter); `FormFaults` with all that is wrong with it."""
    values = _objective_values(tx, draft)
    tx.describe(f"add objective {values['name']}")
    return changes.insert(tx, objective, **values)


def edit_objective(tx: Transaction, draft: Objective) -> None:
    """Give the objective of that id what the draft says."""
    get_objective(tx, draft.id)
    values = _objective_values(tx, draft)
    tx.describe(f"edit objective {values['name']}")
    changes.update(tx, objective, draft.id, **values)


def archive_objective(tx: Transaction, objective_id: int, *, archived: bool = True) -> None:
    """Hide an objective and its KPIs from lists, or bring it back; everything in it stays."""
    tx.describe(f"{'archive' if archived else 'bring back'} objective {get_objective(tx, objective_id).name}")
    changes.update(tx, objective, objective_id, archived=archived)


def objectives(snapshot: Snapshot, *, archived: bool = False) -> tuple[Objective, ...]:
    """Objectives by name; archived ones when asked for."""
    query = select(objective).order_by(objective.c.name_key)
    if not archived:
        query = query.where(objective.c.archived.is_(False))
    return tuple(_objective(row) for row in snapshot.connection.execute(query).mappings())


def get_objective(snapshot: Snapshot, objective_id: int) -> Objective:
    """One objective; `NotFound` when it is gone."""
    row = snapshot.connection.execute(select(objective).where(objective.c.id == objective_id)).mappings().first()
    if row is None:
        raise NotFound("This objective is gone.", "Reload and look again.")
    return _objective(row)


def _objective_values(tx: Transaction, draft: Objective) -> dict[str, Any]:
    faults: dict[str, str] = {}
    name = free_name(tx, objective, draft.name, draft.id, faults)
    for field, day in (("start", draft.start), ("due", draft.due)):
        if fault := day_fault(day):
            faults[field] = fault
    if draft.start is not None and draft.due is not None and draft.due < draft.start:
        faults["due"] = "The due day lies before the start."
    if faults:
        raise FormFaults(faults)
    return {
        "name": name,
        "name_key": text.name_key(name),
        "owner_id": draft.owner_id,
        "start": draft.start,
        "due": draft.due,
        "note": text.clean(draft.note),
    }


def _objective(row: RowMapping) -> Objective:
    return Objective(
        row["id"], row["name"], row["owner_id"], row["start"], row["due"], row["note"], bool(row["archived"])
    )


# Check-ins ---------------------------------------------------------------------------------------------------------


def as_check_in(row: Any) -> CheckIn:
    """A stored row as a check-in."""
    return CheckIn(row.day, row.confidence, row.status or "", row.note, row.id)


def _check_ins(snapshot: Snapshot) -> dict[int, tuple[CheckIn, ...]]:
    found: dict[int, list[CheckIn]] = {}
    for row in snapshot.connection.execute(select(checkin).order_by(checkin.c.day, checkin.c.id)):
        found.setdefault(row.objective_id, []).append(as_check_in(row))
    return {objective_id: tuple(values) for objective_id, values in found.items()}


# The scorecard -----------------------------------------------------------------------------------------------------


def thresholds(snapshot: Snapshot) -> Thresholds:
    """From which pace on a KPI is ahead, on track, at risk, as the organisation set it."""
    settings = snapshot.organisation
    return Thresholds(*(Decimal(one) for one in (settings.pace_ahead, settings.pace_on_track, settings.pace_at_risk)))


def kpi_entries(
    snapshot: Snapshot, listed: Sequence[Kpi], period: Period | None = None, since: date | None = None
) -> tuple[KpiEntry, ...]:
    """Each of these KPIs with all that is known of it, as of today or of the last day of a period that is over.

    With `since`, their courses may begin on that day: enough to say where each stands, not how it came there.
    """
    limits = thresholds(snapshot)
    as_of = min(snapshot.today, period.last) if period else snapshot.today
    seasons = last_years(snapshot, listed)

    def status(one: Kpi, course: Course) -> KpiStatus:
        return assess_course(
            one, course, snapshot.today, period=period, thresholds=limits, last_year=seasons.get(one.id)
        )

    return tuple(
        KpiEntry(status(one, course), latest) for one, course, latest in courses(snapshot, listed, as_of, since)
    )


def objective_now(snapshot: Snapshot, one: Objective) -> ObjectiveEntry:
    """An objective as of today, with the KPIs that are not archived."""
    listed = [kpi for kpi in kpis(snapshot) if kpi.draft.objective_id == one.id]
    entries = kpi_entries(snapshot, listed)
    said = _check_ins(snapshot).get(one.id, ())
    return objective_entry(one, entries, said, snapshot.today, thresholds(snapshot))


def _looked_back_to(check_ins: Mapping[int, Sequence[CheckIn]], as_of: date) -> date:
    """The earliest day whose progress the velocity of an objective needs."""
    known = [sorted(one.day for one in those if one.day <= as_of) for those in check_ins.values()]
    return min((days[-LOOKED_AT - 1 :][0] for days in known if len(days) >= LOOKED_AT), default=as_of)


def scorecard_of_today(snapshot: Snapshot, card: Scorecard) -> Scorecard:
    """What needs a person is of today: the card itself where its period has today, else a brief one of the day."""
    if snapshot.today in card.period:
        return card
    return scorecard(snapshot, snapshot.organisation.calendar.day(snapshot.today), brief_above=0)


def scorecard(snapshot: Snapshot, period: Period, *, brief_above: int | None = None) -> Scorecard:
    """The KPIs whose days touch a period, by objective, as of its end or today, in a fixed number of queries.

    An objective is listed when it has such a KPI, or when its own days touch the period. With more KPIs than
    `brief_above` it says the same of each, but knows no trends and forecasts.
    """
    as_of = min(snapshot.today, period.last)
    limits = thresholds(snapshot)
    listed = kpis(snapshot, period=period)
    check_ins = _check_ins(snapshot)
    by_objective: dict[int | None, list[KpiEntry]] = {}
    brief = brief_above is not None and len(listed) > brief_above
    since = _looked_back_to(check_ins, as_of) if brief else None
    for entry in kpi_entries(snapshot, listed, period, since):
        by_objective.setdefault(entry.status.kpi.draft.objective_id, []).append(entry)
    groups: list[ObjectiveEntry] = [
        objective_entry(one, by_objective.get(one.id, ()), check_ins.get(one.id, ()), as_of, limits)
        for one in objectives(snapshot)
        if one.id in by_objective or in_period(one, period)
    ]
    if None in by_objective:
        groups.append(objective_entry(None, by_objective[None], (), as_of, limits))
    return Scorecard(period, as_of, tuple(groups), limits)
