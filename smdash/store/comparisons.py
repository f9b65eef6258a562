"""What charts compare KPIs with, of many KPIs at once."""

from __future__ import annotations

from collections.abc import Sequence

from smdash.domain.comparison import Comparison, compared, earlier
from smdash.domain.course import Point
from smdash.domain.goals import Kpi, KpiDraft
from smdash.store.kpis import kpis_by_id
from smdash.store.store import Snapshot
from smdash.store.stretches import Stretch, readings_of
from smdash.store.successions import before, followed


def compared_courses(snapshot: Snapshot, kpis: Sequence[Kpi], comparison: Comparison) -> dict[int, tuple[Point, ...]]:
    """Of each KPI the course it is compared with, on its own days; empty where it has no reading then.

    The readings are those of the KPI that ran on those days among the ones it follows on, else its own. Last year is
    that of its predecessor where its pace is seasonal and names one.
    """
    if comparison is Comparison.NONE or not kpis:
        return {}
    follows = followed(snapshot)
    named = {one.draft.predecessor_id for one in kpis if one.draft.predecessor_id}
    others = kpis_by_id(snapshot, named | {row_id for one in kpis for row_id in before(one.id, follows)})
    stretches = []
    for one in kpis:
        then = earlier(one.draft, comparison)
        chain = [others[row_id] for row_id in before(one.id, follows) if row_id in others]
        source = max(chain, key=lambda other: _days_shared(other.draft, then), default=one)
        if not _days_shared(source.draft, then):
            source = one
        if comparison is Comparison.LAST_YEAR:
            source = others.get(one.draft.predecessor_id or 0, source)
        stretches.append(Stretch(one.id, source, then.start, then.due))
    found = readings_of(snapshot, stretches)
    return {one.id: compared(one.draft, comparison, found[one.id]) for one in kpis}


def _days_shared(one: KpiDraft, other: KpiDraft) -> int:
    return max(0, (min(one.due, other.due) - max(one.start, other.start)).days + 1)
