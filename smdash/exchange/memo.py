"""What repeats from row to row (names, days, clock times, durations), worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_MOST = 10_000
_LONGEST = 80  # longer cells are texts, which seldom repeat


class Memo(dict[str, T]):
    """A dictionary that fills itself: `memo[cell]` is `work(cell)`, kept for short cells as long as there is room.

    What `work` raises is raised, each time anew. A hit costs no Python call, which is why this is a dictionary.
    """

    def __init__(self, work: Callable[[str], T]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, cell: str) -> T:
        found = self._work(cell)
        if len(cell) < _LONGEST and len(self) < _MOST:
            self[cell] = found
        return found
