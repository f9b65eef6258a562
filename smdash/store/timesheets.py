"""Time entries: log, edit, delete, fill, and read. Parts of one entry over midnight are always treated as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, or_, select

from smdash.clock import zone
from smdash.domain import durations, text
from smdash.domain.money import Money, allocate
from smdash.domain.organisation import Rate
from smdash.domain.periods import DAY, Period
from smdash.domain.timesheets import Entry, EntryDraft, Part, day_start, split_at_day_starts, work_day
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import changes
from smdash.store.organisation import names_of
from smdash.store.pricing import Price, entry_prices, priced_row
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import deleted_key, time_entry

DAY_SECONDS = 24 * 3600
LIST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries, newest first, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


def log_entry(tx: Transaction, draft: EntryDraft) -> tuple[int, ...]:
    """Log time; returns the ids of its parts, more than one when it runs over a day's start.

    `InvalidInput` for a duration that can't be, or a day to come; `Refused` when a day would get more than its hours.
    """
    draft = checked_entry(draft)
    refuse_future(tx, draft)
    tx.describe(f"log {durations.clock(draft.seconds)} on {campaign_name(tx, draft.campaign_id)}")
    parts = _parts(tx, draft)
    refuse_full_days(tx, draft, parts)
    return insert_parts(tx, draft, parts, {})


def edit_entry(tx: Transaction, entry_id: int, draft: EntryDraft) -> tuple[int, ...]:
    """Give an entry, with all its parts, what the draft says; the frozen rate stays unless person or day changes.

    Its cost is worked out anew only where person, day or time is another one: a later exchange rate changes nothing.
    """
    rows = group_rows(tx, entry_id)
    if rows[0]["seconds"] is None:
        raise Refused("This timer is running.", "Stop it first.")
    draft = checked_entry(draft)
    if draft.work_day != rows[0]["work_day"] or draft.end != rows[-1]["end"]:
        refuse_future(tx, draft)
    tx.describe(f"edit {named(tx, rows)}")
    parts = _parts(tx, draft)
    refuse_full_days(tx, draft, parts, without=[row["id"] for row in rows])
    prices = _prices_after(tx, rows, draft, parts)
    group = rows[0]["id"] if len(parts) > 1 else None
    ids = []
    for index, (part, price) in enumerate(zip(parts, prices, strict=True)):
        values = priced_row(draft, part, price, group)
        if index < len(rows):
            changes.update(tx, time_entry, rows[index]["id"], **values)
            ids.append(rows[index]["id"])
        else:
            ids.append(changes.insert(tx, time_entry, **values))
    for row in rows[len(parts) :]:
        delete_row(tx, row)
    return tuple(ids)


def _prices_after(
    tx: Transaction, rows: Sequence[RowMapping], draft: EntryDraft, parts: Sequence[Part]
) -> Sequence[Price]:
    if any(row["person_id"] != draft.person_id for row in rows):
        return entry_prices(tx, draft.person_id, parts, {})
    frozen = {row["work_day"]: rate for row in rows if (rate := frozen_rate(row)) is not None}
    times = [(row["work_day"], row["seconds"]) for row in rows]
    if times == [(part.work_day, part.seconds) for part in parts] and all(
        row["cost_minor"] is not None for row in rows
    ):
        kept = [entry_of(row) for row in rows]
        return [Price(frozen.get(one.work_day), one.cost, one.cost_minor) for one in kept]
    return entry_prices(tx, draft.person_id, parts, frozen)


def delete_entry(tx: Transaction, entry_id: int) -> None:
    """Delete an entry with all its parts; an imported one leaves its key, so that it does not come back."""
    rows = group_rows(tx, entry_id)
    tx.describe(f"delete {named(tx, rows)}")
    for row in rows:
        delete_row(tx, row)


def delete_row(tx: Transaction, row: RowMapping) -> None:
    """Delete one row; an imported one leaves its key."""
    changes.delete(tx, time_entry, row["id"])
    if row["source"] is not None:
        values = {"source": row["source"], "external_key": row["external_key"], "row_kind": time_entry.name}
        changes.insert(tx, deleted_key, **values)


def entry(snapshot: Snapshot, entry_id: int) -> Entry:
    """One entry; `NotFound` when there is none of that id."""
    return entry_of(group_rows(snapshot, entry_id, whole=False)[0])


def whole_entry(snapshot: Snapshot, entry_id: int) -> Entry:
    """An entry with its parts over midnight put together, as a person entered it."""
    rows = [entry_of(row) for row in group_rows(snapshot, entry_id)]
    return replace(rows[0], seconds=sum(row.seconds for row in rows), end=rows[-1].end)


def entries(
    snapshot: Snapshot,
    *,
    person_id: int | None = None,
    campaign_id: int | None = None,
    period: Period | None = None,
    limit: int | None = LIST_LIMIT,
) -> EntryPage:
    """Entries that have ended, newest first; `limit` None gives all."""
    row = time_entry.c
    conditions: list[ColumnElement[bool]] = [row.seconds.is_not(None)]
    if person_id is not None:
        conditions.append(row.person_id == person_id)
    if campaign_id is not None:
        conditions.append(row.campaign_id == campaign_id)
    if period is not None:
        conditions += [row.work_day >= period.start, row.work_day < period.end]
    query = select(time_entry).where(*conditions).order_by(row.work_day.desc(), row.id.desc())
    if limit is not None:
        query = query.limit(limit)
    found = tuple(entry_of(item) for item in snapshot.connection.execute(query).mappings())
    total = len(found)
    if limit is not None and total == limit:
        counted: Select[Any] = select(func.count()).select_from(time_entry).where(*conditions)
        total = snapshot.connection.execute(counted).scalar_one()
    return EntryPage(found, total)


def campaign_name(snapshot: Snapshot, campaign_id: int | None) -> str:
    """What a campaign is called in a sentence."""
    return "no campaign" if campaign_id is None else names_of(snapshot, "campaign").get(campaign_id, "a campaign")


def draft_of(found: Entry) -> EntryDraft:
    """An entry as a draft, to be changed and saved."""
    return EntryDraft(
        found.person_id,
        found.work_day,
        found.seconds,
        found.zone,
        found.campaign_id,
        found.channel_id,
        found.post_id,
        found.activity_id,
        found.note,
        found.start,
        found.end,
    )


def checked_entry(draft: EntryDraft) -> EntryDraft:
    """The draft with a clean note; `InvalidInput` for a duration that can't be."""
    if not 0 < draft.seconds <= 7 * DAY_SECONDS or (draft.start is None and draft.seconds > DAY_SECONDS):
        raise InvalidInput("An entry must be longer than zero and not longer than a day.", "Correct the duration.")
    return replace(draft, note=text.one_line(draft.note)[:500])


