"""The gateway: one connection that reads in snapshots and one that writes in transactions."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError

from smdash.clock import Clock
from smdash.domain.month_end import ClosedMonth
from smdash.domain.organisation import Organisation, Role
from smdash.errors import Refused, StoreProblem
from smdash.paths import private_dir
from smdash.store import changes, locks, migrations
from smdash.store.changes import Recorded
from smdash.store.engine import Access, Database, database_at, raw
from smdash.store.faults import is_busy, reachable, told
from smdash.store.tables import change, period_lock
from smdash.store.viewer import Viewer

P = ParamSpec("P")
T = TypeVar("T")

QUIET_WAIT = 1.0
BULK_CACHE = -65_536  # kibibytes, negative as SQLite wants it: an import's indexes fit, which halves its time


MIGRATION = "smdash"
"""Who acts in the journal where a migration made rows of what others had written."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a write waits for others, in seconds, and who is told after the first second of waiting."""

    seconds: float = 5.0
    notice: Callable[[str], None] | None = None


class Snapshot:
    """One consistent view of the store, with the day it is and the organisation's settings."""

    def __init__(self, connection: Connection, clock: Clock, role: Role, actor: str) -> None:
        self.connection = connection
        self.clock = clock
        self.role = role
        self.actor = actor
        self.now: datetime = clock.now()
        self._organisation: Organisation | None = None
        self._closed: tuple[ClosedMonth, ...] | None = None

    @property
    def organisation(self) -> Organisation:
        """The organisation's settings, read once."""
        if self._organisation is None:
            from smdash.store.organisation import load_organisation

            self._organisation = load_organisation(self.connection)
        return self._organisation

    @property
    def closed(self) -> tuple[ClosedMonth, ...]:
        """The closed months, read once, and again after one was closed or opened."""
        if self._closed is None:
            self._closed = locks.closed_months(self.connection)
        return self._closed

    @property
    def today(self) -> date:
        """The day in the clock's zone."""
        return self.now.astimezone(self.clock.zone).date()


class Transaction(Snapshot):
    """A snapshot that may change rows, through `smdash.store.changes` only."""

    def __init__(self, connection: Connection, clock: Clock, role: Role, actor: str) -> None:
        super().__init__(connection, clock, role, actor)
        self.label = ""
        self.kind = "do"
        self.reverses_id: int | None = None
        self.batch_id: int | None = None
        self._records: list[Recorded] = []
        self.has_attached = False

    def describe(self, label: str) -> None:
        """Say in a few words what is done; undo names it. The first description stands."""
        self.label = self.label or label

    def record(self, record: Recorded) -> None:
        """Keep a change for the journal, which is written just before the commit."""
        self._records.append(record)
        if record.table == period_lock.name:
            self._closed = None

    def forget_organisation(self) -> None:
        """Read the settings anew after one was changed."""
        self._organisation = None

    def attach(self, path: Path, name: str) -> None:
        """Let statements read another database file until this transaction ends, with room in memory for many rows."""
        self.connection.exec_driver_sql(f"attach database ? as {name}", (str(path),))
        self.connection.exec_driver_sql(f"pragma cache_size = {BULK_CACHE}")
        self.has_attached = True

    def flush(self) -> None:
        """Write what was recorded to the journal."""
        if self._records:
            self.label = self.label or "change " + ", ".join(sorted({r.table for r in self._records}))
            changes.flush(self, self._records)
            self._records = []


