"""What a command loads decides how soon it answers: the quick ones leave the heavy libraries alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

DASHBOARD = {"textual", "rich", "plotext"}
DATABASE = {"sqlalchemy"}
# Of the standard library, each costs more than the rest of a small command together.
SLOW = {"asyncio", "importlib.metadata", "multiprocessing", "unittest", "email"}

PROBE = """
import sys
from smdash.cli.main import run
code = run(sys.argv[1:])
sys.stderr.write("\\nLOADED " + " ".join(sorted(sys.modules)))
sys.exit(code)
"""


def loaded(home: Path, *arguments: str) -> set[str]:
    """The modules a command has loaded when it is done, in a process of its own and an empty home; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        env={"HOME": str(home), "USER": "ana", "TZ": "UTC", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_small_questions_load_hardly_anything(tmp_path: Path, option: str) -> None:
    modules = loaded(tmp_path, option)
    assert modules & (DASHBOARD | DATABASE | SLOW | {"argparse", "sqlite3"}) == set()
    assert {name for name in modules if name.startswith("smdash.")} == {"smdash.cli", "smdash.cli.main"}


def test_logging_time_loads_no_dashboard(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "log", "1h", "Spring", "--new")
    assert modules & DASHBOARD == set()
    assert modules >= DATABASE  # it did log


def test_status_reads_the_store_without_the_database_library(tmp_path: Path) -> None:
    loaded(tmp_path, "log", "1h", "Spring", "--new")
    modules = loaded(tmp_path, "status")
    assert modules & (DASHBOARD | DATABASE | SLOW) == set()
    assert {name for name in modules if name.startswith("smdash.store")} == set()
