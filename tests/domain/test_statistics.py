"""Intervals, the robust trend and percentiles, against published values."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.statistics import percentile, poisson, poisson_rate, theil_sen, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_wilson(successes: int, trials: int, low: float, high: float) -> None:
    found = wilson(successes, trials)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_wilson_without_trials_is_none_and_too_many_successes_a_mistake() -> None:
    assert wilson(0, 0) is None
    with pytest.raises(ValueError, match="successes"):
        wilson(3, 2)


@settings(max_examples=60)
@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_wilson_holds_the_share(one: int, other: int) -> None:
    successes, trials = min(one, other), max(one, other)
    found = wilson(successes, trials)
    if found is not None:
        assert 0 <= found.low <= successes / trials <= found.high <= 1


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904), (100, 81.3640, 121.6268)],
)
def test_poisson_is_exact(count: int, low: float, high: float) -> None:
    found = poisson(count)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_poisson_of_large_counts_continues_the_exact_one() -> None:
    small, large = poisson(500), poisson(501)
    assert 0.9 < large.low - small.low < 1.1
    assert 0.9 < large.high - small.high < 1.1
    with pytest.raises(ValueError, match="never negative"):
        poisson(-1)


def test_poisson_rate_is_per_exposure() -> None:
    found = poisson_rate(10, 2000)
    assert found is not None
    assert round(found.low * 2000, 4) == 4.7954
    assert poisson_rate(10, 0) is None


def test_theil_sen_ignores_a_wild_point() -> None:
    line = theil_sen([(0, 1), (1, 3), (2, 5), (3, 100), (4, 9)])
    assert line is not None
    assert (line.slope, line.intercept, line.at(10)) == (2, 1, 21)
    assert theil_sen([(1, 2), (1, 3)]) is None
    assert theil_sen([]) is None


@pytest.mark.parametrize(("percent", "value"), [(0, 1), (10, 1.4), (50, 3), (90, 4.6), (100, 5)])
def test_percentiles_are_linear_between_ranks(percent: float, value: float) -> None:
    assert percentile([5, 1, 4, 2, 3], percent) == pytest.approx(value)


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], 101)])
def test_a_percentile_needs_values(values: list[float], percent: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, percent)
