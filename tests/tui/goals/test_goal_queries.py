"""How often panes ask the store does not depend on how many goals there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from smdash.domain.goals import Aggregation, CheckIn, KpiDraft, Objective, Pacing, Reading
from smdash.domain.periods import Calendar
from smdash.store import attention, check_ins, goals, kpis, readings
from smdash.store.store import Store
from smdash.tui.panes.goals import state as goals_state
from smdash.tui.panes.overview import state as overview_state

TODAY = date(2026, 11, 22)
QUARTER = Calendar().quarter(TODAY)


def add_goals(store: Store, name: str, count: int) -> None:
    """Objectives with a KPI of each aggregation, one in two seasonal, and four check-ins."""
    for n in range(count):
        objective = store.write(goals.add_objective, Objective(0, f"{name} {n}", start=QUARTER.start))
        for days in (1, 8, 15, 22):
            store.write(check_ins.check_in, objective, CheckIn(TODAY - timedelta(days=days), 7))
        for place, aggregation in enumerate((Aggregation.LAST, Aggregation.SUM, Aggregation.MEAN)):
            draft = KpiDraft(
                f"{name} {n} {aggregation}",
                QUARTER.start,
                QUARTER.last,
                aggregation=aggregation,
                target=Decimal(100),
                objective_id=objective,
                pacing=list(Pacing)[place % 2],
            )
            kpi_id = store.write(kpis.add_kpi, draft)
            for days in (1, 8, 15):
                store.write(readings.add_reading, kpi_id, Reading(TODAY - timedelta(days=days), Decimal(30 - days)))


def queries(store: Store, load: Callable[..., Any]) -> int:
    """How often a pane's load asks the store."""
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(args[2])

    event.listen(store._reader.engine, "before_cursor_execute", note)
    assert store.read(load, QUARTER) is not None
    event.remove(store._reader.engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize("load", [goals_state.load, overview_state.load])
def test_more_goals_are_no_more_queries(real_store: Store, load: Callable[..., Any]) -> None:
    add_goals(real_store, "few", 1)
    few = queries(real_store, load)
    add_goals(real_store, "many", 8)
    assert queries(real_store, load) == few > 0


def test_of_more_goals_than_it_lists_the_overview_asks_twice_and_no_more(real_store: Store) -> None:
    add_goals(real_store, "few", 1)
    few = queries(real_store, overview_state.load)
    add_goals(real_store, "more", attention.MOST_KPIS // 3)
    more = queries(real_store, overview_state.load)
    assert few < more <= few + 3  # the readings of those that are listed, and last year's
    add_goals(real_store, "most", 8)
    assert queries(real_store, overview_state.load) <= more
