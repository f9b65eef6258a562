"""A month's readings come from a spreadsheet: two names are explained, the pace changes, and undo takes it all back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from smdash.domain.goals import Aggregation, KpiDraft, Objective, Reading
from smdash.store import goals, kpis, readings
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

Smdash = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def today(prepared: Callable[[], Store]) -> date:
    """An objective with three KPIs in the middle of their time; the first is far behind."""
    store = prepared()
    now = store.clock.today()
    start, due = now - timedelta(days=50), now + timedelta(days=49)
    group = store.write(goals.add_objective, Objective(0, "Grow membership", start=start, due=due))
    for name, aggregation in (
        ("Sign-ups", Aggregation.LAST), ("Leads gained", Aggregation.SUM), ("Followers", Aggregation.LAST)
    ):  # fmt: skip
        draft = KpiDraft(name, start, due, aggregation=aggregation, target=Decimal(1000), objective_id=group)
        store.write(kpis.add_kpi, draft)
    store.write(readings.add_reading, 1, Reading(now - timedelta(days=14), Decimal(100)))
    store.close()
    return now


@pytest.fixture
def spreadsheet(home: Path, today: date) -> Path:
    """A wide file: one known KPI, one that is nearly known, and a column that is no KPI."""
    file = home / "month.csv"
    rows = [("Date", "Sign-ups", "Leads gaind", "Mood")]
    rows += [(str(today - timedelta(days=days)), str(700 - days), "40", "5") for days in (14, 7, 0)]
    file.write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")
    return file


def test_a_spreadsheet_of_readings_changes_the_pace_and_is_undone(
    spreadsheet: Path, prepared: Callable[[], Store], dashboard: Callable[..., TerminalSession], today: date
) -> None:
    store = prepared()
    with dashboard() as session:
        session.wait_for("Hours this week").press("2").wait_for("▾ Grow membership").wait_for("100  / 1 000")
        session.press("I").wait_for("Import a file").type(str(spreadsheet)).press("enter")
        session.wait_for("KPI readings, one KPI a column").wait_for("kpi “Leads gaind”")
        session.wait_for("It must be said which KPI is meant by “Leads gaind”, “Mood”.")
        session.press("ctrl+s").wait_for("Nothing was")
        _choose(session, "kpi “Leads gaind”", "What is the kpi “Leads gaind”?", "= Leads gained")
        _choose(session, "kpi “Mood”", "What is the kpi “Mood”?", "ignored")
        session.wait_gone("It must be said").wait_for("Kept yours: 1 reading")
        session.press("ctrl+s").wait_for("Enter shows the rows").wait_for("5 readings").press("escape")
        session.wait_for("700  / 1 000").wait_for("120  / 1 000")
        assert len(store.read(readings.history, 1).readings) == 3
        assert store.read(readings.history, 1).readings[2].value == 100  # typed before: kept
        session.press("u").wait_for("Undo this?").wait_for("import month.csv: 5 readings").press("y")
        session.wait_for("100  / 1 000").wait_gone("700  / 1 000")
        session.press("q")
        assert session.wait_exit() == 0
    assert [one.value for one in store.read(readings.history, 1).readings] == [Decimal(100)]
    assert store.read(readings.history, 2).total == 0
    store.close()


def _choose(session: TerminalSession, name: str, question: str, then: str) -> None:
    """Go down to a name in the preview and take the first answer offered."""
    lines = session.screen
    first, wanted = (next(at for at, line in enumerate(lines) if word in line) for word in (" readings:", name))
    session.press("g", *["down"] * (wanted - first), "enter")
    session.wait_for(question).press("enter").wait_for(then)


def test_the_shell_refuses_unknown_names_and_remembers_what_they_mean(
    spreadsheet: Path, in_process: Smdash, prepared: Callable[[], Store]
) -> None:
    refused = in_process("import", str(spreadsheet))
    assert refused.returncode == 1
    assert "It must be said which KPI is meant by “Leads gaind”, “Mood”." in refused.stderr.decode()
    assert "--map 'NAME=KPI'" in refused.stderr.decode()
    done = in_process("import", str(spreadsheet), "--map", "Leads gaind=Leads gained", "--map", "Mood=", "--json")
    assert done.returncode == 0
    (told,) = json.loads(done.stdout)
    assert told["counts"]["readings"]["new"] == 5
    listed = json.loads(in_process("kpi", "list", "--all", "--json").stdout)
    assert [one["current"] for one in listed["objectives"][0]["kpis"]] == [None, 120, 700]
    again = in_process("import", str(spreadsheet), "--map", "Mood=", "--json")
    assert json.loads(again.stdout)[0]["counts"]["readings"]["new"] == 0
    store = prepared()
    assert store.read(readings.history, 2).total == 3
    store.close()
