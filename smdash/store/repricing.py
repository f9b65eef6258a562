"""Pricing entries again: those that have another rate than their day's, or none. Closed months stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from smdash.domain.money import Money
from smdash.domain.organisation import Rate, Role
from smdash.domain.repricing import Repriced, Repricing, summed
from smdash.domain.timesheets import Part
from smdash.errors import Refused
from smdash.store import changes, locks
from smdash.store.currencies import Converter
from smdash.store.import_kinds.marks import among
from smdash.store.pricing import Price, price_columns, price_parts
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import rate, time_entry


@dataclass(frozen=True, slots=True)
class Found:
    """Entries with their new prices, and those that would change but for their closed month."""

    priced: tuple[tuple[Repriced, Price], ...] = ()
    closed: tuple[Repriced, ...] = field(default=())

    @property
    def repricing(self) -> Repricing:
        """What it comes to by month and campaign."""
        return Repricing(summed(one for one, _ in self.priced), summed(self.closed))


def preview(snapshot: Snapshot, person_id: int | None = None, first: date | None = None) -> Repricing:
    """What pricing again would change, for one person or all, from a day on or all days; for managers only."""
    managers_only(snapshot)
    return find(snapshot, person_id, first).repricing


def reprice(tx: Transaction, person_id: int | None = None, first: date | None = None) -> Repricing:
    """Give entries the rate of their day, as one change; returns what was done. For managers only."""
    managers_only(tx)
    found = find(tx, person_id, first)
    count = len(found.priced)
    tx.describe(f"price {count} {'entry' if count == 1 else 'entries'} again")
    return apply(tx, found)


def managers_only(snapshot: Snapshot) -> None:
    """`Refused` for who is no manager: rates and what one person costs are not for others."""
    if snapshot.role is not Role.MANAGER:
        raise Refused("Rates are for managers only.", "Ask a manager.")


def apply(tx: Transaction, found: Found) -> Repricing:
    """Write what was found."""
    for one, price in found.priced:
        changes.update(tx, time_entry, one.entry_id, **price_columns(price))
    return found.repricing


def find(
    snapshot: Snapshot, person_id: int | None = None, first: date | None = None, *, only_unrated: bool = False
) -> Found:
    """The entries whose rate is not the one of their day, with their new prices; with `only_unrated` those without.

    Parts of one entry are priced together, so that they keep the cents of the whole; but parts in a closed month stay,
    and the others are then priced by themselves. Three queries at most, however many entries there are.
    """
    rows = _rows(snapshot, person_id, first, only_unrated=only_unrated)
    if not rows:
        return Found()
    converter = Converter(snapshot)
    priced: list[tuple[Repriced, Price]] = []
    closed: list[Repriced] = []
    for _, group in groupby(rows, key=lambda row: row.group_id or row.id):
        parts = list(group)
        held = [row for row in parts if locks.closed_on(snapshot, row.work_day)]
        closed += [_repriced(row, Price(converted=row.cost_minor)) for row in held if _differs(row)]
        free = [row for row in parts if row not in held]
        if held:
            free = [row for row in free if _differs(row)]
        prices = (
            price_parts(
                [_part(row) for row in free], [_rate(row, only_unrated=only_unrated) for row in free], converter
            )
            if free
            else []
        )
        priced += [
            (_repriced(row, price), price) for row, price in zip(free, prices, strict=True) if _changes(row, price)
        ]
    return Found(tuple(priced), tuple(closed))


def _rows(snapshot: Snapshot, person_id: int | None, first: date | None, *, only_unrated: bool) -> Sequence[Row[Any]]:
    """Entries beside the rate of their day, where it is another one; then the other parts of the same entries."""
    entry, valid = time_entry.c, _reigns().subquery()
    wrong: list[ColumnElement[bool]] = [entry.rate_minor.is_(None)]
    if not only_unrated:
        wrong += [entry.rate_minor != valid.c.hourly_minor, entry.rate_currency != valid.c.currency]
    query = _beside(valid).where(entry.seconds.is_not(None), or_(*wrong))
    if person_id is not None:
        query = query.where(entry.person_id == person_id)
    if first is not None:
        query = query.where(entry.work_day >= first)
    rows = list(snapshot.connection.execute(query))
    groups = sorted({row.group_id for row in rows if row.group_id is not None})
    if groups:
        there = {row.id for row in rows}
        others = snapshot.connection.execute(_beside(valid, outer=True).where(among(entry.group_id, groups)))
        rows += [row for row in others if row.id not in there]
    return sorted(rows, key=lambda row: (row.group_id or row.id, row.id))


def _reigns() -> Select[Any]:
    """Each rate with the day the next one of its person begins."""
    following = func.lead(rate.c.valid_from).over(partition_by=rate.c.person_id, order_by=rate.c.valid_from)
    return select(rate, following.label("until"))


def _beside(valid: Any, *, outer: bool = False) -> Select[Any]:
    entry = time_entry.c
    within: ColumnElement[bool] = and_(
        entry.person_id == valid.c.person_id,
        entry.work_day >= valid.c.valid_from,
        or_(valid.c.until.is_(None), entry.work_day < valid.c.until),
    )
    columns = [entry[name] for name in _COLUMNS]
    new = [valid.c.id.label("new_id"), valid.c.hourly_minor, valid.c.currency, valid.c.valid_from]
    return select(*columns, *new).select_from(time_entry.join(valid, within, isouter=outer))


_COLUMNS = (
    "id", "person_id", "campaign_id", "work_day", "seconds", "start", "end", "group_id", "rate_id", "rate_minor",
    "rate_currency", "cost_original_minor", "cost_minor",
)  # fmt: skip


def _differs(row: Row[Any]) -> bool:
    """Whether the rate of its day is another one than it has; without one of its day it keeps what it has."""
    return row.new_id is not None and (row.rate_minor, row.rate_currency) != (row.hourly_minor, row.currency)


def _rate(row: Row[Any], *, only_unrated: bool) -> Rate | None:
    """The rate of its day, or the one it has where that stays."""
    if row.new_id is not None and (row.rate_minor is None or not only_unrated):
        return Rate(row.new_id, row.person_id, row.valid_from, Money(row.hourly_minor, row.currency))
    if row.rate_minor is None:
        return None
    return Rate(row.rate_id, row.person_id, row.work_day, Money(row.rate_minor, row.rate_currency))


def _part(row: Row[Any]) -> Part:
    return Part(row.work_day, row.start, row.end, row.seconds)


def _changes(row: Row[Any], price: Price) -> bool:
    new = price_columns(price)
    return any(getattr(row, name) != value for name, value in new.items() if name != "rate_id") or _differs(row)


def _repriced(row: Row[Any], price: Price) -> Repriced:
    return Repriced(
        row.id,
        row.person_id,
        row.campaign_id,
        row.work_day,
        row.seconds,
        row.cost_minor,
        price.converted,
        unrated=row.rate_minor is None,
    )
