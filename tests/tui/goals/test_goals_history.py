"""The boxes of readings and check-ins: what they show, what their keys do, and what their forms refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.goals import Aggregation, CheckIn, Kpi, KpiDraft, Measured, Reading, Shape
from smdash.domain.organisation import Role
from smdash.store import check_ins, kpis, readings
from smdash.store.readings import History
from smdash.store.store import Store
from smdash.tui.panes.goals import history_rows
from smdash.tui.panes.goals.history import CheckIns, Readings
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.form import Form
from tests.tui import keys

Opened = Callable[..., Any]
TODAY = date(2026, 11, 22)
START, DUE = date(2026, 10, 1), date(2026, 12, 31)
RATE = Measured("click_through_rate")


def said(store: Store, kpi_id: int) -> list[tuple[str, Any, str]]:
    found = store.read(readings.history, kpi_id).readings
    return [(one.day.isoformat(), one.value, one.note) for one in found]


def cells(rows: Any, column: int) -> list[str]:
    return [row.cells[column].text for row in rows]


# What stands in the rows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("aggregation", "after"),
    [
        (Aggregation.LAST, ["−3", "+7", ""]),
        (Aggregation.SUM, ["24", "17", "5"]),
        (Aggregation.MEAN, ["8", "8.5", "5"]),
    ],
)
def test_each_reading_says_what_it_made_of_the_kpi(store: Store, aggregation: Aggregation, after: list[str]) -> None:
    kpi_id = store.write(kpis.add_kpi, KpiDraft("Sign-ups", START, DUE, aggregation=aggregation, target=Decimal(99)))
    for day, value in ((1, 5), (8, 12), (15, 7 if aggregation is Aggregation.SUM else 9), (30, 3)):
        when = date(2026, 9, 30) if day == 30 else date(2026, 11, day)
        amount = 7 if aggregation is Aggregation.MEAN and day == 15 else value
        store.write(readings.add_reading, kpi_id, Reading(when, Decimal(amount)))
    found = history_rows.reading_rows(store.read(readings.history, kpi_id))
    assert cells(found, 2) == [*after, ""]
    assert cells(found, 3)[-1] == "before the start, does not count."


def test_a_list_is_limited_and_says_so(store: Store) -> None:
    first = date(2026, 1, 1)
    kpi_id = store.write(kpis.add_kpi, KpiDraft("Daily", first, DUE, target=Decimal(999)))

    def fill(tx: Any) -> None:
        for day in range(205):
            readings.add_reading(tx, kpi_id, Reading(first + timedelta(days=day), Decimal(day)))

    store.write(fill)
    found = store.read(readings.history, kpi_id)
    assert len(history_rows.reading_rows(found)) == 200
    assert history_rows.reading_note(found) == "200 of 205 readings, the newest"
    assert cells(history_rows.reading_rows(found), 2)[-1] == "+1"  # the one before it is not shown, and known


def test_what_is_worked_out_shows_both_parts_and_has_no_ids() -> None:
    draft = KpiDraft("Rate", START, DUE, aggregation=Aggregation.RATIO, unit="%", target=Decimal(3), measured=RATE)
    parts = tuple(Reading(date(2026, 11, day), None, Decimal(34), Decimal(1000)) for day in (15, 8))
    found = history_rows.reading_rows(History(Kpi(1, draft), parts, 2))
    assert cells(found, 1) == ["34/1 000 = 3.4 %"] * 2
    assert len({row.key for row in found}) == 2
    assert "work it out" in history_rows.reading_note(History(Kpi(1, draft), (), 0))


# Readings ----------------------------------------------------------------------------------------------------------


async def test_a_reading_is_added_back_dated_and_undone_in_the_box(opened: Opened, store: Store, signups: int) -> None:
    async with opened() as board:
        await board.press("enter")
        await board.on(Readings)
        assert "e edits · d deletes · r adds · u undoes · Esc leaves" in board.text
        await board.press("r")
        await board.on(Form)
        await board.type("90")
        await board.press("tab", "ctrl+u")
        await board.type("-6d")
        await board.press("tab")
        await board.type("late")
        await board.press("ctrl+s")
        await board.until("16 Nov 2026")
        assert "+10" in board.text  # what the reading after it changes now
        assert said(store, signups) == [("2026-11-18", 100, ""), ("2026-11-16", 90, "late")]
        await board.press("u")
        await board.on(Confirm)
        assert "reading of Sign-ups: 90 on 16 Nov 2026" in board.text
        await board.press("y")
        await board.until(lambda: isinstance(board.app.screen, Readings) and "16 Nov" not in board.text)
    assert said(store, signups) == [("2026-11-18", 100, "")]


async def test_a_reading_moved_to_a_day_that_has_one_asks(opened: Opened, store: Store, signups: int) -> None:
    store.write(readings.add_reading, signups, Reading(date(2026, 11, 11), Decimal(80), note="first"))
    async with opened() as board:
        await board.press("enter")
        await board.on(Readings)
        await board.press("e")
        await board.on(Form)
        await board.press("tab", "ctrl+u")
        await board.type("11nov")
        await board.press("ctrl+s")
        await board.on(Confirm)
        assert "Sign-ups has a reading on 11 Nov 2026: 80." in board.text
        await board.press("n")
        await board.until("has a reading already")
        assert len(said(store, signups)) == 2
        await board.press("ctrl+s")
        await board.on(Confirm)
        await board.press("y")
        await board.until(lambda: isinstance(board.app.screen, Readings) and "18 Nov" not in board.text)
    assert said(store, signups) == [("2026-11-11", 100, "")]


async def test_a_value_and_a_day_in_the_future_are_told_together(opened: Opened, store: Store, signups: int) -> None:
    async with opened() as board:
        await board.press("r")
        await board.on(Form)
        await board.type("1.250")
        await board.press("tab", "ctrl+u")
        await board.type("tomorrow")
        await board.press("ctrl+s")
        await board.until("could be 1250 or 1.25")
        assert "This day is in the future" in board.text
        assert "tomorrow" in board.text
    assert len(said(store, signups)) == 1


async def test_a_ratio_takes_no_zero_below(opened: Opened, store: Store) -> None:
    draft = KpiDraft("Rate", START, DUE, aggregation=Aggregation.RATIO, unit="%", target=Decimal(3))
    kpi_id = store.write(kpis.add_kpi, draft)
    async with opened() as board:
        await board.press("r")
        await board.on(Form)
        await board.type("3/0")
        await board.press("ctrl+s")
        await board.until("The number after / must be above zero.")
        await board.press("ctrl+u")
        await board.type("3.4")
        await board.press("ctrl+s")
        await board.until("This KPI is a ratio. Type both parts")
    assert said(store, kpi_id) == []


# Check-ins ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("signups")
async def test_check_ins_are_added_edited_and_deleted(opened: Opened, store: Store) -> None:
    store.write(check_ins.check_in, 1, CheckIn(date(2026, 11, 8), 4, "behind", "slow"))

    def stored() -> list[tuple[str, int, str]]:
        return [(one.day.isoformat(), one.confidence, one.status) for one in store.read(check_ins.history, 1).check_ins]

    async with opened() as board:
        await board.until("behind")
        await board.press("g", "enter")
        await board.on(CheckIns)
        assert "slow" in board.text
        await board.press("c")
        await board.on(Form)
        await board.type("7")
        await board.press("ctrl+s")
        await board.until("22 Nov 2026")
        assert stored() == [("2026-11-22", 7, ""), ("2026-11-08", 4, "behind")]
        await board.press("G", "e")
        await board.on(Form)
        await board.press("ctrl+u")
        await board.type("5")
        await board.press("tab", "tab", "tab", "ctrl+u")
        await board.type("today")
        await board.press("ctrl+s")
        await board.until("has another check-in")
        await board.press("ctrl+u")
        await board.type("9nov")
        await board.press("ctrl+s")
        await board.until("9 Nov 2026")
        assert stored()[1] == ("2026-11-09", 5, "behind")
        await board.press("d")
        await board.on(Confirm)
        assert "Grow membership on" in board.text
        await board.press("y")
        await board.until(lambda: isinstance(board.app.screen, CheckIns) and len(stored()) == 1)


@pytest.mark.usefixtures("signups")
async def test_a_manual_status_is_cleared_by_the_next_check_in(opened: Opened, store: Store) -> None:
    store.write(check_ins.check_in, 1, CheckIn(date(2026, 11, 20), 4, "at risk"))
    async with opened() as board:
        await board.press("g")
        await board.until("at risk by hand")
        await board.press("c")
        await board.on(Form)
        await board.type("5")
        await board.press("ctrl+s")
        await board.until(lambda: "by hand" not in board.text and "5/10, today" in board.text)


@pytest.mark.usefixtures("signups")
async def test_a_viewer_changes_no_check_in(opened: Opened, store: Store) -> None:
    store.write(check_ins.check_in, 1, CheckIn(date(2026, 11, 20), 4))
    async with opened(role=Role.VIEWER) as board:
        await board.press("g", "enter")
        await board.on(CheckIns)
        await board.press("c", "e", "d", "u")
        await keys.settle(board.pilot)
        assert isinstance(board.app.screen, CheckIns)
        assert "e edits" not in board.text
    assert store.read(check_ins.history, 1).total == 1


def test_a_milestone_has_no_change_to_show() -> None:
    draft = KpiDraft("Policy", START, DUE, shape=Shape.YES_NO)
    found = history_rows.reading_rows(History(Kpi(1, draft), (Reading(TODAY, Decimal(1), id=1),), 1))
    assert [cell.text for cell in found[0].cells] == ["22 Nov 2026", "yes", ""]
    assert len(history_rows.reading_columns(draft)) == 3
