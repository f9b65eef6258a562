"""`smdash import` of mappings and organisations, and `smdash undo --keep-edited`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
MAPPING = """
name = "agency"
title = "Agency hours"
target = "entry"
header = ["Wer", "Tag", "Stunden"]
duration_unit = "hours"
[fields]
person = "Wer"
project = { constant = "Retainer" }
day = "Tag"
duration = "Stunden"
"""
GUILD = """
[[person]]
name = "ben"
[[person.rate]]
from = 2026-01-01
hourly = 40
[[campaign]]
name = "Gala"
status = "live"
"""
TOGGL = (
    "User,Project,Description,Start date,Start time,End date,End time,Duration\n"
    "ana,Gala,one,2026-11-02,09:00:00,2026-11-02,10:00:00,01:00:00\n"
    "ana,Gala,two,2026-11-03,09:00:00,2026-11-03,10:00:00,01:00:00\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], str]:
    """A file of this name and text."""

    def made(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, "utf-8")
        return str(tmp_path / name)

    return made


Made = Callable[[str, str], str]


def hours(name: str) -> tuple[str, str]:
    return name, f"Wer;Tag;Stunden\nana;{name[:10]};1,5\n"


def test_a_mapping_is_saved_and_knows_the_next_file(smdash: Run, file: Made) -> None:
    mapping, first, second = (
        file("agency.toml", MAPPING),
        file(*hours("2026-11-02.csv")),
        file(*hours("2026-11-03.csv")),
    )
    assert smdash("import", first).code == 1
    assert smdash("import", first, "--mapping", mapping, "--dry-run").code == 0
    assert "Agency" not in smdash("import", first).err  # a preview saves nothing
    said = smdash("import", first, "--mapping", mapping)
    assert (said.code, "Saved the mapping “agency”" in said.err) == (0, True)
    assert said.out.startswith("imported 2026-11-02.csv: 1 entry")
    assert smdash("import", second).out.startswith("imported 2026-11-03.csv: 1 entry")
    assert smdash("import", second, "--mapping", mapping, "--json").code == 0
    wrong = smdash("import", file("other.csv", "Wer,Stunden\nana,1\n"))
    assert (wrong.code, "Agency hours: no column Tag." in wrong.err) == (1, True)


def test_a_saved_mapping_is_undone_after_its_import(smdash: Run, file: Made) -> None:
    first = file(*hours("2026-11-02.csv"))
    smdash("import", first, "--mapping", file("agency.toml", MAPPING))
    assert "import 2026-11-02.csv" in smdash("undo").out
    assert smdash("undo").out == "took back: save mapping agency\n"
    assert "Agency" not in smdash("import", first).err
    assert smdash("redo").out == "did again: save mapping agency\n"
    assert smdash("import", first).code == 0


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("[", 2, "is not TOML"),
        (MAPPING.replace('name = "agency"', f'name = "{"x" * 130}"'), 2, "longer than 120"),
        (MAPPING.replace('day = "Tag"', ""), 2, "start"),
        (MAPPING.replace('"Tag"', '"Datum"'), 1, "Agency hours: no column Datum."),
    ],
)
def test_a_mapping_that_does_not_fit_is_told_and_not_saved(
    smdash: Run, store_file: Path, file: Made, text: str, code: int, said: str
) -> None:
    found = smdash("import", file(*hours("2026-11-02.csv")), "--mapping", file("agency.toml", text))
    assert (found.code, found.out, said in found.err) == (code, "", True)
    assert not store_file.exists()
    assert smdash("import", "x.csv", "--mapping", "nowhere.toml").code == 1


def test_an_organisation_is_previewed_imported_once_and_undone(smdash: Run, file: Made, store_file: Path) -> None:
    guild = file("guild.toml", GUILD)
    said = smdash("import", guild, "--dry-run")
    assert said.out == "guild.toml: organisation (TOML)\n  1 person\n  1 rate\n  1 campaign\n"
    assert not store_file.exists()
    assert smdash("import", guild).out == (
        "imported guild.toml: 1 person, 1 rate, 1 campaign (`smdash undo` takes it back)\n"
    )
    assert smdash("import", guild).out == "imported guild.toml: nothing new\n"
    assert smdash("undo").out == "took back: import guild.toml: 1 person, 1 rate, 1 campaign\n"
    (told,) = json.loads(smdash("import", guild, "--json").out)
    assert (told["format"], told["counts"]["rate"], told["applied"]) == ("organisation", {"new": 1}, True)


def test_an_organisation_whose_names_exist_is_refused(smdash: Run, file: Made) -> None:
    smdash("import", file("guild.toml", GUILD))
    said = smdash("import", file("again.toml", GUILD + "\n# again"))
    assert (said.code, said.out) == (1, "")
    assert "again.toml, person 1 “ben”: There already is a person named “ben”." in said.err
    assert smdash("import", file("broken.toml", "[")).code == 1


def test_undo_of_an_import_keeps_what_was_edited(smdash: Run, file: Made) -> None:
    smdash("import", file("report.csv", TOGGL))
    assert smdash("entries", "edit", "1", "--note", "mine").code == 0
    said = smdash("undo", "--keep-edited")
    assert said.code == 0
    assert said.out.splitlines()[0] == "took back: import report.csv: 2 entries"
    assert "time entry 1 (edited)" in said.out.splitlines()[1]
    assert [line for line in smdash("entries").out.splitlines() if "mine" in line or "two" in line]
    assert "two" not in smdash("entries").out
    again = smdash("undo", "--keep-edited")
    assert (again.code, "no import to undo" in again.err) == (1, True)
