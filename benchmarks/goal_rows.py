"""200 KPIs with five years of daily readings: how soon Overview and Goals are there, and what keys in Goals cost."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.pane_rows import settled, visit_all
from benchmarks.results import Budget, Result, Sample
from benchmarks.start_rows import FIRST_TAB, LOADING, until_data

GOALS, OVERVIEW = "2", "1"


def goals(bench: Bench) -> list[Result]:
    """Start, first opening, switch and cursor."""
    store, small = bench.stores.goals, bench.stores.small
    measured, floor = bench.compare(lambda: until_data(bench, store), lambda: until_data(bench, small))
    opened, few = bench.compare(lambda: _first_opening(bench, store), lambda: _first_opening(bench, small))
    switches, downs = _keys(bench, store)
    peer = "the small store"
    return [
        Result("Overview with data, 200 KPIs of 5 years", measured, Budget(ratio=1.15), floor, peer),
        Result("Goals opened first, 200 KPIs of 5 years", opened, floor=few, peer=peer),
        Result("switch to Goals once seen, 200 KPIs", switches, Budget(limit=0.150)),
        Result("cursor down in Goals, 200 KPIs", downs, Budget(limit=0.060)),
    ]


def _first_opening(bench: Bench, store: Path) -> float:
    """From the key to the last byte of the pane with its data."""
    with bench.dashboard(store) as terminal:
        terminal.moment(FIRST_TAB)
        settled(terminal)
        terminal.act(GOALS)
        terminal.moment(lambda screen: any("grade" in line for line in screen))
        terminal.moment(lambda screen: not any(LOADING in line for line in screen))
        return terminal.settle() - terminal.pressed


def _keys(bench: Bench, store: Path) -> tuple[Sample, Sample]:
    with bench.dashboard(store) as terminal:
        visit_all(terminal)
        switches, downs = [], []
        for _ in range(bench.key_times):
            terminal.act(OVERVIEW)
            switches.append(terminal.act(GOALS).last)
            downs += [terminal.act("down").last for _ in range(3)]
    return Sample(tuple(switches)), Sample(tuple(downs))
