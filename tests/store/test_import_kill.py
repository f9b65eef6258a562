"""kill -9 at any moment of an import: all of it is there, or nothing."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from smdash.clock import FixedClock
from smdash.store import doctor, organisation
from smdash.store.store import Snapshot, Store
from smdash.store.tables import campaign, import_batch, metadata, person, time_entry
from tests.nursery import Born, Nursery

KILLS, ROWS = 20, 1_500
SAYS = (b"ready", b"planned", b"planned", b"written")
"""What an import said last before it is killed: a file is read, rows are written, or it is done, whatever the speed."""

IMPORT = """
import tempfile
from datetime import date
from smdash.clock import FixedClock
from smdash.exchange.apply import apply_plan
from smdash.exchange.plan import make_plan
from smdash.exchange.read import read_file
from smdash.store.store import Store

def work(path, file, folder):
    tempfile.tempdir = folder
    store = Store.open(Path(path), FixedClock(), actor="ann")
    print("ready", flush=True)
    understood = read_file(file, today=date(2026, 11, 22))
    plan = make_plan(store, understood)
    print("planned", flush=True)
    store.write(apply_plan, plan)
    print("written", flush=True)
"""

HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"


def export(path: Path, number: int) -> Path:
    """A file of its own for each attempt, with entries over midnight and a new campaign."""
    lines = [HEADER]
    for row in range(ROWS):
        day = f"2025-{row % 12 + 1:02}-{row % 27 + 1:02}"
        after = f"2025-{row % 12 + 1:02}-{row % 27 + 2:02}"
        note = f"file {number} row {row}"
        lines.append(f"User {number},,,Campaign {number},,{note},No,{day},23:30:00,{after},00:30:00,01:00:00,\n")
    file = path / f"toggl {number}.csv"
    file.write_text("".join(lines))
    return file


def counts(snapshot: Snapshot) -> dict[str, int]:
    tables = (import_batch, person, campaign, time_entry)
    query = {table.name: select(func.count()).select_from(metadata.tables[table.name]) for table in tables}
    return {name: snapshot.connection.execute(one).scalar_one() for name, one in query.items()}


def seconds_to_write(process: Born) -> float:
    """How long this machine takes now from a plan to its commit: kills shall come on both sides of it."""
    process.wait_for(b"planned")
    begun = time.monotonic()
    process.wait_for(b"written")
    return time.monotonic() - begun


@pytest.mark.stress
def test_a_killed_import_is_whole_or_nowhere(tmp_path: Path) -> None:
    path, chance = tmp_path / "smdash.db", random.Random(7)
    store = Store.open(path, FixedClock(), actor="ann")
    store.write(organisation.first_use, "ann", "UTC")
    told, moments = 1, []
    with Nursery(IMPORT, tmp_path) as nursery:

        def begin(number: int) -> Born:
            return nursery.start(str(path), str(export(tmp_path, number)), str(tmp_path))

        usual = seconds_to_write(begin(KILLS))
        for number in range(KILLS):
            process, last = begin(number), SAYS[number % len(SAYS)]
            process.wait_for(last)
            process.kill(0.0 if last == b"written" else chance.uniform(0, 1.6 * usual))
            assert process.errors == b""
            told += b"written" in process.output
            found = store.read(counts)
            done = found["import_batch"]
            moments.append(done)
            assert found == {
                "import_batch": done,
                "person": done + 1,
                "campaign": done,
                "time_entry": done * ROWS * 2,
            }
    assert told <= moments[-1]  # everything acknowledged is there
    assert 1 < moments[-1] < KILLS + 1  # kills before and after the commit both happened
    assert [one.detail for one in store.read(doctor.examine) if not one.fine] == []
    store.close()