def _parts(tx: Transaction, draft: EntryDraft) -> list[Part]:
    if draft.start is None or draft.end is None:
        return [Part(draft.work_day, None, None, draft.seconds)]
    parts = list(split_at_day_starts(draft.start, draft.end, zone(draft.zone), tx.organisation.day_start_hour))
    shares = [part.seconds for part in parts]
    if sum(shares) == draft.seconds or not any(shares):
        return parts
    # An import with a pause: less was worked than lies between start and end.
    shares = allocate(draft.seconds, shares)
    return [replace(part, seconds=share) for part, share in zip(parts, shares, strict=True) if share]


def insert_parts(
    tx: Transaction, draft: EntryDraft, parts: Sequence[Part], frozen: dict[date, Rate]
) -> tuple[int, ...]:
    """Store the parts of one entry with their prices; returns their ids."""
    prices = entry_prices(tx, draft.person_id, parts, frozen)
    first = changes.insert(tx, time_entry, **priced_row(draft, parts[0], prices[0], None))
    if len(parts) == 1:
        return (first,)
    changes.update(tx, time_entry, first, group_id=first)
    rest = [
        changes.insert(tx, time_entry, **priced_row(draft, part, price, first))
        for part, price in zip(parts[1:], prices[1:], strict=True)
    ]
    return (first, *rest)


