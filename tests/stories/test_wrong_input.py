"""Somebody types something wrong at the shell: one clear sentence, the documented exit code, and nothing written."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeAlias

import pytest

from smdash.store import migrations, timesheets
from smdash.store.store import Store
from tests.terminal_session import SMDASH

Run: TypeAlias = Callable[..., CompletedProcess[bytes]]
REFUSED, WRONG_USAGE = 1, 2


def contents(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        return {table: sorted(connection.execute(f"select * from {table}"), key=repr) for table in tables}
    finally:
        connection.close()


def said(done: CompletedProcess[bytes], code: int) -> str:
    """What a refused command said; it must be short, on the error output, and never a traceback."""
    message = done.stderr.decode()
    assert done.returncode == code, message or done.stdout.decode()
    assert message.startswith("smdash: ")
    assert "Traceback" not in message
    assert len(message) < 800
    assert not done.stdout
    return message


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (["lgo", "1h", "spring"], WRONG_USAGE, "Did you mean “log”?"),
        (["zzzzz"], WRONG_USAGE, "smdash --help"),
        (["--frobnicate", "log"], WRONG_USAGE, "--frobnicate"),
        (["--store"], WRONG_USAGE, "needs a value"),
        (["--role", "boss", "log", "1h", "spring"], WRONG_USAGE, "viewer, contributor, counsel, manager"),
        (["log"], WRONG_USAGE, "usage: smdash log"),
        (["log", "1h", "spring", "--frobnicate"], WRONG_USAGE, "--frobnicate"),
        (["log", "1h", "sprang"], WRONG_USAGE, "“Spring membership”"),
        (["log", "25:00", "spring"], WRONG_USAGE, "longer than a day"),
        (["log", "1h90", "spring"], WRONG_USAGE, "1h90"),
        (["log", "-1h", "spring"], WRONG_USAGE, "-1h"),
        (["log", "0", "spring"], WRONG_USAGE, "Nothing was logged"),
        (["log", "1h", "spring", "--on", "30 feb"], WRONG_USAGE, "30 feb"),
        (["log", "1h", "spring", "--on", "2026-02-30"], WRONG_USAGE, "2026-02-30"),
        (["log", "1h", "spring", "--on", "2099-01-01"], WRONG_USAGE, "in the future"),
        (["log", "1h", "spring", "--person", "bob"], WRONG_USAGE, "bob"),
        (["--person", "bob", "log", "1h", "spring"], WRONG_USAGE, "bob"),
        (["--role", "viewer", "log", "1h", "spring"], REFUSED, "viewer"),
        (["--role", "viewer", "undo"], REFUSED, "viewer"),
        (["stop"], REFUSED, "No timer is running"),
        (["start", "nowhere"], WRONG_USAGE, "nowhere"),
        (["entries", "delete", "999"], REFUSED, "999"),
        (["entries", "delete", "nine"], WRONG_USAGE, "nine"),
        (["entries", "edit", "999", "1h"], REFUSED, "999"),
        (["entries", "--limit", "0"], WRONG_USAGE, "--limit"),
        (["entries", "list", "--limit", "0"], WRONG_USAGE, "--limit"),
        (["entries", "list", "--period", "2026-13"], WRONG_USAGE, "2026-13"),
        (["status", "--wrong"], WRONG_USAGE, "--json"),
        (["restore", "nowhere.db"], REFUSED, "nowhere.db"),
        (["import", "nowhere.csv"], REFUSED, "nowhere.csv"),
        (["import"], WRONG_USAGE, "usage: smdash import"),
        (["kpi", "set", "Nothing", "4"], REFUSED, "There are no KPIs yet"),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, list) else None,
)
def test_it_is_told_in_a_sentence_and_nothing_is_written(
    words: list[str],
    code: int,
    expected: str,
    in_process: Run,
    store_file: Path,
    prepared: Callable[[], Store],
) -> None:
    before = contents(store_file)
    assert expected in said(in_process(*words), code)
    assert contents(store_file) == before


def test_a_name_that_is_nearly_right_is_proposed_and_everything_wrong_is_told_at_once(
    smdash: Run, prepared: Callable[[], Store]
) -> None:
    message = said(smdash("log", "25:00", "sprign", "@30-feb"), WRONG_USAGE)
    assert "“Spring membership”" in message
    assert "longer than a day" in message
    assert "30-feb" in message


def test_a_store_in_a_folder_that_cannot_be_made_is_named(smdash: Run, home: Path) -> None:
    (home / "file").write_text("no folder")
    store = home / "file" / "deep" / "smdash.db"
    message = said(smdash("log", "1h", "spring", store=store), REFUSED)
    assert str(store) in message
    assert "--store" in message


def test_a_store_whose_folder_is_missing_is_not_made_for_a_viewer(smdash: Run, home: Path) -> None:
    store = home / "missing" / "smdash.db"
    message = said(smdash("--role", "viewer", "entries", store=store), REFUSED)
    assert "There is no store" in message
    assert not store.parent.exists()


def test_a_folder_a_stranger_file_and_a_newer_store_are_refused_as_stores(
    smdash: Run, home: Path, store_file: Path, prepared: Callable[[], Store]
) -> None:
    folder = home / "folder.db"
    folder.mkdir()
    assert str(folder) in said(smdash("log", "1h", "spring", store=folder), REFUSED)

    stranger = home / "letter.db"
    stranger.write_text("Dear reader, this is not a database at all.\n" * 50)
    assert "letter.db" in said(smdash("log", "1h", "spring", store=stranger), REFUSED)
    assert stranger.read_text().startswith("Dear reader")

    foreign = home / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("create table recipe (name text)")
        connection.execute("insert into recipe values ('soup')")
    connection.close()
    assert "foreign.db" in said(smdash("log", "1h", "spring", store=foreign), REFUSED)
    assert set(contents(foreign)) == {"recipe"}

    with sqlite3.connect(store_file) as connection:
        newer = migrations.latest() + 1
        connection.execute(
            "insert into schema_version (version, applied_at) values (?, '2026-01-01T00:00:00Z')", [newer]
        )
    connection.close()
    assert "Update smdash" in said(smdash("log", "1h", "spring"), REFUSED)


def test_bytes_that_are_no_text_are_left_out(
    home: Path, store_file: Path, bare_environment: dict[str, str], prepared: Callable[[], Store]
) -> None:
    words: list[str | bytes] = [
        *SMDASH,
        "--store",
        str(store_file),
        "--person",
        "ana",
        "log",
        "1h",
        "spring",
        "--note",
        b"caf\xff\xfe",
    ]
    done = subprocess.run(words, cwd=home, env=bare_environment, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert prepared().read(timesheets.entries).entries[0].note == "caf"
