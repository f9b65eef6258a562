"""Fingerprints of files: what is kept, what became of a file, and what is refused."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from smdash.domain.evidence import FileState
from smdash.errors import InvalidInput
from smdash.exchange.fingerprints import file_state, fingerprint


def test_name_size_and_hash_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "licence.pdf"
    file.write_bytes(b"x" * ((1 << 20) + 3))
    found = fingerprint(file)
    assert (found.name, found.path, found.size) == ("licence.pdf", str(file), (1 << 20) + 3)
    assert found.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_home_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.txt").write_text("a")
    assert fingerprint(Path("~/a.txt")).path == str(tmp_path / "a.txt")


def test_what_became_of_a_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "licence.pdf"
    file.write_text("signed")
    kept = fingerprint(file).sha256
    assert file_state(file, kept) is FileState.UNCHANGED
    file.write_text("forged")
    assert file_state(file, kept) is FileState.CHANGED
    file.unlink()
    assert file_state(file, kept) is FileState.ABSENT


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, says in (
        (tmp_path, "is a folder"),
        (tmp_path / "pipe", "is no ordinary file"),
        (tmp_path / "gone", "There is no file"),
        (Path("a\0b"), "no possible name"),
        (Path("/dev/zero"), "is no ordinary file"),
    ):
        with pytest.raises(InvalidInput, match=says) as caught:
            fingerprint(path)
        assert caught.value.hint
