"""What of the log of incidents needs a person: deadlines that are over or run out, as rows and as a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from smdash.domain.attention import Attention, Urgency
from smdash.domain.deadlines import HOUR, seconds_left, time_left
from smdash.domain.figures import Figure, Unit
from smdash.domain.incidents import Incident, IncidentKind

PRESSING = 24 * HOUR
"""How many seconds before its end a deadline is urgent."""

ANNOUNCED = 14 * 24 * HOUR
ANNOUNCED_DUTY = 30 * 24 * HOUR
"""How many seconds before its end a deadline is told of at all; a duty earlier, since it was known for years."""


def pressing(incidents: Iterable[Incident], now: datetime) -> tuple[Incident, ...]:
    """Open incidents whose deadline is over or ends within 24 hours, the earliest deadline first."""
    return tuple(one for deadline, one in _running(incidents) if seconds_left(deadline, now) <= PRESSING)


def of_incidents(incidents: Iterable[Incident], now: datetime) -> tuple[Attention, ...]:
    """Open incidents whose deadline is over or ends within 14 days (30 for a duty), the earliest deadline first."""
    found = []
    for deadline, one in _running(incidents):
        left = seconds_left(deadline, now)
        if left <= (ANNOUNCED_DUTY if one.draft.kind is IncidentKind.DUTY else ANNOUNCED):
            urgency = Urgency.NOW if left <= PRESSING else Urgency.SOON
            said = f"{one.draft.title}: {time_left(deadline, now)} ({one.draft.kind.value})"
            found.append(Attention(urgency, said, "risk", "incident", one.id))
    return tuple(found)


def pressing_figure(incidents: Sequence[Incident], now: datetime) -> Figure:
    """How many deadlines are over or end within 24 hours, naming them; the rows are the open incidents."""
    found = pressing(incidents, now)
    over = sum(one.is_over(now) for one in found)
    notes = (f"{over} over", *(one.draft.title for one in found)) if found else ()
    still_open = sum(one.is_open for one in incidents)
    formula = "open, and the deadline over or within 24 h"
    return Figure("Deadlines pressing", len(found), Unit.COUNT, formula, rows=still_open, notes=notes)


def _running(incidents: Iterable[Incident]) -> list[tuple[datetime, Incident]]:
    """Open ones with their deadline, the earliest first."""
    found = [(one.deadline, one) for one in incidents if one.is_open and one.deadline is not None]
    return sorted(found, key=lambda pair: pair[0])
