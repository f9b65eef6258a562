"""What a dashboard asks again and again: what changed since, who is here, what runs, how fresh the numbers are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from smdash.domain.organisation import Organisation, Person
from smdash.store import organisation, timers
from smdash.store.store import Snapshot
from smdash.store.tables import change, channel_day, post_metrics, reading
from smdash.store.timers import RunningTimer

# What people call the things a table holds: panes care for words, not for tables.
WORD_OF_TABLE = {
    "time_entry": "time",
    "rate": "time",
    "favourite": "time",
    "kept_overlap": "time",
    "period_lock": "time",
    "activity": "time",
    "campaign": "campaigns",
    "cost": "campaigns",
    "ad_day": "campaigns",
    "benefit": "campaigns",
    "outcome": "campaigns",
    "link": "campaigns",
    "promo_code": "campaigns",
    "match_rule": "campaigns",
    "sale": "campaigns",
    "conversion": "campaigns",
    "touch": "campaigns",
    "traffic": "campaigns",
    "exchange_rate": "campaigns",
    "objective": "goals",
    "kpi": "goals",
    "season": "goals",
    "succession": "goals",
    "reading": "goals",
    "checkin": "goals",
    "annotation": "goals",
    "legal_item": "risks",
    "legal_answer": "risks",
    "library_version": "risks",
    "risk": "risks",
    "acceptance": "risks",
    "evidence": "risks",
    "sign_off": "risks",
    "incident": "risks",
    "policy": "risks",
    "policy_version": "risks",
    "acknowledgement": "risks",
    "person": "people",
    "post": "posts",
    "post_metrics": "posts",
    "theme": "posts",
    "post_theme": "posts",
    "post_note": "posts",
    "assignment_rule": "posts",
    "channel": "channels",
    "channel_day": "posts",
    "audience": "posts",
    "kpi_measure": "goals",
    "setting": "settings",
    "import_batch": "imports",
    "import_file": "imports",
    "platform_total": "imports",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Who acts and under which settings; `fresh` is a store nobody has set up yet."""

    organisation: Organisation
    person: Person | None
    fresh: bool


def standing(snapshot: Snapshot) -> Standing:
    """Who is here, and the organisation."""
    person = organisation.acting_person(snapshot)
    return Standing(snapshot.organisation, person, fresh=person is None and not organisation.people(snapshot))


def changed_since(snapshot: Snapshot, last: int) -> tuple[int, frozenset[str]]:
    """The newest change's number, and the words of what was written after `last`."""
    query = select(func.max(change.c.id), change.c.table_name).where(change.c.id > last).group_by(change.c.table_name)
    rows = snapshot.connection.execute(query).all()
    words = frozenset(WORD_OF_TABLE[row[1]] for row in rows if row[1] in WORD_OF_TABLE)
    return max((row[0] for row in rows), default=last), words


def newest_change(snapshot: Snapshot) -> int:
    """The number of the newest change."""
    return snapshot.connection.execute(select(func.max(change.c.id))).scalar() or 0


def own_timer(snapshot: Snapshot, person_id: int | None) -> RunningTimer | None:
    """The running timer of one person."""
    if person_id is None:
        return None
    found = timers.running(snapshot, person_id)
    return found[0] if found else None


def data_as_of(snapshot: Snapshot) -> date | None:
    """The latest day a platform number or a reading is from; None when there is none."""
    told = [select(func.max(post_metrics.c.captured_on))]
    told += [select(func.max(table.c.day)).where(table.c.day <= snapshot.today) for table in (reading, channel_day)]
    found = snapshot.connection.execute(select(*(newest.scalar_subquery() for newest in told))).one()
    return max((day for day in found if day is not None), default=None)


def header(snapshot: Snapshot, person_id: int | None) -> tuple[date | None, RunningTimer | None]:
    """How fresh the numbers are and what one person's timer does, in one snapshot: asked after every write."""
    return data_as_of(snapshot), own_timer(snapshot, person_id)
