"""The Goals pane as values: state, rows, words, charts and forms' drafts, without a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain import kpi_words
from smdash.domain.annotations import Annotation, CampaignDays
from smdash.domain.comparison import Comparison
from smdash.domain.course import Point
from smdash.domain.goals import Aggregation, CheckIn, Kpi, KpiDraft, Level, Objective, Pacing, Reading, Shape
from smdash.domain.objectives import KpiEntry, ObjectiveEntry, Scorecard, objective_entry
from smdash.domain.pace import State, Thresholds
from smdash.domain.periods import Calendar
from smdash.domain.readings import (
    LARGEST,
    as_typed,
    parse_reading,
    parse_target,
    parse_value,
    reading_text,
    typed_number,
    typed_target,
)
from smdash.domain.scorecard import assess
from smdash.domain.series import Role, numbers
from smdash.errors import InvalidInput
from smdash.store.readings import History
from smdash.tui.panes.goals import charts, history_rows, rows
from smdash.tui.panes.goals.state import GoalsState
from smdash.tui.panes.goals.view import Order, View, listed
from smdash.tui.widgets.cells import Row

TODAY = date(2026, 11, 22)
START, DUE = date(2026, 10, 1), date(2026, 12, 31)
QUARTER = Calendar().quarter(TODAY)
LIMITS = Thresholds()
NEEDED = "needs 15.1 a day from now on (so far 7.8)"


def draft(name: str = "Sign-ups", **values: Any) -> KpiDraft:
    return KpiDraft(name, START, DUE, **{"baseline": Decimal(0), "target": Decimal(1000), **values})


def entry(kpi: KpiDraft, *values: str, today: date = TODAY, number: int = 1) -> KpiEntry:
    """A KPI with weekly readings, the last one on 18 November."""
    found = []
    for weeks, text in enumerate(reversed(values)):
        typed = parse_reading(text, kpi)
        day = date(2026, 11, 18) - timedelta(weeks=weeks)
        found.append(Reading(day, typed.value, typed.numerator, typed.denominator, id=weeks + 1))
    return KpiEntry(assess(Kpi(number, kpi), found[::-1], today), tuple(found[:2]))


def group(*entries: KpiEntry, said: CheckIn | None = None, objective: Objective | None = None) -> ObjectiveEntry:
    one = objective or Objective(1, "Grow", start=START, due=DUE)
    return objective_entry(one, entries, [said] if said else [], TODAY, LIMITS)


def cells(found: tuple[Row, ...], index: int) -> list[str]:
    return [cell.text for cell in found[index].cells]


def state(*groups: ObjectiveEntry, **values: Any) -> GoalsState:
    card = Scorecard(QUARTER, TODAY, groups, LIMITS)
    return GoalsState(card, TODAY, (), ((1, "ana"), (2, "ben")), None, len(card.kpis), **values)


# Readings as typed


@pytest.mark.parametrize(
    ("typed", "values", "shown"),
    [
        ("412", {}, "412"),
        ("1 250,5", {}, "1 250.5"),
        ("3.4 %", {"unit": "%"}, "3.4 %"),
        ("5.1H", {"unit": "h"}, "5.1 h"),
        ("-3", {}, "−3"),
        ("41", {"aggregation": Aggregation.SUM}, "+41"),
        ("340/10000", {"aggregation": Aggregation.RATIO, "unit": "%"}, "340/10 000 = 3.4 %"),
        ("340 of 10 000", {"unit": "%"}, "340/10 000 = 3.4 %"),
        ("yes", {"shape": Shape.YES_NO}, "yes"),
        ("0", {"shape": Shape.YES_NO}, "no"),
        ("done", {"shape": Shape.MILESTONE}, "1"),
    ],
)
def test_readings_are_understood_and_shown_again(typed: str, values: dict[str, Any], shown: str) -> None:
    kpi = draft(**values)
    found = parse_reading(typed, kpi)
    made = Reading(TODAY, found.value, found.numerator, found.denominator)
    assert reading_text(made, kpi) == shown
    assert parse_reading(as_typed(made), kpi) == found


@pytest.mark.parametrize(
    ("typed", "values", "said"),
    [
        ("12,3x", {}, "not a number"),
        ("340/10000", {"aggregation": Aggregation.SUM}, "two numbers"),
        ("3.4", {"aggregation": Aggregation.RATIO}, "ratio"),
        ("3/0", {"aggregation": Aggregation.RATIO}, "above zero"),
        ("3/x", {"aggregation": Aggregation.RATIO}, "not a number"),
        ("2", {"shape": Shape.YES_NO}, "neither yes nor no"),
        ("1" * 17, {}, "larger than"),
        ("0.1234567", {}, "decimals"),
        ("1.250", {}, "could be"),
        ("nan", {}, "not a number"),
    ],
)
def test_what_is_no_reading_is_refused_with_the_reason(typed: str, values: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        parse_reading(typed, draft(**values))
    assert said in str(raised.value)


def test_targets_are_numbers_or_bounds() -> None:
    assert parse_target("1 000") == (Decimal(1000), None, None)
    assert parse_target("3..5") == (None, Decimal(3), Decimal(5))
    assert parse_target(" ..5") == (None, None, Decimal(5))
    with pytest.raises(InvalidInput, match="lower or an upper"):
        parse_target("..")
    for typed in ("1000", "3..5", "3..", "..5"):
        target, low, high = parse_target(typed)
        assert typed_target(draft(target=target, target_low=low, target_high=high)) == typed


@settings(max_examples=60)
@given(st.decimals(-LARGEST, LARGEST, places=3))
def test_every_number_is_read_back_as_it_was(number: Decimal) -> None:
    assert parse_value(typed_number(number)) == number


# Words


def test_a_kpi_reads_as_in_the_sketch() -> None:
    found = entry(draft(), "371", "412")
    assert kpi_words.now_and_target(found.status) == ("412", "/", "1 000")
    assert kpi_words.progress_text(found.status) == "41 %"
    assert kpi_words.needed_text(found.status) == "needs 15.1 a day from now on (so far 7.8)"
    assert kpi_words.latest_text(found.status.kpi.draft, found.latest) == "last: 18 Nov 412, 11 Nov 371"
    assert kpi_words.forecast_text(found.status) == "–"
    falling = draft(shape=Shape.DECREASE, unit="h", baseline=Decimal("6"), target=Decimal("4.0"))
    assert kpi_words.now_and_target(entry(falling, "5.1").status) == ("5.1", "→", "4.0 h")


def test_no_reading_is_said_once_and_a_seasonal_pace_beside_the_cadence() -> None:
    (found,) = rows.kpi_foot(entry(draft(pacing=Pacing.SEASONAL)), 80)
    assert "".join(span.text for span in found) == "due 31 Dec 2026: no reading"
    (head,) = rows.kpi_head(entry(draft(pacing=Pacing.SEASONAL)))
    assert "weekly · seasonal · outcome" in "".join(span.text for span in head)


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (130, NEEDED + " · at this rate done by 6 Feb 2027     last: 18 Nov 412, 11 Nov 371"),
        (100, NEEDED + " · at this rate done by 6 Feb 2027     last: 18 Nov 412"),
        (85, NEEDED + " · done by 6 Feb 2027     last: 18 Nov 412"),
        (80, NEEDED + "     last: 18 Nov 412, 11 Nov 371"),
        (70, NEEDED + "     last: 18 Nov 412"),
    ],
)
def test_what_is_below_a_chart_is_as_long_as_there_is_room(width: int, said: str) -> None:
    (found,) = rows.kpi_foot(entry(draft(), "371", "412"), width)
    assert "".join(span.text for span in found) == said


def test_forecasts_have_their_range_from_five_readings_on() -> None:
    five = entry(draft(), "10", "20", "30", "40", "50")
    assert kpi_words.forecast_text(five.status) == "111 (111–111)"
    falling = entry(draft(target=Decimal(9)), "-1", "-2", "-3", "-4", "-6")
    assert " to " in kpi_words.forecast_text(falling.status)


@pytest.mark.parametrize(
    ("kpi", "typed", "now", "target", "progress"),
    [
        (draft(shape=Shape.RANGE, target_low=Decimal(3), target_high=Decimal(5)), "4", "4", "3–5", "inside"),
        (draft(shape=Shape.KEEP, target=None, target_high=Decimal(5)), "6", "6", "≤ 5", "outside"),
        (draft(shape=Shape.YES_NO, target=None), "yes", "yes", "yes", "done"),
        (draft(shape=Shape.MILESTONE, target=None), "0", "0", "done", "open"),
    ],
)  # fmt: skip
def test_other_shapes_have_their_own_words(kpi: KpiDraft, typed: str, now: str, target: str, progress: str) -> None:
    status = entry(kpi, typed).status
    assert (kpi_words.now_text(status), kpi_words.target_text(kpi)) == (now, target)
    assert kpi_words.progress_text(status) == progress


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_sign_its_word_and_a_tone(state: State) -> None:
    assert kpi_words.state_text(state)[1:] == f" {state.value}"
    assert kpi_words.state_tone(state) in ("good", "warning", "bad", "muted")


# Objectives


def test_an_objective_is_judged_by_grade_against_what_is_expected() -> None:
    ahead, behind = entry(draft(), "800"), entry(draft("Other"), "100", number=2)
    found = group(ahead, behind)
    assert found.grade.figure.value == Fraction(45, 100)
    assert found.pace.value == Fraction(45, 100) / Fraction(49, 92)
    assert found.state is State.AT_RISK
    assert group(entry(draft(), "1200")).state is State.REACHED
    assert group(entry(draft())).state is State.NO_READING
    assert group().state is None


def test_what_is_kept_is_expected_from_the_start_and_a_milestone_only_at_its_end() -> None:
    kept = draft(shape=Shape.RANGE, target=None, target_low=Decimal(3))
    assert group(entry(kept, "2")).state is State.BEHIND
    milestone = draft(shape=Shape.MILESTONE, target=None)
    assert group(entry(milestone, "0"), entry(draft(), "540")).state is State.ON_TRACK
    over = objective_entry(None, [entry(milestone, "0", today=DUE + timedelta(days=1))], [], DUE, LIMITS)
    assert over.pace.value == 0


def test_the_last_check_in_speaks_and_an_old_one_is_missed() -> None:
    found = group(entry(draft(), "1"), said=CheckIn(date(2026, 11, 19), 7, "on track", "we hope"))
    assert (found.state, found.by_hand) == (State.ON_TRACK, True)
    assert "check-in 19 Nov 2026: 7/10, we hope" in rows.group_foot(found)[0][0].text
    late = group(entry(draft(), "1"), said=CheckIn(date(2026, 11, 1), 7))
    assert late.check_in_missing
    assert "no check-in for 21 days" in rows.group_foot(late)[0][0].text
    assert not group(entry(draft(), "1"), said=CheckIn(TODAY + timedelta(days=1), 9)).check_in


def test_output_alone_and_missing_readings_are_named() -> None:
    found = group(entry(draft(level=Level.OUTPUT)))
    text = rows.group_foot(found)[0][0].text
    assert "measures output only" in text
    assert "no reading: Sign-ups" in text
    assert "no KPI in this period" in rows.group_foot(group())[0][0].text


# Rows


def shown(card: Scorecard, view: View = View()) -> tuple[Row, ...]:  # noqa: B008 - frozen
    return rows.goal_rows(listed(card, view, OWNERS), view, OWNERS)


OWNERS = {1: "ana", 2: "ben"}


def test_rows_stand_under_their_objective() -> None:
    card = state(group(entry(draft(owner_id=2), "371", "412"))).card
    found = shown(card)
    assert [row.key for row in found] == ["objective 1", "kpi 1"]
    assert cells(found, 0)[:3] == ["▾ Grow", "0.41 · ! no check-in 52 d", "▼ at risk"]
    assert cells(found, 1)[:7] == ["    Sign-ups", "412", "/ 1 000", "41 %", "▼ at risk", "–", "▁█"]
    assert cells(found, 1)[7:] == ["31 Dec", "outcome", "ben"]
    assert rows.goal_columns(card, listed(card, View(), {}), View(), 80)[0].title == "Q4 2026 · grade 0.41"


@pytest.mark.parametrize(("width", "last"), [(80, "trend"), (112, "due"), (122, "level"), (132, "owner")])
def test_a_wider_list_has_more_columns(width: int, last: str) -> None:
    card = state().card
    assert rows.goal_columns(card, listed(card, View(), {}), View(), width)[-1].key == last


def test_a_folded_objective_says_how_many_kpis_it_has() -> None:
    card = state(group(entry(draft(), "1"), entry(draft("Other"), "1", number=2))).card
    found = shown(card, View().fold(1))
    assert [cells(found, 0)[0], len(found)] == ["▸ Grow (2)", 1]
    assert len(shown(card, View().fold(1).fold(1))) == 3


def test_output_alone_is_warned_of_in_the_row() -> None:
    card = state(group(entry(draft(level=Level.OUTPUT), "1"))).card
    assert "! output" in cells(shown(card), 0)
    assert "! measures output only" in cells(shown(card), 0)


@pytest.mark.parametrize(
    ("search", "keys"),
    [
        ("", ["objective 2", "objective 1", "kpi 2", "kpi 1"]),
        ("sign", ["objective 1", "kpi 1"]),
        ("GROW", ["objective 1", "kpi 2", "kpi 1"]),
        ("ben", ["objective 1", "kpi 2"]),
        ("behind", ["objective 1", "kpi 2"]),
        ("grow risk", ["objective 1", "kpi 1"]),
        ("impact", ["objective 1", "kpi 2"]),
        ("answer", ["objective 2"]),
        ("nothing such", []),
    ],
)
def test_the_filter_looks_at_names_owner_state_and_level(search: str, keys: list[str]) -> None:
    one = entry(draft(owner_id=1), "412")
    two = entry(draft("Members", owner_id=2, level=Level.IMPACT), "2", number=2)
    card = state(group(one, two), group(objective=Objective(2, "Answer fast"))).card
    view = View(search=search)
    found = listed(card, view, OWNERS)
    assert [row.key for row in rows.goal_rows(found, view, OWNERS)] == keys
    assert ("Nothing has" in rows.goal_note(found, view)) == (not keys)
    if search:
        assert rows.head_text(card, found, view) == f"“{search}” · {found.shown} of 2 KPIs"


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        (Order.NAME, ["objective 2", "kpi 3", "objective 1", "kpi 2", "kpi 1"]),
        (Order.URGENCY, ["objective 1", "kpi 1", "kpi 2", "objective 2", "kpi 3"]),
        (Order.DUE, ["objective 1", "kpi 2", "kpi 1", "objective 2", "kpi 3"]),
    ],
)
def test_the_list_is_sorted_by_name_urgency_and_due_day(order: Order, keys: list[str]) -> None:
    late = entry(draft("Zeal"), "2")
    ahead = replace_due(entry(draft("Ahead"), "999", number=2), date(2026, 12, 1))
    fast = entry(draft("Fast"), "990", number=3)
    card = state(group(late, ahead), group(fast, objective=Objective(2, "Answer"))).card
    assert [row.key for row in shown(card, View(order=order))] == keys
    assert Order.DUE.next is Order.NAME


def replace_due(one: KpiEntry, due: date) -> KpiEntry:
    kpi = replace(one.status.kpi, draft=replace(one.status.kpi.draft, due=due))
    return replace(one, status=replace(one.status, kpi=kpi))


def test_a_list_with_too_many_kpis_says_how_many_it_shows() -> None:
    card = state(group(*(entry(draft(f"K{n}"), number=n) for n in range(5)))).card
    found = listed(card, View(), OWNERS, 3)
    assert (found.shown, found.total) == (3, 5)
    assert rows.goal_note(found, View()) == "3 of 5 KPIs; / filters"


def test_the_state_finds_what_a_row_stands_for() -> None:
    inside, alone = entry(draft(), "1"), entry(draft("Alone"), "1", number=2)
    loose = objective_entry(None, [alone], [], TODAY, LIMITS)
    found = state(group(inside), loose)
    assert found.kpi("kpi 2") == alone
    assert found.kpi("objective 1") is None
    assert found.group("kpi 1") == found.group("objective 1") == group(inside)
    assert found.group("objective 0") == loose
    assert found.group("kpi 9") is None


def test_figures_of_a_kpi_tell_period_and_rows() -> None:
    figures = rows.kpi_figures(entry(draft(), "371", "412"))
    assert {figure.period for figure in figures} == {"2026-10-01..2026-11-18"}
    assert {figure.rows for figure in figures} == {2}
    assert {"Progress", "Expected", "Pace", "Forecast", "Run rate a day", "Needed a day"} <= {f.name for f in figures}


def test_a_history_says_what_does_not_count_and_how_much_is_shown() -> None:
    old = Reading(date(2026, 9, 30), Decimal(5), note="before", id=1)
    history = History(Kpi(1, draft()), (Reading(TODAY, Decimal(9), id=2), old), 7)
    found = history_rows.reading_rows(history)
    assert cells(found, 1) == ["30 Sep 2026", "5", "", "before the start, does not count. before"]
    assert history_rows.reading_note(history) == "2 of 7 readings, the newest"
    assert "r adds" in history_rows.reading_note(History(Kpi(1, draft()), (), 0))


# Charts


def test_the_chart_has_trend_target_expected_pace_and_forecast() -> None:
    chart = charts.kpi_chart(entry(draft(baseline=Decimal(10)), "100", "200", "300"), state())
    assert [series.role for series in chart.series] == [Role.ACTUAL, Role.EXPECTED, Role.FORECAST]
    assert [(line.label, line.value) for line in chart.lines] == [("target", 1000), ("baseline", 10)]
    assert (chart.start, chart.end) == (START, DUE + timedelta(days=1))
    assert chart.series[1].points[-1] == (DUE, 1000)
    assert numbers(chart).rows[-1][0] == DUE.isoformat()


def test_bounds_are_drawn_and_have_no_pace() -> None:
    kpi = draft(shape=Shape.RANGE, target=None, target_low=Decimal(3), target_high=Decimal(5))
    chart = charts.kpi_chart(entry(kpi, "4"), state())
    assert [line.label for line in chart.lines] == ["at least", "at most"]
    assert [series.role for series in chart.series] == [Role.ACTUAL]


def test_without_a_reading_there_is_the_expected_pace_only() -> None:
    chart = charts.kpi_chart(entry(draft()), state())
    assert chart.series[0].points == ()
    assert len(chart.series[1].points) == 3


def test_an_objective_is_drawn_as_progress_of_its_kpis() -> None:
    chart = charts.objective_chart(
        group(entry(draft(), "100", "200"), entry(draft(shape=Shape.YES_NO), "no", number=2)), state()
    )
    assert [series.label for series in chart.series] == ["Sign-ups"]
    assert chart.series[0].points[-1] == (date(2026, 11, 18), Fraction(1, 5))
    assert charts.objective_chart(group(), state()).series == ()


def test_an_objective_is_compared_by_the_way_its_first_two_kpis_have_to_go_now() -> None:
    three = [entry(draft(), "100", number=number) for number in (1, 2, 3)]
    before = {1: (Point(date(2026, 10, 9), Fraction(50)), Point(date(2026, 11, 9), Fraction(300)))}
    chart = charts.objective_chart(group(*three), state(comparison=Comparison.BEFORE, compared=before))
    assert [(one.role, one.label, one.remark) for one in chart.series if one.role is Role.BEFORE] == [
        (Role.BEFORE, "92 days before", ""),
        (Role.BEFORE, "92 days before", "(no reading)"),
    ]
    assert len(chart.series) == 4
    assert chart.series[1].points == ((date(2026, 10, 9), Fraction(1, 20)), (date(2026, 11, 9), Fraction(3, 10)))


def test_the_forecast_is_a_cone_from_the_last_reading_to_its_range_on_the_due_day() -> None:
    chart = charts.kpi_chart(entry(draft(), "100", "230", "300", "420", "470"), state())
    (cone,) = chart.bands
    (first, last) = cone.points
    assert first == (date(2026, 11, 18), 470, 470)
    assert last[0] == DUE
    point = chart.series[2].points[-1][1]
    assert point is not None
    assert last[1] < point < last[2]
    assert cone.remark == f"{kpi_words.range_text(entry(draft(), '100', '230', '300', '420', '470').status)}"
    assert charts.kpi_chart(entry(draft(), "100", "200", "300"), state()).bands == ()


@pytest.mark.parametrize(
    ("comparison", "points", "label", "remark"),
    [
        (Comparison.LAST_YEAR, {1: (Point(START, Fraction(7)),)}, "last year", ""),
        (Comparison.BEFORE, {}, "92 days before", "(no reading)"),
    ],
)
def test_what_is_compared_is_drawn_and_its_absence_said(
    comparison: Comparison, points: dict[int, tuple[Point, ...]], label: str, remark: str
) -> None:
    chart = charts.kpi_chart(entry(draft(), "100"), state(comparison=comparison, compared=points))
    before = chart.series[1]
    assert (before.role, before.label, before.remark) == (Role.BEFORE, label, remark)
    assert before.points == tuple((point.day, point.value) for point in points.get(1, ()))
    assert numbers(chart).header[:3] == ("day", "actual", label)


def test_notes_and_campaigns_stand_under_the_chart_and_in_its_numbers() -> None:
    notes = (Annotation(date(2026, 11, 2), "Website down"),)
    campaigns = (CampaignDays("Fair", date(2026, 10, 5), date(2026, 10, 9)),)
    found = state(notes=notes, campaigns=campaigns)
    chart = charts.kpi_chart(entry(draft(), "100"), found)
    assert [one.label for one in chart.annotations] == ["Website down", "Fair"]
    table = numbers(chart)
    assert ("2026-11-02", "–", "–", "Website down") in table.rows
    assert [column.title for column in charts.number_columns(table)] == ["day", "actual", "expected", ""]
    shown_rows = [[cell.text for cell in row.cells] for row in charts.number_rows(table)]
    assert ["2026-11-02", "Website down"] in shown_rows
    assert ["2026-10-05", "Fair (2026-10-05..2026-10-09)"] in shown_rows
    assert charts.objective_chart(group(entry(draft(), "1")), found).annotations == chart.annotations


def test_five_years_of_days_are_thinned_and_keep_the_newest() -> None:
    points = [Point(date(2021, 1, 1) + timedelta(days=n), Fraction(n)) for n in range(1826)]
    kept = charts.thinned(points)
    assert (len(kept), kept[-1]) == (charts.MOST_POINTS, points[-1])
    assert charts.thinned(points[:5]) == points[:5]
