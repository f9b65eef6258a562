"""Objectives, KPIs, readings and check-ins in the store, and the scorecard of a period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from smdash.clock import FixedClock
from smdash.domain.goals import Aggregation, Cadence, CheckIn, KpiDraft, Level, Measured, Objective, Reading, Shape
from smdash.domain.pace import State
from smdash.domain.periods import Calendar
from smdash.domain.readings import parse_reading
from smdash.errors import FormFaults, NotFound, Refused
from smdash.store import check_ins, goals, kpis, organisation, readings, undo
from smdash.store.store import Store

# The clock of these tests stands at 22 November 2026.
START, DUE = date(2026, 10, 1), date(2026, 12, 31)
TODAY = date(2026, 11, 22)
QUARTER = Calendar().quarter(TODAY)


def draft(name: str = "Sign-ups", **values: Any) -> KpiDraft:
    return KpiDraft(name, START, DUE, **{"baseline": Decimal(0), "target": Decimal(1000), **values})


def value(day: date, number: str, kpi: KpiDraft | None = None) -> Reading:
    typed = parse_reading(number, kpi or draft())
    return Reading(day, typed.value, typed.numerator, typed.denominator)


def faults_of(fn: Callable[[], Any]) -> dict[str, str]:
    with pytest.raises(FormFaults) as raised:
        fn()
    return raised.value.faults


# Objectives and KPIs


def test_an_objective_is_added_edited_archived_and_brought_back(store: Store) -> None:
    added = store.write(goals.add_objective, Objective(0, "  Grow\tmembership ", start=START, due=DUE))
    assert store.read(goals.objectives) == (Objective(added, "Grow membership", None, START, DUE),)
    store.write(goals.edit_objective, Objective(added, "Grow", note="why"))
    assert store.read(goals.get_objective, added) == Objective(added, "Grow", note="why")
    store.write(goals.archive_objective, added)
    assert store.read(goals.objectives) == ()
    store.write(goals.archive_objective, added, archived=False)
    assert [one.name for one in store.read(goals.objectives)] == ["Grow"]


def test_a_kpi_comes_back_as_it_was_given(store: Store) -> None:
    objective = store.write(goals.add_objective, Objective(0, "Grow"))
    given = draft(
        shape=Shape.DECREASE,
        aggregation=Aggregation.RATIO,
        level=Level.OUT_TAKE,
        unit="%",
        baseline=Decimal("5.10"),
        target=Decimal("4.0"),
        weight=Decimal("0.5"),
        objective_id=objective,
    )
    added = store.write(kpis.add_kpi, given)
    assert store.read(kpis.get_kpi, added).draft == given
    changed = replace(given, target_low=None, target=Decimal(3), cadence=given.cadence)
    store.write(kpis.edit_kpi, added, changed)
    assert store.read(kpis.get_kpi, added).draft == changed


def test_all_faults_of_a_kpi_are_told_at_once(store: Store) -> None:
    store.write(kpis.add_kpi, draft("Sign-ups"))
    wrong = replace(
        draft("SIGN-UPS", target=None, weight=Decimal(-1), unit="x" * 21, baseline=Decimal(10) ** 20),
        due=START - timedelta(days=1),
    )
    faults = faults_of(lambda: store.write(kpis.add_kpi, wrong))
    assert set(faults) == {"name", "unit", "baseline", "target", "due", "weight"}
    assert faults["name"] == "There already is a KPI “SIGN-UPS”. Choose another name."
    assert faults["target"] == "A target is missing."
    assert len(store.read(kpis.kpis)) == 1


def test_a_day_beyond_the_calendar_of_people_is_a_fault(store: Store) -> None:
    far = replace(draft(), due=date(9999, 12, 31), start=date(1, 1, 1))
    assert set(faults_of(lambda: store.write(kpis.add_kpi, far))) == {"start", "due"}
    assert set(faults_of(lambda: store.write(goals.add_objective, Objective(0, "", start=DUE, due=START)))) == {
        "name",
        "due",
    }


def test_a_name_taken_by_an_archived_kpi_says_so(store: Store) -> None:
    store.write(kpis.archive_kpi, store.write(kpis.add_kpi, draft()))
    assert "an archived KPI" in faults_of(lambda: store.write(kpis.add_kpi, draft()))["name"]
    assert store.read(kpis.kpis) == ()
    assert [one.archived for one in store.read(kpis.kpis, archived=True)] == [True]


def test_archiving_an_objective_hides_its_kpis_and_nothing_else(store: Store) -> None:
    objective = store.write(goals.add_objective, Objective(0, "Grow"))
    store.write(kpis.add_kpi, draft("In it", objective_id=objective))
    store.write(kpis.add_kpi, draft("Outside"))
    store.write(goals.archive_objective, objective)
    assert [one.name for one in store.read(kpis.kpis)] == ["Outside"]
    assert [group.objective for group in store.read(goals.scorecard, QUARTER).objectives] == [None]
    store.write(goals.archive_objective, objective, archived=False)
    assert [one.name for one in store.read(kpis.kpis)] == ["In it", "Outside"]


def test_readings_keep_a_kpi_from_becoming_a_ratio(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft())
    store.write(kpis.edit_kpi, added, draft(aggregation=Aggregation.RATIO))
    store.write(kpis.edit_kpi, added, draft())
    store.write(readings.add_reading, added, value(TODAY, "4"))
    faults = faults_of(lambda: store.write(kpis.edit_kpi, added, draft(aggregation=Aggregation.RATIO)))
    assert set(faults) == {"aggregation"}


def test_what_is_gone_is_told(store: Store) -> None:
    for fn in (goals.get_objective, kpis.get_kpi, readings.kpi_of):
        with pytest.raises(NotFound):
            store.read(fn, 99)


# Readings


def test_a_second_reading_on_a_day_is_asked_about(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft())
    first = store.write(readings.add_reading, added, value(TODAY, "400"))
    with pytest.raises(readings.ReadingExists) as raised:
        store.write(readings.add_reading, added, value(TODAY, "412"))
    assert raised.value.message == "Sign-ups has a reading on 22 Nov 2026: 400."
    assert isinstance(raised.value, Refused)
    assert store.write(readings.add_reading, added, value(TODAY, "412"), replace_existing=True) == first
    assert [one.value for one in store.read(readings.history, added).readings] == [412]
    assert store.write(undo.undo).label == "replace reading of Sign-ups on 22 Nov 2026: 412"
    assert [one.value for one in store.read(readings.history, added).readings] == [400]


def test_a_reading_moved_onto_another_replaces_it_when_told_to(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft())
    earlier = store.write(readings.add_reading, added, value(date(2026, 11, 11), "371"))
    store.write(readings.add_reading, added, value(date(2026, 11, 18), "412"))
    moved = value(date(2026, 11, 18), "400")
    with pytest.raises(readings.ReadingExists):
        store.write(readings.edit_reading, earlier, moved)
    store.write(readings.edit_reading, earlier, moved, replace_existing=True)
    assert [(one.id, one.value) for one in store.read(readings.history, added).readings] == [(earlier, Decimal(400))]
    store.write(undo.undo)
    assert [one.value for one in store.read(readings.history, added).readings] == [412, 371]


def test_a_reading_stays_on_its_own_day(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft())
    only = store.write(readings.add_reading, added, value(TODAY, "1"))
    store.write(readings.edit_reading, only, replace(value(TODAY, "2"), note=" [b]x\n"))
    assert store.read(readings.history, added).readings[0] == Reading(TODAY, Decimal(2), note="[b]x", id=only)


def test_a_ratio_takes_both_parts_and_keeps_them(store: Store) -> None:
    ratio = draft("Rate", aggregation=Aggregation.RATIO, unit="%", target=Decimal("3.0"))
    added = store.write(kpis.add_kpi, ratio)
    store.write(readings.add_reading, added, value(TODAY, "340/10000", ratio))
    kept = store.read(readings.history, added).readings[0]
    assert (kept.value, kept.numerator, kept.denominator) == (None, Decimal(340), Decimal(10000))
    assert set(faults_of(lambda: store.write(readings.add_reading, added, value(START, "3")))) == {"value"}


def test_a_reading_of_the_future_or_of_nothing_is_refused_with_all_faults(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft())
    nothing = Reading(TODAY + timedelta(days=1))
    assert set(faults_of(lambda: store.write(readings.add_reading, added, nothing))) == {"day", "value"}
    huge = Reading(date(1, 1, 1), Decimal(10) ** 400)
    assert set(faults_of(lambda: store.write(readings.add_reading, added, huge))) == {"day", "value"}


def test_a_computed_kpi_takes_no_readings(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft(measured=Measured("posts")))
    assert "worked out" in faults_of(lambda: store.write(readings.add_reading, added, value(TODAY, "1")))["value"]


def test_a_deleted_reading_comes_back_by_undo(store: Store, content: Callable[[Store], Any]) -> None:
    added = store.write(kpis.add_kpi, draft())
    only = store.write(readings.add_reading, added, value(TODAY, "412"))
    before = content(store)
    store.write(readings.delete_reading, only)
    assert store.read(readings.history, added).total == 0
    assert store.write(undo.undo).label == "delete reading of Sign-ups: 412 on 22 Nov 2026"
    assert content(store) == before


def test_a_history_is_limited_and_says_how_many_there_are(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft())
    for days in range(5):
        store.write(readings.add_reading, added, value(TODAY - timedelta(days=days), str(days)))
    page = store.read(readings.history, added, 2)
    assert ([one.value for one in page.readings], page.total) == ([Decimal(0), Decimal(1)], 5)


# Check-ins


def test_a_check_in_speaks_for_the_objective_until_the_next(store: Store) -> None:
    objective = store.write(goals.add_objective, Objective(0, "Grow", start=START))
    store.write(kpis.add_kpi, draft(objective_id=objective))
    store.write(check_ins.check_in, objective, CheckIn(date(2026, 11, 12), 7, "on track", "fine"))
    (group,) = store.read(goals.scorecard, QUARTER).objectives
    assert (group.state, group.by_hand, group.days_without) == (State.ON_TRACK, True, 10)
    store.write(check_ins.check_in, objective, CheckIn(TODAY, 4))
    (group,) = store.read(goals.scorecard, QUARTER).objectives
    assert (group.state, group.by_hand, group.days_without) == (State.NO_READING, False, 0)
    store.write(check_ins.check_in, objective, CheckIn(TODAY, 5))
    assert [one.confidence for one in store.read(check_ins.history, objective).check_ins] == [5, 7]


def test_a_check_in_that_cannot_be_is_refused_whole(store: Store) -> None:
    objective = store.write(goals.add_objective, Objective(0, "Grow"))
    wrong = CheckIn(TODAY + timedelta(days=1), 11, "brilliant")
    faults = faults_of(lambda: store.write(check_ins.check_in, objective, wrong))
    assert set(faults) == {"day", "confidence", "status"}


# The scorecard


def test_the_scorecard_lists_what_touches_the_period_by_objective(store: Store) -> None:
    growing = store.write(goals.add_objective, Objective(0, "Grow", start=START, due=DUE))
    store.write(goals.add_objective, Objective(0, "Last year", start=date(2025, 1, 1), due=date(2025, 12, 31)))
    store.write(goals.add_objective, Objective(0, "Empty"))
    store.write(kpis.add_kpi, draft("Members", objective_id=growing))
    store.write(kpis.add_kpi, draft("Alone"))
    store.write(kpis.add_kpi, replace(draft("Old"), start=date(2026, 7, 1), due=date(2026, 9, 30)))
    card = store.read(goals.scorecard, QUARTER)
    assert [
        (group.objective.name if group.objective else None, [entry.status.kpi.name for entry in group.kpis])
        for group in card.objectives
    ] == [("Empty", []), ("Grow", ["Members"]), (None, ["Alone"])]
    assert [status.kpi.name for status in card.statuses] == ["Members", "Alone"]
    assert [group.state for group in card.objectives] == [None, State.NO_READING, State.NO_READING]


@pytest.mark.parametrize(
    ("calendar", "name", "listed"),
    [
        (Calendar(fiscal_start=7), "FY2027", True),  # July 2026 to June 2027
        (Calendar(fiscal_start=7), "FY2026", False),
        (Calendar(fiscal_start=7), "FY2027-Q1", True),
        (Calendar(fiscal_start=7), "FY2027-Q2", False),
        (Calendar(fiscal_start=7), "ytd", True),
        (Calendar(week_start=6), "2026-08-30..2026-09-05", True),
        (Calendar(), "2026-09-01..2026-09-01", False),
        (Calendar(), "2026-08-31..2026-08-31", True),
    ],
)
def test_a_kpi_of_july_and_august_in_periods_of_all_kinds(
    store: Store, calendar: Calendar, name: str, listed: bool
) -> None:
    store.write(kpis.add_kpi, replace(draft(), start=date(2026, 7, 1), due=date(2026, 8, 31)))
    period = calendar.parse(name, TODAY)
    assert len(store.read(goals.scorecard, period).kpis) == listed


def test_the_scorecard_of_a_past_period_is_as_of_its_end(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft())
    for day, number in ((date(2026, 10, 20), "100"), (date(2026, 11, 20), "700")):
        store.write(readings.add_reading, added, value(day, number))
    october = store.read(goals.scorecard, Calendar().month(date(2026, 10, 5)))
    (entry,) = october.kpis
    assert (october.today, entry.status.current.value, len(entry.latest)) == (date(2026, 10, 31), 100, 1)
    (entry,) = store.read(goals.scorecard, QUARTER).kpis
    assert (entry.status.current.value, entry.status.state) == (700, State.AHEAD)
    assert [one.value for one in entry.latest] == [700, 100]


def test_the_organisations_thresholds_decide(store: Store) -> None:
    added = store.write(kpis.add_kpi, draft())
    store.write(readings.add_reading, added, value(TODAY, "500"))  # 0.5 of 53/92: a pace of 0.87
    assert next(iter(store.read(goals.scorecard, QUARTER).kpis)).status.state is State.AT_RISK
    store.write(lambda tx: organisation.change_settings(tx, pace_on_track="0.85", pace_at_risk="0.5"))
    (entry,) = store.read(goals.scorecard, QUARTER).kpis
    assert (entry.status.state, entry.status.pace.value) == (State.ON_TRACK, Fraction(500, 1000) / Fraction(53, 92))


def test_the_grade_is_the_mean_of_the_objectives(store: Store) -> None:
    for name, number in (("Grow", "400"), ("Answer", "800")):
        objective = store.write(goals.add_objective, Objective(0, name))
        added = store.write(kpis.add_kpi, draft(f"{name} KPI", objective_id=objective))
        store.write(readings.add_reading, added, value(TODAY, number))
    card = store.read(goals.scorecard, QUARTER)
    assert card.grade.value == Fraction(6, 10)
    assert [figure.name for figure in card.grade.inputs] == ["Answer", "Grow"]


def test_today_is_the_day_of_the_clocks_zone_also_when_it_is_put_back(store_path: Path) -> None:
    """25 October 2026 has 25 hours in Berlin; at 23:30 there it is the 25th, and in UTC too an hour earlier."""
    clock = FixedClock("Europe/Berlin", datetime(2026, 10, 25, 22, 30, tzinfo=UTC))
    store = Store.open(store_path, clock, actor="ann")
    added = store.write(kpis.add_kpi, replace(draft(cadence=Cadence.DAILY), start=date(2026, 10, 24)))
    for day in (24, 25):
        store.write(readings.add_reading, added, value(date(2026, 10, day), str(day)))
    with pytest.raises(FormFaults):
        store.write(readings.add_reading, added, value(date(2026, 10, 26), "1"))
    (entry,) = store.read(goals.scorecard, QUARTER).kpis
    assert (entry.status.as_of, entry.status.expected.value) == (date(2026, 10, 25), Fraction(2, 69))
    store.close()


def test_the_number_of_queries_does_not_grow_with_the_kpis(store: Store) -> None:
    seen: list[str] = []

    def count(name: str, number: int) -> int:
        for index in range(number):
            added = store.write(kpis.add_kpi, draft(f"{name} {index}"))
            store.write(readings.add_reading, added, value(TODAY, "1"))
        seen.clear()
        store.read(goals.scorecard, QUARTER)
        return len(seen)

    event.listen(store._reader.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    assert count("one", 1) == count("many", 12)
