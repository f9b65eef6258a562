"""Makes a store of 200 KPIs with a reading on each day of five years, 365 000 in all, and check-ins of two weeks each.

    python -m benchmarks.goal_store FILE

Of ten KPIs of an objective four take their last reading, two each a sum, a mean and a ratio; every other one is
measured by the week and one seasonal, with a year of its own.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from benchmarks import big_rows
from benchmarks.big_store import PERSON, bring_in
from smdash.clock import Clock
from smdash.domain.goals import Aggregation, Cadence, CheckIn, KpiDraft, Objective, Pacing
from smdash.store import check_ins, goals, kpis, organisation, tables
from smdash.store.store import Store, Transaction

OBJECTIVES, KPIS_EACH = 20, 10
AGGREGATIONS = (Aggregation.LAST, Aggregation.LAST, Aggregation.SUM, Aggregation.MEAN, Aggregation.RATIO)
READING_COLUMNS = "kpi_id day value numerator denominator"


def make(path: Path, days: int = 365 * big_rows.YEARS) -> None:
    """Make the store at `path`, which must not exist, with readings of so many days up to today."""
    store, last = Store.open(path, Clock(), actor=PERSON), Clock().today()
    try:
        first = last - timedelta(days=days - 1)
        drafts = store.write(_kpis, first, last)
        bring_in(store, tables.reading, _readings(drafts, first, last), READING_COLUMNS)
    finally:
        store.close()


def _kpis(tx: Transaction, first: date, last: date) -> dict[int, KpiDraft]:
    organisation.first_use(tx, PERSON, "UTC")
    due, found = last + timedelta(days=60), {}
    for n in range(OBJECTIVES):
        objective = goals.add_objective(tx, Objective(0, f"Objective {n + 1:02d}", start=first, due=due))
        for weeks in range(0, min(26, (last - first).days // 7), 2):
            check_ins.check_in(tx, objective, CheckIn(last - timedelta(weeks=weeks), 7))
        for k in range(KPIS_EACH):
            draft = _draft(f"KPI {n * KPIS_EACH + k + 1:03d}", k, first, due, last)
            found[kpis.add_kpi(tx, replace(draft, objective_id=objective))] = draft
    return found


def _draft(name: str, place: int, first: date, due: date, last: date) -> KpiDraft:
    seasonal = place == KPIS_EACH - 1
    return KpiDraft(
        name,
        max(first, last - timedelta(days=300)) if seasonal else first,
        due if not seasonal else last + timedelta(days=30),
        aggregation=Aggregation.SUM if seasonal else AGGREGATIONS[place % len(AGGREGATIONS)],
        baseline=Decimal(0),
        target=Decimal(100_000),
        cadence=(Cadence.DAILY, Cadence.WEEKLY)[place % 2],
        pacing=Pacing.SEASONAL if seasonal else Pacing.LINEAR,
    )


def _readings(drafts: dict[int, KpiDraft], first: date, last: date) -> Iterator[tuple[object, ...]]:
    chance = random.Random(16)
    for kpi_id, draft in drafts.items():
        for n in range((last - first).days + 1):
            day = (first + timedelta(days=n)).isoformat()
            if draft.aggregation is Aggregation.RATIO:
                yield kpi_id, day, None, str(chance.randrange(90)), "1000"
            elif draft.aggregation is Aggregation.LAST:
                yield kpi_id, day, str(n * 50 + chance.randrange(100)), None, None
            else:
                yield kpi_id, day, f"{chance.randrange(100)}.{chance.randrange(10)}", None, None


if __name__ == "__main__":
    make(Path(sys.argv[1]))
