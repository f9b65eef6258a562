"""What the driver sends shows the same as what Textual wrote, cell for cell, in fewer bytes, and never a control."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from smdash.tui.driver.cells import PLAIN, Cell, is_frame
from smdash.tui.driver.glyphs import SUBSTITUTE, Charset, cells_of_text
from smdash.tui.driver.painting import ScreenCells, row_update
from tests.tui.driver.driver_replay import DisagreeingScreen, SideBySide

WIDTH, HEIGHT = 24, 5
STYLES = ("", "1", "2", "1;2", "3", "4", "7", "9", "31", "1;38;2;1;2;3;48;2;9;8;7", "7;38;5;9", "48;2;9;8;7", "97;40")
ATOMS = (*"abc −│█ ", "   ", "漢", "字", "❤️", "👩\u200d💻", "e\u0301", "🇨🇭")
ESCAPES = re.compile(r"\x1b\[\d+;\d+H|\x1b\[\d+C|\x1b\[[\d;]+m|\x1b\]8;[^\x1b]*\x1b\\")

styles = st.sampled_from(STYLES)
links = st.sampled_from(["", "", "", "https://example.org/a;b"])
texts = st.lists(st.sampled_from(ATOMS), min_size=1, max_size=8).map("".join)


@st.composite
def frames(draw: st.DrawFn) -> str:
    """Rows painted as the compositor does: whole, from the left to the right, in several styles."""
    written = []
    for y in sorted(draw(st.sets(st.integers(0, HEIGHT - 1), min_size=1, max_size=4))):
        row, used = f"\x1b[{y + 1};1H", 0
        for style, text, link in draw(st.lists(st.tuples(styles, texts, links), max_size=4)):
            if used + cell_len(text) <= WIDTH:
                row += _styled(style, text, link)
                used += cell_len(text)
        written.append(row + _styled(draw(styles), " " * (WIDTH - used), ""))
    return "\n".join(written) + f"\x1b[{draw(st.integers(1, HEIGHT))};1H"


def _styled(style: str, text: str, link: str) -> str:
    if not text:
        return ""
    drawn = f"\x1b[{style}m{text}\x1b[0m" if style else text
    return f"\x1b]8;id=7;{link}\x1b\\{drawn}\x1b]8;;\x1b\\" if link else drawn


def _frame(text: str, y: int = 0, x: int = 0) -> str:
    return f"\x1b[{y + 1};{x + 1}H{text}\x1b[1;1H"


def _shown(*frames: str, charset: Charset = Charset.UNICODE) -> str:
    """The first row of a terminal that got only what the driver sent, and nothing else may be in it."""
    both = SideBySide(WIDTH, HEIGHT, charset)
    for frame in frames:
        assert _is_tame(both.play(frame))
    return "".join(both.screens[1].buffer[0][x].data for x in range(WIDTH)).rstrip()


def _is_tame(sent: str) -> bool:
    """Nothing but moves, colours and links of the driver's own, and no character that a terminal acts upon."""
    return not any(
        unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char not in "\u200d\ufe0f"
        for char in ESCAPES.sub("", sent)
    )


@settings(max_examples=120, deadline=None)
@given(st.lists(frames(), min_size=1, max_size=5))
def test_every_cell_is_as_textual_meant_it(shown: list[str]) -> None:
    both = SideBySide(WIDTH, HEIGHT)
    for frame in shown:
        both.play(frame)
        assert both.differences() == []


@settings(max_examples=60, deadline=None)
@given(st.lists(frames(), min_size=1, max_size=4))
def test_a_terminal_with_other_widths_shows_what_it_would_show_anyway(shown: list[str]) -> None:
    both = SideBySide(WIDTH, HEIGHT, terminal=DisagreeingScreen)
    for frame in shown:
        both.play(frame)
        assert both.differences() == []


@settings(max_examples=60, deadline=None)
@given(st.lists(frames(), min_size=2, max_size=4), st.integers(4, WIDTH), st.integers(2, HEIGHT))
def test_a_frame_larger_than_the_screen_leaves_the_rest_right(shown: list[str], width: int, height: int) -> None:
    both = SideBySide(WIDTH, HEIGHT)
    both.play(shown[0])
    both.cells.update(shown[1], width, height)  # made for another size, on the way between two
    both.resize(WIDTH, HEIGHT)
    whole = "\n".join(f"\x1b[{y + 1};1H{' ' * WIDTH}" for y in range(HEIGHT)) + "\x1b[1;1H"
    for frame in (whole, *shown[1:]):
        both.play(frame)
        assert both.differences() == []


@settings(max_examples=60, deadline=None)
@given(frames())
def test_the_same_frame_again_costs_nothing(frame: str) -> None:
    screen = ScreenCells(Charset.UNICODE)
    screen.update(frame, WIDTH, HEIGHT)
    assert screen.update(frame, WIDTH, HEIGHT) == ""
    screen.forget()
    assert screen.update(frame, WIDTH, HEIGHT)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("net 30 800", "net 30 900"),
        ("\x1b[31mx\x1b[0m", "\x1b[32mx\x1b[0m"),
        ("\x1b[7m \x1b[0m", " "),
        ("漢字", "漢子"),
    ],
)
def test_the_comparison_notices_a_wrong_cell(right: str, wrong: str) -> None:
    both = SideBySide(WIDTH, HEIGHT)
    both.play(_frame(right))
    assert both.differences() == []
    both.driven.feed(_frame(wrong))
    assert len(both.differences()) == 1


