"""kill -9 at any moment of a burst of logging: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlalchemy import select as sql_select

from smdash.store import doctor, totals
from smdash.store.hours import hours_in
from smdash.store.store import Snapshot, Store
from smdash.store.tables import change, change_set, month_time, time_entry
from tests.nursery import Nursery
from tests.terminal_session import SMDASH

KILLS = 50
AT_ONCE = 2
# `smdash log` again and again in one process, since a kill must hit a write. A day holds 24 hours, so each process logs
# minutes on a day of its own.
LOOP = """
from datetime import date, timedelta
from smdash.cli import log
from smdash.cli.main import run
from smdash.store import store

def work(file, days_back):
    day = date(2026, 1, 1) - timedelta(days=int(days_back))
    while True:
        code = run(["--store", file, "--person", "ana", "log", "1m", "spring", "--on", day.isoformat(), "--json"])
        print(f"exit {code}", flush=True)
"""


def acknowledged(output: bytes) -> list[int]:
    """The ids of answers that are whole and were followed by exit code 0."""
    ids: list[int] = []
    for answer in output.decode().split("exit 0\n")[:-1]:
        ids += json.loads(answer)["ids"]
    return ids


def counts(snapshot: Snapshot) -> tuple[set[int], int, int, int]:
    """Ids of entries, change sets that logged, changes of entries, and entries in the totals by month."""
    count = snapshot.connection.execute
    logged = sql_select(func.count()).where(change_set.c.label.like("log %"))
    changed = sql_select(func.count()).where(change.c.table_name == time_entry.name)
    return (
        set(count(sql_select(time_entry.c.id)).scalars()),
        count(logged).scalar_one(),
        count(changed).scalar_one(),
        count(sql_select(func.sum(month_time.c.entries))).scalar_one(),
    )


def assert_whole(store: Store, told: list[int]) -> None:
    """Everything acknowledged is in the store once, and what is in it is there in every table it belongs to."""
    ids, sets, changed, summed = store.read(counts)
    assert len(set(told)) == len(told)
    assert set(told) <= ids
    assert len(ids) == sets == changed == summed
    assert store.read(hours_in, None).seconds == 60 * len(ids)
    assert store.read(lambda snapshot: totals.differences(snapshot.connection)) == []
    findings = store.read(doctor.examine)
    assert all(finding.fine for finding in findings), findings


@pytest.mark.stress
def test_a_burst_of_logging_killed_fifty_times_keeps_what_it_acknowledged(
    prepared: Callable[[], Store], store_file: Path, bare_environment: dict[str, str], tmp_path: Path
) -> None:
    chance = random.Random(2012)
    told: list[int] = []
    with Nursery(LOOP, tmp_path, bare_environment) as nursery:
        loops = [nursery.start(str(store_file), str(n)) for n in range(AT_ONCE)]
        for kill in range(KILLS):
            loop = loops.pop(0)
            loop.wait_for(b"exit 0\n")
            loop.kill(chance.uniform(0.0, 0.1))
            assert loop.errors == b""
            told += acknowledged(loop.output)
            if kill + AT_ONCE < KILLS:
                loops.append(nursery.start(str(store_file), str(kill + AT_ONCE)))
    assert_whole(prepared(), told)
    assert len(told) > KILLS  # the kills hit bursts, not starts


@pytest.mark.stress
def test_the_real_command_killed_at_any_moment_of_its_life(
    prepared: Callable[[], Store], store_file: Path, bare_environment: dict[str, str]
) -> None:
    chance = random.Random(97)
    words = [*SMDASH, "--store", str(store_file), "--person", "ana", "log", "1m", "spring", "--json"]
    told: list[int] = []
    for _ in range(12):
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=bare_environment)
        try:
            process.wait(chance.uniform(0.3, 0.8))
        except subprocess.TimeoutExpired:
            process.kill()
        output, errors = process.communicate()
        assert errors == b""
        if process.returncode == 0:
            told += json.loads(output)["ids"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, env=bare_environment)
    told += json.loads(process.communicate()[0])["ids"]
    assert_whole(prepared(), told)
