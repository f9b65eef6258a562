"""Guided benefits: published cases, what may be claimed, and that what is kept gives the same amount again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.benefits import BenefitDraft, BenefitKind, Evidence, savings
from smdash.domain.experiments import Group, holdout, incremental_interval
from smdash.domain.guided import QUESTIONS, Answer, Guided, Method, guided_of, kept
from smdash.domain.guided_results import check_guided, faults_of, guided_figure, missing_of, work_out
from smdash.domain.money import Money
from smdash.domain.statistics import difference
from smdash.errors import FormFaults, SmdashError


def usd(amount: int | str) -> Money:
    return Money.of(Decimal(amount), "USD")


HOLDOUT: dict[str, Answer] = {
    "treated_people": 100_000,
    "treated_conversions": 1200,
    "control_people": 100_000,
    "control_conversions": 900,
    "order_value": usd(80),
    "spend": usd(50_000),
}
RETENTION: dict[str, Answer] = {
    "with_rate": Decimal("0.88"),
    "without_rate": Decimal("0.85"),
    "exposed": 1200,
    "annual": usd(250),
    "years": Decimal(1),
}
BEFORE_AFTER: dict[str, Answer] = {
    "treated_before": Decimal(100),
    "treated_after": Decimal(150),
    "control_before": Decimal(80),
    "control_after": Decimal(100),
    "worth": usd("12.50"),
}
SAVINGS: dict[str, Answer] = {"hours": 20 * 3600 + 1800, "hourly": usd(30), "calls": 120, "per_call": usd("4.50")}
ALL = {
    Method.HOLDOUT: HOLDOUT,
    Method.RETENTION: RETENTION,
    Method.BEFORE_AFTER: BEFORE_AFTER,
    Method.SAVINGS: SAVINGS,
}


def draft(guided: Guided, **changes: object) -> BenefitDraft:
    made = BenefitDraft(
        date(2026, 11, 20),
        work_out(guided).money,
        guided.method.kind or BenefitKind.REVENUE,
        evidence=Evidence.ESTIMATED,
        inputs=kept(guided),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_the_published_holdout_gives_its_revenue_and_tells_its_profit_apart() -> None:
    made = work_out(Guided(Method.HOLDOUT, HOLDOUT), Decimal("0.4"))
    incremental, iroas, profit = made.beside
    assert (incremental.value, iroas.value, profit.value) == (300, Fraction(48, 100), -40_400_00)
    assert made.money == usd(24_000)
    assert "1 200 − 100 000 × 900 / 100 000 = 300 more × 80.00 USD = 24 000.00 USD" in made.lines[0]
    assert "profit −40 400 (margin 40 %; a net, never stored)" in made.lines[1]
    assert "iROAS 0.48" in made.lines[1]
    assert made.strongest is Evidence.ALLOCATED


def test_newcombe_1998_method_10() -> None:
    found = difference((56, 70), (48, 80))
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    other = difference((9, 10), (3, 10))
    assert other is not None
    assert (round(other.low, 4), round(other.high, 4)) == (0.1705, 0.8090)
    assert difference((1, 2), (0, 0)) is None


def test_an_uplift_that_chance_could_give_is_estimated_only() -> None:
    weak = Guided(Method.HOLDOUT, HOLDOUT | {"treated_conversions": 905})
    made = work_out(weak)
    assert made.strongest is Evidence.ESTIMATED
    assert "can't be told from nothing" in made.lines[1]
    assert check_guided(draft(weak)) == {}
    assert list(check_guided(draft(weak, evidence=Evidence.ALLOCATED))) == ["evidence"]


def test_the_interval_holds_the_incremental_conversions() -> None:
    found = holdout(Group(100_000, 1200), Group(100_000, 900), usd(1), usd(1), 1)
    assert found.interval is not None
    assert 200 < found.interval.low < 300 < found.interval.high < 400
    assert found.distinguishable
    assert incremental_interval(Group(10, 11), Group(10, 1)) is None


def test_retention_prints_its_horizon_and_leaves_the_margin_to_the_row() -> None:
    made = work_out(Guided(Method.RETENTION, RETENTION, "renewal list of 3 Nov"), Decimal("0.4"))
    assert made.money == usd(9000)
    assert made.lines[0] == "(88 % − 85 %) × 1 200 members × 250.00 USD × 1 year = 9 000.00 USD"
    assert made.amount.notes == ("horizon 1 year, not discounted", "source: renewal list of 3 Nov")
    longer = work_out(Guided(Method.RETENTION, RETENTION | {"years": Decimal("2.5")}))
    assert longer.money == usd(22_500)
    assert "× 2.5 years" in longer.lines[0]


def test_before_and_after_takes_off_what_the_control_changed() -> None:
    made = work_out(Guided(Method.BEFORE_AFTER, BEFORE_AFTER))
    assert made.money == usd(375)
    assert made.lines[0] == "(150 − 100) − (100 − 80) = 30 more × 12.50 USD = 375.00 USD"


def test_savings_are_hours_and_calls_rounded_once() -> None:
    made = work_out(Guided(Method.SAVINGS, SAVINGS))
    assert made.money == usd(1155)
    assert made.lines[0] == "20:30 h × 30.00 USD + 120 × 4.50 USD = 1 155.00 USD"
    assert savings(208 * 60, usd(15), 0, usd(0)).value == 52_00
    only_calls = work_out(Guided(Method.SAVINGS, {"calls": 2, "per_call": usd(3)}))
    assert only_calls.lines[0] == "2 × 3.00 USD = 6.00 USD"
    with pytest.raises(SmdashError):
        savings(1, usd(1), 1, Money(1, "EUR"))


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = Guided(
        Method.HOLDOUT,
        {
            "treated_people": 0,
            "treated_conversions": -1,
            "control_people": 10,
            "control_conversions": 11,
            "order_value": usd(80),
            "spend": Money(1, "EUR"),
        },
    )
    assert set(faults_of(wrong)) == {"treated_people", "treated_conversions", "control_conversions", "spend"}
    with pytest.raises(FormFaults):
        work_out(wrong)
    rates = Guided(Method.RETENTION, RETENTION | {"with_rate": Decimal("1.01"), "without_rate": Decimal("-0.1")})
    assert set(faults_of(rates)) == {"with_rate", "without_rate"}
    years = Guided(Method.RETENTION, RETENTION | {"years": Decimal(11), "exposed": 0})
    assert set(faults_of(years)) == {"years", "exposed"}


def test_what_is_missing_is_named() -> None:
    assert set(missing_of(Guided(Method.RETENTION, {}))) == {"with_rate", "without_rate", "exposed", "annual", "years"}
    assert set(missing_of(Guided(Method.SAVINGS, {}))) == {"hours"}
    assert set(missing_of(Guided(Method.SAVINGS, {"hours": 3600, "per_call": usd(1)}))) == {"hourly", "calls"}
    assert "spend" not in missing_of(Guided(Method.HOLDOUT, {}))


def test_a_guided_benefit_is_what_its_numbers_give() -> None:
    guided = Guided(Method.RETENTION, RETENTION)
    assert check_guided(draft(guided)) == {}
    assert list(check_guided(draft(guided, amount=usd(9001)))) == ["amount"]
    assert list(check_guided(draft(guided, evidence=Evidence.TRACKED))) == ["evidence"]
    assert list(check_guided(draft(guided, kind=BenefitKind.REVENUE))) == ["kind"]
    assert check_guided(draft(guided, reverses_id=3, amount=usd(-10))) == {}
    assert check_guided(draft(guided, inputs={}, amount=usd(1))) == {}


def test_a_loss_is_no_benefit() -> None:
    worse = Guided(Method.RETENTION, RETENTION | {"with_rate": Decimal("0.80")})
    assert "−15 000.00 USD" in check_guided(draft(worse))["amount"]


@pytest.mark.parametrize("method", list(Method))
def test_what_is_kept_says_the_same_again(method: Method) -> None:
    guided = Guided(method, ALL[method], "a list")
    again = guided_of(kept(guided))
    assert again == guided
    assert set(ALL[method]) == {question.name for question in QUESTIONS[method]}
    first = guided_figure(kept(guided), None)[0]
    assert first.value == work_out(guided).money.minor
    assert first.notes[-1] == "source: a list"


def test_inputs_of_another_kind_are_no_guided_benefit() -> None:
    assert guided_of({"order": "17"}) is None
    assert guided_figure({}, None) == ()
    with pytest.raises(SmdashError, match="can't be read"):
        guided_figure({"method": "holdout", "treated_people": "many"}, None)


@given(
    with_rate=st.decimals(0, 1, places=4),
    without_rate=st.decimals(0, 1, places=4),
    exposed=st.integers(1, 10**6),
    annual=st.integers(1, 10**6),
    years=st.decimals("0.1", 10, places=1),
)
def test_retention_is_exact_to_the_cent(
    with_rate: Decimal, without_rate: Decimal, exposed: int, annual: int, years: Decimal
) -> None:
    answers: dict[str, Answer] = {
        "with_rate": with_rate,
        "without_rate": without_rate,
        "exposed": exposed,
        "annual": Money(annual, "USD"),
        "years": years,
    }
    exact = (Fraction(with_rate) - Fraction(without_rate)) * exposed * annual * Fraction(years)
    made = work_out(Guided(Method.RETENTION, answers))
    assert abs(made.money.minor - exact) <= Fraction(1, 2)
    again = guided_of(kept(Guided(Method.RETENTION, answers)))
    assert again is not None
    assert work_out(again).money == made.money


@given(
    treated=st.integers(1, 10**5).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    control=st.integers(1, 10**5).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
)
def test_an_interval_of_a_difference_holds_it_and_turns_with_its_groups(
    treated: tuple[int, int], control: tuple[int, int]
) -> None:
    found, turned = difference(treated, control), difference(control, treated)
    assert found is not None
    assert turned is not None
    gap = treated[0] / treated[1] - control[0] / control[1]
    assert -1 - 1e-9 <= found.low <= gap + 1e-9
    assert gap - 1e-9 <= found.high <= 1 + 1e-9
    assert found.low == pytest.approx(-turned.high)
