"""`smdash undo`, `redo`, `backup`, `restore`, `doctor`, `paths`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_undo_and_redo_name_what_they_did(prepared: Run) -> None:
    prepared("log", "1h", "spring")
    assert prepared("undo").out == "took back: log 1:00 on Spring membership\n"
    assert prepared("entries").out.startswith("No entries.")
    assert prepared("redo").out == "did again: log 1:00 on Spring membership\n"
    assert len(prepared("entries").out.splitlines()) == 1
    found = prepared("redo")
    assert (found.code, found.out) == (1, "")
    assert "nothing to redo" in found.err


def test_only_the_own_changes_are_undone(prepared: Run) -> None:
    prepared("log", "1h", "spring")
    found = prepared("--person", "ben", "undo")
    assert found.code == 1
    assert "Only your own changes" in found.err


def test_a_viewer_undoes_nothing(prepared: Run) -> None:
    prepared("log", "1h", "spring")
    assert prepared("--role", "viewer", "undo").code == 1


def test_a_backup_is_put_back_and_what_it_replaces_is_kept(prepared: Run, tmp_path: Path) -> None:
    prepared("log", "1h", "spring")
    copy = prepared("backup").out.strip()
    assert Path(copy).stat().st_mode & 0o077 == 0
    prepared("log", "2h", "autumn")
    assert prepared("restore").out.splitlines() == [copy]
    found = prepared("restore", copy)
    assert found.code == 0
    assert found.out.startswith(f"restored {copy}; what stood there is ")
    assert len(prepared("entries").out.splitlines()) == 1
    elsewhere = tmp_path / "elsewhere"
    assert Path(prepared("backup", str(elsewhere)).out.strip()).parent == elsewhere


def test_what_is_no_backup_replaces_nothing(prepared: Run, tmp_path: Path) -> None:
    prepared("log", "1h", "spring")
    (tmp_path / "notes.txt").write_text("not a store")
    for wrong in (tmp_path / "notes.txt", tmp_path / "missing.db"):
        assert prepared("restore", str(wrong)).code == 1
    assert len(prepared("entries").out.splitlines()) == 1


def test_the_doctor_is_content_with_a_store_of_its_own(prepared: Run) -> None:
    prepared("log", "1h", "spring")
    found = prepared("doctor")
    assert found.code == 0
    assert [line.split()[:2] for line in found.out.splitlines()[:7]] == [
        ["ok", name] for name in ("file", "references", "journal", "legal", "totals", "timers", "permissions")
    ]
    assert "schema" in found.out
    listed = json.loads(prepared("doctor", "--json").out)
    assert all(one["fine"] for one in listed)


@pytest.mark.parametrize(
    ("sql", "check"),
    [
        ("update time_entry set seconds = 7200", "totals"),
        ("update change set after = '{}' where table_name = 'time_entry'", "journal"),
        ("delete from month_time", "totals"),
    ],
)
def test_the_doctor_finds_what_was_changed_by_hand(prepared: Run, store_file: Path, sql: str, check: str) -> None:
    prepared("log", "1h", "spring")
    with closing(sqlite3.connect(store_file, isolation_level=None)) as connection:
        connection.execute(sql)
    found = prepared("doctor")
    assert found.code == 1
    assert [line.split()[1] for line in found.out.splitlines() if line.startswith("BAD")] == [check]
    assert [one["check"] for one in json.loads(prepared("doctor", "--json").out) if not one["fine"]] == [check]


def test_the_doctor_minds_who_may_open_the_store(prepared: Run, store_file: Path) -> None:
    store_file.chmod(0o644)
    found = prepared("doctor")
    assert found.code == 1
    assert f"others may open {store_file}: chmod 600" in found.out


def test_the_doctor_is_for_anyone(prepared: Run) -> None:
    assert prepared("--person", "stranger", "doctor").code == 0
    assert prepared("--role", "viewer", "doctor").code == 0


@pytest.mark.parametrize("command", ["undo", "redo", "doctor", "backup"])
def test_without_a_store_there_is_nothing_to_keep_up(smdash: Run, store_file: Path, command: str) -> None:
    found = smdash(command)
    assert (found.code, found.out) == (1, "")
    assert f"There is no store at {store_file}." in found.err
    assert not store_file.exists()


def test_paths_are_those_in_use(smdash: Run, store_file: Path, tmp_path: Path) -> None:
    found = json.loads(smdash("paths", "--json").out)
    assert found["store"] == str(store_file)
    assert found["backups"] == str(store_file.parent / "backups")
    assert Path(found["config"]).is_relative_to(tmp_path)
    lines = smdash("paths").out.splitlines()
    assert [line[:14].strip() for line in lines] == list(found)
    assert not store_file.exists()
