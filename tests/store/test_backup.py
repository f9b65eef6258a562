"""Backups are whole, rotate, and a restored one never loses what it replaces."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.errors import NotFound, StoreProblem
from smdash.store import backup
from smdash.store.backup import back_up, back_up_daily, backups, restore, superseded
from smdash.store.organisation import add_person, people
from smdash.store.store import Store

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def folder(store_path: Path) -> Path:
    return store_path.parent / "backups"


def names(path: Path) -> list[str]:
    store = Store.open(path, FixedClock(), actor="ann")
    found = [person.name for person in store.read(people)]
    store.close()
    return found


def test_a_copy_is_whole_and_private_while_a_writer_is_at_work(store: Store, store_path: Path, folder: Path) -> None:
    store.write(add_person, "Ann")
    with closing(sqlite3.connect(store_path, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute("update person set name = 'Half'")
        copy = back_up(store_path, folder, NOW)
        writer.execute("rollback")
    assert names(copy) == ["Ann"]
    assert copy.name == "smdash-20261122T120000.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_copy_is_one_file_and_leaves_no_draft(store: Store, store_path: Path, folder: Path) -> None:
    copy = back_up(store_path, folder, NOW)
    assert list(folder.iterdir()) == [copy]


def test_no_copy_replaces_another(store_path: Path, store: Store, folder: Path) -> None:
    made = [back_up(store_path, folder, NOW, reason="before-restore") for _ in range(3)]
    assert len(set(made)) == 3
    assert backups(store_path, folder) == made[::-1]


def test_an_interrupted_copy_leaves_nothing(
    store: Store, store_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreProblem, match="No space left"):
        back_up(store_path, folder, NOW)
    assert list(folder.iterdir()) == []


def test_a_place_that_is_no_folder_is_told(store: Store, store_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreProblem, match="could not be backed up"):
        back_up(store_path, tmp_path / "file", NOW)


def test_a_relative_path_will_do(store: Store, store_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(store_path.parent)
    assert back_up(Path(store_path.name), folder, NOW).exists()


def test_other_files_are_no_backups(store: Store, store_path: Path, folder: Path) -> None:
    copy = back_up(store_path, folder, NOW)
    for name in ("notes.txt", "other-20261122T120000.db", "smdash-2026.db", "smdash-20261122T120000.db.part"):
        (folder / name).touch()
    assert backups(store_path, folder) == [copy]
    assert backups(store_path, folder / "none") == []


# Rotation ----------------------------------------------------------------------------------------------------------


def copies(*days: date) -> list[Path]:
    return [Path(f"smdash-{day:%Y%m%d}T120000.db") for day in sorted(days, reverse=True)]


def days_of(paths: list[Path]) -> set[date]:
    return {datetime.strptime(path.name[7:15], "%Y%m%d").replace(tzinfo=UTC).date() for path in paths}


def test_one_copy_a_day(store: Store, store_path: Path, folder: Path) -> None:
    assert back_up_daily(store_path, folder, NOW) is not None
    assert back_up_daily(store_path, folder, NOW + timedelta(hours=3)) is None
    back_up(store_path, folder, NOW + timedelta(days=1), reason="before-migration")
    assert back_up_daily(store_path, folder, NOW + timedelta(days=1)) is not None
    assert len(backups(store_path, folder)) == 3


def test_daily_use_keeps_seven_days_and_four_weeks_before() -> None:
    kept: set[date] = set()
    for number in range(100):
        today = date(2026, 1, 1) + timedelta(days=number)
        everything = copies(*kept, today)
        kept = days_of(everything) - days_of(superseded(everything))
        assert {today - timedelta(days=back) for back in range(min(7, number + 1))} <= kept
    older = sorted(kept)[:-7]
    assert len(kept) == 11
    assert len({day.isocalendar()[:2] for day in older}) == 4
    assert (today - older[0]).days >= 28


def test_rare_use_keeps_seven_days_and_four_more_weeks() -> None:
    monthly = [date(2025, month, 15) for month in range(1, 13)]
    assert days_of(superseded(copies(*monthly))) == {date(2025, 1, 15)}


def test_of_several_copies_a_day_the_newest_stays() -> None:
    same_day = [Path("smdash-20260102T180000.db"), Path("smdash-20260102T120000.db")]
    assert superseded(same_day) == same_day[1:]


def test_the_rotation_drops_files_and_keeps_those_with_a_reason(store: Store, store_path: Path, folder: Path) -> None:
    kept = back_up(store_path, folder, NOW - timedelta(days=365), reason="before-migration")
    for number in range(20):
        back_up_daily(store_path, folder, NOW + timedelta(days=number))
    left = backups(store_path, folder)
    assert kept in left
    assert len(left) == 1 + 7 + 2


# Restore -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(store: Store, store_path: Path, folder: Path) -> Path:
    """A backup with Ann in it; the closed store has Ben, too."""
    store.write(add_person, "Ann")
    made = back_up(store_path, folder, NOW)
    store.write(add_person, "Ben")
    store.close()
    return made


def test_restore_keeps_what_it_replaces(copy: Path, store_path: Path) -> None:
    first = restore(store_path, copy, NOW)
    assert names(store_path) == ["Ann"]
    assert stat.S_IMODE(store_path.stat().st_mode) == 0o600
    assert first is not None
    assert names(first) == ["Ann", "Ben"]
    second = restore(store_path, first, NOW)
    assert second != first
    assert names(store_path) == ["Ann", "Ben"]


def test_restore_where_there_is_no_store(copy: Path, store_path: Path) -> None:
    store_path.unlink()
    assert restore(store_path, copy, NOW) is None
    assert names(store_path) == ["Ann"]


def test_restore_is_refused_while_the_store_is_open(
    copy: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "OPEN_WAIT", 0.01)
    dashboard = Store.open(store_path, FixedClock(), actor="ben")
    with pytest.raises(StoreProblem, match="open in another smdash"):
        restore(store_path, copy, NOW)
    assert dashboard.write(add_person, "Cem")
    dashboard.close()
    assert names(store_path) == ["Ann", "Ben", "Cem"]


@pytest.mark.parametrize("damage", [b"", b"no database\n" * 1000, None])
def test_a_damaged_copy_is_refused(copy: Path, store_path: Path, damage: bytes | None) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    with pytest.raises(StoreProblem):
        restore(store_path, copy, NOW)
    assert names(store_path) == ["Ann", "Ben"]


def test_a_copy_of_a_newer_form_is_refused(copy: Path, store_path: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("update schema_version set version = 99")
    with pytest.raises(StoreProblem, match="Update smdash"):
        restore(store_path, copy, NOW)


def test_a_missing_copy_is_told(store_path: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no backup"):
        restore(store_path, tmp_path / "none.db", NOW)


@pytest.mark.parametrize("broken", ["garbage", "pages"])
def test_a_damaged_store_is_replaced_and_kept_byte_by_byte(
    copy: Path, store_path: Path, broken: str, faults: Callable[[Store], list[str]]
) -> None:
    whole = store_path.read_bytes()
    damaged = b"garbage" * 5000 if broken == "garbage" else whole[:8192] + b"\xff" * (len(whole) - 8192)
    store_path.write_bytes(damaged)
    log = store_path.with_name(store_path.name + "-wal")
    log.write_bytes(b"old")
    kept = restore(store_path, copy, NOW)
    assert kept is not None
    assert kept.name.endswith("-damaged.db")
    assert kept.read_bytes() == damaged
    assert names(store_path) == ["Ann"]


def test_a_failed_restore_leaves_the_store(copy: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(StoreProblem, match="The store was not changed"):
        restore(store_path, copy, NOW)
    monkeypatch.undo()
    assert names(store_path) == ["Ann", "Ben"]
    assert [path for path in store_path.parent.iterdir() if path.suffix == ".part"] == []


def test_a_write_between_two_steps_neither_waits_nor_gets_into_the_copy(
    store: Store, store_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "STEP_PAGES", 1)
    store.write(add_person, "Ann")
    looks = []

    def stopping() -> bool:
        looks.append(1)
        if len(looks) in (2, 5):
            store.write(add_person, f"Ben {len(looks)}")
        return False

    copy = back_up(store_path, folder, NOW, stopping=stopping)
    assert len(looks) < 1000, "the copy begins anew"
    assert names(copy) == ["Ann"]
    assert sorted(person.name for person in store.read(people)) == ["Ann", "Ben 2", "Ben 5"]


@pytest.mark.parametrize("at", [1, 5])
def test_a_copy_nobody_wants_any_more_leaves_nothing(
    store: Store, store_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(backup, "STEP_PAGES", 1)
    looks: list[int] = []

    def stopping() -> bool:
        looks.append(1)
        return len(looks) >= at

    assert back_up_daily(store_path, folder, NOW, stopping=stopping) is None
    assert list(folder.iterdir()) == []
    assert back_up_daily(store_path, folder, NOW) is not None


def test_the_check_of_a_copy_stops_too(
    store: Store, store_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "CHECK_STEPS", 1)
    looks: list[int] = []

    def stopping() -> bool:
        looks.append(1)
        return len(looks) > 1  # the whole store is one step

    assert back_up_daily(store_path, folder, NOW, stopping=stopping) is None
    assert len(looks) > 1
    assert list(folder.iterdir()) == []
