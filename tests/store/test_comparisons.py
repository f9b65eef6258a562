"""What a chart is compared with: the KPI's own readings of the days before, or of a year ago."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from smdash.domain.comparison import Comparison, earlier, years_on
from smdash.domain.course import Point
from smdash.domain.goals import Aggregation, KpiDraft, Pacing, Reading
from smdash.store import kpis, readings
from smdash.store.comparisons import compared_courses
from smdash.store.store import Store

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
