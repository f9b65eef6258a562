"""A reading changes a pace: a manager types a number, sees the word change, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from smdash.domain.goals import KpiDraft, Objective, Reading
from smdash.store import goals, kpis, readings
from smdash.store.store import Store
from tests.terminal_session import TerminalSession


def test_a_reading_changes_a_pace_and_undo_takes_it_back(
    prepared: Callable[[], Store], dashboard: Callable[..., TerminalSession]
) -> None:
    store = prepared()
    today = store.clock.today()
    start, due = today - timedelta(days=50), today + timedelta(days=49)
    group = store.write(goals.add_objective, Objective(0, "Grow membership", start=start, due=due))
    kpi = store.write(kpis.add_kpi, KpiDraft("Sign-ups", start, due, target=Decimal(1000), objective_id=group))
    store.write(readings.add_reading, kpi, Reading(today - timedelta(days=7), Decimal(100)))
    with dashboard() as session:
        session.wait_for("Hours this week").press("2").wait_for("▾ Grow membership").wait_for("needs 18.4 a day")
        assert session.text.count("▼ behind") == 2
        session.press("r").wait_for("Reading: Sign-ups").type("700").wait_for("= 700").press("ctrl+s")
        session.wait_for("▲ ahead").wait_for("700  / 1 000").wait_gone("▼ behind")
        session.press("u").wait_for("reading of Sign-ups: 700").press("y")
        session.wait_for("100  / 1 000").wait_for(lambda s: s.text.count("▼ behind") == 2).wait_gone("▲ ahead")
        session.press("q")
        assert session.wait_exit() == 0
    assert [one.value for one in store.read(readings.history, kpi).readings] == [Decimal(100)]
    store.close()
