"""The journal holds who changed what, and the doctor finds whatever was changed behind its back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from smdash.clock import FixedClock
from smdash.store import changes, doctor, organisation
from smdash.store.organisation import add_person
from smdash.store.store import Snapshot, Store, Transaction
from smdash.store.tables import change, change_set, import_batch, person, time_entry
from tests.imported_rows import insert_imported

Faults = Callable[[Store], list[str]]
ByHand = Callable[..., None]


def journal(snapshot: Snapshot) -> list[dict[str, Any]]:
    query = select(change, change_set.c.actor, change_set.c.label, change_set.c.kind, change_set.c.at)
    joined = query.join(change_set, change_set.c.id == change.c.change_set_id).order_by(change.c.id)
    return [dict(row) for row in snapshot.connection.execute(joined).mappings()]


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with a handful of changes, one of them imported."""
    ann = store.write(add_person, "Ann")
    store.write(lambda tx: organisation.change_settings(tx, name="Guild"))
    store.write(lambda tx: changes.update(tx, person, ann, weekly_capacity=3600))

    def bring_in(tx: Transaction) -> None:
        values = {"file_name": "a.csv", "content_hash": "x", "format": "csv", "state": "applied"}
        batch = changes.insert(tx, import_batch, at=tx.now, actor=tx.actor, **values)
        tx.batch_id = batch
        row = {"person_id": ann, "work_day": tx.today, "seconds": 60, "zone": "UTC"}
        insert_imported(tx, time_entry, [row, row], batch)

    store.write(bring_in)
    store.write(add_person, "Ben")
    return store


def test_each_change_has_who_when_before_and_after(kept: Store) -> None:
    first, setting, update, *_ = kept.read(journal)
    assert (first["actor"], first["label"], first["kind"]) == ("ann", "add person Ann", "do")
    assert (first["table_name"], first["row_id"], first["before"]) == ("person", 1, None)
    assert first["after"]["name"] == "Ann"
    assert first["at"] == FixedClock().at
    assert setting["after"] == {"id": 1, "key": "name", "value": '"Guild"'}
    assert (update["before"], update["after"]) == ({"weekly_capacity": 0}, {"weekly_capacity": 3600})


def test_a_deleted_row_stands_whole_in_the_journal(kept: Store) -> None:
    inserted = kept.read(journal)[-1]
    kept.write(lambda tx: changes.delete(tx, person, inserted["row_id"]))
    deleted = kept.read(journal)[-1]
    assert (deleted["before"], deleted["after"]) == (inserted["after"], None)


def test_an_untouched_journal_is_fine(kept: Store, faults: Faults) -> None:
    assert faults(kept) == []


def test_an_odd_clock_does_not_break_the_chain(store_path: Path, faults: Faults) -> None:
    odd = datetime(2026, 3, 1, 1, 2, 3, 456, tzinfo=timezone(timedelta(hours=5)))
    store = Store.open(store_path, FixedClock(at=odd), actor="ann")
    store.write(add_person, "Ann")
    assert faults(store) == []
    assert store.read(journal)[0]["at"] == odd.replace(microsecond=0).astimezone(UTC)
    store.close()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", 99),
        ("change_set_id", 1),
        ("table_name", "rate"),
        ("row_id", 9),
        ("before", '{"weekly_capacity": 0}'),  # the same, written otherwise
        ("before", "not even JSON"),
        ("before", None),
        ("after", '{"weekly_capacity":7200}'),
        ("after", None),
        ("digest", "0" * 64),
        ("chain", "0" * 64),
    ],
)
def test_an_altered_change_is_found(kept: Store, faults: Faults, by_hand: ByHand, column: str, value: Any) -> None:
    by_hand(f"update change set {column} = ? where id = 3", value)
    assert [fault.partition(":")[0] for fault in faults(kept)] == ["journal"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", 99),
        ("at", "2020-01-01T00:00:00Z"),
        ("at", "never"),
        ("actor", "eve"),
        ("label", "harmless"),
        ("kind", "redo"),
        ("reverses_id", 1),
        ("batch_id", None),
    ],
)
def test_an_altered_change_set_is_found(kept: Store, faults: Faults, by_hand: ByHand, column: str, value: Any) -> None:
    by_hand(f"update change_set set {column} = ? where id = 4", value)
    assert "journal" in [fault.partition(":")[0] for fault in faults(kept)]


@pytest.mark.parametrize("number", [1, 2, 6])
def test_a_deleted_change_is_found(kept: Store, faults: Faults, by_hand: ByHand, number: int) -> None:
    assert len(kept.read(journal)) == 6
    by_hand("delete from change where id = ?", number)
    assert "missing" in faults(kept)[0]


def test_a_deleted_change_set_is_found(kept: Store, faults: Faults, by_hand: ByHand) -> None:
    by_hand("delete from change_set where id = 2")
    assert any("journal" in fault for fault in faults(kept))


def test_a_smuggled_in_change_set_is_found(kept: Store, faults: Faults, by_hand: ByHand) -> None:
    by_hand("insert into change_set (at, actor, label, kind) values ('2026-01-01T00:00:00Z', 'eve', 'x', 'do')")
    assert "has lost its changes" in faults(kept)[0]


def test_an_erased_content_is_accepted_and_counted(kept: Store, faults: Faults, by_hand: ByHand) -> None:
    by_hand("""update change set after = '"erased"' where id = 1""")
    assert faults(kept) == []
    assert "1 without their content" in {f.check: f.detail for f in kept.read(doctor.examine)}["journal"]


def test_an_erased_content_hides_no_broken_chain(kept: Store, faults: Faults, by_hand: ByHand) -> None:
    by_hand("""update change set after = '"erased"', digest = 'x' where id = 1""")
    assert "chain breaks" in faults(kept)[0]


def test_a_wrong_total_and_a_dangling_reference_are_found(kept: Store, faults: Faults, by_hand: ByHand) -> None:
    by_hand("update time_entry set seconds = 61 where id = 1")
    by_hand("update time_entry set person_id = 99 where id = 2")
    assert [fault.partition(":")[0] for fault in faults(kept)] == ["references", "totals"]


def test_a_forgotten_timer_is_named(store_path: Path) -> None:
    store = Store.open(store_path, FixedClock(), actor="ann")
    ann = store.write(add_person, "Ann")

    def start(tx: Transaction) -> None:
        long_ago = tx.now - timedelta(hours=11)
        changes.insert(tx, time_entry, person_id=ann, work_day=tx.today, start=long_ago, zone="UTC")

    store.write(start)
    finding = store.read(doctor.examine)[-1]
    assert (finding.check, finding.fine) == ("timers", True)
    assert finding.detail.startswith("Ann since 2026-11-22 01:00")
    store.close()


def test_a_damaged_file_is_told(kept: Store, store_path: Path, faults: Faults) -> None:
    from smdash.errors import StoreProblem

    kept.close()
    whole = bytearray(store_path.read_bytes())
    for page in range(3, len(whole) // 4096):
        whole[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    store_path.write_bytes(whole)
    try:
        found = faults(kept)
    except StoreProblem as fault:
        found = [str(fault)]
    assert found
