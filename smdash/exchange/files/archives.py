"""Zip archives as platforms hand them out: their files are read where they are, one by one, and never unpacked.

What an archive says of itself is not believed: its table of contents is read only up to a limit, and a member gives no
more bytes than it declares.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from smdash.domain import text
from smdash.errors import Refused

MOST_MEMBERS = 500
MAGIC = b"PK\x03\x04"
_WORKBOOK = "xl/workbook"  # .xml, or .bin in a binary one
_CONTENTS = 1024 * 1024  # bytes of the table of contents, which is held in memory
_WHOLE = 1024 * 1024 * 1024
_RATIO, _HARMLESS = 200, 32 * 1024 * 1024  # tables of numbers shrink to a fiftieth at best
_BUFFER = 64 * 1024
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of others the library unpacks any amount at once
_ENCRYPTED = 0x1
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its place in the table of contents, its name without folders, bytes as declared, when it
    was changed (UTC seconds, by the archive's clock), and why it can't be read, if it can't.
    """

    place: int
    name: str
    size: int
    changed: float
    fault: str = ""


def is_workbook(opener: Opener, name: str) -> bool:
    """Whether an archive is a workbook of a spreadsheet; `Refused` when it is damaged."""
    with _opened(opener, name) as archive:
        return any(name.casefold().startswith(_WORKBOOK) for name in archive.namelist())


def members(opener: Opener, name: str, size: int) -> tuple[Member, ...]:
    """The files of an archive of `size` bytes, in its order; `Refused` for one that is damaged or would unpack to far
    more than any export. Folders and what a system hides are not told.
    """
    with _opened(opener, name) as archive:
        infos = archive.infolist()
    whole = sum(info.file_size for info in infos)
    if whole > _WHOLE or (whole > _HARMLESS and whole > _RATIO * size):
        raise Refused(
            f"“{name}” would unpack to {whole // 1024**2} MiB, {whole // max(size, 1)} times its size.",
            "No export is like that: it was left packed.",
        )
    found = [_member(place, info) for place, info in enumerate(infos) if not _is_hidden(info)]
    if len(found) > MOST_MEMBERS:
        raise Refused(f"“{name}” holds {len(found)} files, more than {MOST_MEMBERS}.", "Unpack those you need.")
    return tuple(found)


def open_member(opener: Opener, name: str, place: int) -> BinaryIO:
    """The bytes of one file of an archive; closing them closes the archive. Faults on the way are `Refused`."""
    wary = _Wary(opener(), name)
    try:
        archive = zipfile.ZipFile(wary)
        return io.BufferedReader(_Unpacked(wary, archive.open(archive.infolist()[place]), name), _BUFFER)
    except (*_DAMAGED, IndexError):
        wary.close()
        raise _damaged(name) from None
    except BaseException:
        wary.close()
        raise


def _is_hidden(info: zipfile.ZipInfo) -> bool:
    parts = [part for part in PurePosixPath(info.filename).parts if part != ".."]
    return info.is_dir() or any(part.startswith((".", "__MACOSX")) for part in parts)


def _member(place: int, info: zipfile.ZipInfo) -> Member:
    name = text.one_line(PurePosixPath(info.filename.replace("\\", "/")).name) or "file"
    fault = ""
    if info.flag_bits & _ENCRYPTED:
        fault = "it is locked with a password"
    elif info.compress_type not in _PACKINGS:
        fault = "it is packed in a way that is not read here"
    try:
        changed = datetime(*info.date_time, tzinfo=UTC).timestamp()
    except (ValueError, OverflowError):
        changed = 0.0
    return Member(place, name, info.file_size, changed, fault)


@contextmanager
def _opened(opener: Opener, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        with opener() as raw, zipfile.ZipFile(_Wary(raw, name)) as archive:
            yield archive
    except _DAMAGED:
        raise _damaged(name) from None


def _damaged(name: str) -> Refused:
    return Refused(f"“{name}” is a damaged archive.", "Download it again, or unpack it.")


class _Wary(io.RawIOBase):
    """An archive's bytes, of which nobody takes more at once than a table of contents may have."""

    def __init__(self, raw: BinaryIO, name: str) -> None:
        self._raw, self._name = raw, name

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0 or size > _CONTENTS:
            size = _CONTENTS + 1
        found = self._raw.read(size)
        if len(found) > _CONTENTS:
            raise Refused(f"“{self._name}” has a table of contents beyond belief.", "Unpack it, if you trust it.")
        return found

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Unpacked(io.RawIOBase):
    """The bytes of one member."""

    def __init__(self, archive: io.RawIOBase, stream: Any, name: str) -> None:
        self._archive, self._stream, self._name = archive, stream, name

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        try:
            found = self._stream.read(len(room))
        except _DAMAGED:
            raise _damaged(self._name) from None
        room[: len(found)] = found
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._archive.close()
        super().close()
