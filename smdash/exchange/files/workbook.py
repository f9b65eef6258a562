"""Excel workbooks, new (a zip of XML) and old: told by their content, checked before they are opened, read as rows.

The rows of all sheets come as those of a text file do, hidden sheets too. What is opened is bounded beforehand: bytes,
what they unpack to (by the archive's directory and by unpacking), and the rectangle of cells of each sheet. The rest is
left to a process of its own (`smdash.exchange.files.sheets`).
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from smdash.errors import Refused
from smdash.exchange.files.sheets import PASSWORD, SECONDS, TOO_LARGE

if TYPE_CHECKING:
    from smdash.exchange.files.decode import Limits

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TITLE = "Excel workbook"

_LINES = 1 << 21  # more than a sheet has rows
_CHUNK, _LONGEST_REFERENCE = 1 << 20, 64
_MOST_MEMBERS = 10_000
_WORKBOOK = "xl/workbook"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELLS = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r", b":c ", b":c>", b":c/", b":c\t", b":c\n", b":c\r")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,4})([0-9]{1,9})")
_ROW = re.compile(rb"\br\s*=\s*[\"']([0-9]{1,9})[\"']")
_UNPACKING = (BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook that have cells, by name, and their rows, compressed."""

    sheets: tuple[str, ...]
    packed: bytes

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Every row under the number of its line: those of each sheet are numbered on, `place` tells which it is.

        Before the rows of a sheet come a blank one and its name, so that its table begins anew.
        """
        before = -1
        for sheet, row, cells in _unpacked(self.packed):
            if sheet != before:
                yield sheet * _LINES, []
                yield sheet * _LINES, [self.sheets[sheet]]
                before = sheet
            yield sheet * _LINES + row, cells

    def place(self, line: int) -> tuple[str, int]:
        """The sheet of a line and its row there."""
        return self.sheets[line // _LINES], line % _LINES


def sheet_of(line: int) -> int:
    """The number of the sheet a line is on; 0 in a text file of fewer lines than a sheet has."""
    return line // _LINES


def last_line(line: int) -> int:
    """The last line there can be on the sheet of a line."""
    return (sheet_of(line) + 1) * _LINES - 1


def is_next_sheet(before: int, line: int) -> bool:
    """Whether a line is on a later sheet than the one before; never in a text file of fewer lines than a sheet has."""
    return sheet_of(line) != sheet_of(before)


def is_workbook(start: bytes, opener: Callable[[], BinaryIO]) -> bool:
    """Whether a file, by its content, is a workbook: an archive with one in it, or an old Office file."""
    if start.startswith(OLE):
        return True
    if not start.startswith(ZIP):
        return False
    try:
        with opener() as raw, ZipFile(raw) as archive:
            return any(name.casefold().startswith(_WORKBOOK) for name in archive.namelist())
    except _UNPACKING:
        return False


def open_workbook(name: str, content: bytes, limits: Limits) -> Workbook:
    """The rows of a workbook; `Refused` when it is too large, encrypted or damaged, or what reads it isn't there."""
    if find_spec("python_calamine") is None:
        raise Refused(
            f"“{name}” is an Excel workbook, and python-calamine, which reads them, is not installed.",
            "Install it (`pipx inject smdash python-calamine`, or `pip install 'smdash[xlsx]'`), or save as CSV.",
        )
    if len(content) > limits.workbook:
        raise _too_large(name, f"has more than {limits.workbook // 1024**2} MiB")
    if content.startswith(OLE):
        if _ENCRYPTED in content:
            raise _encrypted(name)
    else:
        _check_archive(name, content, limits)
    return _converted(name, content)


