"""Costs, benefits and what they come to: the published cases, and the rules that keep ROI honest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.benefits import (
    BenefitDraft,
    BenefitKind,
    BenefitLine,
    BenefitSums,
    Evidence,
    check_benefit,
    effective_minor,
    refund,
    retention_uplift,
    sum_benefits,
)
from smdash.domain.campaigns import (
    Bearer,
    Campaign,
    CampaignDraft,
    CampaignStatus,
    OverheadRule,
    budget_use,
    hours_use,
    payback_day,
    running_totals,
    share_overhead,
)
from smdash.domain.costs import (
    CostCategory,
    CostLine,
    DatedAmount,
    Recurrence,
    by_category,
    by_day,
    unconverted,
    within,
)
from smdash.domain.experiments import Group, difference_in_differences, holdout
from smdash.domain.media import Basis, Events, Price, cost_per, equivalent_media_cost, roas
from smdash.domain.money import Money
from smdash.domain.periods import Calendar, Period, between
from smdash.domain.returns import break_even
from smdash.domain.roi import Ledger, Result, Rung, result
from smdash.errors import FormFaults, InvalidInput

YEAR = Calendar().year(date(2026, 1, 1))
DAY = timedelta(days=1)


def usd(major: int | str) -> Money:
    return Money.of(Decimal(major), "USD")


def cost_line(day: date, minor: int, **values: object) -> CostLine:
    line = {"id": 1, "category": CostCategory.TOOLS, "converted": minor} | values
    return CostLine(day=day, amount=Money(minor, "USD"), **line)  # type: ignore[arg-type]


def spread_line(first: date, last: date, minor: int) -> CostLine:
    return cost_line(first, minor, recurrence=Recurrence.SPREAD, until=last)


def benefit_line(minor: int, kind: BenefitKind = BenefitKind.REVENUE, **values: object) -> BenefitLine:
    draft = BenefitDraft(day=date(2026, 5, 1), amount=Money(minor, "USD"), kind=kind, **values)  # type: ignore[arg-type]
    return BenefitLine(1, draft, minor)


def simple(cost_minor: int, benefits: dict[tuple[BenefitKind, Evidence], int]) -> Result:
    return result(Ledger("USD", {CostCategory.ADS: cost_minor}, 0, BenefitSums(benefits)))


def gained(gain: int, cost: int) -> Result:
    return simple(cost * 100, {(BenefitKind.REVENUE, Evidence.TRACKED): gain * 100})


# The ladder


def test_the_memo_to_the_ceo() -> None:
    benefits = sum_benefits(
        [benefit_line(3_450_000), benefit_line(11_625_000), benefit_line(550_000)],
        YEAR,
    )
    costs = {CostCategory.OTHER: 2_500_000, CostCategory.TOOLS: 500_000}
    memo = result(Ledger("USD", costs, 9_545_000, benefits, "2012", entries=1))
    step = memo.step(Rung.TRACKED)
    assert memo.cost.text() == "125 450"
    assert [(part.name, part.text()) for part in memo.cost.inputs] == [
        ("Tools", "5 000"),
        ("Other", "25 000"),
        ("Staff", "95 450"),
    ]
    assert step.benefit.text() == "156 250"
    assert step.net.text(signed=True) == "+30 800"
    assert step.roi.value == Fraction(30_800, 125_450)
    assert round(float(step.roi.value) * 100, 2) == 24.55


@pytest.mark.parametrize(("gain", "cost", "percent"), [(1000, 100, 900), (60_000, 30_000, 100), (0, 50, -100)])
def test_roi_is_net_over_cost(gain: int, cost: int, percent: int) -> None:
    assert gained(gain, cost).step(Rung.TRACKED).roi.value == Fraction(percent, 100)


@pytest.mark.parametrize(("cost", "reason"), [(0, "there is no cost"), (-5, "the cost is below zero")])
def test_roi_without_a_cost_is_undefined_with_its_reason(cost: int, reason: str) -> None:
    figure = gained(100, cost).step(Rung.ESTIMATED).roi
    assert (figure.value, figure.text(), figure.reason) == (None, "–", reason)


def test_the_ladder_adds_evidence_step_by_step_and_a_refund_may_lower_it() -> None:
    benefits = {
        (BenefitKind.REVENUE, Evidence.TRACKED): 8000,
        (BenefitKind.SAVINGS, Evidence.ALLOCATED): 5000,
        (BenefitKind.RETENTION, Evidence.ESTIMATED): -1000,
    }
    steps = simple(10_000, benefits).steps
    assert [step.rung.label for step in steps] == ["T", "T+A", "all"]
    assert [step.benefit.value for step in steps] == [8000, 13_000, 12_000]
    assert [step.net.value for step in steps] == [-2000, 3000, 2000]
    assert [step.roi.text(signed=True) for step in steps] == ["−20.0 %", "+30.0 %", "+20.0 %"]
    assert [part.name for part in steps[2].benefit.inputs] == ["Revenue", "Retention", "Savings"]
    assert Rung.ESTIMATED.following() is Rung.TRACKED


def test_what_is_not_in_the_sum_is_said_beside_it() -> None:
    ledger = Ledger(
        "USD",
        {CostCategory.STAFF: 500},
        100,
        BenefitSums({}, unconverted=2, gross=3),
        seconds=5400,
        unconverted=1,
        uncosted_seconds=3600,
        estimated_staff=500,
        overhead=50,
    )
    shown = result(ledger)
    assert shown.cost.value == 650
    assert shown.hours.text() == "1:30"
    assert shown.cost.notes == (
        "1 cost row waits for an exchange rate: not included",
        "hours without a rate, not included: 1:00",
    )
    assert "estimated share" in shown.cost.inputs[0].notes[0]
    assert len(shown.step(Rung.TRACKED).benefit.notes) == 2


# Benefits


@pytest.mark.parametrize(
    ("kind", "share", "margin", "effective"),
    [
        (BenefitKind.REVENUE, "1", None, 1005),
        (BenefitKind.REVENUE, "0.5", None, 503),
        (BenefitKind.REVENUE, "0.5", "0.4", 201),
        (BenefitKind.RETENTION, "1", "0.4", 402),
        (BenefitKind.SAVINGS, "0.5", "0.4", 503),
    ],
)
def test_a_benefit_counts_its_share_and_margin_once(
    kind: BenefitKind, share: str, margin: str | None, effective: int
) -> None:
    found = effective_minor(1005, kind, Decimal(share), None if margin is None else Decimal(margin))
    assert found == effective
    assert effective_minor(-1005, kind, Decimal(share), None if margin is None else Decimal(margin)) == -effective


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"share": Decimal("0.5")}, "share"),
        ({"share": Decimal(0), "evidence": Evidence.ALLOCATED}, "share"),
        ({"share": Decimal("1.1"), "evidence": Evidence.ALLOCATED}, "share"),
        ({"kind": BenefitKind.SAVINGS, "margin": Decimal("0.5")}, "margin"),
        ({"margin": Decimal(40)}, "margin"),
        ({"amount": Money(0, "USD")}, "amount"),
        ({"amount": Money(-1, "USD")}, "amount"),
    ],
)
def test_the_rules_of_evidence_name_the_field(values: dict[str, object], field: str) -> None:
    draft = {"day": date(2026, 5, 1), "amount": Money(100, "USD"), "kind": BenefitKind.REVENUE} | values
    with pytest.raises(FormFaults) as fault:
        check_benefit(BenefitDraft(**draft))  # type: ignore[arg-type]
    assert list(fault.value.faults) == [field]


def test_a_tracked_share_may_come_from_attribution() -> None:
    draft = benefit_line(100, share=Decimal("0.4"), attributed=True).draft
    assert check_benefit(draft) is draft


def test_a_refund_carries_what_it_reverses_and_takes_it_back_to_the_cent() -> None:
    original = benefit_line(999, share=Decimal("0.5"), margin=Decimal("0.33"), evidence=Evidence.ALLOCATED)
    back = check_benefit(refund(original, date(2026, 6, 1)))
    assert (back.evidence, back.share, back.margin, back.reverses_id) == (
        Evidence.ALLOCATED,
        Decimal("0.5"),
        Decimal("0.33"),
        1,
    )
    sums = sum_benefits([original, BenefitLine(2, back, -999)], YEAR)
    assert sums.of(Evidence) == 0
    assert refund(original, date(2026, 6, 1), Money(100, "USD")).amount.minor == -100


@pytest.mark.parametrize("amount", [Money(1000, "USD"), Money(0, "USD"), Money(10, "EUR")])
def test_a_refund_is_never_more_than_the_benefit(amount: Money) -> None:
    with pytest.raises(InvalidInput):
        refund(benefit_line(999), date(2026, 6, 1), amount)


def test_benefits_that_wait_for_a_rate_stand_apart() -> None:
    waiting = BenefitLine(2, benefit_line(500).draft, None)
    sums = sum_benefits([benefit_line(100), waiting], YEAR)
    assert (sums.of(Evidence), sums.rows, sums.unconverted, sums.gross) == (100, 1, 1, 1)
    assert sum_benefits([benefit_line(100)], Calendar().month(date(2026, 4, 1))).rows == 0


def test_retention_uplift_prints_its_horizon() -> None:
    figure = retention_uplift(Decimal("0.88"), Decimal("0.85"), 1200, usd(250))
    assert figure.value == 900_000
    assert figure.notes == ("horizon 1 year, not discounted",)
    assert retention_uplift(Decimal("0.80"), Decimal("0.85"), 100, usd(250), 2).value == -250_000


# Costs


def test_a_spread_cost_gives_months_their_share_and_keeps_the_cent() -> None:
    line = spread_line(date(2026, 1, 1), date(2026, 3, 31), 10_000)
    months = [within(line, Calendar().month(date(2026, month, 1))) for month in (1, 2, 3, 4)]
    assert months == [3445, 3111, 3444, 0]


def test_a_spread_cost_over_three_days() -> None:
    line = spread_line(date(2026, 1, 1), date(2026, 1, 3), 10_000)
    assert [part.minor for part in by_day(line, YEAR)] == [3334, 3333, 3333]


@settings(max_examples=60)
@given(
    st.integers(-(10**7), 10**7),
    st.integers(0, 800),
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.lists(st.dates(date(2024, 1, 1), date(2029, 12, 31)), min_size=1, max_size=4, unique=True),
)
def test_a_spread_cost_is_whole_through_any_periods(minor: int, length: int, first: date, cuts: list[date]) -> None:
    line = spread_line(first, first + length * DAY, minor)
    edges = [date(2023, 1, 1), *sorted(cuts), date(2031, 1, 1)]
    pieces = [within(line, between(start, end)) for start, end in pairwise(edges)]
    assert sum(pieces) == minor
    for month in between(first, first + (length + 1) * DAY).months():
        period = Calendar().month(month)
        exact = Fraction(minor * period.overlap(first, first + (length + 1) * DAY), length + 1)
        assert abs(within(line, period) - exact) < 1


@pytest.mark.parametrize(
    ("recurrence", "days"),
    [
        (Recurrence.MONTHLY, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (Recurrence.QUARTERLY, ["2026-01-31", "2026-04-30"]),
        (Recurrence.YEARLY, ["2026-01-31"]),
        (Recurrence.NONE, []),
    ],
)
def test_a_recurrence_keeps_its_day_of_the_month(recurrence: Recurrence, days: list[str]) -> None:
    line = cost_line(date(2025, 1, 31), 500, recurrence=recurrence)
    assert [part.day.isoformat() for part in by_day(line, between(date(2026, 1, 1), date(2026, 5, 1)))] == days


def test_a_recurrence_ends_with_its_last_day() -> None:
    line = cost_line(date(2026, 1, 15), 500, recurrence=Recurrence.MONTHLY, until=date(2026, 3, 15))
    assert within(line, YEAR) == 1500
    assert within(line, between(date(2026, 3, 16), date(2027, 1, 1))) == 0


def test_costs_add_up_by_category_and_waiting_ones_are_named() -> None:
    lines = [
        cost_line(date(2026, 2, 1), 100),
        cost_line(date(2026, 2, 1), 30, category=CostCategory.ADS),
        cost_line(date(2026, 2, 1), 70, converted=None),
        cost_line(date(2025, 2, 1), 70, converted=None),
        cost_line(date(2025, 12, 1), 9, converted=None, recurrence=Recurrence.SPREAD, until=date(2026, 1, 2)),
    ]
    totals = by_category(lines, YEAR)
    assert (totals[CostCategory.TOOLS], totals[CostCategory.ADS], totals[CostCategory.STAFF]) == (100, 30, 0)
    assert unconverted(lines, YEAR) == (lines[2], lines[4])


# Budgets, break-even, payback, overhead


def test_budget_use_and_its_reasons() -> None:
    spent = gained(0, 94).cost
    assert budget_use(spent, 10_000).text() == "94.0 %"
    assert budget_use(spent, None).reason == "no budget is set"
    assert budget_use(spent, 0).reason == "the budget is zero"
    assert hours_use(5400, 10_800).value == Fraction(1, 2)
    assert hours_use(5400, None).reason == "no hours are budgeted"


def test_break_even_says_when_no_margin_is_set() -> None:
    spent = gained(0, 100).cost
    assert break_even(spent, Decimal("0.4")).value == 25_000
    assert (break_even(spent).value, break_even(spent).notes) == (10_000, ("no margin is set: taken as 100 %",))
    assert break_even(spent, 0).reason == "the margin is not above zero"


def amounts(*pairs: tuple[int, int]) -> list[DatedAmount]:
    return [DatedAmount(date(2026, 1, day), minor) for day, minor in pairs]


@pytest.mark.parametrize(
    ("costs", "benefits", "day"),
    [
        (amounts((1, 100)), amounts((5, 60), (9, 40)), 9),
        (amounts((1, 100), (10, 50)), amounts((5, 100), (12, 50)), 12),
        (amounts((1, 100)), amounts((5, 100), (7, -1)), None),
        (amounts((1, 100)), [], None),
        ([], amounts((5, 100)), None),
        (amounts((3, 50)), amounts((1, 100)), 3),
    ],
)
def test_payback_is_the_day_from_which_benefit_stays_ahead(
    costs: list[DatedAmount], benefits: list[DatedAmount], day: int | None
) -> None:
    found = payback_day(running_totals(costs, benefits))
    assert found == (None if day is None else date(2026, 1, day))


def test_running_totals_follow_the_days() -> None:
    totals = running_totals(amounts((1, 100), (3, 50)), amounts((3, 20)))
    assert [(total.day.day, total.cost, total.benefit) for total in totals] == [(1, 100, 0), (3, 150, 20)]


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        (OverheadRule.HOURS, {1: 67, 2: 33, 9: 0}),
        (OverheadRule.DIRECT_COST, {1: 0, 2: 100, 9: 0}),
        (OverheadRule.EVENLY, {1: 34, 2: 33, 9: 33}),
    ],
)
def test_overhead_is_shared_by_its_rule(rule: OverheadRule, parts: dict[int, int]) -> None:
    bearers = [Bearer(9, 0, -50), Bearer(1, 7200, 0), Bearer(2, 3600, 400)]
    shared = share_overhead(100, bearers, rule)
    assert (dict(shared.parts), shared.unassigned) == (parts, 0)
    assert rule.words


def test_overhead_without_weights_stays_unassigned() -> None:
    assert share_overhead(100, [Bearer(1, 0, 5)], OverheadRule.HOURS).unassigned == 100
    assert share_overhead(100, [], OverheadRule.EVENLY).unassigned == 100


@pytest.mark.parametrize(
    ("draft", "live"),
    [
        (CampaignDraft("a", CampaignStatus.LIVE), True),
        (CampaignDraft("a", CampaignStatus.ENDED), False),
        (CampaignDraft("a", CampaignStatus.ENDED, date(2026, 11, 1), date(2026, 11, 30)), True),
        (CampaignDraft("a", CampaignStatus.ENDED, None, date(2026, 11, 1)), True),
        (CampaignDraft("a", CampaignStatus.LIVE, date(2026, 12, 1)), False),
        (CampaignDraft("a", CampaignStatus.ENDED, date(2026, 9, 1), date(2026, 10, 31)), False),
        (CampaignDraft("a", CampaignStatus.PLANNED, date(2026, 11, 1)), False),
    ],
)
def test_a_campaign_is_live_in_the_months_it_touches(draft: CampaignDraft, live: bool) -> None:
    november: Period = Calendar().month(date(2026, 11, 1))
    assert Campaign(1, draft).live_in(november) is live


# Media and experiments


def test_prices_say_their_basis_and_their_reason() -> None:
    figure = cost_per(Price.CPM, usd(50), 7000, Basis.AD_SPEND)
    assert (figure.name, figure.value) == ("CPM, ad spend only", 714)
    assert cost_per(Price.CPL, usd(50), 8, Basis.FULL).value == 625
    assert cost_per(Price.CPC, usd(50), 0, Basis.FULL).reason == "no clicks"
    assert cost_per(Price.CPE, usd(50), None, Basis.FULL).reason == "engagements were not reported"


def test_roas_is_a_ratio_of_sums() -> None:
    assert roas(usd(400), usd(100), "T").value == 4
    assert roas(usd(400), usd(0)).reason == "there is no ad spend"


def test_equivalent_media_cost_is_never_part_of_roi() -> None:
    figure = equivalent_media_cost(Events(3, 120_000, 300), usd("6.50"), usd("0.40"))
    assert figure.value == 78_000 + 12_000
    assert figure.notes == ("never part of ROI",)
    part = equivalent_media_cost(Events(3, None, 300), usd("6.50"), usd("0.40"))
    assert (part.value, part.notes[1]) == (12_000, "without impressions, which were not reported")
    none = equivalent_media_cost(Events(3), usd("6.50"), usd("0.40"))
    assert (none.text(), none.reason) == ("–", "impressions and clicks were not reported")


def test_holdout() -> None:
    found = holdout(Group(100_000, 1200), Group(100_000, 900), usd(50_000), usd(80), Decimal("0.4"))
    assert found.incremental.value == 300
    assert found.iroas.value == Fraction("0.48")
    assert found.profit.text() == "−40 400"
    assert found.revenue.text() == "24 000"


def test_holdout_groups_may_differ_in_size() -> None:
    found = holdout(Group(90_000, 1000), Group(10_000, 100), usd(100), usd(10), 1)
    assert (found.incremental.value, found.profit.value) == (100, 90_000)


@pytest.mark.parametrize(
    "figure", [lambda h: h.incremental, lambda h: h.iroas, lambda h: h.profit, lambda h: h.revenue]
)
def test_an_empty_control_group_leaves_all_undefined(figure: Callable[..., object]) -> None:
    found = figure(holdout(Group(10, 1), Group(0, 0), usd(1), usd(1), 1))
    assert getattr(found, "reason", "") == "the control group is empty"


def test_nothing_spent_has_no_iroas() -> None:
    assert holdout(Group(10, 1), Group(10, 0), usd(0), usd(1), 1).iroas.reason == "nothing was spent"


def test_difference_in_differences() -> None:
    assert difference_in_differences(100, 150, 80, 100).value == 30
