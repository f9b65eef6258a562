"""What charts compare KPIs with, of many KPIs at once."""

from __future__ import annotations

from collections.abc import Sequence

from smdash.domain.comparison import Comparison, compared, earlier
from smdash.domain.course import Point
from smdash.domain.goals import Kpi
from smdash.store.kpis import kpis_by_id
from smdash.store.store import Snapshot
from smdash.store.stretches import Stretch, readings_of


def compared_courses(snapshot: Snapshot, kpis: Sequence[Kpi], comparison: Comparison) -> dict[int, tuple[Point, ...]]:
    """Of each KPI the course it is compared with, on its own days; empty where it has no reading then.

    Last year is that of its predecessor where it names one.
    """
    if comparison is Comparison.NONE or not kpis:
        return {}
    others: dict[int, Kpi] = {}
    if comparison is Comparison.LAST_YEAR:
        others = kpis_by_id(snapshot, {one.draft.predecessor_id for one in kpis if one.draft.predecessor_id})
    stretches = []
    for one in kpis:
        then = earlier(one.draft, comparison)
        stretches.append(Stretch(one.id, others.get(one.draft.predecessor_id or 0, one), then.start, then.due))
    found = readings_of(snapshot, stretches)
    return {one.id: compared(one.draft, comparison, found[one.id]) for one in kpis}
