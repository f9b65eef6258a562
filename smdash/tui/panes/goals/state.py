"""What the Goals pane shows, as one frozen value: the charts of all KPIs too, so that the cursor needs no query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smdash.domain.goals import Objective
from smdash.domain.objectives import KpiEntry, ObjectiveEntry, Scorecard
from smdash.domain.periods import Period
from smdash.store.goals import objectives, scorecard
from smdash.store.kpis import kpis
from smdash.store.organisation import acting_person, people

if TYPE_CHECKING:
    from smdash.store.store import Snapshot

OBJECTIVE, KPI = "objective", "kpi"


@dataclass(frozen=True, slots=True)
class GoalsState:
    """The scorecard of a period, and what forms offer.

    `total` counts all KPIs, those of other periods too; `people` are (id, name) pairs.
    """

    card: Scorecard
    today: date
    objectives: tuple[Objective, ...]
    people: tuple[tuple[int, str], ...]
    person_id: int | None
    total: int

    @property
    def blank(self) -> bool:
        """Whether there is no goal at all yet."""
        return not self.total and not self.objectives

    def kpi(self, key: str | int | None) -> KpiEntry | None:
        """The KPI of a row."""
        return next((entry for entry in self.card.kpis if row_key(KPI, entry.id) == key), None)

    def group(self, key: str | int | None) -> ObjectiveEntry | None:
        """The objective of a row, or the one that the row's KPI belongs to."""
        for group in self.card.objectives:
            keys = [row_key(KPI, entry.id) for entry in group.kpis]
            if key in (row_key(OBJECTIVE, group.objective.id if group.objective else 0), *keys):
                return group
        return None


def row_key(kind: str, row_id: int) -> str:
    """The key of a row: an objective's or a KPI's."""
    return f"{kind} {row_id}"


def load(snapshot: Snapshot, period: Period) -> GoalsState:
    """Read the scorecard of a period."""
    acting = acting_person(snapshot)
    return GoalsState(
        card=scorecard(snapshot, period),
        today=snapshot.today,
        objectives=objectives(snapshot),
        people=tuple((person.id, person.name) for person in people(snapshot)),
        person_id=acting.id if acting else None,
        total=len(kpis(snapshot)),
    )
