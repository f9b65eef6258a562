"""The shipped legal checklist is complete, and a wrong file is told by file and item."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from smdash import paths
from smdash.domain.risks import ANYWHERE, Checked, LegalItem, LegalLibrary, Scope
from smdash.errors import InvalidInput, NotFound
from smdash.library.legal import LibraryFault, load_legal_library, read_legal_library

AREAS = {
    "Employment": "E1 E2 E3 E4 E5 E6 E7 E8",
    "Privacy": "P1 P2 P3 P4 P5 P6 P7 P8",
    "Copyright": "C1 C2 C3 C4 C5 C6 C7",
    "Intellectual property": "I1 I2 I3 I4 I5 I6 I7",
    "Anti-trust": "A1 A2 A3 A4 A5 A6 A7",
    "Defamation": "D1 D2 D3 D4 D5 D6 D7",
    "Marketing": "M1 M2 M3 M4 M5 M6 M7 M8 M9",
    "Terms of use": "T1 T2 T3 T4 T5 T6 T7",
    "Trade secrets": "S1 S2 S3 S4 S5 S6 S7",
    "User-generated content": "U1 U2 U3 U4 U5 U6 U7",
}
SEEN = set("E1 E8 P2 C2 A1 A2 A7 D4 M1 M2 M3 M6 M8 T1 S2 S6 U1".split())
PARTLY_SEEN = set("E2 E3 E6 P6 D6 U2".split())
LIBRARY = load_legal_library()


def test_all_ten_areas_and_every_item_are_there_in_order() -> None:
    assert {area.title: " ".join(item.id for item in area.items) for area in LIBRARY.areas} == AREAS
    assert [area.title for area in LIBRARY.areas] == list(AREAS)
    assert len({item.id for item in LIBRARY.items}) == len(LIBRARY.items) == 74


@pytest.mark.parametrize("item", LIBRARY.items, ids=lambda item: item.id)
def test_an_item_is_complete(item: LegalItem) -> None:
    assert item.question.endswith("?")
    assert all((item.short, item.why, item.rule, item.source, item.evidence, item.jurisdictions))
    assert set(item.applies_if) <= set(LIBRARY.facts)
    assert set(item.jurisdictions) <= set(LIBRARY.jurisdictions)
    assert {"why", "applies_if", "evidence"} <= set(item.derived)
    assert item.as_of < item.review <= date(2027, 11, 1)
    assert item.changed is None
    assert not item.applies_if or item.scope is Scope.CAMPAIGN


def test_how_far_each_rule_was_checked_is_as_recorded() -> None:
    checked = {item.id: item.checked for item in LIBRARY.items}
    assert {key for key, value in checked.items() if value is Checked.SEEN} == SEEN
    assert {key for key, value in checked.items() if value is Checked.PARTLY} == PARTLY_SEEN
    assert all(LIBRARY.item(key).checked_note for key in PARTLY_SEEN)


def test_every_fact_of_the_gate_asks_for_something() -> None:
    asked = {fact for item in LIBRARY.items for fact in item.applies_if}
    assert asked == set(LIBRARY.facts)
    assert len(LIBRARY.facts) == 13


def test_the_file_names_and_the_listed_areas_are_the_same() -> None:
    files = {file.stem for file in (paths.LIBRARY / "legal").glob("*.toml")}
    assert files == {area.key for area in LIBRARY.areas} | {"library"}


def test_the_notice_and_the_version_are_there() -> None:
    assert LIBRARY.notice == "Not legal advice. Talk to counsel."
    assert LIBRARY.version
    assert "not legal advice" in LIBRARY.about


def test_jurisdictions_choose_items_and_contracts_hold_everywhere() -> None:
    australia = LIBRARY.within({"AU"})
    assert LIBRARY.item("D5") in australia
    assert LIBRARY.item("T2") in australia
    assert LIBRARY.item("C2") not in australia
    assert {place for item in LIBRARY.within(()) for place in item.jurisdictions} == {ANYWHERE}


def test_an_item_is_found_in_either_case_and_an_unknown_one_is_named() -> None:
    assert LIBRARY.item(" c2 ").label == "Copyright C2"
    with pytest.raises(NotFound, match="Z9"):
        LIBRARY.item("Z9")


def test_unknown_facts_are_named() -> None:
    LIBRARY.check_facts(["music", "people"])
    with pytest.raises(InvalidInput, match="fireworks"):
        LIBRARY.check_facts(["music", "fireworks"])


def test_the_library_is_read_once() -> None:
    assert load_legal_library() is LIBRARY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped checklist that a test may spoil."""
    return shutil.copytree(paths.LIBRARY / "legal", tmp_path / "legal")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def fault(folder: Path) -> str:
    with pytest.raises(LibraryFault) as caught:
        read_legal_library(folder)
    assert caught.value.hint
    return caught.value.message


