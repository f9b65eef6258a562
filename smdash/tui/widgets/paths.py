"""Paths as they are typed: what they mean, and what they may go on with."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from textual.suggester import Suggester

from smdash.tui.widgets.safe import plain

LISTED = 200


def path_of(typed: str) -> Path:
    """The path a person typed: `~` is their home."""
    return Path(typed.strip()).expanduser()


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
