"""The tests' own terminal: it shows what a program draws, and tells it what a person types."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminal_session import TerminalSession

if TYPE_CHECKING:
    from pathlib import Path

ECHO = "import sys; print('ready', flush=True); [print('got', repr(line), flush=True) for line in sys.stdin]"


def _python(code: str, home: Path, **changes: str) -> TerminalSession:
    return TerminalSession([sys.executable, "-c", code], home=home, env=changes)


def test_what_is_typed_arrives_and_what_is_printed_shows(tmp_path: Path) -> None:
    with _python(ECHO, tmp_path) as session:
        session.wait_for("ready").type("1h30m").press("enter").wait_for("got '1h30m\\n'")
        session.press("ctrl+d")
        assert session.wait_exit() == 0


def test_the_program_has_a_controlling_terminal_of_the_given_size_and_a_home_of_its_own(tmp_path: Path) -> None:
    code = "import os; open('/dev/tty').close(); print(os.get_terminal_size(), os.environ['HOME'], os.environ.get('X'))"
    with TerminalSession([sys.executable, "-c", code], home=tmp_path, cols=200, rows=10, env={"X": None}) as session:
        assert session.wait_exit() == 0
        assert f"columns=200, lines=10) {tmp_path} None" in session.text


def test_a_wait_in_vain_shows_the_screen(tmp_path: Path) -> None:
    with _python("print('something else')", tmp_path) as session, pytest.raises(AssertionError, match="something else"):
        session.wait_for("never printed")


def test_a_signal_ends_the_program_and_the_code_tells_so(tmp_path: Path) -> None:
    with _python(ECHO, tmp_path) as session:
        session.wait_for("ready").signal(signal.SIGTERM)
        assert session.wait_exit() == -signal.SIGTERM


def test_emoji_clusters_take_the_cells_that_textual_gives_them(tmp_path: Path) -> None:
    with _python("print('a\\u2764\\ufe0fb \\U0001f469\\u200d\\U0001f4bbc')", tmp_path) as session:
        assert session.wait_exit() == 0
        assert session.screen[0] == "a❤️b 👩‍💻c"
        assert [cell.data for cell in session.cells[0][:8]] == ["a", "❤️", "", "b", " ", "👩\u200d💻", "", "c"]


def test_unknown_key_names_are_refused(tmp_path: Path) -> None:
    with _python(ECHO, tmp_path) as session, pytest.raises(ValueError, match="hyper"):
        session.press("hyper")
