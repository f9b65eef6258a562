"""Copies of the store that are whole, rotate, and never replace the last good one before they are complete."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from smdash.errors import NotFound, StoreProblem
from smdash.paths import private_dir
from smdash.store.migrations import check_not_newer

KEEP_DAYS = 7
KEEP_WEEKS = 4
OPEN_WAIT = 1.0  # seconds
STEP_PAGES = 1000  # copied between two looks at whether the copy is still wanted: about 4 MB
CHECK_STEPS = 100_000  # of SQLite's machine, likewise
_NAME = re.compile(r"(?P<stem>.+)-(?P<stamp>\d{8}T\d{6})(?:-(?P<reason>[a-z-]+))?\.db")


class Stopped(Exception):
    """A copy was no longer wanted; nothing of it is left."""


def _never() -> bool:
    return False


def back_up(
    store: Path, folder: Path, now: datetime, *, reason: str = "", stopping: Callable[[], bool] = _never
) -> Path:
    """Copy the store whole into the folder while others go on using it; returns the copy, a name of its own.

    The copy is what the store was when it began. `stopping` is asked again and again; `Stopped` once it says so.
    """
    target = _free_name(store, folder, now, reason)
    draft = target.with_suffix(f".{os.getpid()}.part")
    try:
        private_dir(folder)
        _make_private(draft)
        with (
            closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=rw", uri=True)) as source,
            closing(sqlite3.connect(draft)) as copy,
        ):
            _copy(source, copy, stopping)
            if copy.execute("pragma quick_check").fetchone() != ("ok",):
                raise StoreProblem(f"The copy of {store} is damaged.", "Run `smdash doctor` on the store.")
            copy.execute("pragma journal_mode = delete")
        draft.replace(target)
    except (sqlite3.Error, OSError) as fault:
        if stopping():
            raise Stopped from None
        raise StoreProblem(f"The store could not be backed up: {fault}.", f"Check {folder}.") from fault
    finally:
        _drop(draft)
    return target


def _copy(source: sqlite3.Connection, copy: sqlite3.Connection, stopping: Callable[[], bool]) -> None:
    def look(*_: int) -> None:
        if stopping():
            raise Stopped

    source.execute("begin")  # else the copy begins anew whenever somebody writes between two steps
    source.execute("select count(*) from sqlite_schema").fetchone()
    source.backup(copy, pages=STEP_PAGES, progress=look)
    copy.set_progress_handler(stopping, CHECK_STEPS)


def _free_name(store: Path, folder: Path, now: datetime, reason: str) -> Path:
    """The copy's name; a second later where there is one, so that no copy ever replaces another."""
    suffix = f"-{reason}" if reason else ""
    while (target := folder / f"{store.stem}-{now:%Y%m%dT%H%M%S}{suffix}.db").exists():
        now += timedelta(seconds=1)
    return target


def _make_private(file: Path) -> None:
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))


def _drop(draft: Path) -> None:
    with suppress(OSError):  # where there is nothing to drop, or no folder at all, what went wrong before is told
        draft.unlink()


def backups(store: Path, folder: Path) -> list[Path]:
    """The copies of a store, newest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if (match := _NAME.fullmatch(path.name)) and match["stem"] == store.stem]
    return sorted(found, key=_stamp, reverse=True)


def back_up_daily(store: Path, folder: Path, now: datetime, *, stopping: Callable[[], bool] = _never) -> Path | None:
    """One copy a day, then drop what is older than seven days or, one a week, four weeks.

    None when there was one, or when it was stopped; then the next start makes it.
    """
    if any(_stamp(path).date() == now.date() and not _reason(path) for path in backups(store, folder)):
        return None
    try:
        made = back_up(store, folder, now, stopping=stopping)
    except Stopped:
        return None
    for path in superseded([copy for copy in backups(store, folder) if not _reason(copy)]):
        path.unlink()
    return made


def superseded(copies: list[Path]) -> list[Path]:
    """Of daily copies, newest first, those the rotation drops.

    Kept are the newest of each of seven days, and then the newest of each of the four weeks before these.
    """
    days: set[date] = set()
    weeks: dict[tuple[int, int], bool] = {}  # by ISO year and week: whether only the one copy stands for it
    dropped = []
    for path in copies:
        day = _stamp(path).date()
        week = day.isocalendar()[:2]
        if day not in days and len(days) < KEEP_DAYS:
            days.add(day)
            weeks[week] = False
        elif week not in weeks and sum(weeks.values()) < KEEP_WEEKS:
            weeks[week] = True
        else:
            dropped.append(path)
    return dropped


def restore(store: Path, copy: Path, now: datetime) -> Path | None:
    """Put a copy in the store's place; what stood there, even damaged, is kept and returned.

    `StoreProblem` for a damaged or newer copy, and while another program has the store open.
    """
    if not copy.is_file():
        raise NotFound(f"There is no backup at {copy}.", "`smdash restore` lists the backups.")
    check_whole(copy)
    draft = store.with_suffix(f".{os.getpid()}.part")
    try:
        kept = _set_aside(store, private_dir(store.parent / "backups"), now) if store.exists() else None
        _make_private(draft)
        with copy.open("rb") as source, draft.open("r+b") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        _drop_log(store)  # before, not after: a log that is left would be played into the restored file
        draft.replace(store)
    except OSError as fault:
        raise StoreProblem(f"The backup could not be restored: {fault}.", "The store was not changed.") from fault
    finally:
        _drop(draft)
    return kept


def check_whole(copy: Path) -> None:
    """`StoreProblem` unless the file is a whole smdash store of a form this program knows."""
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            whole = connection.execute("pragma quick_check").fetchone() == ("ok",)
            version = connection.execute("select max(version) from schema_version").fetchone()[0]
    except sqlite3.Error as fault:
        raise StoreProblem(f"{copy} is not a smdash store: {fault}.", "Choose another backup.") from None
    if not whole or version is None:
        raise StoreProblem(f"{copy} is damaged.", "Choose another backup.")
    check_not_newer(version)


def _set_aside(store: Path, folder: Path, now: datetime) -> Path:
    """Keep what a restored copy is about to replace: as a backup, or byte by byte where it can't be read any more."""
    try:
        _refuse_if_open(store)
        return back_up(store, folder, now, reason="before-restore")
    except sqlite3.DatabaseError:
        kept = _free_name(store, folder, now, "damaged")
    for ending in ("", "-wal"):
        part = store.with_name(store.name + ending)
        if part.exists():
            target = kept.with_name(kept.name + ending)
            _make_private(target)
            shutil.copyfile(part, target)
    return kept


def _refuse_if_open(store: Path) -> None:
    """Another program that keeps the old file open would go on writing into it and lose that."""
    with closing(sqlite3.connect(store, isolation_level=None, timeout=OPEN_WAIT)) as connection:
        try:
            connection.execute("pragma journal_mode = delete")  # only who is alone may end WAL
            connection.execute("begin exclusive")
            connection.execute("rollback")
        except sqlite3.OperationalError:
            raise StoreProblem("The store is open in another smdash.", "Close it there and try again.") from None
        if connection.execute("pragma quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")


def _drop_log(store: Path) -> None:
    for ending in ("-wal", "-shm"):
        store.with_name(store.name + ending).unlink(missing_ok=True)


def _stamp(path: Path) -> datetime:
    match = _NAME.fullmatch(path.name)
    if match is None:
        raise ValueError(path.name)
    return datetime.strptime(match["stamp"] + "+0000", "%Y%m%dT%H%M%S%z")


def _reason(path: Path) -> str:
    match = _NAME.fullmatch(path.name)
    return (match["reason"] or "") if match else ""
