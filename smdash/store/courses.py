"""The courses of many KPIs at once, for scorecards.

All readings of a KPI come as one text, packed by SQLite, since a scorecard may have a hundred thousand of them: most
are never looked at, and each as a row and a value of its own would take ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import overload

from sqlalchemy import Text, func, literal, select, type_coerce

from smdash.domain.course import Course, course_of, running_values
from smdash.domain.goals import Kpi, Reading
from smdash.domain.objectives import KpiEntry
from smdash.store.columns import Day
from smdash.store.readings import readings_by_kpi
from smdash.store.store import Snapshot
from smdash.store.tables import kpi as kpi_table
from smdash.store.tables import reading

LATEST = 2
_DAY = len("2026-11-20")


class PackedReadings(Sequence[Reading]):
    """Readings by day, as `2026-11-20412 2026-11-21340/10000`, made when they are asked for; without note and id."""

    def __init__(self, packed: str) -> None:
        self._packed = sorted(packed.split())  # SQLite promises no order; the day stands in front
        self.days = [date.fromisoformat(one[:_DAY]) for one in self._packed]

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, index: int) -> Reading: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Reading, ...]: ...
    def __getitem__(self, index: int | slice) -> Reading | tuple[Reading, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        value, parts, denominator = self._packed[index][_DAY:].partition("/")
        if parts:
            return Reading(self.days[index], None, Decimal(value), Decimal(denominator))
        return Reading(self.days[index], Decimal(value))


def courses(snapshot: Snapshot, kpis: Sequence[Kpi], until: date) -> Iterator[tuple[Kpi, Course, tuple[Reading, ...]]]:
    """Each KPI with its course until a day, and its newest readings, the newest first."""
    row, of = reading.c, kpi_table.c
    day, value, above, below = (type_coerce(one, Text) for one in (row.day, row.value, row.numerator, row.denominator))
    packed = (
        select(func.group_concat(day + func.coalesce(value, above + "/" + below), " "))
        .where(row.kpi_id == of.id, row.day >= of.start, row.day <= func.min(of.due, literal(until, Day)))
        .scalar_subquery()
    )
    query = select(of.id, packed).where(of.id.in_([one.id for one in kpis]))
    found = {kpi_id: text or "" for kpi_id, text in snapshot.connection.execute(query)}
    for one in kpis:
        readings = PackedReadings(found.get(one.id, ""))
        yield one, course_of(one.draft, readings.days, readings), readings[: -LATEST - 1 : -1]


def with_each_reading(snapshot: Snapshot, entries: Sequence[KpiEntry]) -> tuple[KpiEntry, ...]:
    """These rows of one scorecard with trends that have the value after each reading, not only each cadence's last."""
    if not entries:
        return ()
    until = entries[0].status.today
    found = readings_by_kpi(snapshot, [entry.id for entry in entries], until)
    trends = [running_values(entry.status.kpi.draft, found.get(entry.id, ()), until) for entry in entries]
    return tuple(
        replace(entry, status=replace(entry.status, trend=trend)) for entry, trend in zip(entries, trends, strict=True)
    )
