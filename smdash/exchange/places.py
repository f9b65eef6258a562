"""Where a policy can be read: a link or a few words as they are, a file by its name and SHA-256."""

from __future__ import annotations

from pathlib import Path

from smdash.domain.policies import VersionDraft
from smdash.domain.text import one_line
from smdash.exchange.fingerprints import fingerprint


def place_of(typed: str, before: VersionDraft | None = None) -> tuple[str, str | None]:
    """The place as it is kept, and the hash of the file where it is one; what stood there before keeps its hash.

    `InvalidInput` for a path that can't be read. A name without a file is kept as words.
    """
    place = one_line(typed)
    if before is not None and place == before.place:
        return place, before.sha256
    if not place or "://" in place:
        return place, None
    path = Path(place).expanduser()
    if "/" not in place and not path.is_file():
        return place, None
    found = fingerprint(path)
    return found.name, found.sha256
