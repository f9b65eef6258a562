"""`smdash export all`, and its import into another store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smdash.cli import imports
from smdash.clock import FixedClock
from tests.cli.conftest import RunCommand


@pytest.fixture
def filled(prepared: RunCommand, monkeypatch: pytest.MonkeyPatch) -> RunCommand:
    monkeypatch.setattr(imports, "Clock", FixedClock)
    assert prepared("log", "1h30m", "spring").code == 0
    return prepared


def test_everything_goes_into_another_store_and_back_out(filled: RunCommand, tmp_path: Path) -> None:
    target, other = tmp_path / "all.zip", str(tmp_path / "other.db")
    said = filled("export", "all", "-o", str(target))
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith(f"Wrote {target}: ")
    assert "keep it safe" in said.err
    said = filled("--store", other, "import", str(target), "--dry-run")
    assert "  time entry" in said.out
    assert not Path(other).exists()
    said = filled("--store", other, "import", str(target))
    assert said.code == 0, said.err
    assert said.out.startswith("imported all.zip: ")
    hours = [filled(*store, "export", "entries").out for store in ((), ("--store", other))]
    assert hours[0] == hours[1]
    assert "67.50" in hours[0]
    assert "nothing new" in filled("--store", other, "import", str(target)).out
    assert filled("--store", other, "undo").out.startswith("took back: import all.zip")
    assert json.loads(filled("--store", other, "export", "entries", "--format", "json").out) == []


def test_who_is_in_the_export_imports_it(filled: RunCommand, tmp_path: Path) -> None:
    target, other = tmp_path / "all.zip", str(tmp_path / "other.db")
    filled("export", "all", "-o", str(target))
    said = filled("--store", other, "--person", "carla", "import", str(target))
    assert said.code != 0
    assert "“carla” is not among the people of “all.zip”: ana, ben." in said.err
    assert not Path(other).exists()
    told = json.loads(filled("--store", other, "--person", "BEN", "import", str(target), "--json").out)
    assert told[0]["counts"]["time_entry"] == {"new": 1}
    assert filled("--store", other, "--person", "ben", "undo").code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "all", "--period", "2026-11"), "A complete export can't be narrowed."),
        (("--role", "viewer", "export", "all", "-o", "/nowhere/all.zip"), "A complete export is for managers only"),
        (("export", "all", "-o", "/nowhere/all.zip"), "could not be written: No such file or directory."),
    ],
)
def test_what_cannot_be_is_told(filled: RunCommand, words: tuple[str, ...], told: str) -> None:
    said = filled(*words)
    assert (said.code != 0, said.out) == (True, "")
    assert told in said.err


def test_it_is_imported_by_itself_and_into_an_empty_store(filled: RunCommand, tmp_path: Path) -> None:
    target = tmp_path / "all"
    filled("export", "all", "-o", str(target))
    said = filled("import", str(target))
    assert (said.code, said.out) == (1, "")
    assert "A complete export goes into an empty store only; this one has " in said.err
    said = filled("import", str(target), str(tmp_path / "hours.csv"))
    assert "“all” is a complete export.\nImport it by itself." in said.err