def test_a_copy_reads_the_same(folder: Path) -> None:
    copy: LegalLibrary = read_legal_library(folder)
    assert copy.items == LIBRARY.items


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('short = "Music cleared"', 'shrt = "Music cleared"', "missing: short"),
        ('short = "Music cleared"', 'short = "Music cleared"\ncolour = "red"', "unknown: colour"),
        ('short = "Music cleared"', 'short = " "', "“short” must be a text"),
        ('short = "Music cleared"', 'short = "Music cleared everywhere"', "“short” is longer than 20"),
        ('applies_if = ["music"]', 'applies_if = ["musik"]', "unknown fact musik"),
        ('applies_if = ["music"]', 'applies_if = "music"', "“applies_if” must be a list"),
        ('applies_if = ["music"]', 'applies_if = ["music", "music"]', "names something twice"),
        (
            'applies_if = ["music"]\nscope = "campaign"',
            'applies_if = ["music"]\nscope = "organisation"',
            "has the scope",
        ),
        (
            'applies_if = ["music"]\nscope = "campaign"',
            'applies_if = ["music"]\nscope = "post"',
            "“scope” must be one of",
        ),
    ],
)
def test_a_wrong_item_is_told_by_file_and_item(folder: Path, old: str, new: str, says: str) -> None:
    replace(folder / "copyright.toml", old, new)
    message = fault(folder)
    assert message.startswith("copyright.toml, item C2: ")
    assert says in message


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "D4"', 'id = "D3"', "item D3: the id is used in defamation.toml"),
        ('id = "D4"', 'id = "C2"', "item C2: the id is used in copyright.toml"),
        ('id = "D4"', 'id = "fourth"', "item fourth: an id is a capital letter"),
        ('jurisdictions = ["EU", "UK", "AU"]', 'jurisdictions = ["EU", "MARS"]', "item D5: unknown jurisdiction MARS"),
        ('jurisdictions = ["EU", "UK", "AU"]', 'jurisdictions = ["EU", "ANY"]', "ANY stands alone"),
        ('jurisdictions = ["EU", "UK", "AU"]', "jurisdictions = []", "must name at least one"),
        ('derived = ["why"', 'derived = ["question"', "unknown derived field question"),
        ("as_of = 2026-11-01", 'as_of = "2026-11-01"', "“as_of” must be a day"),
        ("as_of = 2026-11-01", "as_of = 2026-11-01T00:00:00", "“as_of” must be a day"),
        ("as_of = 2026-11-01", "as_of = 2028-11-01", "“review” must be later"),
        ('title = "Defamation"', 'name = "Defamation"', "defamation.toml: missing: title"),
        ('title = "Defamation"', 'title = "Defamation', "defamation.toml: is not valid TOML"),
    ],
)
def test_a_wrong_area_file_is_told(folder: Path, old: str, new: str, says: str) -> None:
    replace(folder / "defamation.toml", old, new)
    assert says in fault(folder)


def test_a_missing_area_file_is_told(folder: Path) -> None:
    (folder / "terms.toml").unlink()
    assert fault(folder).startswith("terms.toml: can't be read")


def test_an_area_without_items_is_told(folder: Path) -> None:
    (folder / "terms.toml").write_text('title = "Terms of use"\nitem = []\n', encoding="utf-8")
    assert fault(folder) == "terms.toml: “item” must be a list of [[item]] tables."


def test_wrong_labels_in_the_library_file_are_told(folder: Path) -> None:
    replace(folder / "library.toml", 'music = "Music"', "music = 1")
    assert fault(folder) == "library.toml, facts: “music” must be a text that is not empty."
