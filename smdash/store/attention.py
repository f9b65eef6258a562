"""What needs a person in time, campaigns, risk and money; `domain/goal_attention.py` says it of goals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from smdash.domain.attention import Attention, Urgency, by_urgency
from smdash.domain.campaigns import CampaignStatus
from smdash.domain.durations import clock
from smdash.domain.figures import Unit, show_number
from smdash.domain.goal_attention import of_goals
from smdash.domain.objectives import Scorecard
from smdash.domain.periods import DAY, Period
from smdash.domain.risk_attention import RiskSummary
from smdash.domain.roi import cost as full_cost
from smdash.store import goals, roi
from smdash.store.campaigns import campaigns
from smdash.store.currencies import Converter
from smdash.store.hours import Hours
from smdash.store.risk_summary import risk_summary
from smdash.store.roi import OverviewRoi
from smdash.store.store import Snapshot
from smdash.store.tables import benefit, cost
from smdash.store.teamweek import TeamWeek, team_week
from smdash.store.timers import RunningTimer

MOST_KPIS = 30
"""How many KPIs are read in full for a look at all: each costs a forecast. The Goals pane has all."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What attention is worked out from, where somebody has read it already: the week of the team, legal risk, the
    scorecard of a period, and what the period cost and brought.
    """

    team: TeamWeek
    legal: RiskSummary
    card: Scorecard
    results: OverviewRoi


def look(snapshot: Snapshot, period: Period) -> Seen:
    """Read what attention is worked out from."""
    return Seen(
        team_week(snapshot),
        risk_summary(snapshot),
        goals.scorecard(snapshot, period, brief_above=MOST_KPIS),
        roi.overview_roi(snapshot, period),
    )


def needs(snapshot: Snapshot, period: Period, seen: Seen) -> tuple[Attention, ...]:
    """All that needs a person today, the most urgent first: the list of the Overview, and of `smdash check`."""
    whole = seen.results.ledger
    hours = Hours(whole.seconds, whole.staff, whole.entries, whole.uncosted_seconds)
    return by_urgency(
        (
            *of_timers(snapshot, seen.team.timers),
            *of_risk(seen.legal),
            *of_goals(goals.scorecard_of_today(snapshot, seen.card)),
            *of_budgets(snapshot),
            *of_money(snapshot, period, hours, seen.results.unassigned_posts),
        )
    )


def of_risk(summary: RiskSummary) -> Iterator[Attention]:
    """Deadlines, unchecked campaigns, acceptances that end, what is overdue, reviews, policies."""
    yield from summary.log.incidents
    urgent = {*summary.unchecked, *summary.lapsed, *summary.untreated}
    for item in summary.attention:
        urgency = Urgency.NOW if item in urgent else Urgency.SOON
        if item.risk_id is not None:
            yield Attention(urgency, item.sentence, "risk", "register", item.risk_id)
        elif item.item_id:
            yield Attention(urgency, item.sentence, "risk", item.item_id, item.campaign_id)
        else:
            yield Attention(urgency, item.sentence, "risk", "campaign", item.campaign_id)
    yield from summary.log.policies


def of_timers(snapshot: Snapshot, running: tuple[RunningTimer, ...]) -> Iterator[Attention]:
    """Timers that run longer than the limit."""
    limit = snapshot.organisation.timer_limit
    for timer in running:
        if timer.seconds > limit and timer.entry.start is not None:
            since = timer.entry.start.astimezone(snapshot.clock.zone)
            day = "today" if since.date() == snapshot.today else "yesterday"
            if since.date() < snapshot.today - DAY:
                day = f"{since:%-d %b}"
            text = f"Timer of {timer.person} runs for {timer.seconds // 3600} h (since {day} {since:%H:%M})"
            yield Attention(Urgency.NOW, text, "time", "person", timer.entry.person_id)


def of_budgets(snapshot: Snapshot) -> Iterator[Attention]:
    """Campaigns that go on and have used more than their budget, over all their days."""
    open_ones = [
        one
        for one in campaigns(snapshot)
        if one.draft.budget_minor and one.draft.status in (CampaignStatus.LIVE, CampaignStatus.PAUSED)
    ]
    if not open_ones:
        return
    ledgers = roi.spent(snapshot, [one.id for one in open_ones])
    for one in open_ones:
        spent, budget = int(full_cost(ledgers[one.id]).value or 0), one.draft.budget_minor or 0
        if spent > budget:
            over = show_number(spent - budget, Unit.MONEY, snapshot.organisation.currency)
            yield Attention(Urgency.SOON, f"{one.name} is {over} over its budget", "campaigns", "campaign", one.id)


def of_money(snapshot: Snapshot, period: Period, hours: Hours, unassigned_posts: int) -> Iterator[Attention]:
    """What is not in the numbers yet: amounts without an exchange rate, hours without a rate, unassigned posts."""
    counts = [select(func.count()).where(table.c.converted_minor.is_(None)) for table in (cost, benefit)]
    waiting = sum(snapshot.connection.execute(select(*(count.scalar_subquery() for count in counts))).one())
    if waiting:
        amounts = "1 amount waits" if waiting == 1 else f"{waiting} amounts wait"
        yield Attention(Urgency.SOON, f"{amounts} for an exchange rate, not counted", "campaigns")
    yield from _old_rates(snapshot)
    if hours.uncosted_seconds:
        text = f"{clock(hours.uncosted_seconds)} of {period.name} have no cost: no hourly or no exchange rate"
        yield Attention(Urgency.SOON, text, "time")
    if unassigned_posts:
        posts = "1 post belongs" if unassigned_posts == 1 else f"{unassigned_posts} posts belong"
        yield Attention(Urgency.NOTE, f"{posts} to no campaign", "campaigns", "unassigned")


def _old_rates(snapshot: Snapshot) -> Iterator[Attention]:
    """Exchange rates that amounts of today would be converted with although they are more than 35 days old."""
    converter = Converter(snapshot)
    for currency in converter.currencies:
        if converter.is_old(currency, snapshot.today):
            age = converter.age(currency, snapshot.today)
            yield Attention(
                Urgency.NOTE, f"The {currency} exchange rate is {age} days old (F7 sets a new one)", "campaigns"
            )