def _converted(name: str, content: bytes) -> Workbook:
    # -P: what lies in the folder the program was started in must not be taken for a module of ours.
    command = [sys.executable, "-P", "-m", "smdash.exchange.files.sheets"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise _too_large(name, f"takes more than {SECONDS} seconds to open") from None
    if done.returncode == PASSWORD:
        raise _encrypted(name)
    if done.returncode == TOO_LARGE:
        raise _too_large(name, "holds more text than can be read")
    if done.returncode:
        raise _damaged(name)
    names, _, packed = done.stdout.partition(b"\n")
    sheets = tuple(json.loads(names))
    if not sheets:
        raise Refused(f"“{name}” is a workbook without a sheet of cells.", "Export it again.")
    return Workbook(sheets, packed)


def _unpacked(packed: bytes) -> Iterator[Any]:
    """The lines of what was converted, one in memory at a time."""
    unpack, rest = zlib.decompressobj(), b""
    view = memoryview(packed)
    for start in range(0, len(view), _CHUNK // 8):
        piece: Any = view[start : start + _CHUNK // 8]
        while piece:
            *lines, rest = (rest + unpack.decompress(piece, _CHUNK)).split(b"\n")
            yield from map(json.loads, lines)
            piece = unpack.unconsumed_tail
    *lines, _ = (rest + unpack.flush()).split(b"\n")
    yield from map(json.loads, lines)


# Archives ----------------------------------------------------------------------------------------------------------


def _check_archive(name: str, content: bytes, limits: Limits) -> None:
    """Refuse what unpacks to too much, as its directory says and as it is, and sheets of too many cells."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            said = sum(member.file_size for member in members)
            if len(members) > _MOST_MEMBERS or said > limits.unpacked:
                raise _too_large(name, f"unpacks to more than {limits.unpacked // 1024**2} MiB")
            if any(member.flag_bits & 1 for member in members):
                raise _encrypted(name)
            room = limits.unpacked
            for member in members:
                if member.filename.casefold().startswith("xl/"):
                    room -= _check_member(name, archive, member, room, limits)
    except _UNPACKING:
        raise _damaged(name) from None


def _check_member(name: str, archive: ZipFile, member: ZipInfo, room: int, limits: Limits) -> int:
    """Unpack one member and return its size: what the directory says of it may be a lie."""
    extent = _Extent() if "sheet" in member.filename.casefold() else None
    member.file_size = room + 2 * _CHUNK
    size = 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > room:
                raise _too_large(name, f"unpacks to more than {limits.unpacked // 1024**2} MiB")
            if extent is not None:
                extent.feed(chunk)
    if extent is not None and extent.cells > limits.cells:
        raise _too_large(name, f"has a sheet of more than {limits.cells // 1_000_000} million cells")
    return size


class _Extent:
    """The rectangle of a sheet that its cells span: whoever opens it needs memory for each cell in it."""

    def __init__(self) -> None:
        self._rest = b""
        self._row = self._column = self._named = self._all = 0

    def feed(self, chunk: bytes) -> None:
        """Look at more of the XML; a reference that lies across two pieces is seen with the second."""
        piece = self._rest + chunk
        cut = max(0, len(piece) - _LONGEST_REFERENCE)
        cut = max(piece.rfind(b"<", 0, cut), 0) if cut else 0
        self._look(piece[:cut])
        self._rest = piece[cut:][-_CHUNK:]

    @property
    def cells(self) -> int:
        """Cells of the rectangle, those that don't say where they are counted as if in one row."""
        self._look(self._rest)
        self._rest = b""
        return self._row * max(self._column, self._all - self._named)

    def _look(self, piece: bytes) -> None:
        self._all += sum(map(piece.count, _CELLS))
        found = _REFERENCE.findall(piece)
        self._named += len(found)
        if found:
            self._row = max(self._row, max(int(row) for _, row in found))
            self._column = max(self._column, max(_column(letters) for letters in {letters for letters, _ in found}))
        if self._all > self._named:
            self._row = max((self._row, *(int(row) for row in _ROW.findall(piece))))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


# Faults ------------------------------------------------------------------------------------------------------------


def _too_large(name: str, why: str) -> Refused:
    return Refused(f"“{name}” is a workbook that {why}.", "Export a shorter period, or save the sheet as CSV (UTF-8).")


def _encrypted(name: str) -> Refused:
    return Refused(f"“{name}” is a workbook with a password.", "Save it without one, or the sheet as CSV (UTF-8).")


def _damaged(name: str) -> Refused:
    return Refused(
        f"“{name}” is a workbook that can't be read: it is damaged, or asks for too much memory.",
        "Export it again, or save it as CSV.",
    )
