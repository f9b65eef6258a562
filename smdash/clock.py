"""The one source of now, today and the zone, passed in wherever time matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from time import monotonic
from zoneinfo import ZoneInfo

from smdash.errors import InvalidInput


def zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name; `InvalidInput` if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise InvalidInput(f"“{name}” is not a time zone.", "Use a name such as Europe/Berlin.") from None


@dataclass(frozen=True, slots=True)
class Clock:
    """The real clock in a zone: `now` is an aware UTC instant, `today` the day it is in `zone_name`."""

    zone_name: str = "UTC"

    def now(self) -> datetime:
        """This instant in UTC, to the second."""
        return datetime.now(UTC).replace(microsecond=0)

    @property
    def zone(self) -> tzinfo:
        """The zone that decides which day it is."""
        return zone(self.zone_name)

    def today(self) -> date:
        """The day in the clock's zone."""
        return self.now().astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class FixedClock(Clock):
    """A clock that stands still, for tests and for pictures."""

    at: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class DemoClock(Clock):
    """Starts at a fixed instant and runs on at real speed, so that the demo is the same on every day."""

    start: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    began: float = field(default_factory=monotonic)

    def now(self) -> datetime:
        return self.start + timedelta(seconds=int(monotonic() - self.began))


def local_zone_name() -> str:
    """The machine's IANA zone, from TZ or /etc/localtime; UTC where it can't be told."""
    import os
    from pathlib import Path

    name = os.environ.get("TZ", "").lstrip(":")
    if not name:
        target = str(Path("/etc/localtime").resolve())
        name = target.partition("zoneinfo/")[2]
    try:
        return zone(name).key if name else "UTC"
    except InvalidInput:
        return "UTC"
