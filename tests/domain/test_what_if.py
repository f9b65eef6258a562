"""Suppositions give what editing the rows would give, and without one nothing moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.benefits import BenefitDraft, BenefitKind, BenefitLine, BenefitSums, Evidence, sum_benefits
from smdash.domain.costs import CostCategory
from smdash.domain.money import Money
from smdash.domain.periods import Calendar
from smdash.domain.roi import Ledger, Rung, result
from smdash.domain.what_if import Assumption, Basis, Change, Gain, level, sensitivity, supposed

DAY = date(2026, 11, 3)
Q4 = Calendar().parse("2026-Q4", DAY)
ALL = Rung.ESTIMATED


def line(gain: Gain, number: int = 1) -> BenefitLine:
    draft = BenefitDraft(DAY, Money(gain.minor, "USD"), gain.kind, evidence=gain.evidence, share=gain.share)
    return BenefitLine(number, replace(draft, margin=gain.margin), gain.minor)


def basis(*gains: Gain, **more: object) -> Basis:
    sums = sum_benefits([line(gain, n) for n, gain in enumerate(gains) for _ in range(gain.rows)], Q4)
    values: dict[str, object] = {"costs": {CostCategory.ADS: 200_00}, "staff": 100_00, "seconds": 7200, "entries": 2}
    return Basis(Ledger("USD", benefits=sums, **(values | more)), gains)  # type: ignore[arg-type]


TRACKED = Gain(BenefitKind.REVENUE, Evidence.TRACKED, Decimal(1), Decimal("0.4"), 500_00)
ALLOCATED = Gain(BenefitKind.RETENTION, Evidence.ALLOCATED, Decimal("0.5"), None, 1000_00)
ESTIMATED = Gain(BenefitKind.SAVINGS, Evidence.ESTIMATED, Decimal("0.8"), None, 50_00)


def to(value: str | int) -> Change:
    return Change(Fraction(value))


def test_without_a_change_it_is_what_is() -> None:
    made = basis(TRACKED, ALLOCATED, ESTIMATED)
    assert supposed(made, {}) == result(made.ledger)
    assert supposed(made, {each: Change() for each in Assumption}) == result(made.ledger)


def test_a_share_is_of_what_is_not_tracked() -> None:
    found = supposed(basis(TRACKED, ALLOCATED, ESTIMATED), {Assumption.SHARE: to("1/4")})
    assert [step.benefit.value for step in found.steps] == [200_00, 450_00, 462_50]
    assert found.cost.value == 300_00


def test_a_margin_is_never_of_savings_and_replaces_counting_gross() -> None:
    found = supposed(basis(TRACKED, ALLOCATED, ESTIMATED), {Assumption.MARGIN: to("1/2")})
    assert [step.benefit.value for step in found.steps] == [250_00, 500_00, 540_00]
    assert not any("gross" in note for note in found.step(ALL).benefit.notes)


def test_hours_move_staff_cost_and_spend_moves_the_rows() -> None:
    made = basis(TRACKED, costs={CostCategory.ADS: 100_00, CostCategory.TOOLS: 200_00})
    found = supposed(made, {Assumption.HOURS: to(3600), Assumption.SPEND: to(100_01)})
    assert found.cost.value == 50_00 + 100_01
    assert {part.name: part.value for part in found.cost.inputs} == {"Ads": 33_34, "Tools": 66_67, "Staff": 50_00}
    assert found.hours.value == 3600
    assert supposed(made, {Assumption.SPEND: Change(None, Fraction(11, 10))}).cost.value == 430_00


def test_spend_where_there_was_none_is_other_cost() -> None:
    found = supposed(basis(TRACKED, costs={}), {Assumption.SPEND: to(70_00)})
    assert {part.name: part.value for part in found.cost.inputs} == {"Other": 70_00, "Staff": 100_00}
    credit = basis(TRACKED, costs={CostCategory.ADS: -10_00, CostCategory.TOOLS: 30_00})
    assert supposed(credit, {Assumption.SPEND: to(50_00)}).cost.value == 150_00


def test_a_share_or_margin_stays_within_its_range() -> None:
    made = basis(TRACKED, ALLOCATED)
    assert supposed(made, {Assumption.SHARE: Change(None, Fraction(3))}).step(ALL).benefit.value == 1200_00
    assert level(made, Assumption.SHARE, Change(None, Fraction(3))).value == 1
    assert supposed(made, {Assumption.MARGIN: Change(Fraction(-1))}).step(ALL).benefit.value == 0


def test_what_can_not_be_supposed_says_why() -> None:
    made = basis(TRACKED, seconds=0, staff=0, entries=0)
    hours = level(made, Assumption.HOURS)
    assert (hours.value, "no hours are logged" in hours.reason) == (None, True)
    assert "tracked benefit counts in full" in level(made, Assumption.SHARE).reason
    assert level(basis(ESTIMATED), Assumption.MARGIN).reason == "savings only"
    assert level(basis(), Assumption.SHARE).reason == "no benefit"
    assert supposed(made, {Assumption.HOURS: to(3600)}).cost.value == 200_00


def test_several_shares_are_one_by_their_amounts() -> None:
    made = basis(ALLOCATED, ESTIMATED)
    found = level(made, Assumption.SHARE)
    assert found.value == Fraction(540, 1050)
    assert "of several, weighted by their amounts" in found.notes
    assert "counted gross" in level(made, Assumption.MARGIN).notes[-1]


def test_without_cost_the_ladder_is_undefined_and_the_swings_are_of_the_net() -> None:
    made = basis(ALLOCATED, costs={}, staff=0, seconds=0, entries=0)
    found = supposed(made, {Assumption.SHARE: to("0.9")})
    assert found.step(ALL).roi.value is None
    assert found.step(ALL).roi.reason == "there is no cost"
    swings = sensitivity(made, ALL)
    assert swings.actual.name == "Net all"
    assert swings.swings[0].assumption is Assumption.SHARE
    assert (swings.swings[0].low.value, swings.swings[0].high.value) == (400_00, 600_00)


def test_the_widest_swing_comes_first() -> None:
    found = sensitivity(basis(TRACKED, ALLOCATED), ALL)
    assert [swing.assumption for swing in found.swings] == [
        Assumption.SHARE, Assumption.SPEND, Assumption.MARGIN, Assumption.HOURS
    ]  # fmt: skip
    spans = [swing.span for swing in found.swings]
    assert spans == sorted(spans, reverse=True)
    assert found.actual.value == Fraction(400, 300)
    spend = found.swings[1]
    assert found.swings[2].span == Fraction(180, 300)  # counted gross already: a higher margin adds only to the other
    assert (spend.low.value, spend.high.value) == (Fraction(700 - 260, 260), Fraction(700 - 340, 340))


@pytest.mark.parametrize("rung", list(Rung))
def test_the_rung_is_kept(rung: Rung) -> None:
    assert sensitivity(basis(TRACKED, ALLOCATED, ESTIMATED), rung).actual.name == f"ROI {rung.label}"


shares = st.decimals("0.01", 1, places=2)
gains = st.lists(
    st.builds(
        Gain,
        st.sampled_from(list(BenefitKind)),
        st.sampled_from([Evidence.ALLOCATED, Evidence.ESTIMATED]),
        shares,
        st.none() | shares,
        st.integers(-(10**7), 10**7),
        st.integers(1, 3),
    ).map(lambda gain: replace(gain, margin=None) if gain.kind is BenefitKind.SAVINGS else gain),
    max_size=8,
)


@given(gains, shares)
def test_supposing_a_share_is_what_editing_each_row_gives(found: list[Gain], share: Decimal) -> None:
    edited = basis(*(replace(gain, share=share) for gain in found))
    made = supposed(basis(*found), {Assumption.SHARE: Change(Fraction(share))})
    assert [step.benefit.value for step in made.steps] == [step.benefit.value for step in result(edited.ledger).steps]


@given(gains, shares, st.integers(0, 10**9), st.integers(0, 10**9))
def test_net_is_benefit_less_cost_to_the_cent(found: list[Gain], margin: Decimal, seconds: int, spend: int) -> None:
    changes = {
        Assumption.MARGIN: Change(Fraction(margin)),
        Assumption.HOURS: Change(Fraction(seconds)),
        Assumption.SPEND: Change(Fraction(spend)),
    }
    made = supposed(basis(*found), changes)
    assert sum(int(part.value or 0) for part in made.cost.inputs) == made.cost.value
    for step in made.steps:
        assert step.net.value == int(step.benefit.value or 0) - int(made.cost.value or 0)


def test_sums_keep_what_needs_a_word_beside_them() -> None:
    made = basis(ALLOCATED)
    waiting = replace(made.ledger, benefits=replace(made.ledger.benefits, unconverted=2))
    found = supposed(Basis(waiting, made.gains), {Assumption.SHARE: to("0.3")})
    assert any("2 benefits wait" in note for note in found.step(ALL).benefit.notes)
    assert BenefitSums({}).rows == 0
