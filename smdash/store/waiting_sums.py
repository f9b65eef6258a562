"""What waits for an exchange rate in a period, in its own currencies; asked only where something waits."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Table, func, select

from smdash.domain.breakdown import By
from smdash.domain.costs import Recurrence, within
from smdash.domain.currencies import NONE_WAITS, Unconverted
from smdash.domain.periods import Period
from smdash.store.cost_sums import keys_of, repeated
from smdash.store.scopes import Key, key_of
from smdash.store.store import Snapshot
from smdash.store.tables import benefit, cost


def waiting_benefits(snapshot: Snapshot, period: Period, by: By) -> dict[Key, Unconverted]:
    """Benefits of a period without a rate, by the key of a view, in one query."""
    return _once(snapshot, benefit, period, by)


def waiting_costs(snapshot: Snapshot, period: Period, by: By) -> dict[Key, Unconverted]:
    """Costs of a period without a rate, by the key of a view, in two queries; of spans the part in the period."""
    found = _once(snapshot, cost, period, by)
    for line in repeated(snapshot, period):
        if line.converted is not None:
            continue
        original = replace(line, converted=line.amount.minor)  # shared as it would be, in its own currency
        for key, days in keys_of(line, period, by):
            part = Unconverted(1, {line.amount.currency: within(original, days)})
            found[key] = found.get(key, NONE_WAITS) + part
    return found


def _once(snapshot: Snapshot, table: Table, period: Period, by: By) -> dict[Key, Unconverted]:
    row, key = table.c, key_of(table, by)
    query = (
        select(key, row.currency, func.count(), func.sum(row.amount_minor))
        .where(row.converted_minor.is_(None), row.day >= period.start, row.day < period.end)
        .group_by(key, row.currency)
    )
    if table is cost:
        query = query.where(row.recurrence == Recurrence.NONE.value)
    if by is By.MESSAGE:
        query = query.where(row.post_id.is_not(None))
    found: dict[Key, Unconverted] = {}
    for line, currency, rows, minor in snapshot.connection.execute(query):
        found[line] = found.get(line, NONE_WAITS) + Unconverted(rows, {currency: minor})
    return found
