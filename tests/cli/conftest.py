"""Commands run in this process, on a home folder and a store of their own, at noon of 22 November 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from smdash.cli import main, session, upkeep
from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.money import Money
from smdash.store import campaigns, organisation
from smdash.store.organisation import SetUp
from smdash.store.store import Store


@dataclass(frozen=True)
class Said:
    """What a command gave back."""

    code: int
    out: str
    err: str


RunCommand = Callable[..., Said]


@pytest.fixture
def store_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "smdash.db"


@pytest.fixture
def smdash(
    tmp_path: Path, store_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> RunCommand:
    """`smdash("log", "1h", "spring")`: exit code, output and messages."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("SMDASH_STORE", str(store_file))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr(session, "Clock", FixedClock)
    monkeypatch.setattr(upkeep, "Clock", FixedClock)
    monkeypatch.setattr(session, "login_name", lambda: "ana")

    def run(*arguments: str) -> Said:
        code = main.run(list(arguments))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def opened(store_file: Path) -> Callable[[], object]:
    """`with opened() as store`: the store between two commands."""

    @contextmanager
    def opening() -> Iterator[Store]:
        store = Store.open(store_file, FixedClock(), actor="ana")
        try:
            yield store
        finally:
            store.close()

    return opening


@pytest.fixture
def prepared(smdash: RunCommand, opened: Callable[..., object]) -> RunCommand:
    """A store with ana at 45.00 an hour, ben without a rate, and two campaigns."""
    with opened() as store:  # type: ignore[attr-defined]  # a context manager
        ana = store.write(organisation.set_up, SetUp("ana", "UTC", "USD", Money(4500, "USD"), 24 * 3600))
        assert ana
        store.write(organisation.add_person, "ben", zone_name="Europe/Berlin")
        for name in ("Spring membership", "Autumn fair"):
            store.write(campaigns.add_campaign, CampaignDraft(name, CampaignStatus.LIVE))
    return smdash
