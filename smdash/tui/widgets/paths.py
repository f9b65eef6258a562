"""Paths as they are typed: what they mean, and what they may go on with."""

from __future__ import annotations

import asyncio
import os
import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit

from textual.suggester import Suggester

from smdash.tui.widgets.safe import plain

LISTED = 200
_LONGEST = 20_000


def paths_of(typed: str) -> tuple[Path, ...]:
    """The paths a person typed or dropped: as they stand where that is one, else as terminals paste dropped files, in
    quotes, with backslashes, as `file://` addresses, several with blanks or line breaks between them.
    """
    bare = typed.strip()
    try:
        words = [bare] if _exists(bare) else shlex.split(bare)
    except ValueError:  # a quote that is never closed
        words = [bare]
    named = [unquote(urlsplit(word).path) if word.startswith("file://") else word for word in words]
    if len(named) > 1 and not all(_exists(name) for name in named):
        named = [bare]
    return tuple(path_of(name) for name in named)


def is_dropped(pasted: str) -> bool:
    """Whether what was pasted are files or folders that exist, as whole paths."""
    if len(pasted) > _LONGEST or not pasted.strip():
        return False
    found = paths_of(pasted)
    return all(path.is_absolute() and _exists(str(path)) for path in found)


def _exists(name: str) -> bool:
    try:
        return path_of(name).exists()
    except (OSError, ValueError, RuntimeError):
        return False


def path_of(typed: str) -> Path:
    """The path a person typed: `~` is their home."""
    path = Path(typed.strip())
    try:
        return path.expanduser()
    except RuntimeError:  # the home of nobody
        return path


def path_completions(typed: str) -> list[str]:
    """Files and folders that begin with what was typed, folders with a slash; hidden ones only after a dot."""
    folder, start = os.path.split(typed)
    place = path_of(folder) if folder else Path()
    try:
        with os.scandir(place) as entries:
            found = [
                entry.name + ("/" if entry.is_dir() else "")
                for entry in entries
                if entry.name.startswith(start) and (start.startswith(".") or not entry.name.startswith("."))
            ]
    except OSError:
        return []
    return [os.path.join(folder, name) if folder else name for name in sorted(found)[:LISTED]]  # noqa: PTH118 - keeps “~”


class PathSuggester(Suggester):
    """Shows the first file or folder that begins with what was typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first completion; the disk is asked in a thread."""
        found = await asyncio.to_thread(path_completions, value) if value else []
        return plain(found[0]) if found else None
