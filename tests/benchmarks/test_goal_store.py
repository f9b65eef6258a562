"""The store of 200 KPIs that Goals is measured on."""

from __future__ import annotations

from pathlib import Path

from benchmarks import goal_store
from benchmarks.big_store import PERSON
from smdash.clock import Clock
from smdash.domain.periods import Calendar
from smdash.store import doctor, goals
from smdash.store.store import Store


def test_it_is_whole_and_every_kpi_has_a_reading_a_day(tmp_path: Path) -> None:
    path = tmp_path / "goals.db"
    goal_store.make(path, days=70)
    store = Store.open(path, Clock(), actor=PERSON)
    assert [finding.detail for finding in store.read(doctor.examine) if not finding.fine] == []
    card = store.read(goals.scorecard, Calendar().quarter(store.clock.today()))
    assert len(card.objectives) == goal_store.OBJECTIVES
    assert len(card.kpis) == 200
    assert all(entry.status.current.defined for entry in card.kpis)
    assert all(len(group.velocity.inputs) == 3 for group in card.objectives)
    store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["goals.db"]
