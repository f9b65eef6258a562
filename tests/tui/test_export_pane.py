"""What a pane shows goes into a file, by one key in every pane."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from textual.app import ComposeResult

from smdash.cli.demo_script import read_script
from smdash.cli.demo_store import build_demo
from smdash.clock import FixedClock
from smdash.domain.figures import Unit
from smdash.paths import Paths, shipped
from smdash.reports.table import Value, on
from smdash.settings import Settings
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.live import LiveStore
from smdash.tui.pane import Pane
from smdash.tui.screens.export_pane import shown
from smdash.tui.shown_tables import as_file, shown_table, value_of
from smdash.tui.widgets.cells import Cell, Column, Row, Span
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.lines import TextLines
from smdash.tui.widgets.table import RowTable
from tests.tui import keys
from tests.tui.conftest import FakeLive, MakeApp
from tests.tui.keys import press


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 250.50", Value(Decimal("1250.50"), Unit.NUMBER, places=2)),
        ("−3", Value(Decimal(-3), Unit.NUMBER, places=0)),
        ("+24.6 %", Value(Decimal("0.246"), Unit.RATIO)),
        ("1:30", Value(5400, Unit.SECONDS, clock=True)),
        ("2026-11-22", on(date(2026, 11, 22))),
        ("–", Value(None)),
        ("/ 120", Value(Decimal(120), Unit.NUMBER, places=0)),
        ("2026-13-45", Value("2026-13-45")),
        ("3 of 7", Value("3 of 7")),
        ("=1+1", Value("=1+1")),
    ],
)
def test_cells_are_values_again(text: str, value: Value) -> None:
    assert value_of(text) == value


def test_files_hold_what_is_shown() -> None:
    made = [shown_table("list", (Column("name", "Name"), Column("n"), Column("m", "Name")), (
        Row(1, (Cell("=x"), Cell("−1 000"), Cell("a"))),
        Row(2, (Cell("wide", span=2),)),
        Row(3, (), "separator"),
    ))]  # fmt: skip
    written = "".join(map(str, as_file(made, "csv")))
    assert list(csv.reader(written.splitlines())) == [["Name", "n", "Name 2"], ["'=x", "-1000", "a"], ["wide", "", ""]]
    found = json.loads("".join(map(str, as_file(made, "json"))))
    assert found[0]["rows"][0] == {"Name": "=x", "n": -1000, "Name 2": "a"}


class Listing(Pane[int]):
    """A list and a line of text."""

    def compose_content(self) -> ComposeResult:
        yield TextLines([(Span("Cost "), Span("1 250"))])
        yield RowTable(
            [Column("name", "Name"), Column("n", "Hours")], [Row(1, (Cell("Spring"), Cell("1:30")))], id="the-list"
        )

    async def load(self) -> int:
        return 1

    def show(self, state: int) -> None:
        """It is all there."""


@pytest.mark.parametrize("role", ["manager", "viewer"])
async def test_one_key_asks_for_a_file_and_never_overwrites_unasked(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.chdir(tmp_path)
    app = make_app(Listing, live=FakeLive(role=role))
    target = tmp_path / "smdash-overview-2026-11-22.csv"
    target.write_text("mine")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "f5")
        assert isinstance(app.screen, Form)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Form)
        assert target.read_text() == "mine"
        await press(pilot, "end", "-", "2", "ctrl+s")
        await app.workers.wait_for_complete()
        await keys.settle(pilot)
        assert not isinstance(app.screen, Form)
    written = tmp_path / "smdash-overview-2026-11-22-2.csv"
    assert list(csv.reader(written.read_text().splitlines())) == [["Name", "Hours"], ["Spring", "1:30:00"]]


async def test_text_stands_beside_the_tables(make_app: MakeApp) -> None:
    app = make_app(Listing)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys.settle(pilot)
        assert [(table.title, len(table.rows)) for table in shown(app)] == [("the list", 1), ("text", 1)]


async def test_every_pane_of_the_sample_gives_numbers_as_numbers(tmp_path: Path) -> None:
    script = read_script(shipped("sample_data"))
    file = tmp_path / "demo.db"
    build_demo(file, script)
    clock = FixedClock(script.zone_name, script.start)
    paths, chosen = Paths(tmp_path, tmp_path, tmp_path, file), Settings(theme="dark", person=script.person)
    app = SmdashApp(lambda: LiveStore(Store.open(file, clock, actor=script.person)), chosen, clock, paths)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        for spec in app.panes:
            await app.go_to_pane(spec.name)
            await app.workers.wait_for_complete()
            assert app.pane is not None
            await app.pane.answered.wait()
            await pilot.pause()
            tables = shown(app)
            cells = [value for table in tables for row in table.rows for value in row]
            assert len(cells) > 10, spec.name
            assert spec.name == "risk" or any(value.is_number for value in cells), spec.name
            assert json.loads("".join(map(str, as_file(tables, "json"))))
