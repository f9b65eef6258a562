"""A store of its own for each test, on a clock that stands still, and what the tests ask it again and again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from smdash.clock import FixedClock
from smdash.store import doctor
from smdash.store.store import Snapshot, Store
from smdash.store.tables import metadata

JOURNAL = ("change", "change_set", "schema_version")

Content = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "smdash.db"


@pytest.fixture
def store(store_path: Path, clock: FixedClock) -> Iterator[Store]:
    opened = Store.open(store_path, clock, actor="ann")
    yield opened
    opened.close()


@pytest.fixture
def content() -> Callable[[Store], Content]:
    """All rows of all tables but the journal's, to compare a store with what it was."""

    def rows(snapshot: Snapshot) -> Content:
        return {
            table.name: sorted((tuple(row) for row in snapshot.connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in JOURNAL
        }

    return lambda store: store.read(rows)


@pytest.fixture
def faults() -> Callable[[Store], list[str]]:
    """What the doctor does not like, in words."""

    def find(store: Store) -> list[str]:
        findings = store.read(doctor.examine)
        return [f"{finding.check}: {finding.detail}" for finding in findings if not finding.fine]

    return find


@pytest.fixture
def by_hand(store_path: Path) -> Callable[..., None]:
    """Change the file behind the program's back, without checks."""

    def run(sql: str, *values: Any) -> None:
        with closing(sqlite3.connect(store_path, isolation_level=None)) as connection:
            connection.execute("pragma ignore_check_constraints = on")
            connection.execute(sql, values)

    return run
