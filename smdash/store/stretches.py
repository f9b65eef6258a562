"""The readings of many KPIs, each of its own days, in one query: for seasons and comparisons."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Text, func, literal, select, type_coerce

from smdash.domain.goals import Kpi
from smdash.store.computed import Wanted, is_computed
from smdash.store.courses import PackedReadings, computed
from smdash.store.store import Snapshot
from smdash.store.tables import reading


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a KPI, both counting, asked for under a key of the caller's: the id of the KPI they are for."""

    key: int
    of: Kpi
    first: date
    last: date


def readings_of(snapshot: Snapshot, stretches: Sequence[Stretch]) -> dict[int, PackedReadings]:
    """The readings of each stretch by its key; none where there are none. Those of computed KPIs are worked out."""
    typed = [
        [one.key, one.of.id, one.first.isoformat(), one.last.isoformat()]
        for one in stretches
        if not is_computed(one.of)
    ]
    row = reading.c
    day, value, above, below = (type_coerce(one, Text) for one in (row.day, row.value, row.numerator, row.denominator))
    # The days are each KPI's own: they come as one JSON text, so that one query serves any number of KPIs.
    each = func.json_each(literal(json.dumps(typed))).table_valued("value")
    key, kpi_id, first, last = (func.json_extract(each.c.value, f"$[{place}]") for place in range(4))
    query = (
        select(key, func.group_concat(day + func.coalesce(value, above + "/" + below), " "))
        .select_from(each)
        .join(reading, (row.kpi_id == kpi_id) & day.between(first, last))
        .group_by(key)
    )
    found = {one.key: PackedReadings("") for one in stretches}
    found |= {row_id: PackedReadings(packed) for row_id, packed in snapshot.connection.execute(query)}
    wanted = [Wanted(replace(one.of, id=one.key), one.first, one.last) for one in stretches if is_computed(one.of)]
    return found | computed(snapshot, wanted)
