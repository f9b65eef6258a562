"""`smdash reprice`: what it would change is told first, and what it changed is one undo."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from smdash.domain.money import Money
from smdash.store import organisation
from tests.cli.conftest import RunCommand


@pytest.fixture
def dearer(prepared: RunCommand, opened: Callable[..., object]) -> RunCommand:
    """An hour of ana's in October and one in November at 45.00, and a rate of 60.00 from October on; ben has none."""
    for words in (("1h", "Spring", "@2026-10-05"), ("2h", "Autumn", "@2026-11-03")):
        assert prepared("log", *words).code == 0
    with opened() as store:  # type: ignore[attr-defined]  # a context manager
        ana = store.read(organisation.find_person, "ana")
        store.write(organisation.set_rate, ana.id, date(2026, 10, 1), Money(6000, "USD"))
    return prepared


def test_it_is_told_first_and_done_with_one_undo(dearer: RunCommand) -> None:
    dry = dearer("reprice", "--dry-run")
    assert dry.code == 0
    assert dry.out.splitlines() == [
        "2026-10  Spring membership: 1 entry, 1:00: 45.00 → 60.00 USD",
        "2026-11  Autumn fair: 1 entry, 2:00: 90.00 → 120.00 USD",
    ]
    assert "Would change 2 entries, 3:00: 135.00 → 180.00 USD. Nothing was written." in dry.err
    assert dearer("reprice", "--dry-run").out == dry.out
    assert "priced again: 2 entries, 3:00: 135.00 → 180.00 USD" in dearer("reprice").out
    assert "Every entry has the rate of its day" in dearer("reprice").out
    assert "price 2 entries again" in dearer("undo").out
    assert dearer("reprice", "--dry-run").out == dry.out


def test_person_and_first_day_narrow_it(dearer: RunCommand) -> None:
    assert "2026-10" not in dearer("reprice", "--dry-run", "--from", "2026-11-01").out
    assert "Every entry" in dearer("reprice", "--dry-run", "--person", "ben").out
    assert "2026-10" in dearer("reprice", "--dry-run", "--person", "Ana").out


def test_closed_months_stay(dearer: RunCommand) -> None:
    dearer("close", "2026-10", "--anyway")
    said = dearer("reprice")
    assert "2026-10" not in said.out
    assert "October 2026 closed: 1 entry, 1:00, stay as they are." in said.err


def test_json(dearer: RunCommand) -> None:
    told = json.loads(dearer("reprice", "--json").out)
    assert told["applied"]
    assert told["lines"][0] == {
        "month": "2026-10",
        "campaign": "Spring membership",
        "entries": 1,
        "seconds": 3600,
        "cost_minor_before": 4500,
        "cost_minor_after": 6000,
        "without_a_rate_before": 0,
        "without_a_cost_after": 0,
    }


def test_wrong_words_and_viewers_are_told(dearer: RunCommand) -> None:
    unknown = dearer("reprice", "--person", "zoe")
    assert (unknown.code, "“zoe” is not among the people here: ana, ben" in unknown.err) == (2, True)
    assert "is not a day" in dearer("reprice", "--from", "soon").err
    viewer = dearer("--role", "viewer", "reprice", "--dry-run")
    assert (viewer.code, "Rates are for managers only" in viewer.err) == (1, True)
