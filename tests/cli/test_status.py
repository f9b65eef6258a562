"""`smdash status` reads the file by itself, for speed: it must say what the store says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from smdash.cli import main
from smdash.clock import Clock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.durations import clock as hours
from smdash.domain.timesheets import EntryDraft
from smdash.store import campaigns, organisation, timers
from smdash.store.store import Store

Status = Callable[..., str]
QUICKLY = 5  # seconds that may pass between two questions on a slow machine


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with ana and ben and a campaign; on the real clock, because `status` asks the database for the time."""
    made = Store.open(tmp_path / "odd ? name.db", Clock(), actor="ana")
    made.write(organisation.first_use, "ana", "UTC")
    made.write(organisation.add_person, "ben")
    made.write(campaigns.add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE))
    yield made
    made.close()


@pytest.fixture
def status(store: Store, capsys: pytest.CaptureFixture[str]) -> Status:
    def run(*arguments: str) -> str:
        assert main.run(["--store", str(store.path), "status", *arguments]) == 0
        return capsys.readouterr().out

    return run


def start(store: Store, person: int, *, ago: timedelta, campaign: int | None = None, note: str = "") -> None:
    at = store.clock.now() - ago
    draft = EntryDraft(person, at.date(), 0, "UTC", campaign_id=campaign, note=note)
    store.write(timers.start_timer, draft, at)


def test_no_timer_is_said(status: Status) -> None:
    assert status() == "no timer\n"
    assert json.loads(status("--json")) == []


def test_a_store_that_is_not_there_has_no_timer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "none.db"
    assert main.run(["--store", str(missing), "status"]) == 0
    assert capsys.readouterr().out == "no timer\n"
    assert not missing.exists()


def test_status_and_store_agree_on_every_running_timer(store: Store, status: Status) -> None:
    start(store, 2, ago=timedelta(minutes=5, seconds=20), note="replies")
    start(store, 1, ago=timedelta(hours=1, minutes=42, seconds=20), campaign=1)
    in_store = store.read(timers.running)
    lines = status().splitlines()
    assert lines == [f"▶ {hours(one.seconds - one.seconds % 60)} {one.label} · {one.person}" for one in in_store]
    assert lines == ["▶ 1:42 Spring · ana", "▶ 0:05 replies · ben"]
    for told, one in zip(json.loads(status("--json")), in_store, strict=True):
        assert (told["person"], told["label"]) == (one.person, one.label)
        assert one.entry.start is not None
        assert told["started"] == one.entry.start.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert 0 <= told["seconds"] - one.seconds <= QUICKLY


def test_a_timer_without_any_name_is_called_the_same(store: Store, status: Status) -> None:
    start(store, 1, ago=timedelta(seconds=30))
    (one,) = store.read(timers.running)
    assert one.label == "no campaign"
    assert status() == f"▶ 0:00 {one.label} · ana\n"


def test_a_stopped_timer_is_gone(store: Store, status: Status) -> None:
    start(store, 1, ago=timedelta(minutes=9), campaign=1)
    store.write(timers.stop_timer, 1)
    assert status() == "no timer\n"


def test_wrong_words_are_refused(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--store", str(store.path), "status", "now"]) == 2
    assert "--json" in capsys.readouterr().err


def test_a_timer_over_the_limit_of_the_settings_is_flagged(store: Store, status: Status) -> None:
    start(store, 1, ago=timedelta(hours=3), campaign=1)
    assert "!" not in status()
    store.write(lambda tx: organisation.change_settings(tx, timer_limit=2 * 3600))
    assert status().endswith("Spring · ana ! over 2 h, forgotten?\n")
    (timer,) = json.loads(status("--json"))
    assert (timer["forgotten"], timer["limit"], timer["id"]) == (True, 7200, 1)
