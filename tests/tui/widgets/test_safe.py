from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from smdash.tui.widgets.safe import Align, content, fit, label, plain, truncate, width_of
from smdash.tui.widgets.symbols import ascii_only


def test_markup_is_only_text() -> None:
    assert content("[red]x[/] [/x] [Q3]").plain == "[red]x[/] [/x] [Q3]"
    assert not content("[bold]x[/]").spans
    assert label("[link=x]a[/]").plain == "[link=x]a[/]"


def test_no_control_reaches_the_terminal(hostile: str) -> None:
    for text in (plain(hostile), content(hostile).plain, fit(hostile, 30), label(hostile).plain):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\x9b" not in text
        assert "eA==" not in text


def test_line_breaks_stay_only_where_they_are_wanted() -> None:
    assert content("a\nb").plain == "a b"
    assert content("a\nb", lines=True).plain == "a\nb"


def test_what_was_cut_shows_as_an_ellipsis() -> None:
    assert truncate("Newsletter", 6) == "Newsl…"
    assert truncate("Newsletter", 10) == "Newsletter"
    assert truncate("日本語", 4) == "日…"
    assert truncate("👩‍👩‍👧👩‍👩‍👧", 3) == "👩‍👩‍👧…"
    assert truncate("x", 0) == ""


@pytest.mark.parametrize(("align", "expected"), [("left", "ab   "), ("right", "   ab"), ("center", " ab  ")])
def test_alignment(align: Align, expected: str) -> None:
    assert fit("ab", 5, align) == expected


@given(st.text(max_size=40), st.integers(1, 30))
@settings(max_examples=150)
def test_fitted_text_has_exactly_its_width(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


def test_a_bound_stays_one_without_utf_8() -> None:
    assert ascii_only("≥ 90 %, ≤ 4.0 h") == ">=90 %, <=4.0 h"


@given(st.text(alphabet="▲▼●✓▶█░▸▾…·–−×Σ▁▂▃▄▅▆▇█─│╭╯“”‹›≥≤ ab", max_size=30))
@settings(max_examples=50)
def test_ascii_signs_keep_the_width(text: str) -> None:
    shown = ascii_only(text)
    assert shown.isascii()
    assert len(shown) == width_of(text)
