"""A month of hours as cells and words. No Textual here."""

from __future__ import annotations

from datetime import date, timedelta

from smdash.domain.durations import clock
from smdash.domain.figures import Figure, Unit
from smdash.domain.timegrids import MonthGrid
from smdash.domain.timesheets import utilisation
from smdash.store.timeweek import TimeWeek
from smdash.tui.panes.time.entry_rows import SHORT_DAYS
from smdash.tui.widgets.bars import bar_text
from smdash.tui.widgets.cells import Cell, Column, Line, Row, line
from smdash.tui.widgets.symbols import DOT, HERE, SUM

_KEYS = tuple("0123456")
_BAR_WIDTH = 24


def month_columns(grid: MonthGrid) -> tuple[Column, ...]:
    """The week, its days, their sum, and what the week was to have."""
    first = grid.weeks[0].start
    days = [(first + timedelta(days=n)).weekday() for n in range(7)]
    return (
        Column("week", "Week", width=6, holds_cursor=False),
        *(Column(key, SHORT_DAYS[day], width=7, align="right") for key, day in zip(_KEYS, days, strict=True)),
        Column("sum", SUM, width=6, align="right", holds_cursor=False),
        Column("target", "Target", width=6, align="right", holds_cursor=False, priority=1),
    )


def month_rows(grid: MonthGrid, today: date) -> tuple[Row, ...]:
    """One row a week, named by its first day; today carries a mark, days of other months are empty."""
    rows = []
    for week in grid.weeks:
        cells = []
        for number, seconds in enumerate(week.days):
            day = week.start + timedelta(days=number)
            if seconds is None:
                cells.append(Cell(""))
                continue
            mark = HERE if day == today else ""
            cells.append(Cell(mark + _hours(seconds), "" if seconds else "muted"))
        ends = (Cell(_hours(week.seconds), "strong"), Cell(_hours(week.target), "muted"))
        rows.append(Row(week.start.isoformat(), (Cell(f"{week.start:%-d %b}", "muted"), *cells, *ends)))
    return tuple(rows)


def month_total(grid: MonthGrid) -> Row:
    """The sums of the days of the week and of the month."""
    days = (Cell(_hours(seconds), "strong" if seconds else "muted") for seconds in grid.totals)
    target = Cell(_hours(grid.target), "muted")
    return Row("total", (Cell(SUM, "muted"), *days, Cell(clock(grid.seconds), "strong"), target), "total")


def _hours(seconds: int) -> str:
    return clock(seconds) if seconds else DOT


def month_title(week: TimeWeek, grid: MonthGrid) -> Line:
    """`November 2026 · ana`."""
    return line((f"{grid.month.start:%B %Y} {DOT} {week.person.name}", "header"))


def month_summary(grid: MonthGrid) -> tuple[Line, ...]:
    """Hours of the target, as a bar and as utilisation."""
    if not grid.target:
        return (line(("target ", "muted"), ("none set (W)", "muted")),)
    bar = bar_text(grid.seconds / grid.target, _BAR_WIDTH)
    used = utilisation(grid.seconds, grid.target)
    return (line(("target ", "muted"), f"{clock(grid.target)}  {bar}  {used.text()}"),)


def month_figures(grid: MonthGrid, entries: int) -> tuple[Figure, ...]:
    """The numbers of the month, as `i` explains them."""
    name = grid.month.name
    logged = Figure("Hours", grid.seconds, Unit.SECONDS, "Σ seconds of entries that have ended", (), name, entries)
    return (logged, utilisation(grid.seconds, grid.target, name))


def day_at(grid: MonthGrid, key: object, column: str) -> date | None:
    """The day under the cursor; None for a cell of another month."""
    week = next((week for week in grid.weeks if week.start.isoformat() == key), None)
    if week is None or column not in _KEYS or week.days[int(column)] is None:
        return None
    return week.start + timedelta(days=int(column))


def cell_of(grid: MonthGrid, day: date) -> tuple[str, str] | None:
    """The row's and the column's key of a day of the month."""
    found = next((week for week in grid.weeks if week.start <= day < week.start + timedelta(days=7)), None)
    return None if found is None else (found.start.isoformat(), _KEYS[(day - found.start).days])
