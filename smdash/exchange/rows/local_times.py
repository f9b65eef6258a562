"""Local times of a file as instants, quickly: on most days the clock doesn't change, so one offset serves them all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from smdash.domain.periods import DAY

_SECOND = timedelta(seconds=1)


class LocalTimes:
    """Places naive local times of one zone.

    A time that a change of the clock repeats is the first one, unless only the second fits the time worked; a time
    that it skips is read with the offset of before. `unclear` counts both.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.unclear = 0
        self._offsets: dict[date, timedelta | None] = {}

    def quiet_offset(self, day: date) -> timedelta | None:
        """The offset from UTC all through a local day, its last midnight included; None on a day with a change."""
        if day not in self._offsets:
            edges = [datetime.combine(day, time()), datetime.combine(day + DAY, time())]
            found = {edge.replace(tzinfo=self.zone, fold=fold).utcoffset() for edge in edges for fold in (0, 1)}
            self._offsets[day] = found.pop() if len(found) == 1 else None
        return self._offsets[day]

    def instant(self, local: datetime, fold: int = 0) -> datetime:
        """The UTC instant of a local time; one that states its offset is taken as it is."""
        if local.tzinfo is not None:
            return local.astimezone(UTC)
        offset = self.quiet_offset(local.date())
        if offset is not None:
            return (local - offset).replace(tzinfo=UTC)
        return local.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)

    def span(self, start: datetime, end: datetime | None, seconds: int) -> tuple[datetime, datetime]:
        """Instants of an entry that took `seconds`.

        The end is as printed where it leaves room for the work (a pause), else the start and the work decide: they
        differ by the hour of a change of the clock, or by a second of rounding.
        """
        self.unclear += self._is_unclear(start) or (end is not None and self._is_unclear(end))
        worked = timedelta(seconds=seconds)
        first = self.instant(start)
        if end is None:
            return first, first + worked
        for start_fold in (0, 1):
            for end_fold in (0, 1):
                begun, ended = self.instant(start, start_fold), self.instant(end, end_fold)
                if abs(ended - begun - worked) <= _SECOND:
                    return begun, begun + worked
        last = self.instant(end)
        return (first, last) if last - first > worked else (first, first + worked)

    def _is_unclear(self, local: datetime) -> bool:
        if local.tzinfo is not None or self.quiet_offset(local.date()) is not None:
            return False
        aware = local.replace(tzinfo=self.zone)
        return aware.utcoffset() != aware.replace(fold=1).utcoffset()


def stamp(instant: datetime) -> str:
    """A naive UTC time as the store keeps instants."""
    return instant.isoformat("T", "seconds") + "Z"
