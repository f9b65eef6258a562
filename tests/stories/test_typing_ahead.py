"""Fast fingers: what is typed before the screen has followed is understood as if it had been typed slowly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from smdash.domain.timesheets import EntryDraft
from smdash.store import campaigns, organisation, timesheets
from smdash.store.hours import hours_in
from smdash.store.store import Store
from tests.terminal_session import KEYS, TerminalSession

Open = Callable[..., TerminalSession]
HOUR = 3600


def entries(opened: Callable[[], Store]) -> list[tuple[date, int, str]]:
    """Day, seconds and note of what is stored, oldest first."""
    store = opened()
    page = store.read(timesheets.entries)
    store.close()
    return [(entry.work_day, entry.seconds, entry.note) for entry in reversed(page.entries)]


def test_a_line_typed_before_the_first_frame_is_logged_and_switches_no_pane(
    dashboard: Open, prepared: Callable[[], Store]
) -> None:
    session = dashboard()
    session.type("t1h30m spring #content 2 or 3 posts\r")
    session.wait_for("Hours this week   1:30")
    session.press("q")
    assert session.wait_exit() == 0
    assert [(seconds, note) for _, seconds, note in entries(prepared)] == [(5400, "2 or 3 posts")]


def test_several_lines_in_one_burst_are_all_logged_in_their_order(
    dashboard: Open, prepared: Callable[[], Store]
) -> None:
    session = dashboard().wait_for("Hours this week")
    session.type("t1h spring one\rt2h spring two\r4t3h spring three\r5")
    session.wait_for("Not legal advice").press("1").wait_for("Hours this week   6:00")
    assert [note for _, _, note in entries(prepared)] == ["one", "two", "three"]
    session.type("q")
    assert session.wait_exit() == 0


def test_a_form_filled_in_one_burst_keeps_its_order(dashboard: Open, prepared: Callable[[], Store]) -> None:
    session = dashboard().wait_for("Hours this week")
    session.type("4nSpring membership\rcontent\r\r2h\r\rwrote 3 posts\x13")
    session.wait_for("wrote 3 posts").wait_gone("Log time")
    assert [(seconds, note) for _, seconds, note in entries(prepared)] == [(2 * HOUR, "wrote 3 posts")]
    session.type("q")
    assert session.wait_exit() == 0


def test_a_form_with_faults_keeps_every_letter_of_a_burst(dashboard: Open, prepared: Callable[[], Store]) -> None:
    session = dashboard().wait_for("Hours this week")
    session.type("4nSprang\tcontent\t\t25:00\t\twrote 3 posts\x13")
    session.wait_for("There is no campaign").wait_for("Sprang").wait_for("25:00").wait_for("wrote 3 posts")
    session.press("escape").wait_for("Discard").press("y").wait_gone("Log time")
    assert entries(prepared) == []


def test_cells_of_the_week_are_filled_in_one_burst(dashboard: Open, prepared: Callable[[], Store]) -> None:
    store = prepared()
    today = store.clock.today()
    monday = today - timedelta(days=today.weekday() + 7)
    ana = store.read(organisation.acting_person)
    spring = store.read(campaigns.find_campaign, "Spring membership")
    assert ana is not None
    assert spring is not None
    store.write(timesheets.log_entry, EntryDraft(ana.id, monday, HOUR, "UTC", spring.id))
    store.close()
    session = dashboard().wait_for("Hours this week").press("4").wait_for("Week").press("[").wait_for("1:00")
    session.press("left", "left", "left", "left", "left", "left")
    session.type("\r2\t3\t4:30\t" + KEYS["escape"])
    session.wait_for("9:30").wait_for("o entries")
    found = {day: seconds for day, seconds, _ in entries(prepared)}
    assert [found.get(monday + timedelta(days=n)) for n in range(4)] == [2 * HOUR, 3 * HOUR, 16200, None]
    session.type("1").wait_for("Hours this week")


def test_a_pasted_line_is_logged_as_if_typed(dashboard: Open, prepared: Callable[[], Store]) -> None:
    session = dashboard().wait_for("Hours this week")
    session.send(b"t\x1b[200~45m spring pasted [/x]\nsecond line\x1b[201~\r").wait_for("Hours this week   0:45")
    assert [seconds for _, seconds, _ in entries(prepared)] == [2700]


def test_quitting_in_the_same_burst_loses_nothing(dashboard: Open, prepared: Callable[[], Store]) -> None:
    session = dashboard().wait_for("Hours this week")
    session.type("t1h spring last thing\rq")
    assert session.wait_exit() == 0
    assert prepared().read(hours_in, None).seconds == HOUR


def test_a_path_typed_in_one_burst_with_the_key_of_imports_is_read(
    dashboard: Open, prepared: Callable[[], Store], tmp_path: Path
) -> None:
    file = tmp_path / "trip to the fair.csv"
    file.write_text("Day,Hours,Project,Note\n2026-03-04,2:00,Spring membership,tents\n")
    session = dashboard().wait_for("Hours this week")
    session.type(f"I{file}\r").wait_for("ctrl+s imports").type("\x13").wait_for("Enter shows the rows")
    session.press("escape").wait_gone("Enter shows the rows").type("q")
    assert session.wait_exit() == 0
    assert [(seconds, note) for _, seconds, note in entries(prepared)] == [(2 * HOUR, "tents")]
