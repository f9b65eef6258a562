"""From a line of the quick log to a stored entry: names become ids in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Table, select

from smdash.clock import zone
from smdash.domain.naming import Names
from smdash.domain.quicklog import QuickLog, parse_quick_log
from smdash.domain.text import name_key
from smdash.domain.timesheets import EntryDraft, instants
from smdash.domain.usuals import Usual
from smdash.errors import NotFound, Refused
from smdash.store import organisation, timers, timesheets, usuals
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import alias, campaign, channel, person


@dataclass(frozen=True, slots=True)
class Known:
    """What the quick log has to know: names, what is logged again and again, the work day it is, what is allowed."""

    names: Names
    usual: tuple[Usual, ...]
    today: date
    future: bool


def known(snapshot: Snapshot, person_id: int | None) -> Known:
    """All of it for one person, in one snapshot."""
    zone_name = snapshot.clock.zone_name if person_id is None else organisation.person_zone(snapshot, person_id)
    return Known(
        known_names(snapshot),
        usuals.usuals(snapshot, person_id),
        timesheets.work_day_now(snapshot, zone_name),
        snapshot.organisation.future_entries == "yes",
    )


def understand(snapshot: Snapshot, line: str, person_id: int | None, *, timed: bool = True) -> QuickLog:
    """What a line means for a person, with the names there are and the work day it is where they are."""
    here = known(snapshot, person_id)
    return parse_quick_log(line, here.names, here.today, timed=timed, future=here.future)


def known_names(snapshot: Snapshot) -> Names:
    """All names a line may refer to; archived ones are left out."""
    rows = snapshot.connection.execute(select(alias.c.alias, alias.c.kind, alias.c.target_id)).all()
    by_kind = {kind: organisation.names_of(snapshot, kind) for kind in {row.kind for row in rows}}
    return Names(
        campaigns=_open_names(snapshot, campaign),
        activities=tuple(item.name for item in organisation.activities(snapshot)),
        channels=_open_names(snapshot, channel),
        people=_open_names(snapshot, person),
        aliases={row.alias: by_kind[row.kind].get(row.target_id, "") for row in rows},
    )


def log_line(tx: Transaction, log: QuickLog, person_id: int | None) -> tuple[int, ...]:
    """Store what a complete quick log says, for the person it names or else `person_id`; returns the entries' ids."""
    draft = draft_from(tx, log, person_id)
    return timesheets.log_entry(tx, draft)


def start_line(tx: Transaction, log: QuickLog, person_id: int | None) -> int:
    """Start a timer for what a quick log without a time says; returns the entry's id."""
    return timers.start_timer(tx, draft_from(tx, log, person_id))


def draft_from(tx: Transaction, log: QuickLog, person_id: int | None) -> EntryDraft:
    """The names of a quick log as ids, and clock times as instants in the person's zone; a new activity is added.

    `person_id` is whose time it is unless the log names somebody; `Refused` when neither is known.
    """
    if log.person is not None:
        found = organisation.find_person(tx, log.person)
        if found is None:
            raise NotFound(f"There is no person named “{log.person}”.")
        person_id = found.id
    if person_id is None:
        raise Refused(f"“{tx.actor}” is not among the people here.", "Say whose time it is with ~name.")
    zone_name = organisation.person_zone(tx, person_id)
    start = end = None
    seconds = log.seconds or 0
    if log.start is not None and log.end is not None:
        start, end = instants(log.day, log.start, log.end, zone(zone_name), tx.organisation.day_start_hour)
        seconds = int((end - start) / timedelta(seconds=1))
    return EntryDraft(
        person_id=person_id,
        work_day=log.day,
        seconds=seconds,
        zone=zone_name,
        campaign_id=_id_of(tx, "campaign", log.campaign),
        channel_id=_id_of(tx, "channel", log.channel),
        activity_id=organisation.activity_id(tx, log.activity) if log.activity else None,
        note=log.note,
        start=start,
        end=end,
    )


def _id_of(snapshot: Snapshot, kind: str, name: str | None) -> int | None:
    if name is None:
        return None
    table = {"campaign": campaign, "channel": channel}[kind]
    found = snapshot.connection.execute(select(table.c.id).where(table.c.name_key == name_key(name))).scalar()
    if found is None:
        raise NotFound(f"There is no {kind} named “{name}”.")
    return int(found)


def _open_names(snapshot: Snapshot, table: Table) -> tuple[str, ...]:
    query = select(table.c.name).where(table.c.archived.is_(False)).order_by(table.c.name_key)
    return tuple(snapshot.connection.execute(query).scalars())
