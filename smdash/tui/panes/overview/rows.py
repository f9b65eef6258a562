"""The Overview as words. No Textual here."""

from __future__ import annotations

from smdash.domain.durations import clock
from smdash.domain.figures import Figure, Unit, show_minor
from smdash.domain.timesheets import utilisation
from smdash.store.teamweek import TeamWeek
from smdash.tui.widgets.bars import bar_text
from smdash.tui.widgets.cells import Line, line
from smdash.tui.widgets.symbols import ATTENTION, RUNNING

BAR_WIDTH = 20


def hours_lines(team: TeamWeek, currency: str) -> tuple[Line, ...]:
    """Hours of the week against capacity, their cost, and what runs."""
    hours, capacity = team.hours, team.capacity
    parts: list[str | tuple[str, str]] = [("Hours this week   ", "muted"), (clock(hours.seconds), "strong")]
    if capacity:
        parts += [f" of {clock(capacity)}  ", bar_text(hours.seconds / capacity, BAR_WIDTH), "  "]
    else:
        parts.append("   ")
    parts += [("cost ", "muted"), show_minor(hours.cost_minor, currency, cents=True)]
    if hours.uncosted_seconds:
        parts.append((f"  {ATTENTION} {clock(hours.uncosted_seconds)} without a rate", "warning"))
    running = sum(timer.seconds for timer in team.timers)
    if team.timers:
        parts.append((f"  {clock(running, signed=True)} {RUNNING}", "accent"))
    return (line(*parts),)


def hours_figures(team: TeamWeek, currency: str) -> tuple[Figure, ...]:
    """The numbers of the hours line."""
    name, hours = team.week.name, team.hours
    logged = Figure(
        "Hours this week", hours.seconds, Unit.SECONDS, "Σ seconds of entries of all people", (), name, hours.entries
    )
    notes = (f"{clock(hours.uncosted_seconds)} have no rate and are not in the cost",) if hours.uncosted_seconds else ()
    cost = Figure(
        "Staff cost this week",
        hours.cost_minor,
        Unit.MONEY,
        "Σ over entries of (seconds × hourly rate of the day / 3600, rounded once per entry)",
        (logged,),
        name,
        hours.entries,
        "",
        currency,
        notes,
    )
    return (logged, cost, utilisation(hours.seconds, team.capacity, name))
