"""Undo and redo give back exactly what was, in any order, or refuse with the reason and change nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.money import Money
from smdash.domain.timesheets import EntryDraft
from smdash.errors import NotFound, Refused, SmdashError
from smdash.store import changes, totals, undo
from smdash.store.campaigns import add_campaign, archive_campaign
from smdash.store.currencies import set_exchange_rate
from smdash.store.organisation import add_channel, add_person, change_settings, people, set_rate
from smdash.store.store import Store, Transaction
from smdash.store.tables import activity, benefit, channel, import_batch, month_time, person, time_entry
from smdash.store.timesheets import delete_entry, edit_entry, log_entry
from tests.imported_rows import insert_imported

Content = Callable[[Store], dict[str, list[tuple[Any, ...]]]]
DAY = date(2026, 11, 2)


def benefit_row(number: int) -> dict[str, Any]:
    return {
        "name": f"Sales {number}",
        "day": DAY + timedelta(days=number),
        "kind": "revenue",
        "category": "other",
        "amount_minor": 100 * number,
        "currency": "USD",
        "share": Decimal(1),
        "evidence": "tracked",
        "effective_minor": None if number % 2 else 100 * number,
        "inputs": {"number": number, "none": None},
    }


def entry(number: int, seconds: int = 600) -> EntryDraft:
    return EntryDraft(person_id=1, work_day=DAY + timedelta(days=number), seconds=seconds, note=f"Work {number % 3}")


def nth(tx: Transaction, table: Any, number: int) -> int:
    ids = tx.connection.execute(select(table.c.id).order_by(table.c.id)).scalars().all()
    if not ids:
        raise NotFound("Nothing there.")
    return int(ids[number % len(ids)])


# What a person may do; each takes the transaction and a small number.
ACTIONS: dict[str, Callable[[Transaction, int], Any]] = {
    "add person": lambda tx, n: add_person(tx, f"Person {n}"),
    "add channel": lambda tx, n: add_channel(tx, f"Channel {n}", "blog", url=""),
    "add campaign": lambda tx, n: add_campaign(tx, CampaignDraft(name=f"Campaign {n}")),
    "archive campaign": lambda tx, n: archive_campaign(tx, n, archived=bool(n % 2)),
    "set rate": lambda tx, n: set_rate(tx, 1 + n % 3, DAY + timedelta(days=n % 2), Money(100 * n, "EUR"), {"n": n}),
    "set exchange rate": lambda tx, n: set_exchange_rate(tx, "EUR", DAY, Decimal(n + 1) / 7, "bank"),
    "set week": lambda tx, n: change_settings(tx, week_start=n % 7, name=f"Guild {n % 2}"),
    "set places": lambda tx, n: change_settings(tx, jurisdictions=("US", "EU")[: 1 + n % 2]),
    "set currency": lambda tx, n: change_settings(tx, currency=("USD", "JPY")[n % 2]),
    "add benefit": lambda tx, n: changes.insert(tx, benefit, **benefit_row(n)),
    "edit benefit": lambda tx, n: changes.update(tx, benefit, nth(tx, benefit, n), **benefit_row(n)),
    "delete benefit": lambda tx, n: changes.delete(tx, benefit, nth(tx, benefit, n)),
    "log": lambda tx, n: log_entry(tx, entry(n)),
    "edit entry": lambda tx, n: edit_entry(tx, nth(tx, time_entry, n), entry(n, 1200)),
    "delete entry": lambda tx, n: delete_entry(tx, nth(tx, time_entry, n)),
}
steps = st.lists(st.tuples(st.sampled_from(sorted(ACTIONS)), st.integers(0, 9)), min_size=1, max_size=12)


def act(store: Store, name: str, number: int) -> None:
    """Try one action; what is refused leaves nothing."""
    try:
        store.write(ACTIONS[name], number)
    except SmdashError:
        return


def check_totals(store: Store) -> None:
    assert store.read(lambda snapshot: totals.differences(snapshot.connection)) == []


@settings(max_examples=10, deadline=None)
@given(steps)
def test_undoing_everything_gives_back_the_start_and_redoing_the_end(taken: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "smdash.db", FixedClock(), actor="ann")
        states = [rows_of(store)]
        store.write(add_person, "Ann")
        for name, number in taken:
            states.append(rows_of(store))
            act(store, name, number)
            if rows_of(store) == states[-1]:
                states.pop()
            check_totals(store)
        end = rows_of(store)
        for state in reversed(states):
            store.write(undo.undo)
            assert rows_of(store) == state
            check_totals(store)
        assert store.read(undo.next_undo) is None
        for state in [*states[1:], end]:
            store.write(undo.redo)
            assert rows_of(store) == state
            check_totals(store)
        assert store.read(undo.next_redo) is None
        store.close()


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(["undo", "redo", *sorted(ACTIONS)]) | st.sampled_from(["undo", "redo"]), max_size=20))
def test_undo_and_redo_mixed_with_work_follow_a_plain_stack(taken: list[str]) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "smdash.db", FixedClock(), actor="ann")
        store.write(add_person, "Ann")
        done, undone = [rows_of(store)], []
        for number, name in enumerate(taken):
            if name == "undo" and len(done) > 1:
                store.write(undo.undo)
                undone.append(done.pop())
            elif name == "redo" and undone:
                store.write(undo.redo)
                done.append(undone.pop())
            elif name in ACTIONS:
                act(store, name, number)
                if rows_of(store) != done[-1]:
                    done.append(rows_of(store))
                    undone.clear()
            assert rows_of(store) == done[-1]
            assert (store.read(undo.next_redo) is None) == (not undone)
        store.close()


def rows_of(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    from smdash.store.tables import metadata

    journal = ("change", "change_set", "schema_version")
    tables = [table for table in metadata.sorted_tables if table.name not in journal]
    return store.read(
        lambda snapshot: {t.name: sorted(map(tuple, snapshot.connection.execute(select(t))), key=repr) for t in tables}
    )


# Stacks, names and refusals ----------------------------------------------------------------------------------------


@pytest.fixture
def ben(store_path: Path, store: Store) -> Any:
    """Another person at the same store."""
    other = Store.open(store_path, store.clock, actor="ben")
    yield other
    other.close()


def refused(store: Store, content: Content, match: str, step: Callable[[Transaction], Any] = undo.undo) -> None:
    """The step is refused for that reason and leaves all as it was."""
    before, version = content(store), store.version()
    with pytest.raises(Refused, match=match):
        store.write(step)
    assert (content(store), store.version()) == (before, version)


def test_undo_names_what_it_will_do(store: Store) -> None:
    assert store.read(undo.next_undo) is None
    store.write(add_person, "Ann")
    found = store.read(undo.next_undo)
    assert found is not None
    assert (found.label, found.rows) == ("add person Ann", 1)
    assert store.write(undo.undo) == found
    assert store.read(undo.next_redo) is not None


def test_there_may_be_nothing_to_undo_or_redo(store: Store) -> None:
    for step in (undo.undo, undo.redo):
        with pytest.raises(NotFound, match="There is nothing"):
            store.write(step)
    with pytest.raises(NotFound, match="undone already"):
        store.write(undo.undo_import, 1)


def test_each_person_undoes_their_own(store: Store, ben: Store) -> None:
    store.write(add_person, "Ann")
    ben.write(add_person, "Ben")
    store.write(undo.undo)
    assert [one.name for one in store.read(people)] == ["Ben"]
    assert ben.read(undo.next_redo) is None
    ben.write(add_person, "Bea")
    store.write(undo.redo)  # what others did meanwhile does not end one's own redo
    assert [one.name for one in store.read(people)] == ["Ann", "Bea", "Ben"]


def test_refused_when_the_row_was_changed_since(store: Store, ben: Store, content: Content) -> None:
    ann = store.write(add_person, "Ann")
    store.write(lambda tx: changes.update(tx, person, ann, weekly_capacity=1))
    ben.write(lambda tx: changes.update(tx, person, ann, weekly_capacity=2))
    refused(store, content, "the person was changed since")


def test_a_later_change_of_another_column_does_not_matter(store: Store, ben: Store) -> None:
    ann = store.write(add_person, "Ann")
    store.write(lambda tx: changes.update(tx, person, ann, weekly_capacity=1))
    ben.write(lambda tx: changes.update(tx, person, ann, archived=True))
    store.write(undo.undo)
    assert store.read(lambda s: people(s, archived=True))[0].weekly_capacity == 0


def test_refused_when_the_row_was_deleted_since(store: Store, ben: Store, content: Content) -> None:
    ann = store.write(add_person, "Ann")
    ben.write(lambda tx: changes.delete(tx, person, ann))
    refused(store, content, "the person was deleted since")


def test_refused_when_something_made_since_uses_it(store: Store, ben: Store, content: Content) -> None:
    ann = store.write(add_person, "Ann")
    ben.write(set_rate, ann, DAY, Money(100, "USD"))
    refused(store, content, "something made since uses this person")


def test_refused_when_what_it_belonged_to_is_gone(store: Store, ben: Store, content: Content) -> None:
    ann = ben.write(add_person, "Ann")
    rate = store.write(set_rate, ann, DAY, Money(100, "USD"))
    assert rate
    from smdash.store.tables import rate as rate_table

    store.write(lambda tx: changes.delete(tx, rate_table, rate))
    ben.write(lambda tx: changes.delete(tx, person, ann))
    refused(store, content, "what this rate belonged to was deleted since")


def test_refused_when_another_took_its_place(store: Store, ben: Store, content: Content) -> None:
    ann = store.write(add_person, "Ann")
    store.write(lambda tx: changes.delete(tx, person, ann))
    ben.write(add_person, "Ann")
    refused(store, content, "another person has taken its place")


def test_the_currency_does_not_come_back_under_amounts_of_others(store: Store, ben: Store, content: Content) -> None:
    store.write(lambda tx: change_settings(tx, currency="JPY"))
    ben.write(lambda tx: changes.insert(tx, benefit, **benefit_row(1)))
    refused(store, content, "currency cannot change once amounts exist")


def test_refused_when_the_content_was_erased(store: Store, content: Content, by_hand: Callable[..., None]) -> None:
    store.write(add_person, "Ann")
    by_hand("""update change set after = '"erased"'""")
    refused(store, content, "its content was erased")


# Imports -----------------------------------------------------------------------------------------------------------


def bring_in(tx: Transaction, parts: int = 1) -> int:
    """Import two time entries a part, and what an import changes beside them."""
    values = {"file_name": "a.csv", "content_hash": "x", "format": "csv", "state": "applied"}
    batch = changes.insert(tx, import_batch, at=tx.now, actor=tx.actor, **values)
    tx.batch_id = batch
    tx.describe("import a.csv")
    work = changes.insert(tx, activity, name="Work", name_key="work")
    row = {"person_id": 1, "activity_id": work, "work_day": DAY, "seconds": 60, "zone": "UTC"}
    for _ in range(parts):
        insert_imported(tx, time_entry, [row, row], batch)
    changes.update(tx, person, 1, weekly_capacity=3600)
    return batch


def states(store: Store) -> list[str]:
    return store.read(lambda snapshot: list(snapshot.connection.execute(select(import_batch.c.state)).scalars()))


@pytest.mark.parametrize("parts", [1, 2])
@pytest.mark.parametrize("whole", [True, False])
def test_an_import_is_undone_whole(store: Store, content: Content, parts: int, whole: bool) -> None:
    store.write(add_person, "Ann")
    before = content(store)
    batch = store.write(bring_in, parts)
    found = store.read(undo.next_undo)
    assert found is not None
    assert (found.label, found.rows) == ("import a.csv", 3 + 2 * parts)
    assert store.write(undo.undo_import, batch) == found if whole else store.write(undo.undo)
    assert states(store) == ["undone"]
    check_totals(store)
    after = content(store)
    del before["import_batch"], after["import_batch"]
    assert after == before
    with pytest.raises(NotFound, match="undone already"):
        store.write(undo.undo_import, batch)
    with pytest.raises(Refused, match="Import the file again"):
        store.write(undo.redo)


def test_an_import_whose_rows_were_edited_is_not_undone(store: Store, ben: Store, content: Content) -> None:
    store.write(add_person, "Ann")
    batch = store.write(bring_in)
    ben.write(lambda tx: changes.update(tx, time_entry, 1, note="mine"))
    refused(store, content, "0 were deleted and 1 edited since")
    ben.write(undo.undo)
    ben.write(lambda tx: changes.delete(tx, time_entry, 2))
    refused(store, content, "1 were deleted and 0 edited since")
    ben.write(undo.undo)
    store.write(undo.undo_import, batch)
    assert content(store)["time_entry"] == []
    assert store.read(lambda snapshot: snapshot.connection.execute(select(month_time)).all()) == []


def test_an_import_that_is_used_is_not_undone(store: Store, ben: Store, content: Content) -> None:
    def bring_in_a_channel(tx: Transaction) -> None:
        values = {"file_name": "a.csv", "content_hash": "x", "format": "csv", "state": "applied"}
        tx.batch_id = changes.insert(tx, import_batch, at=tx.now, actor=tx.actor, **values)
        insert_imported(tx, benefit, [benefit_row(1)], tx.batch_id)
        changes.insert(tx, channel, name="Blog", name_key="blog", platform="blog")

    store.write(bring_in_a_channel)
    ben.write(lambda tx: changes.insert(tx, benefit, **benefit_row(2), reverses_id=1))
    refused(store, content, "something made since uses its rows")
