"""Readings of KPIs: add, edit, delete, and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from smdash.domain import text
from smdash.domain.course import Point, running_values
from smdash.domain.goals import Kpi, Reading, check_reading
from smdash.domain.kpi_words import day_text
from smdash.domain.readings import FUTURE, computed_fault, number_fault, reading_text
from smdash.errors import FormFaults, NotFound, Refused
from smdash.store import changes
from smdash.store.computed import Wanted, computed_readings, is_computed
from smdash.store.kpis import day_fault, get_kpi, kpis_by_id
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import kpi as kpi_table
from smdash.store.tables import reading

LIST_LIMIT = 200


class ReadingExists(Refused):
    """The day has a reading already; `reading` is the one that would be replaced."""

    def __init__(self, kpi: Kpi, existing: Reading, hint: str = "Replace it, or choose another day.") -> None:
        shown = reading_text(existing, kpi.draft)
        super().__init__(f"{kpi.name} has a reading on {day_text(existing.day)}: {shown}.", hint)
        self.reading = existing


@dataclass(frozen=True, slots=True)
class History:
    """The newest readings of a KPI, the newest first, and how many there are in all.

    `course` has the KPI's value after each reading that counts, the oldest first.
    """

    kpi: Kpi
    readings: tuple[Reading, ...]
    total: int
    course: tuple[Point, ...] = ()


def add_reading(tx: Transaction, kpi_id: int, new: Reading, *, replace_existing: bool = False) -> int:
    """Add a reading; returns its id. `FormFaults` when it does not suit its KPI.

    `ReadingExists` when the day has one, unless that is to be replaced.
    """
    kpi = get_kpi(tx, kpi_id)
    new = _checked(tx, kpi, new)
    existing = reading_on(tx, kpi, new)
    shown = reading_text(new, kpi.draft)
    if existing is None:
        tx.describe(f"reading of {kpi.name}: {shown} on {day_text(new.day)}")
        return changes.insert(tx, reading, kpi_id=kpi_id, **_values(new))
    if not replace_existing:
        raise ReadingExists(kpi, existing)
    tx.describe(f"replace reading of {kpi.name} on {day_text(new.day)}: {shown}")
    changes.update(tx, reading, existing.id, **_values(new))
    return existing.id


def edit_reading(tx: Transaction, reading_id: int, new: Reading, *, replace_existing: bool = False) -> None:
    """Change a reading; one that stands on the new day is in the way, as in `add_reading`."""
    kpi = kpi_of(tx, reading_id)
    new = replace(_checked(tx, kpi, new), id=reading_id)
    existing = reading_on(tx, kpi, new)
    if existing is not None and not replace_existing:
        raise ReadingExists(kpi, existing)
    tx.describe(f"edit reading of {kpi.name}: {reading_text(new, kpi.draft)} on {day_text(new.day)}")
    if existing is not None:
        changes.delete(tx, reading, existing.id)
    changes.update(tx, reading, reading_id, **_values(new))


def delete_reading(tx: Transaction, reading_id: int) -> None:
    """Delete a reading."""
    kpi = kpi_of(tx, reading_id)
    row = tx.connection.execute(select(reading).where(reading.c.id == reading_id)).one()
    tx.describe(f"delete reading of {kpi.name}: {reading_text(_reading(row), kpi.draft)} on {day_text(row.day)}")
    changes.delete(tx, reading, reading_id)


def reading_on(snapshot: Snapshot, kpi: Kpi, new: Reading) -> Reading | None:
    """Another reading of the KPI on the same day, or None."""
    query = select(reading).where(reading.c.kpi_id == kpi.id, reading.c.day == new.day, reading.c.id != new.id)
    row = snapshot.connection.execute(query).first()
    return None if row is None else _reading(row)


def kpi_of(snapshot: Snapshot, reading_id: int) -> Kpi:
    """The KPI a reading belongs to; `NotFound` when the reading is gone."""
    kpi_id = snapshot.connection.execute(select(reading.c.kpi_id).where(reading.c.id == reading_id)).scalar()
    if kpi_id is None:
        raise NotFound("This reading is gone.", "Someone deleted it: reload and look again.")
    return get_kpi(snapshot, kpi_id)


def history(snapshot: Snapshot, kpi_id: int, limit: int = LIST_LIMIT) -> History:
    """The newest readings of a KPI, those before its start and after its due day too."""
    kpi = get_kpi(snapshot, kpi_id)
    counting = readings_by_kpi(snapshot, [kpi_id], kpi.draft.due).get(kpi_id, ())
    if is_computed(kpi):
        newest = counting[::-1][:limit]
        return History(kpi, newest, len(counting), running_values(kpi.draft, counting, kpi.draft.due))
    query = select(reading).where(reading.c.kpi_id == kpi_id).order_by(reading.c.day.desc()).limit(limit)
    found = tuple(_reading(row) for row in snapshot.connection.execute(query))
    count = select(func.count()).select_from(reading).where(reading.c.kpi_id == kpi_id)
    total = snapshot.connection.execute(count).scalar_one()
    return History(kpi, found, total, running_values(kpi.draft, counting, kpi.draft.due))


def nearest_readings(snapshot: Snapshot, kpi: Kpi, day: date, limit: int) -> tuple[Reading, ...]:
    """The readings nearest to a day, the nearest first."""
    away = func.abs(func.julianday(reading.c.day) - func.julianday(day.isoformat()))
    query = select(reading).where(reading.c.kpi_id == kpi.id).order_by(away, reading.c.day.desc()).limit(limit)
    return tuple(_reading(row) for row in snapshot.connection.execute(query))


def _checked(tx: Transaction, kpi: Kpi, new: Reading) -> Reading:
    if fault := computed_fault(kpi):
        raise FormFaults({"value": fault})
    faults: dict[str, str] = {}
    for number in (new.value, new.numerator, new.denominator):
        if fault := number_fault(number):
            faults["value"] = fault
    if fault := day_fault(new.day):
        faults["day"] = fault
    elif new.day > tx.today:
        faults["day"] = FUTURE
    try:
        check_reading(kpi.draft, new)
    except FormFaults as found:
        faults |= {field: fault for field, fault in found.faults.items() if field not in faults}
    if faults:
        raise FormFaults(faults)
    return replace(new, note=text.one_line(new.note))


def _values(new: Reading) -> dict[str, Any]:
    return {
        "day": new.day,
        "value": new.value,
        "numerator": new.numerator,
        "denominator": new.denominator,
        "note": new.note,
    }


def readings_by_kpi(snapshot: Snapshot, kpi_ids: Sequence[int], until: date) -> dict[int, tuple[Reading, ...]]:
    """The readings of these KPIs that count, from start to due day and not after a day, the oldest first."""
    row = reading.c
    query = (
        select(row.kpi_id, row.day, row.value, row.numerator, row.denominator, row.note, row.id)
        .join(kpi_table, row.kpi_id == kpi_table.c.id)
        .where(
            reading.c.kpi_id.in_(kpi_ids),
            reading.c.day >= kpi_table.c.start,
            reading.c.day <= kpi_table.c.due,
            reading.c.day <= until,
        )
        .order_by(reading.c.kpi_id, reading.c.day)
    )
    found: dict[int, list[Reading]] = {}
    for kpi_id, *values in snapshot.connection.execute(query):  # by place: there may be a hundred thousand
        found.setdefault(kpi_id, []).append(Reading(*values))
    typed = {kpi_id: tuple(those) for kpi_id, those in found.items()}
    computed = [one for one in kpis_by_id(snapshot, kpi_ids).values() if is_computed(one)]
    wanted = [Wanted(one, one.draft.start, min(one.draft.due, until)) for one in computed]
    return typed | computed_readings(snapshot, wanted)


def _reading(row: Any) -> Reading:
    """A stored row as a reading."""
    return Reading(row.day, row.value, row.numerator, row.denominator, row.note, row.id)
