"""Copies of the store that are whole, rotate, and never replace the last good one before they are complete."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from smdash.errors import NotFound, StoreProblem
from smdash.paths import private_dir

KEEP_DAYS = 7
KEEP_WEEKS = 4
_NAME = re.compile(r"(?P<stem>.+)-(?P<stamp>\d{8}T\d{6})(?:-(?P<reason>[a-z-]+))?\.db")


def back_up(store: Path, folder: Path, now: datetime, *, reason: str = "") -> Path:
    """Copy the store whole into the folder while others go on using it; returns the copy."""
    private_dir(folder)
    suffix = f"-{reason}" if reason else ""
    target = folder / f"{store.stem}-{now:%Y%m%dT%H%M%S}{suffix}.db"
    draft = target.with_suffix(f".{os.getpid()}.part")
    try:
        os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        with (
            closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(draft)) as copy,
        ):
            source.backup(copy)
            if copy.execute("pragma quick_check").fetchone() != ("ok",):
                raise StoreProblem(f"The copy of {store} is damaged.", "Run `smdash doctor` on the store.")
            copy.execute("pragma journal_mode = delete")
        draft.replace(target)
    except (sqlite3.Error, OSError) as fault:
        raise StoreProblem(f"The store could not be backed up: {fault}.", f"Check {folder}.") from fault
    finally:
        draft.unlink(missing_ok=True)
    return target


def backups(store: Path, folder: Path) -> list[Path]:
    """The copies of a store, newest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if (match := _NAME.fullmatch(path.name)) and match["stem"] == store.stem]
    return sorted(found, key=_stamp, reverse=True)


def back_up_daily(store: Path, folder: Path, now: datetime) -> Path | None:
    """One copy a day, then drop what is older than seven days or, one a week, four weeks; None when there was one."""
    if any(_stamp(path).date() == now.date() and not _reason(path) for path in backups(store, folder)):
        return None
    made = back_up(store, folder, now)
    for path in superseded([copy for copy in backups(store, folder) if not _reason(copy)]):
        path.unlink()
    return made


def superseded(copies: list[Path]) -> list[Path]:
    """Of daily copies, newest first, those the rotation drops: all but seven days and one of each of four weeks."""
    kept_days: set[object] = set()
    kept_weeks: set[object] = set()
    dropped = []
    for path in copies:
        day = _stamp(path).date()
        week = day.isocalendar()[:2]
        if len(kept_days) < KEEP_DAYS and day not in kept_days:
            kept_days.add(day)
            kept_weeks.add(week)
        elif week not in kept_weeks and len(kept_weeks) < KEEP_WEEKS + 1:
            kept_weeks.add(week)
        else:
            dropped.append(path)
    return dropped


def restore(store: Path, copy: Path, now: datetime) -> Path | None:
    """Put a copy in the store's place; what stood there is kept and returned. `StoreProblem` for a damaged copy."""
    if not copy.is_file():
        raise NotFound(f"There is no backup at {copy}.", "`smdash restore` lists the backups.")
    check_whole(copy)
    kept = None
    draft = store.with_suffix(f".{os.getpid()}.part")
    try:
        if store.exists():
            kept = back_up(store, private_dir(store.parent / "backups"), now, reason="before-restore")
            _refuse_if_open(store)
        os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        draft.write_bytes(copy.read_bytes())
        draft.replace(store)
        for ending in ("-wal", "-shm"):
            store.with_name(store.name + ending).unlink(missing_ok=True)
    except OSError as fault:
        raise StoreProblem(f"The backup could not be restored: {fault}.", "The store was not changed.") from fault
    finally:
        draft.unlink(missing_ok=True)
    return kept


def check_whole(copy: Path) -> None:
    """`StoreProblem` unless the file is a whole smdash store."""
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            whole = connection.execute("pragma quick_check").fetchone() == ("ok",)
            connection.execute("select max(version) from schema_version").fetchone()
    except sqlite3.Error as fault:
        raise StoreProblem(f"{copy} is not a smdash store: {fault}.", "Choose another backup.") from None
    if not whole:
        raise StoreProblem(f"{copy} is damaged.", "Choose another backup.")


def _refuse_if_open(store: Path) -> None:
    """Another program that keeps the old file open would go on writing into it and lose that."""
    with closing(sqlite3.connect(store, isolation_level=None, timeout=1)) as connection:
        try:
            connection.execute("pragma wal_checkpoint(truncate)")
            connection.execute("pragma locking_mode = exclusive")
            connection.execute("begin exclusive")
            connection.execute("rollback")
            connection.execute("pragma journal_mode = delete")
        except sqlite3.OperationalError:
            raise StoreProblem("The store is open in another smdash.", "Close it there and try again.") from None


def _stamp(path: Path) -> datetime:
    match = _NAME.fullmatch(path.name)
    if match is None:
        raise ValueError(path.name)
    return datetime.strptime(match["stamp"] + "+0000", "%Y%m%dT%H%M%S%z")


def _reason(path: Path) -> str:
    match = _NAME.fullmatch(path.name)
    return (match["reason"] or "") if match else ""
