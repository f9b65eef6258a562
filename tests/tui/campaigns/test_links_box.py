"""The box of links and the tab of credit: what keys do, and what they leave alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.links import CodeDraft, LinkDraft
from smdash.domain.organisation import Role
from smdash.exchange.apply import apply_plan
from smdash.exchange.plan import make_plan
from smdash.exchange.read import read_file
from smdash.store import campaigns, links, organisation
from smdash.store.register import load_register
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.live import LiveStore
from smdash.tui.panes.campaigns.links.box import LinksBox
from smdash.tui.panes.campaigns.pane import CampaignsPane
from smdash.tui.panes.campaigns.tabs.registry import TABS
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.explain import Explain
from smdash.tui.widgets.form import Form
from tests.tui import keys
from tests.tui.seeing import TextOf, put

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
ADDRESS = "https://example.org/join?utm_source=instagram&utm_medium=social&utm_campaign=spring-membership"
MakeApp = Callable[..., SmdashApp]
Settle = Callable[[Any], Any]


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A campaign with a link and a code, and orders of which some match nothing."""
    opened = Store.open(path, FixedClock(), actor="ana")
    opened.write(organisation.add_person, "ana")
    spring = opened.write(campaigns.add_campaign, CampaignDraft("Spring membership", CampaignStatus.LIVE))
    opened.write(campaigns.add_campaign, CampaignDraft("Autumn gala", CampaignStatus.LIVE))
    opened.write(links.add_link, LinkDraft("https://example.org/join", "instagram", "social", spring))
    opened.write(links.add_code, CodeDraft("spring10", spring))
    for name in ("shopify_orders.csv", "touches.csv"):
        plan = make_plan(opened, read_file(EXPORTS / name, today=date(2026, 11, 22)))
        opened.write(apply_plan, plan)
        plan.close()
    yield opened
    opened.close()


async def calm(app: SmdashApp, pilot: Pilot[Any]) -> None:
    """Wait until keys are followed and nothing works any more but what waits for an answer."""
    quiet = 0
    while quiet < 3:
        await pilot.pause()
        working = [worker for worker in app.workers if worker.group != "remove"]
        if working:
            await asyncio.wait_for(app.workers.wait_for_complete(working), 20)
        quiet = 0 if working else quiet + 1


async def press(app: SmdashApp, pilot: Pilot[Any], *names: str) -> None:
    await keys.press(pilot, *names)
    await calm(app, pilot)


async def open_box(app: SmdashApp, pilot: Pilot[Any]) -> LinksBox:
    await calm(app, pilot)
    pane = app.pane
    assert isinstance(pane, CampaignsPane)
    pane.table.go_to(1)
    await press(app, pilot, "L")
    assert isinstance(app.screen, LinksBox)
    return app.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_waits_stands_first_and_y_copies(app: SmdashApp, text_of: TextOf, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await open_box(app, pilot)
        text = "\n".join(text_of(app))
        for words in ("Sales that match no campaign (2, not", "! code PODCAST", "2 sales", "100.00 USD",
                      "instagram / social", "example.org/join", "spring10", "y copy"):  # fmt: skip
            assert words in text
        assert text.index("PODCAST") < text.index("instagram / social")
        await press(app, pilot, "y")  # a mark is not copied
        assert app.clipboard == ""
        await press(app, pilot, "j", "y")
        assert app.clipboard == ADDRESS
        await press(app, pilot, "j", "y")
        assert app.clipboard == "spring10"


async def test_a_link_is_made_with_what_is_said_before(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_box(app, pilot)
        await press(app, pilot, "n")
        put(app, target="example.org/join", source="Insta gram", medium="social")
        await calm(app, pilot)
        text = "\n".join(text_of(app))
        assert "= insta-gram" in text
        assert "utm_source=insta-gram&utm_medium=social" in text
        put(app, source="instagram")
        await press(app, pilot, "ctrl+s")
        assert isinstance(app.screen, Form)  # the same link is there already, and what was typed stays
        assert "is in the register" in "\n".join(text_of(app))
        put(app, content="Story 1")
        await press(app, pilot, "ctrl+s")
        assert isinstance(app.screen, LinksBox)
        assert "instagram / social / story-1" in "\n".join(text_of(app))
    assert store.read(links.links)[0].address == f"{ADDRESS}&utm_content=story-1"


async def test_a_mark_is_assigned_and_a_link_archived(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_box(app, pilot)
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Form)
        await press(app, pilot, "ctrl+s")
        assert "Choose the campaign" in "\n".join(text_of(app))
        put(app, campaign_id="Autumn")
        await press(app, pilot, "ctrl+s")
        found = store.read(load_register)
        assert [(rule.label, found.campaigns[rule.campaign_id]) for rule in found.rules] == [("PODCAST", "Autumn gala")]
        assert found.waiting == ()
        app.screen.query_one("RowTable").go_to("link:1")  # type: ignore[attr-defined]
        await press(app, pilot, "d")
        assert isinstance(app.screen, Confirm)
        await press(app, pilot, "y")
        await calm(app, pilot)
    assert store.read(links.links) == ()


async def test_a_viewer_only_looks_and_copies(make_app: MakeApp, store: Store, path: Path, text_of: TextOf) -> None:
    app = make_app(
        CampaignsPane, connect=lambda: LiveStore(Store.open(path, FixedClock(), role=Role.VIEWER, actor="ceo"))
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await open_box(app, pilot)
        assert "n link" not in "\n".join(text_of(app))
        for key in ("n", "c", "e", "d"):
            await press(app, pilot, key)
            assert isinstance(app.screen, LinksBox)
        await press(app, pilot, "j", "y")
        assert app.clipboard == ADDRESS


async def test_credit_stands_side_by_side_and_the_model_is_chosen(
    app: SmdashApp, store: Store, text_of: TextOf
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await calm(app, pilot)
        pane = app.pane
        assert isinstance(pane, CampaignsPane)
        pane.table.go_to(1)
        for _ in range([tab.name for tab in TABS].index("credit")):
            await press(app, pilot, "l")
        text = "\n".join(text_of(app))
        for words in ("first", "non-direct", "40/20/40", "decay", "order #1001", "48.00", "no model chosen"):
            assert words in text
        await press(app, pilot, "D")
        assert isinstance(app.screen, Form)
        await press(app, pilot, "right", "right", "right", "right", "ctrl+s")
        text = "\n".join(text_of(app))
        assert "counted: linear" in text
        assert "T+A · linear" in text
        await press(app, pilot, "i")
        assert isinstance(app.screen, Explain)
        assert "linear" in "\n".join(text_of(app))
    assert store.read(lambda snapshot: snapshot.organisation.attribution_model) == "linear"


async def test_a_new_code_asks_for_the_sales_that_wait(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_box(app, pilot)
        await press(app, pilot, "m")
        assert isinstance(app.screen, LinksBox)  # nothing is known yet
        await press(app, pilot, "c")
        put(app, code="podcast", campaign_id="Autumn")
        await press(app, pilot, "ctrl+s")
        assert isinstance(app.screen, Confirm)
        text = "\n".join(text_of(app))
        assert "2 sales that wait bear what is known now. Assign them?" in text
        assert "Autumn gala: 2 sales" in text
        await press(app, pilot, "n")
        assert store.read(load_register).waiting
        await press(app, pilot, "m", "y")
        assert store.read(load_register).waiting == ()
        app.screen.query_one("RowTable").go_to("link:1")  # type: ignore[attr-defined]
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Form)
        put(app, post="https://x/unknown")
        await press(app, pilot, "ctrl+s")
        assert "No post is known as" in "\n".join(text_of(app))
