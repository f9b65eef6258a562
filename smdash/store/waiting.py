"""Amounts that wait for an exchange rate, and converting them: a later rate changes nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, select

from smdash.domain.benefits import BenefitKind, effective_minor
from smdash.domain.currencies import Rate
from smdash.domain.money import Money
from smdash.store import changes, locks
from smdash.store.currencies import Converter
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import benefit, cost, time_entry


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row without its amount in the reporting currency; `converted` is what it would become, None while unknown.

    `rate` is the one of its day. A row of a closed month stays as it is: its `converted` is None, too.
    """

    table: str
    row_id: int
    day: date
    amount: Money
    converted: int | None
    rate: Rate | None = None


def waiting(snapshot: Snapshot) -> tuple[Waiting, ...]:
    """All rows that wait: costs, benefits, and entries whose rate is in another currency."""
    converter = Converter(snapshot)
    return tuple(
        Waiting(
            table.name,
            row["id"],
            day,
            amount,
            _converted(snapshot, converter, table, row, day, amount),
            converter.rates.of(amount.currency, day),
        )
        for table, row, day, amount in _rows(snapshot)
    )


def convert_waiting(tx: Transaction) -> int:
    """Convert every waiting row that has a rate for its day now, as one change; returns how many.

    Rows of closed months stay as they are.
    """
    converter = Converter(tx)
    done = 0
    for table, row, day, amount in list(_rows(tx)):
        converted = _converted(tx, converter, table, row, day, amount)
        if converted is not None:
            changes.update(tx, table, row["id"], **_columns(table, row, converted))
            done += 1
    tx.describe(f"convert {done} waiting amount{'' if done == 1 else 's'}")
    return done


def _converted(
    snapshot: Snapshot, converter: Converter, table: Table, row: Any, day: date, amount: Money
) -> int | None:
    """What a row would become; None without a rate for its day, and where it is a number of a closed month."""
    converted = converter.convert(amount, day)
    if converted is None:
        return None
    after = {**row, **_columns(table, row, converted)}
    return None if locks.refused(snapshot, [(table.name, row, after)]) else converted


def _rows(snapshot: Snapshot) -> Iterator[tuple[Table, Any, date, Money]]:
    for table in (cost, benefit):
        query = select(table).where(table.c.converted_minor.is_(None)).order_by(table.c.id)
        for row in snapshot.connection.execute(query).mappings().all():
            yield table, row, row["day"], Money(row["amount_minor"], row["currency"])
    query = (
        select(time_entry)
        .where(time_entry.c.cost_minor.is_(None), time_entry.c.cost_original_minor.is_not(None))
        .order_by(time_entry.c.id)
    )
    for row in snapshot.connection.execute(query).mappings().all():
        yield time_entry, row, row["work_day"], Money(row["cost_original_minor"], row["rate_currency"])


def _columns(table: Table, row: Any, converted: int) -> dict[str, int]:
    if table is time_entry:
        return {"cost_minor": converted}
    if table is cost:
        return {"converted_minor": converted}
    effective = effective_minor(converted, BenefitKind(row["kind"]), row["share"], row["margin"])
    return {"converted_minor": converted, "effective_minor": effective}
