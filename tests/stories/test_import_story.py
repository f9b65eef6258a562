"""Exports are dropped on the dashboard: a preview, two unknown campaigns explained, applied, looked at, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.timesheets import Entry
from smdash.store import campaigns, timesheets
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
ROW = "ana,,,{},,{},No,{},09:00:00,{},10:00:00,01:00:00,\n"


@pytest.fixture
def exports(home: Path) -> Path:
    """A folder as it is downloaded: two months of hours that overlap, and a picture. Two campaigns are misspelt."""
    folder = home / "my downloads"
    folder.mkdir()
    months = {
        "march": [("Spring membrship", "poster", "2024-03-04"), ("Anual event", "venue", "2024-03-05")],
        "april": [("Anual event", "venue", "2024-03-05"), ("Anual event", "speakers", "2024-04-02")],
    }
    for name, rows in months.items():
        (folder / f"{name}.csv").write_text(HEADER + "".join(ROW.format(*row, row[2]) for row in rows))
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\r")
    return folder


def test_a_folder_is_dropped_explained_imported_and_taken_back(
    exports: Path, prepared: Callable[[], Store], dashboard: Callable[..., TerminalSession]
) -> None:
    store = prepared()
    store.write(campaigns.add_campaign, CampaignDraft("Annual event", CampaignStatus.LIVE, date(2020, 1, 1)))
    with dashboard(cols=120, rows=40) as session:
        session.wait_for("Hours this week")
        session.send(f"\x1b[200~file://{quote(str(exports))}\x1b[201~".encode())
        session.wait_for("2 files, one import").wait_for("3 new, 1 already there").wait_for("left logo.png")
        _choose(session, "campaign “Spring membrship”", "= Spring membership")
        _choose(session, "campaign “Anual event”", "= Annual event")
        session.press("ctrl+s").wait_for("Imported my downloads: 3 entries").wait_for("Enter shows the rows")
        assert [(one.campaign_id, one.seconds) for one in _entries(store)] == [(1, 3600), (2, 3600), (2, 3600)]
        session.press("enter").wait_for("Week 14").wait_for("Annual event").wait_for("1:00")
        session.press("u").wait_for("Undo this?").wait_for("import my downloads: 3 entries").press("y")
        session.wait_gone("1:00").press("q")
        assert session.wait_exit() == 0
    assert _entries(store) == []
    store.close()


def _entries(store: Store) -> list[Entry]:
    found = store.read(lambda snapshot: timesheets.entries(snapshot).entries)
    return sorted(found, key=lambda entry: entry.work_day)


def _choose(session: TerminalSession, name: str, then: str) -> None:
    """Take the first answer offered for a name of the preview."""
    lines = session.screen
    first, wanted = (next(at for at, line in enumerate(lines) if word in line) for word in (" entries:", name))
    session.press("g", *["down"] * (wanted - first), "enter").wait_for("known, much alike")
    session.press("up", "enter").wait_for(then)
