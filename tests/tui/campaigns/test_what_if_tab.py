"""The what-if tab: suppositions move the result beside the actual one, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from smdash.clock import FixedClock
from smdash.domain.benefits import BenefitDraft, BenefitKind, Evidence
from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Calendar
from smdash.domain.roi import Rung, result
from smdash.domain.what_if import Assumption, Basis, Change, sensitivity, supposed
from smdash.store import organisation, roi
from smdash.store.benefits import add_benefit
from smdash.store.campaigns import add_campaign
from smdash.store.costs import add_cost
from smdash.store.scopes import Scope
from smdash.store.store import Store
from smdash.store.what_if import gains
from smdash.tui.app import SmdashApp
from smdash.tui.live import LiveStore
from smdash.tui.panes.campaigns.pane import CampaignsPane
from smdash.tui.panes.campaigns.tabs import what_if_rows
from smdash.tui.screens.explain import Explain
from smdash.tui.widgets.form import Form
from tests.tui.seeing import TextOf, shown

Q4 = Calendar().parse("2026-Q4", date(2026, 11, 22))
Press = Callable[..., Any]


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store.open(path, FixedClock(), actor="ana")
    opened.write(organisation.add_person, "ana")
    opened.write(organisation.add_person, "cleo", role=Role.VIEWER)
    yield opened
    opened.close()


@pytest.fixture
def spring(store: Store) -> int:
    campaign = store.write(add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE))
    day = date(2026, 10, 5)
    store.write(add_cost, CostDraft(day, Money(400_00, "USD"), CostCategory.ADS, campaign_id=campaign))
    for minor, evidence, share in ((300_00, Evidence.TRACKED, 1), (1000_00, Evidence.ALLOCATED, Decimal("0.4"))):
        draft = BenefitDraft(day, Money(minor, "USD"), BenefitKind.REVENUE, evidence=evidence, share=Decimal(share))
        store.write(add_benefit, replace(draft, campaign_id=campaign))
    return campaign


def journal(store: Store) -> int:
    query = "select count(*) from change_set"
    return int(store.read(lambda snapshot: snapshot.connection.exec_driver_sql(query).scalar_one()))


async def open_tab(app: SmdashApp, pilot: Any, press: Press, spring: int) -> None:
    await press(pilot, "f12")
    app.query_one(CampaignsPane).jump("what-if", spring)
    await press(pilot, "enter")


def row_of(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(name) and "USD" not in line)


async def test_arrows_and_typing_move_the_result_and_z_brings_it_back(
    app: SmdashApp, store: Store, spring: int, press: Press, text_of: TextOf
) -> None:
    before = journal(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_tab(app, pilot, press, spring)
        text = shown(app, text_of)
        assert "nothing is written" in text
        assert row_of(text, "ROI T+A").split()[2:4] == ["+75.0", "%"]
        app.query_one(CampaignsPane).detail.go_to("share")  # type: ignore[attr-defined]
        await press(pilot, "right")
        assert "42.0 %" in row_of(shown(app, text_of), "share")
        await press(pilot, "plus", "left", "left")
        assert "42.0 %" in row_of(shown(app, text_of), "share")
        await press(pilot, "enter")
        assert isinstance(app.screen, Form)
        app.screen._rows["share"].editor.value = "50"  # type: ignore[union-attr]
        await press(pilot)
        assert "ROI T+A +75.0 % → +100.0 %" in shown(app, text_of)
        await press(pilot, "ctrl+s")
        text = shown(app, text_of)
        assert "+25.0 pp" in row_of(text, "ROI T+A")
        assert "+100" in row_of(text, "net T+A")
        await press(pilot, "i")
        assert isinstance(app.screen, Explain)
        assert "supposed, nothing is written" in shown(app, text_of)
        await press(pilot, "escape", "z")
        assert "pp" not in row_of(shown(app, text_of), "ROI T+A")
    assert journal(store) == before


async def test_the_rung_is_honoured(app: SmdashApp, spring: int, press: Press, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_tab(app, pilot, press, spring)
        app.query_one(CampaignsPane).detail.go_to("share")  # type: ignore[attr-defined]
        await press(pilot, "plus", "X", "X")
        row = row_of(shown(app, text_of), "ROI T ")
        assert row.split()[2:6] == ["−25.0", "%", "−25.0", "%"]  # a share says nothing about what is tracked


async def test_all_faults_of_a_supposition_at_once(app: SmdashApp, spring: int, press: Press, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        await open_tab(app, pilot, press, spring)
        await press(pilot, "enter")
        assert isinstance(app.screen, Form)
        for name, text in {"share": "140", "margin": "-1", "spend": "-5", "hours": "3h"}.items():
            app.screen._rows[name].editor.value = text  # type: ignore[union-attr]
        await press(pilot, "ctrl+s")
        said = shown(app, text_of)
        for fault in (
            "A share lies between",
            "A margin lies between",
            "Spend can't be negative",
            "no hours are logged",
        ):
            assert fault in said


async def test_a_viewer_may_suppose(
    make_app: Callable[..., SmdashApp], spring: int, path: Path, press: Press, text_of: TextOf
) -> None:
    app = make_app(
        CampaignsPane, connect=lambda: LiveStore(Store.open(path, FixedClock(), role=Role.VIEWER, actor="cleo"))
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await open_tab(app, pilot, press, spring)
        app.query_one(CampaignsPane).detail.go_to("spend")  # type: ignore[attr-defined]
        await press(pilot, "minus")
        assert "360" in row_of(shown(app, text_of), "spend")


async def test_what_can_not_be_moved_says_so(
    app: SmdashApp, spring: int, press: Press, told: Callable[[SmdashApp], str]
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_tab(app, pilot, press, spring)
        app.query_one(CampaignsPane).detail.go_to("hours")  # type: ignore[attr-defined]
        await press(pilot, "plus")
        assert "no hours are logged" in told(app)
        await press(pilot, "escape", "plus")
        assert "No assumption has the focus" in told(app)


def test_the_benefits_of_a_line_are_its_sums_in_every_view(store: Store, spring: int) -> None:
    for scope in (Scope(By.CAMPAIGN, spring, Q4), Scope(By.MONTH, date(2026, 10, 1), Q4), Scope(By.CHANNEL, None, Q4)):
        found = store.read(gains, scope)
        ledger = store.read(roi.ledgers, Q4)[spring]
        every = {Assumption.MARGIN: Change(Fraction(1))}
        assert supposed(Basis(ledger, found), every).step(Rung.ESTIMATED).benefit.value == 700_00
    assert store.read(gains, Scope(By.CAMPAIGN, None, Q4)) == ()
    assert store.read(gains, Scope(By.MONTH, date(2026, 11, 1), Q4)) == ()


def test_the_longest_bar_is_the_widest_swing(store: Store, spring: int) -> None:
    ledger = store.read(roi.ledgers, Q4)[spring]
    basis = Basis(ledger, store.read(gains, Scope(By.CAMPAIGN, spring, Q4)))
    found = sensitivity(basis, Rung.ALLOCATED)
    bars = [what_if_rows.swing_bar(swing, found.actual, found.swings[0].span) for swing in found.swings]
    assert bars[0].count("█") + bars[0].count("░") >= bars[1].count("█") + bars[1].count("░") > 0
    assert found.swings[0].assumption is Assumption.SPEND
    assert bars[0].index("█") < bars[0].index("│") < bars[0].index("░")  # more spend, less return
    assert bars[-1] == ""
    assert result(ledger).step(Rung.ALLOCATED).roi.value == Fraction(3, 4)
    table = what_if_rows.chart(basis, Rung.ALLOCATED)
    assert table.categories()[0] == "spend"
