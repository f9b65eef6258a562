"""Folders and zip archives: exports are taken, everything else is left and told; archives are not believed."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smdash.errors import NotFound, Refused
from smdash.exchange.files import archives
from smdash.exchange.files.sources import Several, gather, read_sources
from smdash.exchange.read import Choices

TODAY = date(2026, 11, 22)
Zipped = Callable[..., Path]


def several(*paths: Path) -> Several:
    return read_sources(gather(paths), lambda source: source.read(TODAY, Choices()))


def names(found: Several) -> list[str]:
    return sorted(file.name for _, file in found.files)


def left(found: Several) -> dict[str, str]:
    return {one.name: one.reason for one in found.left}


@pytest.fixture
def zipped(tmp_path: Path) -> Zipped:
    """An archive of these files by name."""

    def made(files: dict[str, bytes], name: str = "export.zip", packing: int = zipfile.ZIP_DEFLATED) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", packing) as archive:
            for member, content in files.items():
                archive.writestr(member, content)
        return path

    return made


@pytest.fixture
def toggl(exports: Path) -> bytes:
    return (exports / "toggl_detailed.csv").read_bytes()


def test_a_folder_gives_its_exports_and_tells_the_rest(tmp_path: Path, toggl: bytes) -> None:
    (tmp_path / "hours.csv").write_bytes(toggl)
    (tmp_path / "again.csv").write_bytes(toggl)
    (tmp_path / "notes.txt").write_text("call ben\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "organisation.toml").write_text("[[person]]\nname = 'ann'\n")
    (tmp_path / ".hidden.csv").write_bytes(toggl)
    (tmp_path / "more").mkdir()
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    found = several(tmp_path)
    assert len(found.files) == 1
    told = left(found)
    same = "again.csv" if names(found) == ["hours.csv"] else "hours.csv"
    assert "is the same as" in told.pop(same)
    assert {name: reason.split(":")[0] for name, reason in told.items()} == {
        "notes.txt": "it is in no format that is known",
        "picture.png": "it is no text.",
        "empty.csv": "“empty.csv” is empty.",
        "organisation.toml": "it describes an organisation",
        "more": "it is a folder in the folder.",
        "loop.csv": told["loop.csv"].split(":")[0],
        "pipe.csv": "“pipe.csv” is a pipe or a device, not a file.",
    }
    assert "symbolic links" in told["loop.csv"]


def test_a_zip_is_read_where_it_is(zipped: Zipped, exports: Path, toggl: bytes) -> None:
    x = (exports / "x_overview.csv").read_bytes()
    path = zipped(
        {"a/b/../Table\x1b[2J.csv": toggl, "Totals.csv": x, "__MACOSX/._Table.csv": b"\0", "read me.txt": b"hi"}
    )
    found = several(path)
    assert names(found) == ["Table.csv", "Totals.csv"]
    assert list(left(found)) == ["read me.txt"]
    rows = {file.name: file.collect() for _, file in found.files}
    assert len(rows["Table.csv"].records) == 5
    plain = several(exports / "toggl_detailed.csv").files[0][1]
    assert plain.digest in {file.digest for _, file in found.files}  # the same file, packed or not


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_without_a_bound_is_left(zipped: Zipped, toggl: bytes, packing: int) -> None:
    with pytest.raises(Refused, match="no export here") as fault:
        several(zipped({"hours.csv": toggl}, packing=packing))
    assert "packed in a way" in fault.value.hint


def test_an_archive_in_an_archive_is_left(zipped: Zipped, toggl: bytes) -> None:
    inner = zipped({"hours.csv": toggl}, "inner.zip").read_bytes()
    found = several(zipped({"inner.zip": inner, "hours.csv": toggl}))
    assert names(found) == ["hours.csv"]
    assert "zip archive" in left(found)["inner.zip"]


def test_a_locked_member_is_left(zipped: Zipped, toggl: bytes) -> None:
    path = zipped({"hours.csv": toggl, "other.csv": toggl + b"\n"})
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(content)
    assert left(several(path)) == {"hours.csv": "it is locked with a password."}


def test_a_bomb_is_refused_by_what_it_declares(zipped: Zipped) -> None:
    path = zipped({"bomb.csv": b"0" * (64 * 1024**2)})
    with pytest.raises(Refused, match="would unpack to 64 MiB"):
        several(path)


def test_a_bomb_that_declares_little_is_refused_when_it_gives_more(zipped: Zipped, toggl: bytes) -> None:
    path = zipped({"hours.csv": toggl + b"\n" * 5_000_000})
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", content, content.index(mark) + at, len(toggl))
    path.write_bytes(content)
    with pytest.raises(Refused) as fault:
        several(path)
    assert "damaged archive" in str(fault.value)


def test_a_table_of_contents_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(archives.MOST_MEMBERS + 1):
            archive.writestr(f"{number}.csv", b"a,b\n")
    with pytest.raises(Refused, match=f"more than {archives.MOST_MEMBERS}"):
        several(path)
    long = io.BytesIO()
    with zipfile.ZipFile(long, "w") as archive:
        for number in range(20):
            archive.writestr("x" * 65_000 + str(number), b"")
    path.write_bytes(long.getvalue())
    with pytest.raises(Refused, match="table of contents"):
        several(path)


@pytest.mark.parametrize("cut", [10, 100, -30, -1])
def test_a_damaged_archive_is_refused(zipped: Zipped, toggl: bytes, cut: int) -> None:
    path = zipped({"hours.csv": toggl})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(Refused, match=r"damaged|no export here"):
        several(path)


def test_what_is_named_must_be_an_export(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("call ben\n")
    with pytest.raises(Refused, match="in no format smdash knows"):
        several(tmp_path / "notes.txt")
    with pytest.raises(NotFound):
        several(tmp_path / "nothing")
    with pytest.raises(NotFound):
        several(Path("~nobody-of-that-name/x.csv"))
    (tmp_path / "none").mkdir()
    with pytest.raises(Refused, match="no export here"):
        several(tmp_path / "none")


def test_a_file_that_goes_or_grows_meanwhile_is_refused(tmp_path: Path, toggl: bytes) -> None:
    path = tmp_path / "hours.csv"
    path.write_bytes(toggl)
    file = several(path).files[0][1]
    stream = file.stream()
    next(stream)
    with path.open("ab") as more:
        more.write(toggl.splitlines(keepends=True)[-1])
    with pytest.raises(Refused, match="changed while it was read"):
        list(stream)
    path.unlink()
    with pytest.raises(Refused, match="is gone"):
        file.collect()


@pytest.mark.parametrize("part", ["xl/workbook.xml", "XL/Workbook.xml", "xl/workbook.bin"])
def test_a_workbook_is_no_archive(zipped: Zipped, part: str) -> None:
    path = zipped({"[Content_Types].xml": b"<x/>", part: b"<x/>"}, "report.xlsx")
    (source,) = gather([path]).sources
    assert (source.member, source.name) == (None, "report.xlsx")
