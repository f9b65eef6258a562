"""Paths as they are typed, pasted and dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from smdash.tui.widgets.paths import is_dropped, paths_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a blank and a quote in its name."""
    path = tmp_path / "my 'report'.csv"
    path.touch()
    return path


def test_a_path_is_understood_however_a_terminal_writes_it(file: Path) -> None:
    escaped = str(file).replace(" ", "\\ ").replace("'", "\\'")
    for typed in (str(file), f" {file}\n", f'"{file}"', escaped, file.as_uri(), f"{file.as_uri()}\r\n"):
        assert paths_of(typed) == (file,)
        assert is_dropped(typed)


def test_several_are_dropped_at_once(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.csv"
    other.touch()
    for typed in (f'"{file}" {other}', f"{file.as_uri()}\n{other.as_uri()}\n"):
        assert paths_of(typed) == (file, other)
        assert is_dropped(typed)


@pytest.mark.parametrize(
    "typed", ["", " ", "1h30m spring", "b.csv", "/nowhere/at all.csv", '"', "a\0b", "~no-such-person/x", "x" * 30_000]
)
def test_other_text_is_no_drop(typed: str) -> None:
    assert not is_dropped(typed)


def test_home_and_blanks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths_of("~/not yet there.csv") == (tmp_path / "not yet there.csv",)
