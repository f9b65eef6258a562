"""Check-ins of objectives: one a day, corrected and deleted, each change taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from smdash.domain.goals import CheckIn, Objective
from smdash.errors import FormFaults, NotFound
from smdash.store import check_ins, goals, undo
from smdash.store.store import Store

TODAY = date(2026, 11, 22)  # where the fixed clock stands


@pytest.fixture
def objective(store: Store) -> int:
    return store.write(goals.add_objective, Objective(0, "Grow membership"))


def said(store: Store, objective: int) -> list[tuple[date, int, str]]:
    return [(one.day, one.confidence, one.status) for one in store.read(check_ins.history, objective).check_ins]


def test_a_check_in_is_corrected_and_that_is_undone(store: Store, objective: int) -> None:
    first = store.write(check_ins.check_in, objective, CheckIn(TODAY - timedelta(days=7), 4, "behind"))
    store.write(check_ins.edit_check_in, first, CheckIn(TODAY, 6, note="better"))
    assert said(store, objective) == [(TODAY, 6, "")]
    assert store.write(undo.undo).label == "edit check-in on Grow membership: 6/10 on 22 Nov 2026"
    assert said(store, objective) == [(TODAY - timedelta(days=7), 4, "behind")]


def test_a_check_in_is_deleted_and_brought_back(store: Store, objective: int) -> None:
    first = store.write(check_ins.check_in, objective, CheckIn(TODAY, 4))
    store.write(check_ins.delete_check_in, first)
    assert said(store, objective) == []
    with pytest.raises(NotFound, match="is gone"):
        store.write(check_ins.delete_check_in, first)
    assert store.write(undo.undo).label == "delete check-in on Grow membership: 4/10 on 22 Nov 2026"
    assert said(store, objective) == [(TODAY, 4, "")]


def test_a_day_that_has_one_is_in_the_way_of_another(store: Store, objective: int) -> None:
    store.write(check_ins.check_in, objective, CheckIn(TODAY, 4))
    older = store.write(check_ins.check_in, objective, CheckIn(TODAY - timedelta(days=1), 5))
    with pytest.raises(FormFaults) as raised:
        store.write(check_ins.edit_check_in, older, CheckIn(TODAY, 5))
    assert raised.value.faults == {"day": "22 Nov 2026 has another check-in. Edit or delete that one."}
    assert len(said(store, objective)) == 2


def test_all_that_is_wrong_is_said_at_once(store: Store, objective: int) -> None:
    first = store.write(check_ins.check_in, objective, CheckIn(TODAY, 4))
    with pytest.raises(FormFaults) as raised:
        store.write(check_ins.edit_check_in, first, CheckIn(TODAY + timedelta(days=1), 11, "great"))
    assert set(raised.value.faults) == {"confidence", "status", "day"}


def test_the_list_is_limited_and_knows_how_many_there_are(store: Store, objective: int) -> None:
    for days in range(3):
        store.write(check_ins.check_in, objective, CheckIn(TODAY - timedelta(days=days), days))
    found = store.read(check_ins.history, objective, 2)
    assert ([one.confidence for one in found.check_ins], found.total) == ([0, 1], 3)
