"""What all stories share: an empty home folder, and a store prepared as a manager would have it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smdash.cli import main
from smdash.clock import Clock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.money import Money
from smdash.store import campaigns, organisation
from smdash.store.organisation import SetUp
from smdash.store.store import Store
from tests.terminal_session import SMDASH, TerminalSession


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def store_file(home: Path) -> Path:
    """Where the dashboard keeps its store in this home."""
    return home / "store" / "smdash.db"


@pytest.fixture
def open_store(store_file: Path) -> Callable[[], Store]:
    """Opens the store as ana, who is a manager."""
    return lambda: Store.open(store_file, Clock("UTC"), actor="ana")


@pytest.fixture
def prepared(open_store: Callable[[], Store]) -> Callable[[], Store]:
    """A store with ana at 45.00 an hour and a live campaign with a budget."""
    store = open_store()
    start = date(2020, 1, 1)
    ana = store.write(organisation.set_up, SetUp("ana", "UTC", "USD", weekly_capacity=24 * 3600))
    store.write(organisation.set_rate, ana, start, Money(4500, "USD"))
    draft = CampaignDraft("Spring membership", CampaignStatus.LIVE, budget_minor=1_000_000)
    store.write(campaigns.add_campaign, draft)
    store.close()
    return open_store


@pytest.fixture
def dashboard(home: Path, store_file: Path) -> Iterator[Callable[..., TerminalSession]]:
    """Opens the dashboard on the store in a terminal of its own; `options` are those of TerminalSession."""
    with ExitStack() as open_sessions:

        def start(*arguments: str, person: str = "ana", **options: Any) -> TerminalSession:
            words = [*SMDASH, "--store", str(store_file), "--person", person, *arguments]
            return open_sessions.enter_context(TerminalSession(words, home=home, **options))

        yield start


@pytest.fixture
def bare_environment(home: Path) -> dict[str, str]:
    """What a program sees of a user whose home folder this is, and nothing of the one who runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "COVERAGE_PROCESS_START") if name in os.environ}
    return kept | {"HOME": str(home), "LANG": "C.UTF-8", "TZ": "UTC"}


@pytest.fixture
def smdash(
    home: Path, store_file: Path, bare_environment: dict[str, str]
) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs one `smdash` command to its end, as ana, on the store; input and output are pipes."""

    def run(*arguments: str, store: Path = store_file, **environment: str) -> subprocess.CompletedProcess[bytes]:
        words = [*SMDASH, "--store", str(store), "--person", "ana", *arguments]
        return subprocess.run(
            words, cwd=home, env=bare_environment | environment, input=b"", capture_output=True, timeout=60, check=False
        )

    return run


@pytest.fixture
def in_process(
    store_file: Path,
    bare_environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs a command as `smdash` does, without the half second a new Python takes."""
    for name in ("SMDASH_STORE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in bare_environment.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        words = ["--store", str(store_file), "--person", "ana", *arguments]
        code = main.run(words)
        out, err = capsysbinary.readouterr()
        return subprocess.CompletedProcess(words, code, out, err)

    return run
