"""Money in whole minor units: rounded once, or shared without loss."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.money import Money, allocate, check_currency, digits, round_half_away, staff_cost
from smdash.errors import InvalidInput, SmdashError

AMOUNTS = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(
    st.one_of(st.integers(0, 10**6), st.fractions(0, 1000), st.decimals(0, 1000, places=3)), min_size=1, max_size=12
).filter(any)


@settings(max_examples=150)
@given(AMOUNTS, WEIGHTS)
def test_parts_sum_exactly_and_each_is_within_one_unit(total: int, weights: list[int | Fraction | Decimal]) -> None:
    parts = allocate(total, weights)
    whole = sum((Fraction(weight) for weight in weights), Fraction(0))
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * Fraction(weight) / whole) < 1
        assert part == 0 or weight
    assert allocate(-total, weights) == [-part for part in parts]


@settings(max_examples=60)
@given(AMOUNTS, st.integers(1, 20))
def test_even_parts_give_what_is_over_to_the_first(total: int, count: int) -> None:
    parts = [abs(part) for part in allocate(total, [1] * count)]
    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= 1


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (100, [50, 30, 20], [50, 30, 20]),
        (5, [1, 1], [3, 2]),
        (10, [Fraction(1, 3), Fraction(2, 3)], [3, 7]),
        (1, [0, 0, 1], [0, 0, 1]),
        (-5, [1, 1], [-3, -2]),
        (0, [1, 2], [0, 0]),
    ],
)
def test_the_largest_remainder_wins_ties_to_the_first(total: int, weights: list[int], parts: list[int]) -> None:
    assert allocate(total, weights) == parts


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [3, -1]])
def test_weights_must_weigh(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(10, weights)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("2.5", 3), ("-2.5", -3), ("0.5", 1), ("-0.5", -1), ("2.4999", 2), ("-2.4999", -2), ("0", 0), ("3", 3)],
)
def test_halves_are_rounded_away_from_zero(value: str, rounded: int) -> None:
    assert round_half_away(Decimal(value)) == rounded


@settings(max_examples=80)
@given(st.decimals(-(10**9), 10**9, places=6))
def test_rounding_agrees_with_decimal(value: Decimal) -> None:
    assert round_half_away(value) == int(value.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(("currency", "places", "minor"), [("JPY", 0, 13), ("USD", 2, 1250), ("KWD", 3, 12_500)])
def test_currencies_have_their_own_digits(currency: str, places: int, minor: int) -> None:
    assert digits(currency) == places
    assert Money.of(Decimal("12.5"), currency).minor == minor


@settings(max_examples=60)
@given(AMOUNTS, st.sampled_from(["JPY", "USD", "KWD", "CLF"]))
def test_an_amount_survives_major_units(minor: int, currency: str) -> None:
    assert Money.of(Money(minor, currency).amount, currency).minor == minor


def test_sums_and_differences() -> None:
    one, two = Money(100, "USD"), Money(250, "USD")
    assert (one + two, one - two, -one) == (Money(350, "USD"), Money(-150, "USD"), Money(-100, "USD"))


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(SmdashError, match="USD and EUR"):
        Money(1, "USD") + Money(1, "EUR")
    with pytest.raises(SmdashError):
        Money(1, "USD") - Money(1, "EUR")


@pytest.mark.parametrize(
    ("amount", "rate", "to", "minor"),
    [
        (Money(10_000, "EUR"), "1.0855", "USD", 10_855),
        (Money(1000, "JPY"), "0.0065", "USD", 650),
        (Money(100, "USD"), "154.5", "JPY", 155),
        (Money(1, "USD"), "0.3075", "KWD", 3),
        (Money(-333, "USD"), "0.5", "EUR", -167),
    ],
)
def test_conversion_rounds_once(amount: Money, rate: str, to: str, minor: int) -> None:
    assert amount.converted(Decimal(rate), to) == Money(minor, to)


@pytest.mark.parametrize(
    ("seconds", "rate", "cost"), [(208 * 60, 1500, 5200), (1, 1800, 1), (0, 1500, 0), (5400, 4525, 6788)]
)
def test_the_cost_of_an_entry_is_rounded_once(seconds: int, rate: int, cost: int) -> None:
    assert staff_cost(seconds, Money(rate, "USD")).minor == cost


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(1, 86_400), st.integers(0, 50_000)), max_size=30), st.integers(1, 29))
def test_totals_are_the_same_in_whatever_order_and_group(rows: list[tuple[int, int]], cut: int) -> None:
    costs = [staff_cost(seconds, Money(rate, "USD")).minor for seconds, rate in rows]
    assert sum(costs) == sum(costs[:cut]) + sum(costs[cut:]) == sum(sorted(costs))


def test_currency_codes_are_checked() -> None:
    assert check_currency(" usd ") == "USD"
    for wrong in ("", "US", "U$D", "USDT", "ÜSD", "12E"):
        with pytest.raises(InvalidInput, match="currency"):
            check_currency(wrong)
