"""The dashboard's gateway: its threads, what changed, who acts, and an orderly end."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.goals import KpiDraft, Reading
from smdash.domain.organisation import Role
from smdash.domain.timesheets import EntryDraft
from smdash.errors import NotFound, Refused
from smdash.store import backup, campaigns, hours, kpis, organisation, readings, timers, timesheets
from smdash.store.store import Snapshot, Store, Transaction
from smdash.tui.contracts import HeaderInfo, RunningTimer
from smdash.tui.live import LiveStore

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def live(real_store: Store, tmp_path: Path) -> Iterator[LiveStore]:
    opened = LiveStore(Store.open(tmp_path / "real.db", FixedClock(), actor="ana"))
    yield opened
    opened.close()


async def test_reads_and_writes_have_a_thread_each(live: LiveStore) -> None:
    def reader(_snapshot: Snapshot) -> str:
        return threading.current_thread().name

    def writer(_tx: Transaction) -> str:
        return threading.current_thread().name

    assert (await live.read(reader)).startswith("smdash-read")
    assert (await live.write(writer)).startswith("smdash-write")


async def test_a_write_nobody_waits_for_is_finished(live: LiveStore, real_store: Store) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(tx: Transaction) -> None:
        began.set()
        go_on.wait(5)
        timesheets.log_entry(tx, EntryDraft(1, TODAY, 60))

    waiting = asyncio.ensure_future(live.write(slow))
    await asyncio.to_thread(began.wait, 5)
    waiting.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    live.close()
    assert real_store.read(hours.hours_in, None).seconds == 60


async def test_words_of_what_this_and_other_processes_wrote(live: LiveStore, real_store: Store) -> None:
    assert await live.changed_words() == frozenset()
    real_store.write(campaigns.add_campaign, CampaignDraft("Of another process"))
    await live.write(timesheets.log_entry, EntryDraft(1, TODAY, 60))
    assert await live.changed_words() == {"campaigns", "time"}
    assert await live.changed_words() == frozenset()


async def test_who_acts_follows_what_is_stored(live: LiveStore, real_store: Store) -> None:
    assert (live.person_name, live.person_id, live.fresh, live.currency) == ("ana", 1, False, "USD")
    person = real_store.read(organisation.people)[0]
    real_store.write(
        organisation.edit_person, 1, name="Ana", kind=person.kind, weekly_capacity=0, zone_name="Asia/Tokyo"
    )
    assert live.clock.zone_name == "UTC"
    assert await live.changed_words() == {"people"}
    assert (live.person_name, live.clock.zone_name) == ("Ana", "Asia/Tokyo")


async def test_a_new_store_is_fresh_until_it_is_set_up(tmp_path: Path) -> None:
    live = LiveStore(Store.open(tmp_path / "new.db", FixedClock(), actor="login"))
    assert (live.fresh, live.person_name, live.person_id) == (True, "login", None)
    assert await live.header() == HeaderInfo(None, None)
    await live.write(organisation.first_use, "ana", "UTC")
    await live.changed_words()
    assert (live.fresh, live.person_name, live.person_id) == (False, "ana", 1)
    live.close()


async def test_the_header_has_the_own_timer_and_how_fresh_the_data_is(live: LiveStore) -> None:
    kpi = await live.write(kpis.add_kpi, KpiDraft("Sign-ups", TODAY, TODAY, target=Decimal(1)))
    await live.write(readings.add_reading, kpi, Reading(TODAY, Decimal(1)))
    ben = await live.write(organisation.add_person, "ben")
    await live.write(timers.start_timer, EntryDraft(ben, TODAY, 0))
    assert await live.header() == HeaderInfo(TODAY, None)
    await live.write(timers.start_timer, EntryDraft(1, TODAY, 0, campaign_id=1))
    assert await live.header() == HeaderInfo(TODAY, RunningTimer(NOON, "Spring membership"))


async def test_undo_and_redo_name_what_they_do(live: LiveStore) -> None:
    await live.write(timesheets.log_entry, EntryDraft(1, TODAY, 3600, campaign_id=1))
    named = "log 1:00 on Spring membership"
    assert await live.undo_preview() == named
    assert await live.undo() == named
    assert await live.redo() == named
    await live.undo()
    for _ in range(10):  # what was set up by the test's own hand, until nothing is left
        if await live.undo_preview() is None:
            break
        await live.undo()
    with pytest.raises(NotFound, match="nothing to undo"):
        await live.undo()


async def test_a_viewer_reads_and_keeps_no_copies(real_store: Store, tmp_path: Path) -> None:
    live = LiveStore(Store.open(tmp_path / "real.db", FixedClock(), role=Role.VIEWER, actor="boss"))
    assert live.role == "viewer"
    assert (await live.read(hours.hours_in, None)).seconds == 0
    with pytest.raises(Refused, match="viewer"):
        await live.write(timesheets.log_entry, EntryDraft(1, TODAY, 60))
    await live.back_up_daily(tmp_path / "copies")
    assert not (tmp_path / "copies").exists()
    live.close()


async def test_a_manager_keeps_one_copy_a_day(live: LiveStore, tmp_path: Path) -> None:
    for _ in range(2):
        await live.back_up_daily(tmp_path / "copies")
    assert len(list((tmp_path / "copies").iterdir())) == 1


async def test_a_write_does_not_wait_for_the_copy(
    live: LiveStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, written = threading.Event(), threading.Event()

    def slow(connection: sqlite3.Connection, copy: sqlite3.Connection, stopping: Callable[[], bool]) -> None:
        began.set()
        assert written.wait(5)
        whole(connection, copy, stopping)

    whole = backup._copy
    monkeypatch.setattr(backup, "_copy", slow)
    copying = asyncio.ensure_future(live.back_up_daily(tmp_path / "copies"))
    await asyncio.to_thread(began.wait, 5)
    await live.write(timesheets.log_entry, EntryDraft(1, TODAY, 60))
    assert not copying.done()
    written.set()
    await copying
    assert len(list((tmp_path / "copies").iterdir())) == 1


async def test_closing_gives_up_a_copy_that_is_not_whole(
    real_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = LiveStore(Store.open(tmp_path / "real.db", FixedClock(), actor="ana"))
    began = threading.Event()

    def endless(_source: sqlite3.Connection, _copy: sqlite3.Connection, stopping: Callable[[], bool]) -> None:
        began.set()
        while not stopping():
            pass
        raise backup.Stopped

    monkeypatch.setattr(backup, "_copy", endless)
    copying = asyncio.ensure_future(opened.back_up_daily(tmp_path / "copies"))
    await asyncio.to_thread(began.wait, 5)
    await asyncio.to_thread(opened.close)
    await copying
    assert list((tmp_path / "copies").iterdir()) == []
