"""The driver in a real terminal: what Textual draws shows, through resizes and suspensions, for few bytes."""

from __future__ import annotations

import json
import re
import signal
import sys
from pathlib import Path

import pytest
from textual.drivers.linux_driver import LinuxDriver

from smdash.tui.driver import PLAIN_DRIVER, driver_class
from smdash.tui.driver.changed_cells import SYNC_END, SYNC_START, ChangedCellsDriver
from smdash.tui.driver.glyphs import Charset
from tests.terminal_session import TerminalSession
from tests.tui.driver.driver_replay import SideBySide

PLAYGROUND = Path(__file__).parent / "driver_playground.py"


def _playground(
    home: Path, *args: str, cols: int = 60, rows: int = 16, env: dict[str, str] | None = None
) -> TerminalSession:
    session = TerminalSession([sys.executable, str(PLAYGROUND), *args], home=home, cols=cols, rows=rows, env=env)
    return session.wait_for("Playground ready").wait_for("type here")


def _leave(session: TerminalSession) -> None:
    assert session.press("ctrl+q").wait_exit() == 0
    assert not session.in_alternate_screen


def test_recorded_frames_show_the_same_with_and_without_the_driver(tmp_path: Path) -> None:
    record = tmp_path / "frames"
    with _playground(tmp_path, env={"RECORD": str(record)}) as session:
        session.press("down", "pagedown").wait_for("16250")
        session.press("f").wait_for("on field").type("漢x").wait_for("漢x")
        session.press("f2").wait_for("on pane2").press("f1").wait_for("on pane1")
        session.resize(50, 12).wait_for(lambda now: now.screen[11].startswith("▊▁") and len(now.screen[11]) == 50)
        session.press("f3").wait_for("on pane3").press("f1").wait_for("on pane1").press("ctrl+q").wait_exit()
    both = SideBySide(60, 16)
    compared, comparable = 0, False
    for line in record.read_text("utf-8").splitlines():
        width, height, written = json.loads(line)
        if (width, height) != (both.width, both.height):
            both.resize(width, height)
            comparable = False
        both.play(written)
        comparable = comparable or _is_whole(written, height)
        if comparable:
            compared += 1
            assert both.differences() == []
    assert compared > 20


def _is_whole(written: str, height: int) -> bool:
    """Whether a frame paints every row of a screen of this height, and none beyond.

    After a change of size Textual may still paint a frame of the old one, which the terminal clips or scrolls.
    """
    starts = {int(row) for row, column in re.findall(r"\x1b\[(\d+);(\d+)H", written) if column == "1"}
    return starts == set(range(1, height + 1))


def test_keys_cost_few_bytes(tmp_path: Path) -> None:
    with _playground(tmp_path, cols=80, rows=24) as session:
        session.wait_quiet()
        assert _cost(session, "down") < 450  # 660; half of it a row with wide characters
        session.press("2").wait_for("on pane2").press("1").wait_for("on pane1").wait_quiet()
        assert _cost(session, "2") < 4000  # without the driver 15 000
        assert _cost(session, "1") < 4000  # 9 000
        _leave(session)


def _cost(session: TerminalSession, key: str) -> int:
    """The bytes sent for a key, from the first to the last."""
    before = len(session.raw)
    session.press(key).wait_for(lambda now: len(now.raw) > before).wait_quiet()
    return len(session.raw) - before


def test_a_redraw_sends_the_whole_screen_again(tmp_path: Path) -> None:
    with _playground(tmp_path) as session:
        session.press("2").wait_for("on pane2").wait_quiet()
        wanted = session.screen
        session.disturb("garbage")
        assert session.screen != wanted
        session.press("ctrl+l").wait_for(lambda now: now.screen == wanted)
        _leave(session)


def test_a_resize_is_followed_by_a_whole_screen(tmp_path: Path) -> None:
    with _playground(tmp_path) as session:
        session.press("2").wait_for("on pane2").wait_quiet()
        wanted = session.screen
        session.resize(70, 20).wait_for(lambda now: now.screen[19].startswith("▊▁") and len(now.screen[19]) == 70)
        session.disturb("garbage")
        session.resize(60, 16).wait_for(lambda now: now.screen == wanted)
        _leave(session)


def test_the_screen_is_back_after_a_suspension(tmp_path: Path) -> None:
    with _playground(tmp_path) as session:
        session.press("2").wait_for("on pane2").wait_quiet()
        wanted = session.screen
        session.signal(signal.SIGTSTP).wait_for(lambda now: not now.in_alternate_screen).wait_stopped()
        session.signal(signal.SIGCONT).wait_for(lambda now: now.in_alternate_screen and now.screen == wanted)
        session.press("3").wait_for("plain text")
        _leave(session)


def test_frames_are_synchronised_for_terminals_that_can(tmp_path: Path) -> None:
    with _playground(tmp_path) as session:
        assert SYNC_START.encode() not in session.raw
        session.send(b"\x1b[?2026;2$y").press("2").wait_for("on pane2")
        session.press("3").wait_for("plain text").wait_quiet()
        assert 0 < session.raw.count(SYNC_START.encode()) == session.raw.count(SYNC_END.encode())
        _leave(session)


def test_controls_in_data_show_and_do_nothing(tmp_path: Path) -> None:
    with _playground(tmp_path) as session:
        session.wait_quiet()
        before = len(session.raw)
        session.press("h").wait_for("on pane3").wait_quiet()
        sent = session.raw[before:].decode()
        assert "\ufffd]0;owned\ufffd[2J\ufffd3J\ufffdE" in re.sub(r"\x1b\[[\d;]*m", "", sent)
        assert not re.search("[\x00-\x1a\x1c-\x1f\x7f-\x9f\u202e]|\x1b(?!\\[[\\d;]*[HmC])", sent)
        _leave(session)


@pytest.mark.parametrize("env", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}], ids=["ascii", "C"])
def test_an_ascii_terminal_gets_readable_ascii(tmp_path: Path, env: dict[str, str]) -> None:
    with _playground(tmp_path, "ascii", env=env) as session:
        session.press("2").wait_for("####----").wait_for("Okologie").wait_for("^ ahead - 12")
        assert session.raw.isascii()
        assert b"\\u" not in session.raw
        _leave(session)


def test_bytes_that_are_not_utf8_are_no_reason_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[object] = []

    def read(driver: object) -> None:
        reads.append(driver)
        if len(reads) < 3:
            b"\xff".decode()

    monkeypatch.setattr(LinuxDriver, "run_input_thread", read)
    ChangedCellsDriver.run_input_thread(ChangedCellsDriver.__new__(ChangedCellsDriver))
    assert len(reads) == 3


def test_a_switch_in_the_environment_turns_it_off(tmp_path: Path) -> None:
    assert driver_class(env={PLAIN_DRIVER: "1"}) is None
    chosen = driver_class(Charset.ASCII, env={})
    assert chosen is not None
    assert issubclass(chosen, ChangedCellsDriver)
    assert chosen.charset is Charset.ASCII
    with _playground(tmp_path, env={PLAIN_DRIVER: "1"}) as session:
        session.press("2").wait_for("on pane2")
        _leave(session)
