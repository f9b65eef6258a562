"""A store that the import screens write to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.store import organisation
from smdash.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """`ana` in UTC and nothing else, in the file that the dashboard has open, too."""
    opened = Store.open(tmp_path / "smdash.db", FixedClock(), actor="ana")
    opened.write(organisation.first_use, "ana", "UTC")
    yield opened
    opened.close()
