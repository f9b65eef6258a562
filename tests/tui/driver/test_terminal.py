"""What a terminal can show is told from its environment, and the terminal is given back however the app ends."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from smdash.errors import REFUSED, Refused
from smdash.settings import Settings
from smdash.tui.driver.glyphs import Charset
from smdash.tui.terminal import Fit, colours, fitness, mouse, symbols
from tests.terminal_session import TerminalSession

PLAYGROUND = Path(__file__).parent / "driver_playground.py"
XTERM = {"TERM": "xterm-256color"}


def _fit(env: dict[str, str], settings: Settings | None = None, **streams: Any) -> Fit:
    known: dict[str, Any] = {"stdin": True, "stdout": True, "stderr": True, "encoding": "utf-8"}
    return fitness(env, **(known | streams), settings=settings or Settings())


@pytest.mark.parametrize(
    ("env", "streams", "sentence"),
    [
        (XTERM, {"stdin": False}, "the input is not one"),
        (XTERM, {"stdout": False, "stdin": False}, "the input and output are not one"),
        (XTERM, {"stderr": False}, "the error output is not one"),
        ({"TERM": "dumb"}, {}, "TERM=dumb"),
        ({"TERM": "unknown"}, {}, "TERM=unknown"),
        ({}, {}, "TERM is not set"),
    ],
)
def test_what_is_no_terminal_is_refused_with_a_way_out(
    env: dict[str, str], streams: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        _fit(env, **streams)
    assert refused.value.exit_code == REFUSED == 1
    assert "smdash status" in refused.value.hint


@pytest.mark.parametrize(
    ("env", "found"),
    [
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, "truecolor"),
        ({"TERM": "screen-256color"}, "256"),
        ({"TERM": "xterm-kitty"}, "256"),
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "screen"}, "16"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
    ],
)
def test_colours_are_counted_as_textual_counts_them(env: dict[str, str], found: str) -> None:
    assert colours(env) == found


def test_sixteen_colours_get_their_theme_unless_another_is_set_or_colour_is_unwanted() -> None:
    assert _fit({"TERM": "xterm"}).theme == "ansi"
    assert _fit({"TERM": "xterm"}, Settings(theme="dark")).theme is None
    assert _fit({"TERM": "xterm", "NO_COLOR": "1"}).theme is None
    assert _fit(XTERM).theme is None


@pytest.mark.parametrize(
    ("chosen", "encoding", "env", "drawn"),
    [
        ("auto", "utf-8", {}, "unicode"),
        ("auto", "UTF8", {"LC_ALL": "de_DE.UTF-8"}, "unicode"),
        ("auto", "ascii", {}, "ascii"),
        ("auto", "iso8859-1", {}, "ascii"),
        ("auto", None, {}, "ascii"),
        ("auto", "no such thing", {}, "ascii"),
        ("auto", "utf-8", {"LC_ALL": "C"}, "ascii"),
        ("ascii", "utf-8", {}, "ascii"),
        ("unicode", "utf-8", {"LC_ALL": "C"}, "unicode"),
        ("unicode", "ascii", {}, "ascii"),
    ],
)
def test_symbols_follow_setting_and_encoding(
    chosen: str, encoding: str | None, env: dict[str, str], drawn: str
) -> None:
    assert symbols(Settings(symbols=chosen), encoding, env) == drawn


def test_the_driver_lets_through_what_the_terminal_can_show() -> None:
    assert _fit(XTERM).charset is Charset.UNICODE
    assert _fit(XTERM, encoding="ascii").charset is Charset.ASCII
    assert _fit(XTERM | {"LC_ALL": "C"}).charset is Charset.ASCII
    assert _fit(XTERM, Settings(symbols="ascii")).charset is Charset.LETTERS


def test_braille_is_left_out_where_it_would_be_boxes() -> None:
    assert _fit(XTERM).braille
    assert not _fit({"TERM": "linux"}).braille
    assert not _fit(XTERM, encoding="ascii").braille


def test_the_mouse_is_off_over_ssh_unless_wanted() -> None:
    assert mouse(Settings(), {})
    assert not mouse(Settings(), {"SSH_CONNECTION": "192.0.2.1 5 192.0.2.2 22"})
    assert mouse(Settings(mouse=True), {"SSH_TTY": "/dev/pts/1"})
    assert not mouse(Settings(mouse=False), {})


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_signals_give_the_terminal_back_and_tell_in_the_exit_code(tmp_path: Path, number: int, code: int) -> None:
    with TerminalSession([sys.executable, str(PLAYGROUND)], home=tmp_path) as session:
        session.wait_for("Playground ready").wait_for("type here")
        assert session.in_alternate_screen
        session.signal(number)
        assert session.wait_exit() == code
        assert not session.in_alternate_screen
        assert b"\x1b[?25h" in session.raw.rpartition(b"\x1b[?1049l")[2]  # the cursor shows again


def test_a_lost_connection_ends_the_app(tmp_path: Path) -> None:
    with TerminalSession([sys.executable, str(PLAYGROUND)], home=tmp_path) as session:
        session.wait_for("Playground ready").wait_for("type here")
        assert session.hang_up() == 129


def test_without_colour_the_screen_is_grey_and_its_bars_still_show(tmp_path: Path) -> None:
    with TerminalSession([sys.executable, str(PLAYGROUND)], home=tmp_path, env={"NO_COLOR": "1"}) as session:
        session.wait_for("Playground ready").wait_for("type here").wait_for("Spring")
        cells = [cell for row in session.cells for cell in row]
        coloured = {colour for cell in cells for colour in (cell.fg, cell.bg) if len(colour) == 6}
        assert all(colour[:2] == colour[2:4] == colour[4:] for colour in coloured)
        row = next(y for y, line in enumerate(session.screen) if "Spring" in line)
        assert session.cells[row][2].bg != session.cells[row + 1][2].bg  # the cursor's row
