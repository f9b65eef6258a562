"""The Campaigns pane without a terminal: orders, totals, evidence bars, words and rows, from a real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.benefits import BenefitDraft, BenefitKind, BenefitSums, Evidence
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft, Recurrence
from smdash.domain.figures import show_minor
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Calendar
from smdash.domain.roi import Ledger, Rung
from smdash.domain.timesheets import EntryDraft
from smdash.errors import InvalidInput
from smdash.store import benefits, campaigns, costs, organisation, timesheets
from smdash.store.store import Store
from smdash.tui.panes.campaigns import forms, rows
from smdash.tui.panes.campaigns.state import CampaignsState, Order, View, apart, listed, load, total
from smdash.tui.panes.campaigns.tabs.benefits import benefit_figure, benefit_rows
from smdash.tui.panes.campaigns.tabs.costs import CostsTab, cost_figure, cost_rows
from smdash.tui.panes.campaigns.tabs.hours import hours_rows
from smdash.tui.panes.campaigns.tabs.tab import Seen
from smdash.tui.widgets.cells import Row
from smdash.tui.widgets.fields import understand

TODAY = date(2026, 11, 22)
Q4 = Calendar().parse("2026-Q4", TODAY)
SPRING = 1


def usd(major: int | str) -> Money:
    return Money.of(Decimal(major), "USD")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three campaigns: one with everything, one that lost money, an archived one; and what belongs to none."""
    opened = Store.open(tmp_path / "s.db", FixedClock(), actor="ana")
    ana = opened.write(organisation.add_person, "ana")
    opened.write(organisation.set_rate, ana, date(2026, 1, 1), usd("41.50"))
    drafts = (
        CampaignDraft("Spring", CampaignStatus.LIVE, budget_minor=1_000_00, budget_seconds=20 * 3600),
        CampaignDraft("Always-on", budget_minor=100_00),
        CampaignDraft("Old"),
    )
    spring, always, old = (opened.write(campaigns.add_campaign, draft) for draft in drafts)
    opened.write(timesheets.log_entry, EntryDraft(ana, date(2026, 10, 5), 8 * 3600, campaign_id=spring))
    for money, campaign, day in (
        (usd(168), spring, date(2026, 10, 6)),
        (usd(100), spring, date(2026, 9, 6)),
        (usd("110.25"), always, date(2026, 10, 7)),
        (usd(20), old, date(2026, 10, 8)),
        (usd(30), None, date(2026, 10, 8)),
        (Money(900, "EUR"), always, date(2026, 10, 8)),
    ):
        opened.write(costs.add_cost, CostDraft(day, money, CostCategory.ADS, campaign_id=campaign, name="ads"))
    for money, evidence, share in (
        (usd(300), Evidence.TRACKED, "1"),
        (usd(1000), Evidence.ALLOCATED, "0.4"),
        (usd(500), Evidence.ESTIMATED, "0.2"),
    ):
        draft = BenefitDraft(
            date(2026, 10, 20), money, BenefitKind.REVENUE, evidence=evidence, share=Decimal(share), campaign_id=spring
        )
        opened.write(benefits.add_benefit, draft)
    opened.write(campaigns.archive_campaign, old)
    yield opened
    opened.close()


@pytest.fixture
def state(store: Store) -> CampaignsState:
    return store.read(load, Q4)


def texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def test_the_list_prints_a_total_of_its_rows(state: CampaignsState) -> None:
    shown = {row.key: texts(row)[3:] for row in rows.list_rows(state, View())}
    assert shown[SPRING] == ["500.00", "700.00", "+200.00", "+40.0 %", "T█A██░E", "60 %", "! 8"]
    assert shown[2][:4] == ["110.25", "0.00", "−110.25", "−100.0 %"]
    assert shown[2][5] == "! 110 %"
    assert shown["archived"][:4] == ["20.00", "0.00", "−20.00", "–"]
    assert shown["unassigned"][:4] == ["30.00", "0.00", "−30.00", "–"]
    assert shown["total"] == ["660.25", "700.00", "+39.75", "+6.0 %"]


