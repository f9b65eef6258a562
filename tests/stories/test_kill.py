"""kill -9 at any moment of a burst of logging: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlalchemy import select as sql_select

from smdash.store import doctor, totals
from smdash.store.hours import hours_in
from smdash.store.store import Snapshot, Store
from smdash.store.tables import change, change_set, month_time, time_entry
from tests.terminal_session import SMDASH

KILLS = 50
AT_ONCE = 2
# `smdash log` again and again in one process, since starting a Python takes half a second and a kill must hit a write.
# A day holds 24 hours, so each process logs minutes on a day of its own.
LOOP = """
import sys
from datetime import date, timedelta
from smdash.cli.main import run
day, store = date(2026, 1, 1) - timedelta(days=int(sys.argv[2])), sys.argv[1]
while True:
    code = run(["--store", store, "--person", "ana", "log", "1m", "spring", "--on", day.isoformat(), "--json"])
    print(f"exit {code}", flush=True)
"""


class Loop:
    """One process that logs until it is killed; `acknowledged` are the ids of entries it reported with exit code 0."""

    def __init__(self, store: Path, environment: dict[str, str], days_back: int) -> None:
        words = [sys.executable, "-c", LOOP, str(store), str(days_back)]
        self._process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        self._output = b""

    def run_until(self, wanted: bytes, seconds: float = 30.0) -> None:
        """Read until it has printed something."""
        assert self._process.stdout is not None
        deadline = time.monotonic() + seconds
        while wanted not in self._output:
            assert select.select([self._process.stdout], [], [], max(0.0, deadline - time.monotonic()))[0]
            read = os.read(self._process.stdout.fileno(), 65536)
            assert read, "the loop ended by itself"
            self._output += read

    def kill(self, after: float) -> list[int]:
        """End it with SIGKILL after so many seconds; the ids it had acknowledged by then."""
        try:
            self._process.wait(after)
        except subprocess.TimeoutExpired:
            self._process.kill()
        rest, errors = self._process.communicate()
        assert self._process.returncode == -signal.SIGKILL, errors.decode()
        assert errors == b""
        return acknowledged(self._output + rest)


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
    prepared: Callable[[], Store], store_file: Path, bare_environment: dict[str, str]
) -> None:
    chance = random.Random(2012)
    told: list[int] = []
    loops = [Loop(store_file, bare_environment, n) for n in range(AT_ONCE)]
    for kill in range(KILLS):
        loop = loops.pop(0)
        loop.run_until(b"exit 0\n")
        told += loop.kill(chance.uniform(0.0, 0.1))
        if kill + AT_ONCE < KILLS:
            loops.append(Loop(store_file, bare_environment, kill + AT_ONCE))
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
