"""KPIs and objectives by what people type of their names."""

from __future__ import annotations

from smdash.cli.names import named
from smdash.domain.goals import Kpi, Objective
from smdash.domain.naming import find_name
from smdash.errors import NotFound
from smdash.store import goals, kpis
from smdash.store.import_basis import aliases_of
from smdash.store.store import Snapshot


def named_kpi(snapshot: Snapshot, typed: str, *, archived: bool = False) -> Kpi:
    """The KPI of that name, or of a beginning that only one has, or only one that runs today; else the nearest.

    Names that imports use for it do too. With `archived`, one that is archived is found where no other is meant.
    """
    known = {one.name: one for one in kpis.kpis(snapshot)}
    by_id = {one.id: one.name for one in known.values()}
    others = {other: by_id[row_id] for other, row_id in aliases_of(snapshot, "kpi").items() if row_id in by_id}
    if archived and find_name(typed, tuple(known), others) == (None, ()):
        known = {one.name: one for one in kpis.kpis(snapshot, archived=True)}
    if not known:
        raise NotFound("There are no KPIs yet.", "`smdash kpi add` adds one, as does n in the dashboard (2 Goals).")

    def runs(kpi: Kpi) -> bool:
        return kpi.draft.start <= snapshot.today <= kpi.draft.due

    return named(typed, known, "KPI", runs, "`smdash kpi list` shows all.", others)


def named_objective(snapshot: Snapshot, typed: str) -> Objective:
    """The objective of that name, found in the same way."""
    known = {one.name: one for one in goals.objectives(snapshot)}
    if not known:
        raise NotFound("There are no objectives yet.", "N in the dashboard (2 Goals) adds one.")

    def runs(one: Objective) -> bool:
        return (one.start is None or one.start <= snapshot.today) and (one.due is None or snapshot.today <= one.due)

    return named(typed, known, "objective", runs, "`smdash kpi list --all` shows all.")
