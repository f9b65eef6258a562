"""A store of its own for each test, on a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.store.store import Store


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
