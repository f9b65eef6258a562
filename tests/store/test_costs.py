"""Costs in the store: converted when written, worked out when read, all faults at once, undone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.costs import CostCategory, CostDraft, Recurrence, draft_of, within
from smdash.domain.money import Money
from smdash.domain.periods import Calendar, between
from smdash.errors import FormFaults, NotFound
from smdash.store import undo
from smdash.store.campaigns import add_campaign
from smdash.store.cost_sums import CostSums, cost_sums, daily_costs
from smdash.store.costs import (
    add_cost,
    cost_names,
    cost_page,
    delete_cost,
    edit_cost,
    get_cost,
)
from smdash.store.currencies import set_exchange_rate
from smdash.store.scopes import Scope
from smdash.store.store import Store

Q4 = Calendar().parse("2026-Q4", date(2026, 11, 22))
OCTOBER = Calendar().parse("2026-10", date(2026, 11, 22))


def ads(minor: int = 100_00, day: date = date(2026, 11, 3), **more: object) -> CostDraft:
    values = {"day": day, "amount": Money(minor, "USD"), "category": CostCategory.ADS} | more
    return CostDraft(**values)  # type: ignore[arg-type]


@pytest.fixture
def spring(store: Store) -> int:
    return store.write(add_campaign, CampaignDraft("Spring"))


def total(sums: CostSums) -> int:
    return sum(sums.by_category.values())


def test_a_cost_is_kept_listed_and_summed(store: Store, spring: int) -> None:
    cost_id = store.write(add_cost, ads(campaign_id=spring, name="  Meta\x1b[31m  ads ", note="first wave"))
    found = store.read(get_cost, cost_id)
    assert (found.name, found.note, found.converted) == ("Meta ads", "first wave", 100_00)
    assert store.read(cost_page, Scope(By.CAMPAIGN, spring, Q4)).lines == (found,)
    assert not store.read(cost_page, Scope(By.CAMPAIGN, None, Q4)).total
    assert store.read(cost_sums, Q4) == {spring: CostSums({CostCategory.ADS: 100_00}, rows=1)}
    assert store.read(cost_sums, OCTOBER) == {}
    assert store.read(cost_names) == ("Meta ads",)


def test_all_faults_come_at_once_and_nothing_is_written(store: Store) -> None:
    wrong = ads(0, recurrence=Recurrence.SPREAD, estimated=True)
    with pytest.raises(FormFaults) as caught:
        store.write(add_cost, wrong)
    assert set(caught.value.faults) == {"amount", "until", "estimated"}
    assert not store.read(cost_page, Scope(By.CAMPAIGN, None, Q4)).total


@pytest.mark.parametrize(
    ("recurrence", "until", "fault"),
    [
        (Recurrence.MONTHLY, date(2026, 11, 2), "before the first"),
        (Recurrence.NONE, date(2026, 11, 9), "no last day"),
        (Recurrence.SPREAD, None, "span"),
    ],
)
def test_the_last_day_must_fit(store: Store, recurrence: Recurrence, until: date | None, fault: str) -> None:
    with pytest.raises(FormFaults, match=fault):
        store.write(add_cost, ads(recurrence=recurrence, until=until))


def test_another_currency_is_converted_at_the_rate_of_its_day_once(store: Store) -> None:
    store.write(set_exchange_rate, "EUR", date(2026, 11, 1), Decimal("1.15"))
    cost_id = store.write(add_cost, ads(amount=Money(100_01, "EUR")))
    assert store.read(get_cost, cost_id).converted == 115_01
    store.write(set_exchange_rate, "EUR", date(2026, 11, 2), Decimal(2))
    store.write(edit_cost, cost_id, ads(amount=Money(100_01, "EUR"), name="renamed"))
    assert store.read(get_cost, cost_id).converted == 115_01, "a later rate changes nothing"
    store.write(edit_cost, cost_id, ads(amount=Money(10_00, "EUR")))
    assert store.read(get_cost, cost_id).converted == 20_00


def test_without_a_rate_a_cost_waits_and_counts_nothing(store: Store) -> None:
    store.write(add_cost, ads(amount=Money(100_00, "EUR")))
    store.write(add_cost, ads(amount=Money(5_00, "EUR"), recurrence=Recurrence.MONTHLY))
    store.write(add_cost, ads(7_00))
    sums = store.read(cost_sums, Q4)[None]
    assert (total(sums), sums.rows, sums.unconverted) == (7_00, 1, 2)


def test_spans_and_recurrences_are_worked_out_for_each_period(store: Store, spring: int) -> None:
    span = {"recurrence": Recurrence.SPREAD, "until": date(2026, 11, 30), "campaign_id": spring}
    store.write(add_cost, ads(910_00, date(2026, 9, 1), **span))
    store.write(add_cost, ads(50_00, date(2026, 1, 31), recurrence=Recurrence.MONTHLY, campaign_id=spring))
    store.write(add_cost, ads(70_00, date(2025, 3, 1), recurrence=Recurrence.YEARLY, campaign_id=spring))
    sums = store.read(cost_sums, Q4)[spring]
    assert (total(sums), sums.rows) == (610_00 + 150_00, 2)
    page = store.read(cost_page, Scope(By.CAMPAIGN, spring, Q4))
    assert page.total == len(page.lines) == 2, "the yearly one does not fall into the quarter"
    assert sum(within(line, Q4) for line in page.lines) == total(sums)


def test_a_list_is_limited_and_says_so(store: Store, spring: int) -> None:
    for day in range(1, 8):
        store.write(add_cost, ads(day, date(2026, 11, day), campaign_id=spring))
    page = store.read(cost_page, Scope(By.CAMPAIGN, spring, Q4), 3)
    assert [line.day.day for line in page.lines] == [7, 6, 5]
    assert page.total == 7


def test_deleting_names_the_cost_and_can_be_undone(store: Store) -> None:
    cost_id = store.write(add_cost, ads(1234_50, name="Agency"))
    store.write(delete_cost, cost_id)
    with pytest.raises(NotFound):
        store.read(get_cost, cost_id)
    assert store.write(undo.undo).label == "delete cost 1 234.50 USD for Agency"
    assert store.read(get_cost, cost_id).name == "Agency"


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-500_00, 500_00).filter(bool),
            st.dates(date(2026, 8, 1), date(2027, 1, 31)),
            st.sampled_from(Recurrence),
            st.integers(0, 200),
        ),
        max_size=6,
    ),
    st.dates(date(2026, 9, 1), date(2026, 11, 1)),
    st.integers(1, 120),
)
def test_sums_days_and_rows_always_agree(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[int, date, Recurrence, int]],
    start: date,
    length: int,
) -> None:
    from smdash.clock import FixedClock

    store = Store.open(tmp_path_factory.mktemp("store") / "s.db", FixedClock(), actor="ann")
    for minor, day, recurrence, days in rows:
        until = None if recurrence is Recurrence.NONE else date.fromordinal(day.toordinal() + days)
        store.write(add_cost, ads(minor, day, recurrence=recurrence, until=until))
    period = between(start, date.fromordinal(start.toordinal() + length))
    by_sum = total(store.read(cost_sums, period).get(None, CostSums({})))
    by_day = sum(part.minor for part in store.read(daily_costs, period).get(None, []))
    by_row = sum(within(line, period) for line in store.read(cost_page, Scope(By.CAMPAIGN, None, period)).lines)
    store.close()
    assert by_sum == by_day == by_row


def test_a_stored_cost_is_a_draft_again(store: Store, spring: int) -> None:
    draft = ads(campaign_id=spring, name="x", note="y", category=CostCategory.STAFF, estimated=True)
    assert draft_of(store.read(get_cost, store.write(add_cost, draft))) == draft
    assert store.read(cost_sums, Q4)[spring].estimated_staff == 100_00
