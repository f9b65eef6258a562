"""KPIs and objectives by what people type of their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from smdash.domain.goals import Kpi, Objective
from smdash.domain.naming import find_name, nearest_names, spaceless
from smdash.errors import InvalidInput, NotFound
from smdash.store import goals, kpis
from smdash.store.store import Snapshot

Named = TypeVar("Named", Kpi, Objective)


def named_kpi(snapshot: Snapshot, typed: str, *, archived: bool = False) -> Kpi:
    """The KPI of that name, or of a beginning that only one has, or only one that runs today; else the nearest.

    An archived one is found too when it is asked for and no other has that name or beginning.
    """
    known = {one.name: one for one in kpis.kpis(snapshot)}
    if archived and find_name(typed, tuple(known), {}) == (None, ()):
        known = {one.name: one for one in kpis.kpis(snapshot, archived=True)}
    if not known:
        raise NotFound("There are no KPIs yet.", "`smdash kpi add` adds one, as does n in the dashboard (2 Goals).")

    def runs(kpi: Kpi) -> bool:
        return kpi.draft.start <= snapshot.today <= kpi.draft.due

    return _named(typed, known, "KPI", runs, "`smdash kpi list` shows all.")


def named_objective(snapshot: Snapshot, typed: str) -> Objective:
    """The objective of that name, found in the same way."""
    known = {one.name: one for one in goals.objectives(snapshot)}
    if not known:
        raise NotFound("There are no objectives yet.", "N in the dashboard (2 Goals) adds one.")

    def runs(one: Objective) -> bool:
        return (one.start is None or one.start <= snapshot.today) and (one.due is None or snapshot.today <= one.due)

    return _named(typed, known, "objective", runs, "`smdash kpi list --all` shows all.")


def _named(typed: str, known: Mapping[str, Named], what: str, runs: Callable[[Named], bool], listing: str) -> Named:
    found, candidates = find_name(typed, tuple(known), {})
    if found is not None:
        return known[found]
    current = [name for name in candidates if runs(known[name])]
    if len(current) == 1:
        return known[current[0]]
    if candidates:
        names = " or ".join(f"“{name}”" for name in candidates)
        raise InvalidInput(f"“{typed}” could be {names}.", "Type more of the name.")
    words = spaceless(typed).split()
    near = nearest_names(words, {spaceless(name): name for name in known}) if words else ()
    hint = f"Did you mean {' or '.join(f'“{name}”' for name in near)}?" if near else listing
    raise NotFound(f"There is no {what} “{typed}”.", hint)
