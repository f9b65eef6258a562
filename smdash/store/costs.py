"""Costs: add, edit, delete, list, and their sums by campaign. Spans and recurrences are worked out when read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_, select

from smdash.domain import text
from smdash.domain.costs import (
    CostCategory,
    CostDraft,
    CostLine,
    Recurrence,
    check_cost,
    touches,
)
from smdash.domain.figures import show_minor
from smdash.domain.money import Money, check_currency
from smdash.domain.periods import Period
from smdash.errors import NotFound
from smdash.store import changes
from smdash.store.currencies import Converter
from smdash.store.scopes import Scope
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import cost, deleted_key

LIST_LIMIT = 200
NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class CostPage:
    """The newest costs of a campaign in a period, and how many there are in all."""

    lines: tuple[CostLine, ...] = ()
    total: int = 0


def add_cost(tx: Transaction, draft: CostDraft) -> int:
    """Add a cost, converted at the rate of its day where one is known; `FormFaults` with all that is wrong."""
    draft = _checked(draft)
    tx.describe(f"add cost {_named(draft)}")
    return changes.insert(tx, cost, **_values(tx, draft))


def edit_cost(tx: Transaction, cost_id: int, draft: CostDraft) -> None:
    """Give a cost what the draft says; it is converted anew only when its amount, currency or day is another one."""
    before = get_cost(tx, cost_id)
    draft = _checked(draft)
    tx.describe(f"edit cost {_named(draft)}")
    values = _values(tx, draft)
    if before.converted is not None and (before.amount, before.day) == (draft.amount, draft.day):
        values["converted_minor"] = before.converted
    changes.update(tx, cost, cost_id, **values)


def delete_cost(tx: Transaction, cost_id: int) -> None:
    """Delete a cost; an imported one leaves its key, so that it does not come back."""
    row = _row(tx, cost_id)
    tx.describe(f"delete cost {_named(cost_line(row))}")
    changes.delete(tx, cost, cost_id)
    if row["source"] is not None:
        changes.insert(tx, deleted_key, source=row["source"], external_key=row["external_key"], row_kind=cost.name)


def get_cost(snapshot: Snapshot, cost_id: int) -> CostLine:
    """One cost; `NotFound` when it is gone."""
    return cost_line(_row(snapshot, cost_id))


def cost_page(snapshot: Snapshot, scope: Scope, limit: int = LIST_LIMIT) -> CostPage:
    """The newest costs of one line of a view that touch its days, at most `limit`, and how many there are."""
    count = func.count().over()
    query = (
        select(cost, count.label("in_all"))
        .where(may_touch(scope.days), *scope.of(cost))
        .order_by(cost.c.day.desc(), cost.c.id.desc())
        .limit(limit)
    )
    rows = [*snapshot.connection.execute(query).mappings()]
    found = [cost_line(row) for row in rows]
    lines = tuple(line for line in found if touches(line, scope.days))
    beside = len(found) - len(lines)  # recurrences that do not fall into these days
    return CostPage(lines, rows[0]["in_all"] - beside if rows else 0)


def cost_names(snapshot: Snapshot) -> tuple[str, ...]:
    """The names costs have been given, for completion."""
    query = select(cost.c.name).where(cost.c.name != "").distinct().order_by(cost.c.name).limit(LIST_LIMIT)
    return tuple(snapshot.connection.execute(query).scalars())


def may_touch(period: Period) -> ColumnElement[bool]:
    """Costs of a day of the period, and spans and recurrences that may have a part in it."""
    row = cost.c
    once = row.recurrence == Recurrence.NONE.value
    return and_(
        row.day < period.end,
        or_(
            and_(once, row.day >= period.start),
            and_(~once, or_(row.until.is_(None), row.until >= period.start)),
        ),
    )


def _checked(draft: CostDraft) -> CostDraft:
    return check_cost(
        replace(
            draft,
            amount=Money(draft.amount.minor, check_currency(draft.amount.currency)),
            name=text.one_line(draft.name)[:NAME_LENGTH],
            note=text.clean(draft.note),
        )
    )


def _named(draft: CostDraft | CostLine) -> str:
    amount = f"{show_minor(draft.amount.minor, draft.amount.currency)} {draft.amount.currency}"
    return f"{amount} for {draft.name or draft.category.value}"


def _values(tx: Transaction, draft: CostDraft) -> dict[str, Any]:
    return cost_values(draft, Converter(tx))


def cost_values(draft: CostDraft, converter: Converter) -> dict[str, Any]:
    """The row of a cost, converted at the rate of its day; for imports that read the rates once."""
    return {
        "name": draft.name,
        "campaign_id": draft.campaign_id,
        "channel_id": draft.channel_id,
        "post_id": draft.post_id,
        "category": draft.category.value,
        "day": draft.day,
        "until": draft.until,
        "recurrence": draft.recurrence.value,
        "amount_minor": draft.amount.minor,
        "currency": draft.amount.currency,
        "converted_minor": converter.convert(draft.amount, draft.day),
        "estimated": draft.estimated,
        "note": draft.note,
    }


def _row(snapshot: Snapshot, cost_id: int) -> RowMapping:
    row = snapshot.connection.execute(select(cost).where(cost.c.id == cost_id)).mappings().first()
    if row is None:
        raise NotFound("This cost is gone.", "Reload and look again.")
    return row


def cost_line(row: RowMapping) -> CostLine:
    """A row as the domain knows it."""
    day: date = row["day"]
    return CostLine(
        id=row["id"],
        day=day,
        amount=Money(row["amount_minor"], row["currency"]),
        category=CostCategory(row["category"]),
        converted=row["converted_minor"],
        recurrence=Recurrence(row["recurrence"]),
        until=row["until"],
        campaign_id=row["campaign_id"],
        channel_id=row["channel_id"],
        post_id=row["post_id"],
        name=row["name"],
        note=row["note"],
        estimated=row["estimated"],
    )
