"""Benefits that are worked out: the choice, what stands there while typing, what is saved, and opening one again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smdash.clock import FixedClock
from smdash.domain.benefits import BenefitKind, BenefitLine, Evidence
from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Calendar
from smdash.store import organisation
from smdash.store.benefits import benefit_page
from smdash.store.campaigns import add_campaign
from smdash.store.costs import add_cost
from smdash.store.currencies import set_exchange_rate
from smdash.store.scopes import Scope
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.live import LiveStore
from smdash.tui.panes.campaigns.pane import CampaignsPane
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.widgets.form import Form
from tests.tui.seeing import TextOf, put, shown

Q4 = Calendar().parse("2026-Q4", date(2026, 11, 22))
HOLDOUT = {
    "treated_people": "100 000",
    "treated_conversions": "1200",
    "control_people": "100000",
    "control_conversions": "900",
    "order_value": "80",
    "spend": "50000",
}
RETENTION = {"with_rate": "88", "without_rate": "85 %", "exposed": "1200", "annual": "250"}
Press = Callable[..., Any]


@pytest.fixture
def spring(store: Store) -> int:
    campaign = store.write(add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE))
    store.write(add_cost, CostDraft(date(2026, 10, 5), Money(1000_00, "USD"), CostCategory.ADS, campaign_id=campaign))
    return campaign


def newest(store: Store, campaign: int) -> BenefitLine:
    return store.read(benefit_page, Scope(By.CAMPAIGN, campaign, Q4)).lines[0]


async def test_the_choice_begins_with_the_plain_amount(
    app: SmdashApp, spring: int, press: Press, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12", "b")
        assert isinstance(app.screen, ChoiceList)
        text = shown(app, text_of)
        for words in ("amount", "retention uplift", "holdout", "before and after", "savings"):
            assert words in text
        await press(pilot, "enter")
        assert isinstance(app.screen, Form)
        assert app.screen.form_title == "New benefit"


async def test_a_holdout_tells_its_result_while_typing_and_stores_the_revenue(
    app: SmdashApp, store: Store, spring: int, press: Press, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12", "b", "down", "down", "enter")
        assert "stands here when its numbers are there" in shown(app, text_of)
        put(app, **HOLDOUT, margin="40", source="shop export, 3 Nov")
        await press(pilot)
        text = shown(app, text_of)
        assert "100 000 × 900 / 100 000 = 300 more × 80.00 USD" in text
        assert "iROAS 0.48" in text
        assert "−40 400" in text
        assert "9 600.00 USD" in text
        await press(pilot, "ctrl+s")
    gained = newest(store, spring)
    assert (gained.draft.amount, gained.effective) == (Money(24_000_00, "USD"), 9_600_00)
    assert (gained.draft.kind, gained.draft.evidence) == (BenefitKind.REVENUE, Evidence.ALLOCATED)
    assert gained.draft.inputs["source"] == "shop export, 3 Nov"
    assert gained.draft.inputs["spend"] == "50000.00 USD"


async def test_an_uplift_by_chance_may_only_be_estimated(
    app: SmdashApp, store: Store, spring: int, press: Press, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12", "b", "down", "down", "enter")
        put(app, **(HOLDOUT | {"treated_conversions": "905"}))
        await press(pilot, "ctrl+s")
        assert "can't be told from nothing (95 %)" in shown(app, text_of)
        await press(pilot, "right", "ctrl+s")
    assert newest(store, spring).draft.evidence is Evidence.ESTIMATED


async def test_all_faults_stand_at_their_fields_at_once(
    app: SmdashApp, store: Store, spring: int, press: Press, text_of: TextOf
) -> None:
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot, "f12", "b", "down", "enter")
        put(app, with_rate="101", without_rate="-3", exposed="0", annual="x", years="11", share="140", margin="0")
        await press(pilot, "ctrl+s")
        text = shown(app, text_of)
        assert text.count("A rate lies between 0 % and 100 %.") >= 2
        for fault in ("It must be above zero.", "“x” is not a number", "at most 10 years", "The share must be"):
            assert fault in text
        assert "The margin must be above 0 %" in text
        put(app, exposed="2.5")
        await press(pilot, "ctrl+s")
        assert "not a whole number" in shown(app, text_of)
        assert app.screen.typed["with_rate"] == "101"  # type: ignore[attr-defined]
    assert not store.read(benefit_page, Scope(By.CAMPAIGN, spring, Q4)).total


async def test_a_loss_is_told_and_not_stored(
    app: SmdashApp, store: Store, spring: int, press: Press, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12", "b", "down", "enter")
        put(app, **(RETENTION | {"with_rate": "80"}))
        await press(pilot, "ctrl+s")
        assert "−15 000.00 USD: there is no gain to add" in shown(app, text_of).replace("\n", " ")
    assert not store.read(benefit_page, Scope(By.CAMPAIGN, spring, Q4)).total


async def test_a_retention_benefit_is_opened_again_with_its_numbers(
    app: SmdashApp, store: Store, spring: int, press: Press, text_of: TextOf
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "f12", "b", "down", "enter")
        put(app, **RETENTION, margin="40", source="renewals, Oct")
        await press(pilot, "ctrl+s")
        assert newest(store, spring).effective == 3_600_00
        app.query_one(CampaignsPane).jump("benefits", spring)
        await press(pilot, "enter", "X")
        assert "renewals · retention uplift" in shown(app, text_of)
        await press(pilot, "i")
        explained = shown(app, text_of)
        assert "(renewal rate with − without) × members" in explained
        assert "source: renewals, Oct" in explained
        assert "not discounted" in explained
        await press(pilot, "escape", "e")
        assert isinstance(app.screen, Form)
        assert app.screen.typed["with_rate"] == "88"
        assert app.screen.typed["years"] == "1"
        put(app, years="2")
        await press(pilot, "ctrl+s")
    gained = newest(store, spring)
    assert (gained.draft.amount, gained.effective) == (Money(18_000_00, "USD"), 7_200_00)
    assert gained.draft.margin == Decimal("0.4")


async def test_savings_and_before_and_after_are_saved(
    app: SmdashApp, store: Store, spring: int, press: Press, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12", "b", *["down"] * 4, "enter")
        put(app, hours="20:30")
        await press(pilot, "ctrl+s")
        assert "type both" in shown(app, text_of)
        put(app, hourly="30", calls="120", per_call="4.50")
        await press(pilot, "ctrl+s", "b", *["down"] * 3, "enter")
        assert newest(store, spring).draft.amount == Money(1155_00, "USD")
        assert newest(store, spring).draft.kind is BenefitKind.SAVINGS
        put(app, treated_before="100", treated_after="150", control_before="80", control_after="100", worth="12,50")
        await press(pilot, "ctrl+s")
    assert newest(store, spring).draft.amount == Money(375_00, "USD")


async def test_a_viewer_adds_nothing(
    make_app: Callable[..., SmdashApp], store: Store, spring: int, path: Path, press: Press
) -> None:
    store.write(organisation.add_person, "cleo", role=Role.VIEWER)
    app = make_app(
        CampaignsPane, connect=lambda: LiveStore(Store.open(path, FixedClock(), role=Role.VIEWER, actor="cleo"))
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12", "b")
        assert not isinstance(app.screen, ChoiceList)


async def test_an_amount_in_another_currency_says_at_which_rate_and_how_old_it_is(
    app: SmdashApp, store: Store, spring: int, press: Press, text_of: TextOf
) -> None:
    store.write(set_exchange_rate, "EUR", date(2026, 10, 1), Decimal("1.10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12", "c")
        put(app, amount="100 EUR", day="2026-11-05")
        await press(pilot)
        assert "100.00 EUR = 110.00 USD at 1.1 of 2026-10-01" in shown(app, text_of)
        assert "days old" not in shown(app, text_of)
        put(app, day="2026-11-20")
        await press(pilot)
        assert "50 days old" in shown(app, text_of)
        put(app, amount="5000 JPY")
        await press(pilot)
        assert "5 000 JPY will wait, not counted" in shown(app, text_of).replace("\n", " ")
