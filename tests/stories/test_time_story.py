"""A manager logs an hour and a half with two keys, sees cost and ROI move, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from smdash.store import timers
from smdash.store.hours import hours_in
from smdash.store.store import Store
from tests.terminal_session import SMDASH, TerminalSession


def dashboard(home: Path, store_file: Path) -> TerminalSession:
    return TerminalSession([*SMDASH, "--store", str(store_file), "--person", "ana"], home=home)


def test_an_hour_logged_with_t_shows_in_hours_cost_and_roi_and_undo_takes_it_back(
    home: Path, store_file: Path, prepared: Callable[[], Store]
) -> None:
    with dashboard(home, store_file) as session:
        session.wait_for("Hours this week   0:00")
        session.press("t").wait_for("Log time").type("1h30m spring #content weekly posts")
        session.wait_for("= 1 h 30 min · Spring membership · content (new)")
        session.press("enter").wait_for("Hours this week   1:30")
        session.wait_for("67.50").wait_for("cost 67.50 = staff 67.50").wait_for("−67.50")
        session.press("3").wait_for("Spring membership").wait_for("67.50")
        session.press("4").wait_for("Σ").wait_for("weekly posts").wait_for("1:30")
        session.press("1").wait_for("Hours this week")
        session.press("u").wait_for("log 1:30 on Spring membership").press("y").wait_for("Hours this week   0:00")
        session.wait_gone("67.50")
        session.press("q")
        assert session.wait_exit() == 0
    assert prepared().read(hours_in, None).seconds == 0


def test_a_line_that_is_not_understood_keeps_what_was_typed(
    home: Path, store_file: Path, prepared: Callable[[], Store]
) -> None:
    with dashboard(home, store_file) as session:
        session.wait_for("Hours this week")
        session.press("t").wait_for("Log time").type("25:00 sprng").press("enter")
        session.wait_for("longer than a day").wait_for("Spring membership").wait_for("25:00 sprng")
        session.press("escape").wait_gone("Log time")
        session.press("q").wait_exit()
    assert prepared().read(hours_in, None).entries == 0


def test_a_running_timer_outlives_the_terminal(home: Path, store_file: Path, prepared: Callable[[], Store]) -> None:
    with dashboard(home, store_file) as session:
        session.wait_for("Hours this week")
        session.press("T").wait_for("Start the timer").type("spring").press("enter").wait_for("▶ 0:00 Spring")
        assert session.hang_up() == 129
    store = prepared()
    assert [timer.campaign for timer in store.read(timers.running)] == ["Spring membership"]
    store.close()
    with dashboard(home, store_file) as session:
        session.wait_for("▶").press("T").wait_for("Stopped after")
        session.press("q").wait_exit()
    assert prepared().read(timers.running) == ()


def test_the_week_is_filled_in_the_grid_with_the_keyboard_only(
    home: Path, store_file: Path, prepared: Callable[[], Store]
) -> None:
    with dashboard(home, store_file) as session:
        session.wait_for("Hours this week").press("4").wait_for("Week")
        session.press("n").wait_for("Log time").type("Spring membership").press("enter")
        session.wait_for("new words are added").type("content").press("ctrl+s").wait_for("Hours is needed")
        session.wait_for("1h30m, 90m").type("2h").press("ctrl+s").wait_gone("Log time").wait_for("2:00")
        session.press("o").wait_for("content").press("enter").wait_for("Edit entry")
        session.press("escape").wait_gone("Edit entry")
        session.press("d").wait_for("Delete this?").press("y").wait_for("Deleted.")
        session.press("q").wait_exit()
    assert prepared().read(hours_in, None).seconds == 0
