"""Last year's readings of the KPIs whose pace is seasonal, of all of them in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from smdash.domain.course import Course
from smdash.domain.goals import Kpi, Pacing
from smdash.domain.season import LastYear, same_days
from smdash.store.courses import PackedReadings
from smdash.store.kpis import kpis_by_id
from smdash.store.store import Snapshot
from smdash.store.stretches import Stretch, readings_of


def last_years(snapshot: Snapshot, kpis: Sequence[Kpi]) -> dict[int, LastYear]:
    """By KPI the course of the year before, its own or its predecessor's; those with a linear pace have none."""
    seasonal = [one for one in kpis if one.draft.pacing is Pacing.SEASONAL]
    if not seasonal:
        return {}
    others = kpis_by_id(snapshot, {one.draft.predecessor_id for one in seasonal if one.draft.predecessor_id})
    found = _readings(snapshot, seasonal, others)
    return {one.id: _last_year(one, others.get(one.draft.predecessor_id or 0), found[one.id]) for one in seasonal}


def _last_year(one: Kpi, other: Kpi | None, readings: PackedReadings) -> LastYear:
    start, due = same_days(one.draft)
    moved = replace(one.draft, start=start, due=due)
    earlier, those = readings.split(start)
    begun_with = Course(moved, earlier).newest
    base = begun_with.value if begun_with else other.draft.baseline if other else None
    return LastYear((other or one).name, Course(moved, those), base)


def _readings(snapshot: Snapshot, kpis: Sequence[Kpi], others: Mapping[int, Kpi]) -> dict[int, PackedReadings]:
    """The readings of last year's days and of two cadences before them."""
    stretches = []
    for one in kpis:
        start, due = same_days(one.draft)
        first = start - timedelta(days=2 * one.draft.cadence.days)
        stretches.append(Stretch(one.id, others.get(one.draft.predecessor_id or 0, one), first, due))
    return readings_of(snapshot, stretches)