def work_day_now(snapshot: Snapshot, zone_name: str) -> date:
    """The work day it is in a zone: before the hour at which days begin it is still the day before."""
    return work_day(snapshot.now, zone(zone_name), snapshot.organisation.day_start_hour)


def refuse_future(snapshot: Snapshot, draft: EntryDraft) -> None:
    """`InvalidInput` for a day, or an end, that is still to come where the work was done; a minute is let pass.

    Not where the settings allow time on days to come.
    """
    if snapshot.organisation.future_entries == "yes":
        return
    today = work_day_now(snapshot, draft.zone)
    if draft.start is None and draft.work_day > max(today, snapshot.today):
        raise InvalidInput(f"{draft.work_day} is in the future.", "Log what was done.")
    if draft.end is not None and draft.end > snapshot.now + timedelta(minutes=1):
        raise InvalidInput(
            "The entry ends in the future.", "Was it yesterday? Say so. A timer counts what is not done yet."
        )


def refuse_full_days(tx: Transaction, draft: EntryDraft, parts: Sequence[Part], without: Sequence[int] = ()) -> None:
    """A person's day has 24 hours, 23 or 25 when the clock changes in the zone of the entry."""
    row, place, hour = time_entry.c, zone(draft.zone), tx.organisation.day_start_hour
    for part in parts:
        length = day_start(part.work_day + DAY, place, hour) - day_start(part.work_day, place, hour)
        limit = int(length.total_seconds())
        query = select(func.sum(row.seconds)).where(
            row.person_id == draft.person_id, row.work_day == part.work_day, row.id.not_in(without)
        )
        there = tx.connection.execute(query).scalar() or 0
        if there + part.seconds > limit:
            more = durations.clock(part.seconds)
            raise Refused(
                f"{part.work_day} has {durations.clock(there)} already: {more} more is over {limit // 3600} hours.",
                "Check the day and the duration.",
            )


def group_rows(snapshot: Snapshot, entry_id: int, *, whole: bool = True) -> list[RowMapping]:
    """The row of an entry, with `whole` all its parts over midnight by day; `NotFound` when there is none."""
    row = time_entry.c
    condition = row.id == entry_id
    if whole:
        group = select(row.group_id).where(row.id == entry_id).scalar_subquery()
        condition = or_(condition, row.group_id == group)
    found = snapshot.connection.execute(select(time_entry).where(condition).order_by(row.work_day, row.id)).mappings()
    rows = list(found)
    if not rows:
        raise NotFound(f"There is no entry {entry_id}.", "`smdash entries` lists them.")
    return rows


def named(tx: Transaction, rows: Sequence[RowMapping]) -> str:
    """The rows of one entry in a sentence."""
    seconds = sum(row["seconds"] or 0 for row in rows)
    return f"{durations.clock(seconds)} on {campaign_name(tx, rows[0]['campaign_id'])} ({rows[0]['work_day']})"


def frozen_rate(row: RowMapping) -> Rate | None:
    """The rate an entry was written with, or None."""
    if row["rate_minor"] is None:
        return None
    hourly = Money(row["rate_minor"], row["rate_currency"])
    return Rate(row["rate_id"], row["person_id"], row["work_day"], hourly)


def entry_of(row: RowMapping) -> Entry:
    """A row of the table as an entry."""
    rate = None if row["rate_minor"] is None else Money(row["rate_minor"], row["rate_currency"])
    cost = None
    if rate is not None and row["cost_original_minor"] is not None:
        cost = Money(row["cost_original_minor"], rate.currency)
    return Entry(
        row["id"],
        row["person_id"],
        row["work_day"],
        row["seconds"] or 0,
        row["zone"],
        row["campaign_id"],
        row["channel_id"],
        row["post_id"],
        row["activity_id"],
        row["note"],
        row["start"],
        row["end"],
        row["group_id"],
        rate,
        cost,
        row["cost_minor"],
    )
