"""Terminals of all kinds: the dashboard is usable there, or says in a sentence why not and what to do instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from smdash.store.hours import hours_in
from smdash.store.store import Store
from tests.terminal_session import SMDASH, TerminalSession

Open = Callable[..., TerminalSession]
Run = Callable[..., CompletedProcess[bytes]]
TRUE_OR_256_COLOUR = re.compile(rb"[34]8;2;(\d+);(\d+);(\d+)")
COLOUR = re.compile(rb"\x1b\[[\d;]*[34]8[;:][25][;:]")
RGB = re.compile(rb"[34]8;2;(\d+);(\d+);(\d+)")
COLOUR = re.compile(rb"\x1b\[(?:[\d;]*;)?(?:3[0-7]|9[0-7]|4[0-7]|10[0-7])[;m]")
ALL_PANES = (("2", "No goals yet"), ("3", "Spring memb"), ("4", "Week"), ("5", "Not legal advice"))


def log_an_hour(session: TerminalSession) -> None:
    """What everybody does: see the panes, log an hour, leave."""
    session.wait_for("Hours this week")
    for digit, expected in ALL_PANES:
        session.type(digit).wait_for(expected)
    session.type("1").wait_for("Hours this week").type("t").wait_for("Log time").type("1h spring\r")
    session.wait_for("1:00").wait_gone("Log time").type("q")
    assert session.wait_exit() == 0


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_that_cannot_place_text_gets_a_sentence(
    term: str, dashboard: Open, prepared: Callable[[], Store]
) -> None:
    session = dashboard(env={"TERM": term or None})
    assert session.wait_exit() == 1
    assert "can't place text on the screen" in session.text
    assert "smdash status" in session.text
    assert b"\x1b" not in session.raw


def test_without_a_terminal_it_points_to_the_text_commands(smdash: Run, prepared: Callable[[], Store]) -> None:
    done = smdash()
    message = done.stderr.decode()
    assert (done.returncode, done.stdout) == (1, b"")
    assert "needs a terminal" in message
    assert "ssh -t" in message
    assert "Traceback" not in message
    assert "\x1b" not in message


def test_the_text_commands_work_in_a_dumb_terminal_with_a_c_locale(
    home: Path, store_file: Path, prepared: Callable[[], Store]
) -> None:
    dumb = {"TERM": "dumb", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for words, expected in (
        (["log", "1h", "spring", "--note", "café"], "logged 1:00"),
        (["start", "spring"], "Spring"),
        (["status"], "> 0:00 Spring membership . ana"),
        (["status", "--json"], "Spring membership"),
        (["entries"], "1:00"),
        (["lgo"], "log"),
    ):
        command = [*SMDASH, "--store", str(store_file), "--person", "ana", *words]
        with TerminalSession(command, home=home, env=dumb) as session:
            session.wait_exit()
            assert expected in session.text, words
            assert "Traceback" not in session.text


def test_sixteen_colours_are_enough(dashboard: Open, prepared: Callable[[], Store]) -> None:
    session = dashboard(env={"TERM": "xterm", "COLORTERM": None})
    log_an_hour(session)
    assert not TRUE_OR_256_COLOUR.search(session.raw)
    assert prepared().read(hours_in, None).seconds == 3600


def test_no_colour_is_sent_with_no_color(dashboard: Open, prepared: Callable[[], Store]) -> None:
    session = dashboard(env={"NO_COLOR": "1"})
    log_an_hour(session)
    for red, green, blue in RGB.findall(session.raw):
        assert red == green == blue  # greys, which keep bars, cursor and selection visible
    assert not COLOUR.search(RGB.sub(b"0", session.raw))


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}])
def test_in_a_c_locale_everything_is_ascii(
    locale: dict[str, str], dashboard: Open, prepared: Callable[[], Store]
) -> None:
    session = dashboard(env={"LANG": None, "PYTHONCOERCECLOCALE": "0", **locale})
    log_an_hour(session)
    assert session.raw.isascii()


def test_the_linux_console_and_a_second_hand_terminal(dashboard: Open, prepared: Callable[[], Store]) -> None:
    for term in ("linux", "vt220", "screen", "tmux-256color"):
        session = dashboard(env={"TERM": term, "COLORTERM": None})
        session.wait_for("Hours this week").type("3").wait_for("Spring membership").type("q")
        assert session.wait_exit() == 0
        braille = [char for char in session.raw.decode() if "BRAILLE" in unicodedata.name(char, "")]
        assert not (braille and term == "linux")


def test_too_small_says_so_and_comes_back(dashboard: Open, prepared: Callable[[], Store]) -> None:
    session = dashboard(cols=59, rows=15).wait_for("smdash needs 60x16 cells")
    session.resize(60, 16).wait_for("Hours this week").wait_gone("smdash needs")
    session.resize(80, 12).wait_for("smdash needs 60x16 cells")
    session.resize(20, 3).wait_for("smdash")
    session.resize(80, 24).wait_for("Hours this week").wait_for("1 Overview 2 Goals")
    session.type("q")
    assert session.wait_exit() == 0


def test_every_size_shows_whole_words_in_the_header_and_all_panes_on_resize(
    dashboard: Open, prepared: Callable[[], Store]
) -> None:
    session = dashboard(cols=200, rows=60).wait_for("Hours this week")
    for cols, rows in ((200, 60), (120, 40), (80, 24), (60, 16), (133, 50), (80, 24)):
        session.resize(cols, rows)
        for digit, expected in (*ALL_PANES, ("1", "Hours this week")):
            session.type(digit).wait_for(expected)
            session.wait_for(lambda seen: "1 Overview" in seen.screen[0] and "? help" in seen.text)
            assert_header_whole(session, cols)
    session.type("q")
    assert session.wait_exit() == 0


def assert_header_whole(session: TerminalSession, cols: int) -> None:
    """The tabs and what stands at the right are there in whole words, at 80 columns and more."""
    tabs, line = session.screen[0], session.screen[1]
    assert len(tabs) <= cols
    assert re.fullmatch(r"1 Overview 2 Goals 3 Campaigns 4 Time 5 Risk", tabs)
    if cols >= 80:
        assert re.search(r"Q[1-4] 20\d\d · (day \d+ of \d+|over)", line)
        assert line.endswith("USD · ana")
