"""What the Goals pane shows, as one frozen value: the charts of all KPIs too, so that the cursor needs no query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from smdash.domain.annotations import Annotation, CampaignDays
from smdash.domain.comparison import Comparison
from smdash.domain.computed import MEASURES, Rows
from smdash.domain.course import Point
from smdash.domain.goals import Objective
from smdash.domain.objectives import KpiEntry, ObjectiveEntry, Scorecard
from smdash.domain.periods import Period
from smdash.store.annotations import annotations_between, campaign_days
from smdash.store.campaigns import campaigns
from smdash.store.comparisons import compared_courses
from smdash.store.goals import objectives, scorecard
from smdash.store.kpis import kpis
from smdash.store.organisation import acting_person, channels, people
from smdash.store.posts import kinds_of_posts
from smdash.store.quantities import rows_there

if TYPE_CHECKING:
    from smdash.store.store import Snapshot

OBJECTIVE, KPI = "objective", "kpi"


@dataclass(frozen=True)
class GoalsState:
    """The scorecard of a period, and what forms offer.

    `total` counts all KPIs, those of other periods too; `people` are (id, name) pairs; `kpi_names` has all KPIs, those
    of other periods and archived ones too, by their id. `compared` has of each KPI the earlier course that
    `comparison` asks for; `notes` and `campaigns` are what stands under the time axes. `channels`, `all_campaigns` and
    `post_kinds` are what a computed KPI can be narrowed to, `rows_there` the kinds of rows there are to compute from.
    """

    card: Scorecard
    today: date
    objectives: tuple[Objective, ...]
    people: tuple[tuple[int, str], ...]
    person_id: int | None
    total: int
    kpi_names: Mapping[int, str] = field(default_factory=dict)
    comparison: Comparison = Comparison.NONE
    compared: Mapping[int, tuple[Point, ...]] = field(default_factory=dict)
    notes: tuple[Annotation, ...] = ()
    campaigns: tuple[CampaignDays, ...] = ()
    channels: tuple[tuple[int, str], ...] = ()
    all_campaigns: tuple[tuple[int, str], ...] = ()
    post_kinds: tuple[str, ...] = ()
    rows_there: frozenset[Rows] = frozenset()

    def has_rows(self, measure: str) -> bool:
        """Whether the store holds rows of the kinds a measure is computed from."""
        return measure in MEASURES and self.rows_there.issuperset(MEASURES[measure].rows)

    @property
    def blank(self) -> bool:
        """Whether there is no goal at all yet."""
        return not self.total and not self.objectives

    @property
    def owners(self) -> dict[int, str]:
        """The names of people by their id."""
        return dict(self.people)

    def kpi(self, key: str | int | None) -> KpiEntry | None:
        """The KPI of a row."""
        return self._kpis.get(key)

    def group(self, key: str | int | None) -> ObjectiveEntry | None:
        """The objective of a row, or the one that the row's KPI belongs to."""
        return self._groups.get(key)

    # Looked up with each move of the cursor, in lists of hundreds.

    @cached_property
    def _kpis(self) -> dict[str | int | None, KpiEntry]:
        return {row_key(KPI, entry.id): entry for entry in self.card.kpis}

    @cached_property
    def _groups(self) -> dict[str | int | None, ObjectiveEntry]:
        found: dict[str | int | None, ObjectiveEntry] = {}
        for group in self.card.objectives:
            found[row_key(OBJECTIVE, group.objective.id if group.objective else 0)] = group
            found |= dict.fromkeys((row_key(KPI, entry.id) for entry in group.kpis), group)
        return found


def row_key(kind: str, row_id: int) -> str:
    """The key of a row: an objective's or a KPI's."""
    return f"{kind} {row_id}"


def load(snapshot: Snapshot, period: Period, comparison: Comparison = Comparison.NONE) -> GoalsState:
    """Read the scorecard of a period, and what its charts show beside the readings."""
    acting = acting_person(snapshot)
    card = scorecard(snapshot, period)
    listed = [entry.status.kpi for entry in card.kpis]
    first = min((one.draft.start for one in listed), default=period.start)
    last = max((one.draft.due for one in listed), default=period.last)
    return GoalsState(
        card=card,
        today=snapshot.today,
        objectives=objectives(snapshot),
        people=tuple((person.id, person.name) for person in people(snapshot)),
        person_id=acting.id if acting else None,
        total=len(kpis(snapshot)),
        kpi_names={one.id: one.name for one in kpis(snapshot, archived=True)},
        comparison=comparison,
        compared=compared_courses(snapshot, listed, comparison),
        notes=annotations_between(snapshot, first, last),
        campaigns=campaign_days(snapshot, first, last),
        channels=tuple((one.id, one.name) for one in channels(snapshot)),
        all_campaigns=tuple((one.id, one.draft.name) for one in campaigns(snapshot)),
        post_kinds=kinds_of_posts(snapshot),
        rows_there=rows_there(snapshot),
    )
