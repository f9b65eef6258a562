"""The temporary database of an import: private, removed, and tidied up after programs that were killed."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from smdash.store import staging
from smdash.store.staging import Staging

DAY = 86_400


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of our own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left_behind(place: Path, name: str, age: int) -> Path:
    folder = place / name
    folder.mkdir()
    (folder / "staging.db").write_bytes(b"x")
    os.utime(folder, (time.time() - age,) * 2)
    return folder


def test_it_is_for_its_owner_only_and_goes(place: Path) -> None:
    made = Staging()
    assert made.path.parent.stat().st_mode & 0o077 == 0
    made.close()
    made.close()
    assert list(place.iterdir()) == []


def test_two_at_once_do_not_see_each_other(place: Path) -> None:
    one, other = Staging(), Staging()
    one.put(staging.name, [{"ref": 1, "target_id": 7}])
    assert [tuple(row) for row in one.rows(staging.name.select())] == [(1, 7)]
    assert other.rows(staging.name.select()) == []
    one.close()
    other.close()


def test_what_killed_imports_left_is_removed_after_a_day(place: Path) -> None:
    old = left_behind(place, "smdash-import-old", 2 * DAY)
    young = left_behind(place, "smdash-import-young", DAY // 2)
    other = left_behind(place, "smdash-demo-old", 2 * DAY)
    target = left_behind(place, "else", 2 * DAY)
    link = place / "smdash-import-link"
    link.symlink_to(target)
    os.utime(link, (time.time() - 2 * DAY,) * 2, follow_symlinks=False)
    Staging().close()
    assert not old.exists()
    assert young.exists()
    assert other.exists()
    assert link.is_symlink()
    assert (target / "staging.db").exists()


def test_what_belongs_to_others_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = left_behind(place, "smdash-import-old", 2 * DAY)
    monkeypatch.setattr(os, "getuid", lambda: old.stat().st_uid + 1)
    Staging().close()
    assert old.exists()
