"""The few statistics smdash shows, on floats: intervals, a robust trend, percentiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

Z_95 = 1.959963984540054
"""Two-sided 95 % quantile of the standard normal distribution."""

_TAIL = 0.025
_EXACT_UP_TO = 500


@dataclass(frozen=True, slots=True)
class Interval:
    """A lower and an upper bound, both included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Line:
    """y = slope × x + intercept."""

    slope: float
    intercept: float

    def at(self, x: float) -> float:
        """Its value at x."""
        return self.slope * x + self.intercept


def wilson(successes: int, trials: int, z: float = Z_95) -> Interval | None:
    """Wilson score interval of a share (0–1), without continuity correction; None without trials.

    For counts where at most one event per trial is possible; `ValueError` when there are more. Source: Wilson 1927;
    Newcombe 1998, method 3.
    """
    if not 0 <= successes <= max(trials, 0):
        raise ValueError("successes must lie between 0 and trials")
    if not trials:
        return None
    share, square = successes / trials, z * z
    centre = share + square / (2 * trials)
    half = z * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    scale = 1 + square / trials
    low = 0.0 if successes == 0 else max(0.0, (centre - half) / scale)
    high = 1.0 if successes == trials else min(1.0, (centre + half) / scale)
    return Interval(low, high)


def difference(treated: tuple[int, int], control: tuple[int, int]) -> Interval | None:
    """95 % interval of the difference of two shares, each as (successes, trials): treated − control.

    None where a group has no trial. Source: Newcombe 1998, Interval estimation for the difference between independent
    proportions, method 10: the two Wilson intervals combined.
    """
    first, second = wilson(*treated), wilson(*control)
    if first is None or second is None:
        return None
    one, other = treated[0] / treated[1], control[0] / control[1]
    below = math.hypot(one - first.low, second.high - other)
    above = math.hypot(first.high - one, other - second.low)
    return Interval(one - other - below, one - other + above)


@lru_cache(maxsize=4096)
def poisson(count: int) -> Interval:
    """Exact (Garwood 1936) 95 % interval of the mean of a Poisson count, in events.

    Bounds are the means at which `count` or more, or `count` or fewer, events have a probability of 2.5 %. Above 500
    events the Wilson–Hilferty form of the same quantiles is used, which then differs by less than 1 in 100 000.
    """
    if count < 0:
        raise ValueError("a count is never negative")
    if count > _EXACT_UP_TO:
        return Interval(_wilson_hilferty(count, -Z_95), _wilson_hilferty(count + 1, Z_95))
    low = _mean_at(count, -Z_95, _TAIL) if count else 0.0
    return Interval(low, _mean_at(count + 1, Z_95, 1 - _TAIL))


def poisson_rate(count: int, exposure: float) -> Interval | None:
    """The Poisson interval of a count over an exposure (impressions, days); None without exposure."""
    if exposure <= 0:
        return None
    bounds = poisson(count)
    return Interval(bounds.low / exposure, bounds.high / exposure)


def _at_least(events: int, mean: float) -> float:
    """Probability of `events` or more: the regularised lower incomplete gamma function P(events, mean), by series."""
    if mean <= 0:
        return 0.0
    term = total = 1.0
    step = 0
    while term > total * 1e-16:
        step += 1
        term *= mean / (events + step)
        total += term
    return total * math.exp(events * math.log(mean) - mean - math.lgamma(events + 1))


def _mean_at(events: int, z: float, probability: float) -> float:
    """The mean at which `events` or more have a probability: Newton's steps from Wilson and Hilferty's value."""
    mean = max(_wilson_hilferty(events, z), 1e-3)
    for _ in range(50):
        density = math.exp((events - 1) * math.log(mean) - mean - math.lgamma(events))
        step = (_at_least(events, mean) - probability) / density
        mean = max(mean - step, mean / 2)
        if abs(step) <= mean * 1e-13:
            break
    return mean


def _wilson_hilferty(events: int, z: float) -> float:
    return events * float((1 - 1 / (9 * events) + z / (3 * math.sqrt(events))) ** 3)


def theil_sen(points: Sequence[tuple[float, float]]) -> Line | None:
    """The line with the median slope of all pairs and the median intercept; None without two different x.

    Source: Theil 1950, Sen 1968. A quarter of the points may be wild without moving it far.
    """
    slopes = [(y2 - y1) / (x2 - x1) for i, (x1, y1) in enumerate(points) for x2, y2 in points[i + 1 :] if x2 != x1]
    if not slopes:
        return None
    slope = median(slopes)
    return Line(slope, median(y - slope * x for x, y in points))


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which `percent` (0–100) of the values lie, linear between ranks (Hyndman–Fan type 7).

    `ValueError` without values or outside 0–100.
    """
    if not values or not 0 <= percent <= 100:
        raise ValueError("a percentile needs values and a percentage from 0 to 100")
    ranked = sorted(values)
    position = (len(ranked) - 1) * percent / 100
    below = math.floor(position)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (ranked[above] - ranked[below]) * (position - below)
