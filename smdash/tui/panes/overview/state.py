"""What the Overview shows, read in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smdash.domain.attention import Attention
from smdash.domain.objectives import need
from smdash.domain.periods import Period
from smdash.domain.risk_attention import RiskSummary
from smdash.domain.scorecard import KpiStatus
from smdash.store import attention, goals
from smdash.store.attention import MOST_KPIS
from smdash.store.roi import OverviewRoi
from smdash.store.teamweek import TeamWeek

if TYPE_CHECKING:
    from smdash.store.store import Snapshot


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
    seen = attention.look(snapshot, period)
    card = seen.card
    listed = sorted(card.statuses, key=need)[:MOST_KPIS]
    if len(card.kpis) > MOST_KPIS:
        entries = goals.kpi_entries(snapshot, [status.kpi for status in listed], period)
        listed = [entry.status for entry in entries]
    return OverviewState(
        period,
        snapshot.organisation.currency,
        tuple(listed),
        len(card.kpis),
        seen.results,
        seen.team,
        seen.legal,
        attention.needs(snapshot, period, seen),
    )
