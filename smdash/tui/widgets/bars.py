"""Horizontal bars as text, for budgets and capacity. No Textual of its own: `rows.py` may use it."""

from __future__ import annotations

import math

from smdash.domain.figures import Number
from smdash.tui.widgets.symbols import FULL, LIGHT, RUNNING

_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")


def bar_text(share: Number | float | None, width: int) -> str:
    """A track of `width` cells filled to `share` (1 is full), to an eighth of a cell.

    Above 1 the last cell is an arrow; below 0 it is empty; None, not known, is blank.
    """
    if width <= 0:
        return ""
    if share is None or math.isnan(share):
        return " " * width
    if share > 1:
        return FULL * (width - 1) + RUNNING
    return _filled(float(share), width).ljust(width, LIGHT)


def _filled(share: float, width: int) -> str:
    """The filled part; anything above zero shows at least an eighth, and only a full share fills it all."""
    if share <= 0:
        return ""
    eighths = min(max(1, int(share * width * 8)), width * 8 - (share < 1))
    return FULL * (eighths // 8) + _EIGHTHS[eighths % 8]
