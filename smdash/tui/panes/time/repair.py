"""The form that repairs a timer somebody forgot: cut it where the work ended, keep all of it, or throw it away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from smdash.clock import zone
from smdash.domain.durations import clock
from smdash.domain.moments import parse_moment, shown_moment
from smdash.errors import FormFaults, InvalidInput
from smdash.store import timers
from smdash.store.store import Transaction
from smdash.store.timers import RunningTimer
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form

CUT, KEEP, DISCARD = "cut", "keep", "discard"
_CHOICES = ((CUT, "cut where the work ended"), (KEEP, "keep it up to now"), (DISCARD, "discard it"))


def repair_form(timer: RunningTimer, now: datetime, write: Callable[..., Awaitable[Any]]) -> Form[Any]:
    """What to do with a running timer. The moments are in the zone the timer was started in."""
    entry, place = timer.entry, zone(timer.entry.zone)

    def moment(text: str) -> Understood:
        end = parse_moment(text, now, place)
        if entry.start is not None and end <= entry.start:
            raise InvalidInput("This is before the timer was started.", "Add the day: yesterday 17:30.")
        length = "" if entry.start is None else f", {clock(int((end - entry.start) / timedelta(seconds=1)))}"
        return Understood(end, f"{shown_moment(end, place)}{length}")

    async def submit(values: dict[str, Any]) -> str:
        if values["what"] == CUT and values["ended"] is None:
            raise FormFaults({"ended": "When did the work end?"})
        await write(_repair, entry.person_id, entry.id, values["what"], values["ended"])
        return str(values["what"])

    since = shown_moment(entry.start, place) if entry.start is not None else ""
    return Form(
        f"Timer of {timer.person}: {timer.label}, since {since}",
        (
            Field("what", "What to do", "choice", initial=CUT, choices=_CHOICES, required=True),
            Field("ended", "Work ended", parse=moment, hint="17:30, yesterday 17:30, 2026-11-20 17:30; for a cut only"),
        ),
        submit,
        save_label="Repair",
    )


def _repair(tx: Transaction, person_id: int, timer_id: int, what: str, ended: datetime | None) -> None:
    if what == DISCARD:
        timers.discard_timer(tx, person_id, timer_id)
    else:
        timers.stop_timer(tx, person_id, ended if what == CUT else None, timer_id)
