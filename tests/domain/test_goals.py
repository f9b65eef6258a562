"""KPIs: values by aggregation, progress, pace and its states, forecasts, grades."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.course import running_values
from smdash.domain.forecast import buckets, forecast
from smdash.domain.goals import (
    Aggregation,
    Cadence,
    CheckIn,
    Kpi,
    KpiDraft,
    Level,
    Objective,
    Reading,
    Shape,
    check_kpi,
    check_reading,
    days_without_check_in,
    only_output,
)
from smdash.domain.pace import State, Thresholds, expected_share
from smdash.domain.periods import Calendar, between
from smdash.domain.scorecard import KpiStatus, assess, grade
from smdash.errors import FormFaults

START, DUE = date(2026, 4, 1), date(2026, 4, 30)
DAY = timedelta(days=1)


def kpi(number: int = 1, **values: object) -> Kpi:
    draft = {
        "name": f"KPI {number}",
        "start": START,
        "due": DUE,
        "baseline": Decimal(0),
        "target": Decimal(100),
        "aggregation": Aggregation.LAST,
    }
    return Kpi(number, KpiDraft(**draft | values))  # type: ignore[arg-type]


def reading(day: int, value: str) -> Reading:
    numerator, _, denominator = value.partition("/")
    if denominator:
        return Reading(date(2026, 4, day), None, Decimal(numerator), Decimal(denominator))
    return Reading(date(2026, 4, day), Decimal(value))


def on(day: int, *readings: Reading, **values: object) -> KpiStatus:
    return assess(kpi(**values), readings, date(2026, 4, 1) + (day - 1) * DAY)  # type: ignore[arg-type]


# Current value


@pytest.mark.parametrize(
    ("aggregation", "readings", "value"),
    [
        (Aggregation.LAST, [(2, "5"), (9, "7")], 7),
        (Aggregation.SUM, [(2, "5"), (9, "7")], 12),
        (Aggregation.MEAN, [(2, "5"), (9, "8"), (10, "8")], 7),
        (Aggregation.RATIO, [(2, "1/10"), (9, "9/90")], Fraction(1, 10)),
        (Aggregation.RATIO, [(2, "1/10"), (9, "0/90")], Fraction(1, 100)),
    ],
)
def test_the_current_value_by_aggregation(
    aggregation: Aggregation, readings: list[tuple[int, str]], value: Fraction
) -> None:
    status = on(12, *(reading(day, text) for day, text in reversed(readings)), aggregation=aggregation)
    assert status.current.value == value
    assert status.current.rows == len(readings)


def test_a_ratio_is_in_the_unit_of_its_kpi() -> None:
    status = on(12, reading(9, "340/10000"), aggregation=Aggregation.RATIO, unit="%", target=Decimal("3.0"))
    assert (status.current.text(), status.state) == ("3.4", State.REACHED)
    assert on(12, reading(9, "340/10000"), unit="‰").current.value == 34


def test_a_denominator_of_zero_is_undefined_with_its_reason() -> None:
    status = on(12, reading(9, "0/0"), aggregation=Aggregation.RATIO)
    assert (status.current.value, status.current.reason) == (None, "the denominators add up to zero")
    assert status.progress.reason == status.current.reason
    assert on(12, reading(9, "5/0")).current.value is None


def test_only_readings_from_start_to_the_day_count() -> None:
    rows = [
        Reading(date(2026, 3, 31), Decimal(50)),
        reading(3, "1"),
        reading(20, "2"),
        Reading(date(2026, 5, 2), Decimal(4)),
    ]
    assert on(10, *rows, aggregation=Aggregation.SUM).current.value == 1
    assert on(60, *rows, aggregation=Aggregation.SUM).current.value == 3


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 30), st.decimals(-1000, 1000, places=2)), min_size=1, max_size=12))
def test_running_values_end_at_the_current_one(rows: list[tuple[int, Decimal]]) -> None:
    readings = [Reading(date(2026, 4, day), value) for day, value in rows]
    for aggregation in (Aggregation.LAST, Aggregation.SUM, Aggregation.MEAN):
        draft = kpi(aggregation=aggregation).draft
        points = running_values(draft, readings, DUE)
        total = sum(Fraction(value) for _, value in rows)
        if aggregation is Aggregation.SUM:
            assert points[-1].value == total
        if aggregation is Aggregation.MEAN:
            assert points[-1].value == total / len(rows)
        assert len(points) == len(rows)


# Progress


@pytest.mark.parametrize(
    ("baseline", "target", "now", "progress"),
    [
        ("0", "6", "3", Fraction(1, 2)),
        ("8", "5", "6", Fraction(2, 3)),
        ("8", "5", "9", Fraction(-1, 3)),
        ("0", "100", "130", Fraction(13, 10)),
        ("-10", "10", "0", Fraction(1, 2)),
    ],
)
def test_progress_works_up_and_down_and_is_not_clamped(
    baseline: str, target: str, now: str, progress: Fraction
) -> None:
    shape = Shape.INCREASE if Decimal(target) > Decimal(baseline) else Shape.DECREASE
    status = on(12, reading(9, now), shape=shape, baseline=Decimal(baseline), target=Decimal(target))
    assert status.progress.value == progress


@pytest.mark.parametrize(
    ("values", "now", "inside"),
    [
        ({"shape": Shape.RANGE, "target": None, "target_low": Decimal(3), "target_high": Decimal(5)}, "3", 1),
        ({"shape": Shape.RANGE, "target": None, "target_low": Decimal(3), "target_high": Decimal(5)}, "5.1", 0),
        ({"shape": Shape.RANGE, "target": None, "target_high": Decimal(5)}, "-9", 1),
        ({"shape": Shape.KEEP, "target": Decimal(4)}, "4", 1),
        ({"shape": Shape.KEEP, "target": Decimal(4)}, "3.9", 0),
        ({"shape": Shape.INCREASE, "baseline": Decimal(4), "target": Decimal(4)}, "4.2", 1),
        ({"shape": Shape.DECREASE, "baseline": Decimal(4), "target": Decimal(4)}, "4.2", 0),
        ({"shape": Shape.MILESTONE, "target": None}, "1", 1),
        ({"shape": Shape.YES_NO, "target": None}, "0", 0),
    ],
)
def test_some_are_inside_or_outside_done_or_not(values: dict[str, object], now: str, inside: int) -> None:
    status = on(12, reading(9, now), **values)
    assert status.progress.value == inside
    assert status.pace.reason == "only a rise or a fall has a pace"


# Expected share and pace


@pytest.mark.parametrize(("day", "share"), [(15, Fraction(1, 2)), (1, Fraction(1, 30)), (30, 1), (45, 1), (0, 0)])
def test_both_ends_count_in_the_expected_share(day: int, share: Fraction) -> None:
    assert expected_share(kpi().draft, START + (day - 1) * DAY).value == share


def test_pace_is_judged_on_the_day_of_the_last_reading() -> None:
    status = on(20, reading(15, "50"))
    assert (status.as_of, status.expected.text(), status.pace.value) == (date(2026, 4, 15), "50.0 %", 1)
    assert status.pace.notes == ("ahead ≥ 1.05, on track ≥ 0.95, at risk ≥ 0.75, else behind",)


def test_a_stale_reading_is_judged_today() -> None:
    status = on(29, reading(15, "50"))
    assert (status.as_of, status.stale) == (date(2026, 4, 29), True)
    assert not on(28, reading(15, "50")).stale


@pytest.mark.parametrize(
    ("day", "readings", "state"),
    [
        (-3, [], State.NOT_STARTED),
        (7, [], State.TOO_EARLY),
        (7, [(2, "5")], State.TOO_EARLY),
        (8, [], State.NO_READING),
        (29, [(15, "50")], State.STALE),
        (15, [(15, "37.4")], State.BEHIND),
        (15, [(15, "37.5")], State.AT_RISK),
        (15, [(15, "47.4")], State.AT_RISK),
        (15, [(15, "47.5")], State.ON_TRACK),
        (15, [(15, "52.4")], State.ON_TRACK),
        (15, [(15, "52.5")], State.AHEAD),
        (15, [(15, "-5")], State.BEHIND),
        (15, [(15, "100")], State.REACHED),
        (5, [(5, "100")], State.REACHED),
        (30, [(30, "99")], State.ON_TRACK),
        (31, [(30, "99")], State.MISSED),
        (31, [(30, "100")], State.REACHED),
        (99, [], State.NO_READING),
    ],
)
def test_every_state_of_a_rise(day: int, readings: list[tuple[int, str]], state: State) -> None:
    assert on(day, *(reading(*row) for row in readings)).state is state


@pytest.mark.parametrize(
    ("values", "day", "now", "state"),
    [
        ({"shape": Shape.KEEP, "target": Decimal(4)}, 15, "4", State.ON_TRACK),
        ({"shape": Shape.KEEP, "target": Decimal(4)}, 15, "3", State.BEHIND),
        ({"shape": Shape.KEEP, "target": Decimal(4)}, 31, "4", State.REACHED),
        ({"shape": Shape.KEEP, "target": Decimal(4)}, 31, "3", State.MISSED),
        ({"shape": Shape.INCREASE, "baseline": Decimal(4), "target": Decimal(4)}, 15, "4", State.ON_TRACK),
        ({"shape": Shape.MILESTONE, "target": None}, 15, "0", State.ON_TRACK),
        ({"shape": Shape.MILESTONE, "target": None}, 15, "1", State.REACHED),
        ({"shape": Shape.YES_NO, "target": None}, 31, "0", State.MISSED),
        ({"shape": Shape.DECREASE, "baseline": Decimal(8), "target": Decimal(5)}, 15, "6.5", State.ON_TRACK),
    ],
)
def test_states_of_other_shapes(values: dict[str, object], day: int, now: str, state: State) -> None:
    assert on(day, reading(15, now), **values).state is state


def test_a_milestone_without_readings_is_on_track_until_its_day() -> None:
    assert on(20, shape=Shape.MILESTONE, target=None).state is State.ON_TRACK
    assert on(31, shape=Shape.MILESTONE, target=None).state is State.MISSED


def test_thresholds_are_the_organisations() -> None:
    lenient = Thresholds(Decimal("1.5"), Decimal("0.5"), Decimal("0.1"))
    assert assess(kpi(), [reading(15, "40")], date(2026, 4, 15), thresholds=lenient).state is State.ON_TRACK


def test_a_period_that_is_over_is_seen_from_its_last_day() -> None:
    quarter = between(date(2026, 1, 1), date(2026, 4, 16))
    rows = [reading(15, "50"), reading(20, "100")]
    status = assess(kpi(), rows, date(2026, 4, 28), period=quarter)
    assert (status.today, status.current.value, status.state) == (date(2026, 4, 15), 50, State.ON_TRACK)


# Forecast and rates


def test_a_forecast_needs_three_cadences_and_a_range_five() -> None:
    rows = [reading(day, str(day)) for day in (1, 8, 15, 22, 29)]
    two, four, five = (on(29, *rows[:count]).forecast for count in (2, 4, 5))
    assert (two.point.value, two.point.reason) == (None, "fewer than 3 cadences have a reading")
    assert (four.point.value, four.low.value) == (30, None)
    assert (five.point.value, five.low.value, five.high.value) == (30, 30, 30)
    assert five.point.notes == ("if it goes on like this",)


def test_the_range_follows_the_residuals() -> None:
    rows = [reading(day, value) for day, value in ((1, "1"), (8, "8"), (15, "15"), (22, "22"), (29, "36"))]
    found = on(29, *rows).forecast
    assert found.point.value == 30
    assert (found.low.value, found.high.value) == (30, Decimal("34.2"))


def test_a_forecast_of_a_sum_follows_the_running_total() -> None:
    rows = [reading(day, "7") for day in (7, 14, 21)]
    assert on(21, *rows, aggregation=Aggregation.SUM).forecast.point.value == 30


def test_several_readings_in_a_cadence_are_one_bucket_and_the_newest_sixty_count() -> None:
    draft = kpi(due=date(2027, 4, 30), cadence=Cadence.DAILY).draft
    rows = [Reading(START + n * DAY, Decimal(n)) for n in range(70)] + [Reading(START + 69 * DAY, Decimal(500), id=9)]
    found = buckets(draft, running_values(draft, rows, START + 69 * DAY))
    assert (len(found), found[0].value, found[-1].value) == (60, Fraction(10), Fraction(500))


def test_nothing_is_forecast_after_the_due_day_or_for_what_is_done_or_not() -> None:
    rows = [reading(day, "1") for day in (1, 8, 15, 22, 29)]
    assert on(31, *rows).forecast.point.reason == "the due day has passed"
    draft = kpi(shape=Shape.MILESTONE).draft
    assert forecast(draft, running_values(draft, rows, DUE), DUE).high.reason == "it is done or not"


def test_run_rate_and_required_rate() -> None:
    sign_ups = kpi(start=date(2026, 10, 1), due=date(2026, 12, 31), target=Decimal(1000), aggregation=Aggregation.SUM)
    rows = [Reading(date(2026, 11, 18), Decimal(412))]
    status = assess(sign_ups, rows, date(2026, 11, 22))
    assert (status.run_rate.text(), status.required_rate.text()) == ("7.8", "15.1")


@pytest.mark.parametrize(
    ("day", "values", "reason"),
    [
        (30, {}, "no day is left"),
        (35, {}, "no day is left"),
        (20, {"shape": Shape.KEEP}, "there is no target to rise or fall to"),
    ],
)
def test_a_required_rate_may_be_undefined(day: int, values: dict[str, object], reason: str) -> None:
    assert on(day, reading(15, "10"), **values).required_rate.reason == reason


@pytest.mark.parametrize(
    ("values", "now", "days", "said"),
    [
        ({}, "25", 30, "on 2026-05-10, 10 days after the due day"),  # 2.5 a day by the 10th, 75 to go
        ({}, "33", 21, "on 2026-05-01, 1 day after the due day"),
        ({}, "50", 10, "on 2026-04-20, 10 days before the due day"),
        ({}, "33.3333333333", 21, "on 2026-05-01, 1 day after the due day"),
        ({"target": Decimal(60)}, "20", 20, "on 2026-04-30, on the due day"),
        ({"shape": Shape.DECREASE, "baseline": Decimal(8), "target": Decimal(5)}, "7", 20, "on the due day"),
        ({}, "100", 0, ""),
        ({}, "130", 0, ""),
        ({}, "0", None, "at the present rate it is never reached"),
        ({}, "-4", None, "at the present rate it is never reached"),
        ({}, "0.001", None, "at the present rate it takes more than 10000 days"),
        ({"shape": Shape.KEEP}, "3", None, "there is no target to rise or fall to"),
    ],
)
def test_the_day_the_target_is_reached_at_the_present_rate(
    values: dict[str, object], now: str, days: int | None, said: str
) -> None:
    found = on(10, reading(10, now), **values).reached_in
    assert found.value == days
    assert said in "".join(found.notes) if days else said == found.reason


def test_after_the_due_day_nothing_is_reached_any_more() -> None:
    assert on(31, reading(10, "20")).reached_in.reason == "the due day has passed"
    assert on(10).reached_in.reason == "there is no reading"


def test_rates_before_the_start() -> None:
    status = on(-5)
    assert (status.run_rate.reason, status.required_rate.reason) == ("it has not started", "there is no reading")
    assert on(12, reading(9, "1"), shape=Shape.KEEP).run_rate.reason == "only a rise or a fall has a rate"


# Grade


def graded(number: int, value: str | None, **values: object) -> KpiStatus:
    rows = [] if value is None else [reading(15, value)]
    return assess(kpi(number, **values), rows, date(2026, 4, 20))


def test_a_grade_is_the_weighted_mean_of_clamped_progress() -> None:
    found = grade([graded(1, "150", weight=Decimal(1)), graded(2, "40", weight=Decimal(3)), graded(3, "-10")])
    assert found.figure.value == (1 + Fraction(12, 10)) / 5
    assert found.colour == "amber"
    assert found.without_reading == ()


def test_a_missing_reading_counts_zero_and_is_named() -> None:
    later = graded(3, None, start=date(2026, 4, 25))
    found = grade([graded(1, "100"), graded(2, None), later])
    assert (found.figure.value, found.without_reading) == (Fraction(1, 2), ("KPI 2",))
    assert found.figure.notes == ("KPI 2: no reading, counts 0",)


@pytest.mark.parametrize(("value", "colour"), [("70", "green"), ("69", "amber"), ("40", "amber"), ("39", "red")])
def test_colours_of_a_grade(value: str, colour: str) -> None:
    assert grade([graded(1, value)]).colour == colour


def test_a_grade_may_be_undefined() -> None:
    assert grade([]).figure.reason == "no KPI has begun"
    weightless = grade([graded(1, "5", weight=Decimal(0))])
    assert (weightless.figure.reason, weightless.colour) == ("all weights are zero", "")


# Rules of forms


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"due": date(2026, 3, 1), "weight": Decimal(-1)}, {"due", "weight"}),
        ({"target": None}, {"target"}),
        ({"shape": Shape.RANGE, "target": None}, {"target_low"}),
        ({"shape": Shape.RANGE, "target_low": Decimal(5), "target_high": Decimal(3)}, {"target_high"}),
        ({"shape": Shape.DECREASE, "baseline": None}, {"baseline"}),
        ({"shape": Shape.DECREASE}, {"target"}),
        ({"target": Decimal(-1)}, {"target"}),
    ],
)
def test_a_kpi_that_cannot_work_names_its_fields(values: dict[str, object], fields: set[str]) -> None:
    with pytest.raises(FormFaults) as fault:
        check_kpi(kpi(**values).draft)  # type: ignore[arg-type]
    assert set(fault.value.faults) == fields


def test_good_kpis_pass() -> None:
    for values in (
        {},
        {"shape": Shape.KEEP, "target": None, "target_high": Decimal(4)},
        {"shape": Shape.MILESTONE, "target": None},
    ):
        draft = kpi(**values).draft
        assert check_kpi(draft) is draft


@pytest.mark.parametrize(
    ("values", "typed", "said"),
    [
        ({"aggregation": Aggregation.RATIO}, reading(2, "3"), "Type both parts"),
        ({"aggregation": Aggregation.RATIO}, reading(2, "3/0"), "above zero"),
        ({}, Reading(START), "missing"),
        ({"shape": Shape.YES_NO}, reading(2, "2"), "1 for yes"),
    ],
)
def test_a_reading_must_suit_its_kpi(values: dict[str, object], typed: Reading, said: str) -> None:
    with pytest.raises(FormFaults, match=said):
        check_reading(kpi(**values).draft, typed)  # type: ignore[arg-type]
    assert check_reading(kpi().draft, reading(2, "3")).value == 3


def test_objectives_of_output_only_and_without_check_in_are_told() -> None:
    assert only_output([kpi(level=Level.OUTPUT)])
    assert not only_output([kpi(level=Level.OUTPUT), kpi(level=Level.OUTCOME)])
    assert not only_output([])
    objective = Objective(1, "Be answered fast", start=START)
    assert days_without_check_in([], objective, date(2026, 4, 17)) == 16
    assert days_without_check_in([CheckIn(date(2026, 4, 14), 7)], objective, date(2026, 4, 17)) == 3
    assert days_without_check_in([], Objective(1, "x"), DUE) is None


def test_a_kpi_due_on_the_last_day_of_a_period_that_is_over_is_decided() -> None:
    kpi = Kpi(1, KpiDraft("Tickets", date(2026, 7, 1), date(2026, 9, 30), baseline=Decimal(0), target=Decimal(100)))
    readings = [Reading(date(2026, 9, 28), Decimal(60))]
    quarter = Calendar().quarter(date(2026, 8, 1))
    assert assess(kpi, readings, date(2026, 10, 1), period=quarter).state is State.MISSED
    assert assess(kpi, readings, date(2026, 9, 30), period=quarter).state is not State.MISSED
    assert (
        assess(kpi, [Reading(date(2026, 9, 28), Decimal(100))], date(2026, 10, 1), period=quarter).state
        is State.REACHED
    )


def test_nothing_is_forecast_of_a_kpi_that_was_due_when_its_period_ended() -> None:
    kpi = Kpi(1, KpiDraft("Tickets", date(2026, 7, 1), date(2026, 9, 30), baseline=Decimal(0), target=Decimal(100)))
    readings = [Reading(date(2026, 9, day), Decimal(day)) for day in (2, 9, 16, 23, 30)]
    quarter = Calendar().quarter(date(2026, 8, 1))
    over = assess(kpi, readings, date(2026, 10, 1), period=quarter).forecast
    assert (over.point.value, over.point.reason) == (None, "the due day has passed")
    assert assess(kpi, readings, date(2026, 9, 30), period=quarter).forecast.point.value == 30
