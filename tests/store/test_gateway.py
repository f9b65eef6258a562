"""`Store.read`, `write` and `rehearse`: whole or nothing, who may, and how long a write waits."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from smdash.clock import FixedClock
from smdash.domain.organisation import Role
from smdash.errors import InvalidInput, Refused, SmdashError, StoreProblem, Superseded
from smdash.store import changes, organisation
from smdash.store import store as gateway
from smdash.store.engine import raw
from smdash.store.organisation import add_person, people
from smdash.store.store import Patience, Snapshot, Store, Transaction
from smdash.store.tables import legal_answer, person, time_entry

pytestmark = pytest.mark.usefixtures("made_by_steps")
ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select sum(i) from n"


def names(snapshot: Snapshot) -> list[str]:
    return [one.name for one in people(snapshot)]


def test_a_write_is_there_for_others(store: Store, store_path: Path, clock: FixedClock) -> None:
    before = store.version()
    store.write(add_person, "Ann")
    other = Store.open(store_path, clock)
    assert other.read(names) == ["Ann"]
    assert other.version() > before
    other.close()


@pytest.mark.parametrize("fault", [Refused("no"), KeyError("bug"), KeyboardInterrupt()], ids=repr)
def test_a_failed_write_leaves_nothing(
    store: Store, content: Callable[[Store], Any], faults: Callable[[Store], list[str]], fault: BaseException
) -> None:
    store.write(add_person, "Ann")
    before, version = content(store), store.version()

    def fail(tx: Transaction) -> None:
        ben = add_person(tx, "Ben")
        changes.insert(tx, time_entry, person_id=ben, work_day=tx.today, seconds=60, zone="UTC")
        raise fault

    with pytest.raises(type(fault)):
        store.write(fail)
    assert (content(store), store.version()) == (before, version)
    store.write(add_person, "Cem")
    assert faults(store) == []


def test_a_rehearsal_tells_what_a_write_would_do_and_leaves_nothing(
    store: Store, content: Callable[[Store], Any], faults: Callable[[Store], list[str]]
) -> None:
    store.write(add_person, "Ann")
    before, version = content(store), store.version()

    def add_ben(tx: Transaction) -> list[str]:
        add_person(tx, "Ben")
        return names(tx)

    assert store.rehearse(add_ben) == ["Ann", "Ben"]
    assert (content(store), store.version(), store.read(names)) == (before, version, ["Ann"])
    assert store.write(add_ben) == ["Ann", "Ben"]
    assert faults(store) == []


def test_a_write_that_changes_nothing_is_not_journaled(store: Store) -> None:
    store.write(lambda tx: organisation.change_settings(tx, name="Guild"))
    before = store.version()
    store.write(lambda tx: organisation.change_settings(tx, name="Guild"))
    assert store.version() == before


def test_a_reading_sees_one_moment_even_while_others_write(store: Store, store_path: Path, clock: FixedClock) -> None:
    other = Store.open(store_path, clock)

    def twice(snapshot: Snapshot) -> tuple[list[str], list[str]]:
        first = names(snapshot)
        other.write(add_person, "Ben")
        return first, names(snapshot)

    assert store.read(twice) == ([], [])
    assert store.read(names) == ["Ben"]
    other.close()


def test_a_reading_cannot_write(store: Store) -> None:
    with pytest.raises(StoreProblem, match="readonly"):
        store.read(lambda snapshot: snapshot.connection.execute(text("delete from person")))


def test_folder_and_files_are_private(store: Store, store_path: Path) -> None:
    store.write(add_person, "Ann")
    assert stat.S_IMODE(store_path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in store_path.parent.iterdir()} == {0o600}


def test_an_unreachable_place_is_told(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreProblem, match="can't be used"):
        Store.open(tmp_path / "file" / "smdash.db", clock)
    with pytest.raises(StoreProblem):
        Store.open(tmp_path, clock)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.VIEWER])
def test_a_foreign_file_is_left_alone(tmp_path: Path, clock: FixedClock, role: Role) -> None:
    foreign, notes = tmp_path / "other.db", tmp_path / "notes.txt"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("create table theirs (id)")
    notes.write_text("no database at all, but long enough to be looked at\n" * 100)
    for file in (foreign, notes):
        before = file.read_bytes()
        with pytest.raises(StoreProblem):
            Store.open(file, clock, role=role)
        assert file.read_bytes() == before


# Viewers -----------------------------------------------------------------------------------------------------------


@contextmanager
def viewing(path: Path, clock: FixedClock) -> Iterator[Store]:
    viewer = Store.open(path, clock, role=Role.VIEWER, actor="vic")
    yield viewer
    viewer.close()


def test_a_viewer_leaves_no_trace(store: Store, store_path: Path, clock: FixedClock) -> None:
    store.write(add_person, "Ann")
    store.close()
    before = sorted(store_path.parent.iterdir()), store_path.stat().st_mtime_ns
    with viewing(store_path, clock) as viewer:
        assert viewer.read(names) == ["Ann"]
        assert (sorted(store_path.parent.iterdir()), store_path.stat().st_mtime_ns) == before
    assert (sorted(store_path.parent.iterdir()), store_path.stat().st_mtime_ns) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_viewer_needs_no_right_to_write(store: Store, store_path: Path, clock: FixedClock) -> None:
    store.write(add_person, "Ann")
    store.close()
    store_path.chmod(0o400)
    store_path.parent.chmod(0o500)
    try:
        with viewing(store_path, clock) as viewer:
            assert viewer.read(names) == ["Ann"]
    finally:
        store_path.parent.chmod(0o700)
        store_path.chmod(0o600)


def test_a_viewer_follows_a_writer_that_comes_and_goes(store: Store, store_path: Path, clock: FixedClock) -> None:
    store.close()
    with viewing(store_path, clock) as viewer:
        assert viewer.read(names) == []
        store.write(add_person, "Ann")
        assert viewer.read(names) == ["Ann"]
        store.close()
        assert viewer.read(names) == ["Ann"]
        store.write(add_person, "Ben")
        store.close()
        assert viewer.read(names) == ["Ann", "Ben"]


def test_a_viewer_reads_again_when_the_file_changed_under_the_reading(
    store: Store, store_path: Path, clock: FixedClock
) -> None:
    store.close()
    tries: list[int] = []

    def meddled(snapshot: Snapshot) -> list[str]:
        tries.append(len(tries))
        if len(tries) == 1:
            store.write(add_person, "Ann")
            store.close()
        return names(snapshot)

    with viewing(store_path, clock) as viewer:
        assert viewer.read(meddled) == ["Ann"]
    assert len(tries) == 2


def test_a_viewer_gives_up_on_a_file_that_never_rests(store: Store, store_path: Path, clock: FixedClock) -> None:
    store.close()

    def always_meddled(snapshot: Snapshot) -> None:
        store.write(lambda tx: add_person(tx, f"Person {len(people(tx))}"))
        store.close()

    with viewing(store_path, clock) as viewer, pytest.raises(StoreProblem, match="too fast"):
        viewer.read(always_meddled)


def test_a_viewer_may_not_write(store: Store, store_path: Path, clock: FixedClock) -> None:
    with viewing(store_path, clock) as viewer, pytest.raises(Refused, match="viewer"):
        viewer.write(add_person, "Eve")
    assert store.read(names) == []


def test_a_viewer_may_not_rehearse(store: Store, store_path: Path, clock: FixedClock) -> None:
    with viewing(store_path, clock) as viewer, pytest.raises(Refused, match="viewer"):
        viewer.rehearse(add_person, "Eve")


def test_a_viewer_makes_no_store(store_path: Path, clock: FixedClock) -> None:
    with pytest.raises(StoreProblem, match="There is no store"):
        Store.open(store_path, clock, role=Role.VIEWER)
    assert not store_path.parent.exists()
    store_path.parent.mkdir()
    store_path.touch()
    with pytest.raises(StoreProblem, match="older form"):
        Store.open(store_path, clock, role=Role.VIEWER)
    assert store_path.stat().st_size == 0


def test_an_older_store_waits_for_a_manager(
    store: Store, store_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from smdash.store import migrations

    store.write(add_person, "Ann")
    store.close()
    steps = [*migrations.steps(), (migrations.latest() + 1, tmp_path / "next.sql")]
    steps[-1][1].write_text("CREATE TABLE later (id INTEGER) STRICT;\n")
    monkeypatch.setattr(migrations, "steps", lambda: steps)
    with pytest.raises(StoreProblem, match="A manager must open it first"):
        Store.open(store_path, clock, role=Role.VIEWER)
    store = Store.open(store_path, clock)
    assert store.read(names) == ["Ann"]
    store.close()
    copies = list((store_path.parent / "backups").iterdir())
    assert [copy.name.split("Z-")[-1].endswith("before-migration.db") for copy in copies] == [True]
    monkeypatch.undo()
    for role in (Role.VIEWER, Role.MANAGER):
        with pytest.raises(StoreProblem, match="Update smdash"):
            Store.open(store_path, clock, role=role)


def test_a_failed_migration_leaves_the_older_store(
    store: Store, store_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from smdash.store import migrations

    store.close()
    known = migrations.latest()
    steps = [*migrations.steps(), (known + 1, tmp_path / "next.sql")]
    steps[-1][1].write_text("CREATE TABLE later (id INTEGER) STRICT;\nCREATE TABLE person (id INTEGER) STRICT;\n")
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "steps", lambda: steps)
        with pytest.raises(StoreProblem, match="already exists"):
            Store.open(store_path, clock)
    again = Store.open(store_path, clock)
    assert again.read(lambda snapshot: migrations.version(snapshot.connection)) == known
    assert not again.read(lambda s: s.connection.execute(text("select 1 from sqlite_schema where name='later'")).all())
    again.close()


# Waiting -----------------------------------------------------------------------------------------------------------


@contextmanager
def held(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        yield
        other.execute("rollback")


def test_a_write_waits_only_as_long_as_patience_lasts(store_path: Path, clock: FixedClock) -> None:
    store = Store.open(store_path, clock, patience=Patience(0.02))
    with held(store_path), pytest.raises(StoreProblem, match="Another program holds the store"):
        store.write(add_person, "Ann")
    store.write(add_person, "Ann")
    store.close()


def test_the_one_who_waits_is_told_once(store_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "QUIET_WAIT", 0.01)
    told: list[str] = []
    store = Store.open(store_path, clock, patience=Patience(0.05, told.append))
    with held(store_path), pytest.raises(StoreProblem):
        store.write(add_person, "Ann")
    assert len(told) == 1
    assert "waiting" in told[0]
    store.close()


def test_a_write_goes_on_when_the_other_is_done(
    store_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "QUIET_WAIT", 0.01)
    store = Store.open(store_path, clock)
    other = sqlite3.connect(store_path, isolation_level=None, check_same_thread=False)
    store.patience = Patience(30, lambda notice: other.rollback())  # the other ends once we said that we wait
    other.execute("begin immediate")
    store.write(add_person, "Ann")
    assert store.read(names) == ["Ann"]
    other.close()
    store.close()


# Threads and faults ------------------------------------------------------------------------------------------------


def test_a_reading_on_one_thread_does_not_hold_up_a_write_on_another(store: Store) -> None:
    reading, written = threading.Event(), threading.Event()

    def slow(snapshot: Snapshot) -> list[str]:
        before = names(snapshot)
        reading.set()
        assert written.wait(30)
        return before + names(snapshot)

    seen: list[list[str]] = []
    reader = threading.Thread(target=lambda: seen.append(store.read(slow)))
    reader.start()
    assert reading.wait(30)
    store.write(add_person, "Ann")
    written.set()
    reader.join()
    assert seen == [[]]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.VIEWER])
def test_a_long_reading_can_be_stopped(store: Store, store_path: Path, clock: FixedClock, role: Role) -> None:
    reader = Store.open(store_path, clock, role=role)
    started = threading.Event()
    ends: list[SmdashError] = []

    def endless(snapshot: Snapshot) -> None:
        def tick() -> int:
            started.set()
            return 0

        raw(snapshot.connection).set_progress_handler(tick, 1000)
        snapshot.connection.execute(text(ENDLESS))

    def run() -> None:
        try:
            reader.read(endless)
        except SmdashError as fault:
            ends.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(30)
    reader.interrupt_read()
    thread.join()
    assert [type(end) for end in ends] == [Superseded]
    assert reader.read(names) == []
    reader.close()


def test_stopping_nothing_is_fine(store: Store) -> None:
    store.interrupt_read()
    store.close()
    store.interrupt_read()
    assert store.read(names) == []


def test_what_the_tables_refuse_is_told_without_a_traceback(store: Store) -> None:
    def unreasoned(tx: Transaction) -> None:
        changes.insert(tx, legal_answer, item_code="PRV-1", answer="not_applicable")

    with pytest.raises(Refused, match="The store refuses this"):
        store.write(unreasoned)
    with pytest.raises(Refused):
        store.write(lambda tx: changes.insert(tx, time_entry, person_id=99, work_day=tx.today, seconds=60, zone="UTC"))
    with pytest.raises(InvalidInput, match="too large"):
        store.write(lambda tx: changes.insert(tx, time_entry, person_id=2**70, work_day=tx.today, zone="UTC"))


def test_one_write_is_a_handful_of_statements(store: Store) -> None:
    ann = store.write(add_person, "Ann")
    statements: list[str] = []

    def log(tx: Transaction) -> int:
        event.listen(tx.connection, "before_cursor_execute", lambda *call: statements.append(call[2]))
        return changes.insert(tx, time_entry, person_id=ann, work_day=tx.today, seconds=60, zone="UTC")

    entry = store.write(log)
    assert len(statements) == 7, (
        statements
    )  # closed months; the row, read back, its total; the change set, the head, the change
    statements.clear()
    store.write(lambda tx: changes.update(tx, time_entry, entry, note="x"))
    assert len(statements) == 7, statements  # BEGIN, the row as it was, closed months, the update; the journal's three


def test_rows_that_are_gone_are_told(store: Store) -> None:
    from smdash.errors import NotFound

    with pytest.raises(NotFound, match="This person is gone"):
        store.write(lambda tx: changes.update(tx, person, 7, name="x"))
    with pytest.raises(NotFound, match="This person is gone"):
        store.write(lambda tx: changes.delete(tx, person, 7))
