"""What the Time pane shows, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smdash.domain.timesheets import EntryDraft
from smdash.store.timeweek import TimeWeek, time_week

if TYPE_CHECKING:
    from smdash.store.store import Snapshot


@dataclass(frozen=True, slots=True)
class TimeState:
    """The week of one person."""

    week: TimeWeek

    def draft(self, campaign_id: int | None, activity_id: int | None, day: date, seconds: int) -> EntryDraft:
        """Time in one cell of the grid."""
        person = self.week.person
        return EntryDraft(
            person_id=person.id,
            work_day=day,
            seconds=seconds,
            zone=person.zone,
            campaign_id=campaign_id,
            activity_id=activity_id,
        )


def load(snapshot: Snapshot, day: date | None, person_id: int | None) -> TimeState:
    """Read the week of a day (None: today) of a person (None: who acts)."""
    return TimeState(time_week(snapshot, day, person_id))
