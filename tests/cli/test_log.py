"""`smdash log`: a line from the shell becomes an entry."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smdash.domain.timesheets import Entry
from smdash.store import campaigns, organisation, timesheets

Run = Callable[..., Any]
Opened = Callable[..., Any]


@pytest.fixture
def newest(opened: Opened) -> Callable[[], Entry]:
    """The entry logged last, with its parts put together."""

    def find() -> Entry:
        with opened() as store:
            last = max(store.read(timesheets.entries).entries, key=lambda entry: entry.id)
            found: Entry = store.read(timesheets.whole_entry, last.id)
            return found

    return find


@pytest.fixture
def count(opened: Opened) -> Callable[[], int]:
    """How many entries there are."""

    def find() -> int:
        with opened() as store:
            return int(store.read(timesheets.entries).total)

    return find


def test_a_line_is_logged_and_said_as_it_was_understood(prepared: Run, newest: Callable[[], Entry]) -> None:
    said = prepared("log", "1h30m", "spring", "#content", "weekly", "posts")
    assert (said.code, said.err) == (0, "")
    assert said.out == "logged 1:30: 1 h 30 min · Spring membership · content (new) · Sun 22 Nov · “weekly posts”\n"
    entry = newest()
    assert (entry.seconds, entry.campaign_id, entry.cost_minor, entry.note) == (5400, 1, 6750, "weekly posts")


def test_the_same_as_json(prepared: Run) -> None:
    said = prepared("log", "1h", "autumn", "--json")
    assert json.loads(said.out) == {
        "ids": [1],
        "day": "2026-11-22",
        "seconds": 3600,
        "campaign": "Autumn fair",
        "cost_minor": 4500,
    }


@pytest.mark.parametrize(
    ("on", "day"),
    [("-3d", 19), ("yesterday", 21), ("fri", 20), ("20 nov", 20), ("2026-11-02", 2)],
)
def test_on_another_day(prepared: Run, newest: Callable[[], Entry], on: str, day: int) -> None:
    assert prepared("log", "1h", "spring", "--on", on).code == 0
    assert newest().work_day == date(2026, 11, day)


def test_a_range_over_midnight_is_two_parts_of_one_entry(
    prepared: Run, newest: Callable[[], Entry], count: Callable[[], int]
) -> None:
    assert prepared("log", "23:30-00:45", "spring", "--on", "yesterday").out.startswith("logged 1:15: ")
    assert (newest().work_day, newest().seconds, count()) == (date(2026, 11, 21), 4500, 2)


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (("1h", "spring", "two", "words"), "two words"),
        (("1h", "spring", "--note", "#not a mark"), "#not a mark"),
        (("1h", "spring", "--", "~ben", "said", "--new"), "~ben said --new"),
        (("1h spring -- ~ben said",), "~ben said"),
        (("1h", "--", "spring"), "spring"),
    ],
)
def test_notes(prepared: Run, newest: Callable[[], Entry], arguments: tuple[str, ...], note: str) -> None:
    assert prepared("log", *arguments).code == 0
    assert newest().note == note
    assert newest().person_id == 1


def test_for_somebody_else_wherever_a_note_begins(prepared: Run, newest: Callable[[], Entry]) -> None:
    assert prepared("log", "1h spring -- a note", "--person", "ben").code == 0
    entry = newest()
    assert (entry.person_id, entry.zone, entry.cost_minor, entry.note) == (2, "Europe/Berlin", None, "a note")


@pytest.mark.parametrize(
    ("words", "name", "note"),
    [
        (("Book", "club"), "Book club", ""),
        (("Book club", "first", "talk"), "Book club", "first talk"),
        (("#podcast", "Book club", "-"), "Book club", "-"),
    ],
)
def test_a_new_campaign(prepared: Run, opened: Opened, words: tuple[str, ...], name: str, note: str) -> None:
    assert prepared("log", "45m", *words, "--new").code == 0
    with opened() as store:
        found = store.read(campaigns.find_campaign, name)
        entry = store.read(timesheets.entries).entries[0]
    assert (entry.campaign_id, entry.note) == (found.id, note)
    prepared("undo")
    with opened() as store:
        assert store.read(campaigns.find_campaign, name) is None


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("1h", "sprng"), 2, "There is no campaign “sprng”. Did you mean “Spring membership”?"),
        (("1h", "zzz"), 2, "There is no campaign “zzz”. Add --new to make it."),
        (("25:00", "spring"), 2, "longer than a day"),
        (("1h90", "spring"), 2, "1h90"),
        (("spring",), 2, "How long is missing"),
        (("1h", "spring", "--on", "tomorrow"), 2, "2026-11-23 is in the future"),
        (("1h", "spring", "--on", "31 feb"), 2, "does not exist"),
        (("11:00-12:30", "spring"), 2, "ends in the future"),
        (("1h", "spring", "--person", "nobody"), 2, "There is no person “nobody”. Known: ana, ben."),
        (("1h", "spring", "~ana", "--person", "ben"), 2, "second person"),
        (("1h", "spring", "/blog"), 2, "There is no channel “blog”"),
        ((), 2, "WORD"),
        (("1h", "spring", "--nonsense"), 2, "--nonsense"),
    ],
)
def test_what_is_not_understood_logs_nothing_and_says_why(
    prepared: Run, count: Callable[[], int], arguments: tuple[str, ...], code: int, said: str
) -> None:
    found = prepared("log", *arguments)
    assert (found.code, found.out) == (code, "")
    assert said in found.err
    assert count() == 0


def test_a_full_day_is_refused(prepared: Run, count: Callable[[], int]) -> None:
    prepared("log", "20h", "spring")
    found = prepared("log", "5h", "spring")
    assert (found.code, count()) == (1, 1)
    assert "2026-11-22 has 20:00 already" in found.err


def test_a_viewer_logs_nothing(prepared: Run, count: Callable[[], int]) -> None:
    found = prepared("--role", "viewer", "log", "1h", "spring")
    assert (found.code, found.out, count()) == (1, "", 0)
    assert "You are a viewer here" in found.err


def test_the_first_use_of_an_empty_store_says_what_it_assumed(smdash: Run, opened: Opened) -> None:
    found = smdash("log", "1h", "Spring", "--new")
    assert found.code == 0
    assert "you are “ana”, zone UTC, currency USD, no hourly rate yet" in found.err
    with opened() as store:
        assert [person.name for person in store.read(organisation.people)] == ["ana"]
    assert smdash("log", "1h", "spring").err == ""
