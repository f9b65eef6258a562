"""Importing in the dashboard: the path, the preview and its questions, the result, undo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from smdash.domain.campaigns import CampaignDraft
from smdash.store import campaigns
from smdash.store.store import Store
from smdash.store.timesheets import entries
from smdash.tui.live import LiveStore
from smdash.tui.screens import import_preview
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.import_path import ImportPath
from smdash.tui.screens.import_result import ImportResult
from smdash.tui.screens.import_rows import completed
from smdash.tui.widgets.paths import path_completions
from smdash.tui.widgets.table import RowTable
from tests.tui.importing.import_screens import HEADER, ROW, Empty, Lines, MakeApp, preview_of, said
from tests.tui.keys import press, settle, until


@pytest.fixture
def store(store: Store) -> Store:
    """With a campaign."""
    store.write(campaigns.add_campaign, CampaignDraft("Spring membership"))
    return store


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """A Toggl report with these (person, project, day) rows."""

    def made(*rows: tuple[str, str, str], more: str = "") -> Path:
        file = tmp_path / "exports" / "report.csv"
        file.parent.mkdir(exist_ok=True)
        file.write_text(HEADER + "".join(ROW.format(*row, row[2]) for row in rows) + more)
        return file

    return made


async def test_a_file_is_previewed_a_name_is_mapped_and_it_is_written(
    make_app: MakeApp, store: Store, export: Callable[..., Path], text_of: Lines
) -> None:
    path = export(("ana", "Spring memberships", "2026-11-02"), ("ana", "Fair", "2026-11-03"))
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await preview_of(pilot, app, path)
        assert "2 entries: 2 new" in said(screen)
        assert "! campaign “Spring memberships”, 1 row" in said(screen)
        table = screen.query_one(RowTable)
        table.go_to("campaign Spring memberships")
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is not screen)
        await press(pilot, "up", "up", "up", "enter")  # the nearest known one comes first
        await until(pilot, lambda: "= Spring membership" in said(screen) and not screen._busy)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ImportResult) and bool(app.screen.query(RowTable)))
        shown = "\n".join(text_of(app))
        assert "Imported report.csv: 2 entries" in shown
        assert "2026-11-02 to 2026-11-03" in shown
        await press(pilot, "escape")
        await until(pilot, lambda: not isinstance(app.screen, ImportResult))
    names = {one.name for one in store.read(campaigns.campaigns)}
    assert names == {"Spring membership", "Fair"}
    assert store.read(entries).total == 2


async def test_whatever_is_long_is_whole_and_can_be_changed_from_each_of_its_lines(
    make_app: MakeApp, store: Store, export: Callable[..., Path], text_of: Lines
) -> None:
    name = "A campaign whose name is so long that it does not fit into one line beside anything"
    wrong = "ana,,,{},,inbox,No,2026-11-04,09:00:00,2026-11-04,10:00:00,7 hours or rather eight of them at the least,\n"
    path = export(("ana", name, "2026-11-02"), ("bea", name, "2026-11-03"), more=wrong.format(name))
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(60, 30)) as pilot:
        screen = await preview_of(pilot, app, path)
        assert "…" not in "\n".join(text_of(app))
        table = screen.query_one(RowTable)
        lines = [row for row in table.rows if str(row.key).startswith(f"campaign {name}")]
        assert " ".join(row.cells[1].text for row in lines).strip() == f"new: {name}"
        table.go_to(lines[-1].key)
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is not screen)
        await press(pilot, "escape")
        narrow = len(table.rows)
        await pilot.resize_terminal(120, 30)
        await until(pilot, lambda: len(table.rows) < narrow)
        await press(pilot, "s", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ImportResult))
        await settle(pilot)
        result = "\n".join(text_of(app))
        assert "1 row not understood, left out" in result
        assert "New people have no hourly rate yet: their hours are" in result
        assert "…" not in result.split("Imported", 1)[1]


async def test_it_can_be_left_while_the_file_is_still_looked_at(
    make_app: MakeApp, store: Store, export: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    never = asyncio.Event()

    async def looking(*_: Any) -> Any:
        await never.wait()

    path = export(("ana", "Fair", "2026-11-03"))
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await preview_of(pilot, app, path)
        monkeypatch.setattr(import_preview, "made_plan", looking)
        screen._look()
        await until(pilot, lambda: screen._busy)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
    assert store.read(entries).total == 0


async def test_what_cannot_be_read_is_told_and_the_path_stays(
    make_app: MakeApp, store: Store, tmp_path: Path, text_of: Lines
) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.connected)
        await press(pilot, "I")
        await until(pilot, lambda: isinstance(app.screen, ImportPath))
        for path, words in ((wrong, "no format smdash knows"), (tmp_path, "is a folder"), (tmp_path / "no", "no")):
            app.screen.query_one(Input).value = str(path)
            await pilot.pause()
            await press(pilot, "enter")
            await until(pilot, lambda words=words: any(words in line for line in text_of(app)))  # type: ignore[misc]
            assert app.screen.query_one(Input).value == str(path)
        await press(pilot, "escape")
        await until(pilot, lambda: not isinstance(app.screen, ImportPath))


async def test_bad_rows_block_until_they_are_skipped(
    make_app: MakeApp, store: Store, export: Callable[..., Path], text_of: Lines
) -> None:
    bad = "ana,,,Fair,,x,No,2026-11-04,09:00:00,2026-11-04,10:00:00,07:00:00,\n"
    path = export(("ana", "Fair", "2026-11-03"), more=bad)
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await preview_of(pilot, app, path)
        assert "line 3: Duration" in said(screen)
        await press(pilot, "ctrl+s")
        assert app.screen is screen
        await press(pilot, "s")
        await until(pilot, lambda: "left out" in said(screen) and not screen._busy)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ImportResult) and bool(app.screen.query(RowTable)))
        assert "1 row not understood, left out" in "\n".join(text_of(app))
        assert store.read(entries).total == 1
        await press(pilot, "u")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await press(pilot, "y")
        await until(pilot, lambda: store.read(entries).total == 0)


async def test_enter_goes_from_the_result_to_the_rows(
    make_app: MakeApp, store: Store, export: Callable[..., Path]
) -> None:
    path = export(("ana", "Fair", "2026-11-03"))
    app = make_app(*[Empty] * 5, connect=lambda: LiveStore(store))
    async with app.run_test(size=(120, 40)) as pilot:
        await preview_of(pilot, app, path)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ImportResult) and bool(app.screen.query(RowTable)))
        await press(pilot, "enter")
        await until(pilot, lambda: app.period.start == date(2026, 11, 3) and len(app.screen_stack) == 1)


async def test_the_same_file_again_is_told_without_a_box(
    make_app: MakeApp, store: Store, export: Callable[..., Path]
) -> None:
    path = export(("ana", "Fair", "2026-11-03"))
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        for closing in ("escape", "f12"):
            screen = await preview_of(pilot, app, path)
            await press(pilot, "ctrl+s")
            await until(pilot, lambda screen=screen: app.screen is not screen)  # type: ignore[misc]
            await press(pilot, closing)
            await until(pilot, lambda: len(app.screen_stack) == 1)
        assert any("nothing new" in notice.message for notice in app._notifications)


async def test_unclear_dates_are_asked(make_app: MakeApp, store: Store, export: Callable[..., Path]) -> None:
    path = export(("ana", "Fair", "02/03/2026"))
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await preview_of(pilot, app, path)
        table = screen.query_one(RowTable)
        table.go_to("date:start date and end date")
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is not screen)
        await press(pilot, "down", "enter")
        await until(pilot, lambda: "month first (you chose it)" in said(screen) and not screen._busy)
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is not screen)
    assert store.read(entries).total == 0


async def test_hostile_names_are_harmless(
    make_app: MakeApp, store: Store, export: Callable[..., Path], text_of: Lines, hostile: str
) -> None:
    path = export(("ana", hostile.replace(",", ""), "2026-11-03"))
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        await preview_of(pilot, app, path)
        screen = "\n".join(text_of(app))
        assert "[red]x[/]" in screen
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(screen)


def test_paths_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("report-1.csv", "report-2.csv", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    assert path_completions("~/") == ["~/folder/", "~/report-1.csv", "~/report-2.csv"]
    assert path_completions("~/.h") == ["~/.hidden"]
    assert completed("~/r") == "~/report-"
    assert completed(f"{tmp_path}/f") == f"{tmp_path}/folder/"
    assert completed("~/none") == "~/none"
    assert path_completions(f"{tmp_path}/report-1.csv/x") == []
