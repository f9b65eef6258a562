"""Entries split, joined, noted, and freed from overlaps; each is one change that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import RowMapping, or_, select

from smdash.clock import zone
from smdash.domain import durations, overlaps, text
from smdash.domain.entry_pieces import Cut, cut_after, cut_at, joined
from smdash.domain.overlaps import Adjustment, moved_behind, shortened
from smdash.domain.timesheets import Entry, EntryDraft, Overlap, Part, work_day
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import changes, timesheets
from smdash.store.pricing import entry_prices
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import kept_overlap, time_entry
from smdash.store.timegrid import in_cell
from smdash.store.timesheets import draft_of, edit_entry, entry_of, frozen_rate, group_rows, whole_entry

_OWN_COLUMNS = frozenset({"id", "source", "external_key", "batch_id"})


def split_entry(tx: Transaction, entry_id: int, at: datetime | None = None, seconds: int = 0) -> tuple[int, int]:
    """Split an entry at an instant, or after so many seconds of work; returns the ids of the two.

    Together they keep the cents of the whole. What came from a file stays with the first, so that the file imported
    again finds it.
    """
    rows = group_rows(tx, entry_id)
    if rows[0]["seconds"] is None:
        raise Refused("This timer is running.", "Stop it first.")
    parts = [entry_of(row) for row in rows]
    cut = cut_after(parts, seconds) if at is None else cut_at(parts, at)
    tx.describe(f"split {timesheets.named(tx, rows)}")
    by_id = {row["id"]: row for row in rows}
    first = cut.before[0].id
    _regroup(tx, cut.before, first)
    second = _write_after(tx, cut, by_id)
    return first, second


def _write_after(tx: Transaction, cut: Cut, rows: dict[int, RowMapping]) -> int:
    """Store the parts behind the cut; the one that was cut in two becomes a row of its own."""
    after = list(cut.after)
    if after[0].id == cut.before[-1].id:
        row = rows[after[0].id]
        values = {name: row[name] for name in row if name not in _OWN_COLUMNS}
        new_id = changes.insert(tx, time_entry, **values | _measures(after[0]) | {"group_id": None})
        after[0] = replace(after[0], id=new_id)
    _regroup(tx, after, after[0].id)
    return after[0].id


def _regroup(tx: Transaction, parts: Sequence[Entry], group: int) -> None:
    for part in parts:
        changes.update(tx, time_entry, part.id, **_measures(part), group_id=group if len(parts) > 1 else None)


def _measures(part: Entry) -> dict[str, object]:
    return {
        "seconds": part.seconds,
        "start": part.start,
        "end": part.end,
        "cost_original_minor": part.cost.minor if part.cost else None,
        "cost_minor": part.cost_minor,
    }


def join_entries(tx: Transaction, ids: Sequence[int]) -> int:
    """Make entries of one day and one row of the timesheet one, at the rate they have; returns its id.

    Its cost is its seconds at that rate, rounded once. `Refused` says what differs.
    """
    found = tx.connection.execute(select(time_entry).where(time_entry.c.id.in_(ids))).mappings().all()
    if len(found) < len(set(ids)):
        raise NotFound("One of these entries is gone.", "Reload and look again.")
    whole = joined([entry_of(row) for row in found])
    tx.describe(f"join {len(found)} entries, {durations.clock(whole.seconds)}")
    part = Part(whole.work_day, whole.start, whole.end, whole.seconds)
    kept_rate = next((rate for row in found if (rate := frozen_rate(row)) is not None), None)
    (price,) = entry_prices(tx, whole.person_id, [part], {whole.work_day: kept_rate} if kept_rate else {})
    converted = price.converted
    minors = [row["cost_minor"] for row in found]
    if price.cost is not None and price.cost.currency != tx.organisation.currency and None not in minors:
        converted = sum(minors)  # each was converted when it was written: a later exchange rate changes nothing
    for row in found:
        if row["id"] != whole.id:
            timesheets.delete_row(tx, row)
    changes.update(
        tx,
        time_entry,
        whole.id,
        seconds=whole.seconds,
        start=whole.start,
        end=whole.end,
        note=whole.note,
        rate_id=price.rate.id if price.rate else None,
        rate_minor=price.rate.hourly.minor if price.rate else None,
        rate_currency=price.rate.hourly.currency if price.rate else None,
        cost_original_minor=price.cost.minor if price.cost else None,
        cost_minor=converted,
    )
    return whole.id


def note_cell(tx: Transaction, draft: EntryDraft) -> None:
    """Give the only entry of a cell of the timesheet the draft's note; `Refused` when there is none, or are several."""
    found = in_cell(tx, draft)
    if not found:
        raise Refused("This cell is empty.", "Type its hours first.")
    if len(found) > 1:
        raise Refused(f"{len(found)} entries make up this cell.", "Press o to open them and change one.")
    whole = whole_entry(tx, found[0].id)
    edit_entry(tx, whole.id, replace(draft_of(whole), note=text.one_line(draft.note)))


# Overlaps ----------------------------------------------------------------------------------------------------------


def kept_overlaps(snapshot: Snapshot, ids: Sequence[int]) -> frozenset[tuple[int, int, int]]:
    """Overlaps of these entries that are meant: lower id, higher id, shared seconds."""
    row = kept_overlap.c
    query = select(row.first_id, row.second_id, row.seconds).where(or_(row.first_id.in_(ids), row.second_id.in_(ids)))
    return frozenset((one.first_id, one.second_id, one.seconds) for one in snapshot.connection.execute(query))


def adjust_overlap(tx: Transaction, overlap: Overlap, how: Adjustment) -> None:
    """Shorten the earlier of two entries, move the later behind it, or remember that both are meant."""
    earlier, later = whole_entry(tx, overlap.first.id), whole_entry(tx, overlap.second.id)
    if how not in overlaps.adjustments(overlap):
        raise InvalidInput(f"The two can't be helped with “{how.value}”.", "Choose another way.")
    tx.describe(f"{how.value} for the overlap on {later.work_day}")
    if how is Adjustment.SHORTEN:
        edit_entry(tx, earlier.id, shortened(draft_of(earlier), draft_of(later)))
    elif how is Adjustment.KEEP:
        _keep(tx, overlap)
    else:
        _move(tx, later, moved_behind(draft_of(later), draft_of(earlier)))


def _move(tx: Transaction, later: Entry, draft: EntryDraft) -> None:
    if not later.running:
        edit_entry(tx, later.id, draft)
        return
    if draft.start is None or draft.start > tx.now:
        raise Refused("The timer would start in the future.", "Shorten the earlier entry, or keep both.")
    day = work_day(draft.start, zone(later.zone), tx.organisation.day_start_hour)
    changes.update(tx, time_entry, later.id, start=draft.start, work_day=day)


def _keep(tx: Transaction, overlap: Overlap) -> None:
    low, high = sorted((overlap.first.id, overlap.second.id))
    row = kept_overlap.c
    query = select(row.id).where(row.first_id == low, row.second_id == high)
    there = tx.connection.execute(query).scalar()
    if there is None:
        changes.insert(tx, kept_overlap, first_id=low, second_id=high, seconds=overlap.seconds)
    else:
        changes.update(tx, kept_overlap, there, seconds=overlap.seconds)
