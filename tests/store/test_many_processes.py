"""Several processes on one store: nothing is lost and nobody fails."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from smdash.clock import FixedClock
from smdash.store.organisation import add_person, people
from smdash.store.store import Store
from smdash.store.tables import month_time

PROCESSES, WRITES = 3, 40

OPEN = """
import sys
from pathlib import Path
from smdash.clock import FixedClock
from smdash.store import changes
from smdash.store.organisation import add_person, people
from smdash.store.store import Patience, Store
from smdash.store.tables import person, time_entry
print("ready", flush=True)
sys.stdin.readline()
name = sys.argv[2]
store = Store.open(Path(sys.argv[1]), FixedClock(), actor=name, patience=Patience(30))
"""

CREATE = OPEN + "store.write(add_person, name)\n"

INCREMENT = (
    OPEN
    + """
def more(tx):
    ann = people(tx)[0]
    changes.update(tx, person, ann.id, weekly_capacity=ann.weekly_capacity + 1)
    changes.insert(tx, time_entry, person_id=ann.id, work_day=tx.today, seconds=60, zone="UTC")

for _ in range(int(sys.argv[3])):
    store.write(more)
"""
)


def at_once(code: str, path: Path, *arguments: str) -> None:
    """Run the code in several processes that start together, and show what any of them says when it fails."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), f"P{number}", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    ends = [process.communicate(timeout=120) for process in running]
    assert [(process.returncode, end[1]) for process, end in zip(running, ends, strict=True)] == [(0, "")] * PROCESSES


def test_the_first_creation_may_be_raced(
    store_path: Path, clock: FixedClock, faults: Callable[[Store], list[str]]
) -> None:
    at_once(CREATE, store_path)
    store = Store.open(store_path, clock)
    assert [person.name for person in store.read(people)] == [f"P{number}" for number in range(PROCESSES)]
    assert faults(store) == []
    store.close()


def test_no_increment_is_lost(store: Store, store_path: Path, faults: Callable[[Store], list[str]]) -> None:
    store.write(add_person, "Ann")
    at_once(INCREMENT, store_path, str(WRITES))
    assert store.read(people)[0].weekly_capacity == PROCESSES * WRITES
    total = select(func.sum(month_time.c.seconds))
    assert store.read(lambda snapshot: snapshot.connection.execute(total).scalar()) == PROCESSES * WRITES * 60
    assert faults(store) == []
