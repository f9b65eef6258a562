"""The end of a month on screen: what is missing, a jump to it, the lock, what it refuses, and opening it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.timesheets import EntryDraft
from smdash.store import costs, timesheets
from smdash.store.closing import close_month, closings
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.inputs import TextEditor
from tests.tui.seeing import TextOf, shown

OCTOBER = date(2026, 10, 1)
KEYS = {" ": "space", "@": "at", "-": "minus"}
Press = Callable[..., Any]
RealApp = Callable[..., SmdashApp]
Told = Callable[[SmdashApp], str]


@pytest.fixture
def worked(real_store: Store) -> Store:
    real_store.write(timesheets.log_entry, EntryDraft(1, date(2026, 10, 5), 7200))
    real_store.write(costs.add_cost, CostDraft(date(2026, 10, 6), Money(12_00, "USD"), CostCategory.TOOLS))
    return real_store


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_missing_stands_with_its_count(
    worked: Store, real_app: RealApp, press: Press, text_of: TextOf, size: tuple[int, int]
) -> None:
    app = real_app()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "4", "L")
        assert "November 2026 · open" in shown(app, text_of)
        await press(pilot, "left_square_bracket")
        text = shown(app, text_of)
        for words in (
            "October 2026 · open, 3 of 10 points are not done",
            "ana: 2:00 of 105:36, no hours on 1 2 6 7 8 9 Oct … 21 days",
            "ana: 2:00 of no campaign",
            "12.00 USD of no campaign",
        ):
            assert words in text
        await press(pilot, "right_square_bracket", "right_square_bracket")
        assert "November 2026" in shown(app, text_of)  # December has not begun


async def test_enter_goes_where_it_is_mended(worked: Store, real_app: RealApp, press: Press, text_of: TextOf) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "L", "left_square_bracket", "down", "enter")  # missing hours of ana
        assert "28 Sep–4 Oct 2026 · ana" in shown(app, text_of)
        await press(pilot, "L")
        assert "September 2026" in shown(app, text_of)
        await press(pilot, "right_square_bracket", "end", "up", "up", "up", "up", "up", "enter")
        assert app.wanted in ("campaigns", "time")


async def test_a_month_is_closed_holds_and_is_opened_with_a_reason(
    worked: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Told
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "L", "left_square_bracket", "c")
        assert "Close October 2026 although this is missing?" in shown(app, text_of)
        assert "Missing hours: 1 person" in shown(app, text_of)
        await press(pilot, "n")
        assert worked.read(closings) == ()
        await press(pilot, "c", "y")
        assert "October 2026 · closed by ana on 22 Nov 2026" in shown(app, text_of)
        assert "October 2026 is closed. r opens it again." in told(app)
        await press(pilot, "c")
        assert "closed already" in told(app)
        line = "1h Spring membership @2026-10-06"
        await press(pilot, "escape", "t", *(KEYS.get(char, char) for char in line), "enter")
        text = " ".join(shown(app, text_of).replace("│", " ").split())
        assert "October 2026 is closed (by ana on 22 Nov 2026)" in text
        assert line in text  # what was typed stays
        await press(pilot, "escape", "L", "left_square_bracket", "r")
        assert isinstance(app.screen, Form)
        await press(pilot, "ctrl+s")
        assert "Reason is needed" in shown(app, text_of)
        editor = app.screen._rows["reason"].editor
        assert isinstance(editor, TextEditor)
        editor.value = "a late invoice"
        await press(pilot, "ctrl+s")
        assert "opened again by ana on 22 Nov 2026: a late invoice" in shown(app, text_of)
    assert worked.read(closings, OCTOBER)[0].reason == "a late invoice"


async def test_a_viewer_looks_only(worked: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Told) -> None:
    worked.write(close_month, OCTOBER)
    app = real_app(Role.VIEWER)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "L", "c")
        assert "You are a viewer here" in told(app)
        assert "c close" not in shown(app, text_of)
        await press(pilot, "left_square_bracket", "r")
        assert "closed by ana" in shown(app, text_of)
    assert worked.read(closings, OCTOBER)[0].reopened_at is None
