"""`python -m benchmarks`: prints one table of what is fast and small enough, and what is not.

Nothing fails when a row is over its budget: clocks are noisy, and a person reads the table.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import data_rows, goal_rows, pane_rows, start_rows
from benchmarks.bench import Bench, NotYet, compile_everything
from benchmarks.results import Result, table
from benchmarks.stores import Stores
from benchmarks.terminal import Unexpected

ROWS: dict[str, Callable[[Bench], list[Result]]] = {
    "version": start_rows.version,
    "log": start_rows.log,
    "status": start_rows.status,
    "first-frame": start_rows.first_frame,
    "overview": start_rows.overview,
    "overview-big": start_rows.overview_big,
    "goals": goal_rows.goals,
    "cursor": pane_rows.cursor_down,
    "switch": pane_rows.switch,
    "log-time": pane_rows.log_time,
    "refresh": pane_rows.refresh,
    "idle": pane_rows.idle,
    "import": data_rows.import_file,
    "import-chart": data_rows.import_chart,
    "memory": pane_rows.memory,
    "growth": data_rows.growth,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for, or everything; always returns 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, a shorter idle, a tenth of the import")
    parser.add_argument("--row", action="append", choices=list(ROWS), help="only this one; may be given again")
    parser.add_argument("--scale", type=float, default=1.0, help="make the big store smaller or larger (1.0)")
    parser.add_argument("--keep-store", type=Path, metavar="FILE", help="where the big store is, or shall be made")
    parser.add_argument("--json", action="store_true", help="print every single measurement")
    given = parser.parse_args(arguments)
    os.nice(5)
    compile_everything()
    with tempfile.TemporaryDirectory(prefix="smdash-bench-") as folder:
        stores = Stores(Path(folder), _tell, given.scale, given.keep_store and given.keep_store.absolute())
        bench = Bench(Path(folder), stores, given.quick)
        results = [result for name in given.row or ROWS for result in _measure(bench, name)]
    print(json.dumps([result.as_json() for result in results], indent=2) if given.json else table(results))
    return 0


def _measure(bench: Bench, name: str) -> list[Result]:
    _tell(f"measuring {name} …")
    try:
        return ROWS[name](bench)
    except NotYet as reason:
        return [Result(name, None, note=str(reason))]
    except Unexpected as fault:
        _tell(str(fault))
        return [Result(name, None, note=str(fault).splitlines()[0], failed=True)]


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