def test_only_changed_stretches_are_sent() -> None:
    both = SideBySide(WIDTH, HEIGHT)
    both.play(_frame("cost 125 450 = staff"))
    assert both.play(_frame("cost 125 460 = stuff")) == "\x1b[1;11H6\x1b[6Cu\x1b[1;1H"


def test_a_row_is_sent_from_its_first_doubtful_character_on() -> None:
    both = SideBySide(WIDTH, HEIGHT)
    both.play(_frame("abc 漢 def"))
    assert both.play(_frame("abX 漢 def")) == "\x1b[1;3HX\x1b[1;1H"
    sent = both.play(_frame("abX 漢 dEf"))
    assert sent.startswith("\x1b[1;5H漢 dEf")
    assert both.differences() == []


def test_half_of_a_wide_character_is_sent_anew_when_it_is_painted_again() -> None:
    both = SideBySide(WIDTH, HEIGHT)
    both.play(_frame("漢字"))
    both.play(_frame("x", x=1))
    assert "漢" in both.play(_frame("漢字"))


def test_attributes_end_alone_and_colours_stay() -> None:
    plain = Cell("a", PLAIN)
    bold = Cell("b", PLAIN._replace(attributes=("1", "4")))
    assert row_update(0, [None, None], [bold, plain], PLAIN)[0] == "\x1b[1;1H\x1b[1;4mb\x1b[22;24ma"


def test_links_are_kept_when_they_lead_to_the_web_and_dropped_else() -> None:
    both = SideBySide(WIDTH, HEIGHT)
    sent = both.play(_frame(_styled("4", "law", "https://example.org/x") + _styled("", "file", "file:///etc/passwd")))
    assert "\x1b]8;id=7;https://example.org/x\x1b\\law" in sent
    assert "passwd" not in sent
    assert sent.count("\x1b]8;;\x1b\\") == 1


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("ab\x1b]0;owned\x07c", f"a{SUBSTITUTE}]0;owne{SUBSTITUTE}c"),
        ("ab\x1b[2Jc", f"a{SUBSTITUTE}[2Jc"),
        ("ab\x9b2Jc", f"a{SUBSTITUTE}2Jc"),
        ("ab\x7fc\x00", f"a{SUBSTITUTE}{SUBSTITUTE}"),
        ("ab\u202ecd", f"a{SUBSTITUTE}cd"),
        ("ab\u200bcd", f"a{SUBSTITUTE}cd"),
        ("ab\u2066cd", f"a{SUBSTITUTE}cd"),
        ("ab\udc9bc", f"ab{SUBSTITUTE}c"),
        ("ab" + "\u0301" * 40 + "c", f"a{SUBSTITUTE}c"),
        ("\x1b]52;c;AAAA\x1b\\b", "]52;c;AAA" + SUBSTITUTE + "\\b"),
        ("a\nb\rc\td", f"{SUBSTITUTE}{SUBSTITUTE}{SUBSTITUTE}d"),
    ],
)
def test_no_control_in_a_text_reaches_the_terminal(hostile: str, shown: str) -> None:
    assert _shown(_frame(f"\x1b[1;31m{hostile}\x1b[0m")) == shown


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=12) | st.sampled_from(["\x1b[", "\x1b]", "\x1bP", "\x9b", "H", "m", "1;1", "\x1b\\"])))
def test_whatever_stands_in_a_frame_only_the_drivers_own_sequences_are_sent(parts: list[str]) -> None:
    screen = ScreenCells(Charset.UNICODE)
    assert _is_tame(screen.update(_frame(f"\x1b[1m{''.join(parts)}\x1b[0m", 1, 2), WIDTH, HEIGHT))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20), st.sampled_from(Charset))
def test_substitutes_keep_the_width(text: str, charset: Charset) -> None:
    printable = "".join(char for char in text if char.isprintable())
    assert len(cells_of_text(printable, charset)) == cell_len(printable)


def test_ascii_terminals_get_ascii() -> None:
    text = "┌─┬╭╯═║╳ ▃█░⣿ ▲▼●✓ −12…"
    assert _shown(_frame(text), charset=Charset.ASCII) == "+-+++-|X -#.# ^v*+ -12."
    assert _shown(_frame("Ökologie 漢 é ❤️ €"), charset=Charset.ASCII) == "Okologie ?  e ?  E"
    assert all(cell.isascii() for char in map(chr, range(0x20, 0x3000)) for cell in cells_of_text(char, Charset.ASCII))


def test_consoles_without_symbols_keep_their_letters() -> None:
    assert _shown(_frame("│ Ökologie −12 ▲ 漢 │"), charset=Charset.LETTERS) == "| Ökologie −12 ^ 漢 |"


def test_only_what_begins_with_a_move_is_a_frame() -> None:
    assert is_frame("\x1b[1;1Hx")
    assert not is_frame("\x1b[?1049h")
    assert not is_frame("\x1b[12m")
