"""Last year's readings: whose they are, and that one query reads those of all KPIs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import event

from smdash.domain.goals import Aggregation, Cadence, KpiDraft, Pacing, Reading
from smdash.domain.periods import Calendar
from smdash.domain.scorecard import KpiStatus
from smdash.errors import FormFaults
from smdash.store import goals, kpis, readings, undo
from smdash.store.store import Store

# The clock of these tests stands at 22 November 2026.
TODAY = date(2026, 11, 22)
QUARTER = Calendar().quarter(TODAY)


def draft(name: str, year: int, **values: Any) -> KpiDraft:
    start, due = date(year, 10, 1), date(year, 12, 31)
    return KpiDraft(
        name, start, due, **{"baseline": Decimal(0), "target": Decimal(100), "cadence": Cadence.MONTHLY, **values}
    )


def fill(store: Store, kpi_id: int, *rows: tuple[str, str]) -> None:
    for day, value in rows:
        store.write(readings.add_reading, kpi_id, Reading(date.fromisoformat(day), Decimal(value)))


def status(store: Store, name: str) -> KpiStatus:
    return next(one for one in store.read(goals.scorecard, QUARTER).statuses if one.kpi.name == name)


LAST_YEAR = (("2025-10-22", "10"), ("2025-11-22", "20"), ("2025-12-31", "50"))


def test_a_seasonal_kpi_follows_its_own_last_year(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft("Sign-ups", 2026, aggregation=Aggregation.SUM, pacing=Pacing.SEASONAL))
    fill(store, added, *LAST_YEAR, ("2025-09-30", "999"), ("2026-11-22", "40"))
    found = status(store, "Sign-ups")
    assert found.expected.value == Fraction(30, 80)
    assert (found.current.value, found.pace.value) == (40, Fraction(40, 100) / Fraction(30, 80))


def test_a_seasonal_kpi_follows_its_predecessor(store: Store) -> None:
    before = store.write(kpis.add_kpi, draft("Members 2025", 2025, baseline=Decimal(5)))
    fill(store, before, *LAST_YEAR)
    added = store.write(kpis.add_kpi, draft("Members 2026", 2026, pacing=Pacing.SEASONAL, predecessor_id=before))
    fill(store, added, ("2026-11-22", "40"))
    found = status(store, "Members 2026")
    assert found.expected.value == Fraction(20 - 5, 50 - 5)
    assert found.expected.inputs[0].name == "Last year, Members 2025: start"
    # What it had just before those days is nearer than a baseline.
    fill(store, before, ("2025-09-30", "8"))
    assert status(store, "Members 2026").expected.value == Fraction(20 - 8, 50 - 8)


def test_without_last_year_the_pace_is_linear_and_says_so(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft("New", 2026, pacing=Pacing.SEASONAL))
    fill(store, added, ("2026-11-22", "40"))
    found = status(store, "New").expected
    assert found.value == Fraction(53, 92)
    assert found.notes == ("linear instead of seasonal: last year has no reading, 3 are needed",)


def test_the_pace_of_a_kpi_is_changed_and_comes_back_by_undo(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft("A", 2026))
    other = store.write(kpis.add_kpi, draft("B", 2025))
    seasonal = replace(draft("A", 2026), pacing=Pacing.SEASONAL, predecessor_id=other)
    for wanted in (seasonal, replace(seasonal, predecessor_id=None), draft("A", 2026), seasonal):
        store.write(kpis.edit_kpi, added, wanted)
        assert store.read(kpis.get_kpi, added).draft == wanted
    store.write(undo.undo)
    assert store.read(kpis.get_kpi, added).draft == draft("A", 2026)


def test_a_predecessor_must_suit(store: Store) -> None:
    other = store.write(kpis.add_kpi, draft("Rate", 2025, unit="%"))
    added = store.write(kpis.add_kpi, draft("A", 2026))
    seasonal = replace(draft("A", 2026), pacing=Pacing.SEASONAL)
    for predecessor, said in ((other, "measured in %"), (added, "before itself")):
        with pytest.raises(FormFaults) as fault:
            store.write(kpis.edit_kpi, added, replace(seasonal, predecessor_id=predecessor))
        assert said in fault.value.faults["predecessor_id"]


def test_one_query_reads_the_last_year_of_all(store: Store) -> None:
    seen: list[str] = []

    def count(name: str, number: int) -> int:
        for index in range(number):
            added = store.write(kpis.add_kpi, draft(f"{name} {index}", 2026, pacing=Pacing.SEASONAL))
            fill(store, added, *LAST_YEAR)
        seen.clear()
        for one in store.read(goals.scorecard, QUARTER).statuses:
            assert one.expected.value == Fraction(10, 40)
        return len(seen)

    event.listen(store._reader.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    assert count("one", 1) == count("many", 9)
