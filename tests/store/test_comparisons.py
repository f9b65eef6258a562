"""What a chart is compared with: the KPI's own readings of the days before, or of a year ago."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from smdash.domain.comparison import Comparison, earlier, years_on
from smdash.domain.course import Point
from smdash.domain.goals import Aggregation, KpiDraft, Pacing, Reading
from smdash.errors import FormFaults
from smdash.store import kpis, readings
from smdash.store.comparisons import compared_courses
from smdash.store.store import Store
from smdash.store.undo import undo

START, DUE = date(2026, 10, 1), date(2026, 12, 31)


def made(store: Store, name: str, *values: tuple[date, str], **changes: object) -> int:
    draft = KpiDraft(name, START, DUE, target=Decimal(9), **changes)  # type: ignore[arg-type]
    added = store.write(kpis.add_kpi, draft)
    for day, value in values:
        above, _, below = value.partition("/")
        new = Reading(day, None, Decimal(above), Decimal(below)) if below else Reading(day, Decimal(above))
        store.write(readings.add_reading, added, new)
    return added


def shown(store: Store, comparison: Comparison) -> dict[str, list[tuple[date, Fraction]]]:
    every = store.read(kpis.kpis)
    found = store.read(compared_courses, every, comparison)
    return {one.name: [(point.day, point.value) for point in found.get(one.id, ())] for one in every}


def test_the_days_before_are_moved_onto_the_days_of_now(store: Store) -> None:
    first, last = START - timedelta(92), START - timedelta(1)
    made(store, "Sign-ups", (first - timedelta(1), "1"), (first, "2"), (last, "3"), (START, "4"))
    made(store, "Never before", (START, "5"))
    assert shown(store, Comparison.BEFORE) == {
        "Sign-ups": [(START, Fraction(2)), (DUE, Fraction(3))],
        "Never before": [],
    }


def test_last_year_runs_from_its_own_start(store: Store) -> None:
    a_year_ago = date(2025, 10, 1)
    made(store, "Added up", (a_year_ago, "2"), (date(2025, 12, 31), "3"), (date(2026, 1, 1), "9"),
         aggregation=Aggregation.SUM)  # fmt: skip
    made(store, "Rate", (a_year_ago, "1/10"), (date(2025, 11, 1), "4/10"), aggregation=Aggregation.RATIO, unit="%")
    assert shown(store, Comparison.LAST_YEAR) == {
        "Added up": [(START, Fraction(2)), (DUE, Fraction(5))],
        "Rate": [(START, Fraction(10)), (date(2026, 11, 1), Fraction(25))],
    }


def test_last_year_is_that_of_the_predecessor_where_one_is_named(store: Store) -> None:
    before = made(store, "Sign-ups 2025", (date(2025, 10, 1), "2"), (date(2026, 9, 30), "8"))
    made(store, "Sign-ups 2026", (date(2025, 10, 2), "99"), (date(2026, 9, 29), "5"),
         pacing=Pacing.SEASONAL, predecessor_id=before)  # fmt: skip
    assert shown(store, Comparison.LAST_YEAR)["Sign-ups 2026"] == [(START, Fraction(2))]
    assert shown(store, Comparison.BEFORE)["Sign-ups 2026"] == [(date(2026, 12, 30), Fraction(5))]


def test_those_it_follows_on_are_compared_with_on_the_days_they_ran(store: Store) -> None:
    names = ("Q4 2025", "Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026")
    quarters = ((2025, 10, 12, 31), (2026, 1, 3, 31), (2026, 4, 6, 30), (2026, 7, 9, 30), (2026, 10, 12, 31))
    added: list[int] = []
    for number, (name, (year, first, last, end)) in enumerate(zip(names, quarters, strict=True)):
        before = added[-1] if added else None
        draft = KpiDraft(name, date(year, first, 1), date(year, last, end), target=Decimal(9), follows_id=before)
        added.append(store.write(kpis.add_kpi, draft))
        store.write(readings.add_reading, added[-1], Reading(date(year, first, 5), Decimal(number)))
    assert shown(store, Comparison.BEFORE)["Q4 2026"] == [(date(2026, 10, 5), Fraction(3))]
    assert shown(store, Comparison.LAST_YEAR)["Q4 2026"] == [(date(2026, 10, 5), Fraction(0))]
    assert shown(store, Comparison.BEFORE)["Q4 2025"] == []
    assert store.read(kpis.get_kpi, added[-1]).draft.follows_id == added[-2]


def test_a_kpi_follows_on_one_that_comes_before_it_and_measures_the_same(store: Store) -> None:
    first = made(store, "First")
    second = made(store, "Second", follows_id=first)
    third = made(store, "Third", follows_id=second)
    hours = made(store, "Hours", unit="h")
    rate = made(store, "Rate", aggregation=Aggregation.RATIO)
    for kpi_id, follows, said in (
        (first, first, "First does not come before it"),
        (first, third, "Third does not come before it"),
        (third, hours, "Hours is measured in h, this one in plain numbers"),
        (third, rate, "Only one of Rate and this one is a ratio"),
    ):
        draft = store.read(kpis.get_kpi, kpi_id).draft
        with pytest.raises(FormFaults) as found:
            store.write(kpis.edit_kpi, kpi_id, replace(draft, follows_id=follows))
        assert said in found.value.faults["follows_id"]
    store.write(kpis.edit_kpi, third, replace(store.read(kpis.get_kpi, third).draft, follows_id=first))
    assert store.read(kpis.get_kpi, third).draft.follows_id == first
    store.write(undo)
    assert store.read(kpis.get_kpi, third).draft.follows_id == second
    store.write(kpis.edit_kpi, second, replace(store.read(kpis.get_kpi, second).draft, follows_id=None))
    assert store.read(kpis.get_kpi, second).draft.follows_id is None


def test_nothing_is_read_when_nothing_is_compared(store: Store) -> None:
    made(store, "Sign-ups", (date(2025, 10, 1), "2"))
    assert shown(store, Comparison.NONE) == {"Sign-ups": []}


def test_it_goes_round() -> None:
    assert [one.next for one in Comparison] == [Comparison.BEFORE, Comparison.LAST_YEAR, Comparison.NONE]


@pytest.mark.parametrize(
    ("comparison", "label", "days"),
    [
        (Comparison.BEFORE, "92 days before", (date(2026, 7, 1), date(2026, 9, 30))),
        (Comparison.LAST_YEAR, "last year", (date(2025, 10, 1), date(2025, 12, 31))),
        (Comparison.NONE, "", (START, DUE)),
    ],
)
def test_each_names_its_days(comparison: Comparison, label: str, days: tuple[date, date]) -> None:
    draft = KpiDraft("Sign-ups", START, DUE)
    before = earlier(draft, comparison)
    assert (comparison.label(draft), (before.start, before.due)) == (label, days)


def test_a_leap_day_has_a_place_in_every_year() -> None:
    assert years_on(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert years_on(date(2024, 2, 29), -4) == date(2020, 2, 29)
    assert Point(years_on(date(2025, 2, 28), -1), Fraction(1)).day == date(2024, 2, 28)
