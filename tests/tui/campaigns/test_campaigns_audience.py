"""The key that shows who the channels reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smdash.store import changes
from smdash.store.store import Store, Transaction
from smdash.store.tables import audience, platform_total
from smdash.tui.app import SmdashApp
from smdash.tui.panes.campaigns.audience import show_audience
from smdash.tui.panes.campaigns.pane import CampaignsPane
from tests.stored_posts import put_channel
from tests.tui.keys import press

RealApp = Callable[..., SmdashApp]
TextOf = Callable[[SmdashApp], list[str]]


def fill(tx: Transaction, channel: int, /) -> None:
    tx.describe("import")
    row: dict[str, Any] = {"channel_id": channel, "day": date(2026, 11, 1), "daily": False}
    for label, number in (("US", 900), ("DE", 410)):
        changes.insert(tx, audience, dimension="country", measure="views", label=label, number=number, **row)
    changes.insert(tx, audience, dimension="gender", measure="followers", label="[b]Female", share=474_000, **row)
    changes.insert(tx, platform_total, source="s", label="YouTube by country", metrics={"views": 1550})


async def shown(app: SmdashApp, text_of: TextOf, size: tuple[int, int]) -> str:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "3")
        assert isinstance(app.pane, CampaignsPane)
        show_audience(app.pane)
        await app.workers.wait_for_complete()
        await pilot.pause()
        return "\n".join(text_of(app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_lists_with_both_totals(
    real_app: RealApp, real_store: Store, text_of: TextOf, size: tuple[int, int]
) -> None:
    real_store.write(fill, put_channel(real_store))
    text = await shown(real_app(), text_of, size)
    for words in (
        "views by country, as of 2026-11-01",
        "900",
        "all that is listed",
        "1 310",
        "1 550",
        "[b]Female",
        "47.4 %",
    ):
        assert words in text


async def test_nothing_yet_says_what_to_import(real_app: RealApp, real_store: Store, text_of: TextOf) -> None:
    put_channel(real_store)
    assert "No file with an audience was imported yet" in await shown(real_app(), text_of, (80, 24))
