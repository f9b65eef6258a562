"""The Campaigns pane without a terminal: orders, totals, evidence bars, words and rows, from a real store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from smdash.clock import FixedClock
from smdash.domain.benefits import BenefitDraft, BenefitKind, BenefitSums, Evidence
from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft, Recurrence
from smdash.domain.figures import show_minor
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Calendar
from smdash.domain.roi import Ledger, Rung
from smdash.domain.statement import Order
from smdash.domain.timesheets import EntryDraft
from smdash.errors import InvalidInput
from smdash.reports.roi import roi_report
from smdash.store import benefits, campaigns, costs, organisation, timesheets
from smdash.store.benefits import BenefitPage
from smdash.store.costs import CostPage
from smdash.store.line_channels import channels_of
from smdash.store.line_hours import hours_parts
from smdash.store.line_hours import hours_rows as line_hours
from smdash.store.store import Store, Transaction
from smdash.store.tables import post, post_metrics
from smdash.tui.panes.campaigns import forms, list_rows, measures, rows
from smdash.tui.panes.campaigns.state import Account, CampaignsState, Measures, View, load, shown
from smdash.tui.panes.campaigns.tabs.benefits import benefit_figure, benefit_rows
from smdash.tui.panes.campaigns.tabs.channels import ChannelsTab
from smdash.tui.panes.campaigns.tabs.costs import CostsTab, cost_figure, cost_rows
from smdash.tui.panes.campaigns.tabs.hours import HoursTab, hours_rows, single_rows
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


def accounts(state: CampaignsState) -> tuple[Account, ...]:
    """The campaigns, the largest cost first."""
    return shown(state, View()).lines


def listed_rows(state: CampaignsState, view: View) -> dict[object, list[str]]:
    """The rows of the list by key."""
    return {row.key: texts(row) for row in list_rows.list_rows(shown(state, view), state, view)}


def costs_of(store: Store, account: Account) -> CostPage:
    return store.read(costs.cost_page, account.scope)


def benefits_of(store: Store, account: Account) -> BenefitPage:
    return store.read(benefits.benefit_page, account.scope)


def texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def test_the_list_prints_a_total_of_its_rows(state: CampaignsState) -> None:
    keys = [column.key for column in list_rows.columns(View(), shown(state, View()))]
    found = {key: dict(zip(keys, cells, strict=False)) for key, cells in listed_rows(state, View()).items()}

    def picked(key: object, *names: str) -> list[str]:
        return [found[key][name] for name in names]

    money = ("cost", "benefit", "net", "roi")
    assert picked(SPRING, *money) == ["500.00", "700.00", "+200.00", "+40.0 %"]
    assert picked(SPRING, "evidence", "budget", "hours used", "legal") == ["T█A██░E", "60 %", "40 %", "! 8"]
    assert picked(2, *money, "budget") == ["?110.25", "0.00", "−110.25", "−100.0 %", "! 110 %"]
    assert picked("archived", *money) == ["20.00", "0.00", "−20.00", "–"]
    assert picked("unassigned", *money) == ["30.00", "0.00", "−30.00", "–"]
    assert picked("total", *money) == ["?660.25", "700.00", "+39.75", "+6.0 %"]


@pytest.mark.parametrize("measures", Measures)
@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("search", ["", "SPR", "nothing"])
def test_every_printed_amount_adds_up_to_its_total(store: Store, by: By, measures: Measures, search: str) -> None:
    state = store.read(load, Q4, by)
    for rung in Rung:
        view = View(rung, search=search, by=by, measures=measures)
        columns = list_rows.columns(view, shown(state, view))
        found = listed_rows(state, view)
        found.pop("separator", None)
        total = found.pop("total", None)
        if total is None:
            continue
        for number, column in enumerate(columns):
            if number and not column.title.startswith(NO_SUMS):
                amounts = [amount(cells[number]) for cells in found.values()]
                assert sum(amounts) == amount(total[number]), column.title


NO_SUMS = ("paid back", "ROI", "ROAS", "CP", "evidence", "budget", "h budget", "legal", "status")


def amount(text: str) -> Decimal:
    """A printed amount or time as a number."""
    clean = text.replace(" ", "").replace("−", "-").replace("+", "").replace("–", "0").replace("?", "")
    hours, _, minutes = clean.partition(":")
    return Decimal(int(hours) * 60 + int(minutes)) if minutes else Decimal(clean)


def test_the_total_is_the_same_in_each_view(store: Store) -> None:
    totals = set()
    for by in By:
        state = store.read(load, Q4, by)
        ledger = shown(state, View(by=by)).total.ledger
        totals.add((ledger.spent, ledger.seconds, *(ledger.benefits.of(rung.value) for rung in Rung)))
    assert len(totals) == 1


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (Order.COST, "Spring"),
        (Order.NET, "Spring"),
        (Order.ROI, "Spring"),
        (Order.ROAS, "Spring"),
        (Order.HOURS, "Spring"),
        (Order.NAME, "Always-on"),
    ],
)
def test_the_list_is_sorted(state: CampaignsState, order: Order, first: str) -> None:
    assert shown(state, View(order=order)).lines[0].name == first


def test_the_rung_stands_in_the_heading(state: CampaignsState) -> None:
    for rung, heading in zip(Rung, ("ROI T", "ROI T+A", "ROI all"), strict=True):
        assert heading in [column.title for column in list_rows.columns(View(rung))]
    assert "ROI T+A ▼" in [column.title for column in list_rows.columns(View(order=Order.ROI))]


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
    assert measures.evidence_bar(Ledger("USD", {}, 0, sums)) == bar


@pytest.mark.parametrize("by", By)
def test_the_detail_adds_up_to_the_list(store: Store, by: By) -> None:
    state = store.read(load, Q4, by)
    found = shown(state, View(by=by))
    for account in (each for each in (*found.lines, *found.apart) if not each.several):
        cost = show_minor(int(account.result.cost.value or 0), "USD", cents=True)
        printed = cost_rows(account, state, costs_of(store, account))
        assert not printed or texts(printed[-1])[-1] in (cost, "no rate")
        hours = hours_rows(account, state, store.read(hours_parts, account.scope))
        assert not hours or texts(hours[-1])[-2] == account.result.hours.text()
        channels = ChannelsTab().rows(Seen(account, state, View(by=by), store.read(channels_of, account.scope)))
        assert not channels or texts(channels[-1])[4] == cost
        for rung in Rung:
            gained = benefit_rows(account, state, View(rung), benefits_of(store, account))
            if gained:
                assert texts(gained[-1])[-1] == account.result.step(rung).benefit.text(cents=True)


def test_benefits_beyond_the_rung_stand_there_and_do_not_count(store: Store, state: CampaignsState) -> None:
    spring = accounts(state)[0]
    found = benefit_rows(spring, state, View(Rung.TRACKED), benefits_of(store, spring))
    assert [texts(row)[-1] for row in found if row.kind != "separator"] == ["not in T", "not in T", "300.00", "300.00"]


def test_a_limited_list_shows_the_others_in_one_row(store: Store) -> None:
    state = store.read(load, Q4)
    account = accounts(state)[0]
    page = replace(costs_of(store, account), lines=(), total=300)
    found = [texts(row) for row in cost_rows(account, state, page) if row.kind != "separator"]
    assert found[1:] == [["others", "168.00"], ["total", "500.00"]]
    assert CostsTab().note(Seen(account, state, View(), page)) == "0 of 300 costs"


def test_of_more_than_two_hundred_lines_the_others_are_one(store: Store) -> None:
    for number in range(210):
        campaign = store.write(campaigns.add_campaign, CampaignDraft(f"Campaign {number}"))
        draft = CostDraft(date(2026, 10, 7), Money(number + 1, "USD"), CostCategory.ADS, campaign_id=campaign)
        store.write(costs.add_cost, draft)
    state = store.read(load, Q4)
    found = shown(state, View())
    assert len(found.lines) == 200
    assert found.apart[0].name == "12 others"
    assert found.total.ledger.spent == 660_25 + sum(range(1, 211))
    assert list_rows.list_note(found, state, View()).startswith("200 of 212")
    assert shown(state, View(order=Order.NAME)).total.ledger == found.total.ledger


def test_from_the_roi_to_the_single_hour(store: Store, state: CampaignsState) -> None:
    spring = accounts(state)[0]
    (part,) = store.read(hours_parts, spring.scope)
    single = store.read(line_hours, spring.scope, part.person_id, part.activity_id)
    (row,) = single_rows(single, part, state)
    assert texts(row)[:4] == ["2026-10-05", "", "8:00", "332.00"]
    figures = HoursTab().figures(Seen(spring, state, View(), (part,)), 0)
    assert [(figure.value, figure.rows) for figure in figures] == [(8 * 3600, 1), (332_00, 1)]


def test_the_summary_says_ladder_parts_budget_and_payback(state: CampaignsState) -> None:
    lines = ["".join(span.text for span in line) for line in rows.summary(accounts(state)[0], state, View())]
    assert lines[0] == "ROI   tracked −40.0 %   T+A +40.0 %   all +60.0 %  net +200 (T+A)"
    assert lines[1] == "cost 500 = ads 168 + staff 332"
    assert lines[2] == "benefit T+A 700 = revenue 700"
    assert lines[3] == "budget 1 000, 60 % used · hours 8:00 of 20:00, 40 % used · paid back on 20 Oct"
    waiting = ["".join(span.text for span in line) for line in rows.summary(accounts(state)[1], state, View())]
    assert waiting[-1] == "! not converted, so not counted: 1 cost of 9.00 EUR"


def test_the_budget_counts_what_was_spent_before_the_period(state: CampaignsState) -> None:
    budget = accounts(state)[0].budget
    assert budget is not None
    assert budget.value == Decimal("0.6")
    assert budget.inputs[0].period == "until 2026-12-31"


def test_the_chart_stands_on_what_came_before(state: CampaignsState) -> None:
    spec = rows.chart(accounts(state)[0], state, View())
    cost = next(series for series in spec.series if series.label == "cost")
    assert cost.points[0] == (date(2026, 10, 1), 100_00)
    assert cost.points[-1] == (date(2026, 12, 31), 600_00)
    assert [(mark.label, mark.day) for mark in spec.marks] == [
        ("break-even", date(2026, 10, 20)),
        ("today", TODAY),
    ]
    assert rows.chart(accounts(state)[0], state, View(Rung.TRACKED)).marks[0].label == "today"


def test_each_row_explains_itself(store: Store, state: CampaignsState) -> None:
    spring, always = accounts(state)
    figures = rows.figures(spring, View())
    assert [figure.name for figure in figures[:6]] == ["ROI T", "ROI T+A", "ROI all", "Cost", "Benefit T+A", "Net T+A"]
    waiting = next(line for line in costs_of(store, always).lines if line.converted is None)
    figure = cost_figure(waiting, state, Q4)
    assert (figure.value, figure.reason) == (None, "waits for an exchange rate")
    allocated = next(line for line in benefits_of(store, spring).lines if line.draft.evidence is Evidence.ALLOCATED)
    figure = benefit_figure(allocated, state)
    assert (figure.value, figure.formula) == (400_00, "amount × share")
    assert "counted gross: no margin is set" in figure.notes


def test_a_viewer_sees_no_cost_of_a_person(store: Store, tmp_path: Path) -> None:
    reader = Store.open(store.path, FixedClock(), role=Role.VIEWER)
    state = reader.read(load, Q4)
    account = accounts(state)[0]
    parts = reader.read(hours_parts, account.scope)
    assert [texts(row)[-1] for row in hours_rows(account, state, parts)] == ["–"]
    assert [figure.name for figure in HoursTab().figures(Seen(account, state, View(), parts), 0)] == [
        "Hours of ana, no activity"
    ]
    single = reader.read(line_hours, account.scope, parts[0].person_id, None)
    assert texts(single_rows(single, parts[0], state)[0])[3] == "–"
    assert account.result.cost.value == 500_00


def test_a_recurrence_explains_its_part(store: Store) -> None:
    draft = CostDraft(
        date(2026, 9, 1), usd(91), CostCategory.TOOLS, Recurrence.SPREAD, date(2026, 11, 30), SPRING, name="tool"
    )
    cost_id = store.write(costs.add_cost, draft)
    state = store.read(load, Q4)
    spring = accounts(state)[0]
    figure = CostsTab().figures(Seen(spring, state, View(), costs_of(store, spring)), cost_id)[0]
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


@pytest.mark.parametrize("by", By)
def test_the_number_of_queries_does_not_grow_with_the_lines(store: Store, by: By) -> None:
    def queries() -> int:
        return len(statements_of(store, lambda: store.read(load, Q4, by)))

    few = queries()
    for number in range(30):
        campaign = store.write(campaigns.add_campaign, CampaignDraft(f"Campaign {number}", CampaignStatus.LIVE))
        channel = store.write(organisation.add_channel, f"Channel {number}", "x")
        draft = CostDraft(date(2026, 10, 7), usd(5), CostCategory.ADS, campaign_id=campaign, channel_id=channel)
        store.write(costs.add_cost, draft)
    assert queries() == few


@pytest.mark.parametrize("read", [costs.cost_page, benefits.benefit_page, hours_parts, channels_of])
def test_rows_behind_a_line_are_few_queries(store: Store, state: CampaignsState, read: Callable[..., Any]) -> None:
    scope = accounts(state)[0].scope
    assert len(statements_of(store, lambda: store.read(read, scope))) <= 6


def statements_of(store: Store, act: Callable[[], object]) -> list[str]:
    """The SQL that something runs."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, sql: str, *_more: Any) -> None:
        heard.append(sql)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        act()
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert heard
    return heard


