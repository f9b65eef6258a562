"""The files of a complete export: a manifest, and for each table its rows as JSON, one a line; in a zip or a folder.

The manifest names each file with its number of rows and its SHA-256, so that a damaged export is told before anything
is written.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from smdash.domain.text import one_line
from smdash.errors import Refused

FORMAT = "smdash complete export"
VERSION = 1
MANIFEST = "manifest.json"

_NAME = re.compile(r"[0-9]{2,3}-[a-z0-9_]+\.ndjson")
_LONGEST_LINE = 16 * 1024 * 1024
_LARGEST = 8 * 1024**3
_LARGEST_MANIFEST = 1024 * 1024
_DAMAGE = (BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, UnicodeError)


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table: its file in the export, how many there are, and the SHA-256 of the file."""

    table: str
    file: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CompleteFile:
    """An export whose manifest is understood; `digest` is the SHA-256 of the manifest, and so of all of it."""

    path: Path
    digest: str
    schema: int
    written_at: str
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """The name it is told by."""
        return one_line(self.path.name)


def is_complete_export(path: Path) -> bool:
    """Whether a zip or a folder is a complete export, by its manifest."""
    try:
        return bool(_manifest(path).get("format") == FORMAT)
    except (*_DAMAGE, ValueError, KeyError):
        return False


def open_complete(path: Path) -> CompleteFile:
    """The export with its manifest; `Refused` when it is damaged, or of a newer program."""
    name = one_line(path.name)
    try:
        found, raw = _manifest(path), _small(path)
    except (*_DAMAGE, ValueError, KeyError) as fault:
        raise _damaged(name, str(fault)) from None
    if found.get("version") != VERSION:
        raise Refused(f"“{name}” was written by a newer smdash.", "Update smdash.")
    try:
        parts = tuple(_part(one) for one in found["tables"])
        schema, written = int(found["schema"]), one_line(str(found["written_at"]))
    except (KeyError, TypeError, ValueError):
        raise _damaged(name, "its manifest lacks something") from None
    if not all(_NAME.fullmatch(part.file) for part in parts):
        raise _damaged(name, "its manifest names a file that can't be")
    return CompleteFile(path, hashlib.sha256(raw).hexdigest(), schema, written, parts)


def rows_of(export: CompleteFile, part: Part) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a part, each with its place; read to the end, `Refused` unless they are what the manifest says."""
    digest, number, size = hashlib.sha256(), 0, 0
    try:
        with _opened(export.path, part.file) as stream:
            while line := stream.readline(_LONGEST_LINE + 1):
                number, size = number + 1, size + len(line)
                where = f"{export.name}, {part.file}, line {number}"
                if len(line) > _LONGEST_LINE or size > _LARGEST or number > part.rows:
                    raise _damaged(export.name, f"{part.file} is larger than its manifest says")
                digest.update(line)
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise Refused(f"{where}: this is no row.", "Nothing was written. Export again.")
                yield where, row
    except Refused:
        raise
    except (*_DAMAGE, ValueError, KeyError, RecursionError):
        raise _damaged(export.name, f"{part.file} can't be read") from None
    if digest.hexdigest() != part.sha256 or number != part.rows:
        raise _damaged(export.name, f"{part.file} is not what its manifest says")


def _part(said: dict[str, Any]) -> Part:
    return Part(str(said["table"]), str(said["file"]), int(said["rows"]), str(said["sha256"]))


def _manifest(path: Path) -> dict[str, Any]:
    found = json.loads(_small(path))
    if not isinstance(found, dict):
        raise ValueError("the manifest is no object")
    return found


def _small(path: Path) -> bytes:
    with _opened(path, MANIFEST) as stream:
        raw = stream.read(_LARGEST_MANIFEST + 1)
    if len(raw) > _LARGEST_MANIFEST:
        raise ValueError("the manifest is too large")
    return raw


def _opened(path: Path, name: str) -> IO[bytes]:
    place = path.expanduser()
    if place.is_dir():
        inner = place / name
        if not inner.is_file():
            raise KeyError(name)
        return inner.open("rb")
    if not place.is_file():
        raise KeyError(name)
    return ZipFile(place).open(name)


def _damaged(name: str, reason: str) -> Refused:
    return Refused(f"“{name}” is damaged: {reason}.", "Nothing was written. Export again.")
