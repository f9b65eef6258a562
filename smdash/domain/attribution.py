"""Attribution: sharing one conversion over the touches that came before it. It distributes a benefit, and never adds.

The chosen model is part of a number's label; the credits of all models stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from smdash.domain.money import Money, allocate
from smdash.values import dataclass

K = TypeVar("K")

HALF_LIFE_DAYS = 7
"""Days after which a touch weighs half as much in the time-decay model."""

_ENDS, _MIDDLE = Fraction(2, 5), Fraction(1, 5)


class Model(StrEnum):
    """Which touches get the credit."""

    FIRST = "first touch"
    LAST = "last touch"
    LAST_NON_DIRECT = "last non-direct touch"
    LINEAR = "linear"
    POSITION = "position 40/20/40"
    TIME_DECAY = "time decay, half-life 7 days"


@dataclass(frozen=True, slots=True)
class Touch:
    """A recorded contact before a conversion; a direct one came without a link or a referring page."""

    id: int
    at: datetime
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """The share of a conversion that a touch gets; the shares of one conversion add up to exactly 1."""

    touch: Touch
    share: Fraction


def credits_of(touches: Sequence[Touch], conversion: datetime, model: Model, window_days: int) -> tuple[Credit, ...]:
    """Shares by a model over the touches within the look-back window, oldest first; empty when there is none.

    Touches at the moment of the conversion count, later ones do not.
    """
    opened = conversion - timedelta(days=window_days)
    path = sorted((t for t in touches if opened <= t.at <= conversion), key=lambda touch: (touch.at, touch.id))
    if not path:
        return ()
    weights = _weights(path, model)
    total = sum(weights, Fraction(0))
    return tuple(Credit(touch, weight / total) for touch, weight in zip(path, weights, strict=True))


def credited_money(amount: Money, shares: Sequence[Credit]) -> tuple[Money, ...]:
    """An amount shared by credit, to the cent: largest remainder, ties to the earlier touch."""
    if not shares:
        return ()
    return tuple(Money(minor, amount.currency) for minor in allocate(amount.minor, [credit.share for credit in shares]))


def credited_by(amount: Money, shares: Sequence[Credit], key_of: Mapping[int, K], own: K) -> dict[K, int]:
    """Minor units of an amount by what each touch belongs to (`key_of` its id); all to `own` where there is no touch.

    They add up to the amount exactly.
    """
    if not shares:
        return {own: amount.minor}
    found: dict[K, int] = {}
    for credit, part in zip(shares, credited_money(amount, shares), strict=True):
        key = key_of[credit.touch.id]
        found[key] = found.get(key, 0) + part.minor
    return {key: minor for key, minor in found.items() if minor}


def decay_weight(age_days: float) -> Fraction:
    """½ to the power of age / half-life: 1 at the conversion, ½ a week before."""
    return Fraction(0.5 ** (age_days / HALF_LIFE_DAYS))


def _weights(path: Sequence[Touch], model: Model) -> list[Fraction]:
    count = len(path)
    if model is Model.TIME_DECAY:
        newest = path[-1].at  # only relative weights matter; measured from the newest touch none becomes zero
        return [decay_weight((newest - touch.at) / timedelta(days=1)) for touch in path]
    if model is Model.LINEAR or (model is Model.POSITION and count <= 2):
        return [Fraction(1)] * count
    if model is Model.POSITION:
        return [_ENDS, *[_MIDDLE / (count - 2)] * (count - 2), _ENDS]
    chosen = 0 if model is Model.FIRST else count - 1
    if model is Model.LAST_NON_DIRECT:
        chosen = max((i for i, touch in enumerate(path) if not touch.direct), default=count - 1)
    return [Fraction(i == chosen) for i in range(count)]
