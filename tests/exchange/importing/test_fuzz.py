"""A damaged file is planned and written like any other, or refused: nothing else happens, and nothing is half there.

The suite tries 160 files; `make fuzz` tries 20 000, or as many as FUZZ_CASES says. Every run tries the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from math import ceil

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from smdash.errors import SmdashError
from smdash.exchange.apply import apply_plan
from smdash.exchange.plan import Choices, make_plan
from smdash.exchange.read import Choices as Reading
from smdash.exchange.read import Understood, read_bytes
from smdash.store import doctor, undo
from smdash.store.store import Store
from tests.exchange.importing.mutations import damaged

CASES = int(os.environ.get("FUZZ_CASES", "160"))
AT_ONCE = min(CASES, 80)
"""Files that are tried on one store: each import leaves its note there."""

Sizes = Callable[[], dict[str, int]]


def understood(store: Store, name: str, content: bytes) -> Understood:
    """The file as read, each question answered with the first of its answers."""
    today = store.clock.today()
    file = read_bytes(name, content, today=today)
    answers = {decision.key: decision.candidates[0] for decision in file.undecided}
    return read_bytes(name, content, today=today, choices=Reading(answers=answers)) if answers else file


def try_to_import(store: Store, sizes: Sizes, name: str, content: bytes) -> None:
    """Import a file as a person would who skips bad rows, see that what was predicted is there, and take it back."""
    before = sizes()
    try:
        plan = make_plan(store, understood(store, name, content), Choices(skip_bad=True))
    except SmdashError:
        assert sizes() == before
        return
    try:
        store.write(apply_plan, plan)
    except SmdashError:
        assert sizes() == before
    else:
        wanted = {table: before.get(table, 0) + plan.writes.get(table, 0) for table in {*before, *plan.writes}}
        assert sizes() == wanted
        if plan.writes:
            store.write(undo.undo)  # so that the next one finds the same store, but for the note of this import
            assert {**sizes(), "import_batch": 0} == {**before, "import_batch": 0}
    finally:
        plan.close()


@pytest.mark.parametrize("lot", range(ceil(CASES / AT_ONCE)))
def test_damaged_files_are_written_as_planned_or_refused(store: Store, sizes: Sizes, lot: int) -> None:
    @seed(lot)
    @given(damaged())
    @settings(
        max_examples=AT_ONCE,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    def holds(file: tuple[str, bytes]) -> None:
        try_to_import(store, sizes, *file)

    holds()
    assert [one.detail for one in store.read(doctor.examine) if not one.fine] == []
