"""Makes a store of five years: 1 000 000 entries, 100 000 posts, 500 000 readings, 100 000 costs and benefits.

    python -m benchmarks.big_store FILE [--scale 0.1]

The rows come in as an import would bring them: through `changes.insert_selected`, so that journal, totals and undo are
those of a real store and `smdash doctor` is content.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Table, column, select
from sqlalchemy import table as sql_table

from benchmarks import big_rows
from benchmarks.big_rows import Shape
from smdash.clock import Clock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.money import Money
from smdash.domain.text import name_key
from smdash.store import campaigns, changes, organisation, tables
from smdash.store.store import Store, Transaction

PERSON = "Person 01"
CURRENCY = "USD"
COLUMNS = {
    "time_entry": "person_id campaign_id channel_id activity_id work_day seconds zone note rate_id rate_minor"
    " rate_currency cost_original_minor cost_minor source external_key",
    "post": "source external_key channel_id campaign_id day posted_at precision kind text",
    "post_metrics": "post_id captured_on impressions reach reactions comments shares clicks",
    "reading": "kpi_id day value",
    "cost": "name campaign_id category day recurrence amount_minor currency converted_minor source external_key",
    "benefit": "name campaign_id channel_id day kind category amount_minor currency converted_minor share evidence"
    " effective_minor source external_key",
}


def make(path: Path, scale: float = 1.0, tell: Callable[[str], None] = lambda _: None) -> None:
    """Make the store at `path`, which must not exist, ending with today; `tell` hears of each step."""
    shape, last = Shape.scaled(scale), Clock().today()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="making-", dir=path.parent) as folder:
        draft = Path(folder) / "smdash.db"
        store = Store.open(draft, Clock(), actor=PERSON)
        try:
            _fill(store, shape, last, tell)
        finally:
            store.close()
        draft.replace(path)


def _fill(store: Store, shape: Shape, last: date, tell: Callable[[str], None]) -> None:
    rates = store.write(_people, shape, last)
    store.write(_campaigns, shape, last)
    store.write(_kpis, shape, last)
    for name, rows in (
        ("time_entry", big_rows.entries(shape, last, rates, CURRENCY)),
        ("post", big_rows.posts(shape, last)),
        ("post_metrics", big_rows.metrics(shape, last, 1)),
        ("reading", big_rows.readings(shape, last)),
        ("cost", big_rows.costs(shape, last, CURRENCY)),
        ("benefit", big_rows.benefits(shape, last, CURRENCY)),
    ):
        began = time.perf_counter()
        count = bring_in(store, getattr(tables, name), rows, COLUMNS[name])
        tell(f"{count:>9} {name} in {time.perf_counter() - began:.1f} s")


def _people(tx: Transaction, shape: Shape, last: date) -> dict[int, tuple[int, int]]:
    """People with their rates, channels and activities; returns rate id and hourly minor units by person."""
    organisation.first_use(tx, PERSON, "UTC")
    found = {}
    for n in range(1, shape.people + 1):
        person = 1 if n == 1 else organisation.add_person(tx, f"Person {n:02d}", weekly_capacity=40 * 3600)
        hourly = 3000 + 50 * n
        start = big_rows.days_until(last)[0]
        found[person] = (organisation.set_rate(tx, person, start, Money(hourly, CURRENCY)), hourly)
    for n in range(shape.channels):
        platform = big_rows.PLATFORMS[n % len(big_rows.PLATFORMS)]
        organisation.add_channel(tx, f"{platform} {n // len(big_rows.PLATFORMS) + 1}", platform)
    for word in big_rows.ACTIVITIES:
        organisation.activity_id(tx, word)
    return found


def _campaigns(tx: Transaction, shape: Shape, last: date) -> None:
    for span in big_rows.campaign_spans(shape, last):
        status = CampaignStatus.LIVE if span.due >= last else CampaignStatus.ENDED
        campaigns.add_campaign(
            tx, CampaignDraft(f"Campaign {span.id:03d}", status, span.start, span.due, budget_minor=5_000_000)
        )


def _kpis(tx: Transaction, shape: Shape, last: date) -> None:
    """KPIs of a year each, ten to an objective; those of the last year run on for two months."""
    for n in range(1, shape.kpis + 1):
        days = big_rows.kpi_days(shape, last, n)
        start, due = days[0], days[-1] + timedelta(days=60 if days[-1] == last else 0)
        if n % 10 == 1:
            name = f"Objective {n // 10 + 1:03d}"
            objective = changes.insert(tx, tables.objective, name=name, name_key=name_key(name), start=start, due=due)
        name = f"KPI {n:04d}"
        changes.insert(
            tx,
            tables.kpi,
            objective_id=objective,
            name=name,
            name_key=name_key(name),
            shape="increase",
            aggregation="last",
            level="outcome",
            baseline=Decimal(0),
            target=Decimal(1000),
            start=start,
            due=due,
            cadence="weekly",
            weight=Decimal(1),
        )


def bring_in(store: Store, table: Table, rows: Iterable[tuple[object, ...]], columns: str) -> int:
    """Write rows to a database of their own, then into the store as one import; returns how many there were."""
    names = columns.split()
    with tempfile.TemporaryDirectory(prefix="smdash-bench-") as folder:
        beside = Path(folder) / "rows.db"
        with closing(sqlite3.connect(beside)) as connection, connection:
            connection.execute("pragma synchronous = off")
            connection.execute(f"create table rows ({', '.join(names)})")
            connection.executemany(f"insert into rows values ({', '.join('?' * len(names))})", rows)
        return store.write(_import_from, beside, table, names)


def _import_from(tx: Transaction, beside: Path, table: Table, names: list[str]) -> int:
    tx.describe(f"import {table.name}")
    batch = changes.insert(
        tx,
        tables.import_batch,
        at=tx.now,
        actor=tx.actor,
        file_name=f"{table.name}.csv",
        content_hash=table.name,
        format="bench",
        state="applied",
    )
    tx.attach(beside, "beside")
    rows = sql_table("rows", *(column(name) for name in names), schema="beside")
    found = changes.insert_selected(tx, table, select(*rows.c), batch)
    changes.update(tx, tables.import_batch, batch, new_rows=found)
    return found


def main() -> None:
    """Make one by hand."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.big_store", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    given = parser.parse_args()
    began = time.perf_counter()
    make(given.file.absolute(), given.scale, print)
    print(f"{given.file}: {given.file.stat().st_size / 1e6:.0f} MB in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
