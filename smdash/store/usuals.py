"""Favourites and recent entries of a person: read for the quick log, logged again, marked and unmarked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import RowMapping, Select, or_, select

from smdash.domain.text import one_line
from smdash.domain.timesheets import EntryDraft
from smdash.domain.usuals import MOST, Usual, usual_ones, usual_words
from smdash.errors import Refused
from smdash.store import changes, timers, timesheets
from smdash.store.organisation import person_zone
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import activity, campaign, channel, favourite, time_entry

_LOOKED_AT = 200  # entries among which the distinct ones are looked for: some weeks of most people
_MOST_FAVOURITES = MOST


def usuals(snapshot: Snapshot, person_id: int | None) -> tuple[Usual, ...]:
    """What a person may want to log again; of archived campaigns and channels there is nothing."""
    if person_id is None:
        return ()
    row = time_entry.c
    latest = (
        select(row.id)
        .where(
            row.person_id == person_id, row.seconds.is_not(None), or_(row.group_id.is_(None), row.group_id == row.id)
        )
        .order_by(row.work_day.desc(), row.id.desc())
        .limit(_LOOKED_AT)
    )
    recent = _with_names(time_entry).where(row.id.in_(latest)).order_by(row.work_day.desc(), row.id.desc())
    return usual_ones(_favourites(snapshot, person_id), _of_entries(snapshot, recent))


def _favourites(snapshot: Snapshot, person_id: int) -> list[Usual]:
    query = _with_names(favourite).where(favourite.c.person_id == person_id).order_by(favourite.c.id)
    return [_usual(found, found["id"]) for found in snapshot.connection.execute(query).mappings()]


def _of_entries(snapshot: Snapshot, query: Select[Any]) -> Iterator[Usual]:
    """Entries as they can be logged again; one over midnight has as many seconds as its first part."""
    for found in snapshot.connection.execute(query).mappings():
        if found["seconds"] <= timesheets.DAY_SECONDS:
            yield _usual(found, None)


def _with_names(table: Any) -> Select[Any]:
    """Rows of a table that names campaign, activity and channel, with those names; none of what is archived."""
    row = table.c
    return (
        select(
            row.id,
            row.seconds,
            row.campaign_id,
            row.activity_id,
            row.channel_id,
            row.note,
            campaign.c.name.label("campaign"),
            activity.c.name.label("activity"),
            channel.c.name.label("channel"),
        )
        .select_from(table)
        .outerjoin(campaign, campaign.c.id == row.campaign_id)
        .outerjoin(activity, activity.c.id == row.activity_id)
        .outerjoin(channel, channel.c.id == row.channel_id)
        .where(*(or_(one.c.archived.is_(None), one.c.archived.is_(False)) for one in (campaign, channel)))
    )


def _usual(row: RowMapping, favourite_id: int | None) -> Usual:
    names = (row["campaign"] or "", row["activity"] or "", row["channel"] or "")
    ids = (row["campaign_id"], row["activity_id"], row["channel_id"])
    return Usual(row["seconds"], *ids, *names, row["note"], favourite_id)


def log_again(tx: Transaction, usual: Usual, person_id: int) -> tuple[int, ...]:
    """Log it today, as long as last time; returns the entries' ids."""
    return timesheets.log_entry(tx, _draft(tx, usual, person_id))


def start_again(tx: Transaction, usual: Usual, person_id: int) -> int:
    """Start a timer for it; returns the entry's id."""
    return timers.start_timer(tx, _draft(tx, usual, person_id))


def _draft(tx: Transaction, usual: Usual, person_id: int) -> EntryDraft:
    zone_name = person_zone(tx, person_id)
    return EntryDraft(
        person_id,
        timesheets.work_day_now(tx, zone_name),
        usual.seconds,
        zone_name,
        usual.campaign_id,
        usual.channel_id,
        activity_id=usual.activity_id,
        note=usual.note,
    )


def toggle_favourite(tx: Transaction, usual: Usual, person_id: int) -> bool:
    """Make it a favourite of the person, or no longer one; returns which. `Refused` when there are many already."""
    there = _favourites(tx, person_id)
    same = next((one for one in there if one.what == usual.what), None)
    if same is not None and same.favourite is not None:
        tx.describe(f"no favourite: {usual_words(usual)}")
        changes.delete(tx, favourite, same.favourite)
        return False
    if len(there) >= _MOST_FAVOURITES:
        raise Refused(f"There are {_MOST_FAVOURITES} favourites already.", "Take one away first, with F4 too.")
    tx.describe(f"favourite: {usual_words(usual)}")
    changes.insert(
        tx,
        favourite,
        person_id=person_id,
        campaign_id=usual.campaign_id,
        activity_id=usual.activity_id,
        channel_id=usual.channel_id,
        note=one_line(usual.note),
        seconds=usual.seconds,
    )
    return True
