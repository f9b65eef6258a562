"""Files made to do harm: a clear refusal in bounded memory, with nothing written. Each runs in a process of its own."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smdash.errors import SmdashError
from smdash.exchange.read import read_file

LIMITED = """
import resource, sys
from smdash.cli.main import run
from smdash.cli import imports, import_exports
from smdash.store import staging, totals
from smdash.exchange import plan_several
room = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize() + ROOM
resource.setrlimit(resource.RLIMIT_AS, (room, room))
sys.exit(run(["--store", sys.argv[1], "--person", "ann", "import", *sys.argv[2:]]))
"""
ROOM = 160 * 1024**2  # the program itself, with its database, takes some 60 MiB of it
HEADER = b"User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
ROW = b"ann,,,Fair,,inbox,No,2025-03-04,09:00:00,2025-03-04,10:00:00,01:00:00,\n"
Made = Callable[[Path], None]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit on memory is Linux'")


def imported(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Import under the limit."""
    script = LIMITED.replace("ROOM", str(ROOM))
    homes = {name: str(tmp_path / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    command = [sys.executable, "-c", script, str(tmp_path / "home" / "smdash.db"), *arguments]
    environment = os.environ | homes | {"TZ": "UTC"}
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=120, check=False, cwd=tmp_path
    )


def refused(tmp_path: Path, *arguments: str) -> str:
    """What is said of a file that is not imported; nothing is written, not even a store."""
    done = imported(tmp_path, *arguments)
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert not (tmp_path / "home" / "smdash.db").exists()
    return done.stderr


def sparse(size: int) -> Made:
    def make(path: Path) -> None:
        with path.open("wb") as stream:
            stream.truncate(size)

    return make


def long_line(path: Path) -> None:
    """400 MiB of one line, of which only the first two take room on the disk."""
    with path.open("wb") as stream:
        stream.write(b"x," * 1024**2)
        stream.truncate(400 * 1024**2)


def written(content: bytes) -> Made:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


def huge_record(path: Path) -> None:
    """One row, quoted over 9 000 lines, of 90 MiB in all."""
    with path.open("wb") as stream:
        stream.write(HEADER + b"ann,,,")
        for _ in range(900):
            stream.write(b'"' + (b"x" * 10_000 + b"\n") * 10 + b'",')


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("bomb.csv", "w") as member:
        for _ in range(600):
            member.write(b"0" * 1024**2)


def wide(path: Path) -> None:
    names = ",".join(f"column {number}" for number in range(10_000))
    path.write_text(f"{names}\n{','.join('1' * 10_000)}\n")


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


HOSTILE: dict[str, tuple[Made, str]] = {
    "2 GiB of one line": (sparse(2 * 1024**3), "larger than 512 MiB"),
    "400 MiB of one line": (long_line, "a line of more than"),
    "400 MiB of NUL bytes": (sparse(400 * 1024**2), "NUL bytes"),
    "NUL bytes": (written(HEADER + ROW.replace(b"inbox", b"in\0box")), "NUL bytes"),
    "a record without an end": (written(HEADER + b'ann,,,"' + ROW * 30_000), "quote that is never closed"),
    "a record of 90 MiB": (huge_record, "quote that is never closed"),
    "10 000 columns": (wide, "more than 1000 columns"),
    "a zip bomb": (bomb, "would unpack to 600 MiB"),
    "UTF-16 that was cut": (written("\ufeffUser,Email\n".encode("utf-16-le")[:-1]), "middle of a character"),
    "encodings mixed": (written(HEADER + ROW.replace(b"inbox", "é à ü ö".encode() + b"\xe9")), "encodings are mixed"),
    "an empty file": (written(b""), "is empty"),
    "only line breaks": (written(b"\n" * 100_000), "in no format"),
    "a FIFO": (os.mkfifo, "pipe or a device"),
    "a socket": (listening, "pipe or a device"),
    "a symlink loop": (lambda path: path.symlink_to(path), "symbolic links"),
    "an empty folder": (lambda path: path.mkdir(), "no export here"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_bounded_memory(tmp_path: Path, name: str) -> None:
    make, said = HOSTILE[name]
    make(tmp_path / "export.csv")
    assert said in refused(tmp_path, "export.csv")


def test_a_device_is_refused(tmp_path: Path) -> None:
    assert "pipe or a device" in refused(tmp_path, "/dev/zero")


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(HEADER + ROW)
    file.chmod(0)
    assert "permission denied" in refused(tmp_path, str(file))


def test_what_the_system_forbids_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(HEADER + ROW)

    def forbidden(*_arguments: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", forbidden)
    with pytest.raises(SmdashError, match="permission denied"):
        read_file(file, today=date(2026, 11, 22))


ABSURD_DAYS = ("0001-01-01", "9999-12-31", "2025-02-30", "2025-13-01", "1e308", "9" * 400, "-2025-03-04", "٢٠٢٥-٠٣-٠٤")
ABSURD_TIMES = ("99999:00:00", "-01:00:00", "1e308", "9" * 400, "0x10", "Infinity", "=1+1")


@pytest.mark.parametrize(
    ("cell", "absurd"),
    [*((b"2025-03-04", day) for day in ABSURD_DAYS), *((b"01:00:00", duration) for duration in ABSURD_TIMES)],
)
def test_absurd_days_and_times_are_bad_rows(read_text: Callable[..., object], cell: bytes, absurd: str) -> None:
    bad = ROW.replace(cell, absurd.encode())
    rows = read_text((HEADER + ROW + bad).decode()).collect()  # type: ignore[attr-defined]
    assert (len(rows.records), len(rows.faults)) == (1, 1)


@pytest.mark.parametrize("absurd", ["1e308", "9" * 400, "1" + "0" * 30, "-5", "inf", "٣", "1/0"])
def test_absurd_counts_are_bad_rows(read_text: Callable[..., object], absurd: str) -> None:
    header = "Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Post type,Date,Reach,Reactions\n"
    row = "{},1,Guild,t,,03/20/2025 18:00,https://x/1,Photos,Lifetime,{},1\n"
    rows = read_text(header + row.format(1, 5) + row.format(2, absurd)).collect()  # type: ignore[attr-defined]
    assert (len(rows.records), len(rows.faults)) == (1, 1)


def test_formulas_and_markup_stay_text(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_bytes(
        HEADER + ROW.replace(b"inbox", b"\"=cmd|'/c calc'!A1 [@click=app.quit]x[/]\x1b]52;c;eA==\x07\"")
    )
    done = imported(tmp_path, "export.csv")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
