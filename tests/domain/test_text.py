"""Text from people and files: harmless, and comparable by name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.text import clean, name, name_key, one_line
from smdash.errors import InvalidInput

HOSTILE = st.text(
    alphabet=st.characters() | st.sampled_from("\x1b[]P\\\x07\x9b\x9c\x9d;0mAé\u202e\u200d\ufe0f\n\t "), max_size=40
)


@settings(max_examples=200)
@given(HOSTILE | st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "So"]), max_size=20))
def test_cleaned_text_has_nothing_a_terminal_acts_on(text: str) -> None:
    safe = clean(text)
    assert clean(safe) == safe
    for char in safe:
        assert char in "\n\u200d\ufe0f" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    safe.encode("utf-8")


@settings(max_examples=150)
@given(HOSTILE)
def test_one_line_and_keys_are_stable(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
    assert "\n" not in one_line(text)
    assert name_key(name_key(text)) == name_key(text)
    assert name_key(text) == name_key(one_line(text))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x1b[31mred\x1b[0m b", "ared b"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("a\x9b31mb", "ab"),
        ("a\x9d0;title\x9cb", "ab"),
        ("a\x1bP1$r\x1b\\b", "ab"),
        ("a\x1bcb", "ab"),
        ("a\x1b", "a"),
        ("Dvo\x9eák kept", "Dvoák kept"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\ud800b", "ab"),
        ("a\x00\x08\x7f\x85b", "ab"),
        ("a\r\nb\tc", "a\nb c"),
        ("a\u2028b\ufeffc\u00add", "abcd"),
        ("[red]x[/]", "[red]x[/]"),
    ],
)
def test_controls_go_and_words_stay(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧", "❤️ heart", "日本語のキャンペーン", "Zürich – naïve", "अनुच्छेद", "👍🏽", "ไทย", "עברית"]
)
def test_emoji_and_scripts_stay_whole(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Spring  Sale", "spring sale"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),
        ("Ａｎａ", "ana"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("Ana\u200e", "ana"),
        ("\u01f0\u0301", "J\u030c\u0301"),
    ],
)
def test_names_that_look_alike_are_the_same(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_name_must_be_visible_and_short() -> None:
    assert name("  Spring \n sale ") == "Spring sale"
    for nothing in ("", "  ", "\u200d\ufe0f", "\x1b[31m"):
        with pytest.raises(InvalidInput, match="campaign is empty"):
            name(nothing, "campaign")
    assert name("x" * 120)
    with pytest.raises(InvalidInput, match="longer than 120"):
        name("x" * 121)


def test_cleaning_takes_linear_time() -> None:
    assert clean("\x9d" * 50_000 + "é") == "é"
    assert clean("\x1b]" * 50_000 + "é") == "é"
