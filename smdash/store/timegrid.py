"""Edits of the week as a grid: a cell, a run of working days, a week copied, several entries deleted at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from smdash.domain import durations
from smdash.domain.periods import Period
from smdash.domain.timesheets import Entry, EntryDraft, Part, working_days
from smdash.errors import InvalidInput, Refused
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import time_entry
from smdash.store.timesheets import (
    campaign_name,
    checked_entry,
    delete_entry,
    draft_of,
    edit_entry,
    entries,
    entry,
    entry_of,
    insert_parts,
    log_entry,
    refuse_full_days,
    refuse_future,
)


def fill_days(tx: Transaction, draft: EntryDraft, first: date, last: date) -> int:
    """Log the draft's seconds on each working day from `first` to `last`; returns how many entries were made."""
    if last < first:
        raise InvalidInput("The last day is before the first.", "Check the two days.")
    days = working_days(first, last)
    if not days:
        raise InvalidInput("There is no working day between the two.", "Monday to Friday are working days.")
    if (last - first).days > 3660:
        raise InvalidInput("That is more than ten years.", "Fill a year at a time.")
    draft = checked_entry(replace(draft, work_day=days[-1], start=None, end=None))
    refuse_future(tx, draft)
    name = campaign_name(tx, draft.campaign_id)
    tx.describe(f"fill {len(days)} days with {durations.clock(draft.seconds)} on {name}")
    for day in days:
        part = Part(day, None, None, draft.seconds)
        refuse_full_days(tx, draft, [part])
        insert_parts(tx, replace(draft, work_day=day), [part], {})
    return len(days)


def copyable(snapshot: Snapshot, person_id: int, week: Period, last: date) -> tuple[Entry, ...]:
    """The entries of a week that, a week later, would not lie after `last`."""
    found = entries(snapshot, person_id=person_id, period=week, limit=None).entries
    return tuple(one for one in found if one.work_day + timedelta(days=7) <= last)


def copy_entries(tx: Transaction, ids: Sequence[int], days: int) -> None:
    """Log entries again that many days later, without their clock times and at the rate of the new day."""
    tx.describe(f"copy {len(ids)} entries {days} days on")
    for entry_id in ids:
        draft = draft_of(entry(tx, entry_id))
        log_entry(tx, replace(draft, work_day=draft.work_day + timedelta(days=days), start=None, end=None))


def set_cell(tx: Transaction, draft: EntryDraft) -> None:
    """Make the hours of one campaign, activity, person and day be `draft.seconds`; 0 empties the cell.

    More hours become another entry, unless there is exactly one to be edited. `Refused` when several entries, or one
    that runs over midnight, would have to shrink: which one, and on which day, only a person can say.
    """
    found = in_cell(tx, draft)
    there = sum(one.seconds for one in found)
    if draft.seconds == there:
        return
    whole = len(found) == 1 and found[0].group_id is None
    if draft.seconds > there and not whole:
        log_entry(tx, replace(draft, seconds=draft.seconds - there, start=None, end=None))
    elif len(found) > 1:
        raise Refused(f"{len(found)} entries make up this cell.", "Press o to open them and change one.")
    elif not whole:
        raise Refused("This time runs over midnight.", "Press o to open the entry and change it as a whole.")
    elif draft.seconds == 0:
        delete_entry(tx, found[0].id)
    else:
        # A typed total has no clock times; keeping old ones would contradict it.
        edit_entry(tx, found[0].id, replace(draft_of(found[0]), seconds=draft.seconds, start=None, end=None))


def in_cell(tx: Transaction, draft: EntryDraft) -> list[Entry]:
    """The entries of the draft's person, day, campaign and activity."""
    row = time_entry.c
    query = select(time_entry).where(
        row.person_id == draft.person_id,
        row.work_day == draft.work_day,
        row.campaign_id.is_not_distinct_from(draft.campaign_id),
        row.activity_id.is_not_distinct_from(draft.activity_id),
        row.seconds.is_not(None),
    )
    return [entry_of(found) for found in tx.connection.execute(query.order_by(row.id)).mappings()]


def delete_entries(tx: Transaction, ids: Sequence[int]) -> None:
    """Delete several entries as one change."""
    if len(ids) > 1:
        tx.describe(f"delete {len(ids)} entries")
    for entry_id in ids:
        delete_entry(tx, entry_id)
