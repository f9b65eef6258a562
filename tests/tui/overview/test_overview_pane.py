"""The Overview on a real store: all blocks in sight, Enter goes to the thing itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.goals import KpiDraft, Reading
from smdash.domain.timesheets import EntryDraft
from smdash.store import kpis, readings, timers, timesheets
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.panes.overview import rows
from smdash.tui.panes.overview.pane import OverviewPane
from smdash.tui.screens.explain import Explain
from tests.tui import keys
from tests.tui.seeing import TextOf, shown

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
Press = Callable[..., Any]
RealApp = Callable[..., SmdashApp]


def add_kpis(store: Store, count: int) -> None:
    for number in range(count):
        draft = KpiDraft(f"KPI {number:02}", date(2026, 10, 1), date(2026, 12, 31), target=Decimal(9))
        store.write(kpis.add_kpi, draft)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("count", [0, 30])
async def test_all_blocks_are_in_sight_however_many_kpis(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf, size: tuple[int, int], count: int
) -> None:
    add_kpis(real_store, count)
    app = real_app()
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        lines = text_of(app)
        text = "\n".join(lines)
        for words in ("KPI  ", "ROI  tracked", "net (T+A)", "Hours this week   0:00 of 24:00", "Legal  ", "Needs att"):
            assert words in text
        heading = next(y for y, line in enumerate(lines) if line.startswith("Needs attention"))
        assert len(lines) - 1 - heading > 4  # rows of the list stay in sight below it
        assert ("KPI 00" in text) == bool(count)
        assert ("No KPIs in this period. 2 then n adds the first." in text) == (not count)


async def test_an_hour_more_is_shown_at_once(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        draft = EntryDraft(1, TODAY, 5400, campaign_id=1)
        await app.write(timesheets.log_entry, draft)
        await press(pilot)
        text = shown(app, text_of)
        assert "Hours this week   1:30 of 24:00" in text
        assert "cost 67.50 = staff 67.50   net (T+A) −67.50" in text


async def test_enter_goes_to_the_kpi_and_to_what_needs_attention(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    add_kpis(real_store, 2)
    real_store.write(timers.start_timer, EntryDraft(1, TODAY, 0), NOON - timedelta(hours=14))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "enter")
        assert app.wanted == "goals"
        await press(pilot, "1", "tab", "tab", "tab", "tab")
        assert app.focused is not None
        assert app.focused.id == "overview-attention"
        assert "! Timer of ana runs for 14 h (since yesterday 22:00)" in shown(app, text_of).replace("!  ", "! ")
        await press(pilot, "enter")
        assert app.wanted == "time"


async def test_each_number_explains_itself(real_store: Store, real_app: RealApp, press: Press, text_of: TextOf) -> None:
    add_kpis(real_store, 1)
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for words in ("Progress", "ROI", "Hours this week", "High legal risks open"):
            await press(pilot, "i")
            assert isinstance(app.screen, Explain)
            assert words in shown(app, text_of)
            await press(pilot, "escape", "tab")


async def test_the_running_timer_moves_by_the_minute_without_a_read(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    real_store.write(timers.start_timer, EntryDraft(1, TODAY, 0), NOON - timedelta(minutes=42))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "+0:42 ▶" in shown(app, text_of)
        pane = app.query_one(OverviewPane)
        number = pane._load_number
        app.clock = type(app.clock)("UTC", NOON + timedelta(minutes=1))  # type: ignore[call-arg]  # a FixedClock
        app._minute_passed()
        await keys.settle(pilot)
        assert "+0:43 ▶" in shown(app, text_of)
        assert pane._load_number == number


async def test_of_many_kpis_the_neediest_are_listed_and_it_says_so(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    add_kpis(real_store, 35)
    last = KpiDraft("Zoo visits", date(2026, 10, 1), date(2026, 12, 31), baseline=Decimal(0), target=Decimal(900))
    kpi_id = real_store.write(kpis.add_kpi, last)
    for day, number in ((date(2026, 11, 8), 10), (date(2026, 11, 15), 20), (TODAY, 30)):
        real_store.write(readings.add_reading, kpi_id, Reading(day, Decimal(number)))
    app = real_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        text = shown(app, text_of)
        assert "KPI (30 of 36)" in text
        (row,) = [line for line in text.splitlines() if line.startswith("Zoo visits")]
        assert "▼ behind" in row  # what is behind stands before what has no reading
        assert " 86 " in row  # its forecast: ten a week, 39 days on
        assert text.index("Zoo visits") < text.index("KPI 00")
    assert rows.kpi_note(30, 36) == "30 of 36, the neediest first; 2 shows all."


async def test_what_needs_attention_is_of_today_whatever_the_period(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    for name, start, due in (
        ("Last summer", date(2026, 7, 1), date(2026, 9, 30)),
        ("This autumn", date(2026, 10, 1), date(2026, 11, 30)),
    ):
        real_store.write(kpis.add_kpi, KpiDraft(name, start, due, target=Decimal(9)))
    app = real_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        said = "No reading yet for “This autumn” (weekly, due in 8 days (30 Nov))"
        assert said in shown(app, text_of)
        for key, period in (("left_square_bracket", "Q3 2026"), ("left_square_bracket", "Q2 2026")):
            await press(pilot, key)
            text = shown(app, text_of)
            assert period in text
            assert said in text
            assert "for “Last summer”" not in text


@pytest.mark.parametrize(("block", "pane"), [("roi", "campaigns"), ("hours", "time"), ("legal", "risk")])
async def test_enter_on_a_block_goes_to_the_pane_behind_it(
    real_store: Store, real_app: RealApp, press: Press, block: str, pane: str
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        app.query_one(f"#overview-{block}").focus()
        await press(pilot, "enter")
        assert app.wanted == pane
