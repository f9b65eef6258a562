"""`smdash close`: the checklist, the lock, and what a closed month answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import RunCommand

OCTOBER = "2026-10"


def test_what_is_missing_is_told_and_the_month_stays_open(prepared: RunCommand) -> None:
    assert prepared("log", "2h", "@2026-10-05", "#meetings").code == 0
    said = prepared("close", OCTOBER)
    assert said.code == 1
    assert "!  Missing hours     1 person\n     ana: 2:00 of 105:36, no hours on 1 2 6" in said.out
    assert "!  Unassigned hours  1 entry\n     ana: 2:00 of no campaign" in said.out
    assert "ok Open timers       none" in said.out
    assert "October 2026 was not closed. Mend it, or add --anyway." in said.err
    assert prepared("log", "1h", "Spring", "@2026-10-05").code == 0


def test_a_closed_month_refuses_with_the_reason_until_it_is_opened(prepared: RunCommand) -> None:
    logged = prepared("log", "2h", "Spring", "@2026-10-05")
    assert logged.code == 0
    closed = prepared("close", OCTOBER, "--anyway", "--note", "books are in")
    assert (closed.code, "closed October 2026" in closed.out) == (0, True)
    for words in (("log", "1h", "Spring", "@2026-10-06"), ("entries", "edit", "1", "3h"), ("entries", "delete", "1")):
        said = prepared(*words)
        assert said.code == 1
        assert "October 2026 is closed (by ana on 22 Nov 2026): its entries stay as they are." in said.err
        assert "smdash close 2026-10 --reopen" in said.err
    again = prepared("close", OCTOBER, "--anyway")
    assert (again.code, "closed already (by ana on 22 Nov 2026)" in again.err) == (1, True)
    assert prepared("close", OCTOBER, "--dry-run").code == 0
    opened = prepared("close", OCTOBER, "--reopen", "--reason", "late invoice")
    assert opened.out == "October 2026 is open again; it was closed by ana on 22 Nov 2026\n"
    assert prepared("entries", "delete", "1").code == 0


def test_without_a_month_it_is_the_last_one_that_is_over(prepared: RunCommand) -> None:
    assert "October 2026" in prepared("close", "--dry-run").err


def test_json_says_each_point_and_where_it_is_mended(prepared: RunCommand) -> None:
    said = prepared("close", OCTOBER, "--dry-run", "--json")
    told = json.loads(said.out)
    assert (said.code, told["month"], told["closed"], told["missing"]) == (1, OCTOBER, False, 1)
    hours = next(check for check in told["checks"] if check["key"] == "hours")
    assert (hours["count"], hours["keeps_open"], hours["lines"][0]["pane"]) == (1, True, "time")
    closed = json.loads(prepared("close", OCTOBER, "--anyway", "--json").out)
    assert (closed["closed"], closed["closed_now"]) == (True, True)
    opened = json.loads(prepared("close", OCTOBER, "--reopen", "--reason", "x", "--json").out)
    assert opened == {"month": OCTOBER, "closed": False, "was_closed_by": "ana", "reason": "x"}


def test_nothing_missing_is_exit_code_0(prepared: RunCommand, opened: Callable[..., object]) -> None:
    from smdash.store import organisation

    with opened() as store:  # type: ignore[attr-defined]  # a context manager
        person = store.read(organisation.find_person, "ana")
        store.write(
            organisation.edit_person, person.id, name="ana", kind=person.kind, weekly_capacity=0, zone_name="UTC"
        )
    said = prepared("close", OCTOBER, "--dry-run")
    assert (said.code, said.err) == (0, "Nothing is missing in October 2026: `smdash close 2026-10` closes it.\n")
    assert prepared("close", OCTOBER).code == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("2026-W40",), 2, "“2026-W40” is not a month"),
        (("2026-13",), 2, "“2026-13” is not a period"),
        (("2027-01",), 2, "January 2027 has not begun"),
        ((OCTOBER, "--reopen"), 2, "Say with --reason"),
        ((OCTOBER, "--reason", "x"), 2, "--reason goes with --reopen"),
        ((OCTOBER, "--reopen", "--reason", "x", "--anyway"), 2, "goes with --reason only"),
        ((OCTOBER, "--reopen", "--reason", "x"), 1, "October 2026 is not closed"),
    ],
)
def test_wrong_words_are_told(prepared: RunCommand, words: tuple[str, ...], code: int, told: str) -> None:
    said = prepared("close", *words)
    assert (said.code, said.out) == (code, "")
    assert told in said.err


def test_a_viewer_looks_and_closes_nothing(prepared: RunCommand) -> None:
    assert "Missing hours" in prepared("--role", "viewer", "close", OCTOBER, "--dry-run").out
    assert "You are a viewer" in prepared("--role", "viewer", "close", OCTOBER, "--anyway").err


TOGGL = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
    "ana,,,Spring membership,,,No,2026-10-05,09:00:00,2026-10-05,10:00:00,01:00:00,\n"
)


def test_a_file_with_rows_of_a_closed_month_is_blocked_before_anything_is_written(
    prepared: RunCommand, tmp_path: Path
) -> None:
    file = tmp_path / "october.csv"
    file.write_text(TOGGL, "utf-8")
    prepared("close", OCTOBER, "--anyway")
    said = prepared("import", str(file))
    assert said.code == 1
    assert "October 2026 is closed, and rows of this file are numbers of that time. Nothing was written." in said.err
    assert "smdash close 2026-10 --reopen" in said.err
    assert (
        "October 2026 is closed" in json.loads(prepared("import", str(file), "--dry-run", "--json").out)[0]["blocked"]
    )
    prepared("close", OCTOBER, "--reopen", "--reason", "a late sheet")
    assert prepared("import", str(file)).code == 0
