"""Horizontal bars as text, for budgets, capacity and comparisons. No Textual of its own: `rows.py` may use it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from smdash.domain.series import Value
from smdash.tui.widgets.safe import fit, plain, width_of
from smdash.tui.widgets.symbols import FULL, LIGHT, RUNNING

_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_ASCII_FULL, _ASCII_LIGHT, _ASCII_BEYOND = "#", ".", ">"
_NEGATIVE, _ASCII_NEGATIVE = "▒", "="


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a list: its label, its value (None draws none), and the value as text."""

    label: str
    value: Value | None
    text: str


def bar_text(share: Value | None, width: int, *, ascii_only: bool = False) -> str:
    """A track of `width` cells filled to `share` (1 is full), to an eighth of a cell.

    Above 1 the last cell is an arrow; below 0 it is empty; None, not known, is blank.
    """
    if width <= 0:
        return ""
    if share is None or math.isnan(share):
        return " " * width
    full, light = (_ASCII_FULL, _ASCII_LIGHT) if ascii_only else (FULL, LIGHT)
    if share > 1:
        return full * (width - 1) + (_ASCII_BEYOND if ascii_only else RUNNING)
    return _filled(float(share), width, full, eighths=not ascii_only).ljust(width, light)


def bar_lines(bars: Sequence[Bar], width: int, *, ascii_only: bool = False) -> tuple[str, ...]:
    """A list of bars, one line each: label, bar in proportion to the largest value, text at the right.

    Bars of negative values are drawn lighter.
    """
    if not bars:
        return ()
    texts = max(width_of(plain(bar.text)) for bar in bars)
    labels = min(max(width_of(plain(bar.label)) for bar in bars), max(4, (width - texts) // 2))
    room = max(0, width - labels - texts - 2)
    values = [_finite(bar.value) for bar in bars]
    largest = max((abs(value) for value in values if value is not None), default=0.0) or 1.0
    lines = []
    for bar, value in zip(bars, values, strict=True):
        ink = ""
        if value is not None:
            eighths = not ascii_only and value > 0
            ink = _filled(abs(value) / largest, room, _sign(value, ascii_only=ascii_only), eighths=eighths)
        lines.append(f"{fit(bar.label, labels)} {ink.ljust(room)} {fit(bar.text, texts, 'right')}")
    return tuple(lines)


def _finite(value: Value | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _sign(value: float, *, ascii_only: bool) -> str:
    if value < 0:
        return _ASCII_NEGATIVE if ascii_only else _NEGATIVE
    return _ASCII_FULL if ascii_only else FULL


def _filled(share: float, width: int, full: str, *, eighths: bool) -> str:
    """The filled part; anything above zero shows at least its smallest sign, and only a full share fills it all."""
    if share <= 0 or width <= 0:
        return ""
    steps = 8 if eighths else 1
    filled = min(max(1, int(share * width * steps)), width * steps - (share < 1))
    return full * (filled // steps) + (_EIGHTHS[filled % steps] if eighths else "")
