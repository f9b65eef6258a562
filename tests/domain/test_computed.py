"""How the days of stored rows become a KPI's readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.computed import MEASURES, Basis, FollowerDay, Measure, Part, bucket_end, scope_faults
from smdash.domain.course import course, running_values
from smdash.domain.goals import Aggregation, Cadence, KpiDraft, Measured, Reading
from smdash.domain.origins import explained
from smdash.domain.periods import Calendar
from smdash.domain.progress import current

MONDAY = date(2026, 10, 5)
DUE = date(2026, 12, 31)


def readings(measure: str, above: dict[int, int], below: dict[int, int] | None = None, **more: object) -> list[Reading]:
    """Readings of a measure whose days are given from a Monday on."""
    values = {"cadence": Cadence.WEEKLY, "calendar": Calendar(), **more}
    basis = Basis(MEASURES[measure], **values)  # type: ignore[arg-type]
    return [*basis.readings(days(above), days(below or {}))]


def days(amounts: dict[int, int]) -> dict[date, Part]:
    return {MONDAY + timedelta(days=at): Part(amount) for at, amount in amounts.items()}


def value(measure: str, found: list[Reading]) -> Fraction | None:
    known = MEASURES[measure]
    draft = KpiDraft("k", MONDAY, DUE, aggregation=known.aggregation, unit=known.unit, measured=Measured(measure))
    newest = course(draft, found, DUE).newest
    return newest.value if newest else None


def test_days_of_a_week_are_one_reading_on_the_last_day_that_has_a_row() -> None:
    found = readings("posts", {0: 2, 3: 1, 6: 4, 7: 5, 20: 1})
    assert [(one.day - MONDAY, one.value) for one in found] == [
        (timedelta(days=6), Decimal(7)), (timedelta(days=7), Decimal(5)), (timedelta(days=20), Decimal(1)),
    ]  # fmt: skip
    assert found[0].note == "from 3 posts"


@pytest.mark.parametrize(
    ("cadence", "end"),
    [
        (Cadence.DAILY, date(2026, 10, 6)),
        (Cadence.WEEKLY, date(2026, 10, 12)),
        (Cadence.MONTHLY, date(2026, 11, 1)),
        (Cadence.QUARTERLY, date(2027, 1, 1)),
    ],
)
def test_a_reading_stands_for_a_stretch_of_the_calendar(cadence: Cadence, end: date) -> None:
    assert bucket_end(MONDAY, cadence, Calendar()) == end


def test_week_start_and_fiscal_quarter_are_the_organisations() -> None:
    assert bucket_end(MONDAY, Cadence.WEEKLY, Calendar(week_start=6)) == date(2026, 10, 11)
    assert bucket_end(MONDAY, Cadence.QUARTERLY, Calendar(fiscal_start=2)) == date(2026, 11, 1)


def test_a_rate_is_the_sum_by_the_sum_never_a_mean_of_rates() -> None:
    found = readings("click_through_rate", {0: 1, 7: 1}, {0: 10, 7: 1000})
    assert value("click_through_rate", found) == Fraction(2, 1010) * 100


def test_a_rate_by_nothing_is_undefined_and_says_why() -> None:
    found = readings("cost_per_lead", {0: 500_00})
    assert value("cost_per_lead", found) is None
    draft = KpiDraft("k", MONDAY, DUE, aggregation=Aggregation.RATIO, measured=Measured("cost_per_lead"))
    figure = explained(draft, current(draft, course(draft, found, DUE)))
    assert (figure.value, figure.reason, figure.formula) == (None, "Σ leads is 0", "Σ full cost / Σ leads")


def test_cost_without_leads_in_a_week_still_counts() -> None:
    found = readings("cost_per_lead", {0: 30_00, 8: 30_00}, {9: 4})
    assert value("cost_per_lead", found) == 15
    assert [one.day - MONDAY for one in found] == [timedelta(days=0), timedelta(days=9)]


def test_money_is_in_the_currencys_own_digits() -> None:
    assert value("revenue", readings("revenue", {0: 1234})) == Fraction(1234, 100)
    assert value("revenue", readings("revenue", {0: 1234}, minor_units=1)) == 1234


def test_hours_lose_no_second() -> None:
    assert value("hours", readings("hours", {0: 1, 1: 3599, 9: 3600, 30: 1})) == Fraction(7201, 3600)


def test_no_row_is_no_reading() -> None:
    assert readings("posts", {}) == []
    draft = KpiDraft("k", MONDAY, DUE, measured=Measured("posts"))
    assert explained(draft, current(draft, course(draft, [], DUE))).reason == "no row tells it"


def test_reach_of_days_is_a_mean_of_days_whatever_the_cadence() -> None:
    found = readings("daily_reach", {0: 100, 1: 200, 8: 600}, cadence=Cadence.MONTHLY)
    assert len(found) == 3
    assert value("daily_reach", found) == 300


@given(st.dictionaries(st.integers(0, 85), st.integers(-50, 500), max_size=40), st.sampled_from(Cadence))
def test_no_cadence_loses_or_doubles_anything(amounts: dict[int, int], cadence: Cadence) -> None:
    found = readings("posts", amounts, cadence=cadence)
    assert sum(one.value or 0 for one in found) == sum(amounts.values())
    assert [one.day for one in found] == sorted({one.day for one in found})


# Followers


def told(channel: int, at: int, followers: int | None = None, net: int | None = None) -> FollowerDay:
    return FollowerDay(channel, MONDAY + timedelta(days=at), followers, net)


def level(measure: str, *those: FollowerDay, start: date = MONDAY) -> Fraction | None:
    basis = Basis(MEASURES[measure], Cadence.WEEKLY, Calendar())
    return value(measure, [*basis.levels(sorted(those, key=lambda one: one.day), start)])


def test_growth_is_by_the_followers_before_the_start() -> None:
    assert level("follower_growth", told(1, -3, 200), told(1, 4, 230)) == 15
    assert level("followers", told(1, -3, 200), told(1, 4, 230)) == 230


def test_a_channel_that_begins_later_adds_followers_but_no_growth() -> None:
    those = (told(1, -3, 200), told(1, 4, 220), told(2, 5, 1000))
    assert level("followers", *those) == 1220
    assert level("follower_growth", *those) == Fraction(20, 1200) * 100


def test_what_came_and_went_is_counted_on_from_the_last_count() -> None:
    those = (told(1, 0, 100), told(1, 1, None, 5), told(1, 2, None, -2), told(1, 9, 110), told(1, 10, None, 1))
    assert level("followers", *those) == 111
    assert level("followers", told(1, 0, None, 5)) is None  # from what, nobody knows


def test_growth_from_nothing_is_undefined() -> None:
    assert level("follower_growth", told(1, 0, 0), told(1, 9, 10)) is None


# What may be asked


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda one: one.id)
def test_every_measure_is_complete(measure: Measure) -> None:
    assert measure.definition.endswith(".")
    assert measure.scopes
    assert bool(measure.below) == (measure.aggregation is Aggregation.RATIO or measure.id == "follower_growth")
    whole = Measured(measure.id, channel_id=1 if measure.one_channel else None)
    assert scope_faults(whole) == {}


def test_all_faults_of_a_scope_are_told_at_once() -> None:
    found = scope_faults(Measured("followers", campaign_id=1, post_kind="photo"))
    assert set(found) == {"campaign", "post_kind"}


def test_names_are_shown_and_not_compared() -> None:
    one = Measured("posts", 1, names=("Guild",))
    assert one == replace(one, names=())
    draft = KpiDraft("k", MONDAY, DUE, aggregation=Aggregation.SUM, measured=replace(one, post_kind="photo"))
    notes = explained(draft, current(draft, course(draft, [Reading(MONDAY, Decimal(3))], DUE))).notes
    assert notes[-1] == "worked out from posts of Guild, photo, a row here for each week with any"
    assert running_values(draft, [Reading(MONDAY, Decimal(3))], DUE)[-1].value == 3
