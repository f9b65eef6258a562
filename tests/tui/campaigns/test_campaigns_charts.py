"""The chart of the Campaigns pane can be another one, with its numbers; and money that is unlike other money."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smdash.clock import FixedClock
from smdash.domain.benefits import BenefitDraft, BenefitKind
from smdash.domain.campaign_charts import ChartKind
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.domain.periods import Calendar
from smdash.domain.roi import Rung, result
from smdash.store import organisation, roi
from smdash.store.benefits import add_benefit, refund_benefit
from smdash.store.campaigns import add_campaign
from smdash.store.costs import add_cost
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.panes.campaigns.pane import CampaignsPane
from smdash.tui.screens.numbers import Numbers
from tests.tui.seeing import TextOf, shown

TODAY = date(2026, 11, 22)
Press = Callable[..., Any]


def usd(major: int) -> Money:
    return Money(major * 100, "USD")


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A campaign with a budget over two fiscal years, with a refund; and one that cost nothing."""
    opened = Store.open(path, FixedClock(), actor="ana")
    opened.write(organisation.add_person, "ana")
    draft = CampaignDraft("Long", CampaignStatus.LIVE, date(2026, 5, 1), date(2026, 12, 31), budget_minor=1000_00)
    long = opened.write(add_campaign, draft)
    free = opened.write(add_campaign, CampaignDraft("Free", CampaignStatus.LIVE))
    for day, minor in ((date(2026, 6, 10), 200), (date(2026, 10, 5), 300)):
        opened.write(add_cost, CostDraft(day, usd(minor), CostCategory.ADS, campaign_id=long))
    sold = opened.write(add_benefit, BenefitDraft(date(2026, 6, 20), usd(700), BenefitKind.REVENUE, campaign_id=long))
    opened.write(refund_benefit, sold, date(2026, 10, 20), usd(250))
    opened.write(add_benefit, BenefitDraft(date(2026, 10, 7), usd(40), BenefitKind.REVENUE, campaign_id=free))
    yield opened
    opened.close()


TITLES = {
    ChartKind.CUMULATIVE: "cumulative cost and benefit",
    ChartKind.COST: "cost by kind, 300 in all",
    ChartKind.ROI: "ROI",
    ChartKind.BUDGET: "left of the budget",
    ChartKind.MONTHS: "by month, 2026-Q4",
    ChartKind.COST_COMPARED: "cost by month",
    ChartKind.BENEFIT_COMPARED: "benefit T+A by month",
    ChartKind.NET_COMPARED: "net T+A by month",
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_key_turns_the_chart_and_each_has_its_numbers(
    app: SmdashApp, press: Press, text_of: TextOf, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        for number, kind in enumerate(ChartKind):
            await press(pilot, "V", *["j"] * (number > 0), "enter")  # the list opens at the chosen one
            assert app.query_one(CampaignsPane).view.chart is kind
            assert TITLES[kind] in shown(app, text_of)
            await press(pilot, "v")
            assert isinstance(app.screen, Numbers)
            await press(pilot, "escape")


async def test_what_is_compared_is_the_period_before_and_a_year_ago(
    app: SmdashApp, press: Press, text_of: TextOf
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "f12", "V", "G", "enter", "v")
        text = shown(app, text_of)
        for words in ("2026-Q4", "2026-Q3", "2025-Q4", "Oct", "Nov", "Dec"):
            assert words in text
        assert "−550" in text  # October: 300 of cost and 250 given back


def test_a_refund_a_free_campaign_and_two_fiscal_years_are_told_rightly(store: Store) -> None:
    calendar = Calendar(fiscal_start=7)
    long, free = 1, 2
    by_year = [store.read(roi.ledgers, calendar.parse(text, TODAY)) for text in ("FY2026", "FY2027")]
    nets = [result(found[long]).step(Rung.TRACKED).net.value for found in by_year]
    assert nets == [500_00, -550_00]  # the refund stands in the year in which it was given back
    whole = store.read(roi.ledgers, calendar.parse("2026", TODAY))
    made = result(whole[long]).step(Rung.TRACKED)
    assert made.net.value == sum(int(net or 0) for net in nets)
    assert made.benefit.value == 450_00
    nothing_spent = result(whole[free]).step(Rung.TRACKED)
    assert (nothing_spent.roi.value, nothing_spent.roi.reason) == (None, "there is no cost")
    assert nothing_spent.net.value == 40_00
