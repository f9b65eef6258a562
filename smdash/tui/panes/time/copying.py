"""Copying last week's rows: what would be copied is shown first, and it is one change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from smdash.domain.durations import clock
from smdash.domain.timesheets import Entry
from smdash.store import timegrid
from smdash.store.timeweek import TimeWeek
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.safe import notify

if TYPE_CHECKING:
    from smdash.tui.panes.time.entry_actions import EntryActions

_SHOWN_ROWS = 10


async def copy_week(pane: EntryActions) -> None:
    """Ask with a preview, then copy; without clock times, at the rate of the new days, up to today."""
    if pane.state is None:
        return
    week = pane.state.week
    before = pane.app.live.calendar.shift(week.week, -1)
    last = week.week.last if week.future else min(week.today, week.week.last)
    copied = await pane.app.live.read(timegrid.copyable, week.person.id, before, last)
    if not copied:
        notify(pane.app, "The week before has no hours to copy up to today.")
        return
    what = f"{len(copied)} entries, {clock(sum(entry.seconds for entry in copied))}, of {before.name}"
    what += f" into {week.week.name}"
    if week.grid.seconds:
        what += f", which has {clock(week.grid.seconds)} already"
    if await pane.app.push_screen_wait(Confirm("Copy last week?", "\n".join([what, *_by_row(week, copied)]), "Copy")):
        await pane.write(timegrid.copy_entries, tuple(entry.id for entry in copied), 7)
        notify(pane.app, f"{len(copied)} entries copied. u takes them back.")


def _by_row(week: TimeWeek, entries: Iterable[Entry]) -> list[str]:
    """The hours of each row that would be copied, the longest first."""
    rows: dict[tuple[str, str], int] = {}
    for entry in entries:
        names = week.names
        campaign = names["campaign"].get(entry.campaign_id or 0, "no campaign")
        key = (campaign, names["activity"].get(entry.activity_id or 0, ""))
        rows[key] = rows.get(key, 0) + entry.seconds
    ordered = sorted(rows.items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{clock(seconds):>6}  {campaign}  {activity}".rstrip() for (campaign, activity), seconds in ordered]
    more = [f"and {len(lines) - _SHOWN_ROWS} more rows"] if len(lines) > _SHOWN_ROWS else []
    return lines[:_SHOWN_ROWS] + more
