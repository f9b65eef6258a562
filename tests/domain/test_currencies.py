"""Rates by day, digits by currency, and amounts that wait and are never added across currencies."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.currencies import Rate, Rates, Unconverted, waiting_of
from smdash.domain.money import Money

DAY = date(2026, 11, 10)
RATES = Rates(
    "USD",
    {
        "EUR": (Rate(date(2026, 9, 1), Decimal("1.10")), Rate(date(2026, 11, 10), Decimal("1.20"))),
        "JPY": (Rate(date(2026, 10, 6), Decimal("0.0067")),),
        "KWD": (Rate(date(2026, 10, 5), Decimal("3.25")),),
    },
)


def test_the_newest_rate_valid_on_the_day_converts_with_the_digits_of_both() -> None:
    assert RATES.convert(Money(100_00, "EUR"), date(2026, 11, 9)) == 110_00
    assert RATES.convert(Money(100_00, "EUR"), DAY) == 120_00
    assert RATES.convert(Money(10_000, "JPY"), DAY) == 67_00  # no decimals: 10 000 yen
    assert RATES.convert(Money(1_500, "KWD"), DAY) == 4_88  # three decimals: 1.500 dinar, 4.875 rounded away from zero
    assert RATES.convert(Money(-1_500, "KWD"), DAY) == -4_88
    assert RATES.convert(Money(5, "USD"), DAY) == 5
    assert RATES.convert(Money(1, "EUR"), date(2026, 8, 31)) is None
    assert RATES.convert(Money(1, "GBP"), DAY) is None


@pytest.mark.parametrize(("days", "old"), [(35, False), (36, True)])
def test_a_rate_older_than_35_days_warns_where_it_is_used(days: int, old: bool) -> None:
    said = RATES.words(Money(1000, "JPY"), date(2026, 10, 6) + timedelta(days))
    assert said.startswith("1 000 JPY = 6.70 USD at 0.0067")
    assert (f"{days} days old" in said) is old


def test_what_has_no_rate_is_said_to_wait() -> None:
    assert "99.00 GBP will wait, not counted" in RATES.words(Money(99_00, "GBP"), DAY)
    assert RATES.words(Money(99_00, "USD"), DAY) == ""


def test_waiting_amounts_stay_in_their_currencies() -> None:
    found = waiting_of([Money(1200_00, "EUR"), Money(5000, "JPY"), Money(-200_00, "EUR"), Money(1_500, "KWD")])
    assert found.counted("cost") == "4 costs of 1 000.00 EUR + 5 000 JPY + 1.500 KWD"
    assert (found - waiting_of([Money(5000, "JPY")])).words == "1 000.00 EUR + 1.500 KWD"
    assert waiting_of([Money(-5, "EUR"), Money(-7, "JPY")]).words == "−0.05 EUR − 7 JPY"
    assert Unconverted().counted("cost") == ""
    assert waiting_of([Money(1, "JPY")]).counted("benefit") == "1 benefit of 1 JPY"


money = st.builds(Money, st.integers(-(10**9), 10**9), st.sampled_from(["EUR", "JPY", "KWD", "GBP", "USD"]))


@given(st.lists(money, max_size=20), st.lists(money, max_size=20))
def test_parts_and_the_rest_are_the_whole(one: list[Money], other: list[Money]) -> None:
    whole = waiting_of([*one, *other])
    assert whole.rows == len(one) + len(other)
    left = whole - waiting_of(one)
    assert {code: minor for code, minor in left.amounts.items() if minor} == {
        code: minor for code, minor in waiting_of(other).amounts.items() if minor
    }


@given(st.lists(money, max_size=20))
def test_converted_rows_sum_to_the_total_and_the_others_wait(amounts: list[Money]) -> None:
    converted = [RATES.convert(amount, DAY) for amount in amounts]
    waits = waiting_of(amount for amount, minor in zip(amounts, converted, strict=True) if minor is None)
    assert set(waits.amounts) <= {"GBP"}
    assert waits.rows + sum(minor is not None for minor in converted) == len(amounts)
    exact = sum(
        (abs(minor - _exact(amount)) for amount, minor in zip(amounts, converted, strict=True) if minor), Decimal(0)
    )
    assert exact <= Decimal("0.5") * len(amounts)


def _exact(amount: Money) -> Decimal:
    rate = RATES.of(amount.currency, DAY)
    return amount.amount * (Decimal(1) if rate is None else rate.value) * 100
