"""Charts of money: what they draw is what the ledger says, and what is not known is a gap or a reason."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.benefits import BenefitKind, BenefitSums, Evidence
from smdash.domain.campaign_charts import (
    MOST_LINES,
    ChartKind,
    MoneyByDay,
    a_year_before,
    burn_down,
    by_month,
    compared,
    cost_by_kind,
    roi_ladder,
)
from smdash.domain.campaigns import RunningTotal
from smdash.domain.costs import CostCategory, DatedAmount
from smdash.domain.periods import Calendar, Period
from smdash.domain.roi import Ledger, Result, Rung, result
from smdash.domain.series import Role, numbers

TODAY = date(2026, 11, 22)
Q4 = Calendar().parse("2026-Q4", TODAY)


def made(cost: int, tracked: int = 0, estimated: int = 0) -> Result:
    gained = {
        (BenefitKind.REVENUE, Evidence.TRACKED): tracked,
        (BenefitKind.RETENTION, Evidence.ESTIMATED): estimated,
    }
    return result(Ledger("USD", {CostCategory.ADS: cost}, 0, BenefitSums(gained)))


def test_the_parts_of_a_cost_are_the_cost() -> None:
    ledger = Ledger("USD", {CostCategory.ADS: 200_00, CostCategory.TOOLS: 300_00}, 45_00, BenefitSums({}), entries=1)
    chart = cost_by_kind(result(ledger).cost)
    assert chart.categories() == ("tools", "ads", "staff")
    assert sum(int(value or 0) for _, value in chart.series[0].points) == result(ledger).cost.value
    assert "545 in all" in chart.title
    assert cost_by_kind(made(0).cost).series == ()


def test_the_ladder_of_each_line_stands_side_by_side_and_undefined_is_a_gap() -> None:
    chart = roi_ladder([("Spring", made(100_00, 150_00, 50_00)), ("Free", made(0, 10_00))])
    assert [series.label for series in chart.series] == ["T", "T+A", "all"]
    assert [series.points[0][1] for series in chart.series] == [Fraction(1, 2), Fraction(1, 2), 1]
    assert [series.points[1] for series in chart.series] == [("Free", None)] * 3
    assert numbers(chart).rows[1] == ("Free", "–", "–", "–")
    many = roi_ladder([(f"C{n}", made(100)) for n in range(20)])
    assert len(many.categories()) == MOST_LINES
    assert many.title == f"ROI, {MOST_LINES} of 20"
    assert roi_ladder([("Free", made(0))]).series == ()


def test_a_budget_burns_down_to_today_and_the_pace_is_even_over_the_campaign() -> None:
    totals = (
        RunningTotal(date(2026, 9, 30), 100, 0),
        RunningTotal(date(2026, 11, 2), 400, 0),
        RunningTotal(date(2026, 12, 1), 900, 0),
    )
    days = (date(2026, 10, 1), date(2026, 12, 31))
    chart = burn_down(500, totals, Q4, TODAY, "USD", days)
    left, even = chart.series
    assert left.points == ((date(2026, 10, 1), 400), (date(2026, 11, 2), 100), (TODAY, 100))
    assert even.points == ((date(2026, 10, 1), 495), (date(2026, 12, 31), 0))
    assert chart.lines[0].role is Role.LIMIT
    assert [mark.day for mark in chart.marks] == [TODAY]
    assert len(burn_down(500, totals, Q4, TODAY, "USD").series) == 1
    over = burn_down(300, totals, Q4, date(2026, 12, 31), "USD")
    assert over.series[0].points[-1] == (date(2026, 12, 31), -600)
    for none in (None, 0):
        assert "No budget is set" in burn_down(none, totals, Q4, TODAY, "USD").empty


def test_months_are_cost_benefit_and_net() -> None:
    money = MoneyByDay(
        Q4,
        (DatedAmount(date(2026, 10, 31), 100), DatedAmount(date(2026, 11, 1), 50), DatedAmount(date(2027, 1, 1), 9)),
        (DatedAmount(date(2026, 11, 30), 80),),
    )
    chart = by_month(money, Rung.ALLOCATED, "JPY")
    assert numbers(chart).header == ("", "cost", "benefit T+A", "net T+A")
    assert numbers(chart).rows == (("Oct", "100", "0", "−100"), ("Nov", "50", "80", "30"), ("Dec", "0", "0", "0"))
    assert by_month(MoneyByDay(Q4), Rung.ALLOCATED, "USD").series == ()


def test_a_month_that_the_period_cuts_says_so_and_years_are_named_where_there_are_two() -> None:
    cut = Period(date(2026, 10, 15), date(2026, 12, 1), "custom")
    chart = by_month(MoneyByDay(cut, (DatedAmount(date(2026, 10, 20), 1),)), Rung.TRACKED, "USD")
    assert chart.categories() == ("Oct (part)", "Nov")
    fiscal = Period(date(2026, 7, 1), date(2027, 7, 1), "FY2027")
    long = by_month(MoneyByDay(fiscal, (DatedAmount(date(2027, 1, 5), 1),)), Rung.TRACKED, "USD")
    assert long.categories()[:2] == ("Jul 26", "Aug 26")
    assert long.categories()[-1] == "Jun 27"


def test_periods_are_compared_month_by_month() -> None:
    before = Calendar().shift(Q4, -1)
    now = MoneyByDay(Q4, (DatedAmount(date(2026, 11, 3), 70),), (DatedAmount(date(2026, 11, 3), 100),))
    past = MoneyByDay(before, (DatedAmount(date(2026, 8, 3), 20),))
    year = MoneyByDay(Period(date(2025, 10, 1), date(2026, 1, 1), "2025-Q4"))
    others = [("2026-Q3", past), ("2025-Q4", year)]
    net = compared(ChartKind.NET_COMPARED, now, others, Rung.ALLOCATED, "JPY")
    assert numbers(net).header == ("", "2026-Q4", "2026-Q3", "2025-Q4")
    assert numbers(net).rows[1] == ("Nov", "30", "−20", "0")
    cost = compared(ChartKind.COST_COMPARED, now, others, Rung.ALLOCATED, "JPY")
    assert numbers(cost).rows[1] == ("Nov", "70", "20", "0")
    benefit = compared(ChartKind.BENEFIT_COMPARED, now, others, Rung.ALLOCATED, "JPY")
    assert numbers(benefit).rows[1] == ("Nov", "100", "0", "0")
    assert benefit.title == "benefit T+A by month"
    assert compared(ChartKind.NET_COMPARED, MoneyByDay(Q4), others[1:], Rung.ALLOCATED, "USD").series == ()
    assert ChartKind.NET_COMPARED.compares
    assert not ChartKind.MONTHS.compares


amounts = st.lists(
    st.builds(DatedAmount, st.dates(date(2026, 9, 1), date(2027, 2, 1)), st.integers(-(10**9), 10**9)), max_size=30
)


@given(amounts, amounts)
def test_months_sum_to_what_lies_in_the_period(costs: list[DatedAmount], benefits: list[DatedAmount]) -> None:
    months = MoneyByDay(Q4, tuple(costs), tuple(benefits)).months()
    assert len(months) == 3
    assert sum(cost for _, cost, _ in months) == sum(each.minor for each in costs if each.day in Q4)
    assert sum(benefit for _, _, benefit in months) == sum(each.minor for each in benefits if each.day in Q4)


def test_a_year_before_is_the_same_part_of_the_year() -> None:
    calendar = Calendar(fiscal_start=7)
    for text, expected in (
        ("2026-Q4", "2025-Q4"),
        ("2026-11", "2025-11"),
        ("2026", "2025"),
        ("FY2027-Q1", "FY2026-Q1"),
        ("2028-02-29..2028-03-02", "2027-02-28..2027-03-02"),
    ):
        assert a_year_before(calendar, calendar.parse(text, TODAY)).name == expected
