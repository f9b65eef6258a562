"""From a path to lines of text: what a file is, how it is encoded, and whether it is safe to read.

A file is read several times in small pieces (once to hash and check it, once to decide its grammar, once for its rows)
and never held in memory as a whole.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from smdash.domain import text
from smdash.errors import Refused
from smdash.exchange.decision import Decision
from smdash.exchange.files.archives import Member, open_member
from smdash.exchange.files.openings import checked_opener, reason_of, shown_name
from smdash.exchange.files.workbook import TITLE, Workbook, is_workbook, open_workbook

_OLDEST_FILE = date(2000, 1, 1)
_CHUNK = 64 * 1024
_SAMPLE_LINES, _SAMPLE_CHARACTERS = 400, 256 * 1024
_ENCODINGS = ("cp1252", "cp1250", "cp1251", "cp1254", "latin-1", "mac-roman")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TITLES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 with BOM", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_OTHER_FILES = (
    (b"PK\x03\x04", "a zip archive without a workbook in it", "Unpack it."),
    (b"%PDF", "a PDF", "Export the report as CSV."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"SQLite format 3\0", "a database", "Only export files can be imported."),
)
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTES = bytes(range(128, 256))
_AS_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*[\[{]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused: bytes of a file, characters of a line and of a record, lines of one record, columns of a table;
    characters of a JSON file, which may stand on one line and is held in memory; bytes of a workbook, what it unpacks
    to, and cells of the rectangle that a sheet of it spans.
    """

    size: int = 512 * 1024 * 1024
    line: int = 1024 * 1024
    record: int = 4 * 1024 * 1024
    json: int = 16 * 1024 * 1024
    record_lines: int = 10_000
    columns: int = 1_000
    workbook: int = 64 * 1024 * 1024
    unpacked: int = 512 * 1024 * 1024
    cells: int = 20_000_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Decoded:
    """A checked file: `digest` is the SHA-256 of its bytes, `separator` what its `sep=` line names, `sample` its first
    lines. `lines` opens it anew on each call, without the `sep=` line; `first_line` is the number of the first of them.
    A workbook has no lines: its rows are those of `book`. `modified` is the day on which the file was written last.
    """

    name: str
    digest: str
    encoding: str
    decision: Decision
    separator: str | None
    first_line: int
    sample: tuple[str, ...]
    limits: Limits
    opener: Callable[[], BinaryIO]
    book: Workbook | None = None
    modified: date | None = None

    def lines(self) -> Iterator[str]:
        """The lines with their ends as they stand; `Refused` when the file has changed or became unreadable."""
        try:
            with self.opener() as raw, io.TextIOWrapper(raw, encoding=self.encoding, newline="") as stream:
                yield from islice(stream, self.first_line - 1, None)
            self.opener().close()  # which says so when the file grew meanwhile
        except (OSError, UnicodeError) as fault:
            raise Refused(f"“{self.name}” can't be read to its end: {reason_of(fault)}.", "Export it again.") from None


def decode_file(path: Path | str, *, encoding: str | None = None, limits: Limits = LIMITS) -> Decoded:
    """Check a file and find its encoding; `encoding` overrides the guess made for a file that isn't Unicode.

    `NotFound` when there is none; `Refused` for anything but a regular, readable file of text within the limits.
    """
    opener, found = checked_opener(Path(path))
    name = shown_name(Path(path))
    _within_size(name, found.st_size, limits)
    return replace(_decoded(name, opener, encoding, limits), modified=_modified(found.st_mtime))


def decode_member(
    path: Path, member: Member, name: str, *, encoding: str | None = None, limits: Limits = LIMITS
) -> Decoded:
    """The same for one file of an archive, as `archives.members` tells them. It is read where it is."""
    opener, _ = checked_opener(path)
    _within_size(name, member.size, limits)
    decoded = _decoded(name, lambda: open_member(opener, shown_name(path), member.place), encoding, limits)
    return replace(decoded, modified=_modified(member.changed))


def decode_bytes(name: str, content: bytes, *, encoding: str | None = None, limits: Limits = LIMITS) -> Decoded:
    """The same for what is already in memory, such as one member of an archive."""
    name = text.one_line(name) or "file"
    _within_size(name, len(content), limits)
    return _decoded(name, lambda: io.BytesIO(content), encoding, limits)


def _modified(seconds: float) -> date | None:
    """The day of a moment; None for one that was never set: archives begin to count in 1980."""
    try:
        found = datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, OSError, ValueError):
        return None  # a file system may hold any number there
    return found if found >= _OLDEST_FILE else None


def _within_size(name: str, size: int, limits: Limits) -> None:
    if size == 0:
        raise Refused(f"“{name}” is empty.", "Export it again.")
    if size > limits.size:
        raise Refused(
            f"“{name}” is larger than {limits.size // 1024**2} MiB.", "Export a shorter period, or split the file."
        )


def _decoded(name: str, opener: Callable[[], BinaryIO], encoding: str | None, limits: Limits) -> Decoded:
    try:
        with opener() as raw:
            start = raw.read(16)
    except OSError as fault:
        raise Refused(f"“{name}” can't be read: {reason_of(fault)}.", "Check its permissions.") from None
    if is_workbook(start, opener):
        return _workbook(name, opener, limits)
    for magic, what, hint in _OTHER_FILES:
        if start.startswith(magic):
            raise Refused(f"“{name}” is {what}.", hint)
    if _AS_JSON.match(start):
        limits = replace(limits, line=max(limits.line, limits.json))
    try:
        chosen, decision, digest = _find_encoding(name, opener, start, encoding, limits)
    except OSError as fault:
        raise Refused(f"“{name}” can't be read to its end: {reason_of(fault)}.", "Copy it again.") from None
    bare = Decoded(name, digest, chosen, decision, None, 1, (), limits, opener)
    sample = _sample(bare)
    match = _SEPARATOR_LINE.fullmatch(sample[0]) if sample else None
    if match:
        return Decoded(name, digest, chosen, decision, match[1], 2, sample[1:], limits, opener)
    return Decoded(name, digest, chosen, decision, None, 1, sample, limits, opener)


