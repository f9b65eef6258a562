"""Timers: an entry without an end. They live in the store, so a closed terminal or a reboot does not stop them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from smdash.clock import zone
from smdash.domain import durations, text
from smdash.domain.timesheets import Entry, EntryDraft, running_seconds, work_day
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import changes, timesheets
from smdash.store.organisation import names_of
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import time_entry

_CUT = "Stop it when you really ended: `smdash stop --at 'yesterday 17:30'`, or 4 then F in the dashboard."


@dataclass(frozen=True, slots=True)
class RunningTimer:
    """A timer with the names people know it by, and how many seconds it has run."""

    entry: Entry
    person: str
    campaign: str
    activity: str
    seconds: int

    @property
    def label(self) -> str:
        """Campaign, activity, or note: what there is."""
        return self.campaign or self.activity or self.entry.note or "no campaign"


def running(snapshot: Snapshot, person_id: int | None = None) -> tuple[RunningTimer, ...]:
    """Running timers, oldest first; of one person when asked for."""
    query = select(time_entry).where(time_entry.c.seconds.is_(None)).order_by(time_entry.c.start)
    if person_id is not None:
        query = query.where(time_entry.c.person_id == person_id)
    rows = snapshot.connection.execute(query).mappings().all()
    if not rows:
        return ()
    names = {kind: names_of(snapshot, kind) for kind in ("person", "campaign", "activity")}
    found = []
    for row in rows:
        entry = timesheets.entry_of(row)
        found.append(
            RunningTimer(
                entry,
                names["person"][entry.person_id],
                names["campaign"].get(entry.campaign_id or 0, ""),
                names["activity"].get(entry.activity_id or 0, ""),
                running_seconds(entry, snapshot.now),
            )
        )
    return tuple(found)


def start_timer(tx: Transaction, draft: EntryDraft, at: datetime | None = None) -> int:
    """Start a timer for what the draft names; `Refused` when the person's timer runs already."""
    began = at or tx.now
    if began > tx.now:
        raise InvalidInput("A timer can't start in the future.", "Leave the time out, or check it.")
    current = running(tx, draft.person_id)
    if current:
        raise Refused(
            f"A timer runs already: {current[0].label}, {durations.clock(current[0].seconds)}.",
            "Stop it, or use switch.",
        )
    tx.describe(f"start timer on {timesheets.campaign_name(tx, draft.campaign_id)}")
    return changes.insert(
        tx,
        time_entry,
        person_id=draft.person_id,
        campaign_id=draft.campaign_id,
        channel_id=draft.channel_id,
        post_id=draft.post_id,
        activity_id=draft.activity_id,
        work_day=work_day(began, zone(draft.zone), tx.organisation.day_start_hour),
        start=began,
        zone=draft.zone,
        note=text.one_line(draft.note)[:500],
    )


def stop_timer(tx: Transaction, person_id: int, at: datetime | None = None) -> Entry:
    """Stop a person's timer and log its time, cut where days start; returns the whole entry.

    `NotFound` when none runs, `InvalidInput` for an end before the start or in the future, or after a week.
    """
    current = running(tx, person_id)
    if not current:
        raise NotFound("No timer is running.", "Start one with `smdash start CAMPAIGN`, or T in the dashboard.")
    timer = current[0].entry
    ended = at or tx.now
    if timer.start is None or ended > tx.now or ended < timer.start:
        raise InvalidInput("A timer can't end before it started, nor in the future.", "Check the time.")
    seconds = int((ended - timer.start).total_seconds())
    tx.describe(f"stop timer on {current[0].label} at {durations.clock(seconds)}")
    if seconds == 0:
        changes.delete(tx, time_entry, timer.id)
        return timer
    if seconds > 7 * 86400:
        raise Refused("This timer has run for more than a week.", _CUT)
    changes.delete(tx, time_entry, timer.id)
    draft = EntryDraft(
        timer.person_id,
        timer.work_day,
        seconds,
        timer.zone,
        timer.campaign_id,
        timer.channel_id,
        timer.post_id,
        timer.activity_id,
        timer.note,
        timer.start,
        ended,
    )
    try:
        ids = timesheets.log_entry(tx, draft)
    except Refused as fault:
        raise Refused(fault.message, _CUT) from None
    return timesheets.whole_entry(tx, ids[0])


def switch_timer(tx: Transaction, draft: EntryDraft, at: datetime | None = None) -> Entry | None:
    """Stop what runs and start the next at the same moment; returns what was stopped."""
    tx.describe(f"switch timer to {timesheets.campaign_name(tx, draft.campaign_id)}")
    stopped = stop_timer(tx, draft.person_id, at) if running(tx, draft.person_id) else None
    start_timer(tx, draft, at)
    return stopped


def resume_timer(tx: Transaction, person_id: int, zone_name: str) -> Entry:
    """Start a timer for what the person worked on last; returns that entry."""
    page = timesheets.entries(tx, person_id=person_id, limit=1)
    if not page.entries:
        raise NotFound("There is nothing to resume.", "Start a timer with a campaign.")
    last = page.entries[0]
    start_timer(
        tx,
        EntryDraft(
            person_id,
            tx.today,
            0,
            zone_name,
            last.campaign_id,
            last.channel_id,
            last.post_id,
            last.activity_id,
            last.note,
        ),
    )
    return last


def discard_timer(tx: Transaction, person_id: int) -> None:
    """Throw a running timer away; undo brings it back."""
    current = running(tx, person_id)
    if not current:
        raise NotFound("No timer is running.")
    tx.describe(f"discard timer on {current[0].label}")
    changes.delete(tx, time_entry, current[0].entry.id)
