"""The store the benchmarks measure on must be one the program itself would have made."""

from __future__ import annotations

from pathlib import Path

from benchmarks import big_store
from benchmarks.big_rows import Shape
from smdash.clock import Clock
from smdash.store import doctor, timesheets
from smdash.store.store import Store

SCALE = 0.0005


def test_a_small_one_is_whole_and_holds_what_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "big.db"
    big_store.make(path, SCALE)
    store = Store.open(path, Clock(), actor=big_store.PERSON)
    findings = store.read(doctor.examine)
    assert [finding.detail for finding in findings if not finding.fine] == []
    page = store.read(timesheets.entries, limit=None)
    assert page.total == Shape.scaled(SCALE).entries
    assert all(entry.cost_minor is not None for entry in page.entries)
    store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["big.db"]


def test_the_whole_shape_is_that_of_the_budgets() -> None:
    shape = Shape.scaled(1)
    assert (shape.entries, shape.posts, shape.readings) == (1_000_000, 100_000, 500_000)
    assert (shape.costs + shape.benefits, shape.people, shape.campaigns) == (100_000, 40, 400)