def _workbook(name: str, opener: Callable[[], BinaryIO], limits: Limits) -> Decoded:
    try:
        with opener() as raw:
            content = raw.read(limits.workbook + 1)
    except OSError as fault:
        raise Refused(f"“{name}” can't be read to its end: {reason_of(fault)}.", "Copy it again.") from None
    book = open_workbook(name, content, limits)
    sheets = "1 sheet" if len(book.sheets) == 1 else f"{len(book.sheets)} sheets"
    told = Decision("encoding", "file", TITLE, f"its content says so; {sheets}")
    digest = hashlib.sha256(content).hexdigest()
    return Decoded(name, digest, "utf-8", told, None, 1, (), limits, opener, book)


def _sample(decoded: Decoded) -> tuple[str, ...]:
    lines: list[str] = []
    room = _SAMPLE_CHARACTERS
    for line in islice(decoded.lines(), _SAMPLE_LINES):
        lines.append(line)
        room -= len(line)
        if room < 0:
            break
    return tuple(lines)


def _find_encoding(
    name: str, opener: Callable[[], BinaryIO], start: bytes, picked: str | None, limits: Limits
) -> tuple[str, Decision, str]:
    for bom, codec in _BOMS:
        if start.startswith(bom):
            try:
                digest = _survey(name, opener, codec, limits)
            except UnicodeDecodeError:
                raise Refused(
                    f"“{name}” says it is {_TITLES[codec]} and ends or breaks in the middle of a character.",
                    "The download was cut: export it again.",
                ) from None
            return codec, Decision("encoding", "encoding", _TITLES[codec], "the file begins with its mark"), digest
    if picked is not None:
        return _picked_encoding(name, opener, picked, limits)
    try:
        digest = _survey(name, opener, "utf-8", limits)
    except UnicodeDecodeError:
        return _guessed_encoding(name, opener, limits)
    return "utf-8", Decision("encoding", "encoding", "UTF-8", "every byte fits"), digest


def _picked_encoding(
    name: str, opener: Callable[[], BinaryIO], picked: str, limits: Limits
) -> tuple[str, Decision, str]:
    if picked not in ("utf-8", *_ENCODINGS):
        raise Refused(f"“{picked}” is not an encoding to choose here.", f"Choose utf-8, {', '.join(_ENCODINGS)}.")
    try:
        digest = _survey(name, opener, picked, limits)
    except UnicodeDecodeError:
        raise Refused(f"“{name}” is not {picked}.", "Choose another encoding.") from None
    return picked, Decision("encoding", "encoding", picked, "you chose it"), digest


def _guessed_encoding(name: str, opener: Callable[[], BinaryIO], limits: Limits) -> tuple[str, Decision, str]:
    sequences = high = 0
    with opener() as raw:
        while chunk := raw.read(_CHUNK):
            found = _UTF8_SEQUENCE.findall(chunk)
            sequences += len(found)
            high += len(chunk) - len(chunk.translate(None, _HIGH_BYTES)) - sum(map(len, found))
    if sequences > high:
        raise Refused(
            f"“{name}” is UTF-8 with {high} broken bytes in it: several encodings are mixed, or it was cut.",
            "Export it again, or name its encoding.",
        )
    try:
        digest = _survey(name, opener, "cp1252", limits)
    except UnicodeDecodeError:
        raise Refused(
            f"“{name}” is neither UTF-8 nor Windows-1252 text.", "Export it as CSV (UTF-8), or name its encoding."
        ) from None
    why = "it is not UTF-8; a guess: look whether the accents are right"
    return "cp1252", Decision("encoding", "encoding", _TITLES["cp1252"], why, _ENCODINGS), digest


def _survey(name: str, opener: Callable[[], BinaryIO], codec: str, limits: Limits) -> str:
    """The digest, after every character was decoded and no line is too long. Memory: one piece."""
    decoder = codecs.getincrementaldecoder(codec)()
    digest = hashlib.sha256()
    run = 0
    with opener() as raw:
        while True:
            chunk = raw.read(_CHUNK)
            digest.update(chunk)
            piece = decoder.decode(chunk, final=not chunk)
            if "\0" in piece:
                raise Refused(
                    f"“{name}” holds NUL bytes: it is not a text file, or UTF-16 without its mark.",
                    "Export it as CSV (UTF-8).",
                )
            run = _running_line(piece, run, name, limits.line)
            if not chunk:
                return digest.hexdigest()


def _running_line(piece: str, run: int, name: str, longest: int) -> int:
    """How long the last, unfinished line is now; `Refused` when one is too long. A piece is shorter than the limit."""
    ends = [end for end in (piece.find("\n"), piece.find("\r")) if end >= 0]
    if run + (min(ends) if ends else len(piece)) > longest:
        raise Refused(f"“{name}” has a line of more than {longest} characters.", "It is not a table of rows.")
    return len(piece) - 1 - max(piece.rfind("\n"), piece.rfind("\r")) if ends else run + len(piece)
