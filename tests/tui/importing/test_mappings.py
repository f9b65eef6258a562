"""What the columns of an unknown file mean, said in the dashboard; the list of saved mappings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from smdash.exchange.readers.mapped.mapping import Mapping, Source, parse_mapping
from smdash.exchange.readers.mapped.toml import mapping_toml
from smdash.store.mappings import listed, save_mapping
from smdash.store.store import Store
from smdash.store.timesheets import entries
from smdash.tui.app import SmdashApp
from smdash.tui.live import LiveStore
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.import_path import ImportPath
from smdash.tui.screens.import_preview import ImportPreview
from smdash.tui.screens.mappings import MappingsBox
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.inputs import ChoiceEditor
from tests.tui.importing.import_screens import Empty, Lines, MakeApp, said
from tests.tui.keys import press, until

HEADER = "Wer,Wann,Wie lange,Thema\n"


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    file = tmp_path / "stunden.csv"
    file.write_text(HEADER + "ana,2026-11-02,1:30,Plakat\nana,2026-11-03,0:45,Presse\n")
    return file


async def described(pilot: Pilot[Any], app: SmdashApp, path: Path, downs: int = 0) -> Form[Any]:
    """Type the path of a file nobody knows, and say what a row is."""
    await until(pilot, lambda: app.connected)
    await press(pilot, "I")
    await until(pilot, lambda: isinstance(app.screen, ImportPath) and bool(app.screen.query(Input)))
    asking = app.screen
    asking.query_one(Input).value = str(path)
    await pilot.pause()
    await press(pilot, "enter")
    await until(pilot, lambda: getattr(asking, "_unknown", None) is not None)
    await press(pilot, "f3")
    await until(pilot, lambda: isinstance(app.screen, ChoiceList) and app.screen.is_mounted)
    await press(pilot, *["down"] * downs, "enter")
    await until(pilot, lambda: isinstance(app.screen, Form) and bool(app.screen.query("#form-fields")))
    assert isinstance(app.screen, Form)
    return app.screen


async def take(pilot: Pilot[Any], form: Form[Any], **columns: str) -> None:
    """Choose a column for each of these fields, by its name."""
    for name, column in columns.items():
        editor = form._rows[f"field.{name}"].editor
        assert isinstance(editor, ChoiceEditor)
        editor.focus()
        while editor.choices[max(0, editor.chosen)][1] != column:
            await press(pilot, "right")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_columns_are_explained_saved_and_known_the_next_time(
    make_app: MakeApp, store: Store, unknown: Path, text_of: Lines, size: tuple[int, int]
) -> None:
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=size) as pilot:
        form = await described(pilot, app, unknown)
        await press(pilot, "ctrl+s")
        await pilot.pause()
        faults = {name for name, one in form._rows.items() if one.has_class("-faulty")}
        assert faults == {"field.person", "field.start", "field.duration"}
        await take(pilot, form, person="Wer", day="Wann", duration="Wie lange", project="Thema")
        await pilot.pause()
        screen = "\n".join(text_of(app))
        assert "4 of 4 columns used" in screen
        assert "= Plakat · Presse" in screen
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ImportPreview) and "2 entries: 2 new" in said(app.screen))
    (saved,) = store.read(listed)
    mapping = parse_mapping(saved.toml)
    assert mapping.header == ("Wer", "Wann", "Wie lange", "Thema")
    assert mapping.fields["duration"] == Source(column="Wie lange")
    assert store.read(entries).total == 0


async def test_a_value_may_be_the_same_in_every_row(make_app: MakeApp, store: Store, unknown: Path) -> None:
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        form = await described(pilot, app, unknown)
        await take(pilot, form, person="the same in every row", day="Wann", duration="Wie lange")
        await press(pilot, "ctrl+s")
        assert [name for name, one in form._rows.items() if one.has_class("-faulty")] == ["same.person"]
        await press(pilot, *"ana", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ImportPreview))
    (saved,) = store.read(listed)
    assert parse_mapping(saved.toml).fields["person"] == Source(constant="ana")


async def test_saved_mappings_are_edited_deleted_and_brought_back(
    make_app: MakeApp, store: Store, text_of: Lines
) -> None:
    fields = {"day": Source(column="Wann"), "amount": Source(column="Preis")}
    mapping = Mapping("kosten", "Kosten", "cost", ("Wann", "Preis", "Was"), fields)
    store.write(save_mapping, "kosten", mapping_toml(mapping))
    app = make_app(Empty, connect=lambda: LiveStore(store))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.connected)
        await press(pilot, "f4")
        await until(pilot, lambda: isinstance(app.screen, MappingsBox) and "Wann, Preis" in "\n".join(text_of(app)))
        box = app.screen
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, Form) and bool(app.screen.query("#form-fields")))
        form = app.screen
        assert isinstance(form, Form)
        await take(pilot, form, note="Was")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.screen is box)
        assert parse_mapping(store.read(listed)[0].toml).fields == {**fields, "note": Source(column="Was")}
        await press(pilot, "d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await press(pilot, "y")
        await until(pilot, lambda: store.read(listed) == () and app.screen is box)
        await press(pilot, "u")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await press(pilot, "y")
        await until(pilot, lambda: len(store.read(listed)) == 1)
