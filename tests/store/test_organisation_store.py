"""Settings, people, rates and exchange rates: what is taken, what is refused, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.campaigns import CampaignDraft
from smdash.domain.currencies import Rate, Rates
from smdash.domain.money import Money
from smdash.domain.organisation import Organisation, PersonKind, Role
from smdash.errors import InvalidInput, Refused, SmdashError
from smdash.store import changes, organisation
from smdash.store.campaigns import add_campaign
from smdash.store.currencies import Converter, set_exchange_rate
from smdash.store.organisation import add_channel, add_person, change_settings, rate_on, rates, set_rate
from smdash.store.store import Store, Transaction
from smdash.store.tables import benefit, cost, time_entry

DAY = date(2026, 3, 1)


def settle(store: Store, **values: Any) -> Organisation:
    store.write(lambda tx: change_settings(tx, **values))
    return store.read(lambda snapshot: snapshot.organisation)


def test_a_new_store_has_the_defaults(store: Store) -> None:
    assert store.read(lambda snapshot: snapshot.organisation) == Organisation()


def test_settings_are_kept(store: Store) -> None:
    values: dict[str, Any] = {
        "name": "Guild of Cooks",
        "currency": "EUR",
        "zone": "Europe/Berlin",
        "week_start": 6,
        "fiscal_start": 10,
        "day_start_hour": 4,
        "timer_limit": 3600,
        "week_target": 144000,
        "pace_ahead": "1.1",
        "pace_on_track": "0.9",
        "pace_at_risk": "0.5",
        "jurisdictions": ("EU",),
        "risk_grid": "00000 / 01122 / 11223 / 12234 / 22344",
    }
    assert settle(store, **values) == Organisation(**values)


def test_settings_are_cleaned(store: Store) -> None:
    found = settle(store, name=" Guild\x1b[31m\n of  Cooks", currency=" eur ", jurisdictions=["US", " UK "])
    assert (found.name, found.currency, found.jurisdictions) == ("Guild of Cooks", "EUR", ("US", "UK"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("colour", "red"),
        ("week_start", 7),
        ("week_start", -1),
        ("week_start", True),
        ("week_start", "1"),
        ("week_start", 1.0),
        ("fiscal_start", 0),
        ("fiscal_start", 13),
        ("day_start_hour", 13),
        ("timer_limit", 3599),
        ("timer_limit", 86401),
        ("week_target", -1),
        ("week_target", 7 * 86400 + 1),
        ("name", ["Guild"]),
        ("name", None),
        ("name", "x" * 121),
        ("currency", "EURO"),
        ("currency", 978),
        ("zone", "Mars/Olympus"),
        ("zone", "../etc/passwd"),
        ("zone", ""),
        ("zone", 1),
        ("pace_ahead", "fast"),
        ("pace_ahead", "-1"),
        ("pace_ahead", "NaN"),
        ("pace_ahead", 1.05),
        ("pace_at_risk", "0.96"),
        ("media_cpm", "6,50"),
        ("media_cpc", "-1"),
        ("media_cpc", 1),
        ("jurisdictions", "US"),
        ("jurisdictions", [1]),
        ("jurisdictions", 5),
        ("jurisdictions", [" "]),
        ("risk_grid", "00112"),
        ("risk_grid", "99999 / 01122 / 11223 / 12234 / 22344"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(store: Store, key: str, value: Any) -> None:
    with pytest.raises(InvalidInput):
        settle(store, **{key: value})
    assert store.read(lambda snapshot: snapshot.organisation) == Organisation()


def test_one_wrong_setting_leaves_the_others_alone(store: Store) -> None:
    with pytest.raises(InvalidInput):
        settle(store, name="Guild", week_start=9)
    assert store.read(lambda snapshot: snapshot.organisation) == Organisation()


def cost_row(tx: Transaction) -> None:
    values = {"category": "ads", "recurrence": "none", "amount_minor": 100, "currency": "USD"}
    changes.insert(tx, cost, name="Ad", day=DAY, **values)


def benefit_row(tx: Transaction) -> None:
    values = {"kind": "revenue", "category": "other", "amount_minor": 1, "currency": "USD", "evidence": "tracked"}
    changes.insert(tx, benefit, name="Sale", day=DAY, share=Decimal(1), **values)


def priced_entry(tx: Transaction) -> None:
    ann = add_person(tx, "Ann")
    frozen = {"rate_minor": 100, "rate_currency": "USD", "cost_original_minor": 100, "cost_minor": 100}
    changes.insert(tx, time_entry, person_id=ann, work_day=DAY, seconds=3600, zone="UTC", **frozen)


@pytest.mark.parametrize(
    "amount",
    [
        cost_row,
        benefit_row,
        priced_entry,
        lambda tx: set_rate(tx, add_person(tx, "Ann"), DAY, Money(100, "USD")),
        lambda tx: set_exchange_rate(tx, "EUR", DAY, Decimal("1.1")),
        lambda tx: add_campaign(tx, CampaignDraft(name="Spring", budget_minor=100)),
    ],
)
def test_the_currency_stays_once_amounts_exist(store: Store, amount: Callable[[Transaction], Any]) -> None:
    assert settle(store, currency="JPY").currency == "JPY"
    settle(store, currency="USD")
    store.write(amount)
    with pytest.raises(Refused, match="once amounts exist"):
        settle(store, currency="JPY")
    assert settle(store, currency="USD", name="Guild").name == "Guild"


# People and rates --------------------------------------------------------------------------------------------------


def test_people_by_name_whatever_their_case(store: Store) -> None:
    store.write(lambda tx: add_person(tx, "Zoë", kind=PersonKind.CONTRACTOR, role=Role.VIEWER, weekly_capacity=3600))
    store.write(add_person, "ann")
    assert [person.name for person in store.read(organisation.people)] == ["ann", "Zoë"]
    found = store.read(organisation.find_person, "ZOË ")
    assert found is not None
    assert (found.kind, found.role, found.weekly_capacity) == (PersonKind.CONTRACTOR, Role.VIEWER, 3600)
    acting = store.read(organisation.acting_person)
    assert acting is not None
    assert acting.name == "ann"


def test_the_only_person_is_the_acting_one(store: Store) -> None:
    assert store.read(organisation.acting_person) is None
    store.write(add_person, "Zoë")
    acting = store.read(organisation.acting_person)
    assert acting is not None
    assert acting.name == "Zoë"
    store.write(add_person, "Ben")
    assert store.read(organisation.acting_person) is None


@pytest.mark.parametrize(
    ("name", "more"),
    [
        (" ", {}),
        ("\u200d", {}),
        ("x" * 121, {}),
        ("ANN", {}),
        ("Ben", {"weekly_capacity": -1}),
        ("Ben", {"weekly_capacity": 604801}),
        ("Ben", {"zone_name": "Mars"}),
    ],
)
def test_a_person_that_cannot_be_is_refused(store: Store, name: str, more: dict[str, Any]) -> None:
    store.write(add_person, "Ann")
    with pytest.raises(SmdashError):
        store.write(lambda tx: add_person(tx, name, **more))
    assert len(store.read(organisation.people)) == 1


def test_the_rate_of_the_day(store: Store) -> None:
    ann = store.write(add_person, "Ann")
    for month, minor in ((1, 1000), (7, 2000)):
        store.write(set_rate, ann, date(2026, month, 1), Money(minor, "usd"))
    found = [store.read(rate_on, ann, day) for day in (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1))]
    assert [rate and rate.hourly for rate in found] == [None, Money(1000, "USD"), Money(2000, "USD")]
    store.write(set_rate, ann, date(2026, 7, 1), Money(2500, "eur"))
    assert [rate.hourly for rate in store.read(rates)[ann]] == [Money(1000, "USD"), Money(2500, "EUR")]


@pytest.mark.parametrize("hourly", [Money(-1, "USD"), Money(10**16, "USD"), Money(100, "DOLLAR")])
def test_a_rate_that_cannot_be_is_refused(store: Store, hourly: Money) -> None:
    ann = store.write(add_person, "Ann")
    store.write(set_rate, ann, DAY, Money(1000, "USD"))
    for day in (DAY, DAY + timedelta(days=1)):
        with pytest.raises(InvalidInput):
            store.write(set_rate, ann, day, hourly)


def test_channels_and_activities(store: Store) -> None:
    blog = store.write(lambda tx: add_channel(tx, "Blog", "blog", "@guild", "https://example.org"))
    with pytest.raises(Refused, match="already is a channel"):
        store.write(add_channel, "BLOG", "blog")
    assert [(c.id, c.name, c.platform, c.handle) for c in store.read(organisation.channels)] == [
        (blog, "Blog", "blog", "@guild")
    ]
    writing = store.write(organisation.activity_id, "Writing")
    assert store.write(organisation.activity_id, " writing") == writing
    assert [row.name for row in store.read(organisation.activities)] == ["Writing"]
    assert store.read(organisation.names_of, "activity") == {writing: "Writing"}


# Currencies --------------------------------------------------------------------------------------------------------


def test_an_amount_has_the_rate_of_its_day(store: Store) -> None:
    store.write(set_exchange_rate, "EUR", DAY, Decimal("1.1"), "bank")
    store.write(set_exchange_rate, "eur", DAY + timedelta(days=30), Decimal("1.2"))
    store.write(set_exchange_rate, "JPY", DAY, Decimal("0.0067"))
    converter = store.read(Converter)
    amount = Money(1000, "EUR")
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=29), DAY + timedelta(days=30), date(2030, 1, 1)]
    assert [converter.convert(amount, day) for day in days] == [None, 1100, 1100, 1200, 1200]
    assert converter.convert(Money(1000, "JPY"), DAY) == 670
    assert converter.convert(Money(7, "USD"), date(1990, 1, 1)) == 7
    assert converter.convert(Money(7, "CHF"), DAY) is None


def test_an_old_rate_is_told(store: Store) -> None:
    store.write(set_exchange_rate, "EUR", DAY, Decimal("1.1"))
    converter = store.read(Converter)
    assert converter.age("USD", DAY) == 0
    assert converter.age("EUR", DAY - timedelta(days=1)) is None
    assert converter.age("EUR", DAY + timedelta(days=35)) == 35
    found = [converter.is_old("EUR", DAY + timedelta(days=days)) for days in (-1, 0, 35, 36)]
    assert found == [False, False, False, True]


def test_a_rate_of_the_same_day_is_corrected(store: Store) -> None:
    first = store.write(set_exchange_rate, "EUR", DAY, Decimal("1.1"))
    assert store.write(set_exchange_rate, "EUR", DAY, Decimal("1.3")) == first
    assert store.read(Converter).convert(Money(100, "EUR"), DAY) == 130


@pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity", "1e-12", "1e999999"])
def test_an_exchange_rate_that_cannot_be_is_refused(store: Store, value: str) -> None:
    with pytest.raises(InvalidInput):
        store.write(set_exchange_rate, "EUR", DAY, Decimal(value))


def test_the_reporting_currency_has_no_rate(store: Store) -> None:
    with pytest.raises(InvalidInput, match="reporting currency"):
        store.write(set_exchange_rate, "usd", DAY, Decimal(1))


@given(st.lists(st.tuples(st.dates(), st.integers(1, 1000)), unique_by=lambda pair: pair[0]), st.dates())
def test_the_rate_found_is_the_newest_that_is_not_later(known: list[tuple[date, int]], day: date) -> None:
    rates = Rates("USD", {"EUR": tuple(Rate(valid_from, Decimal(value)) for valid_from, value in sorted(known))})
    earlier = [pair for pair in known if pair[0] <= day]
    expected = max(earlier)[1] if earlier else None
    assert rates.convert(Money(1, "EUR"), day) == expected
