"""What a KPI's course is compared with: its own readings of an earlier stretch of days, moved onto the days of now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from smdash.domain.course import Course, Point
from smdash.domain.goals import KpiDraft
from smdash.domain.periods import DAY
from smdash.domain.reading_lists import Readings


class Comparison(StrEnum):
    """What a chart shows beside the course of now."""

    NONE = "none"
    BEFORE = "before"
    LAST_YEAR = "last year"

    @property
    def next(self) -> Comparison:
        """The one that comes after it, round and round."""
        every = list(Comparison)
        return every[(every.index(self) + 1) % len(every)]

    def label(self, draft: KpiDraft) -> str:
        """`92 days before`, or `last year`; empty for none."""
        if self is Comparison.BEFORE:
            return f"{_days(draft)} days before"
        return "" if self is Comparison.NONE else self.value


def _days(draft: KpiDraft) -> int:
    return (draft.due - draft.start).days + 1


def earlier(draft: KpiDraft, comparison: Comparison) -> KpiDraft:
    """The KPI as if it ran over the days it is compared with: as many days just before its start, or its days a year
    ago (29 February becomes the 28th; a last day of February stays one).
    """
    if comparison is Comparison.LAST_YEAR:
        return replace(draft, start=years_on(draft.start, -1), due=years_on(draft.due + DAY, -1) - DAY)
    if comparison is Comparison.BEFORE:
        return replace(draft, start=draft.start - timedelta(days=_days(draft)), due=draft.start - timedelta(days=1))
    return draft


def compared(draft: KpiDraft, comparison: Comparison, readings: Readings) -> tuple[Point, ...]:
    """The course of the earlier days on the days of now; `readings` are all of those days, the oldest first."""
    before = earlier(draft, comparison)
    points = Course(before, readings).points
    if comparison is Comparison.LAST_YEAR:
        return tuple(Point(years_on(point.day, 1), point.value) for point in points)
    return tuple(Point(point.day + (draft.start - before.start), point.value) for point in points)


def years_on(day: date, years: int) -> date:
    """The same day that many years on; 29 February becomes the 28th where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
