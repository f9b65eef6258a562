"""What the Overview shows, read in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smdash.domain.periods import Period
from smdash.store.teamweek import TeamWeek, team_week

if TYPE_CHECKING:
    from smdash.store.store import Snapshot


@dataclass(frozen=True, slots=True)
class OverviewState:
    """The whole pane as one value."""

    period: Period
    currency: str
    team: TeamWeek


def load(snapshot: Snapshot, period: Period) -> OverviewState:
    """Read everything the pane shows for a period."""
    return OverviewState(period, snapshot.organisation.currency, team_week(snapshot))
