"""Monthly totals are the sum of their rows after every step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, func, select

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.store import changes, totals
from smdash.store.campaigns import add_campaign
from smdash.store.organisation import add_channel, add_person
from smdash.store.store import Store, Transaction
from smdash.store.tables import benefit, import_batch, month_time, time_entry
from tests.imported_rows import insert_imported

days = st.sampled_from([date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1), date(2027, 1, 1)])
one_or_none = st.sampled_from([None, 1, 2])
amounts = st.none() | st.integers(-(10**6), 10**6)

entries = st.fixed_dictionaries(
    {
        "person_id": st.sampled_from([1, 2]),
        "campaign_id": one_or_none,
        "channel_id": one_or_none,
        "work_day": days,
        "seconds": st.integers(1, 86400),
        "cost_minor": amounts,
        "zone": st.just("UTC"),
    }
)
benefits = st.fixed_dictionaries(
    {
        "name": st.just("Sales"),
        "campaign_id": one_or_none,
        "channel_id": one_or_none,
        "day": days,
        "kind": st.sampled_from(["revenue", "retention", "savings"]),
        "category": st.just("other"),
        "amount_minor": st.integers(-(10**6), 10**6),
        "currency": st.just("USD"),
        "share": st.just(1),
        "evidence": st.sampled_from(["tracked", "allocated", "estimated"]),
        "effective_minor": amounts,
    }
)
rows = st.tuples(st.just(time_entry), entries) | st.tuples(st.just(benefit), benefits)
batches = st.tuples(st.just(time_entry), st.lists(entries, min_size=1, max_size=5)) | st.tuples(
    st.just(benefit), st.lists(benefits, min_size=1, max_size=5)
)
which = st.integers(0, 50)
steps = st.lists(
    st.tuples(st.just("insert"), rows)
    | st.tuples(st.just("update"), st.tuples(rows, which))
    | st.tuples(st.just("delete"), st.tuples(st.sampled_from([time_entry, benefit]), which))
    | st.tuples(st.just("import"), batches)
    | st.tuples(st.just("undo import"), st.tuples(st.sampled_from([time_entry, benefit]), which)),
    min_size=1,
    max_size=12,
)


def fill(tx: Transaction) -> None:
    for number in (1, 2):
        add_person(tx, f"Person {number}")
        add_channel(tx, f"Channel {number}", "blog")
        add_campaign(tx, CampaignDraft(name=f"Campaign {number}"))
        values = {"file_name": "a", "content_hash": "x", "format": "csv", "state": "applied"}
        changes.insert(tx, import_batch, at=tx.now, actor=tx.actor, **values)


def pick(tx: Transaction, table: Table, number: int) -> int | None:
    ids = tx.connection.execute(select(table.c.id).order_by(table.c.id)).scalars().all()
    return ids[number % len(ids)] if ids else None


def take_step(tx: Transaction, what: str, argument: Any) -> None:
    if what == "insert":
        changes.insert(tx, argument[0], **argument[1])
    elif what == "update":
        (table, values), number = argument
        if (row_id := pick(tx, table, number)) is not None:
            changes.update(tx, table, row_id, **values)
    elif what == "delete":
        if (row_id := pick(tx, *argument)) is not None:
            changes.delete(tx, argument[0], row_id)
    elif what == "import":
        insert_imported(tx, argument[0], argument[1], 1)
    else:
        changes.delete_batch(tx, argument[0], 1)


@settings(max_examples=15, deadline=None)
@given(steps)
def test_totals_equal_the_detail_after_every_step(taken: list[tuple[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "smdash.db", FixedClock(), actor="ann")
        store.write(fill)
        for what, argument in taken:
            store.write(take_step, what, argument)
            assert store.read(lambda snapshot: totals.differences(snapshot.connection)) == []
        store.close()


def test_a_total_without_rows_is_gone(store: Store) -> None:
    store.write(fill)
    entry = {"person_id": 1, "work_day": date(2026, 1, 1), "seconds": 60, "zone": "UTC", "cost_minor": -5}
    row_id = store.write(lambda tx: changes.insert(tx, time_entry, **entry))
    store.write(lambda tx: insert_imported(tx, time_entry, [entry, entry], 1))
    assert store.read(lambda snapshot: snapshot.connection.execute(select(month_time)).one())[5:] == (180, -15, 3, 0)
    store.write(lambda tx: changes.delete(tx, time_entry, row_id))
    assert store.write(lambda tx: changes.delete_batch(tx, time_entry, 1)) == 2
    left = select(func.count()).select_from(month_time)
    assert store.read(lambda snapshot: snapshot.connection.execute(left).scalar()) == 0


def test_a_running_timer_is_in_no_total(store: Store, faults: Callable[[Store], list[str]]) -> None:
    store.write(fill)
    entry = store.write(
        lambda tx: changes.insert(tx, time_entry, person_id=1, work_day=tx.today, start=tx.now, zone="UTC")
    )
    assert store.read(lambda snapshot: snapshot.connection.execute(select(month_time)).all()) == []
    store.write(lambda tx: changes.update(tx, time_entry, entry, seconds=60))
    assert faults(store) == []
