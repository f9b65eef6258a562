"""What the dashboard needs from the store, as a protocol: the app and panes know nothing else of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from smdash.clock import Clock
from smdash.domain.periods import Calendar

T = TypeVar("T")

VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class RunningTimer:
    """The timer of the person at the keyboard: since when (an aware UTC instant), and on what."""

    started: datetime
    campaign: str


@dataclass(frozen=True, slots=True)
class HeaderInfo:
    """What stands in the second line of each pane besides the period."""

    as_of: date | None = None  # the latest day any platform number is known for
    running: RunningTimer | None = None


class Live(Protocol):
    """The store as the dashboard sees it: every call leaves the screen responsive.

    Faults a person may see come as `SmdashError`.
    """

    @property
    def role(self) -> str:
        """`viewer` reads only; the store refuses writes whatever the dashboard offers."""
        ...

    @property
    def person_name(self) -> str:
        """Who is at the keyboard; empty when nobody was named yet."""
        ...

    @property
    def person_id(self) -> int:
        """The id of who is at the keyboard."""
        ...

    @property
    def currency(self) -> str:
        """The organisation's currency code."""
        ...

    @property
    def timers_at_once(self) -> int:
        """How many timers one person may have."""
        ...

    @property
    def calendar(self) -> Calendar:
        """The organisation's weeks and fiscal years."""
        ...

    @property
    def clock(self) -> Clock:
        """The clock in the zone of who is at the keyboard."""
        ...

    @property
    def fresh(self) -> bool:
        """Whether nobody has set this store up yet; then `person_name` is only a proposal."""
        ...

    async def back_up_daily(self, folder: Path) -> None:
        """Keep one copy of the store a day."""
        ...

    async def read(self, fn: Callable[..., T], /, *args: Any) -> T:
        """`fn(snapshot, *args)` in one read transaction."""
        ...

    async def write(self, fn: Callable[..., T], /, *args: Any) -> T:
        """`fn(tx, *args)` in one write transaction: all of it or nothing."""
        ...

    async def rehearse(self, fn: Callable[..., T], /, *args: Any) -> T:
        """`fn(tx, *args)` as `write` would run it, with nothing of it left."""
        ...

    async def header(self) -> HeaderInfo:
        """What the header shows."""
        ...

    async def changed_words(self) -> frozenset[str]:
        """The words written since the last call, by this process or another; cheap enough to ask every second."""
        ...

    async def undo_preview(self) -> str | None:
        """What `undo` would take back, in words; None when there is nothing."""
        ...

    async def undo(self) -> str:
        """Take back the latest change set; returns what was taken back."""
        ...

    async def redo(self) -> str:
        """Do again what was taken back last; returns what it was."""
        ...

    def close(self) -> None:
        """Release the store; called once, when the dashboard ends."""
        ...
