"""Series, axes, layout: what a chart shows is right before any ink."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.axes import FARTHEST, clip, day_ticks, decimate, nice_axis, shown, value_axis
from smdash.domain.figures import Unit
from smdash.domain.plots import lay_out
from smdash.domain.series import (
    Annotation,
    Band,
    ChartSpec,
    Mark,
    ReferenceLine,
    Role,
    Series,
    Shape,
    numbers,
    value_text,
)
from smdash.domain.sparklines import ASCII_SPARKS, SPARKS, sparkline

START = date(2026, 10, 1)
FINITE = st.floats(-1e12, 1e12, allow_nan=False)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def day(number: int) -> date:
    return START + timedelta(number)


def line(*values: object, label: str = "actual", shape: Shape = Shape.LINE) -> Series:
    return Series(label, Role.ACTUAL, tuple((day(n), value) for n, value in enumerate(values)), shape)  # type: ignore[misc]


@given(FINITE, FINITE, st.integers(3, 12))
@settings(max_examples=150, deadline=None)
def test_a_nice_axis_holds_the_values_on_evenly_spaced_nice_ticks(one: float, other: float, most: int) -> None:
    low, high = min(one, other), max(one, other)
    axis = nice_axis(low, high, most)
    slack = 1e-11 * max(abs(low), abs(high))
    assert axis.low <= low + slack
    assert axis.high >= high - slack
    assert 2 <= len(axis.ticks) == len(axis.labels) <= most
    assert (axis.ticks[0], axis.ticks[-1]) == (axis.low, axis.high)
    step = axis.ticks[1] - axis.ticks[0]
    if step > 1e-6 * max(1.0, abs(axis.low), abs(axis.high)):
        mantissa = float(f"{step:.9e}".split("e")[0])
        assert any(math.isclose(mantissa, nice, rel_tol=1e-6) for nice in (1, 2, 5, 10))
        assert len(set(axis.labels)) == len(axis.labels)


@pytest.mark.parametrize(
    ("low", "high", "unit", "labels"),
    [
        (0, 1000, Unit.COUNT, ("0", "500", "1 000")),
        (-3, 7, Unit.NUMBER, ("−5", "0", "5", "10")),
        (0, 0.1 + 0.2, Unit.NUMBER, ("0.0", "0.1", "0.2", "0.3")),
        (0, 2_400_000, Unit.MONEY, ("0 M", "1 M", "2 M", "3 M")),
        (0, 75, Unit.RATIO, ("0 %", "50 %", "100 %")),
        (0, 2, Unit.SECONDS, ("0 h", "1 h", "2 h")),
        (0, 1, Unit.COUNT, ("0", "1")),
    ],
)
def test_tick_labels_are_short_and_tell_the_unit(low: float, high: float, unit: Unit, labels: tuple[str, ...]) -> None:
    assert nice_axis(low, high, 4, unit, whole=unit is Unit.COUNT).labels == labels


def test_tiny_and_giant_values_keep_labels_short() -> None:
    for low, high in ((0, 1e-9), (0, FARTHEST), (FARTHEST - 3, FARTHEST)):
        assert all(len(label) <= 21 for label in nice_axis(low, high, 4).labels)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [([0], 0, 1), ([7, 7], 0, 8), ([-7], -8, 0), ([40, 100], 0, 100), ([90, 100], 90, 100), ([-100, -40], -100, 0)],
)
def test_zero_is_on_the_axis_where_it_tells_the_proportion(values: list[float], low: float, high: float) -> None:
    axis = value_axis(values, 6)
    assert (axis.low, axis.high) == (low, high)


def test_bars_always_start_from_zero() -> None:
    assert value_axis([90, 100], 6, from_zero=True).low == 0


def test_values_are_shown_in_units_people_read() -> None:
    assert shown(12_345, Unit.MONEY, "USD") == 123.45
    assert shown(500, Unit.MONEY, "JPY") == 500
    assert shown(5400, Unit.SECONDS) == 1.5
    assert shown(Fraction(1, 4), Unit.RATIO) == 25
    assert shown(Decimal("1.5"), Unit.NUMBER) == 1.5


def test_what_is_not_finite_is_a_gap_and_what_is_absurd_is_held_at_the_edge() -> None:
    assert [shown(value, Unit.NUMBER) for value in (None, math.nan, math.inf, -math.inf)] == [None] * 4
    assert shown(10**400, Unit.NUMBER) == FARTHEST
    assert shown(-(10**400), Unit.NUMBER) == -FARTHEST
    assert shown(1e300, Unit.NUMBER) == FARTHEST


@pytest.mark.parametrize(
    ("days", "width", "labels"),
    [
        (0, 40, ["1 Oct"]),
        (4, 40, ["1 Oct", "2 Oct", "3 Oct", "4 Oct", "5 Oct"]),
        (27, 60, ["5 Oct", "12 Oct", "19 Oct", "26 Oct"]),
        (91, 70, ["Oct", "Nov", "Dec"]),
        (150, 70, ["Oct", "Nov", "Dec", "Jan 2027", "Feb"]),
        (800, 70, ["Q4", "Q1 2027", "Q2", "Q3", "Q4", "Q1 2028", "Q2", "Q3", "Q4"]),
        (4000, 80, ["2027", "2028", "2029", "2030", "2031", "2032", "2033", "2034", "2035", "2036", "2037"]),
        (60, 8, ["1 Oct"]),
    ],
)
def test_day_ticks_are_the_finest_that_fit(days: int, width: int, labels: list[str]) -> None:
    assert [label for _, label in day_ticks(START, day(days), width)] == labels


def test_weeks_start_where_the_organisation_says() -> None:
    assert [tick.weekday() for tick, _ in day_ticks(START, day(27), 60, week_start=6)] == [6, 6, 6, 6]


@given(DAYS, DAYS, st.integers(5, 200), st.integers(0, 6))
@settings(max_examples=100, deadline=None)
def test_day_ticks_lie_in_view_in_order_and_fit(one: date, other: date, width: int, week_start: int) -> None:
    first, last = min(one, other), max(one, other)
    ticks = day_ticks(first, last, width, week_start)
    assert ticks
    assert all(first <= tick <= last for tick, _ in ticks)
    assert [tick for tick, _ in ticks] == sorted({tick for tick, _ in ticks})
    if len(ticks) > 1:
        assert sum(len(label) + 2 for _, label in ticks) - 2 <= width


@given(st.lists(FINITE, min_size=1, max_size=400), st.integers(1, 50))
@settings(max_examples=80, deadline=None)
def test_decimation_keeps_the_extremes_and_the_order(values: list[float], columns: int) -> None:
    points = [(float(x), y) for x, y in enumerate(values)]
    kept = decimate(points, 0, len(points) - 1, columns)
    assert len(kept) <= max(2 * columns, 1)
    assert min(y for _, y in kept) == min(values)
    assert max(y for _, y in kept) == max(values)
    assert kept == sorted(kept, key=lambda point: point[0])
    assert set(kept) <= set(points)


def test_a_line_is_cut_where_it_leaves_the_view() -> None:
    assert clip([(-10, 0), (10, 20), (30, 40)], 0, 20) == [(0, 10), (10, 20), (20, 30)]
    assert clip([(-10, 0), (30, 40)], 0, 20) == [(0, 10), (20, 30)]
    assert clip([(1, 1), (2, 2)], 0, 20) == [(1, 1), (2, 2)]
    assert clip([(-5, 1), (-1, 2)], 0, 20) == []
    assert clip([], 0, 1) == []


def test_sparklines_show_gaps_and_use_the_whole_scale() -> None:
    assert sparkline([1, 2, 3, None, 8]) == "▁▂▃ █"
    assert sparkline([1, 2, 3, None, 8], ascii_only=True) == "_.: #"
    assert sparkline([]) == ""
    assert sparkline([None, math.nan]) == "  "
    assert sparkline([5, 5, None]) == "▄▄ "
    assert sparkline([Fraction(1, 3), Decimal("0.5"), 10**400]) == "▁█ "
    assert sparkline([-1.7e308, 1.7e308]) == "▁█"


def test_a_long_sparkline_shows_the_last_value_of_each_stretch() -> None:
    assert sparkline([0, 1, 0, None, 9, 8], width=3) == "▂▁█"
    assert sparkline([0, 8], width=10) == "▁█"


@given(st.lists(st.one_of(st.none(), st.floats(), st.integers()), max_size=60), st.integers(0, 20))
@settings(max_examples=80, deadline=None)
def test_any_values_make_a_sparkline_of_the_right_length(values: list[float | None], width: int) -> None:
    expected = min(len(values), width) if width else len(values)
    for ascii_only, levels in ((False, SPARKS), (True, ASCII_SPARKS)):
        text = sparkline(values, width, ascii_only=ascii_only)
        assert len(text) == expected
        assert set(text) <= set(levels + " ")


def test_the_numbers_behind_a_chart_have_a_row_per_day_in_view() -> None:
    chart = ChartSpec(
        (line(100, None, 25_050), Series("plan", Role.TARGET, ((day(1), 7), (day(60), 9)))),
        unit=Unit.MONEY,
        currency="USD",
        lines=(ReferenceLine("limit", 100_000),),
        marks=(Mark("today", day(2)),),
        end=day(30),
    )
    table = numbers(chart)
    assert table.header == ("day", "actual", "plan")
    assert table.rows == (("2026-10-01", "1", "–"), ("2026-10-02", "–", "0.07"), ("2026-10-03", "250.50", "–"))
    assert table.notes == ("limit: 1 000", "today: 2026-10-03")


def test_the_numbers_of_categories_keep_their_order() -> None:
    chart = ChartSpec((Series("net", Role.NET, (("spring", -5), ("event", 3)), Shape.BARS),))
    assert numbers(chart).rows == (("spring", "−5"), ("event", "3"))
    assert numbers(chart).header == ("", "net")
    mixed = ChartSpec((Series("a", Role.ACTUAL, (("spring", 1), (START, 2))),))
    assert mixed.categories() == ("spring", "2026-10-01")
    assert numbers(mixed).rows == (("spring", "1"), ("2026-10-01", "2"))


def test_absurd_values_have_a_text_too() -> None:
    assert value_text(math.nan, Unit.NUMBER) == "–"
    assert value_text(-(10**400), Unit.COUNT) == "−1.0e400"
    assert value_text(2.5e30, Unit.NUMBER) == "2.5e30"


def test_a_chart_without_a_point_has_no_layout() -> None:
    for series in ((), (line(),), (line(None, math.nan),)):
        assert lay_out(ChartSpec(series, lines=(ReferenceLine("target", 5),)), 80, 12) is None
    assert lay_out(ChartSpec((line(1),), start=day(5), end=day(9)), 80, 12) is None
    assert lay_out(ChartSpec((line(1),), start=day(5), end=day(1)), 80, 12) is None


def test_layout_fits_labels_and_splits_lines_at_gaps() -> None:
    plot = lay_out(ChartSpec((line(1, 2, None, 1000),), lines=(ReferenceLine("target", 1900),)), 80, 12)
    assert plot is not None
    assert plot.columns == 80 - 1 - len("2 000")
    assert [len(run) for run in plot.traces[0].runs] == [2, 1]
    assert plot.axis.high >= 1900
    assert (plot.column(plot.low), plot.column(plot.high)) == (0, plot.columns - 1)


def test_steps_stay_level_until_the_next_point() -> None:
    plot = lay_out(ChartSpec((line(1, 5, shape=Shape.STEPS),)), 80, 12)
    assert plot is not None
    assert plot.traces[0].runs == (((0.0, 1.0), (1.0, 1.0), (1.0, 5.0)),)


def test_only_marks_in_view_are_kept() -> None:
    marks = (Mark("late", day(8)), Mark("today", day(4)), Mark("out", day(40)))
    plot = lay_out(ChartSpec((line(1, 2),), marks=marks, start=START, end=day(10)), 80, 12)
    assert plot is not None
    assert [(x, mark.label) for x, mark in plot.marks] == [(4.0, "today"), (8.0, "late")]


def test_many_points_come_down_to_two_per_column_with_the_peak() -> None:
    points = [(date.fromordinal(700_000 + n // 4), n % 97) for n in range(20_000)]
    points[7_777] = (points[7_777][0], 5000)
    plot = lay_out(ChartSpec((Series("a", Role.ACTUAL, tuple(points)),)), 80, 12)
    assert plot is not None
    (run,) = plot.traces[0].runs
    assert len(run) <= 2 * plot.columns
    assert max(y for _, y in run) == 5000


BAND = Band("range", Role.FORECAST, ((date(2026, 11, 1), 10, 10), (date(2026, 11, 11), 5, 25)))
NOTES = (
    Annotation("Spring membership", date(2026, 9, 1), date(2026, 11, 4)),
    Annotation("Press", date(2026, 11, 6)),
    Annotation("Long ago", date(2025, 1, 1)),
)


def noted() -> ChartSpec:
    points = ((date(2026, 11, 1), 10), (date(2026, 11, 11), 12))
    return ChartSpec(
        (Series("actual", Role.ACTUAL, points),),
        bands=(BAND,),
        annotations=NOTES,
        start=date(2026, 11, 1),
        end=date(2026, 11, 12),
    )


def test_numbers_have_both_edges_of_a_band_and_the_words_on_their_days() -> None:
    table = numbers(noted())
    assert table.header == ("day", "actual", "range low", "range high", "notes")
    assert table.rows == (
        ("2026-11-01", "10", "10", "10", "Spring membership (2026-09-01..2026-11-04)"),
        ("2026-11-06", "–", "–", "–", "Press"),
        ("2026-11-11", "12", "5", "25", ""),
    )


def test_a_band_widens_between_its_points_and_is_on_the_axis() -> None:
    plot = lay_out(noted(), 60, 8)
    assert plot is not None
    (strip,) = plot.strips
    assert strip.at(0) == (10, 10)
    assert strip.at(5) == (7.5, 17.5)
    assert strip.at(10) == (5, 25)
    assert strip.at(11) is None
    assert plot.axis.high >= 25


def test_annotations_in_view_keep_the_days_they_reach_out_of_it() -> None:
    plot = lay_out(noted(), 60, 8)
    assert plot is not None
    assert [(first, last, each.label) for first, last, each in plot.annotations] == [
        (-61, 3, "Spring membership"),
        (5, 5, "Press"),
    ]
