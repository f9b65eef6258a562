"""Sparklines: values as one line of text."""

from __future__ import annotations

import math
from collections.abc import Sequence

from smdash.domain.figures import Number

SPARKS = "▁▂▃▄▅▆▇█"
ASCII_SPARKS = "_.:-=+*#"


def sparkline(values: Sequence[Number | float | None], width: int = 0, *, ascii_only: bool = False) -> str:
    """Values as one line of text, lowest to highest of the values themselves; a gap is a space.

    With `width`, longer sequences are cut into that many stretches, each shown by its last reported value. All equal
    values stand in the middle.
    """
    levels = ASCII_SPARKS if ascii_only else SPARKS
    finite = [_finite(value) for value in values]
    if 0 < width < len(finite):
        finite = [_last_of(finite[i * len(finite) // width : (i + 1) * len(finite) // width]) for i in range(width)]
    reported = [value for value in finite if value is not None]
    if not reported:
        return " " * len(finite)
    low, high = min(reported), max(reported)
    if low == high:
        return "".join(" " if value is None else levels[3] for value in finite)
    # Halved before they are subtracted, so that the span of the largest floats stays finite.
    span = high / 2 - low / 2
    return "".join(" " if value is None else levels[min(7, int((value / 2 - low / 2) / span * 8))] for value in finite)


def _last_of(stretch: Sequence[float | None]) -> float | None:
    return next((value for value in reversed(stretch) if value is not None), None)


def _finite(value: Number | float | None) -> float | None:
    if value is None:
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
