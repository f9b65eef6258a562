"""Connections to one SQLite file: how it is opened, and how transactions begin.

The driver's own transaction handling loses updates between processes, so it is off (`isolation_level = None`): a write
begins with BEGIN IMMEDIATE and a read with BEGIN, each a snapshot.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextvars import ContextVar
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from smdash.domain.text import name_key
from smdash.errors import StoreProblem

MIN_SQLITE = (3, 37, 0)  # STRICT tables
BUSY_MS = 5000


class Access(Enum):
    """How a file is opened.

    WRITE changes it. READ does not, but tidies up when it is the last to leave. VIEW asks the disk for reading only.
    FROZEN reads a file that nobody else has open, without locks and without a trace.
    """

    WRITE = "write"
    READ = "read"
    VIEW = "view"
    FROZEN = "frozen"


_MODE = {
    Access.WRITE: "mode=rw",
    Access.READ: "mode=rw",
    Access.VIEW: "mode=ro",
    Access.FROZEN: "mode=ro&immutable=1",
}


_STATEMENTS = 2_000  # compiled ones that are kept
_opener: ContextVar[Callable[[], sqlite3.Connection]] = ContextVar("_opener")


class Database:
    """A SQLite database and how it is opened; nothing is before the first use.

    All of them share the dialect and the cache of one engine, because compiling a statement takes longer than running
    it: what was compiled to read is there when the same is asked within a write, or of another file.
    """

    def __init__(self, opener: Callable[[], sqlite3.Connection]) -> None:
        self._opener = opener
        self.engine: Engine = _shared_engine().execution_options()

    def connect(self) -> Connection:
        """A new connection; its `engine` is the one of this database alone."""
        token = _opener.set(self._opener)
        try:
            return self.engine.connect()
        finally:
            _opener.reset(token)


@cache
def _shared_engine() -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://", creator=lambda: _opener.get()(), poolclass=NullPool, query_cache_size=_STATEMENTS
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def database_at(path: Path, access: Access) -> Database:
    """The database in a file, which must exist."""
    if sqlite3.sqlite_version_info < MIN_SQLITE:
        raise StoreProblem(
            f"SQLite {sqlite3.sqlite_version} is too old.", "smdash needs SQLite 3.37 or newer: use a newer Python."
        )

    def connect() -> sqlite3.Connection:
        uri = f"file:{quote(str(path))}?{_MODE[access]}"
        raw = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=False)
        raw.execute("pragma foreign_keys = on")
        raw.create_function("name_key", 1, name_key, deterministic=True)
        if access is Access.WRITE:
            _use_wal(raw)
            raw.execute("pragma synchronous = full")
        else:
            raw.execute("pragma query_only = on")
        return raw

    return Database(connect)


def _use_wal(raw: sqlite3.Connection) -> None:
    """Switch a new file to WAL. Programs that do so at once are told “locked” without any wait, so they try again."""
    deadline = time.monotonic() + BUSY_MS / 1000
    while raw.execute("pragma journal_mode").fetchone() != ("wal",):
        try:
            raw.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return  # where the disk can't do WAL, SQLite stays with its older journal, which is as safe


def raw(connection: Connection) -> Any:
    """The driver's own connection, for what SQLAlchemy has no word for: interrupt and backup."""
    return connection.connection.dbapi_connection
