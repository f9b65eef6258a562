"""How soon there is something to see: the first frame, and the first pane with its data."""

from __future__ import annotations

from pathlib import Path

from benchmarks import bare_app
from benchmarks.bench import PYTHON, Bench
from benchmarks.results import Budget, Result

BARE = str(Path(bare_app.__file__))
FIRST_TAB = "1 Overview"
LOADING = "loading…"


def first_frame(bench: Bench) -> list[Result]:
    """The dashboard's first frame beside that of a bare Textual app."""
    store = bench.stores.small
    measured, floor = bench.compare(lambda: _until_first_frame(bench, store), lambda: _until_bare(bench))
    return [Result("first frame", measured, Budget(ratio=1.25), floor, "a bare Textual app")]


def overview(bench: Bench) -> list[Result]:
    """The Overview with its data on the small store, beside a process that imports the same libraries and paints."""
    store = bench.stores.small
    measured, floor = bench.compare(
        lambda: until_data(bench, store), lambda: _until_bare(bench, "sqlalchemy", "plotext")
    )
    note = "" if bench.stores.small_is_demo else "no demo yet: a small store of the big one's kind"
    peer = "imports textual, sqlalchemy, plotext, paints"
    return [Result("Overview with data, small store", measured, Budget(ratio=1.25), floor, peer, note)]


def overview_big(bench: Bench) -> list[Result]:
    """The same on the big store, beside the small one."""
    big, small = bench.stores.big, bench.stores.small
    measured, floor = bench.compare(lambda: until_data(bench, big), lambda: until_data(bench, small))
    return [Result("Overview with data, big store", measured, Budget(ratio=1.15), floor, "the small store")]


def until_data(bench: Bench, store: Path) -> float:
    """Seconds until the first pane has its data and nothing more comes."""
    with bench.dashboard(store) as terminal:
        terminal.moment(FIRST_TAB)
        terminal.moment(lambda screen: not any(LOADING in line for line in screen))
        return terminal.settle() - terminal.started


def _until_first_frame(bench: Bench, store: Path) -> float:
    with bench.dashboard(store) as terminal:
        return terminal.moment(FIRST_TAB) - terminal.started


def _until_bare(bench: Bench, *imports: str) -> float:
    with bench.terminal((PYTHON, BARE, *imports)) as terminal:
        return terminal.moment(bare_app.READY) - terminal.started


def version(bench: Bench) -> list[Result]:
    """`--version` and `--help` beside Python itself."""
    found = []
    for option in ("--version", "--help"):
        measured, floor = bench.compare(
            lambda option=option: bench.run((PYTHON, "-m", "smdash", option)),  # type: ignore[misc]
            lambda: bench.run((PYTHON, "-c", "pass")),
        )
        found.append(Result(f"smdash {option}", measured, Budget(ratio=4), floor, "python -c pass"))
    return found


def log(bench: Bench) -> list[Result]:
    """`smdash log` beside the import of SQLAlchemy, on a small and on the big store."""
    found = []
    for size, store in (("small", bench.stores.small), ("big", bench.stores.big)):
        path = bench.stores.copy(store, f"log-{size}")
        command = bench.smdash(path, "log", "1m", bench.stores.campaign(path))
        measured, floor = bench.compare(
            lambda command=command: bench.run(command),  # type: ignore[misc]
            lambda: bench.run((PYTHON, "-c", "import sqlalchemy")),
        )
        found.append(
            Result(f"smdash log, {size} store", measured, Budget(ratio=1.25), floor, 'python -c "import sqlalchemy"')
        )
    return found


def status(bench: Bench) -> list[Result]:
    """`smdash status` with a running timer on the big store beside the import of sqlite3."""
    store = bench.stores.copy(bench.stores.big, "status")
    bench.run(bench.smdash(store, "start", bench.stores.campaign(store)))
    measured, floor = bench.compare(
        lambda: bench.run((PYTHON, "-m", "smdash", "--store", str(store), "status")),
        lambda: bench.run((PYTHON, "-c", "import sqlite3")),
    )
    return [Result("smdash status, big store", measured, Budget(ratio=4), floor, 'python -c "import sqlite3"')]
