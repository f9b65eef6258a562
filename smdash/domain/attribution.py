"""Attribution: sharing one conversion over the touches that came before it. It distributes a benefit, and never adds.

The chosen model is part of a number's label; the credits of all models stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from smdash.domain.money import Money, allocate

K = TypeVar("K")

HALF_LIFE_DAYS = 7
"""Days after which a touch weighs half as much in the time-decay model."""

_ENDS, _MIDDLE = 2, 1  # position: 40 % for each end, 20 % for all between them


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
    weights = weights_of(tuple(t.direct for t in path), [t.at for t in path], model)
    total = sum(weights)
    return tuple(Credit(touch, Fraction(weight, total)) for touch, weight in zip(path, weights, strict=True))


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


def weights_of(direct: tuple[bool, ...], times: Sequence[datetime], model: Model) -> Sequence[int]:
    """What each touch of a path weighs, in whole numbers: their shares are those of the sum.

    The path has at least one touch, the oldest first, and all of them count. Only time decay looks at `times`.
    """
    if model is not Model.TIME_DECAY:
        return _placed(direct, model)
    # Only relative weights matter; measured from the newest touch none becomes zero.
    exact = [decay_weight((times[-1] - at) / timedelta(days=1)) for at in times]
    common = max(weight.denominator for weight in exact)  # powers of two, so the largest is all they have in common
    return [weight.numerator * (common // weight.denominator) for weight in exact]


@lru_cache(maxsize=1024)  # few paths differ in this
def _placed(direct: tuple[bool, ...], model: Model) -> Sequence[int]:
    """Weights of models that look at places in the path only."""
    count = len(direct)
    if model is Model.LINEAR or (model is Model.POSITION and count <= 2):
        return (1,) * count
    if model is Model.POSITION:
        ends = _ENDS * (count - 2)
        return (ends, *(_MIDDLE,) * (count - 2), ends)
    chosen = 0 if model is Model.FIRST else count - 1
    if model is Model.LAST_NON_DIRECT:
        chosen = max((i for i, is_direct in enumerate(direct) if not is_direct), default=count - 1)
    return tuple(int(i == chosen) for i in range(count))
