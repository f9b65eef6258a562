"""The week as cells and words. No Textual here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from smdash.domain.durations import clock
from smdash.domain.figures import Figure, Unit, show_minor
from smdash.domain.timegrids import GridRow
from smdash.domain.timesheets import utilisation
from smdash.store.timeweek import TimeWeek
from smdash.tui.panes.time.entry_rows import SHORT_DAYS, overlap_name
from smdash.tui.widgets.bars import bar_text
from smdash.tui.widgets.cells import Cell, Column, Line, Row, line
from smdash.tui.widgets.safe import plain, width_of
from smdash.tui.widgets.symbols import ATTENTION, DOT, HERE, RUNNING, SUM, UNDEFINED

DAY_KEYS = tuple("0123456")
BAR_WIDTH = 24
MOST_ACTIVITY = 14


def grid_columns(week: TimeWeek) -> tuple[Column, ...]:
    """Campaign, activity, the days of the week, and the sum; today's name carries a mark.

    Only the campaign gives way, so that rows and totals, which are two tables, stand under each other.
    """
    longest = max((width_of(plain(row.activity)) for row in week.grid.rows), default=0)
    activity = min(MOST_ACTIVITY, max(len("Activity"), longest))
    days = [
        Column(key, _day_name(day, week.today), width=5, align="right")
        for key, day in zip(DAY_KEYS, week.grid.days, strict=True)
    ]
    return (
        Column("campaign", "Campaign", flexible=True, least=18, most=40, holds_cursor=False),
        Column("activity", "Activity", width=activity, priority=1, holds_cursor=False),
        *days,
        Column("sum", SUM, width=6, align="right", holds_cursor=False),
    )


def _day_name(day: date, today: date) -> str:
    return f"{HERE if day == today else ''}{SHORT_DAYS[day.weekday()]}"


def title(week: TimeWeek) -> Line:
    """`Week 47 · 16–22 Nov 2026 · ana`: the week, its days, and whose it is."""
    first, last = week.week.start, week.week.last
    start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%b}"
    number = f"Week {int(week.week.name[-2:])} {DOT} " if "W" in week.week.name else "Week "
    rate = f"   {week.rate_today} an hour" if week.rate_today else ""
    return line((f"{number}{start}–{last.day} {last:%b %Y} {DOT} {week.person.name}", "header"), (rate, "muted"))


def row_key(row: GridRow) -> str:
    """The row's key: its campaign and activity."""
    return key_of(row.campaign_id, row.activity_id)


def key_of(campaign_id: int | None, activity_id: int | None) -> str:
    """The key of the row of a campaign and an activity."""
    return f"{campaign_id or 0}/{activity_id or 0}"


def grid_rows(week: TimeWeek) -> tuple[Row, ...]:
    """One row a campaign and activity."""
    return tuple(
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
    )


def total_row(week: TimeWeek) -> Row:
    """The sums of the days and of the week."""
    totals = (
        Cell(SUM, "muted"),
        Cell(""),
        *(Cell(clock(seconds) if seconds else DOT, "strong" if seconds else "muted") for seconds in week.grid.totals),
        Cell(clock(week.grid.seconds), "strong"),
    )
    return Row("total", totals, "total")


def summary(week: TimeWeek) -> tuple[Line, ...]:
    """Target, utilisation, what runs, and cost of the week; then forgotten timers."""
    hours = week.hours
    target = week.person.weekly_capacity
    parts: list[str | tuple[str, str]] = [("target ", "muted")]
    if target:
        share = hours.seconds / target
        parts += [clock(target), f"  {bar_text(share, BAR_WIDTH)}  ", utilisation(hours.seconds, target).text()]
    else:
        parts.append(("none set (W)", "muted"))
    parts.append(("   cost ", "muted"))
    if week.shows_cost:
        parts.append(f"{show_minor(hours.cost_minor, week.currency, cents=True)} {week.currency}")
    else:
        parts += [UNDEFINED, (" (managers only)", "muted")]
    if week.timer is not None:
        parts.append((f"   {clock(week.timer.seconds, signed=True)} {RUNNING}", "accent"))
    lines = [line(*parts)]
    if uncosted := uncosted_text(week):
        lines.append(line((f"{ATTENTION} {uncosted}", "warning")))
    lines += [
        line(
            (
                f"{ATTENTION} Timer of {late.person} runs for {clock(late.seconds)}: {late.label} (F repairs it)",
                "warning",
            )
        )
        for late in week.forgotten
    ]
    if week.overlaps:
        first = overlap_name(week, week.overlaps[0])
        more = f", and {len(week.overlaps) - 1} more" if len(week.overlaps) > 1 else ""
        lines.append(line((f"{ATTENTION} {first}{more} (A adjusts)", "warning")))
    return tuple(lines)


def uncosted_text(week: TimeWeek) -> str:
    """Which hours of the week are not in its cost, and why; empty when all are, or when costs are not shown."""
    if not week.shows_cost:
        return ""
    unrated = sum(entry.seconds for entry in week.entries if entry.rate is None)
    waiting = sum(entry.seconds for entry in week.entries if entry.rate is not None and entry.cost_minor is None)
    reasons = ((unrated, "without an hourly rate (R sets one)"), (waiting, "without an exchange rate"))
    said = " and ".join(f"{clock(seconds)} {why}" for seconds, why in reasons if seconds)
    return f"{said}: not in the cost" if said else ""


def week_figures(week: TimeWeek) -> tuple[Figure, ...]:
    """The numbers of the summary, as `i` explains them."""
    hours = week.hours
    name = week.week.name
    logged = Figure(
        "Hours", hours.seconds, Unit.SECONDS, "Σ seconds of entries that have ended", (), name, hours.entries
    )
    return (logged, _cost_figure(week, logged), utilisation(hours.seconds, week.person.weekly_capacity, name))


def _cost_figure(week: TimeWeek, logged: Figure) -> Figure:
    uncosted = uncosted_text(week)
    return Figure(
        "Staff cost",
        week.hours.cost_minor if week.shows_cost else None,
        Unit.MONEY,
        "Σ over entries of (seconds × hourly rate of the day / 3600, rounded once per entry)",
        (logged,),
        week.week.name,
        week.hours.entries,
        "" if week.shows_cost else "what one person costs is shown to managers only",
        week.currency,
        (uncosted,) if uncosted else (),
    )


def cell_at(week: TimeWeek, key: str | int | None, column: str) -> tuple[GridRow, int] | None:
    """The grid row and the index of the day under the cursor."""
    if column not in DAY_KEYS:
        return None
    row = next((row for row in week.grid.rows if row_key(row) == key), None)
    return None if row is None else (row, int(column))


def with_cell(row: GridRow, index: int, seconds: int) -> GridRow:
    """The row after a cell was edited, until the week is read again."""
    cells = list(row.cells)
    cells[index] = replace(cells[index], seconds=seconds)
    return replace(row, cells=tuple(cells))


def names_in_order(names: dict[int, str]) -> tuple[str, ...]:
    """Names for completion."""
    return tuple(sorted(names.values(), key=str.casefold))
