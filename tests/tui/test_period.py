"""The period of the whole dashboard: each kind chosen with the keyboard, and two days of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smdash.domain.periods import Calendar
from smdash.tui.app import SmdashApp
from smdash.tui.pane import Pane
from smdash.tui.screens.period import CUSTOM, PeriodChooser, offered
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.lines import TextLines
from smdash.tui.widgets.table import RowTable
from tests.tui.keys import press

TODAY = date(2026, 11, 22)  # a Sunday, where the fixed clock stands
FISCAL = Calendar(week_start=6, fiscal_start=7)


class Empty(Pane[int]):
    """A pane with one line."""

    def compose_content(self) -> Any:
        yield TextLines()

    async def load(self) -> int:
        return await self.app.live.read(lambda _snapshot: 1)

    def show(self, state: int) -> None:
        pass


@pytest.mark.parametrize(
    ("calendar", "kind", "name", "line"),
    [
        (Calendar(), "This week", "2026-W47", "Week 47 · 16–22 Nov 2026 · day 7 of 7"),
        (FISCAL, "This week", "week of 2026-11-22", "22–28 Nov 2026 · day 1 of 7"),
        (Calendar(), "This month", "2026-11", "Nov 2026 · day 22 of 30"),
        (Calendar(), "This quarter", "2026-Q4", "Q4 2026 · day 53 of 92"),
        (FISCAL, "This fiscal quarter", "FY2027-Q2", "FY2027 Q2 · day 53 of 92"),
        (FISCAL, "This fiscal year", "FY2027", "FY2027 · day 145 of 365"),
        (Calendar(), "This year", "2026", "2026 · day 326 of 365"),
        (FISCAL, "Year to date", "ytd", "year to date · day 145 of 145"),
        (Calendar(), "Year to date", "ytd", "year to date · day 326 of 326"),
    ],
)
async def test_each_kind_is_chosen_and_stands_at_the_top_with_its_day(
    make_app: Callable[..., SmdashApp],
    live: Any,
    text_of: Any,
    settle: Any,
    calendar: Calendar,
    kind: str,
    name: str,
    line: str,
) -> None:
    app = make_app(Empty, live=live(calendar=calendar))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "p")
        app.screen.query_one(RowTable).go_to(kind)
        await press(pilot, "enter")
        assert app.period.name == name
        assert text_of(app)[1].startswith(line)


async def test_two_days_are_asked_for_and_all_that_is_wrong_with_them_said_at_once(
    make_app: Callable[..., SmdashApp], live: Any, text_of: Any, settle: Any
) -> None:
    app = make_app(Empty, live=live())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "p", "G", "enter")
        assert isinstance(app.screen, Form)
        await press(pilot, "ctrl+u", *"soon", "tab", "ctrl+u", *"32nov", "ctrl+s")
        text = "\n".join(text_of(app))
        assert "“soon” is not a day." in text
        assert "“32nov” does not exist in the calendar." in text
        assert app.screen.typed == {"first": "soon", "last": "32nov"}
        await press(pilot, "ctrl+u", *"20nov", "tab", "ctrl+u", *"2nov", "ctrl+s")
        assert any("The last day lies before the first." in line for line in text_of(app))
        await press(pilot, "escape")
        await press(pilot, "y")
        assert isinstance(app.screen, PeriodChooser)
        await press(pilot, "enter")
        await press(pilot, "ctrl+u", *"2nov", "tab", "ctrl+u", *"22nov", "f2")
        assert app.period.name == "2026-11-02..2026-11-22"
        assert text_of(app)[1].startswith("2–22 Nov 2026 · day 21 of 21")
        await press(pilot, "left_square_bracket")
        assert app.period.name == "2026-10-12..2026-11-01"
        await press(pilot, "p")
        assert app.screen.query_one(RowTable).current_key == CUSTOM


@pytest.mark.parametrize("calendar", [Calendar(), FISCAL])
def test_every_offered_period_holds_today(calendar: Calendar) -> None:
    assert all(TODAY in period for period in offered(calendar, TODAY).values())
