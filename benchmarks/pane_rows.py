"""What keys cost in the running dashboard: milliseconds to the last byte, and bytes.

The floor of bytes is Textual's own output of the same screens in the same run (SMDASH_PLAIN_DRIVER=1).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from benchmarks.bench import PLAIN_DRIVER, SIXTEEN_COLOURS, Bench
from benchmarks.results import Budget, Result, Sample, Unit
from benchmarks.start_rows import FIRST_TAB, LOADING
from benchmarks.terminal import Burst, Terminal
from smdash.tui.registry import PANES

PEER = "Textual's own driver, same app"
ByPane = dict[str, list[Burst]]


def cursor_down(bench: Bench) -> list[Result]:
    """Cursor down in the first list of each pane, on the big store."""
    store = bench.stores.big
    found = _in_panes(bench, store, _downs)
    plain = _in_panes(bench, store, _downs, PLAIN_DRIVER, times=2)
    sixteen = _in_panes(bench, store, _downs, SIXTEEN_COLOURS)
    return [
        _slowest("cursor down, big store", found, Budget(limit=0.060)),
        _largest("cursor down, bytes, 80x24", found, Budget(limit=400), plain),
        _largest("cursor down, bytes, 80x24, 16 colours", sixteen, Budget(limit=300)),
    ]


def switch(bench: Bench) -> list[Result]:
    """Switching to panes already seen: at two sizes, in true colour and in sixteen."""
    store = bench.stores.small
    results = [_slowest("switch to a seen pane, big store", _in_panes(bench, bench.stores.big, _switches), _QUICK)]
    for cols, rows, ceiling in ((80, 24, 5000), (120, 40, 10_000)):
        found = _in_panes(bench, store, _switches, cols=cols, rows=rows)
        plain = _in_panes(bench, store, _switches, PLAIN_DRIVER, cols=cols, rows=rows, times=2)
        results.append(_slowest(f"switch to a seen pane, {cols}x{rows}", found, _QUICK))
        results.append(_largest(f"switch, bytes, {cols}x{rows}", found, Budget(limit=ceiling), plain))
    sixteen = _in_panes(bench, store, _switches, SIXTEEN_COLOURS)
    return [*results, _largest("switch, bytes, 80x24, 16 colours", sixteen, Budget(limit=4000))]


_QUICK = Budget(limit=0.150)


def visit_all(terminal: Terminal) -> list[str]:
    """Show each pane there is once, with its data; returns their digits."""
    terminal.moment(FIRST_TAB)
    digits = [str(spec.digit) for spec in PANES if find_spec(spec.target.partition(":")[0])]
    for digit in (*digits[1:], digits[0]):
        terminal.act(digit, quiet=0.2)
        settled(terminal)
    return digits


def settled(terminal: Terminal) -> None:
    """Wait until nothing is being loaded and nothing more comes."""
    _ = terminal.screen
    terminal.moment(lambda screen: not any(LOADING in line for line in screen))
    terminal.settle()


def _in_panes(
    bench: Bench,
    store: Path,
    measure: Callable[[Terminal, list[str], int], ByPane],
    changes: Mapping[str, str] | None = None,
    *,
    cols: int = 80,
    rows: int = 24,
    times: int = 0,
) -> ByPane:
    with bench.dashboard(store, changes, cols=cols, rows=rows) as terminal:
        digits = visit_all(terminal)
        return measure(terminal, digits, times or bench.key_times)


def _downs(terminal: Terminal, digits: list[str], times: int) -> ByPane:
    """Only what moved something counts: a pane's first block may be no list, or at its end."""
    found: ByPane = {}
    for digit in digits:
        terminal.act(digit)
        bursts = [terminal.act("down") for _ in range(times)]
        moved = [burst for burst in bursts if burst.data]
        if moved:
            found[_name(digit)] = moved
    return found


def _switches(terminal: Terminal, digits: list[str], times: int) -> ByPane:
    """Round and round, so that each pane follows another one."""
    found: ByPane = {_name(digit): [] for digit in digits}
    for _ in range(times):
        for digit in (*digits[1:], digits[0]):
            found[_name(digit)].append(terminal.act(digit))
    return found


def _name(digit: str) -> str:
    return next(spec.label for spec in PANES if spec.digit == int(digit))


def _slowest(row: str, found: ByPane, budget: Budget) -> Result:
    """The pane with the largest median stands for all; the note has each."""
    return _worst(row, {name: [burst.last for burst in bursts] for name, bursts in found.items()}, "s", budget)


