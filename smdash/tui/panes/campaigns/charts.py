"""Which chart stands below the detail, made of what the pane has read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from smdash.domain import campaign_charts
from smdash.domain.campaign_charts import ChartKind, MoneyByDay
from smdash.domain.roi import Rung
from smdash.domain.series import ChartSpec
from smdash.store import roi
from smdash.tui.panes.campaigns import rows
from smdash.tui.panes.campaigns.state import Account, CampaignsState, View

if TYPE_CHECKING:
    from smdash.domain.periods import Period
    from smdash.store.store import Snapshot


def chart(account: Account, state: CampaignsState, view: View, lines: Sequence[Account]) -> ChartSpec:
    """The chosen chart of a line; ROI is drawn of the whole list, since it is for comparing lines."""
    kind, rung = view.chart, view.rung
    if kind is ChartKind.CUMULATIVE:
        return rows.chart(account, state, view)
    if kind is ChartKind.COST:
        return campaign_charts.cost_by_kind(account.result.cost)
    if kind is ChartKind.ROI:
        return campaign_charts.roi_ladder([(each.name, each.result) for each in lines])
    if kind is ChartKind.BUDGET:
        draft = account.campaign.draft if account.campaign else None
        return campaign_charts.burn_down(
            None if draft is None else draft.budget_minor,
            account.totals(rung, state.period),
            state.period,
            state.today,
            state.currency,
            (None, None) if draft is None else (draft.start, draft.due),
        )
    now = by_day(account.growth, state.period, rung)
    if kind is ChartKind.MONTHS:
        return campaign_charts.by_month(now, rung, state.currency)
    key = account.scope.key
    others = [(period.name, by_day(grown.get(key, roi.Growth()), period, rung)) for period, grown in state.compared]
    return campaign_charts.compared(kind, now, others, rung, state.currency)


def by_day(grown: roi.Growth, period: Period, rung: Rung) -> MoneyByDay:
    """Cost and benefit of the days of a period, the benefit with the evidence of a rung."""
    gained = [amount for grade in rung.value for amount in (grown.benefits or {}).get(grade, ())]
    return MoneyByDay(period, tuple(grown.costs), tuple(gained))


def with_compared(snapshot: Snapshot, state: CampaignsState, kind: ChartKind) -> CampaignsState:
    """The state with the period before and the same one a year ago, where the chosen chart compares them."""
    if not kind.compares:
        return state
    calendar = snapshot.organisation.calendar
    periods = (calendar.shift(state.period, -1), campaign_charts.a_year_before(calendar, state.period))
    found = tuple((period, roi.growth(snapshot, period, {}, state.by)) for period in dict.fromkeys(periods))
    return replace(state, compared=found)
