"""Bars as text."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from smdash.domain.series import Value
from smdash.tui.widgets.bars import bar_text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "░░░░"),
        (Fraction(1, 2), "██░░"),
        (Decimal("0.53125"), "██▏░"),
        (0.001, "▏░░░"),
        (0.9999, "███▉"),
        (1, "████"),
        (1.02, "███▶"),
        (-0.5, "░░░░"),
        (None, "    "),
        (math.nan, "    "),
        (math.inf, "███▶"),
    ],
)
def test_a_bar_shows_its_share(share: Value | None, text: str) -> None:
    assert bar_text(share, 4) == text


@given(st.one_of(st.none(), st.floats(), st.fractions(), st.integers()), st.integers(-1, 40))
@settings(max_examples=80, deadline=None)
def test_a_bar_has_exactly_its_width(share: Value | None, width: int) -> None:
    text = bar_text(share, width)
    assert cell_len(text) == max(0, width)
