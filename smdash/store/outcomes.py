"""Outcomes: leads, members, orders; counts that a price per lead or acquisition is worked out from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import RowMapping, select

from smdash.domain import text
from smdash.domain.periods import Period
from smdash.errors import FormFaults
from smdash.store import changes
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import outcome

LIST_LIMIT = 200
LARGEST = 10**9


class OutcomeKind(StrEnum):
    """What was reached."""

    LEAD = "lead"
    MEMBER = "member"
    ORDER = "order"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    """A count of outcomes on a day; a negative one takes back what was counted too often."""

    day: date
    kind: OutcomeKind
    count: int
    campaign_id: int | None = None
    channel_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A stored outcome."""

    id: int
    draft: OutcomeDraft


def add_outcome(tx: Transaction, draft: OutcomeDraft) -> int:
    """Add a count; `FormFaults` when it is zero or beyond all measure."""
    if draft.count == 0 or abs(draft.count) > LARGEST:
        raise FormFaults({"count": "Type how many, other than zero."})
    draft = replace(draft, note=text.clean(draft.note))
    tx.describe(f"add {draft.count} {draft.kind.value}{'' if abs(draft.count) == 1 else 's'}")
    return changes.insert(
        tx,
        outcome,
        day=draft.day,
        kind=draft.kind.value,
        count=draft.count,
        campaign_id=draft.campaign_id,
        channel_id=draft.channel_id,
        note=draft.note,
    )


def outcomes(snapshot: Snapshot, period: Period, limit: int = LIST_LIMIT) -> tuple[Outcome, ...]:
    """Outcomes of a period, newest first."""
    row = outcome.c
    query = (
        select(outcome)
        .where(row.day >= period.start, row.day < period.end)
        .order_by(row.day.desc(), row.id.desc())
        .limit(limit)
    )
    return tuple(_outcome(found) for found in snapshot.connection.execute(query).mappings())


def _outcome(row: RowMapping) -> Outcome:
    draft = OutcomeDraft(
        row["day"], OutcomeKind(row["kind"]), row["count"], row["campaign_id"], row["channel_id"], row["note"]
    )
    return Outcome(row["id"], draft)
