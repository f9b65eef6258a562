"""Sales as they stand in the store: rows and values, their other side, and the rows of ledgers made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, and_, or_, select

from smdash.domain.matching import Marks, mark_of
from smdash.domain.sales import SAME_WITHIN, Sale, SaleKind, SaleStatus
from smdash.store.import_kinds.marks import among
from smdash.store.store import Snapshot
from smdash.store.tables import sale

Row = Mapping[str, Any] | RowMapping
"""The values of a sale's columns, stored or waiting to be."""

TAG_COLUMNS = ("source", "medium", "campaign", "content", "term")
CODES_APART = ", "


def sale_of(row: Row) -> Sale:
    """The value of a row, stored or waiting to be."""
    return Sale(
        source=row["source"],
        key=row["external_key"],
        kind=SaleKind(row["record"]),
        at=row["at"],
        day=row["day"],
        status=SaleStatus(row["status"]),
        amount=row["amount_minor"],
        currency=row["currency"],
        refunded=row["refunded_minor"],
        refunded_on=row["refunded_on"],
        settled=row["settled_minor"],
        settled_currency=row["settled_currency"],
        fee=row["fee_minor"],
        fee_currency=row["fee_currency"],
        number=row["number"],
        customer=row["customer"],
        id=row.get("id") or 0,
    )


def marks_of(row: Row) -> Marks:
    """What a stored or waiting sale bears; its origin is the key of its last mark."""
    tags = {name: row[f"utm_{name}"] for name in TAG_COLUMNS if row[f"utm_{name}"]}
    codes = tuple(code for code in row["code"].split(CODES_APART) if code)
    return Marks(tags, codes, row["origin"])


def mark_columns(marks: Marks) -> dict[str, str]:
    """The mark under which a sale waits, as its row holds it."""
    mark = mark_of(marks)
    return {"mark_kind": mark.kind.value, "mark": mark.label, "mark_key": mark.key}


def by_keys(snapshot: Snapshot, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], RowMapping]:
    """Stored sales by source and key."""
    found = {}
    for source in {source for source, _ in keys}:
        mine = [key for of, key in keys if of == source]
        query = select(sale).where(sale.c.source == source, among(sale.c.external_key, mine))
        for row in snapshot.connection.execute(query).mappings():
            found[source, row["external_key"]] = row
    return found


def by_ids(snapshot: Snapshot, ids: Sequence[int]) -> dict[int, RowMapping]:
    """Stored sales by id."""
    query = select(sale).where(among(sale.c.id, list(ids)))
    return {row["id"]: row for row in snapshot.connection.execute(query).mappings()}


def twins(snapshot: Snapshot, ids: Sequence[int]) -> dict[int, RowMapping]:
    """The other side of sales that count, by the id of these."""
    query = select(sale).where(among(sale.c.same_as_id, list(ids)))
    return {row["same_as_id"]: row for row in snapshot.connection.execute(query).mappings()}


def without_other_side(snapshot: Snapshot, fresh: Sequence[Sale]) -> list[RowMapping]:
    """Stored sales that may be the other side of fresh ones and have none yet: by day, or by order number."""
    if not fresh:
        return []
    first, last = min(one.day for one in fresh) - SAME_WITHIN, max(one.day for one in fresh) + SAME_WITHIN
    kinds = sorted({(SaleKind.PAYMENT if one.kind is SaleKind.ORDER else SaleKind.ORDER).value for one in fresh})
    numbers = sorted({name for one in fresh for name in (one.number, one.key) if name})
    numbered = or_(among(sale.c.number, numbers), among(sale.c.external_key, numbers))
    paired = select(sale.c.same_as_id).where(sale.c.same_as_id.is_not(None))
    query = select(sale).where(
        sale.c.record.in_(kinds),
        sale.c.same_as_id.is_(None),
        sale.c.id.not_in(paired),
        or_(and_(sale.c.day >= first, sale.c.day <= last), numbered),
    )
    return list(snapshot.connection.execute(query.order_by(sale.c.id)).mappings())


def is_waiting() -> Any:
    """The condition that a sale waits for its campaign: money that came and may count, were it known to whom."""
    is_whole = and_(sale.c.same_as_id.is_(None), sale.c.amount_minor > 0)
    return and_(sale.c.campaign_id.is_(None), is_whole, sale.c.status != SaleStatus.VOID.value)
