"""`smdash start`, `stop`, `switch`, `resume`, `status`: a timer is a row of the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from smdash.cli import session
from smdash.clock import Clock, FixedClock
from smdash.store import timers, timesheets

Run = Callable[..., Any]
Opened = Callable[..., Any]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Put the clock of the commands that far after noon."""

    def put(time: timedelta) -> None:
        monkeypatch.setattr(session, "Clock", lambda zone_name: FixedClock(zone_name, NOON + time))

    return put


def test_start_stop_and_resume(prepared: Run, later: Callable[[timedelta], None], opened: Opened) -> None:
    assert prepared("start", "spring", "#content", "posts").out == "▶ Spring membership\n"
    later(timedelta(minutes=90))
    assert prepared("stop").out == "stopped after 1:30\n"
    assert prepared("resume").out == "▶ Spring membership\n"
    with opened() as store:
        assert store.read(timesheets.entries).entries[0].cost_minor == 6750
        assert store.read(timers.running)[0].entry.note == "posts"


def test_switching_says_both(prepared: Run, later: Callable[[timedelta], None]) -> None:
    assert prepared("switch", "autumn").out == "▶ Autumn fair\n"
    later(timedelta(minutes=5))
    assert prepared("switch", "spring").out == "stopped after 0:05, ▶ Spring membership\n"


@pytest.mark.parametrize(
    ("at", "hours"), [("10:00", 1.5), ("9", 0.5), ("yesterday 20:30", -12.0), ("2026-11-21 20:30", -12.0)]
)
def test_stopping_at_a_time(
    prepared: Run, opened: Opened, later: Callable[[timedelta], None], at: str, hours: float
) -> None:
    prepared("start", "spring", "--at", "2026-11-20 08:30")
    found = prepared("stop", "--at", at)
    assert found.code == 0
    with opened() as store:
        newest = store.read(timesheets.entries).entries[0]
    assert newest.end == datetime(2026, 11, 22, 8, 30, tzinfo=UTC) + timedelta(hours=hours)


def test_a_clock_time_that_is_still_to_come_was_yesterdays(prepared: Run, opened: Opened) -> None:
    prepared("start", "spring", "--at", "23:00")
    with opened() as store:
        assert store.read(timers.running)[0].seconds == 13 * 3600


def test_a_note_after_the_sign(prepared: Run, opened: Opened) -> None:
    prepared("start", "--at", "11:00", "spring", "--", "#1", "priority")
    with opened() as store:
        assert store.read(timers.running)[0].entry.note == "#1 priority"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("stop",), 1, "No timer is running"),
        (("resume",), 1, "nothing to resume"),
        (("start", "sprng"), 2, "Did you mean “Spring membership”?"),
        (("start", "spring", "--at", "2026-11-23 09:00"), 2, "in the future"),
        (("start", "spring", "--at", "25:00"), 2, "is not a clock time"),
        (("stop", "now"), 2, "now"),
    ],
)
def test_what_cannot_be(prepared: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    found = prepared(*arguments)
    assert (found.code, found.out) == (code, "")
    assert said in found.err


def test_a_second_timer_is_refused(prepared: Run) -> None:
    prepared("start", "spring")
    found = prepared("start", "autumn")
    assert found.code == 1
    assert "A timer runs already: Spring membership, 0:00." in found.err


def test_each_person_has_a_timer(prepared: Run) -> None:
    prepared("start", "spring")
    assert prepared("--person", "ben", "start", "autumn").code == 0
    assert prepared("--person", "ben", "stop").code == 0
    assert prepared("stop").code == 0


def test_a_viewer_starts_nothing(prepared: Run) -> None:
    assert prepared("--role", "viewer", "start", "spring").code == 1


def test_status_is_what_the_store_says(
    prepared: Run, opened: Opened, monkeypatch: pytest.MonkeyPatch, smdash: Run
) -> None:
    assert prepared("status").out == "no timer\n"
    monkeypatch.setattr(session, "Clock", Clock)  # status reads the real clock
    now = datetime.now(UTC).replace(microsecond=0)
    at = (now - timedelta(minutes=90)).strftime("%Y-%m-%d %H:%M")
    assert prepared("start", "spring", "--at", at).code == 0
    assert prepared("--person", "ben", "start", "#calls").code == 0
    with opened() as store:
        labels = [(timer.person, timer.label) for timer in store.read(timers.running)]
    lines = prepared("status").out.splitlines()
    assert lines[0] in {"▶ 1:30 Spring membership · ana", "▶ 1:31 Spring membership · ana"}
    assert lines[1] == "▶ 0:00 calls · ben"
    found = json.loads(prepared("status", "--json").out)
    assert [(one["person"], one["label"]) for one in found] == labels


def test_status_without_a_store_makes_none(smdash: Run, store_file: Any) -> None:
    assert smdash("status").out == "no timer\n"
    assert smdash("status", "--json").out == "[]\n"
    assert smdash("status", "now").code == 2
    assert not store_file.exists()


def test_a_timer_is_thrown_away_and_comes_back(
    prepared: Run, later: Callable[[timedelta], None], opened: Opened
) -> None:
    prepared("start", "spring")
    later(timedelta(hours=14))
    assert prepared("stop", "--discard").out == "discarded 14:00 on Spring membership; `smdash undo` brings it back\n"
    with opened() as store:
        assert store.read(timers.running) == ()
        assert store.read(timesheets.entries).total == 0
    prepared("undo")
    with opened() as store:
        assert len(store.read(timers.running)) == 1


@pytest.mark.parametrize("command", [("start", "autumn"), ("resume",)])
def test_no_gap_starts_where_the_last_entry_ended(
    prepared: Run, later: Callable[[timedelta], None], opened: Opened, command: tuple[str, ...]
) -> None:
    prepared("log", "9:00-10:30", "spring")
    assert prepared(*command, "--no-gap").out.endswith(", 1:30\n")
    with opened() as store:
        assert store.read(timers.running)[0].entry.start == NOON - timedelta(minutes=90)


def test_no_gap_needs_an_end_and_no_other_moment(prepared: Run) -> None:
    answer = prepared("start", "spring", "--no-gap")
    assert (answer.code, "Nothing with clock times ended since yesterday" in answer.err) == (1, True)
    answer = prepared("start", "spring", "--no-gap", "--at", "9:00")
    assert (answer.code, "two different moments" in answer.err) == (2, True)


def test_resuming_at_a_time(prepared: Run, opened: Opened) -> None:
    prepared("log", "1h", "spring")
    prepared("resume", "--at", "11:15")
    with opened() as store:
        assert store.read(timers.running)[0].seconds == 45 * 60
