"""Durations as people type them, and as they are shown."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.durations import clock, decimal_hours, looks_like_duration, parse_duration, spoken
from smdash.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2:27", 8820),
        ("2h", 7200),
        ("147m", 8820),
        ("3h14m13s", 11_653),
        ("1.5", 5400),
        ("1,5h", 5400),
        (":45", 2700),
        ("1h30m", 5400),
        ("1 h 30 min", 5400),
        ("1H30M", 5400),
        ("45s", 45),
        ("1:30:15", 5415),
        ("0.25h", 900),
        (".5", 1800),
        ("24", 86_400),
        ("90m", 5400),
        ("1.30", 4680),
    ],
)
def test_the_forms_people_type(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds
    assert looks_like_duration(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not a duration"),
        ("abc", "not a duration"),
        ("1h30", "not a duration"),
        (".", "not a duration"),
        ("1:75", "more than 59"),
        ("1h75m", "more than 59"),
        ("0", "longer than zero"),
        ("0:00", "longer than zero"),
        ("90", "“90m”?"),
        ("24:01", "longer than a day"),
        ("25h", "longer than a day"),
        ("-1h", "not a duration"),
        ("1e3", "not a duration"),
        ("²h", "not a duration"),
    ],
)
def test_what_is_refused_says_why(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as fault:
        parse_duration(text)
    assert fault.value.hint


def test_a_word_does_not_look_like_a_duration() -> None:
    assert looks_like_duration("90")
    assert not looks_like_duration("spring")
    assert not looks_like_duration("2026")


@settings(max_examples=150)
@given(st.integers(1, 86_400))
def test_what_is_spoken_is_understood_again(seconds: int) -> None:
    assert parse_duration(spoken(seconds)) == seconds


@settings(max_examples=100)
@given(st.integers(1, 1440))
def test_the_clock_is_understood_again(minutes: int) -> None:
    assert parse_duration(clock(minutes * 60)) == minutes * 60


@settings(max_examples=150)
@given(st.text(alphabet="0129:.,hmins -+²٣", max_size=8))
def test_any_text_is_a_duration_or_a_told_fault(text: str) -> None:
    with suppress(InvalidInput):
        assert 0 < parse_duration(text) <= 86_400


@pytest.mark.parametrize(
    ("seconds", "signed", "shown"),
    [
        (0, False, "0:00"),
        (5400, False, "1:30"),
        (5429, False, "1:30"),
        (5430, False, "1:31"),
        (-5430, False, "−1:31"),
        (-29, False, "0:00"),
        (2520, True, "+0:42"),
        (100 * 3600, False, "100:00"),
    ],
)
def test_hours_are_shown_as_a_clock(seconds: int, signed: bool, shown: str) -> None:
    assert clock(seconds, signed=signed) == shown


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 min"), (4680, "1 h 18 min"), (7200, "2 h"), (61, "1 min 1 s")])
def test_durations_in_words(seconds: int, words: str) -> None:
    assert spoken(seconds) == words


def test_decimal_rows_add_up_to_their_total() -> None:
    rows = decimal_hours([1200, 1200, 1200])
    assert rows == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]
    assert decimal_hours([0, 0]) == [Decimal("0.00"), Decimal("0.00")]
    assert decimal_hours([]) == []


@settings(max_examples=80)
@given(st.lists(st.integers(0, 90_000), max_size=20), st.integers(0, 3))
def test_decimal_rows_always_add_up(rows: list[int], places: int) -> None:
    shown = decimal_hours(rows, places)
    unit = Decimal(1).scaleb(-places)
    assert abs(sum(shown, Decimal(0)) - Decimal(sum(rows)) / 3600) <= unit / 2
    for seconds, hours in zip(rows, shown, strict=True):
        assert abs(hours - Decimal(seconds) / 3600) < 2 * unit
