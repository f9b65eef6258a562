"""What the Time pane shows, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from smdash.domain.timesheets import Entry, EntryDraft
from smdash.store.timemonth import TimeMonth, time_month
from smdash.store.timeweek import RowIds, TimeWeek, time_week

if TYPE_CHECKING:
    from smdash.store.store import Snapshot

View = Literal["week", "day", "month"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pane is: how it looks at which day (None: today) of whom (None: who acts), and rows that were added."""

    view: View = "week"
    day: date | None = None
    person_id: int | None = None
    more_rows: frozenset[RowIds] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class TimeState:
    """The week of one person; `day` is the one looked at, `month` is there in the view of a month only."""

    week: TimeWeek
    day: date
    view: View = "week"
    month: TimeMonth | None = None

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

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries there are to look at: of the month in its view, else of the week."""
        return self.month.entries if self.month else self.week.entries


def load(snapshot: Snapshot, place: Place) -> TimeState:
    """Read what the pane shows at a place."""
    week = time_week(snapshot, place.day, place.person_id, place.more_rows)
    day = place.day or week.today
    month = time_month(snapshot, day, week.person) if place.view == "month" else None
    return TimeState(week, day, place.view, month)
