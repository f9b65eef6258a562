"""`smdash entries`: list, edit, delete."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from smdash.domain.timesheets import Entry
from smdash.store import organisation, timesheets

Run = Callable[..., Any]
Opened = Callable[..., Any]


@pytest.fixture
def logged(prepared: Run) -> Run:
    """Entry 1 of ana, 2 of ben, 3 of ana with clock times, two days ago."""
    prepared("log", "1h30m", "spring", "#content", "posts")
    prepared("log", "2h", "autumn", "--person", "ben")
    prepared("log", "9:15-10:45", "spring", "--on", "-2d")
    return prepared


@pytest.fixture
def entry(opened: Opened) -> Callable[[int], Entry]:
    """A stored entry, with its parts put together."""

    def find(entry_id: int) -> Entry:
        with opened() as store:
            found: Entry = store.read(timesheets.whole_entry, entry_id)
            return found

    return find


def test_the_list_has_own_entries_newest_first(logged: Run) -> None:
    assert logged("entries").out.splitlines() == [
        "1  2026-11-22  1:30  Spring membership  content  67.50 USD  posts",
        "3  2026-11-20  1:30  Spring membership           67.50 USD",
    ]
    assert logged("entries", "list").out == logged("entries").out


def test_the_list_of_everybody_says_what_has_no_rate(logged: Run) -> None:
    lines = logged("entries", "--all").out.splitlines()
    assert lines[0] == "2  2026-11-22  2:00  Autumn fair                 no rate"
    assert len(lines) == 3


def test_a_period_and_a_limit(logged: Run) -> None:
    found = logged("entries", "--all", "--limit", "1", "--period", "2026-11-22")
    assert (len(found.out.splitlines()), found.err) == (1, "1 of 2; --limit shows more\n")
    assert logged("entries", "--period", "2025").out.startswith("No entries.")


def test_the_list_for_machines(logged: Run) -> None:
    found = json.loads(logged("entries", "--json", "--period", "2026-11-20").out)
    assert found == [
        {
            "id": 3,
            "group": None,
            "person": "ana",
            "campaign": "Spring membership",
            "activity": None,
            "day": "2026-11-20",
            "seconds": 5400,
            "start": "2026-11-20 09:15:00+00:00",
            "end": "2026-11-20 10:45:00+00:00",
            "note": "",
            "cost_minor": 6750,
        }
    ]


def test_a_viewer_sees_hours_and_no_costs(logged: Run) -> None:
    found = logged("--role", "viewer", "entries", "--all")
    assert found.code == 0
    assert "1:30" in found.out
    assert "67.50" not in found.out
    assert "no rate" not in found.out
    assert "managers only" in found.err
    listed = json.loads(logged("--role", "viewer", "entries", "--all", "--json").out)
    assert len(listed) == 3
    assert not any("cost_minor" in one for one in listed)


def test_a_viewer_need_not_be_among_the_people(logged: Run) -> None:
    found = logged("--role", "viewer", "--person", "the boss", "entries", "--all")
    assert (found.code, len(found.out.splitlines())) == (0, 3)
    assert logged("--role", "viewer", "--person", "the boss", "entries").out.startswith("No entries.")


def test_another_duration(logged: Run, entry: Callable[[int], Entry]) -> None:
    assert logged("entries", "edit", "3", "2h").out == "entry 3: 2:00 on 2026-11-20\n"
    found = entry(3)
    assert (found.seconds, found.start, found.cost_minor, found.work_day) == (7200, None, 9000, date(2026, 11, 20))


def test_another_range_stays_on_the_day_of_the_entry(logged: Run, entry: Callable[[int], Entry]) -> None:
    assert logged("entries", "edit", "3", "23:30-00:45").out == "entry 3: 1:15 on 2026-11-20\n"
    assert entry(3).start == datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("arguments", [("--on", "-3d"), ("@-3d",), ("--on", "19 nov", "9:15-10:45")])
def test_another_day_keeps_the_clock_times(
    logged: Run, entry: Callable[[int], Entry], arguments: tuple[str, ...]
) -> None:
    assert logged("entries", "edit", "3", *arguments).code == 0
    found = entry(3)
    assert (found.work_day, found.start) == (date(2026, 11, 19), datetime(2026, 11, 19, 9, 15, tzinfo=UTC))
    assert found.seconds == 5400


def test_other_names_and_a_note(logged: Run, entry: Callable[[int], Entry]) -> None:
    assert logged("entries", "edit", "1", "autumn", "talks", "#calls", "~ben").code == 0
    found = entry(1)
    assert (found.campaign_id, found.activity_id, found.person_id, found.note) == (2, 2, 2, "talks")
    assert (found.seconds, found.cost_minor) == (5400, None)
    assert logged("entries", "edit", "1", "--note", "").code == 0
    assert entry(1).note == ""
    assert logged("entries", "edit", "--note", "first", "1", "1h").code == 0
    assert (entry(1).note, entry(1).seconds) == ("first", 3600)


def test_an_entry_over_midnight_is_deleted_whole_and_comes_back(logged: Run, opened: Opened) -> None:
    logged("log", "23:30-00:45", "spring", "--on", "-5d")
    assert logged("entries", "delete", "5").out == "deleted entry 5; `smdash undo` brings it back\n"
    with opened() as store:
        assert store.read(timesheets.entries).total == 3
    assert logged("undo").out == "took back: delete 1:15 on Spring membership (2026-11-17)\n"
    with opened() as store:
        assert store.read(timesheets.entries).total == 5


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("edit", "99", "1h"), 1, "no entry 99"),
        (("delete", "99"), 1, "no entry 99"),
        (("edit", "1"), 2, "Say what should change"),
        (("edit", "1", "25:00"), 2, "longer than a day"),
        (("edit", "1", "sprng"), 2, "Did you mean"),
        (("edit", "1", "--on", "tomorrow"), 2, "in the future"),
        (("edit", "one", "1h"), 2, "one"),
        (("--limit", "0"), 2, "at least 1"),
        (("--period", "soon"), 2, "is not a period"),
    ],
)
def test_what_cannot_be(logged: Run, opened: Opened, arguments: tuple[str, ...], code: int, said: str) -> None:
    with opened() as store:
        before = store.version()
    found = logged("entries", *arguments)
    assert (found.code, found.out) == (code, "")
    assert said in found.err
    with opened() as store:
        assert store.version() == before


def test_a_cost_that_waits_for_an_exchange_rate_is_shown_as_such(logged: Run, opened: Opened) -> None:
    from smdash.domain.money import Money

    with opened() as store:
        store.write(organisation.set_rate, 2, date(2026, 11, 1), Money(5000, "EUR"))
    logged("log", "1h", "spring", "--person", "ben")
    assert "50.00 EUR, not converted" in logged("entries", "--all").out


def test_an_entry_in_another_zone_keeps_it(logged: Run, entry: Callable[[int], Entry]) -> None:
    logged("log", "9:00-10:00", "spring", "--person", "ben", "--on", "-1d")
    logged("entries", "edit", "4", "9:00-11:00")
    found = entry(4)
    assert found.start == datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert found.end == found.start + timedelta(hours=2)


def test_an_entry_is_split_and_joined_again(logged: Run, opened: Opened, entry: Callable[[int], Entry]) -> None:
    before = entry(1)
    answer = logged("entries", "split", "1", "20m").out
    second = int(answer.split()[-1])
    assert answer == f"split into entries 1 and {second}\n"
    assert entry(1).seconds == 1200
    assert entry(1).seconds + entry(second).seconds == before.seconds
    assert (entry(1).cost_minor or 0) + (entry(second).cost_minor or 0) == before.cost_minor
    assert logged("entries", "join", "1", str(second)).out == "joined into entry 1\n"
    assert entry(1) == before


def test_an_entry_is_split_at_a_time_of_its_own_clock(logged: Run, entry: Callable[[int], Entry]) -> None:
    made = json.loads(logged("log", "9:00-11:00", "spring", "--json").out)["ids"][0]
    second = int(logged("entries", "split", str(made), "@9:30").out.split()[-1])
    assert (entry(made).seconds, entry(second).seconds) == (1800, 5400)
    answer = logged("entries", "split", str(made), "@14:00")
    assert (answer.code, "does not run at that time" in answer.err) == (2, True)
    answer = logged("entries", "join", str(made), "1")
    assert (answer.code, answer.err.startswith("smdash: ")) == (1, True)
