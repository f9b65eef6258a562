"""What holds for every test."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
import textual._wait

from smdash.clock import FixedClock
from smdash.store import store as store_module
from smdash.store.store import Store

# As smdash itself does when it starts: most objects of a run stay until its end, and looking through all of them for
# garbage at Python's usual pace takes a fifth of the time.
gc.set_threshold(100_000, 20, 50)

# How long Textual's pilot looks whether an app still works. What it works on is asked for by the tests themselves.
textual._wait.SLEEP_GRANULARITY = 0.004  # seconds
textual._wait.SLEEP_IDLE = 0.002

_create_empty = store_module._create_private


@pytest.fixture(scope="session", autouse=True)
def _stores_are_copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """New stores of this process are copies of one, since the steps of its schema take forty times as long."""
    first = tmp_path_factory.mktemp("store") / "first.db"
    Store.open(first, FixedClock()).close()
    made = first.read_bytes()

    def copy(path: Path) -> None:
        _create_empty(path)
        path.write_bytes(made)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "_create_private", copy)
        yield


@pytest.fixture
def made_by_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """New stores are made as a user's are: by all steps of the schema."""
    monkeypatch.setattr(store_module, "_create_private", _create_empty)
