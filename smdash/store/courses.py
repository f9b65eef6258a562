"""The courses of many KPIs at once, for scorecards.

All readings of a KPI come as one text, packed by SQLite, since a scorecard may have a hundred thousand of them: most
are never looked at, and each as a row and a value of its own would take ten times as long.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Float, Text, case, cast, func, literal, or_, select, type_coerce

from smdash.domain.course import Course, course
from smdash.domain.goals import Aggregation, Kpi, Reading
from smdash.domain.objectives import KpiEntry
from smdash.domain.reading_lists import Totals, exact_sum, parts_of, values_of
from smdash.store.columns import Day
from smdash.store.computed import Wanted, computed_readings, is_computed
from smdash.store.readings import readings_by_kpi
from smdash.store.store import Snapshot
from smdash.store.tables import kpi as kpi_table
from smdash.store.tables import reading

LATEST = 2
_DAY = len("2026-11-20")


def _sum(texts: Sequence[str]) -> Decimal:
    try:
        return Decimal(sum(map(int, texts)))  # several times as fast, where all are whole
    except ValueError:
        return exact_sum(map(Decimal, texts))


class PackedReadings:
    """Readings by day, as `2026-11-20412 2026-11-21340/10000`, made when they are asked for; without note and id."""

    def __init__(self, packed: str, stored: int = 0) -> None:
        self.stored = stored
        self._packed = sorted(packed.split())  # SQLite promises no order; the day stands in front
        self._in_parts = "/" in packed

    def __len__(self) -> int:
        return len(self._packed)

    def __getitem__(self, at: int) -> Reading:
        value, parts, denominator = self._packed[at][_DAY:].partition("/")
        if parts:
            return Reading(self.day(at), None, Decimal(value), Decimal(denominator))
        return Reading(self.day(at), Decimal(value))

    def day(self, at: int) -> date:
        """The day of one of them."""
        return date.fromisoformat(self._packed[at][:_DAY])

    def before(self, day: date) -> int:
        """How many lie before a day."""
        return bisect_left(self._packed, day.isoformat())

    def values(self, begin: int, end: int) -> Totals:
        """What the values of a stretch add up to."""
        if self._in_parts:
            return values_of(self[at] for at in range(begin, end))
        texts = [one[_DAY:] for one in self._packed[begin:end]]
        return Totals(_sum(texts), count=len(texts))

    def parts(self, begin: int, end: int) -> Totals:
        """What the parts of a stretch add up to."""
        pairs = [one[_DAY:].split("/") for one in self._packed[begin:end]]
        if any(len(pair) == 1 for pair in pairs):
            return parts_of(self[at] for at in range(begin, end))
        return Totals(numerators=_sum([above for above, _ in pairs]), denominators=_sum([below for _, below in pairs]))

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> PackedReadings:
        """Readings that are there already."""
        return cls(" ".join(f"{one.day}{_packed(one)}" for one in readings), sum(one.rows for one in readings))

    def split(self, day: date) -> tuple[PackedReadings, PackedReadings]:
        """Those before a day, and those from it on."""
        at = self.before(day)
        return PackedReadings(" ".join(self._packed[:at])), PackedReadings(" ".join(self._packed[at:]))

    def latest(self, count: int) -> tuple[Reading, ...]:
        """The newest so many, the newest first."""
        return tuple(self[at] for at in range(len(self) - 1, max(len(self) - 1 - count, -1), -1))


def _packed(reading: Reading) -> str:
    if reading.value is not None:
        return format(reading.value, "f")
    return f"{reading.numerator or 0:f}/{reading.denominator or 0:f}"


def computed(snapshot: Snapshot, wanted: Sequence[Wanted]) -> dict[int, PackedReadings]:
    """The readings of computed KPIs on some days, by the id of the KPI."""
    found = computed_readings(snapshot, wanted)
    return {row_id: PackedReadings.of(readings) for row_id, readings in found.items()}


def _first_day(since: date | None) -> ColumnElement[Any]:
    """The first day whose readings count; of last readings, the day of the one that counts on the day `since`."""
    row, of = reading.alias().c, kpi_table.c
    if since is None:
        return of.start
    has_value = or_(row.value.is_not(None), cast(row.denominator, Float) != 0)
    newest = (
        select(row.day)
        .where(row.kpi_id == of.id, row.day.between(of.start, func.min(of.due, literal(since, Day))), has_value)
        .order_by(row.day.desc())
        .limit(1)
        .correlate(kpi_table)
        .scalar_subquery()
    )
    return case((of.aggregation == Aggregation.LAST.value, func.coalesce(newest, of.start)), else_=of.start)


def courses(
    snapshot: Snapshot, kpis: Sequence[Kpi], until: date, since: date | None = None
) -> Iterator[tuple[Kpi, Course, tuple[Reading, ...]]]:
    """Each KPI with its course until a day, and its newest readings, the newest first.

    With `since`, courses of last readings know no more than the values from that day on: enough for a list of hundreds.
    """
    row, of = reading.c, kpi_table.c
    day, value, above, below = (type_coerce(one, Text) for one in (row.day, row.value, row.numerator, row.denominator))
    packed = (
        select(func.group_concat(day + func.coalesce(value, above + "/" + below), " "))
        .where(row.kpi_id == of.id, row.day >= _first_day(since), row.day <= func.min(of.due, literal(until, Day)))
        .scalar_subquery()
    )
    query = select(of.id, packed).where(of.id.in_([one.id for one in kpis if not is_computed(one)]))
    found = {kpi_id: PackedReadings(text or "") for kpi_id, text in snapshot.connection.execute(query)}
    wanted = [Wanted(one, one.draft.start, min(one.draft.due, until)) for one in kpis if is_computed(one)]
    found |= computed(snapshot, wanted)
    for one in kpis:
        readings = found.get(one.id) or PackedReadings("")
        yield one, Course(one.draft, readings), readings.latest(LATEST)


def with_each_reading(snapshot: Snapshot, entries: Sequence[KpiEntry]) -> tuple[KpiEntry, ...]:
    """These rows of one scorecard with trends that have the value after each reading, not only each cadence's last."""
    if not entries:
        return ()
    until = entries[0].status.today
    found = readings_by_kpi(snapshot, [entry.id for entry in entries], until)

    def with_each(entry: KpiEntry) -> KpiEntry:
        every = course(entry.status.kpi.draft, found.get(entry.id, ()), until, each=True)
        return replace(entry, status=replace(entry.status, course=every))

    return tuple(with_each(entry) for entry in entries)
