"""The key of the timer: it stops what runs, or asks what the next one is for; where several may run, which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smdash.tui.screens.quick_log import open_line
from smdash.tui.widgets.safe import notify

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

ANOTHER = "another"


def toggle_timer(app: SmdashApp) -> None:
    """Stop the running timer, or ask what the next one is for; where several may run, ask which."""
    if app.info.running is None:
        open_line(app, timed=False)
    elif app.live.timers_at_once > 1:
        app.run_worker(_choose(app), group="timer", exclusive=True)
    else:
        app.run_worker(_stop(app), group="timer", exclusive=True)


async def _choose(app: SmdashApp) -> None:
    """Which of several timers to stop, or another one."""
    from smdash.domain.durations import clock
    from smdash.store import timers
    from smdash.tui.screens.choice import ChoiceList

    running = await app.live.read(timers.running, app.live.person_id)
    options: list[tuple[int | str, str, str]] = [
        (timer.entry.id, f"stop {timer.label}", clock(timer.seconds)) for timer in reversed(running)
    ]
    if len(running) < app.live.timers_at_once:
        options.append((ANOTHER, "+ start another", ""))

    def chosen(key: int | str | None) -> None:
        if key == ANOTHER:
            open_line(app, timed=False)
        elif isinstance(key, int):
            app.run_worker(_stop(app, key), group="timer", exclusive=True)

    app.push_screen(ChoiceList("Timers", options), chosen)


async def _stop(app: SmdashApp, timer_id: int | None = None) -> None:
    from smdash.domain.durations import clock
    from smdash.store import timers

    stopped = await app.write(timers.stop_timer, app.live.person_id, None, timer_id)
    notify(app, f"Stopped after {clock(stopped.seconds)}. u takes it back.")
