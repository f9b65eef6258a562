"""The hours behind one line of a view: by person and activity, and the single entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from smdash.clock import zone
from smdash.domain.organisation import Role
from smdash.store.hours import Hours
from smdash.store.organisation import names_of
from smdash.store.scopes import Scope
from smdash.store.store import Snapshot
from smdash.store.tables import post, time_entry

LIST_LIMIT = 200
MESSAGE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class HoursPart:
    """Hours of one person and activity; `cost_minor` None where it may not be seen."""

    person_id: int
    person: str
    activity_id: int | None
    activity: str
    hours: Hours
    cost_minor: int | None


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One entry: its day, when it began (as a clock shows it, or empty), and what it cost where that may be seen."""

    id: int
    day: date
    start: str
    seconds: int
    cost_minor: int | None
    message: str
    note: str


def hours_parts(snapshot: Snapshot, scope: Scope) -> tuple[HoursPart, ...]:
    """Hours of a line by person and activity, most first; what a person costs only for managers."""
    row, days = time_entry.c, scope.days
    sums = (
        func.sum(row.seconds),
        func.coalesce(func.sum(row.cost_minor), 0),
        func.count(),
        func.sum(case((row.cost_minor.is_(None), row.seconds), else_=0)),
    )
    query = (
        select(row.person_id, row.activity_id, *sums)
        .where(row.seconds.is_not(None), row.work_day >= days.start, row.work_day < days.end, *scope.of(time_entry))
        .group_by(row.person_id, row.activity_id)
    )
    people, activities = names_of(snapshot, "person"), names_of(snapshot, "activity")
    manager = snapshot.role is Role.MANAGER
    parts = []
    for person_id, activity_id, *found in snapshot.connection.execute(query):
        hours = Hours(*found)
        activity = activities.get(activity_id, "no activity")
        cost = hours.cost_minor if manager else None
        parts.append(HoursPart(person_id, people[person_id], activity_id, activity, hours, cost))
    return tuple(sorted(parts, key=lambda part: (-part.hours.seconds, part.person, part.activity)))


def hours_rows(
    snapshot: Snapshot, scope: Scope, person_id: int, activity_id: int | None, limit: int = LIST_LIMIT
) -> tuple[HoursRow, ...]:
    """The newest entries of a person and activity behind a line; their cost only for managers."""
    row, days = time_entry.c, scope.days
    query = (
        select(time_entry, post.c.text.label("message"))
        .outerjoin(post, post.c.id == row.post_id)
        .where(
            row.seconds.is_not(None),
            row.work_day >= days.start,
            row.work_day < days.end,
            row.person_id == person_id,
            row.activity_id.is_not_distinct_from(activity_id),
            *scope.of(time_entry),
        )
        .order_by(row.work_day.desc(), row.id.desc())
        .limit(limit)
    )
    manager = snapshot.role is Role.MANAGER
    return tuple(
        HoursRow(
            found["id"],
            found["work_day"],
            "" if found["start"] is None else f"{found['start'].astimezone(zone(found['zone'])):%H:%M}",
            found["seconds"],
            found["cost_minor"] if manager else None,
            " ".join((found["message"] or "").split())[:MESSAGE_LENGTH],
            found["note"],
        )
        for found in snapshot.connection.execute(query).mappings()
    )