@pytest.mark.parametrize("rung", Rung)
@pytest.mark.parametrize("search", ["", "SPR", "nothing"])
def test_the_total_is_the_sum_of_what_is_printed(state: CampaignsState, rung: Rung, search: str) -> None:
    view = View(rung, search=search)
    shown = (*listed(state, view), *apart(state, view))
    step = total(state, view).step(rung)
    assert step.net.value == sum(int(account.result.step(rung).net.value or 0) for account in shown)
    assert total(state, view).cost.value == sum(int(account.result.cost.value or 0) for account in shown)


@pytest.mark.parametrize(
    ("order", "first"),
    [(Order.COST, "Spring"), (Order.NET, "Spring"), (Order.ROI, "Spring"), (Order.NAME, "Always-on")],
)
def test_the_list_is_sorted(state: CampaignsState, order: Order, first: str) -> None:
    assert listed(state, View(order=order))[0].name == first


def test_the_rung_stands_in_the_heading(state: CampaignsState) -> None:
    for rung, heading in zip(Rung, ("ROI T", "ROI T+A", "ROI all"), strict=True):
        assert heading in [column.title for column in rows.columns(View(rung))]
    assert "ROI T+A ▼" in [column.title for column in rows.columns(View(order=Order.ROI))]


@pytest.mark.parametrize(
    ("tracked", "allocated", "estimated", "bar"),
    [
        (0, 0, 0, "—"),
        (5, 0, 0, "T████"),
        (60, 25, 25, "T██A█░E"),
        (1, 0, 999, "T█░░░E"),
        (-50, 10, 0, "A████"),
    ],
)
def test_the_evidence_bar_shares_four_cells(tracked: int, allocated: int, estimated: int, bar: str) -> None:
    minors = zip(Evidence, (tracked, allocated, estimated), strict=True)
    sums = BenefitSums({(BenefitKind.REVENUE, evidence): minor for evidence, minor in minors})
    assert rows.evidence_bar(Ledger("USD", {}, 0, sums)) == bar


def test_the_detail_adds_up_to_the_list(state: CampaignsState) -> None:
    for account in (*state.campaigns, state.unassigned):
        cost = show_minor(int(account.result.cost.value or 0), "USD", cents=True)
        shown = cost_rows(account, state)
        assert texts(shown[-1])[-1] in (cost, "no rate")
        for rung in Rung:
            gained = benefit_rows(account, state, View(rung))
            if gained:
                assert texts(gained[-1])[-1] == account.result.step(rung).benefit.text(cents=True)


def test_benefits_beyond_the_rung_stand_there_and_do_not_count(state: CampaignsState) -> None:
    shown = benefit_rows(state.campaigns[0], state, View(Rung.TRACKED))
    assert [texts(row)[-1] for row in shown if row.kind != "separator"] == ["not in T", "not in T", "300.00", "300.00"]


def test_a_limited_list_shows_the_others_in_one_row(store: Store) -> None:
    state = store.read(load, Q4)
    account = state.campaigns[0]
    cut = replace(account, costs=replace(account.costs, lines=()))
    shown = [texts(row) for row in cost_rows(cut, state) if row.kind != "separator"]
    assert shown[1:] == [["others", "168.00"], ["total", "500.00"]]
    assert CostsTab().note(Seen(replace(cut, costs=replace(cut.costs, total=300)), state, View())) == "0 of 300 costs"


def test_the_summary_says_ladder_parts_budget_and_payback(state: CampaignsState) -> None:
    lines = ["".join(span.text for span in line) for line in rows.summary(state.campaigns[0], state, View())]
    assert lines[0] == "ROI   tracked −40.0 %   T+A +40.0 %   all +60.0 %  net +200 (T+A)"
    assert lines[1] == "cost 500 = ads 168 + staff 332"
    assert lines[2] == "benefit T+A 700 = revenue 700"
    assert lines[3] == "budget 1 000, 60 % used · hours 8:00 of 20:00, 40 % used · paid back on 20 Oct"
    waiting = ["".join(span.text for span in line) for line in rows.summary(state.campaigns[1], state, View())]
    assert waiting[-1] == "! not converted, so not counted: 1 cost"


