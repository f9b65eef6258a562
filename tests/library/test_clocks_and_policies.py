"""The shipped clocks and policy presets: each rests on an item of the legal library, and a wrong file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from smdash.domain.deadlines import Counted
from smdash.library.clocks import load_clocks, read_clocks
from smdash.library.legal import LibraryFault, load_legal_library
from smdash.library.policies import load_policy_presets, read_policy_presets

CLOCK = """\
[[clock]]
key = "a"
label = "A"
item = "D4"
length = 48
counted = "hours"
begins = "from then"
checked = "V"
"""
PRESET = """\
[[policy]]
key = "a"
name = "A"
about = "B"
kinds = ["staff"]
[[policy.point]]
text = "T"
item = "E1"
"""


def test_the_deadlines_of_the_library_are_there_with_their_items() -> None:
    found = {key: (clock.item, clock.length, clock.counted) for key, clock in load_clocks().items()}
    assert found == {
        "uk_notice": ("D4", 48, Counted.HOURS),
        "gdpr_request": ("P5", 1, Counted.MONTHS),
        "ccpa_request": ("P5", 45, Counted.DAYS),
        "opt_out": ("P8", 10, Counted.BUSINESS_DAYS),
        "leaver": ("T7", 24, Counted.HOURS),
        "dmca_agent": ("U1", 3, Counted.YEARS),
        "uk_limitation": ("D7", 1, Counted.YEARS),
    }
    assert [key for key, clock in load_clocks().items() if clock.renews] == ["dmca_agent"]


def test_a_clock_is_as_far_checked_as_its_item() -> None:
    checklist = load_legal_library()
    for clock in load_clocks().values():
        assert clock.checked is checklist.item(clock.item).checked, clock.key
        assert str(clock.length) in f"{checklist.item(clock.item).question} {checklist.item(clock.item).rule}"


def test_the_short_list_for_hr_rests_on_items_only() -> None:
    (preset,) = load_policy_presets()
    assert [item for _, item in preset.points] == ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "S1", "S6"]
    assert "- Nobody is asked for the passwords of personal accounts (E4)" in preset.summary.splitlines()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('item = "D4"', 'item = "Z9"', "no item “Z9”"),
        ("length = 48", "length = 0", "whole number"),
        ("length = 48", "length = true", "whole number"),
        ('counted = "hours"', 'counted = "moons"', "must be one of hours"),
        ('begins = "from then"', 'begins = " "', "must be a text"),
        ('checked = "V"', 'checked = "V"\nrenews = 1', "true or false"),
        ('checked = "V"', 'checked = "V"\nodd = 1', "unknown: odd"),
        ('label = "A"\n', "", "missing: label"),
        ("[[clock]]", "[[clocks]]", "list of [[clock]]"),
        ("[[clock]]", "[clock]", "list of [[clock]]"),
        ("length = 48", "length =", "not valid TOML"),
    ],
)
def test_a_wrong_file_of_clocks_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "clocks.toml"
    file.write_text(CLOCK.replace(old, new), "utf-8")
    with pytest.raises(LibraryFault) as caught:
        read_clocks(file)
    assert said in caught.value.message


def test_a_key_stands_once_and_the_file_must_be_there(tmp_path: Path) -> None:
    file = tmp_path / "clocks.toml"
    file.write_text(CLOCK + CLOCK, "utf-8")
    with pytest.raises(LibraryFault, match="used twice"):
        read_clocks(file)
    with pytest.raises(LibraryFault, match="can't be read"):
        read_clocks(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["staff"]', "[]", "list of kinds"),
        ('["staff"]', '["robot"]', "must be one of staff"),
        ('item = "E1"', 'item = "E99"', "no item “E99”"),
        ('[[policy.point]]\ntext = "T"\nitem = "E1"\n', "point = []\n", "[[point]]"),
    ],
)
def test_a_wrong_file_of_presets_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "policies.toml"
    file.write_text(PRESET.replace(old, new), "utf-8")
    with pytest.raises(LibraryFault) as caught:
        read_policy_presets(file)
    assert said in caught.value.message
