"""The Campaigns pane on a real store: what keys do, and that nothing is read while the cursor moves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from textual.pilot import Pilot

from smdash.clock import FixedClock
from smdash.domain.benefits import BenefitDraft, BenefitKind, Evidence
from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Calendar
from smdash.store import organisation
from smdash.store.benefits import add_benefit, benefit_page
from smdash.store.campaigns import add_campaign, campaigns
from smdash.store.costs import add_cost, cost_page
from smdash.store.scopes import Scope
from smdash.store.store import Store, Transaction
from smdash.store.tables import benefit, cost, post
from smdash.tui.app import SmdashApp
from smdash.tui.live import LiveStore
from smdash.tui.panes.campaigns import pane as pane_module
from smdash.tui.panes.campaigns.pane import CampaignsPane
from smdash.tui.panes.campaigns.tabs.registry import TABS
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.explain import Explain
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.inputs import TextEditor
from tests.tui import keys
from tests.tui.seeing import TextOf, shown

Q4 = Calendar().parse("2026-Q4", date(2026, 11, 22))
DAY = date(2026, 11, 2)
MakeApp = Callable[..., SmdashApp]


@pytest.fixture
def spring(store: Store) -> int:
    campaign = store.write(add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE, budget_minor=400_00))
    store.write(add_campaign, CampaignDraft("Event"))
    store.write(add_cost, CostDraft(date(2026, 10, 5), Money(200_00, "USD"), CostCategory.ADS, campaign_id=campaign))
    draft = BenefitDraft(date(2026, 10, 9), Money(300_00, "USD"), BenefitKind.REVENUE, campaign_id=campaign)
    store.write(add_benefit, draft)
    return campaign


async def press(app: SmdashApp, pilot: Pilot[Any], *names: str) -> None:
    """Press keys, each taken when all that the one before began is done."""
    await keys.press(pilot, *names)
    await settle(app, pilot)


def type_in(app: SmdashApp, **texts: str) -> None:
    """Put text into fields of the open form, as if it had been typed."""
    assert isinstance(app.screen, Form)
    for name, text in texts.items():
        editor = app.screen._rows[name].editor
        assert isinstance(editor, TextEditor)
        editor.value = text


async def settle(app: SmdashApp, pilot: Pilot[Any]) -> None:
    """Wait until keys are followed and work is done, but not for work that waits for the answer to a box."""
    calm = 0
    while calm < 3:
        await pilot.pause()
        working = [worker for worker in app.workers if worker.group not in ("undo", "remove")]
        if working:
            await app.workers.wait_for_complete(working)
        asking = not isinstance(app.screen, Confirm) and any(not worker.is_finished for worker in app.workers)
        calm = 0 if working or asking or app._in_hand else calm + 1


async def turn_to(app: SmdashApp, pilot: Pilot[Any], tab: str) -> None:
    """Press `l` until the detail shows a tab."""
    pane = app.pane
    assert isinstance(pane, CampaignsPane)
    for _ in TABS:
        if pane.tab.name == tab:
            return
        await press(app, pilot, "l")
    raise AssertionError(f"no tab {tab}")


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
async def test_list_ladder_and_detail_are_in_sight_at_every_size(
    app: SmdashApp, spring: int, text_of: TextOf, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)
        text = shown(app, text_of)
        for words in ("ROI T+A", "+50.0 %", "not assigned", "total", "▸summary", "tracked +50.0 %", "cost 200 = ads"):
            assert words in text
        assert ("T████" in text) == (size[0] >= 80)
        assert ("break-even" in text) == (size[1] >= 24)


async def test_an_empty_store_says_what_to_do(app: SmdashApp, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        assert "No campaigns yet." in shown(app, text_of)
        await press(app, pilot, "n")
        type_in(app, name="Fall")
        await press(app, pilot, "ctrl+s")
        assert "Fall" in shown(app, text_of)


async def test_a_cost_changes_the_numbers_and_undo_takes_it_back(
    app: SmdashApp, store: Store, spring: int, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "c")
        type_in(app, amount="50")
        await press(app, pilot, "ctrl+s")
        assert store.read(cost_page, Scope(By.CAMPAIGN, spring, Q4)).total == 2
        assert "cost 250 = ads 250" in shown(app, text_of)
        await press(app, pilot, "u", "y")
        assert "cost 200 = ads 200" in shown(app, text_of)


async def test_faults_stand_at_their_fields_and_what_was_typed_stays(
    app: SmdashApp, store: Store, spring: int, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "c")
        type_in(app, amount="1.250")
        await press(app, pilot, "ctrl+s")
        assert isinstance(app.screen, Form)
        assert "could be 1250 or 1.25" in shown(app, text_of)
        assert app.screen.typed["amount"] == "1.250"
        assert store.read(cost_page, Scope(By.CAMPAIGN, spring, Q4)).total == 1


async def test_a_tracked_benefit_with_a_share_is_refused_in_the_form(
    app: SmdashApp, store: Store, spring: int, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "b", "enter")
        type_in(app, amount="80", share="40")
        await press(app, pilot, "ctrl+s")
        assert "A tracked benefit counts in full" in shown(app, text_of)
        await press(app, pilot, "shift+tab", "right", "ctrl+s")
        newest = store.read(benefit_page, Scope(By.CAMPAIGN, spring, Q4)).lines[0].draft
        assert (newest.share, newest.evidence) == (Decimal("0.4"), Evidence.ALLOCATED)


async def test_the_rung_switches_everywhere(app: SmdashApp, spring: int, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "X")
        assert "ROI all" in shown(app, text_of)
        await press(app, pilot, "X")
        assert "ROI T " in shown(app, text_of)


async def test_tabs_rows_and_the_way_back(app: SmdashApp, store: Store, spring: int, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await turn_to(app, pilot, "costs")
        await press(app, pilot, "enter", "d", "y")
        assert not store.read(cost_page, Scope(By.CAMPAIGN, spring, Q4)).total
        await turn_to(app, pilot, "benefits")
        await press(app, pilot, "R", "tab", "ctrl+s")
        assert store.read(benefit_page, Scope(By.CAMPAIGN, spring, Q4)).total == 2
        assert "refund: other" in shown(app, text_of)
        await press(app, pilot, "escape")
        await turn_to(app, pilot, "gate")
        assert "Live without" in shown(app, text_of)
        await press(app, pilot, "d", "y")
        assert [campaign.name for campaign in store.read(campaigns)] == ["Event"]


async def test_filter_numbers_and_explanation(app: SmdashApp, spring: int, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "slash", *"eve", "enter")
        assert "Spring" not in shown(app, text_of)
        assert "1 of 2 with “eve”" in shown(app, text_of)
        await press(app, pilot, "escape", "v")
        assert isinstance(app.screen, Numbers)
        await press(app, pilot, "escape", "i")
        assert isinstance(app.screen, Explain)


async def test_nothing_is_read_while_the_cursor_moves(
    app: SmdashApp, spring: int, text_of: TextOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(app, pilot)
        pane = app.pane
        assert isinstance(pane, CampaignsPane)

        def load() -> None:
            raise AssertionError("read")

        monkeypatch.setattr(pane, "load", load)
        await press(app, pilot, "down", "down", "up", "X")
        await turn_to(app, pilot, "gate")
        await press(app, pilot, "down", "up")
        assert "▸gate" in shown(app, text_of)


async def test_a_viewer_is_told_and_nothing_opens(
    make_app: MakeApp, store: Store, path: Path, spring: int, text_of: TextOf
) -> None:
    def connect() -> LiveStore:
        return LiveStore(Store.open(path, FixedClock(), role=Role.VIEWER, actor="ceo"))

    app = make_app(CampaignsPane, connect=connect)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "c")
        assert not isinstance(app.screen, Form)


async def test_hostile_names_are_harmless(
    app: SmdashApp, store: Store, spring: int, hostile: str, text_of: TextOf
) -> None:
    fall = store.write(add_campaign, CampaignDraft(hostile))
    day = date(2026, 10, 5)
    store.write(add_cost, CostDraft(day, Money(9, "USD"), CostCategory.ADS, campaign_id=fall, name=hostile))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "down", "l", "enter", "e", "escape", "i", "escape")
        assert app.pane is not None
        assert "\x1b" not in shown(app, text_of)


async def test_a_jump_leaves_another_view_and_a_change_is_seen_in_each(
    app: SmdashApp, store: Store, spring: int, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        pane = app.pane
        assert isinstance(pane, CampaignsPane)
        await press(app, pilot, "B", "down", "enter")
        assert "Channel" in shown(app, text_of)
        assert "no channel" in shown(app, text_of)
        pane.jump_to("gate", spring)
        await settle(app, pilot)
        assert "▸gate" in shown(app, text_of)
        assert pane.account is not None
        assert pane.account.name == "Spring"
        await press(app, pilot, "c")
        type_in(app, amount="50")
        await press(app, pilot, "ctrl+s")
        await press(app, pilot, "B", "end", "enter")
        assert [line.split()[2] for line in text_of(app) if line.startswith("total")] == ["250"]


async def test_a_click_faster_than_the_reading_shows_the_view_asked_for_last(
    app: SmdashApp, spring: int, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        pane = app.pane
        assert isinstance(pane, CampaignsPane)
        campaigns_view = pane.view
        pane.change(replace(campaigns_view, by=By.CHANNEL))
        pane.change(campaigns_view)  # known already: at once, while the channels are still being read
        await settle(app, pilot)
        assert pane.state is not None
        assert pane.state.by is By.CAMPAIGN
        assert "Spring" in shown(app, text_of)


async def test_while_the_cursor_runs_the_detail_waits_and_then_is_of_the_last_line(
    app: SmdashApp, store: Store, spring: int, text_of: TextOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Summer", "Fall", "Winter"):
        store.write(add_campaign, CampaignDraft(name))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        pane = app.query_one(CampaignsPane)

        async def until(there: Callable[[], bool]) -> None:
            async with asyncio.timeout(20):
                while not there():
                    await pilot.pause()

        def under_cursor() -> str:
            return pane.account.name if pane.account else ""

        def in_detail() -> str:
            return pane.seen.account.name if pane.seen else ""

        monkeypatch.setattr(pane_module, "RUN", 3600.0)  # every move is one of a run
        await pilot.press("down", "down", "down")
        await until(lambda: under_cursor() == "Summer")
        assert in_detail() == "Spring"
        await pilot.press("v")  # asked for its numbers, a line doesn't wait for the cursor to rest
        await until(lambda: isinstance(app.screen, Numbers))
        assert "Summer: cumulative" in shown(app, text_of)
        await pilot.press("escape", "k", "tab")  # nor what has the focus
        await until(lambda: pane.detail.has_focus and in_detail() == "Fall")
        await pilot.press("escape", "down")
        await until(lambda: under_cursor() == "Summer")
        monkeypatch.setattr(pane_module, "RUN", 0.0)
        await pilot.press("k")
        await until(lambda: in_detail() == "Fall")


@pytest.mark.parametrize("key", ["c", "b"])
async def test_a_new_row_stands_on_the_channel_or_the_post_under_the_cursor(
    key: str, app: SmdashApp, store: Store, spring: int, text_of: TextOf
) -> None:
    def post_of(tx: Transaction) -> None:
        channel = organisation.add_channel(tx, "Instagram", "instagram")
        row = {"source": "x", "external_key": "1", "channel_id": channel, "campaign_id": spring, "text": "Hello"}
        tx.connection.execute(post.insert().values(**row, day=DAY, precision="day"))
        add_cost(tx, CostDraft(DAY, Money(9, "USD"), CostCategory.ADS, channel_id=channel, post_id=1))

    store.write(post_of)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        pane = app.query_one(CampaignsPane)
        for by, campaign in ((By.CHANNEL, ""), (By.MESSAGE, "Spring")):
            pane.change(replace(pane.view, by=by))
            await settle(app, pilot)
            pane.table.go_to(1)
            await press(app, pilot, key, *(["enter"] if key == "b" else []))
            assert isinstance(app.screen, Form)
            named = {name: row.editor for name, row in app.screen._rows.items() if name.endswith("_id")}
            said = {name: editor.value for name, editor in named.items() if isinstance(editor, TextEditor)}
            assert said == {"campaign_id": campaign, "channel_id": "Instagram"}
            if by is By.CHANNEL:
                await press(app, pilot, "escape")
        type_in(app, amount="12")
        await press(app, pilot, "ctrl+s")
        table = {"c": cost, "b": benefit}[key]
        rows = store.read(lambda snapshot: snapshot.connection.execute(select(table).order_by(table.c.id)).all())
        assert (rows[-1].campaign_id, rows[-1].channel_id, rows[-1].post_id) == (spring, 1, 1)
