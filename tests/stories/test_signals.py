"""The terminal goes away, or somebody ends the program: the terminal is given back and the timer runs on."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest

from smdash.store import timers
from smdash.store.hours import hours_in
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

Open = Callable[..., TerminalSession]
SHOW_CURSOR, HIDE_CURSOR, LEAVE_ALTERNATE = b"\x1b[?25h", b"\x1b[?25l", b"\x1b[?1049l"
MOUSE_OR_PASTE_ON = (b"\x1b[?1000h", b"\x1b[?1003h", b"\x1b[?2004h")


def with_timer(session: TerminalSession) -> TerminalSession:
    """The dashboard with a timer running."""
    session.wait_for("Hours this week").press("T").wait_for("Start the timer")
    return session.type("spring #content").press("enter").wait_for("▶ 0:00 Spring")


def assert_given_back(session: TerminalSession) -> None:
    """The alternate screen is left, the cursor shows, and nothing that was asked of the terminal is still on."""
    assert not session.in_alternate_screen
    assert session.raw.count(LEAVE_ALTERNATE) == 1
    assert session.raw.rfind(SHOW_CURSOR) > session.raw.rfind(HIDE_CURSOR)
    for switched_on in MOUSE_OR_PASTE_ON:
        assert session.raw.rfind(switched_on[:-1] + b"l") >= session.raw.rfind(switched_on)
    assert "Traceback" not in session.text


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_in_order_and_the_timer_runs_on(
    number: signal.Signals, code: int, dashboard: Open, prepared: Callable[[], Store]
) -> None:
    session = with_timer(dashboard())
    session.signal(number)
    assert session.wait_exit() == code
    assert_given_back(session)
    assert [timer.label for timer in prepared().read(timers.running)] == ["Spring membership"]


def test_a_signal_while_a_form_is_open_or_before_the_first_frame(
    dashboard: Open, prepared: Callable[[], Store]
) -> None:
    session = dashboard().wait_for("Hours this week").press("t").wait_for("Log time").type("1h spr")
    session.signal(signal.SIGTERM)
    assert session.wait_exit() == 143
    assert_given_back(session)
    early = dashboard()
    early.wait_for(lambda seen: seen.in_alternate_screen)
    early.signal(signal.SIGHUP)
    assert early.wait_exit() == 129
    assert_given_back(early)
    assert prepared().read(hours_in, None).entries == 0


def test_a_lost_connection_ends_it_and_the_timer_runs_on(dashboard: Open, prepared: Callable[[], Store]) -> None:
    session = with_timer(dashboard())
    assert session.hang_up() == 129
    assert len(prepared().read(timers.running)) == 1


def test_ctrl_c_says_how_to_leave_and_q_leaves(dashboard: Open, prepared: Callable[[], Store]) -> None:
    session = dashboard().wait_for("Hours this week")
    session.press("ctrl+c").wait_for("q quits")
    assert session.exit_code is None
    session.press("4").wait_for("Week").press("ctrl+c", "ctrl+c").wait_for("q quits")
    session.press("q")
    assert session.wait_exit() == 0
    assert_given_back(session)
