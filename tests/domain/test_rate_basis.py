"""A loaded rate from pay: the published case, its words, and every fault at its field."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from smdash.domain.money import Money
from smdash.domain.rate_basis import Per, RateBasis, basis_of
from smdash.errors import FormFaults

PUBLISHED = RateBasis(Money(1800, "USD"), Per.HOUR, Decimal(40), Decimal(232), Decimal("0.3108"))


def test_the_published_case_and_its_words() -> None:
    assert PUBLISHED.rate().value == 2656
    assert PUBLISHED.words() == (
        "cost a year = 37 440.00 pay + 11 636.35 on-costs (31.1 %) + 0.00 overhead",
        "hours = 2 080 paid (40 × 52) − 232 off",
        "49 076.35 / 1 848 h = 26.56 USD an hour",
    )


def test_pay_may_be_for_a_month_or_a_year() -> None:
    yearly = RateBasis(Money(48_000_00, "EUR"), Per.YEAR, Decimal(40), on_costs=Decimal(0))
    monthly = replace(yearly, pay=Money(4_000_00, "EUR"), per=Per.MONTH)
    assert yearly.rate().value == monthly.rate().value == 2308


def test_without_on_costs_the_published_factor_is_taken_and_named() -> None:
    default = replace(PUBLISHED, on_costs=None)
    assert default.job().on_costs == Fraction(4565, 3207) - 1
    assert "1.423 (BLS)" in default.words()[-1]


def test_what_was_kept_is_read_again() -> None:
    whole = replace(PUBLISHED, overhead=Money(5_000_00, "USD"))
    for basis in (PUBLISHED, whole, replace(PUBLISHED, on_costs=None)):
        assert basis_of(basis.to_plain()) == basis


@pytest.mark.parametrize("kept", [None, {}, "x", {"n": 3}, {**PUBLISHED.to_plain(), "per": "week"}])
def test_what_was_kept_in_another_way_is_no_basis(kept: object) -> None:
    assert basis_of(kept) is None


def test_all_faults_are_told_at_their_fields() -> None:
    wrong = RateBasis(Money(0, "USD"), Per.YEAR, Decimal(200), Decimal(0), Decimal("-0.1"), Money(-1, "USD"))
    with pytest.raises(FormFaults) as told:
        wrong.job()
    assert set(told.value.faults) == {"pay", "weekly_hours", "on_costs", "overhead"}
    with pytest.raises(FormFaults, match="No productive hours are left: there are 2 080 paid hours"):
        replace(PUBLISHED, hours_off=Decimal(2080)).rate()
    with pytest.raises(FormFaults, match="Overhead must be in USD"):
        replace(PUBLISHED, overhead=Money(1, "EUR")).rate()
