"""What needs a person: the sentence, its urgency, and where Enter goes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from smdash.clock import FixedClock
from smdash.domain.attention import Attention, Urgency, by_urgency
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.goal_attention import of_goals
from smdash.domain.goals import KpiDraft, Objective, Reading
from smdash.domain.money import Money
from smdash.domain.periods import Calendar
from smdash.domain.timesheets import EntryDraft
from smdash.store import (
    attention,
    campaigns,
    changes,
    costs,
    goals,
    hours,
    kpis,
    organisation,
    readings,
    roi,
    timers,
    timesheets,
)
from smdash.store.currencies import set_exchange_rate
from smdash.store.risk_summary import risk_summary
from smdash.store.store import Store, Transaction
from smdash.store.tables import channel, post

TODAY = date(2026, 11, 22)
QUARTER = Calendar().quarter(TODAY)


@pytest.fixture
def ana(store: Store) -> int:
    return store.write(organisation.add_person, "ana")


def test_the_most_urgent_come_first_and_the_others_keep_their_order() -> None:
    items = [Attention(urgency, str(n), "time") for n, urgency in enumerate((Urgency.NOTE, Urgency.SOON, Urgency.NOW))]
    items.append(Attention(Urgency.SOON, "3", "time"))
    assert [item.text for item in by_urgency(items)] == ["2", "1", "3", "0"]


@pytest.mark.parametrize(
    ("hours_ago", "said"),
    [
        (11, "runs for 11 h (since today 01:00)"),
        (18, "runs for 18 h (since yesterday 18:00)"),
        (72, "runs for 72 h (since 19 Nov 12:00)"),
    ],
)
def test_a_timer_over_the_limit_leads_to_its_person(store: Store, ana: int, hours_ago: int, said: str) -> None:
    store.write(timers.start_timer, EntryDraft(ana, TODAY, 0), store.clock.now() - timedelta(hours=hours_ago))
    running = store.read(timers.running)
    (row,) = store.read(lambda snapshot: list(attention.of_timers(snapshot, running)))
    assert (row.urgency, row.pane, row.kind, row.target) == (Urgency.NOW, "time", "person", ana)
    assert row.text == f"Timer of ana {said}"


def test_a_timer_up_to_the_limit_is_nobodys_business(store: Store, ana: int) -> None:
    store.write(timers.start_timer, EntryDraft(ana, TODAY, 0), store.clock.now() - timedelta(hours=10))
    running = store.read(timers.running)
    assert store.read(lambda snapshot: list(attention.of_timers(snapshot, running))) == []
    store.write(lambda tx: organisation.change_settings(tx, timer_limit=8 * 3600))
    assert store.read(lambda snapshot: len(list(attention.of_timers(snapshot, running)))) == 1


def test_goals_lead_to_the_objective_or_the_kpi(store: Store) -> None:
    store.write(goals.add_objective, Objective(0, "Empty one"))

    def kpi(name: str, *taken: tuple[date, int]) -> int:
        draft = KpiDraft(name, QUARTER.start, QUARTER.last, baseline=Decimal(0), target=Decimal(100))
        kpi_id = store.write(kpis.add_kpi, draft)
        for day, number in taken:
            store.write(readings.add_reading, kpi_id, Reading(day, Decimal(number)))
        return kpi_id

    ids = [
        kpi("Never read"),
        kpi("Read long ago", (date(2026, 11, 1), 90)),
        kpi("Slow", (TODAY, 1)),
        kpi("Fine", (TODAY, 99)),
    ]
    card = store.read(goals.scorecard, QUARTER)
    rows = {(row.kind, row.target): row for row in of_goals(card)}
    assert set(rows) == {("objective", 1), *(("kpi", one) for one in ids[:3])}
    assert {row.pane for row in rows.values()} == {"goals"}
    assert rows["objective", 1].text == "“Empty one” has no KPI"
    assert rows["kpi", ids[0]].text == "No reading yet for “Never read” (weekly)"
    assert rows["kpi", ids[1]].text == "No reading for “Read long ago” in 21 days (weekly)"
    assert rows["kpi", ids[2]].text.startswith("“Slow” is behind: needs ")


def test_a_campaign_that_goes_on_over_its_budget(store: Store) -> None:
    def campaign(name: str, status: CampaignStatus, spent: int) -> int:
        one = store.write(campaigns.add_campaign, CampaignDraft(name, status, budget_minor=100_00))
        draft = CostDraft(TODAY, Money(spent, "USD"), CostCategory.ADS, campaign_id=one)
        store.write(costs.add_cost, draft)
        return one

    over = campaign("Over", CampaignStatus.LIVE, 150_00)
    campaign("Within", CampaignStatus.LIVE, 100_00)
    campaign("Ended", CampaignStatus.ENDED, 150_00)
    rows = store.read(lambda snapshot: list(attention.of_budgets(snapshot)))
    assert rows == [Attention(Urgency.SOON, "Over is 50 over its budget", "campaigns", "campaign", over)]


def test_nothing_is_over_a_budget_that_was_never_set(store: Store) -> None:
    store.write(campaigns.add_campaign, CampaignDraft("Free", CampaignStatus.LIVE))
    assert store.read(lambda snapshot: list(attention.of_budgets(snapshot))) == []


def test_what_is_not_in_the_numbers_yet(store: Store, ana: int) -> None:
    def rows() -> list[Attention]:
        return store.read(
            lambda snapshot: list(
                attention.of_money(
                    snapshot, QUARTER, hours.hours_in(snapshot, QUARTER), roi.unassigned_posts(snapshot, QUARTER)
                )
            )
        )

    assert rows() == []
    store.write(timesheets.log_entry, EntryDraft(ana, TODAY, 5400))
    store.write(costs.add_cost, CostDraft(TODAY, Money(1, "EUR"), CostCategory.ADS))

    def add_post(tx: Transaction) -> None:
        blog = changes.insert(tx, channel, name="Blog", name_key="blog", platform="blog")
        values = {"channel_id": blog, "day": TODAY, "precision": "day"}
        changes.insert(tx, post, source="made", external_key="1", **values)

    store.write(add_post)
    assert rows() == [
        Attention(Urgency.SOON, "1 amount waits for an exchange rate, not counted", "campaigns"),
        Attention(Urgency.SOON, "1:30 of 2026-Q4 have no cost: no hourly or no exchange rate", "time"),
        Attention(Urgency.NOTE, "1 post belongs to no campaign", "campaigns", "unassigned"),
    ]
    store.write(costs.add_cost, CostDraft(TODAY, Money(1, "EUR"), CostCategory.ADS))
    assert rows()[0].text == "2 amounts wait for an exchange rate, not counted"


def test_legal_risk_leads_to_the_item_and_its_scope(store: Store, ana: int) -> None:
    spring = store.write(
        campaigns.add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE, facts={"music": True, "minors": False})
    )
    legal = store.read(risk_summary)
    rows = list(attention.of_risk(legal))
    assert [row.text for row in rows] == [one.sentence for one in legal.attention]
    live = rows[0]
    assert (live.urgency, live.pane, live.target) == (Urgency.NOW, "risk", spring)
    assert live.text.startswith("Spring is live without ")
    assert live.kind


def test_a_clock_in_another_zone_says_the_persons_own_time(store: Store, ana: int) -> None:
    store.clock = FixedClock("Asia/Tokyo")
    store.write(timers.start_timer, EntryDraft(ana, TODAY, 0), store.clock.now() - timedelta(hours=11))
    running = store.read(timers.running)
    assert "since today 10:00" in store.read(lambda snapshot: next(attention.of_timers(snapshot, running)).text)


def test_an_old_exchange_rate_is_named(store: Store) -> None:
    store.write(set_exchange_rate, "EUR", TODAY - timedelta(days=36), Decimal("1.1"))
    store.write(set_exchange_rate, "GBP", TODAY - timedelta(days=35), Decimal("1.3"))
    found = store.read(lambda snapshot: list(attention.of_money(snapshot, QUARTER, hours.Hours(), 0)))
    assert [item.text for item in found] == ["The EUR exchange rate is 36 days old (F7 sets a new one)"]
