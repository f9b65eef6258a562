"""What a command loads decides how soon it answers: the quick ones leave the heavy libraries alone."""

from __future__ import annotations

import json
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


FIRST_DATA = """
import json, sys
from pathlib import Path
from sqlalchemy import event
import smdash.tui.app
from smdash.cli.session import Store
from smdash.clock import Clock
from smdash.tui.live import LiveStore
from smdash.tui.registry import PANES

PANES[0].load()
from smdash.tui.panes.overview.state import load
store = Store.open(Path(sys.argv[1]), Clock("UTC"), actor="ana")
live, asked = LiveStore(store), []
event.listen(store._reader.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
store.read(load, live.calendar.quarter(store.clock.today()))
live.close()
print(json.dumps({"modules": sorted(sys.modules), "asked": asked}))
"""


@pytest.fixture(scope="module")
def first_data(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What has been loaded and asked when the Overview of the sample organisation has its data."""
    store = tmp_path_factory.mktemp("start") / "demo.db"
    environment = {"HOME": str(store.parent), "USER": "ana", "TZ": "UTC", "PATH": ""}
    build = [sys.executable, "-m", "smdash", "demo", "--build", str(store)]
    subprocess.run(build, env=environment, capture_output=True, check=True)
    done = subprocess.run(
        [sys.executable, "-c", FIRST_DATA, str(store)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_the_first_pane_loads_nothing_of_the_others(first_data: dict[str, list[str]]) -> None:
    modules = set(first_data["modules"])
    assert modules >= {"smdash.tui.panes.overview.pane", "smdash.store.roi"}
    later = {
        *("exchange", "reports", "tui.screens", "tui.palette", "tui.widgets.form", "tui.widgets.chart"),
        *("store.backup", "store.undo", "store.matching", "store.sales", "store.posts", "store.doctor"),
        *("domain.series", "domain.plots"),
    }
    panes = {name for name in modules if name.startswith("smdash.tui.panes.")}
    assert {name.split(".")[3] for name in panes} == {"overview"}
    assert {name for name in modules for one in later if f"{name}.".startswith(f"smdash.{one}.")} == set()
    assert modules & {"plotext", "tomli_w", *SLOW} <= {"asyncio", "importlib.metadata", "email"}  # these are Textual's


def test_the_first_data_takes_a_number_of_questions_that_somebody_looked_at(first_data: dict[str, list[str]]) -> None:
    asked = [query for query in first_data["asked"] if query != "BEGIN"]
    assert len(asked) <= 50  # each costs a millisecond the first time: SQLAlchemy makes its text then
    assert len(asked) - len(set(asked)) <= 14  # the ladder of the period before, and names
