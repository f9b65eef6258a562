"""Where an import waits before it is written: a private temporary database that needs no lock of the store.

Rows stand in it as the store will hold them, but for names: those are numbers of `name` rows, which get the ids of
what they stand for when the import is written. `state` says what will become of a row. The tables of the rows are in
`smdash.store.import_kinds`, one module per kind.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Executable,
    Integer,
    MetaData,
    RowMapping,
    Table,
    Text,
)
from sqlalchemy import insert as sql_insert
from sqlalchemy.schema import CreateTable

from smdash.store.engine import Database, raw

NEW, SAME, CHANGED, DELETED = "new", "same", "changed", "deleted"
IGNORED, REPEATED, BAD = "ignored", "repeated", "bad"
"""States of a staged row: to be added; there already; there with other content; deleted by a person; not wanted; said
before in the same file; at odds with what the same file said before.
"""

PREFIX, _FILE = "smdash-import-", "staging.db"

staged = MetaData()

name = Table("staged_name", staged, Column("ref", Integer, primary_key=True), Column("target_id", Integer))

# Keys of the file that the store knows, with the state they give to their rows.
known = Table(
    "staged_known",
    staged,
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("state", Text),
)


def as_json(value: Any) -> str:
    """A value as the store's JSON columns hold it."""
    import json

    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


_LENT = 5_000
_STALE_SECONDS = 86_400
_CACHE = -32_768  # kibibytes, negative as SQLite wants it: most files fit


def _connect(path: Path) -> sqlite3.Connection:
    opened = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    opened.execute("pragma journal_mode = off")  # it is thrown away when anything goes wrong
    opened.execute("pragma synchronous = off")
    opened.execute(f"pragma cache_size = {_CACHE}")
    return opened


def _remove_stale(place: Path) -> None:
    """Remove what imports that were killed left behind: folders of ours by name and owner, untouched for a day."""
    with suppress(OSError), os.scandir(place) as found:
        for entry in found:
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                is_own = not hasattr(os, "getuid") or status.st_uid == os.getuid()
                if is_own and time.time() - status.st_mtime > _STALE_SECONDS:
                    shutil.rmtree(entry.path, ignore_errors=True)


class Staging:
    """One temporary database in a folder of its own, readable by its owner only; `close` removes it.

    Used by one thread at a time, which need not be the same one.
    """

    def __init__(self) -> None:
        _remove_stale(Path(tempfile.gettempdir()))
        self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name) / _FILE
        self._connection = Database(partial(_connect, self.path)).connect()
        with self._connection.begin():
            for table in staged.sorted_tables:
                self._connection.execute(CreateTable(table))
        self._filled: set[str] = set()

    def add(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows whose values stand in the order of the table's columns."""
        if rows:
            self._filled.add(table.name)
            marks = ",".join("?" * len(table.c))
            with self._connection.begin():
                # The driver's own method: nothing has to be made of so many rows on their way.
                raw(self._connection).executemany(f"insert into {table.name} values ({marks})", rows)  # noqa: S608 - own names

    def was_given(self, table: Table) -> bool:
        """Whether rows were ever added to a table."""
        return table.name in self._filled

    def index(self) -> None:
        """Make rows findable by their key, once all are there: sooner it would slow each of them down."""
        with self._connection.begin():
            for table in staged.sorted_tables:
                if self.was_given(table) and {"key", "source", "line"} <= set(table.c.keys()):
                    self._connection.exec_driver_sql(
                        f"create index ix_{table.name} on {table.name} (key, source, line)"
                    )

    def put(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Replace what a table holds."""
        with self._connection.begin():
            self._connection.execute(table.delete())
            if rows:
                self._connection.execute(sql_insert(table), rows)

    def run(self, statement: Executable) -> None:
        """Change staged rows."""
        with self._connection.begin():
            self._connection.execute(statement)

    def rows(self, query: Executable) -> Sequence[Any]:
        """The result of a query over the staged rows."""
        with self._connection.begin():
            return self._connection.execute(query).all()

    def mappings(self, query: Executable) -> Sequence[RowMapping]:
        """The same with the values of a row by name."""
        with self._connection.begin():
            return self._connection.execute(query).mappings().all()

    def lend(self, connection: Connection) -> None:
        """Copy all rows to where statements of a connection find them, in place of those another one lent.

        An attached database can't be let go within a transaction, so this is for imports of several files.
        """
        driver = raw(connection)
        for table in staged.sorted_tables:
            made = str(CreateTable(table, if_not_exists=True).compile(connection))
            driver.execute(made.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
            driver.execute(f"delete from temp.{table.name}")  # noqa: S608 - own names
            rows = raw(self._connection).execute(f"select * from {table.name}")  # noqa: S608 - own names
            marks = ",".join("?" * len(table.c))
            while some := rows.fetchmany(_LENT):
                driver.executemany(f"insert into temp.{table.name} values ({marks})", some)  # noqa: S608 - own names

    def close(self) -> None:
        """Remove the database; a second time does nothing."""
        self._connection.close()
        self._folder.cleanup()