def test_the_budget_counts_what_was_spent_before_the_period(state: CampaignsState) -> None:
    budget = state.campaigns[0].budget
    assert budget is not None
    assert budget.value == Decimal("0.6")
    assert budget.inputs[0].period == "until 2026-12-31"


def test_the_chart_stands_on_what_came_before(state: CampaignsState) -> None:
    spec = rows.chart(state.campaigns[0], state, View())
    cost = next(series for series in spec.series if series.label == "cost")
    assert cost.points[0] == (date(2026, 10, 1), 100_00)
    assert cost.points[-1] == (date(2026, 12, 31), 600_00)
    assert [(mark.label, mark.day) for mark in spec.marks] == [
        ("break-even", date(2026, 10, 20)),
        ("today", TODAY),
    ]
    assert rows.chart(state.campaigns[0], state, View(Rung.TRACKED)).marks[0].label == "today"


def test_each_row_explains_itself(state: CampaignsState) -> None:
    spring, always = state.campaigns
    figures = rows.figures(spring, View())
    assert [figure.name for figure in figures[:6]] == ["ROI T", "ROI T+A", "ROI all", "Cost", "Benefit T+A", "Net T+A"]
    waiting = next(line for line in always.costs.lines if line.converted is None)
    figure = cost_figure(waiting, state)
    assert (figure.value, figure.reason) == (None, "waits for an exchange rate")
    allocated = next(line for line in spring.benefits.lines if line.draft.evidence is Evidence.ALLOCATED)
    figure = benefit_figure(allocated, state)
    assert (figure.value, figure.formula) == (400_00, "amount × share")
    assert "counted gross: no margin is set" in figure.notes


def test_a_viewer_sees_no_cost_of_a_person(store: Store, tmp_path: Path) -> None:
    reader = Store.open(store.path, FixedClock(), role=Role.VIEWER)
    account = reader.read(load, Q4).campaigns[0]
    assert [texts(row)[-1] for row in hours_rows(account, reader.read(load, Q4))] == ["–"]
    assert account.result.cost.value == 500_00


def test_a_recurrence_explains_its_part(store: Store) -> None:
    draft = CostDraft(
        date(2026, 9, 1), usd(91), CostCategory.TOOLS, Recurrence.SPREAD, date(2026, 11, 30), SPRING, name="tool"
    )
    cost_id = store.write(costs.add_cost, draft)
    state = store.read(load, Q4)
    figure = CostsTab().figures(Seen(state.campaigns[0], state, View()), cost_id)[0]
    assert (figure.value, figure.formula) == (61_00, "amount spread over the days 2026-09-01 to 2026-11-30")


@pytest.mark.parametrize(
    ("typed", "money"),
    [
        ("12.50", Money(12_50, "USD")),
        ("99 EUR", Money(99_00, "EUR")),
        ("eur 99,5", Money(99_50, "EUR")),
        ("1 250 jpy", Money(1250, "JPY")),
        ("-3", Money(-3_00, "USD")),
    ],
)
def test_money_takes_a_currency(typed: str, money: Money) -> None:
    assert understand(forms.money_field("amount", "Amount", "USD", None), typed, TODAY).value == money


@pytest.mark.parametrize("typed", ["", "EUR", "1.250", "12 EURO", "twelve"])
def test_money_refuses_what_is_no_amount(typed: str) -> None:
    with pytest.raises(InvalidInput):
        understand(forms.money_field("amount", "Amount", "USD", None), typed, TODAY)


def test_money_of_three_digits_can_be_saved_unchanged() -> None:
    field = forms.money_field("amount", "Amount", "USD", Money(250_125, "KWD"))
    assert understand(field, field.initial, TODAY).value == Money(250_125, "KWD")


def test_percent_is_understood() -> None:
    share = forms.percent_field("share", "Share %", Decimal("0.125"), "")
    assert share.initial == "12.5"
    assert [understand(share, typed, TODAY).value for typed in ("40", "40 %", "0,5")] == [
        Decimal("0.4"),
        Decimal("0.4"),
        Decimal("0.005"),
    ]
