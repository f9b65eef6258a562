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
from smdash.tui.widgets.bars import Bar, bar_lines, bar_text


@pytest.mark.parametrize(
    ("share", "unicode", "ascii_text"),
    [
        (0, "░░░░", "...."),
        (Fraction(1, 2), "██░░", "##.."),
        (Decimal("0.53125"), "██▏░", "##.."),
        (0.001, "▏░░░", "#..."),
        (0.9999, "███▉", "###."),
        (1, "████", "####"),
        (1.02, "███▶", "###>"),
        (-0.5, "░░░░", "...."),
        (None, "    ", "    "),
        (math.nan, "    ", "    "),
        (math.inf, "███▶", "###>"),
    ],
)
def test_a_bar_shows_its_share(share: Value | None, unicode: str, ascii_text: str) -> None:
    assert bar_text(share, 4) == unicode
    assert bar_text(share, 4, ascii_only=True) == ascii_text


@given(st.one_of(st.none(), st.floats(), st.fractions(), st.integers()), st.integers(-1, 40), st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_bar_has_exactly_its_width(share: Value | None, width: int, ascii_only: bool) -> None:
    text = bar_text(share, width, ascii_only=ascii_only)
    assert cell_len(text) == max(0, width)
    assert text.isascii() or not ascii_only


def test_a_list_of_bars_is_in_proportion_with_texts_at_the_right() -> None:
    bars = (Bar("Spring", 40, "40"), Bar("Event", Fraction(20), "20"), Bar("On", -10, "−10"), Bar("new", None, "–"))
    assert bar_lines(bars, 20) == (
        "Spring █████████  40",
        "Event  ████▌      20",
        "On     ▒▒        −10",
        "new                –",
    )


@given(st.lists(st.tuples(st.text(max_size=12), st.one_of(st.none(), st.floats()))), st.integers(12, 60))
@settings(max_examples=60, deadline=None)
def test_all_lines_of_a_list_are_equally_wide(rows: list[tuple[str, float | None]], width: int) -> None:
    lines = bar_lines([Bar(label, value, "x") for label, value in rows], width)
    assert {cell_len(line) for line in lines} <= {width}
