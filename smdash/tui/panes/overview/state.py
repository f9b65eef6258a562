"""What the Overview shows, read in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smdash.domain.attention import Attention, by_urgency
from smdash.domain.goal_attention import of_goals
from smdash.domain.objectives import need
from smdash.domain.periods import Period
from smdash.domain.risk_attention import RiskSummary
from smdash.domain.scorecard import KpiStatus
from smdash.store import attention, goals, roi
from smdash.store.hours import Hours
from smdash.store.risk_summary import risk_summary
from smdash.store.roi import OverviewRoi
from smdash.store.teamweek import TeamWeek, team_week

if TYPE_CHECKING:
    from smdash.store.store import Snapshot


MOST_KPIS = 30
"""More than are in sight on a large terminal; each costs a forecast. The Goals pane has all."""


@dataclass(frozen=True, slots=True)
class OverviewState:
    """The whole pane as one value; `kpis` are those of the `kpi_total` that need a person most, these first."""

    period: Period
    currency: str
    kpis: tuple[KpiStatus, ...]
    kpi_total: int
    roi: OverviewRoi
    team: TeamWeek
    legal: RiskSummary
    attention: tuple[Attention, ...]


def load(snapshot: Snapshot, period: Period) -> OverviewState:
    """Read everything the pane shows for a period."""
    team = team_week(snapshot)
    legal = risk_summary(snapshot)
    results = roi.overview_roi(snapshot, period)
    card = goals.scorecard(snapshot, period, brief_above=MOST_KPIS)
    listed = sorted(card.statuses, key=need)[:MOST_KPIS]
    if len(card.kpis) > MOST_KPIS:
        entries = goals.kpi_entries(snapshot, [status.kpi for status in listed], period)
        listed = [entry.status for entry in entries]
    whole = results.ledger
    hours = Hours(whole.seconds, whole.staff, whole.entries, whole.uncosted_seconds)
    found = (
        *attention.of_timers(snapshot, team.timers),
        *attention.of_risk(legal),
        *of_goals(goals.scorecard_of_today(snapshot, card)),
        *attention.of_budgets(snapshot),
        *attention.of_money(snapshot, period, hours, results.unassigned_posts),
    )
    return OverviewState(
        period,
        snapshot.organisation.currency,
        tuple(listed),
        len(card.kpis),
        results,
        team,
        legal,
        by_urgency(found),
    )
