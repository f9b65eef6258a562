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
from smdash.store import check_ins, goals, kpis, readings
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


@pytest.mark.parametrize("load", [goals_state.load, overview_state.load])
def test_more_goals_are_no_more_queries(real_store: Store, load: Callable[..., Any]) -> None:
    seen: list[str] = []
    event.listen(real_store._reader, "before_cursor_execute", lambda *args: seen.append(args[2]))
    add_goals(real_store, "few", 1)
    seen.clear()
    assert real_store.read(load, QUARTER) is not None
    few = len(seen)
    add_goals(real_store, "many", 12)
    seen.clear()
    real_store.read(load, QUARTER)
    assert len(seen) == few > 0
