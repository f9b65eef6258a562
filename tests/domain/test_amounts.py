from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.amounts import parse_amount, parse_number
from smdash.domain.figures import show_minor
from smdash.domain.money import Money
from smdash.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1250", "1250"),
        ("1 250", "1250"),
        ("1 250,50", "1250.50"),
        ("1.250,50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("1'250.50", "1250.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("12.50", "12.50"),
        ("1250.125", "1250.125"),
        ("0.125", "0.125"),
        (".5", "0.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+3", "3"),
    ],
)
def test_numbers_as_people_write_them(typed: str, value: str) -> None:
    assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "x", "1.2.3", "1,23,4", "12 34", "1,250,00", "1-2", "1..2", "--1", "1e5"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(InvalidInput, match="is not a number"):
        parse_number(typed)


@pytest.mark.parametrize("typed", ["1.250", "1,250", "125.000", "-1.250"])
def test_what_could_be_two_numbers_is_asked_about(typed: str) -> None:
    with pytest.raises(InvalidInput, match="could be"):
        parse_number(typed)


def test_amounts_take_their_currency_and_its_decimals() -> None:
    assert parse_amount("USD 12.50", "USD") == Money(1250, "USD")
    assert parse_amount("12,5 usd", "USD") == Money(1250, "USD")
    assert parse_amount("500", "JPY") == Money(500, "JPY")
    with pytest.raises(InvalidInput, match="more decimals"):
        parse_amount("0.5", "JPY")
    with pytest.raises(InvalidInput, match="larger"):
        parse_amount("99999999999999", "USD")


@given(st.integers(-(10**14), 10**14))
@settings(max_examples=100)
def test_what_is_shown_can_be_typed(minor: int) -> None:
    assert parse_amount(show_minor(minor, "USD", cents=True), "USD") == Money(minor, "USD")
