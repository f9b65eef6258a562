"""What web analytics told of the visits that belong to one line of a view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from smdash.store.scopes import Scope
from smdash.store.store import Snapshot
from smdash.store.tables import traffic

LIST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Visits:
    """One row of a report, of the days from `start` to `until`; counts that were not reported are missing."""

    id: int
    start: date
    until: date
    breakdown: str
    origin: str
    sessions: int | None
    engaged: int | None
    users: int | None
    key_events: Decimal | None


@dataclass(frozen=True, slots=True)
class VisitsPage:
    """The newest rows of a line, at most `LIST_LIMIT`, and how many there are."""

    rows: tuple[Visits, ...] = ()
    total: int = 0


def visits_of(snapshot: Snapshot, scope: Scope) -> VisitsPage:
    """Rows whose days touch those of a line, the newest and most visited first, in one query."""
    row, days = traffic.c, scope.days
    query = (
        select(traffic, func.count().over().label("in_all"))
        .where(row.start < days.end, row.until >= days.start, *scope.of(traffic))
        .order_by(row.start.desc(), row.sessions.desc(), row.id)
        .limit(LIST_LIMIT)
    )
    found = snapshot.connection.execute(query).all()
    rows = tuple(
        Visits(
            one.id, one.start, one.until, one.breakdown,
            " / ".join(part for part in (one.utm_source, one.utm_medium, one.utm_campaign, one.channel_group) if part),
            one.sessions, one.engaged, one.users, one.key_events,
        )
        for one in found
    )  # fmt: skip
    return VisitsPage(rows, found[0].in_all if found else 0)
