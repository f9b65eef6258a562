"""The Goals pane on a real store: what its keys do, and that nothing is read while the cursor moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.goals import KpiDraft, Objective, Reading
from smdash.domain.organisation import Role
from smdash.store import check_ins, goals, kpis, readings
from smdash.store.store import Store
from smdash.tui.panes.goals.history import CheckIns, Readings
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.explain import Explain
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.chart import Chart
from smdash.tui.widgets.form import Form
from tests.tui import keys

TODAY = date(2026, 11, 22)  # where the fixed clock stands
START, DUE = date(2026, 10, 1), date(2026, 12, 31)


def values(store: Store, kpi_id: int) -> list[Decimal | None]:
    return [one.value for one in store.read(readings.history, kpi_id).readings]


@pytest.mark.usefixtures("store")
async def test_an_empty_store_names_the_keys_that_begin(opened: Callable[..., Any]) -> None:
    async with opened() as board:
        await board.until("No goals yet.")
        assert "N adds an objective, n a KPI" in board.text


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
@pytest.mark.usefixtures("signups")
async def test_list_chart_and_need_are_in_sight_at_every_size(
    opened: Callable[..., Any], size: tuple[int, int]
) -> None:
    async with opened(size) as board:
        await board.until("expected")
        for wanted in ("grade 0.10", "Grow membership", "▼ behind", "100", "needs 23.1 a day"):
            assert wanted in board.text


@pytest.mark.usefixtures("signups")
async def test_moving_the_cursor_reads_nothing(opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as board:
        asked: list[Any] = []
        monkeypatch.setattr(board.app, "_look_for_changes", lambda: None)
        monkeypatch.setattr(board.app.live, "read", lambda *args: asked.append(args))
        await board.press("down", "down")
        await board.until("baseline 8 · target 4 by 31 Dec · weekly · outcome")
        await board.press("g")
        await board.until("Grow membership   grade")
        assert asked == []


async def test_a_reading_changes_the_pace_and_undo_takes_it_back(
    opened: Callable[..., Any], store: Store, signups: int
) -> None:
    async with opened() as board:
        await board.until("▼ behind")
        await board.press("r")
        await board.on(Form)
        await board.type("700")
        await board.press("ctrl+s")
        await board.until("700  / 1 000")
        assert "▲ ahead" in board.text
        assert values(store, signups) == [Decimal(700), Decimal(100)]
        await board.press("u")
        await board.on(Confirm)
        assert "reading of Sign-ups: 700 on 22 Nov 2026" in board.text
        await board.press("y")
        await board.until("100  / 1 000")
    assert values(store, signups) == [Decimal(100)]


async def test_a_day_that_has_a_reading_asks_before_it_is_replaced(
    opened: Callable[..., Any], store: Store, signups: int
) -> None:
    async with opened() as board:
        await board.press("r")
        await board.on(Form)
        await board.type("150")
        await board.press("tab", "ctrl+u")
        await board.type("18nov")
        await board.press("ctrl+s")
        await board.on(Confirm)
        assert "Sign-ups has a reading on 18 Nov 2026: 100." in board.text
        await board.press("n")
        await board.until("has a reading already")
        assert values(store, signups) == [Decimal(100)]
        await board.press("ctrl+s")
        await board.on(Confirm)
        await board.press("y")
        await board.back()
    assert values(store, signups) == [Decimal(150)]


async def test_what_is_no_number_keeps_the_form_and_what_was_typed(
    opened: Callable[..., Any], store: Store, signups: int
) -> None:
    async with opened() as board:
        await board.press("r")
        await board.on(Form)
        await board.type("12,3x")
        await board.press("tab", "ctrl+u")
        await board.type("soon")
        await board.press("ctrl+s")
        await board.until("is not a number")
        assert "is not a day" in board.text
        assert "12,3x" in board.text
    assert values(store, signups) == [Decimal(100)]


async def test_a_kpi_comes_from_a_template_in_a_few_keys(
    opened: Callable[..., Any], store: Store, signups: int
) -> None:
    async with opened() as board:
        await board.press("n")
        await board.on(ChoiceList)
        await board.press("down", "down", "enter")
        await board.on(Form)
        assert "Leads" in board.text
        await board.type("50")
        await board.press("ctrl+s")
        await board.back()
        await board.until("/ 50")
        await board.until("Leads   ")
    (made,) = [one for one in store.read(kpis.kpis) if one.name == "Leads"]
    assert (made.draft.target, made.draft.aggregation.value, made.draft.level.value) == (
        Decimal(50),
        "sum",
        "outcome",
    )
    assert made.draft.objective_id == store.read(kpis.get_kpi, signups).draft.objective_id
    assert (made.draft.start, made.draft.due) == (START, DUE)


@pytest.mark.usefixtures("signups")
async def test_all_faults_of_a_kpi_stand_at_their_fields(opened: Callable[..., Any], store: Store) -> None:
    async with opened((100, 50)) as board:
        await board.press("n")
        await board.on(ChoiceList)
        await board.press("enter")
        await board.on(Form)
        await board.type("sign-UPS")
        await board.press("tab", "tab", "tab", "tab", "tab", "ctrl+u")
        await board.type("1sep")
        await board.press("ctrl+s")
        await board.until("There already is a KPI “sign-UPS”")
        assert "A target is missing." in board.text
        assert "The due day lies before the start." in board.text
    assert len(store.read(kpis.kpis)) == 2


async def test_an_objective_is_made_and_edited_with_the_keyboard(opened: Callable[..., Any], store: Store) -> None:
    async with opened() as board:
        await board.until("No goals yet.")
        await board.press("N")
        await board.on(Form)
        await board.type("Be found")
        await board.press("ctrl+s")
        await board.until("▾ Be found")
        await board.press("e")
        await board.on(Form)
        await board.type(" again")
        await board.press("f2")
        await board.until("▾ Be found again")
    assert [one.name for one in store.read(goals.objectives)] == ["Be found again"]


@pytest.mark.usefixtures("signups")
async def test_a_check_in_shows_its_confidence(opened: Callable[..., Any], store: Store) -> None:
    async with opened() as board:
        await board.press("c")
        await board.on(Form)
        await board.type("11")
        await board.press("ctrl+s")
        await board.until("whole number from 0 to 10")
        await board.press("backspace", "ctrl+s")
        await board.until("1/10, today")
        await board.press("g", "enter")
        await board.on(CheckIns)
        assert "22 Nov 2026" in board.text
    assert len(store.read(check_ins.history, 1).check_ins) == 1


async def test_the_history_edits_and_deletes(opened: Callable[..., Any], store: Store, signups: int) -> None:
    async with opened() as board:
        await board.press("enter")
        await board.on(Readings)
        await board.press("e")
        await board.on(Form)
        await board.press("ctrl+u")
        await board.type("250")
        await board.press("ctrl+s")
        await board.until(lambda: isinstance(board.app.screen, Readings))
        await board.until("250")
        await board.press("d")
        await board.on(Confirm)
        assert "Sign-ups on 18 Nov 2026: 250" in board.text
        await board.press("y")
        await board.until("No reading yet.")
        await board.press("escape")
        await board.back()
        await board.until("! no reading")
    assert values(store, signups) == []


@pytest.mark.usefixtures("signups")
async def test_archiving_names_the_thing_and_brings_it_back(opened: Callable[..., Any], store: Store) -> None:
    async with opened() as board:
        await board.press("d")
        await board.on(Confirm)
        assert "Sign-ups" in board.text
        await board.press("y")
        await board.until(lambda: "Sign-ups" not in board.text)
        await board.press("A")
        await board.on(ChoiceList)
        await board.press("enter")
        await board.until("    Sign-ups")
    assert all(not one.archived for one in store.read(kpis.kpis, archived=True))


@pytest.mark.usefixtures("signups")
async def test_explain_and_numbers_open_on_the_row(opened: Callable[..., Any]) -> None:
    async with opened((120, 40)) as board:
        await board.press("i")
        await board.on(Explain)
        assert "(current − baseline) / (target − baseline)" in board.text
        assert "ahead ≥ 1.05, on track ≥ 0.95, at risk ≥ 0.75" in board.text
        await board.press("escape")
        await board.back()
        await board.press("v")
        await board.on(Numbers)
        assert "2026-11-18" in board.text
        await board.press("escape", "g", "v")
        await board.on(Numbers)
        assert "Grow membership" in board.text


async def test_another_period_lists_what_runs_then(opened: Callable[..., Any], signups: int) -> None:
    async with opened(notices=True) as board:
        await board.press("left_square_bracket")
        await board.until("No goal runs in Q3 2026.")
        await board.press("right_square_bracket")
        await board.until("▾ Grow membership")
        board.app.pane.jump("kpi", signups)
        assert board.app.pane.table.current_key == f"kpi {signups}"
        board.app.pane.jump("kpi", 99)
        await board.until("It does not run in Q4 2026")


async def test_hostile_names_are_harmless_everywhere(opened: Callable[..., Any], store: Store, hostile: str) -> None:
    group = store.write(goals.add_objective, Objective(0, hostile, note=hostile))
    added = store.write(
        kpis.add_kpi, KpiDraft(hostile, START, DUE, target=Decimal(9), objective_id=group, unit="[red]")
    )
    store.write(readings.add_reading, added, Reading(TODAY, Decimal(1), note=hostile))
    async with opened() as board:
        for key, screen in (("r", Form), ("e", Form), ("enter", Readings), ("v", Numbers), ("i", Explain)):
            await board.press(key)
            await board.on(screen)
            assert "[red]" in board.text or screen is Explain
            assert "\x1b" not in board.text
            await board.press("escape")
            await board.back()
        assert board.app.pane.query_one(Chart).spec is not None


@pytest.mark.usefixtures("signups", "store")
async def test_a_viewer_sees_all_and_changes_nothing(opened: Callable[..., Any], store: Store, signups: int) -> None:
    async with opened(role=Role.VIEWER) as board:
        await board.until("▼ behind")
        await board.press("enter")
        await board.on(Readings)
        await board.press("d", "e", "r")
        await keys.settle(board.pilot)
        assert isinstance(board.app.screen, Readings)
    assert values(store, signups) == [Decimal(100)]
