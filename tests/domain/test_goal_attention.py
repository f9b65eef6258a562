"""What of the goals needs a person: which sentence, how urgent, in which order, and where Enter goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.attention import Urgency
from smdash.domain.goal_attention import of_goals
from smdash.domain.goals import CheckIn, Kpi, KpiDraft, Objective, Reading, Shape
from smdash.domain.objectives import KpiEntry, ObjectiveEntry, Scorecard, objective_entry
from smdash.domain.pace import Thresholds
from smdash.domain.periods import Calendar
from smdash.domain.scorecard import assess

TODAY = date(2026, 11, 22)
QUARTER = Calendar().quarter(TODAY)
GROW = Objective(7, "Grow", start=QUARTER.start, due=QUARTER.last)


def entry(name: str, number: int | None, *, on: date = TODAY, kpi_id: int = 1, **values: Any) -> KpiEntry:
    base = KpiDraft(name, QUARTER.start, QUARTER.last, baseline=Decimal(0), target=Decimal(100))
    readings = [] if number is None else [Reading(on, Decimal(number))]
    return KpiEntry(assess(Kpi(kpi_id, replace(base, **values)), readings, TODAY))


def group(*entries: KpiEntry, objective: Objective | None = GROW, days: tuple[date, ...] = (TODAY,)) -> ObjectiveEntry:
    said = [CheckIn(day, 7, id=n) for n, day in enumerate(days)]
    return objective_entry(objective, entries, said, TODAY, Thresholds())


def lines(*groups: ObjectiveEntry) -> list[tuple[Urgency, str]]:
    return [(one.urgency, one.text) for one in of_goals(Scorecard(QUARTER, TODAY, groups, Thresholds()))]


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (entry("A", None), (Urgency.SOON, "No reading yet for “A” (weekly)")),
        (entry("A", 70, on=date(2026, 11, 1)), (Urgency.SOON, "No reading for “A” in 21 days (weekly)")),
        (entry("A", 20), (Urgency.SOON, "“A” is behind: needs 2.1 a day from now on (so far 0.38)")),
        (
            entry("A", 20, due=date(2026, 12, 6)),
            (
                Urgency.NOW,
                "“A” is due in 14 days (6 Dec), behind: 20 of 100, needs 5.7 a day from now on (so far 0.38)",
            ),
        ),
        (
            entry("A", 96, due=date(2026, 11, 23)),
            (Urgency.NOTE, "“A” is due tomorrow, on track: 96 of 100, needs 4 a day from now on (so far 1.8)"),
        ),
        (entry("A", 96, due=TODAY), (Urgency.NOTE, "“A” is due today, on track: 96 of 100")),
        (
            entry("A", None, due=date(2026, 12, 1)),
            (Urgency.SOON, "No reading yet for “A” (weekly, due in 9 days (1 Dec))"),
        ),
        (
            entry("A", 0, due=date(2026, 12, 1), shape=Shape.MILESTONE, target=None),
            (Urgency.NOTE, "“A” is due in 9 days (1 Dec), on track: open"),
        ),
        (
            entry("A", 20, due=date(2026, 12, 7)),
            (Urgency.SOON, "“A” is behind: needs 5.3 a day from now on (so far 0.38)"),
        ),
    ],
)
def test_a_kpi_says_the_one_thing_it_needs_most(one: KpiEntry, line: tuple[Urgency, str]) -> None:
    found = lines(group(one))
    assert found == [line]


@pytest.mark.parametrize(
    "one",
    [
        entry("A", 58),
        entry("A", 50),
        entry("A", 100, due=date(2026, 11, 30)),
        entry("A", 20, on=date(2026, 11, 20), due=date(2026, 11, 21)),
        entry("A", None, start=date(2026, 11, 23)),
        entry("A", None, start=date(2026, 11, 20)),
    ],
)
def test_what_is_on_its_way_done_or_over_is_nobodys_business(one: KpiEntry) -> None:
    assert lines(group(one)) == []


def test_an_objective_says_what_it_lacks() -> None:
    fine = entry("A", 58)
    assert lines(group()) == [(Urgency.SOON, "“Grow” has no KPI")]
    soon = replace(GROW, due=date(2026, 12, 1))
    assert lines(group(objective=soon)) == [(Urgency.SOON, "“Grow” has no KPI and is due in 9 days (1 Dec)")]
    assert lines(group(fine, objective=soon)) == [(Urgency.SOON, "“Grow” is due in 9 days (1 Dec): grade 0.58")]
    assert lines(group(fine, days=())) == [(Urgency.SOON, "“Grow” has had no check-in since its start, 52 days")]
    assert lines(group(fine, days=(date(2026, 11, 7),))) == [(Urgency.SOON, "“Grow” has had no check-in for 15 days")]
    assert lines(group(fine, days=(date(2026, 11, 8),))) == []
    assert lines(group(fine, objective=replace(GROW, due=date(2026, 11, 21)), days=())) == []


@pytest.mark.parametrize(("number", "urgency"), [(58, Urgency.NOTE), (45, Urgency.SOON)])
def test_an_objective_that_slows_down_says_how_fast_it_is(number: int, urgency: Urgency) -> None:
    first = Reading(date(2026, 10, 11), Decimal(30))
    readings = [first, Reading(date(2026, 10, 31), Decimal(44)), Reading(TODAY, Decimal(number))]
    draft = KpiDraft("A", QUARTER.start, QUARTER.last, baseline=Decimal(0), target=Decimal(100))
    slow = KpiEntry(assess(Kpi(1, draft), readings, TODAY))
    days = (date(2026, 10, 11), date(2026, 10, 31), TODAY)
    rate = "0.64" if number == 58 else "0.05"
    assert lines(group(slow, days=days)) == [
        (urgency, f"“Grow” slows down: 2.73, 0.70, {rate} % a day at the last 3 check-ins")
    ]


def test_the_neediest_stands_first_and_each_leads_to_its_thing() -> None:
    near = entry("Near", 20, kpi_id=2, due=TODAY + timedelta(days=5))
    slower = entry("Slower", 10, kpi_id=3)
    slow = entry("Slow", 20, kpi_id=4)
    found = of_goals(
        Scorecard(QUARTER, TODAY, (group(slow, slower, near), group(objective=replace(GROW, id=9))), Thresholds())
    )
    assert [(one.pane, one.kind, one.target) for one in found] == [
        ("goals", "kpi", 2),
        ("goals", "objective", 9),
        ("goals", "kpi", 3),
        ("goals", "kpi", 4),
    ]
