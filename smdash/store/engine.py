"""Connections to one SQLite file: how it is opened, and how transactions begin.

The driver's own transaction handling loses updates between processes, so it is off (`isolation_level = None`): a write
begins with BEGIN IMMEDIATE and a read with BEGIN, each a snapshot.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from smdash.errors import StoreProblem

MIN_SQLITE = (3, 37, 0)  # STRICT tables
BUSY_MS = 5000


def open_engine(path: Path, *, read_only: bool) -> Engine:
    """An engine on the file; nothing is opened before the first use. `read_only` creates and changes nothing."""
    if sqlite3.sqlite_version_info < MIN_SQLITE:
        raise StoreProblem(
            f"SQLite {sqlite3.sqlite_version} is too old.", "smdash needs SQLite 3.37 or newer: use a newer Python."
        )

    def connect() -> sqlite3.Connection:
        uri = f"file:{quote(str(path))}?mode={'ro' if read_only else 'rw'}"
        raw = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=False)
        raw.execute("pragma foreign_keys = on")
        if read_only:
            raw.execute("pragma query_only = on")
        else:
            if raw.execute("pragma journal_mode").fetchone() != ("wal",):
                raw.execute("pragma journal_mode = wal")
            raw.execute("pragma synchronous = full")
        return raw

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def raw(connection: Connection) -> Any:
    """The driver's own connection, for what SQLAlchemy has no word for: interrupt and backup."""
    return connection.connection.dbapi_connection
