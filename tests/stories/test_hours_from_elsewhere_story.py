"""Hours logged in Clockify come in, two names are explained, a timesheet is printed, and undo takes it all back."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from smdash.domain.timesheets import Entry
from smdash.store import timesheets
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

Smdash = Callable[..., subprocess.CompletedProcess[bytes]]
HEADER = (
    "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,"
    "Duration (h),Duration (decimal)"
).split(",")


@pytest.fixture
def clockify(home: Path) -> Path:
    """Dates that could be read in two ways, a campaign that is nearly known, and one that is not known at all."""
    file = home / "Clockify_Time_Report_Detailed.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(HEADER)
        for project, task, day, start, end, duration in (
            ("Spring membrship", "Writing", "03/04/2024", "09:00 AM", "10:30 AM", "01:30:00"),
            ("Spring membrship", "Writing", "03/05/2024", "09:00 AM", "09:20 AM", "00:20:00"),
            ("Holidays", "", "03/06/2024", "08:00 AM", "04:00 PM", "08:00:00"),
            ("", "Comments", "03/07/2024", "11:30 PM", "11:50 PM", "00:20:00"),
        ):
            times = (day, start, day, end, duration, "0.00")
            writer.writerow((project, "", "", task, "ana", "", "", "", "No", *times))
    return file


def test_clockify_hours_come_in_by_the_dashboard(
    clockify: Path, prepared: Callable[[], Store], dashboard: Callable[..., TerminalSession], in_process: Smdash
) -> None:
    store = prepared()
    with dashboard() as session:
        session.wait_for("Hours this week").press("I").wait_for("Import a file").type(str(clockify)).press("enter")
        session.wait_for("Clockify detailed report").wait_for("every date fits both ways")
        session.wait_for("It must be decided how the file is meant")
        _choose(session, "Start Date and End Date", "month first", "you chose it", "down")
        _choose(session, "campaign “Spring membrship”", "known, much alike", "= Spring membership", "up")
        _choose(session, "campaign “Holidays”", "its rows get no campaign", "ignored", "down")
        session.wait_gone("It must be decided").press("ctrl+s").wait_for("Imported").wait_for("Enter shows the rows")
        assert [entry.campaign_id for entry in _entries(store)] == [1, 1, None, None]
        reported = in_process("report", "time", "--period", "2024-03", "--person", "ana")
        assert "Timesheet of ana, 2024-W10" in reported.stdout.decode()
        assert "Spring membership        2   1.83" in reported.stdout.decode()
        session.press("u").wait_for("Undo this?").wait_for("4 entries").press("y").wait_gone("Undo this?")
        session.wait_quiet()
        session.press("q")
        assert session.wait_exit() == 0
    assert _entries(store) == []
    store.close()


def _entries(store: Store) -> list[Entry]:
    return sorted(store.read(lambda snapshot: timesheets.entries(snapshot).entries), key=lambda entry: entry.id)


def _choose(session: TerminalSession, name: str, wanted: str, then: str, *keys: str) -> None:
    """Go to a line of the preview, and to one of the answers offered."""
    lines = session.screen
    first = next(at for at, line in enumerate(lines) if " entries:" in line)
    line = next(at for at, line in enumerate(lines) if name in line)
    session.press("g", *["down"] * (line - first), "enter")
    session.wait_for(wanted).press(*keys, "enter").wait_for(then)


def test_clockify_hours_come_in_by_the_shell(
    clockify: Path, prepared: Callable[[], Store], dashboard: Callable[..., TerminalSession], in_process: Smdash
) -> None:
    """The same in a terminal without the dashboard; where nobody can be asked, options say it."""
    store = prepared()
    refused = in_process("import", str(clockify))
    assert refused.returncode == 1
    assert "--dates dmy or --dates mdy" in refused.stderr.decode()
    assert _entries(store) == []
    with dashboard("import", str(clockify)) as session:
        session.wait_for("Start Date and End Date: every date fits").wait_for("1-2?").type("2\r")
        session.wait_for("campaign “Spring membrship” (2 rows)").wait_for("1  it is Spring membership").type("1\r")
        session.wait_for("Import? [y/N]").type("y\r").wait_for("imported Clockify_Time_Report_Detailed.csv: 4 entries")
        assert session.wait_exit() == 0
    assert sum(entry.seconds for entry in _entries(store)) == 5400 + 1200 + 28_800 + 1200
    again = in_process("import", str(clockify), "--dates", "mdy", "--map", "Spring membrship=Spring membership")
    assert "nothing new" in again.stdout.decode()
    rows = json.loads(in_process("export", "entries", "--format", "json").stdout)
    assert [row["campaign"] for row in rows] == ["Spring membership", "Spring membership", "Holidays", None]
    assert in_process("undo").returncode == 0
    assert in_process("undo").returncode == 0
    assert _entries(store) == []
    store.close()
