"""`smdash link`: addresses on stdout, what was changed on stderr, and marks assigned once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

EXPORTS = Path(__file__).parent.parent / "fixtures" / "exports"
RunCommand = Callable[..., Any]
PAGE = ("link", "add", "example.org/join?x=1#top", "--campaign", "spring")


def test_a_link_is_printed_and_listed(prepared: RunCommand) -> None:
    made = prepared(*PAGE, "--source", "Insta gram", "--medium", "social")
    address = "https://example.org/join?x=1&utm_source=insta-gram&utm_medium=social&utm_campaign=spring-membership#top"
    assert (made.code, made.out) == (0, address + "\n")
    assert "utm_source will be written insta-gram" in made.err
    again = prepared(*PAGE, "--source", "insta gram", "--medium", "social")
    assert (again.code, again.out) == (2, "")
    assert "is in the register" in again.err
    assert prepared("link", "list", "--campaign", "spring").out == f"{address}  Spring membership\n"
    assert "No links yet" in prepared("link", "list", "--campaign", "autumn").err
    found = json.loads(prepared("link", "list", "--json").out)
    assert found["links"][0]["address"] == address
    assert found["links"][0]["utm_source"] == "insta-gram"


def test_what_is_wrong_is_said_all_at_once(prepared: RunCommand) -> None:
    said = prepared("link", "add", "ftp://x", "--campaign", "spring", "--source", "&", "--medium", "social")
    assert said.code == 2
    assert "utm_source is empty" in said.err
    assert "not a web address" in said.err
    said = prepared("link", "add", "example.org", "--campaign", "sprang", "--source", "x", "--medium", "y")
    assert (said.code, "Did you mean Spring membership?" in said.err) == (1, True)
    assert prepared("link", "frobnicate").code == 2


def test_unmatched_sales_are_assigned_once_and_undone(prepared: RunCommand) -> None:
    assert prepared("link", "code", "spring10", "--campaign", "spring").code == 0
    assert prepared("link", "code", "SPRING10", "--campaign", "autumn").code == 2
    assert prepared("link", "unmatched").code == 0
    imported = prepared("import", str(EXPORTS / "shopify_orders.csv"))
    assert imported.code == 0, imported.err
    waits = prepared("link", "unmatched")
    assert waits.code == 1
    assert "code PODCAST  2 sales  100.00 USD  2026-10-11 to 2026-10-12" in waits.out
    said = prepared("link", "assign", "podcast", "--campaign", "spring")
    assert said.out == "2 sales assigned to Spring membership, and all like them to come\n"
    assert "PODCAST" not in prepared("link", "unmatched").out
    assert prepared("undo").code == 0
    found = json.loads(prepared("link", "unmatched", "--json").out)
    assert {"kind": "code", "mark": "PODCAST", "sales": 2, "amounts": ["100.00 USD"],
            "first": "2026-10-11", "last": "2026-10-12"} in found  # fmt: skip
    assert prepared("link", "assign", "nothing", "--campaign", "spring").code == 1


def test_sales_that_bear_nothing_are_never_tracked(prepared: RunCommand) -> None:
    prepared("import", str(EXPORTS / "stripe_payments_semicolon.csv"))
    said = prepared("link", "assign", "stripe", "--campaign", "spring", "--evidence", "tracked")
    assert (said.code, "choose allocated or estimated" in said.err) == (2, True)
    said = prepared("link", "assign", "source stripe", "--campaign", "spring", "--share", "40%")
    assert said.code == 0
    assert prepared("link", "assign", "x", "--campaign", "spring", "--share", "much").code in (1, 2)
