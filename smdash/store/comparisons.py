"""The readings that charts are compared with, of many KPIs in one query."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Text, func, literal, select, type_coerce

from smdash.domain.comparison import Comparison, compared, earlier
from smdash.domain.course import Point
from smdash.domain.goals import Kpi
from smdash.store.computed import Wanted, is_computed
from smdash.store.courses import PackedReadings, computed
from smdash.store.store import Snapshot
from smdash.store.tables import reading


def compared_courses(snapshot: Snapshot, kpis: Sequence[Kpi], comparison: Comparison) -> dict[int, tuple[Point, ...]]:
    """Of each KPI the course it is compared with, on its own days; empty where it has no reading then."""
    if comparison is Comparison.NONE or not kpis:
        return {}
    row = reading.c
    day, value, above, below = (type_coerce(one, Text) for one in (row.day, row.value, row.numerator, row.denominator))
    then = {one.id: earlier(one.draft, comparison) for one in kpis}
    stretches = json.dumps([[row_id, one.start.isoformat(), one.due.isoformat()] for row_id, one in then.items()])
    # The days are each KPI's own: they come as one JSON text, so that one query serves any number of KPIs.
    each = func.json_each(literal(stretches)).table_valued("value")
    kpi_id, first, last = (func.json_extract(each.c.value, f"$[{place}]") for place in range(3))
    query = (
        select(row.kpi_id, func.group_concat(day + func.coalesce(value, above + "/" + below), " "))
        .select_from(each)
        .join(reading, (row.kpi_id == kpi_id) & day.between(first, last))
        .group_by(row.kpi_id)
    )
    found = {row_id: PackedReadings(packed) for row_id, packed in snapshot.connection.execute(query)}
    found |= computed(snapshot, [Wanted(one, then[one.id].start, then[one.id].due) for one in kpis if is_computed(one)])
    none = PackedReadings("")
    courses = ((one, found.get(one.id, none)) for one in kpis)
    return {one.id: compared(one.draft, comparison, those) for one, those in courses}