def test_equivalent_media_cost_stands_apart_where_its_prices_are_set(store: Store, state: CampaignsState) -> None:
    def add(tx: Transaction) -> None:
        organisation.add_channel(tx, "Page", "facebook")
        row = {"source": "x", "external_key": "1", "channel_id": 1, "campaign_id": 1, "text": "Hello"}
        tx.connection.execute(post.insert().values(**row, day=date(2026, 10, 6), precision="day"))
        values = {"post_id": 1, "captured_on": date(2026, 10, 9), "impressions": 12_000}
        tx.connection.execute(post_metrics.insert().values(**values))
        organisation.change_settings(tx, media_cpm="6.50", media_cpc="0.40")

    assert accounts(state)[0].media is None
    before = [account.result for account in accounts(store.read(load, Q4))]
    store.write(add)
    after = store.read(load, Q4)
    assert [account.result for account in accounts(after)] == before
    spring, always = accounts(after)
    figure = rows.figures(spring, View())[-1]
    assert (figure.name, figure.text(), figure.period) == ("Equivalent media cost", "78", Q4.name)
    assert figure.notes == ("never part of ROI", "without clicks, which were not reported")
    said = ["".join(span.text for span in line) for line in rows.money_lines(spring, View())]
    assert said[-1] == "equivalent media cost 78   (never part of ROI)"
    assert rows.figures(always, View())[-1].reason == "impressions and clicks were not reported"
    report = store.read(roi_report, Q4)
    assert "equivalent media cost 78.00 = impressions × 6.50 / 1000 + clicks × 0.40" in "; ".join(report.notes)
