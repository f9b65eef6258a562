"""ROI through the store: the published memo from hours and rows, nothing lost, nothing counted twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.clock import FixedClock
from smdash.domain.benefits import BenefitDraft, BenefitKind, Evidence
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.domain.periods import Calendar, between
from smdash.domain.roi import Rung, result, together
from smdash.domain.timesheets import EntryDraft
from smdash.store import timegrid, timesheets
from smdash.store.benefits import add_benefit, refund_benefit
from smdash.store.campaigns import add_campaign, archive_campaign
from smdash.store.costs import add_cost
from smdash.store.organisation import add_person, set_rate
from smdash.store.roi import before, growth, ledgers, overview_roi
from smdash.store.store import Snapshot, Store

CALENDAR = Calendar()
TODAY = date(2026, 11, 22)
YEAR = CALENDAR.parse("2026", TODAY)
Q3, Q4 = CALENDAR.parse("2026-Q3", TODAY), CALENDAR.parse("2026-Q4", TODAY)


def usd(major: int | str) -> Money:
    return Money.of(Decimal(major), "USD")


def spend(
    store: Store,
    money: Money,
    campaign: int | None,
    day: date = TODAY,
    category: CostCategory = CostCategory.TOOLS,
) -> None:
    store.write(add_cost, CostDraft(day, money, category, campaign_id=campaign))


def earn(store: Store, money: Money, campaign: int | None, evidence: Evidence = Evidence.TRACKED) -> int:
    share = Decimal(1) if evidence is Evidence.TRACKED else Decimal("0.5")
    draft = BenefitDraft(TODAY, money, BenefitKind.REVENUE, evidence=evidence, share=share, campaign_id=campaign)
    return store.write(add_benefit, draft)


@pytest.fixture
def spring(store: Store) -> int:
    return store.write(add_campaign, CampaignDraft("Spring"))


def test_the_memo_to_the_ceo_comes_out_of_hours_and_rows(store: Store, spring: int) -> None:
    first, last = date(2026, 1, 1), date(2026, 11, 18)
    days = 0
    for name, hours in (("ann", 8), ("ben", 2)):
        person = store.write(add_person, name)
        store.write(set_rate, person, first, usd("41.50"))
        draft = EntryDraft(person, first, hours * 3600, campaign_id=spring)
        days = store.write(timegrid.fill_days, draft, first, last)
    assert days == 230
    spend(store, usd(25_000), spring)
    spend(store, usd(5_000), spring)
    for revenue in (34_500, 116_250, 5_500):
        earn(store, usd(revenue), spring)
    found = result(store.read(ledgers, YEAR)[spring])
    step = found.step(Rung.TRACKED)
    assert found.cost.value == 125_450_00
    assert {part.name: part.value for part in found.cost.inputs} == {"Tools": 30_000_00, "Staff": 95_450_00}
    assert (step.benefit.value, step.net.value) == (156_250_00, 30_800_00)
    assert step.roi.value == Fraction(30_800, 125_450)
    assert round(float(step.roi.value) * 100, 2) == 24.55
    assert (found.cost.rows, found.hours.value) == (462, 230 * 10 * 3600)


def test_the_ladder_takes_each_grade_of_evidence_once(store: Store, spring: int) -> None:
    spend(store, usd(100), spring)
    earn(store, usd(80), spring)
    earn(store, usd(100), spring, Evidence.ALLOCATED)
    earn(store, usd(60), spring, Evidence.ESTIMATED)
    steps = result(store.read(ledgers, Q4)[spring]).steps
    assert [step.roi.value for step in steps] == [Fraction(-1, 5), Fraction(3, 10), Fraction(3, 5)]


def test_a_refund_takes_back_what_counted(store: Store, spring: int) -> None:
    spend(store, usd(100), spring)
    earned = earn(store, usd(300), spring)
    store.write(refund_benefit, earned, TODAY, usd(100))
    step = result(store.read(ledgers, Q4)[spring]).step(Rung.TRACKED)
    assert (step.benefit.value, step.roi.value) == (200_00, 1)


def test_without_cost_there_is_no_roi_and_it_says_why(store: Store, spring: int) -> None:
    earn(store, usd(300), spring)
    roi = result(store.read(ledgers, Q4)[spring]).step(Rung.TRACKED).roi
    assert (roi.value, roi.text(), roi.reason) == (None, "–", "there is no cost")


def test_what_has_no_rate_is_named_and_not_counted(store: Store, spring: int) -> None:
    person = store.write(add_person, "ann")
    store.write(timesheets.log_entry, EntryDraft(person, TODAY, 5400, campaign_id=spring))
    spend(store, Money(100_00, "EUR"), spring)
    cost = result(store.read(ledgers, Q4)[spring]).cost
    assert cost.value == 0
    assert cost.notes == (
        "1 cost row waits for an exchange rate: not included (100.00 EUR)",
        "hours without a rate, not included: 1:30",
    )


def test_the_whole_is_campaigns_archived_ones_and_what_is_unassigned(store: Store, spring: int) -> None:
    old = store.write(add_campaign, CampaignDraft("Old"))
    for campaign, amount in ((spring, 10), (old, 20), (None, 40)):
        spend(store, usd(amount), campaign)
    store.write(archive_campaign, old)
    spend(store, usd(7), spring, date(2026, 8, 1))
    earn(store, usd(140), None)
    overview = store.read(overview_roi, Q4)
    assert (overview.now.cost.value, overview.unassigned.cost.value) == (70_00, 40_00)
    assert overview.now.step(Rung.ALLOCATED).roi.value == 1
    assert (overview.previous_period, overview.previous.cost.value) == (Q3, 7_00)
    assert overview.previous.step(Rung.ALLOCATED).roi.value == -1


def test_what_grew_in_a_period_stands_on_what_came_before(store: Store, spring: int) -> None:
    person = store.write(add_person, "ann")
    store.write(set_rate, person, date(2026, 1, 1), usd(40))
    for day in (date(2026, 9, 30), date(2026, 10, 1)):
        store.write(timesheets.log_entry, EntryDraft(person, day, 3600, campaign_id=spring))
        spend(store, usd(5), spring, day)
    earn(store, usd(9), spring)

    def grown(snapshot: Snapshot) -> object:
        past = before(Q4)
        assert past is not None
        found = growth(snapshot, Q4, ledgers(snapshot, past))[spring]
        costs = sorted((amount.day, amount.minor) for amount in found.costs)
        return found.cost_before, costs, (found.benefits or {})[Evidence.TRACKED][0].minor

    first = date(2026, 10, 1)
    assert store.read(grown) == (45_00, [(first, 5_00), (first, 40_00)], 9_00)


amounts = st.lists(
    st.tuples(st.sampled_from([0, 1, 2]), st.integers(-9_999, 99_999).filter(bool), st.integers(0, 91)), max_size=8
)


@settings(max_examples=12, deadline=None)
@given(
    amounts, st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.integers(1, 4 * 3600), st.integers(0, 52)), max_size=6)
)
def test_months_and_campaigns_sum_to_the_quarter(
    tmp_path_factory: pytest.TempPathFactory,
    costs: list[tuple[int, int, int]],
    hours: list[tuple[int, int, int]],
) -> None:
    store = Store.open(tmp_path_factory.mktemp("store") / "s.db", FixedClock(), actor="ann")
    person = store.write(add_person, "ann")
    store.write(set_rate, person, Q4.start, Money(33_33, "USD"))
    ids = [None, *(store.write(add_campaign, CampaignDraft(name)) for name in ("a", "b"))]
    for campaign, minor, day in costs:
        when = date.fromordinal(Q4.start.toordinal() + day)
        spend(store, Money(minor, "USD"), ids[campaign], when)
    for campaign, seconds, day in hours:
        when = date.fromordinal(Q4.start.toordinal() + day)
        store.write(timesheets.log_entry, EntryDraft(person, when, seconds, campaign_id=ids[campaign]))
    whole = store.read(overview_roi, Q4).now
    by_campaign = store.read(ledgers, Q4).values()
    middle = date(2026, 11, 11)
    halves = [store.read(overview_roi, part).now for part in (between(Q4.start, middle), between(middle, Q4.end))]
    store.close()
    assert whole.cost.value == sum(int(result(ledger).cost.value or 0) for ledger in by_campaign)
    assert whole.cost.value == sum(int(half.cost.value or 0) for half in halves)
    assert whole.hours.value == sum(int(half.hours.value or 0) for half in halves)
    assert together(by_campaign, "USD").staff == sum(ledger.staff for ledger in by_campaign)
