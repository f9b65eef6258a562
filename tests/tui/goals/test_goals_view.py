"""What is seen in the Goals pane: filter, order, folding, comparison, notes on the time axis; and forms by shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.annotations import Annotation
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.goals import KpiDraft, Level, Objective, Pacing, Reading, Shape
from smdash.domain.organisation import Role
from smdash.store import campaigns, goals, kpis, readings
from smdash.store.annotations import add_annotation, all_annotations
from smdash.store.store import Store
from smdash.tui.panes.goals import pane as pane_module
from smdash.tui.panes.goals.notes import Notes
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.chart import Chart
from smdash.tui.widgets.form import Form
from tests.tui import keys

TODAY = date(2026, 11, 22)  # where the fixed clock stands
START, DUE = date(2026, 10, 1), date(2026, 12, 31)

Opened = Callable[..., Any]


def listed(board: Any) -> list[str]:
    """The names in the list, as they stand there."""
    return [row.cells[0].text.strip() for row in board.app.pane.table.rows]


@pytest.mark.usefixtures("signups")
async def test_the_filter_lists_what_has_its_words_and_escape_shows_all(opened: Opened) -> None:
    async with opened() as board:
        await board.press("slash")
        await board.type("sign")
        await board.until("“sign” · 1 of 2 KPIs")
        assert listed(board) == ["▾ Grow membership", "Sign-ups"]
        await board.press("enter", "slash", "x")
        await board.until("Nothing has “signx”")
        await board.press("escape")
        await board.until(lambda: len(listed(board)) == 4)
        await board.press("slash")
        await board.type("response")
        await board.press("enter")
        await board.until(lambda: listed(board) == ["▾ No objective", "Response time"])
        await board.press("escape")
        await board.until(lambda: len(listed(board)) == 4)
        assert board.app.pane.table.has_focus


@pytest.mark.usefixtures("signups")
async def test_an_objective_is_folded_and_stays_so(opened: Opened) -> None:
    async with opened() as board:
        await board.press("space")
        await board.until("▸ Grow membership (1)")
        assert "Sign-ups" not in listed(board)
        board.app.pane.reload()
        await board.pilot.pause()
        await board.until("▸ Grow membership (1)")
        board.app.pane.jump("kpi", 1)
        await board.until("▾ Grow membership")
        assert board.app.pane.table.current_key == "kpi 1"


@pytest.mark.usefixtures("signups")
async def test_the_order_goes_round(opened: Opened) -> None:
    async with opened() as board:
        await board.press("s")
        await board.until("sorted by urgency (s)")
        await board.press("s")
        await board.until("sorted by due (s)")
        await board.press("s")
        await board.until(lambda: "sorted by" not in board.text)


async def test_the_chart_is_compared_with_the_days_before_and_with_last_year(
    opened: Opened, store: Store, signups: int
) -> None:
    store.write(readings.add_reading, signups, Reading(date(2025, 11, 1), Decimal(77)))
    async with opened((120, 40)) as board:
        await board.until("expected")
        assert "last year" not in board.text
        await board.press("C")
        await board.until("×× 92 days before (no reading)")
        await board.press("C")
        await board.until("×× last year")
        assert "(no reading)" not in board.text
        await board.press("v")
        await board.on(Numbers)
        assert "last year" in board.text
        assert "77" in board.text
        await board.press("escape")
        await board.back()
        await board.press("C")
        await board.until(lambda: "last year" not in board.text)


async def test_a_note_is_added_listed_edited_deleted_and_undone(opened: Opened, store: Store, signups: int) -> None:
    store.write(
        campaigns.add_campaign,
        CampaignDraft("Autumn fair", CampaignStatus.LIVE, start=date(2026, 10, 6), due=date(2026, 10, 30)),
    )
    async with opened((120, 40)) as board:
        await board.until("├Autumn fair──")
        await board.press("a")
        await board.on(Form)
        await board.type("Website down")
        await board.press("tab", "ctrl+u")
        await board.type("12nov")
        await board.press("ctrl+s")
        await board.until("▲Website down")
        await board.press("v")
        await board.on(Numbers)
        await board.until("Autumn fair (2026-10-06..2026-10-30)")
        await board.until("Website down")
        await board.press("escape")
        await board.back()
        await board.press("o")
        await board.on(Notes)
        await board.press("e")
        await board.on(Form)
        await board.press("tab", "tab")
        await board.type("10nov")
        await board.press("ctrl+s")
        await board.until("The last day lies before the first.")
        await board.press("ctrl+u")
        await board.type("20nov")
        await board.press("ctrl+s")
        await board.on(Notes)
        await board.until("20 Nov 2026")
        await board.press("d")
        await board.on(Confirm)
        await board.until("Website down, 12 Nov 2026")
        await board.press("y")
        await board.until("No note yet.")
        await board.press("u")
        await board.on(Confirm)
        await board.press("y")
        await board.on(Notes)
        await board.until("Website down")
        await board.press("escape")
        await board.back()
        await board.until("├Website ")
    (kept,) = store.read(all_annotations).listed
    assert (kept.day, kept.until) == (date(2026, 11, 12), date(2026, 11, 20))


@pytest.mark.usefixtures("signups")
async def test_a_viewer_lists_notes_and_adds_none(opened: Opened, store: Store) -> None:
    store.write(add_annotation, Annotation(TODAY, "Press"))
    async with opened(role=Role.VIEWER) as board:
        await board.press("o")
        await board.on(Notes)
        assert "Press" in board.text
        await board.press("a", "d", "e")
        await keys.settle(board.pilot)
        assert isinstance(board.app.screen, Notes)


@pytest.mark.usefixtures("signups")
async def test_a_wide_window_has_the_chart_beside_the_list(opened: Opened) -> None:
    async with opened((200, 60)) as board:
        await board.until("expected")
        pane = board.app.pane
        chart = pane.query_one("Chart").region
        assert chart.x >= pane.table.region.right
        assert chart.height > 40
    async with opened((120, 40)) as board:
        await board.until("expected")
        assert board.app.pane.query_one("Chart").region.y > board.app.pane.table.region.y


async def test_two_hundred_kpis_scroll_and_the_detail_follows(opened: Opened, store: Store) -> None:
    def many(tx: Any) -> None:
        for number in range(200):
            kpis.add_kpi(tx, KpiDraft(f"KPI {number:03}", START, DUE, target=Decimal(10)))

    store.write(many)
    async with opened() as board:
        await board.press("G")
        await board.until("KPI 199   ")
        await board.press("g", "pagedown", "pagedown")
        await board.pilot.pause()
        key = board.app.pane.table.current_key
        await board.until(lambda: board.app.pane.state.kpi(key).status.kpi.name + "   target" in board.text)


# Forms by shape


SHAPES = {
    Shape.INCREASE: {"Target", "Baseline", "Expected"},
    Shape.DECREASE: {"Target", "Baseline", "Expected"},
    Shape.KEEP: {"At least", "At most"},
    Shape.RANGE: {"At least", "At most"},
    Shape.MILESTONE: set(),
    Shape.YES_NO: set(),
}


@pytest.mark.parametrize("shape", Shape)
async def test_a_form_asks_for_the_numbers_its_shape_needs(opened: Opened, store: Store, shape: Shape) -> None:
    async with opened((100, 50)) as board:
        await board.press("n")
        await board.on(ChoiceList)
        await board.press("enter")
        await board.on(Form)
        await board.type("Thing")
        await board.press("tab", *["right"] * list(Shape).index(shape))
        await board.pilot.pause()
        shown = {
            name for name in ("Target", "Baseline", "Expected", "At least", "At most") if f" {name} " in board.text
        }
        assert shown == SHAPES[shape]
        await board.press("tab")
        if shape.paced:
            await board.type("4" if shape is Shape.DECREASE else "40")
            await board.press("tab")
            await board.type("8")
        elif not shape.done_or_not:
            await board.type("3")
            await board.press("tab")
            await board.type("5")
        await board.press("ctrl+s")
        await board.back()
    (made,) = store.read(kpis.kpis)
    draft = made.draft
    numbers = (draft.baseline, draft.target, draft.target_low, draft.target_high)
    expected: tuple[Any, ...] = (None, None, None, None)
    if shape.paced:
        expected = (8, 4 if shape is Shape.DECREASE else 40, None, None)
    elif not shape.done_or_not:
        expected = (None, None, 3, 5)
    assert (draft.shape, numbers) == (shape, expected)


@pytest.mark.usefixtures("signups")
async def test_faults_of_fields_and_between_them_are_said_together(opened: Opened, store: Store) -> None:
    async with opened((100, 50)) as board:
        await board.press("n")
        await board.on(ChoiceList)
        await board.press("enter")
        await board.on(Form)
        await board.type("sign-UPS")
        await board.press("tab", "tab")
        await board.type("12,3x")
        await board.press("tab", "tab", "tab", "ctrl+u")
        await board.type("1sep")
        await board.press("ctrl+s")
        await board.until("There already is a KPI “sign-UPS”")
        assert "is not a number" in board.text
        assert "The due day lies before the start." in board.text
        assert "12,3x" in board.text
    assert len(store.read(kpis.kpis)) == 2


async def test_a_template_takes_three_keys_and_the_target(opened: Opened, store: Store, signups: int) -> None:
    store.write(goals.edit_objective, Objective(1, "Grow membership", start=date(2026, 11, 1), due=date(2026, 12, 24)))
    async with opened() as board:
        await board.press("n", "down", "enter")
        await board.on(Form)
        await board.type("50")
        await board.press("ctrl+s")
        await board.back()
    (made,) = [one for one in store.read(kpis.kpis) if one.draft.target == 50]
    assert made.draft.objective_id == 1
    assert (made.draft.start, made.draft.due) == (date(2026, 11, 1), date(2026, 12, 24))


async def test_a_kpi_is_moved_and_judged_by_last_year(opened: Opened, store: Store, signups: int) -> None:
    other = store.write(goals.add_objective, Objective(0, "Another"))
    async with opened((100, 50)) as board:
        await board.press("e")
        await board.on(Form)
        form = board.app.screen
        form._rows["objective"].editor.focus()
        await board.press("a")
        form._rows["pacing"].editor.focus()
        await board.press("right")
        await board.until("Last year's")
        await board.press("ctrl+s")
        await board.back()
    draft = store.read(kpis.get_kpi, signups).draft
    assert (draft.objective_id, draft.pacing, draft.target) == (other, Pacing.SEASONAL, Decimal(1000))


async def test_a_kpi_follows_on_another_by_name_and_is_compared_with_it(
    opened: Opened, store: Store, signups: int
) -> None:
    summer = KpiDraft("Sign-ups in summer", date(2026, 7, 1), date(2026, 9, 30), target=Decimal(900))
    earlier = store.write(kpis.add_kpi, summer)
    store.write(readings.add_reading, earlier, Reading(date(2026, 8, 1), Decimal(77)))
    async with opened((120, 50)) as board:
        await board.press("e")
        await board.on(Form)
        board.app.screen._rows["follows"].editor.focus()
        await board.type("nobody")
        await board.press("ctrl+s")
        await board.until("There is no earlier kpi “nobody”.")
        await board.press("ctrl+u")
        await board.type("sign-ups in")
        await board.press("ctrl+s")
        await board.back()
        await board.press("C")
        await board.until("×× 92 days before")
        assert "(no reading)" not in board.text
    assert store.read(kpis.get_kpi, signups).draft.follows_id == earlier


async def test_output_alone_is_warned_of(opened: Opened, store: Store) -> None:
    group = store.write(goals.add_objective, Objective(0, "Be seen", start=START, due=DUE))
    draft = KpiDraft("Reach", START, DUE, target=Decimal(9), objective_id=group, level=Level.OUTPUT)
    store.write(kpis.add_kpi, draft)
    async with opened() as board:
        await board.until("! output")
        await board.press("g")
        await board.until("measures output only: add an outcome")


async def test_a_seasonal_pace_is_drawn_as_last_year_went(opened: Opened, store: Store, signups: int) -> None:
    draft = replace(store.read(kpis.get_kpi, signups).draft, pacing=Pacing.SEASONAL)
    store.write(kpis.edit_kpi, signups, draft)
    for after, value in ((0, 0), (61, 10), (91, 100)):
        reading = Reading(date(2025, 10, 1) + timedelta(days=after), Decimal(value))
        store.write(readings.add_reading, signups, reading)
    async with opened() as board:
        await board.until("expected")
        (expected,) = [one for one in board.app.pane.query_one(Chart).spec.series if one.label == "expected"]
        by_day = dict(expected.points)
        assert len(by_day) > 30
        assert by_day[DUE] == 1000
        middle = min(by_day, key=lambda day: abs(day - date(2026, 11, 30)))
        assert by_day[middle] < 200  # a linear pace would ask for 660


async def test_while_the_cursor_runs_the_detail_waits_until_it_rests(
    opened: Opened, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(tx: Any) -> None:
        for number in range(9):
            kpis.add_kpi(tx, KpiDraft(f"KPI {number}", START, DUE, target=Decimal(10)))

    store.write(many)
    async with opened() as board:
        await board.until("KPI 0   target")
        monkeypatch.setattr(pane_module, "REST", 3600.0)  # every move is one of a run
        await board.press("down", "down")
        await keys.settle(board.pilot)
        assert board.app.pane.table.current_key == "kpi 3"
        assert "KPI 0   target" in board.text  # name and chart still belong together
        monkeypatch.setattr(pane_module, "REST", 0.0)
        await board.press("down")
        await board.until("KPI 3   target")


async def test_charts_of_different_sizes_stand_in_the_same_columns(opened: Opened, store: Store, signups: int) -> None:
    async with opened() as board:
        await board.until("1 000┤")
        column = next(line for line in board.text.splitlines() if "1 000┤" in line).index("┤")
        await board.press("G")
        await board.until("baseline 8")
        await board.until(lambda: any(line.find("┤") == column for line in board.text.splitlines()))
