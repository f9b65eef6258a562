"""Choosing a file to import by arrows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from smdash import settings
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.live import LiveStore
from smdash.tui.screens.file_picker import FilePicker, first_folder
from smdash.tui.screens.import_path import ImportPath
from smdash.tui.screens.import_preview import ImportPreview
from tests.tui.importing.import_screens import HEADER, ROW, Empty, Lines, MakeApp, said
from tests.tui.keys import press, until


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of downloads: two months of hours, a picture, a hidden file, and a folder with one more."""
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    folder = home / "Downloads"
    (folder / "older").mkdir(parents=True)
    for name, day in (("march.csv", "2024-03-04"), ("april.csv", "2024-04-02"), ("older/may.csv", "2023-05-02")):
        (folder / name).write_text(HEADER + ROW.format("ana", "Fair", day, day))
    for name in ("logo.png", ".hidden.csv"):
        (folder / name).write_text("x")
    return folder


async def picking(pilot: Pilot[Any], app: SmdashApp, text_of: Lines, wanted: str) -> FilePicker:
    await until(pilot, lambda: app.connected)
    await press(pilot, "I")
    await until(pilot, lambda: isinstance(app.screen, ImportPath) and bool(app.screen.query(Input)))
    await press(pilot, "f2")
    await until(pilot, lambda: isinstance(app.screen, FilePicker) and wanted in "\n".join(text_of(app)))
    assert isinstance(app.screen, FilePicker)
    return app.screen


@pytest.mark.parametrize(("size", "symbols"), [((80, 24), "ascii"), ((120, 40), "unicode")])
async def test_a_file_is_taken_and_its_folder_remembered(
    make_app: MakeApp, store: Store, downloads: Path, text_of: Lines, size: tuple[int, int], symbols: str
) -> None:
    app = make_app(Empty, connect=lambda: LiveStore(store), symbols=symbols)
    async with app.run_test(size=size) as pilot:
        picker = await picking(pilot, app, text_of, "march.csv")
        shown = "\n".join(text_of(app))
        assert "+ older/" in shown
        assert "logo.png" not in shown
        assert "hidden" not in shown
        assert symbols != "ascii" or shown.isascii()
        tree = picker.tree_of_files
        await until(pilot, lambda: tree.last_line == 2)
        await press(pilot, "down", "enter")
        await until(pilot, lambda: "may.csv" in "\n".join(text_of(app)))
        await press(pilot, "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ImportPreview) and "1 entry: 1 new" in said(app.screen))
        await until(pilot, lambda: settings.load(app.paths).import_folder == str(downloads / "older"))
    assert first_folder(str(downloads / "older")) == downloads / "older"


async def test_a_whole_folder_is_taken(make_app: MakeApp, store: Store, downloads: Path, text_of: Lines) -> None:
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        await picking(pilot, app, text_of, "march.csv")
        await press(pilot, "end", "a")
        await until(pilot, lambda: isinstance(app.screen, ImportPreview) and "2 entries: 2 new" in said(app.screen))


async def test_backspace_goes_up_and_esc_back_to_the_path(
    make_app: MakeApp, store: Store, downloads: Path, text_of: Lines
) -> None:
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        await picking(pilot, app, text_of, "march.csv")
        await press(pilot, "backspace")
        await until(pilot, lambda: "+ Downloads/" in "\n".join(text_of(app)))
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, ImportPath))


async def test_hostile_names_are_harmless(
    make_app: MakeApp, store: Store, downloads: Path, text_of: Lines, hostile: str
) -> None:
    (downloads / f"{hostile.replace('/', '')}.csv").write_text("x")
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(120, 40)) as pilot:
        await picking(pilot, app, text_of, "[red]x[")
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set("\n".join(text_of(app)))


def test_choosing_begins_at_home_where_nothing_else_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert first_folder(str(tmp_path / "gone")) == tmp_path
