"""Velocity: progress gained a day from check-in to check-in, and whether it falls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.goals import Aggregation, CheckIn, Kpi, KpiDraft, Objective, Reading, Shape
from smdash.domain.objectives import KpiEntry, ObjectiveEntry, objective_entry
from smdash.domain.pace import Thresholds
from smdash.domain.scorecard import assess
from smdash.domain.velocity import falls, velocity, velocity_text

START, TODAY = date(2026, 10, 1), date(2026, 11, 22)
EVE = START - timedelta(days=1)
DRAFT = KpiDraft("Sign-ups", START, date(2026, 12, 31), baseline=Decimal(0), target=Decimal(1000))
CHECKED = [EVE + timedelta(days=n) for n in (10, 20, 30)]


def entry(draft: KpiDraft, *rows: tuple[int, int], number: int = 1) -> KpiEntry:
    readings = [Reading(EVE + timedelta(days=day), Decimal(value)) for day, value in rows]
    return KpiEntry(assess(Kpi(number, draft), readings, TODAY))


def group(*entries: KpiEntry, days: list[date]) -> ObjectiveEntry:
    said = [CheckIn(day, 7, id=n) for n, day in enumerate(days)]
    return objective_entry(Objective(1, "Grow", start=START), entries, said, TODAY, Thresholds())


def test_velocity_is_progress_a_day_since_the_check_in_before() -> None:
    found = group(entry(DRAFT, (8, 200), (18, 300), (19, 310), (29, 340), (31, 900)), days=CHECKED).velocity
    assert [figure.value for figure in found.inputs] == [Fraction(20, 1000), Fraction(11, 1000), Fraction(3, 1000)]
    assert found.value == Fraction(3, 1000)
    assert falls(found)
    assert velocity_text(found) == "2.00, 1.10, 0.30 % a day at the last 3 check-ins"
    assert found.notes == ("falling: 2.00, 1.10, 0.30 % a day at the last 3 check-ins",)


@pytest.mark.parametrize(
    ("values", "falling"),
    [((200, 400, 600), False), ((200, 300, 500), False), ((100, 300, 400), False), ((300, 500, 600), True)],
)
def test_it_falls_only_when_each_is_lower_than_the_one_before(values: tuple[int, ...], falling: bool) -> None:
    rows = zip((10, 20, 30), values, strict=True)
    assert falls(group(entry(DRAFT, *rows), days=CHECKED).velocity) is falling


def test_with_four_check_ins_the_first_only_begins_the_count() -> None:
    days = [*CHECKED, EVE + timedelta(days=40)]
    found = group(entry(DRAFT, (10, 900), (20, 910), (30, 930), (40, 960)), days=days).velocity
    assert [figure.value for figure in found.inputs] == [Fraction(1, 1000), Fraction(2, 1000), Fraction(3, 1000)]
    assert [figure.name for figure in found.inputs] == [f"Check-in {day}" for day in days[1:]]


def test_fewer_than_three_check_ins_say_nothing() -> None:
    found = group(entry(DRAFT, (10, 100)), days=CHECKED[:2]).velocity
    assert (found.value, found.reason, falls(found)) == (None, "fewer than 3 check-ins since the start", False)
    assert velocity_text(found) == "–"


def test_kpis_count_by_weight_and_only_those_that_rise_or_fall() -> None:
    heavy = entry(replace(DRAFT, weight=Decimal(3)), (10, 200), (20, 200), (30, 200))
    falling = replace(
        DRAFT, name="Hours", shape=Shape.DECREASE, baseline=Decimal(10), target=Decimal(0), aggregation=Aggregation.LAST
    )
    light = entry(falling, (10, 9), (20, 7), (30, 5), number=2)
    kept = entry(replace(DRAFT, name="Mood", shape=Shape.KEEP, target=Decimal(4)), (10, 5), (20, 1), number=3)
    found = group(heavy, light, kept, days=CHECKED)
    assert [figure.value for figure in found.velocity.inputs] == [
        Fraction(3 * 200 + 100, 4 * 1000 * 10),
        Fraction(200, 4 * 1000 * 10),
        Fraction(200, 4 * 1000 * 10),
    ]
    assert [one.velocity.value for one in found.kpis] == [0, Fraction(2, 100), None]
    assert found.kpis[2].velocity.reason == "only a rise or a fall has a velocity"
    alone = group(kept, days=CHECKED).velocity
    assert alone.reason == "no KPI that rises or falls has a weight"


@given(st.lists(st.integers(1, 80), min_size=3, max_size=10, unique=True), st.integers(0, 100))
def test_the_steps_add_up_to_the_progress(days: list[int], gained: int) -> None:
    checked = [EVE + timedelta(days=n) for n in sorted(days)]
    found = velocity(EVE, checked, lambda day: Fraction((day - EVE).days * gained, 100))
    assert {figure.value for figure in found.inputs} == {Fraction(gained, 100)}
    assert not falls(found)
