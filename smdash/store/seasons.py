"""Last year's readings of the KPIs whose pace is seasonal, of all of them in one query."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Text, func, literal, select, type_coerce

from smdash.domain.course import Course
from smdash.domain.goals import Kpi, Pacing
from smdash.domain.season import LastYear, same_days
from smdash.store.computed import Wanted, is_computed
from smdash.store.courses import PackedReadings, computed
from smdash.store.kpis import kpis_by_id
from smdash.store.store import Snapshot
from smdash.store.tables import reading


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
    wanted = []
    for one in kpis:
        start, due = same_days(one.draft)
        first: date = start - timedelta(days=2 * one.draft.cadence.days)
        owner = others.get(one.draft.predecessor_id or 0, one)
        if is_computed(owner):
            wanted.append(Wanted(replace(owner, id=one.id), first, due))
        else:
            stretches.append([one.id, owner.id, first.isoformat(), due.isoformat()])
    row = reading.c
    day, value, above, below = (type_coerce(one, Text) for one in (row.day, row.value, row.numerator, row.denominator))
    # The days are each KPI's own: they come as one JSON text, so that one query serves any number of KPIs.
    each = func.json_each(literal(json.dumps(stretches))).table_valued("value")
    kpi_id, of, first_day, last_day = (func.json_extract(each.c.value, f"$[{place}]") for place in range(4))
    query = (
        select(kpi_id, func.group_concat(day + func.coalesce(value, above + "/" + below), " "))
        .select_from(each)
        .join(reading, (row.kpi_id == of) & day.between(first_day, last_day))
        .group_by(kpi_id)
    )
    found = {row_id: PackedReadings(packed) for row_id, packed in snapshot.connection.execute(query)}
    found |= computed(snapshot, wanted)
    return {one.id: found.get(one.id) or PackedReadings("") for one in kpis}
