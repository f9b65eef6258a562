"""A damaged file is planned and written like any other, or refused: nothing else happens, and nothing is half there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from smdash.errors import SmdashError
from smdash.exchange.apply import apply_plan
from smdash.exchange.plan import Choices, make_plan
from smdash.exchange.read import Choices as Reading
from smdash.exchange.read import Understood, read_bytes
from smdash.store import doctor, undo
from smdash.store.store import Store

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
NAMES = (
    *("toggl_detailed.csv", "meta_facebook_29.csv", "meta_instagram.csv", "facebook_metrics.csv"),
    *("clockify_detailed_12h.csv", "watson_frames.json", "timewarrior_2026-03.data", "hours_start_end.csv"),
)
PIECES = (
    b'"',
    b",",
    b";",
    b"\n",
    b"\0",
    b"\xff",
    b"-",
    b"9" * 18,
    b"\x1b[2J",
    "\u202e\u00df\ud7ff".encode(),
    b":",
    b"1e9",
)
Sizes = Callable[[], dict[str, int]]


@some.composite
def damaged(draw: some.DrawFn) -> tuple[str, bytes]:
    """One of the exports with pieces put in, in the place of others, and lines said twice."""
    name = draw(some.sampled_from(NAMES))
    content = bytearray((EXPORTS / name).read_bytes())
    for _ in range(draw(some.integers(1, 5))):
        at = draw(some.integers(0, len(content)))
        length = draw(some.sampled_from([0, 1, 1, 8]))
        content[at : at + length] = draw(some.one_of(some.binary(max_size=3), some.sampled_from(PIECES)))
    lines = bytes(content).splitlines(keepends=True)
    if draw(some.booleans()):
        lines.append(lines[draw(some.integers(0, len(lines) - 1))])
    return name, b"".join(lines)


@pytest.fixture
def understood(store: Store) -> Callable[[str, bytes], Understood]:
    def read(name: str, content: bytes) -> Understood:
        today = store.clock.today()
        file = read_bytes(name, content, today=today)
        answers = {decision.key: decision.candidates[0] for decision in file.undecided}
        return read_bytes(name, content, today=today, choices=Reading(answers=answers)) if answers else file

    return read


@given(damaged())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_written_as_planned_or_refused(
    store: Store, understood: Callable[[str, bytes], Understood], sizes: Sizes, file: tuple[str, bytes]
) -> None:
    before = sizes()
    try:
        plan = make_plan(store, understood(*file), Choices(skip_bad=True))
    except SmdashError:
        assert sizes() == before
        return
    try:
        store.write(apply_plan, plan)
    except SmdashError:
        assert sizes() == before
    else:
        wanted = {name: before.get(name, 0) + plan.writes.get(name, 0) for name in {*before, *plan.writes}}
        assert sizes() == wanted
        assert [one.detail for one in store.read(doctor.examine) if not one.fine] == []
        if plan.writes:
            store.write(undo.undo)  # so that the next one finds the same store, but for the note of this import
            undone = sizes()
            assert {**undone, "import_batch": 0} == {**before, "import_batch": 0}
    finally:
        plan.close()
