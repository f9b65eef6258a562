"""What a manager does with goals: sets them, reads them off, checks in, sees the pace change, and takes things back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from smdash.domain.goals import KpiDraft, Objective, Reading
from smdash.library.kpis import load_kpi_templates
from smdash.store import check_ins, goals, kpis, readings
from smdash.store.annotations import all_annotations
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

TEMPLATE = "Newsletter sign-ups"


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


def test_a_goal_from_its_first_key_to_its_chart(
    prepared: Callable[[], Store], dashboard: Callable[..., TerminalSession]
) -> None:
    store = prepared()
    down = [one.name for one in load_kpi_templates()].index(TEMPLATE) + 1  # the first choice is a blank KPI
    with dashboard(cols=120, rows=40) as session:
        session.wait_for("Hours this week").press("2").wait_for("No goals yet.")
        _set_goal(session, down)
        _read_off(session)
        session.press("c").wait_for("Check-in: Grow membership").type("8").press("ctrl+s").wait_for("8/10, today")
        session.press("u").wait_for("check-in on Grow membership: 8/10").press("y").wait_gone("8/10")
        session.press("C").wait_for("××").wait_for("days before (no reading)")
        session.press("C").wait_for("last year (no reading)").press("C").wait_gone("last year")
        session.press("a").wait_for("Note on the time axis").type("Press release").press("ctrl+s")
        session.wait_for("▲Press release")
        session.press("v").wait_for("actual").wait_for("  Press release").press("escape").wait_gone("target: 1 000")
        session.press("q")
        assert session.wait_exit() == 0
    (made,) = store.read(kpis.kpis)
    assert (made.name, made.draft.target) == (TEMPLATE, Decimal(1000))
    assert len(store.read(readings.history, made.id).readings) == 3
    assert store.read(check_ins.history, 1).check_ins == ()
    assert [one.note for one in store.read(all_annotations).listed] == ["Press release"]
    store.close()


def _set_goal(session: TerminalSession, down: int) -> None:
    """An objective and a KPI from a template; wrong input is told at its fields, all at once, and stays."""
    session.press("N").wait_for("New objective").type("Grow membership").press("ctrl+s")
    session.wait_gone("New objective").wait_for("▾ Grow membership")
    session.press("n").wait_for("New KPI from").press(*["down"] * down, "enter").wait_for("New KPI:")
    session.type("12,3x").press("tab", "tab", "ctrl+u").type("-50d").press("tab", "ctrl+u").type("-60d")
    session.press("ctrl+s").wait_for("is not a number").wait_for("The due day lies before the start.")
    session.press("ctrl+u").type("1000").press("tab", "tab", "tab", "ctrl+u").type("+49d").press("ctrl+s")
    session.wait_for(TEMPLATE).wait_for("! no reading").wait_gone("New KPI:")
    session.press("n").wait_for("New KPI from").press(*["down"] * down, "enter").wait_for("New KPI:").press("ctrl+s")
    session.wait_for("There already is a KPI").wait_for("A target is missing.").press("escape")
    session.wait_gone("New KPI:")


def _read_off(session: TerminalSession) -> None:
    """Three readings that add up: stale, behind, then ahead; the last one is taken back and done again."""
    steps = (("-20d", "100", "100", "! stale"), ("-10d", "100", "200", "▼ behind"), ("today", "400", "600", "▲ ahead"))
    for day, typed, total, seen in steps:
        session.press("r").wait_for(f"Reading: {TEMPLATE}").type(typed).press("tab", "ctrl+u").type(day).press("ctrl+s")
        session.wait_gone("Reading:").wait_for(f"{total}  / 1 000").wait_for(seen)
    session.wait_for("∘∘ forecast")
    session.press("u").wait_for(f"reading of {TEMPLATE}: +400").press("y").wait_for("200  / 1 000").wait_gone("▲ ahead")
    session.press("U").wait_for("600  / 1 000").wait_for("▲ ahead")
