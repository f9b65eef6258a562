"""Undo of an import in the dashboard, and an organisation's file through the import screens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.exchange.apply import apply_plan
from smdash.exchange.plan import make_plan
from smdash.exchange.read import read_bytes
from smdash.store import campaigns, mappings, organisation
from smdash.store.store import Store
from smdash.store.timesheets import draft_of, edit_entry, entries, entry
from smdash.tui.app import SmdashApp
from smdash.tui.live import LiveStore
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.import_path import ImportPath
from smdash.tui.screens.import_preview import ImportPreview
from tests.tui.importing.import_screens import Empty, Lines, MakeApp
from tests.tui.keys import press, until

REPORT = (
    "User,Project,Description,Start date,Start time,End date,End time,Duration\n"
    "ana,Fair,one,2026-11-02,09:00:00,2026-11-02,10:00:00,01:00:00\n"
    "ana,Fair,two,2026-11-03,09:00:00,2026-11-03,10:00:00,01:00:00\n"
)


@pytest.fixture
def imported(store: Store) -> Store:
    """Two entries were imported, and ben edited the first since."""
    store.write(organisation.add_person, "ben")
    plan = make_plan(store, read_bytes("report.csv", REPORT.encode(), today=store.clock.today()))
    store.write(apply_plan, plan)
    plan.close()
    ben = Store.open(store.path, FixedClock(), actor="ben")
    ben.write(edit_entry, 1, replace(draft_of(ben.read(entry, 1)), note="mine"))
    ben.close()
    return store


async def asked_to_keep(pilot: Pilot[Any], app: SmdashApp, text_of: Lines) -> None:
    """Undo the import until the second question stands."""
    await until(pilot, lambda: app.connected)
    app.action_undo()
    await until(pilot, lambda: isinstance(app.screen, Confirm) and "Undo this?" in "\n".join(text_of(app)))
    await press(pilot, "y")
    await until(pilot, lambda: "Keep the edited row and take back the rest?" in "\n".join(text_of(app)))


async def test_undo_of_an_import_offers_to_keep_what_was_edited(
    make_app: MakeApp, imported: Store, text_of: Lines
) -> None:
    app = make_app(Empty, connect=lambda: LiveStore(imported))
    async with app.run_test(size=(80, 24)) as pilot:
        await asked_to_keep(pilot, app, text_of)
        assert "edited since" in "\n".join(text_of(app))
        await press(pilot, "y")
        await until(pilot, lambda: any("Undone: import report.csv" in one.message for one in app._notifications))
    left = imported.read(entries).entries
    assert [one.note for one in left] == ["mine"]


async def test_the_second_question_can_be_declined(make_app: MakeApp, imported: Store, text_of: Lines) -> None:
    app = make_app(Empty, connect=lambda: LiveStore(imported))
    async with app.run_test(size=(80, 24)) as pilot:
        await asked_to_keep(pilot, app, text_of)
        await press(pilot, "n")
        await until(pilot, lambda: not isinstance(app.screen, Confirm))
    assert imported.read(entries).total == 2


async def chosen(pilot: Pilot[Any], app: SmdashApp, path: Path) -> None:
    """Type a path into the import screen."""
    await until(pilot, lambda: app.connected)
    await press(pilot, "I")
    await until(pilot, lambda: isinstance(app.screen, ImportPath) and bool(app.screen.query(Input)))
    app.screen.query_one(Input).value = str(path)
    await press(pilot, "enter")


async def test_an_organisation_is_previewed_and_imported(
    make_app: MakeApp, store: Store, tmp_path: Path, text_of: Lines
) -> None:
    path = tmp_path / "guild.toml"
    path.write_text("[[campaign]]\nname = 'Gala'\nstatus = 'live'\n")
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        await chosen(pilot, app, path)
        await until(pilot, lambda: isinstance(app.screen, Confirm) and "1 campaign" in "\n".join(text_of(app)))
        assert store.read(campaigns.campaigns) == ()
        await press(pilot, "y")
        await until(pilot, lambda: any("Imported guild.toml: 1 campaign" in one.message for one in app._notifications))
    assert [one.name for one in store.read(campaigns.campaigns)] == ["Gala"]


async def test_an_organisation_the_store_refuses_is_told(make_app: MakeApp, store: Store, tmp_path: Path) -> None:
    store.write(campaigns.add_campaign, CampaignDraft("Gala"))
    path = tmp_path / "guild.toml"
    path.write_text("[[campaign]]\nname = 'Gala'\nstatus = 'live'\n")
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        await chosen(pilot, app, path)
        await until(pilot, lambda: any("campaign 1 “Gala”" in one.message for one in app._notifications))
    assert len(store.read(campaigns.campaigns)) == 1


async def test_a_saved_mapping_reads_a_file(make_app: MakeApp, store: Store, tmp_path: Path) -> None:
    toml = (
        "name = 'hours'\ntarget = 'entry'\nheader = ['Wer']\nduration_unit = 'hours'\n"
        "[fields]\nperson = 'Wer'\nday = 'Tag'\nduration = 'Stunden'\n"
    )
    store.write(mappings.save_mapping, "hours", toml)
    path = tmp_path / "hours.csv"
    path.write_text("Wer,Tag,Stunden\nana,2026-11-02,1.5\n")
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        await chosen(pilot, app, path)
        await until(pilot, lambda: isinstance(app.screen, ImportPreview))
