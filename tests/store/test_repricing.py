"""Rates and what they change: entries without one are priced at once, others when asked to, closed months never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.money import Money, staff_cost
from smdash.domain.organisation import Role
from smdash.domain.rate_basis import Per, RateBasis
from smdash.domain.repricing import RepricingLine
from smdash.domain.timesheets import Entry, EntryDraft
from smdash.errors import Refused
from smdash.store import organisation, repricing, timesheets, totals, undo
from smdash.store.campaigns import add_campaign
from smdash.store.closing import close_month
from smdash.store.currencies import set_exchange_rate
from smdash.store.locks import MonthClosed
from smdash.store.rates import RateDraft, delete_rate, rate_lines, save_rate
from smdash.store.store import Store

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 7), date(2026, 10, 5), date(2026, 11, 2)
HOUR = 3600


@pytest.fixture
def ana(store: Store) -> int:
    store.write(add_campaign, CampaignDraft("Spring"))
    return store.write(organisation.add_person, "ana")


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def log(store: Store, person: int, day: date, seconds: int = HOUR, campaign: int | None = None) -> int:
    return store.write(timesheets.log_entry, EntryDraft(person, day, seconds, campaign_id=campaign))[0]


def rate(store: Store, person: int, day: date, minor: int) -> None:
    store.write(organisation.set_rate, person, day, usd(minor))


def costs(store: Store) -> list[int | None]:
    """What entries cost, the oldest first; the totals must agree."""
    assert store.read(lambda snapshot: totals.differences(snapshot.connection)) == []
    return [entry.cost_minor for entry in reversed(store.read(timesheets.entries, limit=None).entries)]


def test_a_first_rate_prices_what_had_none_with_one_undo(store: Store, ana: int) -> None:
    for day in (SEPTEMBER, OCTOBER, NOVEMBER):
        log(store, ana, day)
    done = store.write(save_rate, RateDraft(ana, OCTOBER, usd(4500)))
    assert (done.total.entries, done.total.unrated, done.total.after) == (2, 2, 9000)
    assert costs(store) == [None, 4500, 4500]
    assert store.write(undo.undo).label == "rate of ana from 5 Oct 2026"
    assert costs(store) == [None, None, None]
    assert store.read(rate_lines, ana) == ()


def test_a_new_rate_leaves_entries_that_have_one_until_they_are_priced_again(store: Store, ana: int) -> None:
    rate(store, ana, date(2026, 1, 1), 4500)
    for day in (SEPTEMBER, OCTOBER, NOVEMBER):
        log(store, ana, day, campaign=1 if day == OCTOBER else None)
    assert store.write(save_rate, RateDraft(ana, OCTOBER, usd(6000))).total.entries == 0
    assert costs(store) == [4500, 4500, 4500]
    found = store.read(repricing.preview, ana)
    assert found.lines == (
        RepricingLine(date(2026, 10, 1), 1, 1, HOUR, 4500, 6000),
        RepricingLine(date(2026, 11, 1), None, 1, HOUR, 4500, 6000),
    )
    assert found.words("USD") == "2 entries, 2:00: 90.00 → 120.00 USD"
    assert store.write(repricing.reprice, ana, NOVEMBER).total.entries == 1
    assert costs(store) == [4500, 4500, 6000]
    assert store.write(repricing.reprice).total.entries == 1
    assert store.write(undo.undo).label == "price 1 entry again"
    assert costs(store) == [4500, 4500, 6000]


def test_entries_before_the_first_rate_stay_without_one(store: Store, ana: int) -> None:
    log(store, ana, SEPTEMBER)
    rate(store, ana, OCTOBER, 4500)
    assert store.read(repricing.preview).lines == ()


def test_closed_months_stay_and_are_told(store: Store, ana: int) -> None:
    rate(store, ana, date(2026, 1, 1), 4500)
    for day in (SEPTEMBER, OCTOBER, NOVEMBER):
        log(store, ana, day)
    rate(store, ana, date(2026, 9, 1), 6000)
    store.write(close_month, OCTOBER)
    found = store.read(repricing.preview)
    assert [line.month.month for line in found.lines] == [9, 11]
    assert found.closed_words == "October 2026 closed: 1 entry, 1:00, stay as they are"
    store.write(repricing.reprice)
    assert costs(store) == [6000, 4500, 6000]
    with pytest.raises(MonthClosed):
        store.write(save_rate, RateDraft(ana, OCTOBER, usd(1)))


def over_the_end_of_october(store: Store, ana: int) -> None:
    start = datetime(2026, 10, 31, 23, 20, tzinfo=UTC)
    night = EntryDraft(ana, start.date(), 2 * HOUR, start=start, end=datetime(2026, 11, 1, 1, 20, tzinfo=UTC))
    store.write(timesheets.log_entry, night)


def test_parts_over_midnight_keep_the_cents_of_the_whole(store: Store, ana: int) -> None:
    rate(store, ana, date(2026, 1, 1), 1000)
    over_the_end_of_october(store, ana)
    rate(store, ana, date(2026, 1, 1), 1111)
    store.write(repricing.reprice)
    assert sum(minor or 0 for minor in costs(store)) == staff_cost(2 * HOUR, usd(1111)).minor
    assert store.read(repricing.preview).lines == ()


def test_the_part_of_a_closed_month_stays_and_the_other_is_priced_by_itself(store: Store, ana: int) -> None:
    rate(store, ana, date(2026, 1, 1), 1000)
    over_the_end_of_october(store, ana)
    store.write(close_month, OCTOBER)
    rate(store, ana, date(2026, 11, 1), 1111)
    (before, _) = costs(store)
    store.write(repricing.reprice)
    assert costs(store) == [before, staff_cost(80 * 60, usd(1111)).minor]


def test_an_entry_with_a_rate_for_one_of_its_days_only_gets_the_other(store: Store, ana: int) -> None:
    rate(store, ana, date(2026, 11, 1), 1000)
    over_the_end_of_october(store, ana)
    assert costs(store)[0] is None
    store.write(save_rate, RateDraft(ana, date(2026, 10, 1), usd(2000)))
    assert costs(store) == [staff_cost(40 * 60, usd(2000)).minor, staff_cost(80 * 60, usd(1000)).minor]


def test_a_rate_in_another_currency_waits_where_no_exchange_rate_is_known(store: Store, ana: int) -> None:
    log(store, ana, OCTOBER)
    done = store.write(save_rate, RateDraft(ana, OCTOBER, Money(5000, "EUR")))
    assert (done.total.waiting, costs(store)) == (1, [None])
    assert "1 wait for an exchange rate" in done.words("USD")
    store.write(set_exchange_rate, "EUR", OCTOBER, Decimal("1.2"))
    log(store, ana, NOVEMBER)
    assert costs(store) == [None, 6000]


def test_the_basis_is_kept_and_shown_again(store: Store, ana: int) -> None:
    basis = RateBasis(usd(1800), Per.HOUR, Decimal(40), Decimal(232), Decimal("0.3108"))
    store.write(save_rate, RateDraft(ana, OCTOBER, usd(2656), basis))
    log(store, ana, OCTOBER)
    (line,) = store.read(rate_lines, ana)
    assert (line.hourly, line.basis, line.entries) == (usd(2656), basis, 1)


def test_a_rate_is_corrected_moved_and_deleted_only_while_unused(store: Store, ana: int) -> None:
    store.write(save_rate, RateDraft(ana, OCTOBER, usd(4500)))
    (line,) = store.read(rate_lines, ana)
    store.write(save_rate, RateDraft(ana, SEPTEMBER, usd(5000)), line.id)
    (moved,) = store.read(rate_lines, ana)
    assert (moved.id, moved.valid_from, moved.hourly) == (line.id, SEPTEMBER, usd(5000))
    store.write(save_rate, RateDraft(ana, OCTOBER, usd(6000)))
    with pytest.raises(Refused, match="Another rate begins on 5 Oct 2026 already"):
        store.write(save_rate, RateDraft(ana, OCTOBER, usd(7000)), line.id)
    log(store, ana, OCTOBER)
    newest, oldest = store.read(rate_lines, ana)
    with pytest.raises(Refused, match="1 entry was written with this rate"):
        store.write(delete_rate, newest.id)
    store.write(delete_rate, oldest.id)


@pytest.mark.parametrize(("call", "given"), [(save_rate, RateDraft(1, OCTOBER, usd(1))), (delete_rate, 1)])
def test_rates_are_for_managers(store: Store, ana: int, call: Callable[..., object], given: object) -> None:
    store.role = Role.CONTRIBUTOR
    with pytest.raises(Refused, match="Rates are for managers only"):
        store.write(call, given)
    with pytest.raises(Refused, match="Rates are for managers only"):
        store.read(rate_lines, ana)
    with pytest.raises(Refused, match="Rates are for managers only"):
        store.read(repricing.preview)


def test_another_persons_entries_are_not_touched(store: Store, ana: int) -> None:
    ben = store.write(organisation.add_person, "ben")
    for person in (ana, ben):
        log(store, person, OCTOBER)
        rate(store, person, date(2026, 1, 1), 4500)
    assert store.write(repricing.reprice, ben).total.entries == 1
    assert [entry.person_id for entry in every(store) if entry.cost_minor is not None] == [ben]


def every(store: Store) -> tuple[Entry, ...]:
    return store.read(timesheets.entries, limit=None).entries


days = st.integers(0, 60).map(lambda n: date.fromordinal(date(2026, 9, 10).toordinal() + n))


@settings(max_examples=25, deadline=None)
@each(
    logged=st.lists(st.tuples(days, st.integers(1, 20_000)), min_size=1, max_size=8, unique_by=lambda one: one[0]),
    set_rates=st.lists(st.tuples(days, st.integers(0, 9_999)), min_size=1, max_size=4),
)
def test_priced_again_each_entry_costs_its_seconds_at_the_rate_of_its_day(
    tmp_path_factory: pytest.TempPathFactory,
    logged: list[tuple[date, int]],
    set_rates: list[tuple[date, int]],
) -> None:
    store = Store.open(tmp_path_factory.mktemp("s") / "s.db", FixedClock(), actor="ann")
    try:
        person = store.write(organisation.add_person, "ana")
        for day, seconds in logged:
            log(store, person, day, seconds)
        for day, minor in set_rates:
            store.write(save_rate, RateDraft(person, day, usd(minor)))
        found = store.read(repricing.preview)
        before = sum(minor or 0 for minor in costs(store))
        store.write(repricing.reprice)
        assert before + found.total.after - found.total.before == sum(minor or 0 for minor in costs(store))
        for entry in every(store):
            valid = store.read(organisation.rate_on, person, entry.work_day)
            wanted = None if valid is None else staff_cost(entry.seconds, valid.hourly).minor
            assert entry.cost_minor == wanted
        assert store.read(repricing.preview).lines == ()
    finally:
        store.close()
