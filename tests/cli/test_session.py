"""Who acts, in which store, with which settings; and options that stand before the command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smdash.cli.options import Globals, locations, take_globals
from smdash.errors import InvalidInput
from smdash.store import organisation, timesheets

Run = Callable[..., Any]
Opened = Callable[..., Any]


def write_config(smdash: Run, text: str) -> Path:
    file = Path(next(line.split()[-1] for line in smdash("paths").out.splitlines() if line.startswith("config")))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_options_before_the_command() -> None:
    chosen, rest = take_globals(["--store", "a b.db", "--person=ana", "log", "--person", "ben"])
    assert (chosen, rest) == (Globals("a b.db", "ana"), ["log", "--person", "ben"])
    with pytest.raises(InvalidInput, match="no option “--nonsense”"):
        take_globals(["--nonsense", "log"])
    with pytest.raises(InvalidInput, match="--store needs a value"):
        take_globals(["--store"])


def test_an_unknown_person_is_told_who_is_known(prepared: Run) -> None:
    found = prepared("--person", "anna", "log", "1h", "spring")
    assert (found.code, found.out) == (2, "")
    assert "“anna” is not among the people here: ana, ben." in found.err


def test_an_unknown_role(prepared: Run) -> None:
    found = prepared("--role", "owner", "entries")
    assert found.code == 2
    assert "Use viewer, contributor, counsel, manager." in found.err


def test_who_is_named_acts_and_signs(prepared: Run, opened: Opened) -> None:
    prepared("--person", "BEN", "log", "1h", "spring")
    with opened() as store:
        assert store.read(timesheets.entries).entries[0].person_id == 2
    assert prepared("--person", "ben", "undo").code == 0


def test_the_settings_name_the_person(prepared: Run, opened: Opened) -> None:
    write_config(prepared, 'person = "ben"\n')
    prepared("log", "1h", "spring")
    with opened() as store:
        assert store.read(timesheets.entries).entries[0].zone == "Europe/Berlin"


def test_the_only_person_acts_whatever_the_login_is(smdash: Run, opened: Opened) -> None:
    smdash("--person", "eva", "log", "1h", "Spring", "--new")
    assert smdash("entries").out.startswith("1 ")  # the login is ana
    with opened() as store:
        assert [person.name for person in store.read(organisation.people)] == ["eva"]


def test_the_place_of_the_store(smdash: Run, tmp_path: Path, store_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--store before SMDASH_STORE before the settings before the usual place."""
    settled = tmp_path / "settled.db"
    write_config(smdash, f'store = "{settled}"\n')
    assert locations(Globals(store=str(tmp_path / "given.db")))[0].store == tmp_path / "given.db"
    assert locations(Globals())[0].store == store_file
    monkeypatch.delenv("SMDASH_STORE")
    assert locations(Globals())[0].store == settled


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("person = 5\n", "“person” has the wrong type"),
        ("persn = 'ana'\n", "“persn” is not a setting"),
        ("person = \n", "is not valid TOML"),
    ],
)
def test_wrong_settings_name_the_file(smdash: Run, text: str, said: str) -> None:
    file = write_config(smdash, text)
    found = smdash("entries")
    assert found.code == 2
    assert str(file) in found.err
    assert said in found.err


def test_settings_that_cannot_be_read(smdash: Run) -> None:
    file = write_config(smdash, "")
    file.unlink()
    file.mkdir()
    found = smdash("entries")
    assert found.code == 2
    assert "can't be read" in found.err


def test_a_viewer_makes_no_store(smdash: Run, store_file: Path) -> None:
    found = smdash("--role", "viewer", "entries")
    assert found.code == 1
    assert "A manager must open it first." in found.err
    assert not store_file.exists()


def test_a_file_that_is_no_store_is_left_alone(smdash: Run, store_file: Path) -> None:
    store_file.parent.mkdir(parents=True)
    store_file.write_text("my notes" * 100)
    found = smdash("log", "1h", "spring")
    assert found.code == 1
    assert str(store_file) in found.err
    assert store_file.read_text() == "my notes" * 100
