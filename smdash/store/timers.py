"""Timers: an entry without an end. They live in the store, so a closed terminal or a reboot does not stop them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from smdash.clock import zone
from smdash.domain import durations, text
from smdash.domain.periods import DAY
from smdash.domain.timesheets import Entry, EntryDraft, running_seconds, work_day
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import changes, timesheets
from smdash.store.locks import MonthClosed, check_open
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
    """Start a timer for what the draft names; `Refused` when the person has as many as the settings allow."""
    began = at or tx.now
    if began > tx.now:
        raise InvalidInput("A timer can't start in the future.", "Leave the time out, or check it.")
    current, most = running(tx, draft.person_id), tx.organisation.timers_at_once
    if len(current) >= most:
        shown = ", ".join(f"{timer.label}, {durations.clock(timer.seconds)}" for timer in current)
        what = "A timer runs already" if most == 1 else f"{most} timers run already"
        raise Refused(f"{what}: {shown}.", "Stop it, or use switch." if most == 1 else "Stop one, or use switch.")
    tx.describe(f"start timer on {timesheets.campaign_name(tx, draft.campaign_id)}")
    day = work_day(began, zone(draft.zone), tx.organisation.day_start_hour)
    check_open(tx, day, "entries")  # it could not be stopped
    return changes.insert(
        tx,
        time_entry,
        person_id=draft.person_id,
        campaign_id=draft.campaign_id,
        channel_id=draft.channel_id,
        post_id=draft.post_id,
        activity_id=draft.activity_id,
        work_day=day,
        start=began,
        zone=draft.zone,
        note=text.one_line(draft.note)[:500],
    )


def find_timer(snapshot: Snapshot, person_id: int, timer_id: int | None = None) -> RunningTimer:
    """A person's timer of that id, or the one started last; `NotFound` when there is none."""
    current = running(snapshot, person_id)
    found = [timer for timer in current if timer_id in (None, timer.entry.id)]
    if not found:
        raise NotFound("No timer is running.", "Start one with `smdash start CAMPAIGN`, or T in the dashboard.")
    return found[-1]


def most_running(snapshot: Snapshot) -> int:
    """How many timers the person with most of them has."""
    row = time_entry.c
    query = select(func.count()).where(row.seconds.is_(None)).group_by(row.person_id)
    return max(snapshot.connection.execute(query).scalars(), default=0)


def check_number(snapshot: Snapshot, before: int, label: str) -> None:
    """`Refused` when an undo of `label` gave somebody more timers than `before` and than the settings allow."""
    if most_running(snapshot) > max(before, snapshot.organisation.timers_at_once):
        raise Refused(f"“{label}” can't be taken back: another timer has taken its place.", "Stop that timer first.")


def stop_timer(tx: Transaction, person_id: int, at: datetime | None = None, timer_id: int | None = None) -> Entry:
    """Stop a person's timer, the one started last unless told, and log its time, cut where days start.

    Returns the whole entry. `NotFound` when none runs, `InvalidInput` for an end before the start or in the future,
    or after a week.
    """
    current = find_timer(tx, person_id, timer_id)
    timer = current.entry
    ended = at or tx.now
    if timer.start is None or ended > tx.now or ended < timer.start:
        raise InvalidInput("A timer can't end before it started, nor in the future.", "Check the time.")
    seconds = int((ended - timer.start).total_seconds())
    tx.describe(f"stop timer on {current.label} at {durations.clock(seconds)}")
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
    except MonthClosed:
        raise
    except Refused as fault:
        raise Refused(fault.message, _CUT) from None
    return timesheets.whole_entry(tx, ids[0])


def switch_timer(tx: Transaction, draft: EntryDraft, at: datetime | None = None) -> Entry | None:
    """Stop what runs and start the next at the same moment; returns what was stopped."""
    tx.describe(f"switch timer to {timesheets.campaign_name(tx, draft.campaign_id)}")
    stopped = stop_timer(tx, draft.person_id, at) if running(tx, draft.person_id) else None
    start_timer(tx, draft, at)
    return stopped


def resume_timer(tx: Transaction, person_id: int, zone_name: str, at: datetime | None = None) -> Entry:
    """Start a timer for what the person worked on last, now or at a moment; returns that entry."""
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
        at,
    )
    return last


def last_end(snapshot: Snapshot, person_id: int) -> datetime:
    """When the person's last entry with clock times ended, to go on from there without a gap.

    `NotFound` when there is none within a day: a timer that begins further back would be a forgotten one.
    """
    row = time_entry.c
    query = select(func.max(row.end)).where(
        row.person_id == person_id, row.work_day >= snapshot.today - DAY, row.end <= snapshot.now
    )
    found = snapshot.connection.execute(query).scalar()
    if found is None or snapshot.now - found > timedelta(days=1):
        raise NotFound("Nothing with clock times ended since yesterday.", "Say when with --at 9:15.")
    return found  # type: ignore[no-any-return]  # SQLAlchemy does not know what max of an instant is


def discard_timer(tx: Transaction, person_id: int, timer_id: int | None = None) -> RunningTimer:
    """Throw a running timer away, the one started last unless told; undo brings it back."""
    current = find_timer(tx, person_id, timer_id)
    tx.describe(f"discard timer on {current.label}")
    changes.delete(tx, time_entry, current.entry.id)
    return current
