"""Touches before conversions, as the store has them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping, func, or_, select

from smdash.domain.attribution import Model, Touch, credits_of
from smdash.domain.matching import By, Found
from smdash.domain.sales import Sale, number_key
from smdash.store.import_kinds.marks import among
from smdash.store.sales import Row, is_waiting
from smdash.store.store import Snapshot
from smdash.store.tables import sale, touch


def matches_by_touch(
    snapshot: Snapshot, sales: Sequence[Sale], fresh: Sequence[Row] = ()
) -> dict[tuple[str, str], Found]:
    """The campaign of the last touch that was not direct, of sales that have one within the look-back window.

    `fresh` are touches that are not stored yet.
    """
    paths = _paths(snapshot, sales)
    for number, row in enumerate(fresh, 1):
        _file_under(paths, {**row, "id": -number})
    window = snapshot.organisation.look_back_days
    found = {}
    for one in sales:
        rows = [row for name in _names(one) for row in paths.get(name, ()) if row["campaign_id"]]
        by_id = {row["id"]: row for row in rows}
        path = [Touch(row["id"], row["at"], row["direct"]) for row in by_id.values()]
        for credit in credits_of(path, one.at, Model.LAST_NON_DIRECT, window):
            if credit.share and not credit.touch.direct:
                row = by_id[credit.touch.id]
                found[one.source, one.key] = Found(By.TOUCH, row["campaign_id"], row["channel_id"])
    return found


def _paths(snapshot: Snapshot, sales: Sequence[Sale]) -> dict[tuple[str, str], list[Row]]:
    """The touches of some sales by what names them; one query, none where there are no touches at all."""
    if not sales or snapshot.connection.execute(select(touch.c.id).limit(1)).first() is None:
        return {}
    names = {name for one in sales for name in _names(one)}
    keys = [key for kind, key in names if kind == "conversion"]
    customers = [key for kind, key in names if kind == "customer"]
    query = select(touch).where(or_(among(touch.c.conversion_key, keys), among(touch.c.customer, customers)))
    found: dict[tuple[str, str], list[Row]] = {}
    for row in snapshot.connection.execute(query.order_by(touch.c.at, touch.c.id)).mappings():
        _file_under(found, row)
    return found


def _file_under(paths: dict[tuple[str, str], list[Row]], row: Row) -> None:
    for kind, key in (("conversion", row["conversion_key"]), ("customer", row["customer"])):
        if key:
            paths.setdefault((kind, key), []).append(row)


def waiting_for(snapshot: Snapshot, fresh: Sequence[Row]) -> Sequence[RowMapping]:
    """The sales that wait for a campaign and that these touches may tell of."""
    keys = sorted({row["conversion_key"] for row in fresh if row["conversion_key"]})
    customers = sorted({row["customer"] for row in fresh if row["customer"]})
    if not keys and not customers:
        return []
    number = func.lower(func.ltrim(sale.c.number, "# "))
    named = or_(among(number, keys), among(func.lower(sale.c.external_key), keys), among(sale.c.customer, customers))
    query = select(sale).where(is_waiting(), named).order_by(sale.c.id)
    return snapshot.connection.execute(query).mappings().all()


def _names(one: Sale) -> list[tuple[str, str]]:
    named = [("conversion", number_key(one.number)), ("conversion", number_key(one.key)), ("customer", one.customer)]
    return [(kind, key) for kind, key in named if key]
