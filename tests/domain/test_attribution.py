"""Credit over touches: exact shares, and money to the cent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.attribution import Model, Touch, credited_money, credits_of, decay_weight
from smdash.domain.money import Money

CONVERSION = datetime(2026, 11, 22, 12, tzinfo=UTC)


def path(*ages: float, direct: frozenset[int] = frozenset()) -> list[Touch]:
    return [Touch(n, CONVERSION - timedelta(days=age), n in direct) for n, age in enumerate(ages)]


def shares(touches: list[Touch], model: Model, window: int = 30) -> list[Fraction]:
    return [credit.share for credit in credits_of(touches, CONVERSION, model, window)]


def test_time_decay_halves_in_a_week() -> None:
    found = shares(path(22, 15, 8, 1), Model.TIME_DECAY)
    assert [share / found[-1] for share in found] == [Fraction(1, 8), Fraction(1, 4), Fraction(1, 2), 1]
    assert (decay_weight(0), decay_weight(7)) == (Fraction(1), Fraction(1, 2))


@pytest.mark.parametrize(
    ("model", "parts"),
    [
        (Model.FIRST, [1, 0, 0, 0]),
        (Model.LAST, [0, 0, 0, 1]),
        (Model.LAST_NON_DIRECT, [0, 0, 1, 0]),
        (Model.LINEAR, [Fraction(1, 4)] * 4),
        (Model.POSITION, [Fraction(2, 5), Fraction(1, 10), Fraction(1, 10), Fraction(2, 5)]),
    ],
)
def test_models_share_the_credit(model: Model, parts: list[Fraction]) -> None:
    assert shares(path(9, 5, 3, 1, direct=frozenset({3})), model) == parts


def test_short_paths() -> None:
    assert shares(path(3), Model.POSITION) == [1]
    assert shares(path(3, 1), Model.POSITION) == [Fraction(1, 2)] * 2
    assert shares(path(3, 1, direct=frozenset({0, 1})), Model.LAST_NON_DIRECT) == [0, 1]


def test_only_touches_in_the_window_count() -> None:
    assert shares(path(31, 30, -1), Model.FIRST) == [1]
    assert credits_of(path(31), CONVERSION, Model.LINEAR, 30) == ()
    assert credited_money(Money(100, "USD"), ()) == ()


@settings(max_examples=60)
@given(st.lists(st.floats(0, 400), min_size=1, max_size=8), st.integers(0, 10**7), st.sampled_from(list(Model)))
def test_credit_is_exactly_one_and_money_exact(ages: list[float], minor: int, model: Model) -> None:
    found = credits_of(path(*ages), CONVERSION, model, 400)
    assert sum(credit.share for credit in found) == 1
    assert sum(part.minor for part in credited_money(Money(minor, "USD"), found)) == minor
