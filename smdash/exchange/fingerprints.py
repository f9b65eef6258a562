"""Fingerprints of files kept as evidence: name, size and SHA-256. The file itself stays where it is."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from smdash.domain.evidence import FilePrint, FileState
from smdash.domain.text import one_line
from smdash.errors import InvalidInput

_CHUNK = 1 << 20
_HINT = "Type the path of a file, such as ~/contracts/licence.pdf."


def fingerprint(path: Path) -> FilePrint:
    """What is kept of a file; `InvalidInput` for what is none or can't be read. Memory: one piece."""
    place = path.expanduser()
    name = one_line(place.name)
    try:
        if not stat.S_ISREG(place.stat().st_mode):
            what = "a folder" if place.is_dir() else "no ordinary file"
            raise InvalidInput(f"“{name or place}” is {what}.", _HINT)
        digest, size = hashlib.sha256(), 0
        with place.open("rb") as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except FileNotFoundError:
        raise InvalidInput(f"There is no file {one_line(str(place))}.", _HINT) from None
    except OSError as fault:
        raise InvalidInput(f"{one_line(str(place))} can't be read: {fault.strerror}.", _HINT) from None
    except ValueError:
        raise InvalidInput("This is no possible name of a file.", _HINT) from None
    return FilePrint(name, str(place.absolute()), size, digest.hexdigest())


def file_state(path: Path, sha256: str) -> FileState:
    """Whether a file still has the hash; what can't be read is not there."""
    try:
        found = fingerprint(path)
    except InvalidInput:
        return FileState.ABSENT
    return FileState.UNCHANGED if found.sha256 == sha256 else FileState.CHANGED
