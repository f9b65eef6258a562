"""`smdash incident` and `smdash policy`: what they print, and when they end with 1."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from smdash.store import policies

RunCommand = Callable[..., Any]


def test_a_complaint_is_reported_listed_closed_and_opened_again(prepared: RunCommand) -> None:
    said = prepared("incident", "add", "False claim", "--kind", "complaint", "--since", "yesterday 9:00",
                    "--clock", "uk_notice", "--campaign", "spring", "--owner", "ben")  # fmt: skip
    assert (said.code, said.out) == (0, "1  complaint  False claim  21 h left (until 2026-11-23 09:00)\n"), said.err
    assert prepared("incident", "list", "--open").code == 0
    (found,) = json.loads(prepared("incident", "list", "--json").out)
    assert (found["item"], found["owner"], found["campaign"], found["over"]) == (
        "D4",
        "ben",
        "Spring membership",
        False,
    )
    assert "48 hours from a valid notice" in prepared("incident", "show", "1").out
    assert prepared("incident", "close", "1", "--outcome", "Answered").out == (
        "1  complaint  False claim  closed by ana\n"
    )
    assert "Nothing is open." in prepared("incident").err
    assert prepared("incident", "reopen", "1").code == 0
    assert prepared("incident", "show", "9").code == 1


def test_what_is_over_ends_with_1_and_a_duty_begins_anew(prepared: RunCommand) -> None:
    assert (
        prepared("incident", "add", "Agent", "--kind", "duty", "--since", "2023-11-20", "--clock", "dmca_agent").code
        == 0
    )
    said = prepared("incident", "list", "--open")
    assert (said.code, "! 2 days over" not in said.out and "! 60 h over" in said.out) == (1, True), said.out
    closed = prepared("incident", "close", "1", "--outcome", "Renewed", "--next")
    assert "2  duty  Agent" in closed.out
    assert "until 2029-11-22 12:00" in closed.out
    assert prepared("incident", "list").code == 0


def test_what_is_wrong_with_a_report_is_said(prepared: RunCommand) -> None:
    said = prepared("incident", "add", "x", "--clock", "uk_notice", "--deadline", "tomorrow 9:00")
    assert (said.code, "one of --clock and --deadline" in said.err) == (2, True)
    assert prepared("incident", "add", " ").code == 2
    assert prepared("incident", "add", "x", "--clock", "lunar").code == 2
    assert "dmca_agent  DMCA agent renewal: 3 years from the last renewal" in prepared("incident", "clocks").out


def test_a_policy_from_the_short_list_until_everybody_has_confirmed(prepared: RunCommand) -> None:
    assert "No policy yet" in prepared("policy").err
    assert prepared("policy", "add", "--preset", "social-media").code == 0
    assert prepared("policy", "missing").code == 0
    said = prepared("policy", "version", "social", "1.0", "--from", "2026-11-01", "--review", "2027-11-01")
    assert said.out == "Social media policy 1.0 from 2026-11-01: 2 to confirm\n", said.err
    said = prepared("policy", "missing")
    assert (said.code, said.out) == (1, "Social media policy 1.0: ana, ben\n")
    assert prepared("policy", "confirm", "social", "ben", "--how", "signed").out.startswith("1 confirmed")
    assert prepared("policy", "confirm", "social").code == 0  # oneself
    (found,) = json.loads(prepared("policy", "list", "--json").out)
    assert (found["confirmed"], found["concerned"], found["missing"]) == (2, 2, [])
    assert "2 of 2 confirmed" in prepared("policy", "list").out
    assert prepared("policy", "missing").code == 0
    assert prepared("undo").code == 0
    assert prepared("policy", "missing").out == "Social media policy 1.0: ana\n"


def test_what_is_wrong_with_a_policy_is_said(prepared: RunCommand) -> None:
    assert prepared("policy", "add").code == 2
    assert prepared("policy", "add", "Brand").code == 0
    assert "no version yet" in prepared("policy", "confirm", "brand").err
    assert prepared("policy", "version", "nothing", "1").code == 1
    said = prepared("policy", "version", "brand", "1", "--review", "2020-01-01")
    assert (said.code, "The review must be later" in said.err) == (2, True)


def test_a_file_is_kept_by_its_name_and_hash(prepared: RunCommand, opened: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "conduct.txt"
    file.write_bytes(b"be kind")
    prepared("policy", "add", "Conduct")
    assert prepared("policy", "version", "conduct", "1.0", "--place", str(file)).code == 0
    assert prepared("policy", "version", "conduct", "1.1", "--place", str(tmp_path / "none.txt")).code == 2
    with opened() as store:
        (found,) = store.read(policies.policies)
    (draft,) = (version.draft for version in found.versions)
    assert (draft.place, draft.sha256) == ("conduct.txt", hashlib.sha256(b"be kind").hexdigest())
