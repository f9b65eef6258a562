"""Hours and cost by what they were spent on: each dimension, the charts, decimal hours that add up, and roles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smdash.domain.organisation import Role
from smdash.domain.timesheets import EntryDraft
from smdash.store import organisation, timesheets
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from tests.tui.seeing import TextOf, shown

DAY = date(2026, 11, 17)
Press = Callable[..., Any]
RealApp = Callable[..., SmdashApp]


@pytest.fixture
def worked(real_store: Store) -> Store:
    """Three times twenty minutes: of two campaigns and of none, the last one of ben, who has no rate."""
    ben = real_store.write(organisation.add_person, "ben", weekly_capacity=3600)
    for person, campaign in ((1, 1), (1, 2), (ben, None)):
        real_store.write(timesheets.log_entry, EntryDraft(person, DAY, 20 * 60, campaign_id=campaign))
    return real_store


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_lines_their_sum_and_the_chart_are_in_sight(
    worked: Store, real_app: RealApp, press: Press, text_of: TextOf, size: tuple[int, int]
) -> None:
    app = real_app()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "4", "C")
        text = shown(app, text_of)
        for words in (
            "Hours and cost by campaign · Q4 2026", "Spring membership", "33.3 %", "15.00", "no campaign",
            "no rate", "total", "1:00", "100.0 %", "30.00", "0:20 of no campaign", "hours by week", "16 Nov",
        ):  # fmt: skip
            assert words in text


async def test_decimal_hours_add_up(worked: Store, real_app: RealApp, press: Press, text_of: TextOf) -> None:
    app = real_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4", "C", "full_stop")
        lines = [line.split() for line in text_of(app) if " %" in line and "│" in line]
        hours = [next(word for word in line if word.count(".") == 1 and len(word) == 4) for line in lines[:4]]
        assert hours == ["0.34", "0.33", "0.33", "1.00"]


async def test_each_dimension_and_chart(worked: Store, real_app: RealApp, press: Press, text_of: TextOf) -> None:
    app = real_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4", "C", "l")
        text = shown(app, text_of)
        assert "Hours and cost by person" in text
        assert "capacity" in text
        assert "0.4 %" in text or "0.2 %" in text
        for word in ("channel", "activity", "week"):
            await press(pilot, "l")
            assert f"Hours and cost by {word}" in shown(app, text_of)
        assert "2026-W47" in shown(app, text_of)
        await press(pilot, "l", "V")
        assert "share of the hours" in shown(app, text_of)
        await press(pilot, "V")
        assert "No hours budget: choose a campaign" in shown(app, text_of)
        await press(pilot, "V", "v")
        assert "16 Nov" in shown(app, text_of)
        await press(pilot, "escape", "i")
        assert "hours / hours of all" in shown(app, text_of)
        await press(pilot, "escape", "left_square_bracket")
        assert "No hours in this period" in shown(app, text_of)


async def test_a_viewer_sees_no_cost_of_one_person(
    worked: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    app = real_app(Role.VIEWER)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4", "C", "l")
        text = shown(app, text_of)
        assert "cost: managers only" in text
        assert "30.00" not in text
        await press(pilot, "i")
        assert "shown to managers only" in shown(app, text_of)
        assert "30.00" not in shown(app, text_of)
