"""The week as cells and words. No Textual here."""

from __future__ import annotations

from datetime import date

from smdash.domain.durations import clock
from smdash.domain.figures import Figure, Unit, show_minor
from smdash.domain.timesheets import Entry, GridRow, utilisation
from smdash.store.timeweek import TimeWeek
from smdash.tui.widgets.bars import bar_text
from smdash.tui.widgets.cells import Cell, Column, Line, Row, line
from smdash.tui.widgets.symbols import ATTENTION, DOT, RUNNING, SUM

DAY_KEYS = tuple("0123456")
_SHORT = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
BAR_WIDTH = 24

ENTRY_COLUMNS = (
    Column("day", "Day", width=6),
    Column("hours", "Hours", width=5, align="right"),
    Column("campaign", "Campaign", flexible=True, least=10, most=30),
    Column("activity", "Activity", most=14, priority=2),
    Column("cost", "Cost", align="right", least=6, priority=1),
    Column("note", "Note", flexible=True, least=6, priority=3),
)


def grid_columns(week: TimeWeek) -> tuple[Column, ...]:
    """Campaign, activity, the days of the week, and the sum; today's name carries a mark."""
    days = [
        Column(key, _day_name(day, week.today), width=5, align="right")
        for key, day in zip(DAY_KEYS, week.grid.days, strict=True)
    ]
    return (
        Column("campaign", "Campaign", flexible=True, least=12, most=40),
        Column("activity", "Activity", most=14, priority=1),
        *days,
        Column("sum", SUM, width=6, align="right"),
    )


def _day_name(day: date, today: date) -> str:
    return f"{_SHORT[day.weekday()]}{DOT if day == today else ''}"


def title(week: TimeWeek) -> Line:
    """`Week 47 · 16–22 Nov 2026 · ana`: the week, its days, and whose it is."""
    first, last = week.week.start, week.week.last
    start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%b}"
    number = f"Week {int(week.week.name[-2:])} {DOT} " if "W" in week.week.name else "Week "
    rate = f"   {week.rate_today} an hour" if week.rate_today else ""
    return line((f"{number}{start}–{last.day} {last:%b %Y} {DOT} {week.person.name}", "header"), (rate, "muted"))


def row_key(row: GridRow) -> str:
    """The row's key: its campaign and activity."""
    return f"{row.campaign_id or 0}/{row.activity_id or 0}"


def grid_rows(week: TimeWeek) -> tuple[Row, ...]:
    """One row a campaign and activity, then the totals."""
    rows = [
        Row(
            row_key(row),
            (
                Cell(row.campaign or "no campaign", "" if row.campaign else "muted"),
                Cell(row.activity, "muted"),
                *(
                    Cell(clock(cell.seconds) if cell.seconds else DOT, "" if cell.seconds else "muted")
                    for cell in row.cells
                ),
                Cell(clock(row.seconds) if row.seconds else DOT, "strong"),
            ),
        )
        for row in week.grid.rows
    ]
    totals = (
        Cell(SUM, "muted"),
        Cell(""),
        *(Cell(clock(seconds) if seconds else DOT, "strong" if seconds else "muted") for seconds in week.grid.totals),
        Cell(clock(week.grid.seconds), "strong"),
    )
    return (*rows, Row("total", totals, "total"))


def summary(week: TimeWeek) -> tuple[Line, ...]:
    """Target, utilisation and cost of the week, what runs, and forgotten timers."""
    hours = week.hours
    target = week.person.weekly_capacity
    share = hours.seconds / target if target else None
    parts: list[str | tuple[str, str]] = [("target ", "muted")]
    if target:
        parts += [clock(target), f"  {bar_text(share, BAR_WIDTH)}  ", utilisation(hours.seconds, target).text()]
    else:
        parts.append(("none set (w)", "muted"))
    parts += [("   cost ", "muted"), show_minor(hours.cost_minor, week.currency, cents=True), f" {week.currency}"]
    if hours.uncosted_seconds:
        parts.append((f"   {ATTENTION} {clock(hours.uncosted_seconds)} without a rate (R)", "warning"))
    lines = [line(*parts)]
    if week.timer is not None:
        lines.append(
            line(
                (f"{RUNNING} +{clock(week.timer.seconds)} running ", "accent"),
                f"on {week.timer.label}, no cost yet (T stops)",
            )
        )
    lines += [
        line((f"{ATTENTION} Timer of {late.person} runs for {clock(late.seconds)}: {late.label}", "warning"))
        for late in week.forgotten
    ]
    return tuple(lines)


def week_figures(week: TimeWeek) -> tuple[Figure, ...]:
    """The numbers of the summary, as `i` explains them."""
    hours = week.hours
    name = week.week.name
    logged = Figure(
        "Hours", hours.seconds, Unit.SECONDS, "Σ seconds of entries that have ended", (), name, hours.entries
    )
    notes = (f"{clock(hours.uncosted_seconds)} have no rate and are not in the cost",) if hours.uncosted_seconds else ()
    cost = Figure(
        "Staff cost",
        hours.cost_minor,
        Unit.MONEY,
        "Σ over entries of (seconds × hourly rate of the day / 3600, rounded once per entry)",
        (logged,),
        name,
        hours.entries,
        "",
        week.currency,
        notes,
    )
    return (logged, cost, utilisation(hours.seconds, week.person.weekly_capacity, name))


def entry_rows(week: TimeWeek, day: date | None) -> tuple[Row, ...]:
    """The entries of a day, or of the whole week, newest first."""
    return tuple(_entry_row(entry, week) for entry in week.entries if day is None or entry.work_day == day)


def _entry_row(entry: Entry, week: TimeWeek) -> Row:
    cost = ("no rate", "warning")
    if entry.cost is not None:
        shown = show_minor(entry.cost.minor, entry.cost.currency, cents=True)
        foreign = entry.cost.currency != week.currency
        cost = (f"{shown} {entry.cost.currency}" if foreign else shown, "warning" if entry.cost_minor is None else "")
    part = " (part)" if entry.group_id is not None else ""
    return Row(
        entry.id,
        (
            Cell(f"{_SHORT[entry.work_day.weekday()]} {entry.work_day.day}"),
            Cell(clock(entry.seconds)),
            Cell(week.names["campaign"].get(entry.campaign_id or 0, "no campaign")),
            Cell(week.names["activity"].get(entry.activity_id or 0, ""), "muted"),
            Cell(*cost),
            Cell(entry.note + part, "muted"),
        ),
    )


def entry_name(week: TimeWeek, entry_id: int) -> str:
    """An entry in a sentence, to be confirmed."""
    entry = next((one for one in week.entries if one.id == entry_id), None)
    if entry is None:
        return f"entry {entry_id}"
    campaign = week.names["campaign"].get(entry.campaign_id or 0, "no campaign")
    note = f": {entry.note}" if entry.note else ""
    return f"{clock(entry.seconds)} on {campaign}, {entry.work_day:%a %-d %b}{note}"


def cell_at(week: TimeWeek, key: str | int | None, column: str) -> tuple[GridRow, int] | None:
    """The grid row and the index of the day under the cursor."""
    if column not in DAY_KEYS:
        return None
    row = next((row for row in week.grid.rows if row_key(row) == key), None)
    return None if row is None else (row, int(column))


def names_in_order(names: dict[int, str]) -> tuple[str, ...]:
    """Names for completion."""
    return tuple(sorted(names.values(), key=str.casefold))