@dataclass
class Store:
    """One database file. Reads and writes may run on two threads, one each."""

    path: Path
    clock: Clock
    role: Role = Role.MANAGER
    actor: str = ""
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        self._reader: Database = database_at(self.path, Access.READ)
        self._writer: Database = database_at(self.path, Access.WRITE)
        self._viewer = Viewer(self.path) if self.role is Role.VIEWER else None
        self._read_connection: Connection | None = None
        self._write_connection: Connection | None = None

    @classmethod
    def open(
        cls,
        path: Path,
        clock: Clock,
        *,
        role: Role = Role.MANAGER,
        actor: str = "",
        patience: Patience | None = None,
    ) -> Store:
        """Open a store, making or migrating it unless the role is viewer; `StoreProblem` when it can't be used."""
        store = cls(path, clock, role, actor, patience or Patience())
        with told(path), reachable(path):
            if role is not Role.VIEWER and not path.exists():
                _create_private(path)
            elif not path.exists():
                raise StoreProblem(f"There is no store at {path}.", "A manager must open it first.")
            store._prepare()
        return store

    def read(self, fn: Callable[Concatenate[Snapshot, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a reading function on one snapshot; `Superseded` when `interrupt_read` stopped it."""
        with told(self.path):
            return self._on_snapshot(
                lambda connection: fn(Snapshot(connection, self.clock, self.role, self.actor), *args, **kwargs)
            )

    def _on_snapshot(self, fn: Callable[[Connection], T]) -> T:
        if self._viewer is not None:
            return self._viewer.read(fn)
        if self._read_connection is None:
            self._read_connection = self._reader.connect()
        with self._read_connection.begin():
            return fn(self._read_connection)

    def write(self, fn: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a changing function in one transaction: all of it is journaled and committed, or nothing happened."""
        with self._transaction() as tx:
            result = fn(tx, *args, **kwargs)
            tx.flush()
            tx.connection.commit()
            return result

    def rehearse(self, fn: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a changing function and take back what it did: what it returns is what `write` would do now."""
        with self._transaction() as tx:
            return fn(tx, *args, **kwargs)

    @contextmanager
    def _transaction(self) -> Iterator[Transaction]:
        """A write that leaves nothing behind unless it was committed; `Refused` for a viewer."""
        if self.role is Role.VIEWER:
            raise Refused("You are a viewer here: nothing can be changed.", "Ask a manager to do it.")
        with told(self.path):
            connection = self._begin()
            tx = Transaction(connection, self.clock, self.role, self.actor)
            try:
                yield tx
            finally:
                connection.rollback()
                if tx.has_attached:  # closing lets go of the other file and of the memory, whatever happened
                    connection.close()
                    self._write_connection = None

    def version(self) -> int:
        """The newest change's number; it grows with every write, whoever makes it."""
        return self.read(_newest_change)

    def interrupt_read(self) -> None:
        """Stop the reading that runs on another thread, because its answer is no longer wanted."""
        connection = self._read_connection if self._viewer is None else self._viewer.connection
        if connection is not None:
            raw(connection).interrupt()

    def close(self) -> None:
        """Close both connections."""
        for connection in (self._read_connection, self._write_connection):
            if connection is not None:
                connection.close()
        self._read_connection = self._write_connection = None

    def _begin(self) -> Connection:
        """Begin a write, waiting for others as long as patience allows."""
        start, told = time.monotonic(), False
        while True:
            left = max(0.0, self.patience.seconds - (time.monotonic() - start))
            wait = left if told or self.patience.notice is None else min(QUIET_WAIT, left)
            try:
                return self._begin_within(wait)
            except OperationalError as fault:
                if not is_busy(fault) or wait >= left:
                    raise
                if self.patience.notice is not None and not told:
                    self.patience.notice("Another smdash is writing; waiting …")
                told = True

    def _begin_within(self, seconds: float) -> Connection:
        if self._write_connection is None:
            self._write_connection = self._writer.connect().execution_options(write=True)
        connection = self._write_connection
        raw(connection).execute(f"pragma busy_timeout = {int(seconds * 1000)}")
        try:
            connection.begin()
        except OperationalError:
            connection.rollback()
            raise
        return connection

    def _prepare(self) -> None:
        """Check the schema, and migrate an older one; a viewer never writes."""
        found = self._on_snapshot(migrations.version) if self.path.stat().st_size else 0
        migrations.check_not_newer(found)
        if found == migrations.latest():
            return
        if self.role is Role.VIEWER:
            raise StoreProblem("This store has an older form.", "A manager must open it first.")
        if found:
            from smdash.store.backup import back_up

            back_up(self.path, self.path.parent / "backups", self.clock.now(), reason="before-migration")
        connection = self._begin()
        try:
            migrations.migrate(connection, self.clock.now())
            if found:
                from smdash.store.replay import record_migrated

                tx = Transaction(connection, self.clock, Role.MANAGER, MIGRATION)
                record_migrated(tx)
                tx.flush()
            connection.commit()
        except BaseException:
            connection.rollback()
            raise


def _newest_change(snapshot: Snapshot) -> int:
    return snapshot.connection.execute(select(func.max(change.c.id))).scalar() or 0


def _create_private(path: Path) -> None:
    private_dir(path.parent)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
