"""Opening a file that a person named: a regular one, as long as it stays the one it was."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from smdash.domain import text
from smdash.errors import NotFound, Refused


def shown_name(path: Path) -> str:
    """The name of a file as it may be shown."""
    return text.one_line(path.name) or "file"


def is_organisation_file(path: Path) -> bool:
    """Whether a file is meant for `organisation.read_organisation`: it is TOML by its name."""
    return path.suffix.casefold() == ".toml"


def checked_opener(path: Path) -> tuple[Callable[[], BinaryIO], os.stat_result]:
    """What opens a regular file, as long as it stays the one it is now, and what the system says of it."""
    name = shown_name(path)
    try:
        place = path.expanduser()
        found = _regular(place, name)
    except (FileNotFoundError, RuntimeError):  # the second is for the home of nobody
        raise NotFound(f"There is no file “{text.one_line(str(path))}”.", "Check the path.") from None
    except (OSError, ValueError) as fault:
        raise Refused(f"“{name}” can't be opened: {reason_of(fault)}.", "Check the path and its permissions.") from None
    return lambda: _open_unchanged(place, name, _mark(found)), found


def reason_of(fault: Exception) -> str:
    """Why a file can't be read, as the end of a sentence."""
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror.lower()
    return "its text is damaged" if isinstance(fault, UnicodeError) else "the name is not possible"


def _regular(place: Path, name: str) -> os.stat_result:
    found = place.stat()
    if stat.S_ISDIR(found.st_mode):
        raise Refused(f"“{name}” is a folder.", "Name a file in it.")
    if not stat.S_ISREG(found.st_mode):
        raise Refused(f"“{name}” is a pipe or a device, not a file.", "Save it as a file first.")
    return found


def _mark(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _open_unchanged(place: Path, name: str, mark: tuple[int, int, int]) -> BinaryIO:
    # Not blocking: what was a file a moment ago may be a pipe by now.
    try:
        descriptor = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise Refused(f"“{name}” is gone.", "Import it again when it is there.") from None
    stream = os.fdopen(descriptor, "rb")
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or _mark(found) != mark:
        stream.close()
        raise Refused(f"“{name}” changed while it was read.", "Import it again when it is complete.")
    return stream
