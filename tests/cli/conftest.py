"""Commands run in this process, on a home folder and a store of their own, at noon of 22 November 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from smdash.cli import main, session, upkeep
from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.goals import Aggregation, CheckIn, KpiDraft, Level, Objective, Shape
from smdash.domain.money import Money
from smdash.store import campaigns, check_ins, goals, kpis, organisation
from smdash.store.organisation import SetUp
from smdash.store.store import Store

KPI_START, KPI_DUE = date(2026, 10, 1), date(2026, 12, 31)


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


@pytest.fixture
def kpi_store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "s.db", FixedClock(), actor="ana")
    store.write(organisation.first_use, "ana", "UTC")
    group = store.write(goals.add_objective, Objective(0, "Grow membership", start=KPI_START, due=KPI_DUE))
    store.write(check_ins.check_in, group, CheckIn(FixedClock().today(), 7))
    signups = KpiDraft("Newsletter sign-ups", KPI_START, KPI_DUE, target=Decimal(1000), objective_id=group)
    rate = KpiDraft(
        "Engagement rate",
        KPI_START,
        KPI_DUE,
        aggregation=Aggregation.RATIO,
        level=Level.OUT_TAKE,
        unit="%",
        target=Decimal("3.0"),
    )
    falling = KpiDraft(
        "Response time", KPI_START, KPI_DUE, shape=Shape.DECREASE, unit="h", baseline=Decimal(8), target=Decimal("4.0")
    )
    for draft in (signups, rate, falling):
        store.write(kpis.add_kpi, draft)
    yield store
    store.close()


@pytest.fixture
def kpi(
    kpi_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run `smdash kpi …`, or with `bare` any other command, and return exit code, output and messages."""
    monkeypatch.setattr(session, "Clock", FixedClock)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))

    def call(*arguments: str, role: str = "manager", bare: bool = False) -> tuple[int, str, str]:
        before = ["--store", str(kpi_store.path), "--person", "ana", "--role", role]
        code = main.run([*before, *(() if bare else ("kpi",)), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call
