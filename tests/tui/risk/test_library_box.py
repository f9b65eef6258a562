"""The checklist is changed where it is read: reworded, added to, shortened, brought back; and news are gone through."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smdash import paths
from smdash.domain.organisation import Role
from smdash.library.legal import load_legal_library
from smdash.store import risks
from smdash.store.legal_items import library
from smdash.store.library_versions import library_news
from smdash.store.own_items import retired_items
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.panes.risk.library import LibraryBox
from smdash.tui.screens.numbers import Numbers
from tests.tui import keys
from tests.tui.risk.by_keyboard import paste, press, settle

OpenedBy = Callable[[str, Role], SmdashApp]
TextOf = Callable[[SmdashApp], list[str]]


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    folder = tmp_path / "newer"
    shutil.copytree(paths.LIBRARY, folder)

    def put() -> None:
        for name, old, new in (
            ("library.toml", 'version = "2026.11"', 'version = "2027.05"'),
            ("employment.toml", "Does discipline for posts go", "Does all discipline for posts go"),
        ):
            file = folder / "legal" / name
            file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
        monkeypatch.setattr(paths, "LIBRARY", folder)
        load_legal_library.cache_clear()

    yield put
    monkeypatch.undo()
    load_legal_library.cache_clear()


async def test_a_reworded_item_says_so_and_shows_the_shipped_text(
    app: SmdashApp, store: Store, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "l", "w")
        await paste(app, pilot, "question", "May staff talk about their pay?")
        await press(app, pilot, "ctrl+s")
        text = "\n".join(text_of(app))
        assert "E1 May staff talk about their pay?" in text
        assert "reworded here; shipped: Was the social-media policy reviewed" in text
        await press(app, pilot, "w")
        await paste(app, pilot, "question", "")
        await press(app, pilot, "ctrl+s")
        assert store.read(library).item("E1").shipped is None


async def test_an_own_item_is_added_and_edited(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "l", "n", "ctrl+s")
        text = "\n".join(text_of(app))
        assert "Short name is needed." in text
        assert "Question is needed." in text
        await paste(app, pilot, "short", "Works council")
        await paste(app, pilot, "question", "Did the works council agree?")
        await paste(app, pilot, "applies_if", "musik")
        await press(app, pilot, "ctrl+s")
        assert "Unknown: musik." in "\n".join(text_of(app))
        await paste(app, pilot, "applies_if", "")
        await press(app, pilot, "ctrl+s")
        assert store.read(library).item("X1").area == "employment"
        await press(app, pilot, "G", "w")
        await paste(app, pilot, "short", "Council asked")
        await press(app, pilot, "ctrl+s")
        assert store.read(library).item("X1").short == "Council asked"


async def test_an_item_is_retired_after_it_was_named_and_comes_back(
    app: SmdashApp, store: Store, text_of: TextOf
) -> None:
    store.write(risks.toggle_item, "E1")
    async with app.run_test(size=(80, 30)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "l")
        await keys.press(pilot, "d")
        assert "E1 Policy reviewed" in "\n".join(text_of(app))
        await press(app, pilot, "y")
        assert [one.code for one in store.read(retired_items)] == ["E1"]
        await press(app, pilot, "L")
        assert isinstance(app.screen, LibraryBox)
        assert "retired here" in "\n".join(text_of(app))
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Numbers)
        assert "answer E1: yes" in "\n".join(text_of(app))
        await press(app, pilot, "escape", "b")
        assert store.read(retired_items) == ()


async def test_what_a_newer_library_changed_is_read_and_gone_through(
    app: SmdashApp, store: Store, newer: Callable[[], None], text_of: TextOf
) -> None:
    store.write(risks.toggle_item, "E2")
    newer()
    async with app.run_test(size=(80, 30)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "l", "down")
        assert "! its text changed after it was answered" in "\n".join(text_of(app))
        await press(app, pilot, "L")
        assert "worded anew: question" in "\n".join(text_of(app))
        await press(app, pilot, "enter")
        text = "\n".join(text_of(app))
        assert "question was: Does discipline for posts go" in text
        assert "question is: Does all discipline for posts go" in text
        assert "answer E2: yes" in text
        await press(app, pilot, "escape", "s")
        assert "Nothing changed" in "\n".join(text_of(app))
        assert store.read(library_news).changes == ()


async def test_a_viewer_reads_and_changes_nothing(opened_by: OpenedBy, store: Store, newer: Callable[[], None]) -> None:
    store.write(risks.toggle_item, "E2")
    newer()
    viewer = opened_by("ceo", Role.VIEWER)
    async with viewer.run_test(size=(80, 30)) as pilot:
        await settle(viewer, pilot)
        await press(viewer, pilot, "L", "s", "b")
        assert isinstance(viewer.screen, LibraryBox)
        assert len(store.read(library_news).changes) == 1
