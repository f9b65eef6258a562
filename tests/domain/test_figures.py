"""Numbers that explain themselves, as text; and measures that may be missing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.figures import Figure, Number, Unit, grouped, ratio, show_minor, show_number
from smdash.domain.measures import NOT_REPORTED, Measure, total


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (12_545_000, Unit.MONEY, "125 450"),
        (12_545_050, Unit.MONEY, "125 450.50"),
        (-1, Unit.MONEY, "−0.01"),
        (Fraction(-4_040_000), Unit.MONEY, "−40 400"),
        (Fraction(301, 2), Unit.MONEY, "1.51"),
        (Fraction(2455, 10_000), Unit.RATIO, "24.6 %"),
        (Fraction(-1, 10_000), Unit.RATIO, "0.0 %"),
        (5400, Unit.SECONDS, "1:30"),
        (Fraction(89, 2), Unit.SECONDS, "0:01"),
        (1000, Unit.COUNT, "1 000"),
        (412, Unit.NUMBER, "412"),
        (Decimal("5.10"), Unit.NUMBER, "5.1"),
        (Fraction(1, 3), Unit.NUMBER, "0.33"),
        (92, Unit.DAYS, "92"),
    ],
)
def test_values_as_shown(value: Number, unit: Unit, shown: str) -> None:
    assert Figure("x", value, unit, "", currency="USD").text() == shown


def test_signs_cents_and_undefined() -> None:
    net = Figure("Net", 3_080_000, Unit.MONEY, "benefit − cost", currency="USD")
    assert (net.text(signed=True), net.text(cents=True), net.defined) == ("+30 800", "30 800.00", True)
    nothing = Figure("ROI", None, Unit.RATIO, "net / cost", reason="there is no cost")
    assert (nothing.text(), nothing.defined) == ("–", False)
    assert show_number(0, Unit.COUNT, signed=True) == "0"


@pytest.mark.parametrize(("currency", "shown"), [("JPY", "1 234 567"), ("USD", "12 345.67"), ("KWD", "1 234.567")])
def test_money_has_the_digits_of_its_currency(currency: str, shown: str) -> None:
    assert show_minor(1_234_567, currency) == shown


def figure(value: int | None, reason: str = "") -> Figure:
    return Figure("x", value, Unit.COUNT, "", reason=reason)


@pytest.mark.parametrize(
    ("top", "bottom", "value", "reason"),
    [
        (figure(1), figure(4), Fraction(1, 4), ""),
        (figure(0), figure(4), 0, ""),
        (figure(1), figure(0), None, "nothing to divide by"),
        (figure(None, "not reported"), figure(4), None, "not reported"),
        (figure(1), figure(None, "no budget"), None, "no budget"),
    ],
)
def test_a_ratio_is_undefined_with_its_reason(top: Figure, bottom: Figure, value: Fraction | None, reason: str) -> None:
    found = ratio("r", top, bottom, "top / bottom", missing="nothing to divide by")
    assert (found.value, found.reason, found.inputs) == (value, reason, (top, bottom))


@settings(max_examples=150)
@given(st.decimals(-(10**30), 10**30, places=5), st.integers(0, 4))
def test_grouping_loses_nothing(value: Decimal, places: int) -> None:
    shown = grouped(value, places)
    read = Fraction(shown.replace(" ", "").replace("−", "-"))
    assert abs(read - Fraction(value)) <= Fraction(1, 2 * 10**places)
    assert all(len(group) == 3 for group in shown.lstrip("−").partition(".")[0].split(" ")[1:])
    assert (shown[0] == "−") is (read < 0)


@settings(max_examples=60)
@given(st.decimals(-(10**9), 10**9, places=4))
def test_halves_are_shown_away_from_zero(value: Decimal) -> None:
    exact = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(grouped(value, 2).replace(" ", "").replace("−", "-")) == exact


def test_missing_is_never_zero() -> None:
    found = total([Measure(5), NOT_REPORTED, Measure(None, "<10 %"), Measure(0)])
    assert (found.value, found.reported, found.missing) == (5, 2, 2)
    assert total([NOT_REPORTED]).value is None
    assert [str(m) for m in (Measure(5), NOT_REPORTED, Measure(None, "<10 %"))] == ["5", "not reported", "<10 %"]
    assert Measure(0).reported
