"""`smdash` and `smdash demo`: open the dashboard."""

from __future__ import annotations

import gc
from collections.abc import Callable
from importlib import import_module
from typing import Any

from smdash.cli.options import Globals, locations, parser
from smdash.clock import Clock, local_zone_name
from smdash.paths import Paths
from smdash.settings import Settings

GARBAGE_AFTER = (5_000, 20, 20)  # objects, then rounds: a program that stays must not let garbage grow


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Open the dashboard on the chosen store, or on the demo's own; returns its exit code."""
    if name == "demo":
        return int(import_module("smdash.cli.demo").run(name, arguments, chosen))
    parser("", "Open the dashboard.").parse_args(arguments)
    paths, settings = locations(chosen)

    def connect() -> Any:
        from smdash.cli.session import open_store

        store = open_store(chosen, paths, settings)
        return import_module("smdash.tui.live").LiveStore(store)

    return show(connect, settings, Clock(local_zone_name()), paths)


def show(connect: Callable[[], Any], settings: Settings, clock: Clock, paths: Paths, banner: str = "") -> int:
    """Run the dashboard in this terminal; `Refused` in a sentence where the terminal can't show it."""
    terminal = import_module("smdash.tui.terminal")
    fit = terminal.fitness_of_this_terminal(settings)
    driver = import_module("smdash.tui.driver").driver_class(fit.charset)
    app = import_module("smdash.tui.app").SmdashApp(connect, settings, clock, paths, banner, driver)
    app.ascii_symbols = fit.symbols == "ascii"
    app.once_open = _stay
    app.run(mouse=fit.mouse)
    return int(app.return_code or 0)


def _stay() -> None:
    """Look for garbage from here on, in what is made from here on: all that was loaded stays."""
    gc.freeze()
    gc.set_threshold(*GARBAGE_AFTER)
