"""Two people with the dashboard open, and two scripts that log, on one store at the same time.

SMDASH_STRESS_SECONDS says for how long; a minute is worth the wait before a release.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from smdash.store import doctor, organisation, totals
from smdash.store.hours import hours_in
from smdash.store.store import Store
from tests.terminal_session import PATIENCE, TerminalSession

SECONDS = float(os.environ.get("SMDASH_STRESS_SECONDS", "12"))
BREATH = 0.02  # seconds between two lines of a script, which a person's writes need to get their turn
# `smdash log` again and again until standard input is closed; how many entries it was told are logged.
SCRIPT = """
import select, sys
from smdash.cli.main import run
store, person, told, day = sys.argv[1], sys.argv[2], 0, 0
while not select.select([sys.stdin], [], [], float(sys.argv[3]))[0]:
    day = day % 900 + 1
    code = run(["--store", store, "--person", person, "log", "1m", "spring", "#" + person, "--on", f"-{day}d"])
    assert code == 0, code
    told += 1
print("told", told)
"""


class Script:
    """A loop of `smdash log` in a process of its own."""

    def __init__(self, store: Path, person: str, environment: dict[str, str]) -> None:
        words = [sys.executable, "-c", SCRIPT, str(store), person, str(BREATH)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
        self._output = b""

    def __enter__(self) -> Script:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def listen(self) -> None:
        """Take what it has printed, so that it doesn't wait for room in the pipe."""
        assert self.process.stdout is not None
        while select.select([self.process.stdout], [], [], 0)[0]:
            read = os.read(self.process.stdout.fileno(), 65536)
            assert read, self.process.stderr.read().decode() if self.process.stderr else ""
            self._output += read

    def finish(self) -> int:
        """Let it end; how many entries it was told are logged. It must have had no error and no complaint."""
        output, errors = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, errors.decode()
        assert errors == b""
        return int((self._output + output).decode().rpartition("told ")[2])


def total(session: TerminalSession) -> str:
    """The hours of the week shown, as the sum line of the grid has them."""
    return next((line.split()[-1] for line in session.screen if line.startswith("Σ")), "")


def log_and_see(mine: TerminalSession, other: TerminalSession, minutes: int) -> None:
    """Log a minute here; it shows there, where this person's week is open, after keys that ask for nothing else."""
    mine.type("t1m spring\r").wait_gone("Log time")
    deadline = time.monotonic() + PATIENCE
    while total(other) != f"{minutes // 60}:{minutes % 60:02d}":
        assert time.monotonic() < deadline, other.text
        other.press("down").wait_quiet(0.1, 0.3)


@pytest.mark.stress
def test_two_dashboards_and_two_scripts_lose_no_write_and_see_each_other(
    dashboard: Callable[..., TerminalSession],
    prepared: Callable[[], Store],
    store_file: Path,
    bare_environment: dict[str, str],
) -> None:
    store = prepared()
    for name in ("ben", "script-one", "script-two"):
        store.write(organisation.add_person, name)
    store.close()
    ana, ben = dashboard(person="ana"), dashboard(person="ben")
    for session, other in ((ana, "ben"), (ben, "ana")):
        session.wait_for("Hours this week").type("4").wait_for("Week").type("w").wait_for("Whose week?")
        session.type("g" if other == "ana" else "gj").press("enter").wait_for(f" · {other}")
    rounds = 0
    with ExitStack() as running:
        scripts = [
            running.enter_context(Script(store_file, name, bare_environment)) for name in ("script-one", "script-two")
        ]
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            rounds += 1
            log_and_see(ana, ben, rounds)
            log_and_see(ben, ana, rounds)
            for script in scripts:
                script.listen()
        told = [script.finish() for script in scripts]
    for session in (ana, ben):
        session.type("q")
        assert session.wait_exit() == 0
    assert rounds > 1
    assert min(told) > SECONDS
    assert_nothing_lost(prepared(), 2 * rounds, told)


def assert_nothing_lost(store: Store, logged: int, told: list[int]) -> None:
    """Each acknowledged entry is there once, totals agree with the rows, and doctor is content."""
    found = store.read(hours_in, None)
    assert found.entries == logged + sum(told)
    assert found.seconds == 60 * found.entries
    assert store.read(lambda snapshot: totals.differences(snapshot.connection)) == []
    findings = store.read(doctor.examine)
    assert all(finding.fine for finding in findings), findings
