"""Hours and cost by a dimension as rows and words. No Textual here."""

from __future__ import annotations

from collections.abc import Callable

from smdash.domain.durations import clock, decimal_hours
from smdash.domain.figures import Figure, grouped, show_minor
from smdash.domain.hours_views import (
    Dimension,
    HoursChart,
    HoursLine,
    HoursView,
    figures,
    left_of_budget,
    shares,
    stacked,
)
from smdash.domain.series import ChartSpec
from smdash.domain.timesheets import utilisation
from smdash.tui.widgets.bars import bar_text
from smdash.tui.widgets.cells import Cell, Column, Line, Row, line
from smdash.tui.widgets.period_text import period_title
from smdash.tui.widgets.symbols import ATTENTION, DOT, UNDEFINED

BAR = 12
TOTAL = "total"


def view_columns(view: HoursView) -> tuple[Column, ...]:
    """The line, its hours, share and cost; of people also what they had."""
    of_people = (
        Column("capacity", "capacity", align="right", priority=1),
        Column("used", "used", align="right", least=7),
    )
    return (
        Column("name", view.dimension.value, flexible=True, least=20),
        Column("entries", "entries", align="right", priority=3),
        Column("hours", "hours", align="right", least=7),
        *(of_people if view.dimension is Dimension.PERSON else ()),
        Column("share", "share", align="right", least=7, priority=1),
        Column("bar", "", width=BAR, priority=2),
        Column("cost", f"cost {view.currency}", align="right", least=10),
        Column("uncosted", "no rate", align="right", least=7),
    )


def view_rows(view: HoursView, *, as_decimal: bool = False) -> list[Row]:
    """A row for each line and one for their sum; decimal hours are shared so that they add up to it."""
    whole = view.total
    hours = [clock(each.seconds) for each in view.lines]
    total = clock(whole.seconds)
    if as_decimal:
        parts = decimal_hours([each.seconds for each in view.lines])
        hours, total = [grouped(part, 2) for part in parts], grouped(sum(parts), 2)
    rows = [_row(view, each, shown, whole) for each, shown in zip(view.lines, hours, strict=True)]
    if rows:
        rows.append(Row(TOTAL, _row(view, whole, total, whole).cells, "total", selectable=True))
    return rows


def _row(view: HoursView, each: HoursLine, hours: str, whole: HoursLine) -> Row:
    share = figures(view, each)[2]
    part = each.seconds / whole.seconds if whole.seconds else None
    of_people = (
        Cell(clock(each.capacity) if each.capacity else UNDEFINED),
        Cell(utilisation(each.seconds, each.capacity or 0).text()),
    )
    return Row(
        _key(each),
        (
            Cell(each.name, "muted" if each.key is None and each is not whole else ""),
            Cell(grouped(each.entries, 0)),
            Cell(hours),
            *(of_people if view.dimension is Dimension.PERSON else ()),
            Cell(share.text()),
            Cell("" if each is whole else bar_text(part, BAR)),
            cost_cell(each, view.currency),
            Cell(clock(each.uncosted_seconds), "warning") if each.uncosted_seconds else Cell(DOT, "muted"),
        ),
    )


def cost_cell(each: HoursLine, currency: str) -> Cell:
    """What a line costs; hours without a rate are never shown as free."""
    if each.cost_minor is None:
        return Cell(UNDEFINED, "muted")
    if each.seconds and each.uncosted_seconds >= each.seconds:
        return Cell("no rate", "warning")
    return Cell(show_minor(each.cost_minor, currency, cents=True))


def _key(each: HoursLine) -> str:
    return "none" if each.key is None else str(each.key)


def line_of(view: HoursView, key: object) -> HoursLine | None:
    """The line that stands in a row."""
    if key == TOTAL:
        return view.total
    return next((each for each in view.lines if _key(each) == key), None)


def title(view: HoursView) -> str:
    """`Hours and cost by campaign · Q4 2026`."""
    return f"Hours and cost by {view.dimension.value} {DOT} {period_title(view.period)}"


def summary(view: HoursView) -> tuple[Line, ...]:
    """Capacity and use of the team, what belongs to no campaign, and who has not logged this week."""
    whole = view.total
    used = team_use(view)
    parts: list[str | tuple[str, str]] = [("team ", "muted"), f"{clock(whole.seconds)} of {clock(view.capacity)}"]
    parts += [f"  {used.text()}" if used.defined else "  no weekly hours are set (W)"]
    if view.unassigned:
        parts.append((f"   {ATTENTION} {clock(view.unassigned)} of no campaign", "warning"))
    if not view.shows_cost and view.dimension is Dimension.PERSON:
        parts.append(("   cost: managers only", "muted"))
    lines = [line(*parts)]
    if view.idle:
        lines.append(line((f"{ATTENTION} no hours this week yet: {', '.join(view.idle)}", "warning")))
    return tuple(lines)


def team_use(view: HoursView) -> Figure:
    """Logged seconds of all against what all with weekly hours had, up to today."""
    return utilisation(view.total.seconds, view.capacity, view.period.name)


def explained(view: HoursView, key: object) -> tuple[Figure, ...]:
    """The figures of a row; of the team where there is none."""
    each = line_of(view, key)
    return (team_use(view),) if each is None else figures(view, each)


_CHARTS: dict[HoursChart, Callable[[HoursView], ChartSpec]] = {HoursChart.TIME: stacked, HoursChart.SHARE: shares}


def chart(view: HoursView, kind: HoursChart, key: object) -> ChartSpec:
    """The chosen chart; what is left of a budget is that of the campaign under the cursor."""
    if kind is HoursChart.BUDGET:
        return left_of_budget(view, line_of(view, key) if view.dimension is Dimension.CAMPAIGN else None)
    return _CHARTS[kind](view)
