"""Goals as cells and words. No Textual here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from smdash.domain.figures import Figure
from smdash.domain.kpi_words import (
    day_text,
    definition_text,
    forecast_text,
    grade_text,
    latest_text,
    needed_text,
    now_and_target,
    progress_text,
    state_text,
    state_tone,
)
from smdash.domain.objectives import KpiEntry, ObjectiveEntry, Scorecard
from smdash.domain.pace import State
from smdash.domain.scorecard import KpiStatus
from smdash.domain.sparklines import sparkline
from smdash.domain.velocity import falls, velocity_text
from smdash.tui.panes.goals.state import KPI, OBJECTIVE, row_key
from smdash.tui.panes.goals.view import Listed, Order, View, group_id
from smdash.tui.widgets.cells import Cell, Column, Line, Row, line
from smdash.tui.widgets.period_text import period_title
from smdash.tui.widgets.safe import width_of
from smdash.tui.widgets.symbols import ATTENTION, DOT, EXPANDED, HERE

SPARK_WIDTH = 8
_GRADE_TONES = {"green": "good", "amber": "warning", "red": "bad"}


def goal_columns(card: Scorecard, found: Listed, view: View, width: int) -> tuple[Column, ...]:
    """The columns of a list that wide; above the names stand period and grade, or what the list is filtered by."""
    more = (
        Column("due", "due", width=6, align="right"),
        Column("level", "level", width=8),
        Column("owner", "owner", least=5, most=16),
    )
    return (
        Column("name", head_text(card, found, view), flexible=True, least=20, most=48),
        Column("now", "now", align="right", least=6),
        Column("target", "target", least=9),
        Column("progress", "prog.", align="right", least=7),
        Column("pace", "pace", width=13),
        Column("forecast", "forecast", least=20, most=26, priority=2),
        Column("trend", "trend", width=SPARK_WIDTH, priority=1),
        # Only where the names keep their room.
        *(column for column, least in zip(more, (112, 122, 132), strict=True) if width >= least),
    )


def head_text(card: Scorecard, found: Listed, view: View) -> str:
    """`Q4 2026 · grade 0.61`, or `“mem” · 3 of 12 KPIs` while a filter is set."""
    if view.search:
        return f"“{view.search}” {DOT} {found.shown} of {found.total} KPIs"
    grade = f"grade {grade_text(card.grade)}" if card.grade.defined else ""
    return f" {DOT} ".join(part for part in (period_title(card.period), grade) if part)


def goal_note(found: Listed, view: View) -> str:
    """What stands under the list: that nothing fits the filter, that there is more, or what it is sorted by."""
    if view.search and not found.groups:
        return f"Nothing has “{view.search}” in name, owner, state or level. Esc shows all."
    parts = []
    if found.shown < found.total and not view.search:
        parts.append(f"{found.shown} of {found.total} KPIs; / filters")
    if view.order is not Order.NAME:
        parts.append(f"sorted by {view.order.value} (s)")
    return f" {DOT} ".join(parts)


def goal_rows(found: Listed, view: View, owners: Mapping[int, str]) -> tuple[Row, ...]:
    """One row an objective, and one for each of its KPIs unless it is folded."""
    rows: list[Row] = []
    for group, kpis in found.groups:
        folded = group_id(group) in view.folded
        rows.append(_group_row(group, len(kpis) if folded else None, owners))
        if not folded:
            rows += [_kpi_row(entry.status, owners) for entry in kpis]
    return tuple(rows)


def _group_row(group: ObjectiveEntry, hidden: int | None, owners: Mapping[int, str]) -> Row:
    """An objective; `hidden` counts the KPIs it has folded away, None when it is open."""
    objective = group.objective
    name = objective.name if objective else "No objective"
    sign, count = (EXPANDED, "") if hidden is None else (HERE, f" ({hidden})")
    warning = f"{ATTENTION} output" if group.only_output else ""
    due = day_text(objective.due, year=False) if objective and objective.due else ""
    return Row(
        row_key(OBJECTIVE, group_id(group)),
        (
            Cell(f"{sign} {name}{count}"),
            Cell(_grade_and_check_in(group), _group_tone(group), span=3),
            Cell(state_text(group.state) if group.state else "no KPI", state_tone(group.state)),
            Cell(f"{ATTENTION} measures output only" if group.only_output else "", "warning"),
            Cell(warning, "warning"),
            Cell(due, "muted"),
            Cell(""),
            Cell(owners.get((objective.owner_id if objective else None) or 0, ""), "muted"),
        ),
        "group",
    )


def _group_tone(group: ObjectiveEntry) -> str:
    return "warning" if group.check_in_missing else _GRADE_TONES.get(group.grade.colour, "muted")


def _grade_and_check_in(group: ObjectiveEntry) -> str:
    grade = grade_text(group.grade.figure)
    return f"{grade} {DOT} {_check_in_text(group)}" if group.objective else grade


def _check_in_text(group: ObjectiveEntry) -> str:
    if group.check_in_missing:
        return f"{ATTENTION} no check-in {group.days_without} d"
    if group.check_in is None:
        return "no check-in yet"
    return f"{group.check_in.confidence}/10, {_ago(group.days_without or 0)}"


def _ago(days: int) -> str:
    return "today" if days == 0 else f"{days} d ago"


def _kpi_row(status: KpiStatus, owners: Mapping[int, str]) -> Row:
    now, sign, target = now_and_target(status)
    draft = status.kpi.draft
    return Row(
        row_key(KPI, status.kpi.id),
        (
            Cell(f"    {status.kpi.name}"),
            Cell(now),
            Cell(f"{sign} {target}"),
            Cell(progress_text(status)),
            Cell(state_text(status.state), state_tone(status.state)),
            Cell(forecast_text(status), "muted"),
            Cell(sparkline([point.value for point in status.recent], SPARK_WIDTH), "actual"),
            Cell(day_text(draft.due, year=False), "muted"),
            Cell(draft.level.value, "muted"),
            Cell(owners.get(draft.owner_id or 0, ""), "muted"),
        ),
    )


# Below the list ----------------------------------------------------------------------------------------------------


def kpi_head(entry: KpiEntry) -> tuple[Line, ...]:
    """What the KPI is."""
    status = entry.status
    about = definition_text(status.kpi.draft, status.today)
    return (line((status.kpi.name, "header"), (f"   {about}", "muted")),)


def kpi_foot(entry: KpiEntry, width: int) -> tuple[Line, ...]:
    """What is needed from now on, when the target is reached at the present rate, and the newest readings.

    Where there is no room for all of it, first the reading before the last one gives way, then the day.
    """
    status = entry.status
    needed, role = needed_text(status), ""
    if status.state is State.STALE and status.last_reading is not None:
        days = (status.today - status.last_reading).days
        needed, role = f"{ATTENTION} no reading for {days} days ({status.kpi.draft.cadence.value})", "warning"
    at_rate, done = ("", "") if role else _reached_texts(status)
    both = newest = ""
    if status.state is not State.NO_READING:  # which says it already
        both, newest = (f"     {latest_text(status.kpi.draft, entry.latest[:count])}" for count in (2, 1))
    choices = [(at_rate, both), (at_rate, newest), (done, newest), ("", both), ("", newest)]
    fitting = (pair for pair in choices if width_of(needed + "".join(pair)) <= width)
    there, last = next(fitting, choices[-1])
    return (line((needed, role), (there, "muted"), (last, "muted")),)


def _reached_texts(status: KpiStatus) -> tuple[str, str]:
    """The day the target is reached at the present rate, in more and in fewer words."""
    days = status.reached_in.value
    if not days:
        return "", ""
    day = status.today + timedelta(days=int(days))
    by = f"done by {day_text(day, year=day.year != status.today.year)}"
    return f" {DOT} at this rate {by}", f" {DOT} {by}"


def group_head(group: ObjectiveEntry) -> tuple[Line, ...]:
    """The objective, its days, and what was said of it last."""
    if group.objective is None:
        return (line(("No objective", "header"), ("   KPIs that belong to none; e gives them one", "muted")),)
    objective = group.objective
    parts = [f"grade {grade_text(group.grade.figure)}"]
    if objective.due is not None:
        parts.append(f"by {day_text(objective.due)}")
    if group.by_hand and group.state is not None:
        parts.append(f"{group.state.value} by hand")
    if objective.note:
        parts.append(objective.note)
    return (line((objective.name, "header"), ("   " + f" {DOT} ".join(parts), "muted")),)


def group_foot(group: ObjectiveEntry) -> tuple[Line, ...]:
    """What is missing, or the last check-in."""
    warnings = []
    if group.objective is not None and not group.kpis:
        warnings.append("no KPI in this period (n)")
    if group.only_output:
        warnings.append("measures output only: add an outcome")
    if group.grade.without_reading:
        warnings.append(f"no reading: {', '.join(group.grade.without_reading)}")
    if group.check_in_missing:
        warnings.append(f"no check-in for {group.days_without} days (c)")
    if falls(group.velocity) and group.state is not State.REACHED:
        warnings.append(f"slows down: {velocity_text(group.velocity)}")
    if warnings:
        return (line((f"{ATTENTION} " + f" {DOT} ".join(warnings), "warning")),)
    return (line((_last_said(group), "muted")),)


def _last_said(group: ObjectiveEntry) -> str:
    if group.check_in is None:
        return "" if group.objective is None else "no check-in yet (c)"
    said = group.check_in
    return f"check-in {day_text(said.day)}: {said.confidence}/10" + (f", {said.note}" if said.note else "")


def kpi_figures(entry: KpiEntry) -> tuple[Figure, ...]:
    """All numbers of a KPI, as `i` explains them."""
    return entry.figures


def group_figures(group: ObjectiveEntry, card: Scorecard) -> tuple[Figure, ...]:
    """The numbers of an objective, and the grade of all."""
    return (group.grade.figure, group.pace, group.velocity, replace(card.grade, name="Grade of all objectives"))
