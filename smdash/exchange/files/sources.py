"""Which files an import reads: those that are named, those of a folder, and those of a zip archive.

A file that is named must be an export. Of a folder or an archive the exports are taken; what is none is left and told.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from smdash.domain import text
from smdash.errors import Refused, SmdashError
from smdash.exchange.files import archives
from smdash.exchange.files.archives import Member
from smdash.exchange.files.decode import Decoded, decode_file, decode_member
from smdash.exchange.files.openings import checked_opener, is_organisation_file, reason_of, shown_name
from smdash.exchange.read import Choices, Understood, codec, understand
from smdash.exchange.readers.registry import NotKnown

MOST_FILES = 500
"""Files one import takes."""

_START, _TOLD = 4096, 20
_MAY_HOLD_NUL = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, archives.MAGIC, b"\xd0\xcf\x11\xe0")  # and workbooks


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: at `place`, or the `member` of the archive there. `changed` is when that was (UTC
    seconds). `named` says that a person named this very file; of others it is known only once they are read.
    """

    place: Path
    name: str
    changed: float
    named: bool = False
    member: Member | None = None

    def decoded(self, choices: Choices) -> Decoded:
        """Its text; `Refused` where it is none."""
        encoding = codec(choices.answers.get("encoding"))
        if self.member is None:
            return decode_file(self.place, encoding=encoding, limits=choices.limits)
        return decode_member(self.place, self.member, self.name, encoding=encoding, limits=choices.limits)

    def read(self, today: date, choices: Choices) -> Understood:
        """Understand it; `NotAnExport` when nobody said that it is one, and it is none."""
        try:
            decoded = self.decoded(choices)
        except SmdashError as fault:
            if self.named:
                raise
            raise NotAnExport(fault.message, fault.hint) from None
        try:
            return understand(decoded, today, choices)
        except NotKnown as fault:
            if self.named:
                raise
            raise NotAnExport("it is in no format that is known", fault.hint) from None


class NotAnExport(Refused):
    """A file of a folder or an archive that is left where it is."""


@dataclass(frozen=True, slots=True)
class Left:
    """A file that was left, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"left {self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files of one import, and what was left of folders and archives."""

    sources: tuple[Source, ...]
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Several:
    """Files that are understood, each content once, with where they come from; and what was left."""

    files: tuple[tuple[Source, Understood], ...]
    left: tuple[Left, ...]


def gather(paths: Sequence[Path]) -> Gathered:
    """The files at these paths in an order of their own, by age and name; little more than names is read.

    `NotFound` or `Refused` for a path that leads to no file, folder or archive.
    """
    found: list[Source] = []
    left: list[Left] = []
    for path in dict.fromkeys(paths):
        for one in _in_folder(path) if _is_folder(path) else _in_file(path, named=True):
            if isinstance(one, Source):
                found.append(one)
            else:
                left.append(one)
    if len(found) > MOST_FILES:
        raise Refused(f"{len(found)} files are more than {MOST_FILES} at once.", "Import some of them first.")
    if not found:
        raise _nothing(left)
    ordered = sorted(
        found, key=lambda one: (one.changed, one.name, str(one.place), one.member.place if one.member else 0)
    )
    return Gathered(tuple(ordered), tuple(left))


def read_sources(gathered: Gathered, read: Callable[[Source], Understood]) -> Several:
    """Understand every file by `read`; what turns out to be no export is left, and so is what says the same as another.

    `Refused` when a named file, or one that is an export, can't be read, or when there is no export at all.
    """
    files: list[tuple[Source, Understood]] = []
    names: dict[str, str] = {}
    left = list(gathered.left)
    for source in gathered.sources:
        try:
            file = read(source)
        except NotAnExport as fault:
            left.append(Left(source.name, fault.message))
            continue
        if file.digest in names:
            left.append(Left(source.name, f"it is the same as {names[file.digest]}."))
            continue
        names[file.digest] = file.name
        files.append((source, file))
    if not files:
        raise _nothing(left)
    return Several(tuple(files), tuple(left))


def _nothing(left: Sequence[Left]) -> Refused:
    more = f"\n… and {len(left) - _TOLD} more" if len(left) > _TOLD else ""
    said = "\n".join(map(str, left[:_TOLD])) + more
    return Refused("There is no export here.", said or "The folder holds no files.")


def _is_folder(path: Path) -> bool:
    try:
        return path.expanduser().is_dir()
    except (OSError, ValueError, RuntimeError):
        return False  # opening it says why


def _in_folder(folder: Path) -> Iterator[Source | Left]:
    """The files of a folder, but not those of folders in it; hidden ones are not told."""
    try:
        with os.scandir(folder.expanduser()) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as fault:
        raise Refused(
            f"“{shown_name(folder)}” can't be opened: {reason_of(fault)}.", "Check its permissions."
        ) from None
    for name in names:
        path = folder.expanduser() / name
        if _is_folder(path):
            yield Left(text.one_line(name), "it is a folder in the folder.")
            continue
        try:
            yield from _in_file(path, named=False)
        except SmdashError as fault:
            yield Left(text.one_line(name), fault.message)


def _in_file(path: Path, *, named: bool) -> Iterator[Source | Left]:
    """The file, or those of an archive."""
    opener, found = checked_opener(path)
    name = shown_name(path)
    start = _start(opener, name)
    if start.startswith(archives.MAGIC) and not archives.is_workbook(opener, name):
        yield from _in_archive(path, opener, found.st_size)
    elif not named and b"\0" in start and not start.startswith(_MAY_HOLD_NUL):
        yield Left(name, "it is no text.")
    elif not named and is_organisation_file(path):
        yield Left(name, "it describes an organisation: import it by its own name.")
    else:
        yield Source(path, name, found.st_mtime, named=named)


def _in_archive(path: Path, opener: archives.Opener, size: int) -> Iterator[Source | Left]:
    for one in archives.members(opener, shown_name(path), size):
        if one.fault:
            yield Left(one.name, f"{one.fault}.")
        else:
            yield Source(path, one.name, one.changed, member=one)


def _start(opener: archives.Opener, name: str) -> bytes:
    try:
        with opener() as raw:
            return raw.read(_START)
    except OSError as fault:
        raise Refused(f"“{name}” can't be read: {reason_of(fault)}.", "Check its permissions.") from None