def _largest(row: str, found: ByPane, budget: Budget, plain: ByPane | None = None) -> Result:
    by_pane = {name: [float(len(burst.data)) for burst in bursts] for name, bursts in found.items()}
    beside = {
        name: Sample(tuple(float(len(one.data)) for one in bursts), "B") for name, bursts in (plain or {}).items()
    }
    return _worst(row, by_pane, "B", budget, beside)


def _worst(
    row: str, by_pane: dict[str, list[float]], unit: Unit, budget: Budget, beside: dict[str, Sample] | None = None
) -> Result:
    samples = {name: Sample(tuple(values), unit) for name, values in by_pane.items() if values}
    worst = max(samples, key=lambda name: samples[name].median)
    note = f"worst: {worst} (" + ", ".join(f"{name} {one.short}" for name, one in samples.items()) + ")"
    floor = (beside or {}).get(worst)
    return Result(row, samples[worst], budget, floor, PEER if floor else "", note)


def log_time(bench: Bench) -> list[Result]:
    """From Enter in the quick log until the week's cost has changed on the Time pane, on the big store."""
    store = bench.stores.copy(bench.stores.big, "log-time")
    campaign = bench.stores.campaign(store)
    times, counts = [], []
    with bench.dashboard(store) as terminal:
        visit_all(terminal)
        terminal.act("4")
        for _ in range(bench.key_times):
            before = _week_line(terminal.screen)
            terminal.act("t")
            terminal.act(f"1m {campaign}")
            _ = terminal.screen
            burst = terminal.act("enter")
            shown = terminal.moment(lambda screen, before=before: _week_line(screen) not in ("", before))  # type: ignore[misc]
            times.append(shown - terminal.pressed)
            counts.append(float(len(burst.data)))
    return [
        Result("log time with t until the pane shows it", Sample(tuple(times)), Budget(limit=0.200)),
        Result("log time with t, bytes, form and message too", Sample(tuple(counts), "B")),
    ]


def _week_line(screen: list[str]) -> str:
    return next((line for line in screen if line.startswith("target ")), "")


def refresh(bench: Bench) -> list[Result]:
    """What another process logged comes in with a key that does nothing else: a table, its sums and figures change."""
    store = bench.stores.copy(bench.stores.small, "refresh")
    found = {}
    for name, changes in (("own", {}), ("plain", PLAIN_DRIVER)):
        with bench.dashboard(store, changes) as terminal:
            visit_all(terminal)
            terminal.act("4")
            found[name] = [_refreshed(bench, terminal, store) for _ in range(bench.key_times)]
    measured, floor = (Sample(tuple(float(len(one.data)) for one in found[name]), "B") for name in ("own", "plain"))
    return [
        Result("refresh of a table and figures in place", measured, Budget(limit=2000), floor, PEER),
        Result("refresh in place, time", Sample(tuple(one.last for one in found["own"]))),
    ]


def _refreshed(bench: Bench, terminal: Terminal, store: Path) -> Burst:
    bench.run(bench.smdash(store, "log", "1m", bench.stores.campaign(store)))
    terminal.rest(0.7)  # the dashboard looks for changes at most once a second
    return terminal.act("f9")


def idle(bench: Bench) -> list[Result]:
    """Bytes and processor time of a dashboard that nobody touches, while no timer runs."""
    seconds = 10 if bench.quick else 60
    store = bench.stores.copy(bench.stores.small, "idle")
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("delete from time_entry where seconds is null")
    with bench.dashboard(store) as terminal:
        visit_all(terminal)
        terminal.rest(2)
        before = terminal.cpu_seconds
        data = terminal.rest(seconds)
        spent = terminal.cpu_seconds - before
    return [
        Result(f"idle for {seconds} s, bytes", Sample((float(len(data)),), "B"), Budget(limit=0)),
        Result(f"idle for {seconds} s, processor", Sample((spent,)), Budget(limit=0.1 * seconds / 60)),
    ]


def memory(bench: Bench) -> list[Result]:
    """Memory after visiting all panes, on the big and on the small store."""
    samples = []
    for store in (bench.stores.big, bench.stores.small):
        with bench.dashboard(store) as terminal:
            visit_all(terminal)
            samples.append(Sample((terminal.memory_bytes / 1e6,), "MB"))
    return [Result("memory after all panes, big store", samples[0], Budget(ratio=1.3), samples[1], "the small store")]
