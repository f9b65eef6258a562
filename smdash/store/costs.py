"""Costs: add, edit, delete, list, and their sums by campaign. Spans and recurrences are worked out when read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, case, func, or_, select

from smdash.domain import text
from smdash.domain.costs import (
    CostCategory,
    CostDraft,
    CostLine,
    DatedAmount,
    Recurrence,
    by_day,
    check_cost,
    touches,
    within,
)
from smdash.domain.figures import show_minor
from smdash.domain.money import Money, check_currency
from smdash.domain.periods import Period
from smdash.errors import NotFound
from smdash.store import changes
from smdash.store.currencies import Converter
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import cost, deleted_key

LIST_LIMIT = 200
NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class CostSums:
    """What costs come to: minor units by category, rows counted, rows that wait for a rate, estimated staff cost."""

    by_category: Mapping[CostCategory, int]
    rows: int = 0
    unconverted: int = 0
    estimated_staff: int = 0


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
    tx.describe(f"delete cost {_named(_line(row))}")
    changes.delete(tx, cost, cost_id)
    if row["source"] is not None:
        changes.insert(tx, deleted_key, source=row["source"], external_key=row["external_key"], row_kind=cost.name)


def get_cost(snapshot: Snapshot, cost_id: int) -> CostLine:
    """One cost; `NotFound` when it is gone."""
    return _line(_row(snapshot, cost_id))


def cost_pages(snapshot: Snapshot, period: Period, limit: int = LIST_LIMIT) -> dict[int | None, CostPage]:
    """The newest costs of each campaign that touch a period, at most `limit` of each, in one query."""
    place = func.row_number().over(partition_by=cost.c.campaign_id, order_by=(cost.c.day.desc(), cost.c.id.desc()))
    count = func.count().over(partition_by=cost.c.campaign_id)
    ranked = select(cost, place.label("place"), count.label("in_all")).where(_may_touch(period)).subquery()
    query = select(ranked).where(ranked.c.place <= limit).order_by(ranked.c.place)
    lines: dict[int | None, list[CostLine]] = {}
    in_all: dict[int | None, int] = {}
    for row in snapshot.connection.execute(query).mappings():
        key = row["campaign_id"]
        line = _line(row)
        in_all.setdefault(key, row["in_all"])
        if touches(line, period):
            lines.setdefault(key, []).append(line)
        else:
            in_all[key] -= 1  # a recurrence that does not fall into the period
    return {key: CostPage(tuple(lines.get(key, ())), in_all[key]) for key in in_all}


def cost_sums(
    snapshot: Snapshot, period: Period, campaigns: Collection[int] | None = None
) -> dict[int | None, CostSums]:
    """What costs come to in a period, by campaign (None: not assigned), in two queries; of some only if given."""
    found: dict[int | None, CostSums] = {}
    row = cost.c
    query = (
        select(
            row.campaign_id,
            row.category,
            func.coalesce(func.sum(row.converted_minor), 0),
            func.count(row.converted_minor),
            func.count(),
            func.coalesce(func.sum(case((row.estimated, row.converted_minor), else_=0)), 0),
        )
        .where(row.recurrence == Recurrence.NONE.value, row.day >= period.start, row.day < period.end)
        .group_by(row.campaign_id, row.category)
    )
    if campaigns is not None:
        query = query.where(row.campaign_id.in_(campaigns))
    for key, category, minor, converted, rows, estimated in snapshot.connection.execute(query):
        part = CostSums({CostCategory(category): minor}, converted, rows - converted, estimated)
        found[key] = _plus(found.get(key), part)
    for line in repeated_costs(snapshot, period):
        if touches(line, period) and (campaigns is None or line.campaign_id in campaigns):
            found[line.campaign_id] = _plus(found.get(line.campaign_id), _sums_of(line, period))
    return found


def daily_costs(snapshot: Snapshot, period: Period) -> dict[int | None, list[DatedAmount]]:
    """What costs come to on each day of a period, by campaign, in two queries; for cumulative charts."""
    row = cost.c
    query = (
        select(row.campaign_id, row.day, func.sum(row.converted_minor))
        .where(
            row.recurrence == Recurrence.NONE.value,
            row.day >= period.start,
            row.day < period.end,
            row.converted_minor.is_not(None),
        )
        .group_by(row.campaign_id, row.day)
    )
    found: dict[int | None, list[DatedAmount]] = {}
    for key, day, minor in snapshot.connection.execute(query):
        found.setdefault(key, []).append(DatedAmount(day, minor))
    for line in repeated_costs(snapshot, period):
        found.setdefault(line.campaign_id, []).extend(by_day(line, period))
    return found


def repeated_costs(snapshot: Snapshot, period: Period) -> tuple[CostLine, ...]:
    """Spans and recurrences that may have a part in a period."""
    query = select(cost).where(cost.c.recurrence != Recurrence.NONE.value, _may_touch(period)).order_by(cost.c.id)
    return tuple(_line(row) for row in snapshot.connection.execute(query).mappings())


def cost_names(snapshot: Snapshot) -> tuple[str, ...]:
    """The names costs have been given, for completion."""
    query = select(cost.c.name).where(cost.c.name != "").distinct().order_by(cost.c.name).limit(LIST_LIMIT)
    return tuple(snapshot.connection.execute(query).scalars())


def _may_touch(period: Period) -> ColumnElement[bool]:
    row = cost.c
    once = row.recurrence == Recurrence.NONE.value
    return and_(
        row.day < period.end,
        or_(
            and_(once, row.day >= period.start),
            and_(~once, or_(row.until.is_(None), row.until >= period.start)),
        ),
    )


def _sums_of(line: CostLine, period: Period) -> CostSums:
    minor = within(line, period)
    waits = line.converted is None
    return CostSums({line.category: minor}, int(not waits), int(waits), minor if line.estimated else 0)


def _plus(before: CostSums | None, more: CostSums) -> CostSums:
    if before is None:
        return more
    merged = dict(before.by_category)
    for category, minor in more.by_category.items():
        merged[category] = merged.get(category, 0) + minor
    return CostSums(
        merged,
        before.rows + more.rows,
        before.unconverted + more.unconverted,
        before.estimated_staff + more.estimated_staff,
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


def _line(row: RowMapping) -> CostLine:
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
