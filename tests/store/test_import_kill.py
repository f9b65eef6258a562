"""kill -9 at any moment of an import: all of it is there, or nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from smdash.clock import FixedClock
from smdash.store import doctor, organisation
from smdash.store.store import Snapshot, Store
from smdash.store.tables import campaign, import_batch, metadata, person, time_entry

KILLS, ROWS = 20, 1_500
SAYS = ("ready", "planned", "planned", "written")
"""What an import said last before it is killed: a file is read, rows are written, or it is done, whatever the speed."""

IMPORT = """
import sys, tempfile
from datetime import date
from pathlib import Path
from smdash.clock import FixedClock
from smdash.exchange.apply import apply_plan
from smdash.exchange.plan import make_plan
from smdash.exchange.read import read_file
from smdash.store.store import Store
tempfile.tempdir = sys.argv[3]
store = Store.open(Path(sys.argv[1]), FixedClock(), actor="ann")
print("ready", flush=True)
understood = read_file(sys.argv[2], today=date(2026, 11, 22))
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


def seconds_to_write(path: Path, file: Path, folder: Path) -> float:
    """How long this machine takes now from a plan to its commit: kills shall come on both sides of it."""
    command = [sys.executable, "-c", IMPORT, str(path), str(file), str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while process.stdout.readline().strip() != "planned":
        pass
    begun = time.monotonic()
    assert process.stdout.readline().strip() == "written"
    took = time.monotonic() - begun
    process.wait()
    process.stdout.close()
    return took


@pytest.mark.stress
def test_a_killed_import_is_whole_or_nowhere(tmp_path: Path) -> None:
    path, chance = tmp_path / "smdash.db", random.Random(7)
    store = Store.open(path, FixedClock(), actor="ann")
    store.write(organisation.first_use, "ann", "UTC")
    told, moments = 1, []
    usual = seconds_to_write(path, export(tmp_path, KILLS), tmp_path)
    for number in range(KILLS):
        file = export(tmp_path, number)
        command = [sys.executable, "-c", IMPORT, str(path), str(file), str(tmp_path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        wanted = SAYS[number % len(SAYS)]
        while process.stdout.readline().strip() != wanted:
            pass
        if wanted != "written":
            with suppress(subprocess.TimeoutExpired):  # the moment of the kill is what is varied
                process.wait(chance.uniform(0, 1.6 * usual))
        process.send_signal(signal.SIGKILL)
        written = wanted == "written" or "written" in process.stdout.read()
        process.wait()
        process.stdout.close()
        told += written
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
