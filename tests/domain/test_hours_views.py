"""Hours in lines that add up, what is behind them, and the charts of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from smdash.domain.hours_views import (
    Dimension,
    HoursBudget,
    HoursLine,
    HoursView,
    figures,
    left_of_budget,
    shares,
    stacked,
)
from smdash.domain.periods import Calendar
from smdash.domain.plots import lay_out
from smdash.domain.series import ChartSpec, Role, Series, Shape, numbers

HOUR = 3600
NOVEMBER = Calendar().month(date(2026, 11, 1))
TODAY = date(2026, 11, 22)


def view(*lines: HoursLine, dimension: Dimension = Dimension.CAMPAIGN, **more: object) -> HoursView:
    return HoursView(NOVEMBER, TODAY, dimension, "USD", lines, **more)  # type: ignore[arg-type]


def test_the_total_is_the_sum_of_the_lines() -> None:
    lines = (HoursLine(1, "Spring", 3 * HOUR, 9000, 4), HoursLine(None, "no campaign", HOUR, 0, 1, HOUR))
    whole = view(*lines).total
    assert (whole.seconds, whole.cost_minor, whole.entries, whole.uncosted_seconds) == (4 * HOUR, 9000, 5, HOUR)


def test_what_may_not_be_seen_of_a_line_is_in_no_sum() -> None:
    lines = (HoursLine(1, "ana", HOUR, None, 1), HoursLine(2, "ben", HOUR, None, 1))
    assert view(*lines, dimension=Dimension.PERSON).total.cost_minor is None


def test_hours_without_a_rate_have_no_cost_and_say_why() -> None:
    line = HoursLine(1, "Spring", HOUR, 0, 1, HOUR)
    hours, cost, share = figures(view(line), line)
    assert (hours.value, share.value) == (HOUR, 1)
    assert cost.value is None
    assert cost.reason == "no hourly or no exchange rate is known for these hours"
    partly = HoursLine(1, "Spring", 2 * HOUR, 4500, 2, HOUR)
    assert figures(view(partly), partly)[1].notes == ("1:00 have no hourly or no exchange rate: not in it",)


def test_utilisation_is_logged_by_capacity_and_undefined_without_one() -> None:
    line = HoursLine(1, "ana", 30 * HOUR, 0, 1, 0, 40 * HOUR)
    assert figures(view(line), line)[3].value == Fraction(3, 4)
    nothing = HoursLine(1, "ana", 0, 0, 0, 0, None)
    assert len(figures(view(nothing), nothing)) == 3
    assert figures(view(nothing), nothing)[2].text() == "–"


def test_the_largest_lines_are_stacked_and_the_rest_is_one_part() -> None:
    lines = tuple(HoursLine(key, f"C{key}", key * HOUR, 0, 1) for key in range(1, 6))
    weeks = (("2 Nov", {1: HOUR, 5: 2 * HOUR}), ("9 Nov", {2: 2 * HOUR, 3: 3 * HOUR, 4: 4 * HOUR, 5: 3 * HOUR}))
    spec = stacked(view(*lines, buckets=weeks))
    assert [(series.label, series.shape) for series in spec.series] == [
        (name, Shape.STACKED) for name in ("C5", "C4", "C3", "others")
    ]
    table = numbers(spec)
    assert table.rows == (("2 Nov", "2:00", "0:00", "0:00", "1:00"), ("9 Nov", "3:00", "4:00", "3:00", "2:00"))


def test_stacked_bars_stand_on_top_of_each_other() -> None:
    spec = ChartSpec(
        (
            Series("low", Role.ACTUAL, (("a", 2), ("b", 0)), Shape.STACKED),
            Series("high", Role.COST, (("a", 3), ("b", 4)), Shape.STACKED),
        )
    )
    plot = lay_out(spec, 40, 10)
    assert plot is not None
    assert [[y for _, y in trace.runs[0]] for trace in plot.traces] == [[2.0, 0.0], [5.0, 4.0]]
    assert plot.axis.high >= 5


def test_shares_add_up_to_one_with_the_others_as_one() -> None:
    lines = tuple(HoursLine(key, f"C{key}", HOUR, 0, 1) for key in range(1, 13))
    (series,) = shares(view(*lines)).series
    assert [label for label, _ in series.points][-1] == "others"
    assert sum(value or 0 for _, value in series.points) == 1
    assert shares(view()).series == ()


def test_a_budget_of_hours_burns_down_from_what_was_used_before() -> None:
    line = HoursLine(1, "Spring", 3 * HOUR, 0, 2)
    budgets = {1: HoursBudget(10 * HOUR, (date(2026, 10, 1), date(2026, 11, 30)), 4 * HOUR)}
    daily = {1: [(date(2026, 11, 3), HOUR), (date(2026, 11, 10), 2 * HOUR)]}
    spec = left_of_budget(view(line, budgets=budgets, daily=daily), line)
    assert numbers(spec).rows[0][:2] == ("2026-11-01", "6:00")
    left = dict(spec.series[0].points)
    assert (left[date(2026, 11, 3)], left[date(2026, 11, 10)], left[TODAY]) == (5 * HOUR, 3 * HOUR, 3 * HOUR)
    assert left_of_budget(view(line), line).series == ()
    assert "No hours budget" in left_of_budget(view(), None).empty
