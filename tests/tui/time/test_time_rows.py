"""The week as cells and words, at 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from smdash.domain.money import Money
from smdash.domain.organisation import Person
from smdash.domain.periods import Calendar
from smdash.domain.timegrids import week_grid
from smdash.domain.timesheets import Entry
from smdash.store.hours import Hours
from smdash.store.timers import RunningTimer
from smdash.store.timeweek import TimeWeek
from smdash.tui.panes.time import entry_rows, rows
from smdash.tui.widgets.cells import Column, Line, Row, fit_columns
from smdash.tui.widgets.paint import natural_widths
from smdash.tui.widgets.safe import fit

TODAY = date(2026, 11, 20)
WEEK = Calendar().week(TODAY)
MONDAY = WEEK.start
NAMES: dict[str, dict[int, str]] = {
    "campaign": {1: "Spring membership", 2: "Annual event"},
    "activity": {1: "content", 2: "community"},
    "channel": {},
}


def entry(n: int, day: int, minutes: int, campaign: int | None = 1, activity: int | None = 1, **values: Any) -> Entry:
    cost = Money(minutes * 75, "USD")
    base = Entry(n, 1, MONDAY + timedelta(days=day), minutes * 60, "UTC", campaign, None, None, activity)
    priced = {"rate": Money(4500, "USD"), "cost": cost, "cost_minor": cost.minor}
    return replace(base, **{**priced, **values})


ENTRIES = (
    entry(1, 0, 120),
    entry(2, 1, 90, note="weekly posts"),
    entry(3, 1, 45, 1, 2),
    entry(4, 2, 90, 2, None),
    entry(5, 3, 195),
)


def week(entries: Sequence[Entry] = ENTRIES, capacity: int = 24 * 3600, **values: Any) -> TimeWeek:
    seconds = sum(one.seconds for one in entries)
    uncosted = sum(one.seconds for one in entries if one.cost_minor is None)
    cost = sum(one.cost_minor or 0 for one in entries)
    person = Person(1, "ana", weekly_capacity=capacity)
    made = TimeWeek(
        week=WEEK,
        today=TODAY,
        person=person,
        people=(person,),
        grid=week_grid(entries, WEEK, NAMES["campaign"], NAMES["activity"]),
        entries=tuple(entries),
        hours=Hours(seconds, cost, len(entries), uncosted),
        currency="USD",
        rate_today="45.00 USD",
        timer=None,
        forgotten=(),
        names=NAMES,
    )
    return replace(made, **values)


def timer(person: str = "ana", seconds: int = 2520) -> RunningTimer:
    start = datetime(2026, 11, 20, 9, tzinfo=UTC)
    return RunningTimer(Entry(9, 1, TODAY, 0, start=start), person, "Spring membership", "", seconds)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


def drawn(columns: Sequence[Column], shown: Sequence[Row], width: int) -> list[str]:
    """Rows as a table of that width draws them."""
    layout = fit_columns(columns, natural_widths(columns, shown), width)
    lines = []
    for cells in ([column.title for column in columns], *([cell.text for cell in row.cells] for row in shown)):
        parts = [fit(cells[i], wide, columns[i].align) for i, wide in layout.shown]
        lines.append((" " * layout.gap).join(parts).rstrip())
    return lines


def test_the_grid_at_80_columns() -> None:
    one = week()
    lines = drawn(rows.grid_columns(one), [*rows.grid_rows(one), rows.total_row(one)], 79)
    assert lines == [
        "Campaign             Activity     Mo    Tu    We    Th   ▸Fr    Sa    Su      Σ",
        "Annual event                       ·     ·  1:30     ·     ·     ·     ·   1:30",
        "Spring membership    community     ·  0:45     ·     ·     ·     ·     ·   0:45",
        "Spring membership    content    2:00  1:30     ·  3:15     ·     ·     ·   6:45",
        "Σ                               2:00  2:15  1:30  3:15     ·     ·     ·   9:00",
    ]


@pytest.mark.parametrize("width", [59, 79, 119, 199])
def test_totals_stand_under_their_days_at_any_width(width: int) -> None:
    one = week()
    columns = rows.grid_columns(one)
    body, total = drawn(columns, rows.grid_rows(one), width), drawn(columns, [rows.total_row(one)], width)
    assert body[0] == total[0]
    assert len(total[1]) == len(body[1])


def test_weeks_that_start_on_sunday_have_no_number() -> None:
    sunday = Calendar(week_start=6).week(TODAY)
    one = week(week=sunday, grid=week_grid((), sunday, {}, {}))
    assert text(rows.title(one)).startswith("Week 15–21 Nov 2026 · ana")
    assert [column.title for column in rows.grid_columns(one)][2:9] == ["Su", "Mo", "Tu", "We", "Th", "▸Fr", "Sa"]


def test_the_title_has_the_rate_for_those_who_may_see_it() -> None:
    assert text(rows.title(week())) == "Week 47 · 16–22 Nov 2026 · ana   45.00 USD an hour"
    assert text(rows.title(week(rate_today=""))) == "Week 47 · 16–22 Nov 2026 · ana"
    over = Calendar().week(date(2026, 12, 1))
    assert text(rows.title(week(week=over, rate_today=""))) == "Week 49 · 30 Nov–6 Dec 2026 · ana"


def test_the_summary_fits_80_columns_with_all_it_can_have() -> None:
    lines = rows.summary(week(timer=timer(), forgotten=(timer("ben", 14 * 3600 + 900),)))
    assert [text(line) for line in lines] == [
        "target 24:00  █████████░░░░░░░░░░░░░░░  37.5 %   cost 405.00 USD   +0:42 ▶",
        "! Timer of ben runs for 14:15: Spring membership (F repairs it)",
    ]
    assert all(len(text(line)) <= 80 for line in lines)


def test_without_a_target_none_is_claimed() -> None:
    assert text(rows.summary(week(capacity=0))[0]) == "target none set (W)   cost 405.00 USD"


def test_hours_that_are_not_in_the_cost_are_told_with_the_reason() -> None:
    unrated = entry(7, 4, 60, rate=None, cost=None, cost_minor=None)
    waiting = entry(8, 4, 30, cost=Money(5, "EUR"), cost_minor=None)
    one = week((unrated, waiting))
    assert text(rows.summary(one)[1]) == (
        "! 1:00 without an hourly rate (R sets one) and 0:30 without an exchange rate: not in the cost"
    )
    assert rows.week_figures(one)[1].notes == (rows.uncosted_text(one),)
    cells = [[cell.text for cell in row.cells] for row in entry_rows.entry_rows(one, None)]
    assert [cell[5] for cell in cells] == ["no rate", "0.05 EUR"]


def test_a_viewer_sees_hours_and_no_costs() -> None:
    one = week(shows_cost=False, rate_today="")
    assert text(rows.summary(one)[0]).endswith("cost – (managers only)")
    assert len(rows.summary(one)) == 1
    figure = rows.week_figures(one)[1]
    assert (figure.value, figure.reason) == (None, "what one person costs is shown to managers only")
    assert {row.cells[5].text for row in entry_rows.entry_rows(one, None)} == {"–"}


def test_the_figures_say_where_the_numbers_come_from() -> None:
    logged, cost, used = rows.week_figures(week())
    assert (logged.value, logged.rows, logged.period) == (32400, 5, "2026-W47")
    assert (cost.value, cost.inputs) == (40500, (logged,))
    assert used.text() == "37.5 %"


def test_the_entries_of_a_day_and_of_the_week() -> None:
    one = week()
    shown = entry_rows.entry_rows(one, MONDAY + timedelta(days=1))
    assert [row.key for row in shown] == [2, 3]
    assert [cell.text for cell in shown[0].cells] == [
        "Tu 17",
        "",
        "1:30",
        "Spring membership",
        "content",
        "67.50",
        "weekly posts",
    ]
    assert len(entry_rows.entry_rows(one, None)) == 5


def test_entries_are_named_before_they_are_deleted() -> None:
    one = week((*ENTRIES, entry(6, 4, 30, None, None, group_id=6)))
    assert entry_rows.entry_name(one, 2, one.entries) == "1:30 on Spring membership, Tue 17 Nov: weekly posts"
    night = "0:30 on no campaign, Fri 20 Nov (and its other part over midnight)"
    assert entry_rows.entry_name(one, 6, one.entries) == night
    assert entry_rows.entry_name(one, 99, one.entries) == "entry 99"


def test_the_cell_under_the_cursor() -> None:
    one = week()
    found = rows.cell_at(one, "1/1", "3")
    assert found is not None
    assert found[0].cells[found[1]].seconds == 195 * 60
    assert rows.cell_at(one, "total", "3") is None
    assert rows.cell_at(one, "1/1", "campaign") is None


def test_a_cell_shows_what_was_typed_until_the_week_is_read_again() -> None:
    row = week().grid.rows[0]
    assert rows.with_cell(row, 2, 60).cells[2] == replace(row.cells[2], seconds=60)
    assert rows.with_cell(row, 2, 60).cells[3] == row.cells[3]
