"""How a viewer reads: without leaving so much as a lock file behind.

A read-only connection to a WAL store that nobody has open makes the `-wal` and `-shm` files and leaves them there, or
fails where it may not make them. So the file is then read as it stands, and again if somebody changed it meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from smdash.errors import StoreProblem
from smdash.store.engine import Access, database_at

T = TypeVar("T")

TRIES = 10


class Viewer:
    """Reading functions run on a connection of their own each; `connection` is the one in use, if any."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection: Connection | None = None
        self._shared = database_at(path, Access.VIEW)
        self._alone = database_at(path, Access.FROZEN)

    def read(self, fn: Callable[[Connection], T]) -> T:
        """Run a reading function on one snapshot; it may run again when a writer came in between."""
        for _ in range(TRIES):
            before = self._state()
            others = before[0] > 0
            try:
                with (self._shared if others else self._alone).connect() as connection, connection.begin():
                    self.connection = connection
                    result = fn(connection)
            except DatabaseError:
                if others or self._state() == before:
                    raise
                continue
            finally:
                self.connection = None
            if others or self._state() == before:
                return result
        raise StoreProblem(f"{self.path} changes too fast to be read.", "Try again soon.")

    def _state(self) -> tuple[int, int, int]:
        """Bytes in the write-ahead log, which others have open then; time and size of the last change of the file."""
        log = self.path.with_name(self.path.name + "-wal")
        file = self.path.stat()
        return log.stat().st_size if log.exists() else 0, file.st_mtime_ns, file.st_size
