"""What one line of a view cost and brought on each channel: costs, benefits and hours of its days, from the detail."""

from __future__ import annotations

from sqlalchemy import case, func, select

from smdash.domain.benefits import BenefitKind, BenefitSums, Evidence
from smdash.domain.breakdown import By
from smdash.domain.roi import Ledger
from smdash.store.cost_sums import CostSums, cost_sums
from smdash.store.hours import Hours
from smdash.store.roi import ledger_of
from smdash.store.scopes import Key, Scope, channel_of
from smdash.store.store import Snapshot
from smdash.store.tables import benefit, time_entry


def channels_of(snapshot: Snapshot, scope: Scope) -> tuple[tuple[int | None, Ledger], ...]:
    """Ledgers of a line by channel, largest cost first, what is of no channel (None) last; in four queries."""
    hours, gained = _hours(snapshot, scope), _benefits(snapshot, scope)
    costs = cost_sums(snapshot, scope.days, by=By.CHANNEL, scope=scope)
    currency = snapshot.organisation.currency
    found: list[tuple[int | None, Ledger]] = [
        (
            key if isinstance(key, int) else None,
            ledger_of(
                currency,
                scope.days,
                hours.get(key, Hours()),
                costs.get(key, CostSums({})),
                gained.get(key, BenefitSums({})),
            ),
        )
        for key in {*hours, *costs, *gained}
    ]
    return tuple(sorted(found, key=lambda pair: (pair[0] is None, -pair[1].spent, pair[0] or 0)))


def _hours(snapshot: Snapshot, scope: Scope) -> dict[Key, Hours]:
    row, days, key = time_entry.c, scope.days, channel_of(time_entry)
    sums = (
        func.sum(row.seconds),
        func.coalesce(func.sum(row.cost_minor), 0),
        func.count(),
        func.sum(case((row.cost_minor.is_(None), row.seconds), else_=0)),
    )
    query = (
        select(key, *sums)
        .where(row.seconds.is_not(None), row.work_day >= days.start, row.work_day < days.end, *scope.of(time_entry))
        .group_by(key)
    )
    return {found[0]: Hours(*found[1:]) for found in snapshot.connection.execute(query)}


def _benefits(snapshot: Snapshot, scope: Scope) -> dict[Key, BenefitSums]:
    row, days, key = benefit.c, scope.days, channel_of(benefit)
    gross = (row.margin.is_(None)) & (row.kind != BenefitKind.SAVINGS.value) & row.effective_minor.is_not(None)
    sums = (
        func.coalesce(func.sum(row.effective_minor), 0),
        func.count(row.effective_minor),
        func.count(),
        func.sum(case((gross, 1), else_=0)),
    )
    query = (
        select(key, row.kind, row.evidence, *sums)
        .where(row.day >= days.start, row.day < days.end, *scope.of(benefit))
        .group_by(key, row.kind, row.evidence)
    )
    found: dict[Key, BenefitSums] = {}
    for channel, kind, evidence, minor, converted, count, without_margin in snapshot.connection.execute(query):
        before = found.get(channel, BenefitSums({}))
        found[channel] = BenefitSums(
            {**before.by_kind, (BenefitKind(kind), Evidence(evidence)): minor},
            before.rows + converted,
            before.unconverted + count - converted,
            before.gross + without_margin,
        )
    return found
