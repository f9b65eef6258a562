"""Each view of the same organisation adds up to the same cent, whatever rows there are and however the period cuts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from smdash.clock import FixedClock
from smdash.domain.attribution import Model
from smdash.domain.benefits import BenefitDraft, BenefitKind, Evidence
from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft, Recurrence
from smdash.domain.goals import Objective
from smdash.domain.media import Basis, Price
from smdash.domain.money import Money
from smdash.domain.periods import Calendar, Period
from smdash.domain.returns import ad_return
from smdash.domain.roi import Ledger, Rung, result, together
from smdash.domain.statement import Order, Statement, StatementLine, cut, ordered, price
from smdash.domain.timesheets import EntryDraft
from smdash.store import benefits, campaigns, costs, goals, organisation, outcomes, roi, timesheets
from smdash.store.currencies import set_exchange_rate
from smdash.store.outcomes import OutcomeDraft, OutcomeKind
from smdash.store.statements import statement
from smdash.store.store import Store, Transaction
from smdash.store.tables import benefit, conversion, post, post_metrics, touch

CALENDAR = Calendar(fiscal_start=7)
TODAY = date(2026, 11, 24)
PERIODS = tuple(
    CALENDAR.parse(text, TODAY)
    for text in ("2026-Q2", "2026-05", "FY2026-Q4", "2026", "2026-05-11..2026-07-03", "2026-W20")
)
FIRST = date(2026, 4, 1)

days = st.integers(0, 120).map(lambda number: FIRST + timedelta(number))
one_of_three = st.sampled_from([None, 1, 2, 3])
one_of_two = st.sampled_from([None, 1, 2])
amounts = st.integers(1, 99_999).flatmap(lambda minor: st.sampled_from([Money(minor, "USD"), Money(minor, "EUR")]))


@st.composite
def cost_drafts(draw: st.DrawFn) -> CostDraft:
    kind = draw(st.sampled_from(Recurrence))
    day = draw(days)
    until = None
    if kind is Recurrence.SPREAD or (kind is not Recurrence.NONE and draw(st.booleans())):
        until = day + timedelta(draw(st.integers(0, 400)))
    return CostDraft(
        day,
        draw(amounts),
        draw(st.sampled_from(CostCategory)),
        kind,
        until,
        draw(one_of_three),
        draw(one_of_two),
        draw(one_of_three),
    )


benefit_drafts = st.builds(
    lambda day, money, kind, share, where: BenefitDraft(
        day,
        money,
        kind,
        evidence=Evidence.TRACKED if share == 1 else Evidence.ALLOCATED,
        share=share,
        campaign_id=where[0],
        channel_id=where[1],
        post_id=where[2],
    ),
    days,
    amounts,
    st.sampled_from(BenefitKind),
    st.sampled_from([Decimal(1), Decimal("0.333"), Decimal("0.5")]),
    st.tuples(one_of_three, one_of_two, one_of_three),
)
entry_drafts = st.builds(
    lambda day, hour, minutes, where: EntryDraft(
        1,
        day,
        minutes * 60,
        "UTC",
        where[0],
        where[1],
        where[2],
        start=datetime(day.year, day.month, day.day, hour, tzinfo=UTC),
        end=datetime(day.year, day.month, day.day, hour, tzinfo=UTC) + timedelta(minutes=minutes),
    ),
    days,
    st.sampled_from([9, 22, 23]),
    st.integers(1, 170),
    st.tuples(one_of_three, one_of_two, one_of_three),
)


def fill(tx: Transaction, rows: list[Any], rules: tuple[str, str]) -> None:
    """Three campaigns, two channels, three posts, a rate for euros from May on, and the rows."""
    tx.describe("fill")
    organisation.change_settings(tx, overhead_rule=rules[0], message_hours=rules[1])
    ana = organisation.add_person(tx, "ana")
    organisation.set_rate(tx, ana, date(2026, 4, 20), Money(41_37, "USD"))
    set_exchange_rate(tx, "EUR", date(2026, 5, 1), Decimal("1.0873"))
    reach = goals.add_objective(tx, Objective(0, "Reach"))
    for name, objective in (("Spring", reach), ("Fall", None), ("Old", reach)):
        campaigns.add_campaign(tx, CampaignDraft(name, CampaignStatus.LIVE, objective_id=objective))
    for name in ("Instagram", "Newsletter"):
        organisation.add_channel(tx, name, name)
    for number, campaign in enumerate((1, 1, None), 1):
        add_post(tx, number, number % 2 + 1, campaign, FIRST + timedelta(20 * number))
    for row in rows:
        if isinstance(row, CostDraft):
            costs.add_cost(tx, row)
        elif isinstance(row, EntryDraft):
            timesheets.log_entry(tx, row)
        else:
            added = benefits.add_benefit(tx, row)
            if row.amount.minor % 3 == 0:
                benefits.refund_benefit(
                    tx, added, row.day + timedelta(9), Money(row.amount.minor // 3, row.amount.currency)
                )
    campaigns.archive_campaign(tx, 3)


def add_touches(tx: Transaction, touches: list[tuple[int, int, int | None, int | None, bool]], model: str) -> None:
    """A conversion for each benefit that is no refund, and touches before them: whose, days before, owner, direct."""
    organisation.change_settings(tx, attribution_model=model)
    query = select(benefit.c.id, benefit.c.day).where(benefit.c.reverses_id.is_(None)).order_by(benefit.c.id)
    found = tx.connection.execute(query).all()
    for key, day in found:
        values = {"key": str(key), "at": noon(day), "benefit_id": key}
        tx.connection.execute(conversion.insert().values(**values))
    for number, (place, before, campaign, channel, direct) in enumerate(touches if found else []):
        key, day = found[place % len(found)]
        values = {"source": "x", "external_key": str(number), "conversion_key": str(key), "direct": direct}
        values |= {"at": noon(day - timedelta(before)), "campaign_id": campaign, "channel_id": channel}
        tx.connection.execute(touch.insert().values(**values))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def add_post(tx: Transaction, number: int, channel: int, campaign: int | None, day: date, **metrics: int) -> None:
    """A post as an import leaves it, with what was captured of it a week later."""
    values = {"id": number, "source": "x", "external_key": str(number), "channel_id": channel, "campaign_id": campaign}
    tx.connection.execute(post.insert().values(**values, day=day, precision="day", text=f"Post {number}"))
    if metrics:
        row = {"post_id": number, "captured_on": day + timedelta(7), **metrics}
        tx.connection.execute(post_metrics.insert().values(**row))


def totals(lines: Statement) -> tuple[int, ...]:
    """What the lines of a view come to: cost, benefit by rung, hours, waiting rows."""
    found = [line.ledger for line in (*lines.lines, *lines.apart)]
    one = together(found, lines.currency)
    return (
        one.spent,
        *(one.benefits.of(rung.value) for rung in Rung),
        one.seconds,
        one.uncosted_seconds,
        one.entries,
        one.benefits.unconverted,
        *(one.from_ads(rung.value) for rung in Rung),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.one_of(cost_drafts(), benefit_drafts, entry_drafts), max_size=14),
    period=st.sampled_from(PERIODS),
    rules=st.tuples(st.sampled_from(["none", "hours", "direct_cost", "evenly"]), st.sampled_from(["none", "evenly"])),
    touches=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40), one_of_three, one_of_two, st.booleans())),
    model=st.sampled_from(["", *(model.name.lower() for model in Model)]),
)
def test_all_views_add_up_to_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[Any],
    period: Period,
    rules: tuple[str, str],
    touches: list[tuple[int, int, int | None, int | None, bool]],
    model: str,
) -> None:
    store = Store.open(tmp_path_factory.mktemp("views") / "s.db", FixedClock(), actor="ana")
    try:
        store.write(fill, rows, rules)
        store.write(add_touches, touches, model)
        views = {by: store.read(statement, period, by) for by in By}
        assert len({totals(view) for view in views.values()}) == 1
        for view in views.values():
            for order in Order:
                shown, others = cut(ordered(view.lines, order, Rung.ALLOCATED), 2)
                printed = [line.ledger.spent for line in (*shown, *others, *view.apart)]
                assert sum(printed) == totals(view)[0]
                assert len(shown) + len(others) <= 3
    finally:
        store.close()


def put(store: Store, *rows: Any, overhead: str = "none", hours: str = "none") -> None:
    store.write(fill, list(rows), (overhead, hours))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "s.db", FixedClock(), actor="ana")
    yield opened
    opened.close()


QUARTER = PERIODS[0]


def spent(store: Store, by: By, period: Period = QUARTER) -> dict[str, int]:
    found = store.read(statement, period, by)
    return {line.name: line.ledger.spent for line in (*found.lines, *found.apart) if line.ledger.spent}


def ads(minor: int, day: date = date(2026, 5, 4), **more: Any) -> CostDraft:
    return CostDraft(day, Money(minor, "USD"), CostCategory.ADS, **more)


def worked(seconds: int, campaign: int | None, post_id: int | None = None, day: date = date(2026, 5, 4)) -> EntryDraft:
    return EntryDraft(1, day, seconds, "UTC", campaign, None, post_id)


def test_a_row_stands_in_one_line_of_each_view(store: Store) -> None:
    put(store, ads(100, campaign_id=1, post_id=1), ads(20, campaign_id=2), ads(3), ads(7, campaign_id=3, channel_id=1))
    assert spent(store, By.CAMPAIGN) == {"Spring": 100, "Fall": 20, "1 archived": 7, "not assigned": 3}
    assert spent(store, By.CHANNEL) == {"Newsletter": 100, "Instagram": 7, "no channel": 23}
    assert spent(store, By.MESSAGE) == {"Post 1": 100, "not by message": 30}
    assert spent(store, By.OBJECTIVE) == {"Reach": 107, "no objective": 20, "not assigned": 3}
    assert spent(store, By.MONTH) == {"2026-05": 130}


def test_months_with_ragged_ends_say_how_many_days(store: Store) -> None:
    spread = CostDraft(date(2026, 5, 1), Money(61_00, "USD"), CostCategory.TOOLS, Recurrence.SPREAD, date(2026, 6, 30))
    put(store, spread)
    assert spent(store, By.MONTH, PERIODS[4]) == {"2026-05, 21 of 31 days": 21_00, "2026-06": 30_00}


def test_a_cost_over_two_fiscal_years_counts_in_each_with_its_days(store: Store) -> None:
    year = CostDraft(
        date(2026, 4, 1), Money(365_00, "USD"), CostCategory.TOOLS, Recurrence.SPREAD, date(2027, 3, 31), 1
    )
    put(store, year)
    before, after = (CALENDAR.parse(text, TODAY) for text in ("FY2026", "FY2027"))
    assert spent(store, By.CAMPAIGN, before) == {"Spring": 91_00}
    assert spent(store, By.CAMPAIGN, after) == {"Spring": 274_00}


@pytest.mark.parametrize(
    ("rule", "spring", "fall", "old"),
    [
        ("none", 60_00, 40_00, 0),
        ("hours", 160_00, 40_00, 0),
        ("direct_cost", 120_00, 80_00, 0),
        ("evenly", 93_34, 73_33, 33_33),
    ],
)
def test_overhead_goes_by_the_rule_and_the_total_stays(
    store: Store, rule: str, spring: int, fall: int, old: int
) -> None:
    april = date(2026, 4, 6)  # before there was a rate: the hours weigh and cost nothing
    drafts = (ads(60_00, april, campaign_id=1), ads(40_00, april, campaign_id=2), ads(100_00, april))
    put(store, *drafts, worked(3600, 1, day=april), overhead=rule)
    found = spent(store, By.CAMPAIGN)
    assert [found.get(name, 0) for name in ("Spring", "Fall", "1 archived")] == [spring, fall, old]
    assert sum(found.values()) == 200_00
    assert spent(store, By.MONTH) == {"2026-04": 200_00}
    unassigned = store.read(statement, QUARTER, By.CAMPAIGN).apart[-1].ledger
    assert ("shared" in " ".join(result(unassigned).cost.notes)) == (rule != "none")


def test_overhead_without_weights_stays_unassigned(store: Store) -> None:
    put(store, ads(100_00), overhead="hours")
    assert spent(store, By.CAMPAIGN) == {"not assigned": 100_00}


def test_hours_reach_messages_by_the_rule_only(store: Store) -> None:
    may = date(2026, 5, 4)
    rows = (worked(3600, 1, 1, may), worked(3601, 1, None, date(2026, 4, 21)), worked(60, 2, None, may))
    put(store, *rows)
    plain = {line.name: line.ledger.seconds for line in whole(store.read(statement, QUARTER, By.MESSAGE))}
    assert plain == {"Post 1": 3600, "not by message": 3661}
    store.write(organisation.change_settings, message_hours="evenly")
    found = store.read(statement, QUARTER, By.MESSAGE)
    # Post 1 is of April, Post 2 of May; the hours of April go to the first, those on a post stay on it.
    assert {line.name: line.ledger.seconds for line in whole(found)} == {"Post 1": 7201, "not by message": 60}
    assert "evenly" in " ".join(result(found.lines[0].ledger).cost.notes)


def whole(found: Statement) -> list[StatementLine]:
    return [line for line in (*found.lines, *found.apart) if line.ledger.seconds]


def test_prices_by_ad_spend_and_fully_loaded(store: Store) -> None:
    put(
        store,
        ads(10_00, campaign_id=1),
        CostDraft(date(2026, 5, 4), Money(30_00, "USD"), CostCategory.TOOLS, campaign_id=1),
    )

    def numbers(tx: Transaction) -> None:
        tx.describe("posts")
        add_post(tx, 11, 1, 1, date(2026, 5, 5), impressions=4000, clicks=20, reactions=5)
        add_post(tx, 12, 1, 1, date(2026, 6, 28), impressions=1000, clicks=0)
        add_post(tx, 13, 1, 1, date(2026, 7, 1), impressions=9999)
        outcomes.add_outcome(tx, OutcomeDraft(date(2026, 5, 6), OutcomeKind.LEAD, 8, 1))
        outcomes.add_outcome(tx, OutcomeDraft(date(2026, 5, 6), OutcomeKind.MEMBER, 1, 1))
        outcomes.add_outcome(tx, OutcomeDraft(date(2026, 5, 6), OutcomeKind.ORDER, 1, 1))

    store.write(numbers)
    spring = next(line for line in store.read(statement, QUARTER, By.CAMPAIGN).lines if line.key == 1)
    shown = {
        (what.name, basis): price(spring.ledger, spring.events, what, basis).value for what in Price for basis in Basis
    }
    assert shown[("CPM", Basis.AD_SPEND)] == 2_00
    assert shown[("CPM", Basis.FULL)] == 8_00
    assert (shown[("CPC", Basis.AD_SPEND)], shown[("CPC", Basis.FULL)]) == (50, 2_00)
    assert shown[("CPE", Basis.FULL)] == 1_60
    assert (shown[("CPL", Basis.FULL)], shown[("CPA", Basis.FULL)]) == (5_00, 20_00)
    fall = next(line for line in store.read(statement, QUARTER, By.CAMPAIGN).lines if line.key == 2)
    unknown = price(fall.ledger, fall.events, Price.CPC, Basis.FULL)
    assert (unknown.value, unknown.reason) == (None, "clicks were not reported")


def test_the_return_on_ads_is_of_sums_and_of_what_was_advertised(store: Store) -> None:
    def revenue(minor: int, campaign: int, evidence: Evidence = Evidence.TRACKED) -> BenefitDraft:
        share = Decimal(1) if evidence is Evidence.TRACKED else Decimal("0.5")
        money = Money(minor, "USD")
        return BenefitDraft(
            date(2026, 5, 9), money, BenefitKind.REVENUE, evidence=evidence, share=share, campaign_id=campaign
        )

    rows = (ads(10_00, campaign_id=1), revenue(40_00, 1), revenue(20_00, 1, Evidence.ALLOCATED), revenue(500_00, 2))
    put(store, *rows, ads(30_00, campaign_id=3))
    found = store.read(statement, QUARTER, By.CAMPAIGN)
    spring = next(line for line in found.lines if line.key == 1).ledger
    assert [ad_return(spring, rung).value for rung in Rung] == [4, 5, 5]
    everything: Ledger = together((line.ledger for line in (*found.lines, *found.apart)), "USD")
    assert ad_return(everything, Rung.ALLOCATED).value == Decimal("1.25")
    fall = next(line for line in found.lines if line.key == 2).ledger
    assert ad_return(fall, Rung.ALLOCATED).reason == "there is no ad spend"


def test_a_campaign_without_cost_has_no_roi(store: Store) -> None:
    put(store, BenefitDraft(date(2026, 5, 9), Money(5_00, "USD"), BenefitKind.REVENUE, campaign_id=1))
    spring = next(line for line in store.read(statement, QUARTER, By.CAMPAIGN).lines if line.key == 1)
    roi = result(spring.ledger).step(Rung.TRACKED).roi
    assert (roi.value, roi.reason) == (None, "there is no cost")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.one_of(cost_drafts(), benefit_drafts, entry_drafts), max_size=10),
    period=st.sampled_from(PERIODS),
    rule=st.sampled_from(["none", "hours", "evenly"]),
)
def test_what_grew_day_by_day_comes_to_the_line(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any], period: Period, rule: str
) -> None:
    store = Store.open(tmp_path_factory.mktemp("grown") / "s.db", FixedClock(), actor="ana")
    try:
        store.write(fill, rows, (rule, "none"))
        for by in By:
            grown = store.read(roi.growth, period, {}, by)
            for key, ledger in store.read(roi.ledgers, period, by).items():
                one = grown.get(key, roi.Growth())
                assert sum(amount.minor for amount in one.costs) == ledger.spent
                for grade in Evidence:
                    amounts = (one.benefits or {}).get(grade, ())
                    assert sum(amount.minor for amount in amounts) == ledger.benefits.of([grade])
    finally:
        store.close()


def test_the_return_on_ads_follows_the_model_in_each_view_and_says_so(store: Store) -> None:
    """A benefit of a campaign without ads goes to one with ads by its touch, also where lines are posts or months."""
    revenue = BenefitDraft(date(2026, 5, 4), Money(8_000, "USD"), BenefitKind.REVENUE, campaign_id=2)
    put(store, ads(2_000, campaign_id=1), revenue)
    for model, value in (("", 0), ("first", 4)):
        if model:
            store.write(choose_model, [], model)
        else:
            store.write(add_touches, [(0, 2, 1, 1, False)], model)
        for by in By:
            seen = store.read(statement, QUARTER, by)
            found = ad_return(together((line.ledger for line in (*seen.lines, *seen.apart)), "USD"), Rung.TRACKED)
            assert (found.value, found.name) == (value, "ROAS T · first touch" if model else "ROAS T"), by
    posts = store.read(statement, QUARTER, By.MESSAGE)
    assert result(posts.apart[-1].ledger).step(Rung.TRACKED).benefit.name == "Benefit T"  # unchanged by the model


def choose_model(tx: Transaction, _touches: object, model: str) -> None:
    organisation.change_settings(tx, attribution_model=model)
