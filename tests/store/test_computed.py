"""KPIs that are worked out from stored data: each look sees what is there, and nothing is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from smdash.clock import FixedClock
from smdash.domain.benefits import BenefitDraft, BenefitKind, Evidence
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.comparison import Comparison
from smdash.domain.computed import MEASURES
from smdash.domain.costs import CostCategory, CostDraft, Recurrence
from smdash.domain.goal_attention import of_goals
from smdash.domain.goals import Aggregation, Cadence, KpiDraft, Measured, Pacing, Reading, Shape
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.pace import State
from smdash.domain.periods import Calendar
from smdash.domain.scorecard import KpiStatus
from smdash.domain.timesheets import EntryDraft
from smdash.errors import FormFaults
from smdash.exchange.apply import apply_plan
from smdash.exchange.plan import make_plan
from smdash.exchange.read import read_file
from smdash.store import (
    benefits,
    campaigns,
    changes,
    costs,
    goals,
    kpis,
    organisation,
    outcomes,
    readings,
    tables,
    undo,
)
from smdash.store import roi as roi_store
from smdash.store.comparisons import compared_courses
from smdash.store.courses import with_each_reading
from smdash.store.outcomes import OutcomeDraft, OutcomeKind
from smdash.store.store import Store, Transaction
from smdash.store.timesheets import log_entry

# The clock of these tests stands at 22 November 2026.
START, DUE, TODAY = date(2026, 10, 1), date(2026, 12, 31), date(2026, 11, 22)
QUARTER = Calendar().quarter(TODAY)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def channel(store: Store) -> int:
    return store.write(organisation.add_channel, "Guild", "facebook")


@pytest.fixture
def spring(store: Store) -> int:
    return store.write(campaigns.add_campaign, CampaignDraft("Spring"))


def kpi(store: Store, measure: str, name: str = "", **more: Any) -> int:
    scope = {field: more.pop(field) for field in ("channel_id", "campaign_id", "post_kind") if field in more}
    values = {"target": Decimal(100), "baseline": Decimal(0), **more}
    draft = KpiDraft(name or measure, values.pop("start", START), DUE, measured=Measured(measure, **scope), **values)
    return store.write(kpis.add_kpi, draft)


def status(store: Store, kpi_id: int) -> KpiStatus:
    card = store.read(goals.scorecard, QUARTER)
    return next(one.status for one in card.kpis if one.id == kpi_id)


def now(store: Store, kpi_id: int) -> Fraction | None:
    value = status(store, kpi_id).current.value
    return None if value is None else Fraction(value)


def add_post(store: Store, channel: int, day: date, key: str = "", **metrics: Any) -> int:
    campaign, kind = metrics.pop("campaign_id", None), metrics.pop("kind", "")

    def write(tx: Transaction) -> int:
        tx.describe("add a post")
        row = {"source": "test", "external_key": key or f"{day} {channel} {kind} {metrics}", "channel_id": channel}
        post = changes.insert(tx, tables.post, day=day, precision="day", campaign_id=campaign, kind=kind, **row)
        return changes.insert(tx, tables.post_metrics, post_id=post, captured_on=TODAY, **metrics)

    return store.write(write)


def add_day(store: Store, channel: int, day: date, **metrics: int) -> None:
    def write(tx: Transaction) -> int:
        tx.describe("add a day")
        return changes.insert(tx, tables.channel_day, channel_id=channel, day=day, **metrics)

    store.write(write)


# What is measured


def test_a_rate_is_the_sum_by_the_sum_and_only_of_posts_that_report_both(store: Store, channel: int) -> None:
    rate = kpi(store, "engagement_by_impressions")
    add_post(store, channel, date(2026, 10, 5), reactions=10, comments=2, shares=0, impressions=400)
    add_post(store, channel, date(2026, 11, 3), reactions=5, clicks=3, impressions=100)
    add_post(store, channel, date(2026, 11, 4), reactions=999)  # no impressions: not part of it
    add_post(store, channel, date(2026, 11, 5), impressions=999)  # nothing said of engagement: neither
    add_post(store, channel, date(2026, 9, 30), reactions=50, impressions=50)  # before the start
    assert now(store, rate) == Fraction(20, 500) * 100
    found = status(store, rate)
    assert found.kpi.draft.unit == "%"
    assert found.current.formula == "Σ engagements / Σ impressions, over posts that report both"
    assert found.last_reading == date(2026, 11, 3)
    assert "worked out from 2 posts, a row here for each week with any" in found.current.notes


def test_posts_are_summed_by_week_and_shares_are_per_post_that_reports_them(store: Store, channel: int) -> None:
    posts, shares = kpi(store, "posts"), kpi(store, "amplification")
    for day, number in ((date(2026, 10, 5), 4), (date(2026, 10, 7), 0), (date(2026, 10, 20), None)):
        add_post(store, channel, day, shares=number)
    assert (now(store, posts), now(store, shares)) == (Fraction(3), Fraction(2))
    found = store.read(readings.history, posts)
    assert [(one.day, one.value) for one in found.readings] == [
        (date(2026, 10, 20), Decimal(1)),
        (date(2026, 10, 7), Decimal(2)),
    ]
    assert found.total == 2


def test_the_scope_narrows(store: Store, channel: int, spring: int) -> None:
    other = store.write(organisation.add_channel, "Gram", "instagram")
    add_post(store, channel, date(2026, 10, 5), "a", kind="photo", campaign_id=spring, reactions=1)
    add_post(store, channel, date(2026, 10, 5), "b", kind="video", reactions=1)
    add_post(store, other, date(2026, 10, 5), "c", kind="photo", campaign_id=spring, reactions=1)
    scopes: tuple[dict[str, Any], ...] = ({}, {"channel_id": channel}, {"campaign_id": spring}, {"post_kind": "photo"},
              {"channel_id": channel, "post_kind": "photo"}, {"channel_id": other, "post_kind": "video"})  # fmt: skip
    made = [kpi(store, "posts", f"Posts {at}", **scope) for at, scope in enumerate(scopes)]
    assert [now(store, one) for one in made] == [3, 2, 2, 2, 1, None]


def test_followers_are_those_of_the_last_day_each_channel_told(store: Store, channel: int) -> None:
    other = store.write(organisation.add_channel, "Gram", "instagram")
    all_of_them, growth = kpi(store, "followers"), kpi(store, "follower_growth")
    add_day(store, channel, date(2026, 9, 28), followers=1000)
    add_day(store, channel, date(2026, 10, 8), followers=1040)
    add_day(store, other, date(2026, 10, 9), followers=500)
    add_day(store, other, date(2026, 10, 20), net_follows=20)  # no count that day: counted on
    add_day(store, channel, date(2026, 11, 2), follows=9, unfollows=4)
    assert now(store, all_of_them) == 1045 + 520
    assert now(store, growth) == Fraction(45 + 20, 1500) * 100
    assert now(store, kpi(store, "followers", "of one", channel_id=channel)) == 1045


def test_reach_is_never_added(store: Store, channel: int) -> None:
    with pytest.raises(FormFaults) as raised:
        kpi(store, "daily_reach")
    assert raised.value.faults == {"channel": "Reach of a day can't be added over channels. Choose one."}
    reach = kpi(store, "daily_reach", channel_id=channel)
    for day, people in ((date(2026, 10, 5), 100), (date(2026, 10, 6), 200), (date(2026, 10, 7), 0)):
        add_day(store, channel, day, reach=people)
    add_day(store, channel, date(2026, 10, 8), visits=5)
    assert now(store, reach) == 100
    assert status(store, reach).current.rows == 3


def test_a_lead_that_is_taken_back_is_taken_off(store: Store, spring: int) -> None:
    leads = kpi(store, "leads", campaign_id=spring)
    for day, count in ((date(2026, 10, 5), 10), (date(2026, 11, 9), -2)):
        store.write(outcomes.add_outcome, OutcomeDraft(day, OutcomeKind.LEAD, count, spring))
    store.write(outcomes.add_outcome, OutcomeDraft(date(2026, 10, 5), OutcomeKind.ORDER, 7, spring))
    assert now(store, leads) == 8


def test_cost_per_lead_is_full_cost_staff_included_by_leads(store: Store, spring: int) -> None:
    price, free = kpi(store, "cost_per_lead", campaign_id=spring), kpi(store, "cost_per_lead", "all")
    ann = store.write(organisation.first_use, "ann", "Europe/Berlin")
    store.write(organisation.set_rate, ann, date(2026, 1, 1), Money(60_00, "USD"))
    store.write(log_entry, EntryDraft(ann, date(2026, 10, 5), seconds=7200, campaign_id=spring))
    ads = CostDraft(date(2026, 10, 6), Money(80_00, "USD"), CostCategory.ADS)
    store.write(costs.add_cost, replace(ads, campaign_id=spring))
    assert status(store, price).current.reason == "Σ leads is 0"
    store.write(outcomes.add_outcome, OutcomeDraft(date(2026, 11, 5), OutcomeKind.LEAD, 4, spring))
    store.write(costs.add_cost, ads)
    assert now(store, price) == 50
    assert now(store, free) == 70
    assert status(store, price).kpi.draft.unit == "USD"


def test_revenue_and_roi_count_what_is_tracked_or_allocated(store: Store, spring: int) -> None:
    revenue, roi = kpi(store, "revenue"), kpi(store, "roi")
    store.write(costs.add_cost, CostDraft(date(2026, 10, 6), Money(100_00, "USD"), CostCategory.ADS))
    won = BenefitDraft(date(2026, 10, 9), Money(150_00, "USD"), BenefitKind.REVENUE)
    sale = store.write(benefits.add_benefit, won)
    store.write(benefits.add_benefit, replace(won, amount=Money(900_00, "USD"), evidence=Evidence.ESTIMATED))
    back = replace(won, day=date(2026, 11, 2), amount=Money(-20_00, "USD"), reverses_id=sale)
    store.write(benefits.add_benefit, back)
    assert now(store, revenue) == 130
    assert now(store, roi) == 30


def test_staff_share_counts_logged_hours_and_staff_cost_that_was_entered(store: Store, spring: int) -> None:
    share, of_spring = kpi(store, "staff_share"), kpi(store, "staff_share", "spring", campaign_id=spring)
    ann = store.write(organisation.first_use, "ann", "Europe/Berlin")
    store.write(organisation.set_rate, ann, date(2026, 1, 1), Money(60_00, "USD"))
    store.write(log_entry, EntryDraft(ann, date(2026, 10, 5), seconds=3600, campaign_id=spring))
    staff = CostDraft(date(2026, 10, 1), Money(10_00, "USD"), CostCategory.STAFF, Recurrence.MONTHLY, DUE)
    store.write(costs.add_cost, staff)  # half of October's 60, two thirds of November's
    ads = CostDraft(date(2026, 10, 6), Money(20_00, "USD"), CostCategory.ADS, campaign_id=spring)
    store.write(costs.add_cost, ads)
    card = store.read(roi_store.overview_roi, replace(QUARTER, end=TODAY + timedelta(days=1)))
    whole = card.now.cost.value
    assert whole is not None
    assert now(store, share) == Fraction(int(whole) - 20_00, int(whole)) * 100
    assert now(store, of_spring) == 75


def test_engagement_by_followers_takes_the_last_count_up_to_the_day_of_the_post(store: Store, channel: int) -> None:
    rate = kpi(store, "engagement_by_followers")
    add_post(store, channel, date(2026, 10, 2), reactions=500)  # nobody knows its followers: not part of it
    add_day(store, channel, date(2026, 10, 3), followers=1000)
    add_day(store, channel, date(2026, 10, 9), reach=5)
    add_day(store, channel, date(2026, 10, 20), followers=2000)
    add_post(store, channel, date(2026, 10, 10), reactions=10, comments=5)
    add_post(store, channel, date(2026, 10, 20), reactions=15)
    add_post(store, channel, date(2026, 10, 21), impressions=99)
    assert now(store, rate) == Fraction(30, 3000) * 100
    assert status(store, rate).current.formula == "Σ engagements / Σ followers, over posts with both"


@pytest.mark.parametrize(
    ("file", "measure", "value"),
    [("meta_facebook_38.csv", "engagements", Fraction(44 + 16)), ("toggl_detailed.csv", "hours", Fraction(7))],
)
def test_exports_of_platforms_and_timers_move_it(store: Store, file: str, measure: str, value: Fraction) -> None:
    store.write(organisation.first_use, "ann", "Europe/Berlin")
    made = kpi(store, measure, start=date(2024, 1, 1))
    assert now(store, made) is None
    plan = make_plan(store, read_file(ROOT / "tests" / "fixtures" / "exports" / file, today=TODAY))
    store.write(apply_plan, plan)
    plan.close()
    assert now(store, made) == value
    store.write(undo.undo)
    assert now(store, made) is None


def test_a_week_that_is_cut_by_the_start_or_the_due_day_says_so(store: Store, channel: int) -> None:
    made = kpi(store, "posts", start=date(2026, 10, 1))  # a Thursday
    for day in (date(2026, 10, 2), date(2026, 10, 4), date(2026, 10, 12), date(2026, 11, 20)):
        add_post(store, channel, day)
    store.write(kpis.edit_kpi, made, replace(store.read(kpis.get_kpi, made).draft, due=date(2026, 11, 20)))
    notes = [one.note for one in reversed(store.read(readings.history, made).readings)]
    assert notes == ["from 2 posts, 4 of 7 days", "from 1 row of posts", "from 1 row of posts, 5 of 7 days"]
    store.write(organisation.change_settings, week_start=6)
    notes = [one.note for one in reversed(store.read(readings.history, made).readings)]
    assert notes[:2] == ["from 1 row of posts, 3 of 7 days", "from 1 row of posts"]  # the 4th begins a week now


def test_hours_are_exact(store: Store) -> None:
    hours = kpi(store, "hours")
    ann = store.write(organisation.first_use, "ann", "Europe/Berlin")
    for seconds in (3601, 3599, 1200):
        store.write(log_entry, EntryDraft(ann, date(2026, 10, 5), seconds=seconds))
    assert now(store, hours) == Fraction(7, 3)


# What a reading is


def test_a_day_without_a_row_is_no_reading_and_old_data_are_stale(store: Store, channel: int) -> None:
    posts = kpi(store, "posts")
    assert status(store, posts).state is State.NO_READING
    assert status(store, posts).current.reason == "no row tells it"
    add_post(store, channel, date(2026, 10, 5))
    found = status(store, posts)
    assert (found.state, found.last_reading) == (State.STALE, date(2026, 10, 5))
    said = [one.text for one in of_goals(store.read(goals.scorecard, QUARTER))]
    assert said == ["No new data for “posts” in 48 days (weekly)"]
    add_post(store, channel, date(2026, 11, 20))
    assert status(store, posts).state is State.BEHIND


def test_rows_of_the_future_do_not_count_yet(store: Store, channel: int) -> None:
    posts = kpi(store, "posts")
    add_post(store, channel, TODAY)
    add_post(store, channel, TODAY + timedelta(days=1))
    assert now(store, posts) == 1


def test_a_correction_counts_at_once_and_undo_takes_it_back(store: Store, channel: int) -> None:
    shares = kpi(store, "amplification")
    metrics = add_post(store, channel, date(2026, 11, 20), shares=4)

    def correct(tx: Transaction) -> None:
        tx.describe("correct")
        changes.update(tx, tables.post_metrics, metrics, shares=6)

    store.write(correct)
    assert now(store, shares) == 6
    store.write(undo.undo)
    assert now(store, shares) == 4


def test_each_way_of_reading_says_the_same(store: Store, channel: int) -> None:
    rate = kpi(store, "engagement_by_impressions", cadence=Cadence.DAILY)
    for at in range(20):
        add_post(store, channel, START + timedelta(days=2 * at), reactions=at, impressions=10 + at)
    card = store.read(goals.scorecard, QUARTER)
    (each,) = store.read(with_each_reading, card.kpis)
    history = store.read(readings.history, rate)
    assert each.status.trend == history.course
    assert history.course[-1].value == card.statuses[0].current.value
    assert len(history.readings) == 20


def test_last_year_is_computed_too(store: Store, channel: int) -> None:
    posts = kpi(store, "posts", pacing=Pacing.SEASONAL)
    for month in range(10, 13):
        for day in (5, 15, 25):
            add_post(store, channel, date(2025, month, day))
    add_post(store, channel, date(2026, 11, 20))
    found = status(store, posts)
    assert found.expected.notes == ()
    assert found.expected.value == Fraction(5, 9) + Fraction(1, 9) * Fraction(5, 10)
    (compared,) = store.read(compared_courses, store.read(kpis.kpis), Comparison.LAST_YEAR).values()
    assert compared[-1].value == 9


# What is refused


@pytest.mark.parametrize(
    ("measure", "scope", "field", "words"),
    [
        ("followers", {"campaign_id": 1}, "campaign", "can't be told by campaign"),
        ("leads", {"post_kind": "photo"}, "post_kind", "can't be told by kind of post"),
        ("roi", {"campaign_id": 1, "channel_id": 1}, "channel", "by campaign or by channel"),
        ("no-such", {}, "measure", "no measure “no-such”"),
        ("posts", {"channel_id": 77}, "channel", "This channel is gone"),
    ],
)
def test_a_scope_that_makes_no_sense_is_told_at_its_field(
    store: Store, channel: int, spring: int, measure: str, scope: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(FormFaults) as raised:
        kpi(store, measure, **scope)
    assert words in raised.value.faults[field]


def test_typed_readings_and_milestones_do_not_mix_with_a_measure(store: Store) -> None:
    posts = kpi(store, "posts")
    with pytest.raises(FormFaults) as raised:
        store.write(readings.add_reading, posts, Reading(TODAY, Decimal(3)))
    assert raised.value.faults["value"] == "posts is worked out from posts: number of posts. It takes no readings."
    with pytest.raises(FormFaults) as raised:
        kpi(store, "posts", "other", shape=Shape.MILESTONE)
    assert "has a value" in raised.value.faults["shape"]
    typed = store.write(kpis.add_kpi, KpiDraft("Typed", START, DUE, target=Decimal(1)))
    store.write(readings.add_reading, typed, Reading(TODAY, Decimal(3)))
    with pytest.raises(FormFaults) as raised:
        store.write(kpis.edit_kpi, typed, KpiDraft("Typed", START, DUE, target=Decimal(1), measured=Measured("posts")))
    assert "typed in. Delete them first" in raised.value.faults["measure"]


def test_a_measure_is_kept_changed_and_taken_off(store: Store, channel: int, content: Callable[[Store], Any]) -> None:
    made = kpi(store, "posts", channel_id=channel)
    assert store.read(kpis.get_kpi, made).draft.measured == Measured("posts", channel)
    assert store.read(kpis.get_kpi, made).draft.aggregation is Aggregation.SUM
    before = content(store)
    draft = store.read(kpis.get_kpi, made).draft
    store.write(kpis.edit_kpi, made, replace(draft, measured=None))
    assert store.read(kpis.get_kpi, made).draft.source == "typed"
    store.write(undo.undo)
    assert content(store) == before


# Many of them, and import


def test_any_number_of_them_costs_the_same_queries(store: Store, channel: int) -> None:
    asked: list[str] = []

    def queries() -> int:
        asked.clear()
        store.read(goals.scorecard, QUARTER)
        return len(asked)

    def listen(snapshot: Any) -> None:
        event.listen(
            snapshot.connection.engine, "before_cursor_execute", lambda *args: asked.append(args[2]), named=False
        )

    made = [name for name in MEASURES if name != "daily_reach"]
    for name in made:
        kpi(store, name)
    store.read(listen)
    once = queries()
    for name in made:
        kpi(store, name, f"{name} again", cadence=Cadence.MONTHLY)
    assert queries() == once
    assert once < 25


def test_an_import_moves_it_and_undo_takes_that_back(store: Store) -> None:
    store.write(organisation.first_use, "ann", "Europe/Berlin")
    applause = kpi(store, "applause", start=date(2014, 1, 1))
    store.clock = FixedClock("Europe/Berlin")
    assert now(store, applause) is None
    file = ROOT / "sample_data" / "facebook_metrics" / "dataset_Facebook.csv"
    plan = make_plan(store, read_file(file, today=TODAY))
    store.write(apply_plan, plan)
    plan.close()
    value = now(store, applause)
    assert value is not None
    assert value == Fraction(88795, 499)  # likes of 499 posts: the one without a number counts nowhere
    store.write(undo.undo)
    assert now(store, applause) is None


def test_a_viewer_sees_it(store: Store, store_path: Path, channel: int) -> None:
    store.write(organisation.first_use, "ann", "Europe/Berlin")
    store.write(organisation.add_person, "vera", role=Role.VIEWER)
    posts = kpi(store, "posts")
    add_post(store, channel, date(2026, 11, 20))
    looking = Store.open(store_path, FixedClock(), actor="vera")
    try:
        assert now(looking, posts) == 1
    finally:
        looking.close()
