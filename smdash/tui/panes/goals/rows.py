"""Goals as cells and words. No Textual here."""

from __future__ import annotations

from dataclasses import replace

from smdash.domain.figures import Figure
from smdash.domain.goals import CheckIn
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
from smdash.domain.readings import reading_text
from smdash.domain.scorecard import KpiStatus
from smdash.domain.series import sparkline
from smdash.store.readings import History
from smdash.tui.panes.goals.state import KPI, OBJECTIVE, row_key
from smdash.tui.widgets.cells import Cell, Column, Line, Row, line
from smdash.tui.widgets.symbols import ATTENTION, DOT, EXPANDED

SPARK_WIDTH = 8
_GRADE_TONES = {"green": "good", "amber": "warning", "red": "bad"}

HISTORY_COLUMNS = (
    Column("day", "Day", width=11),
    Column("value", "Reading", least=8, align="right"),
    Column("note", "Note", flexible=True, least=8),
)
CHECK_IN_COLUMNS = (
    Column("day", "Day", width=11),
    Column("confidence", "Confidence", width=10, align="right"),
    Column("status", "Status", least=8),
    Column("note", "Note", flexible=True, least=8),
)


def goal_columns(card: Scorecard) -> tuple[Column, ...]:
    """The columns; the grade of the period stands above the names."""
    title = f"grade {grade_text(card.grade)}" if card.grade.defined else ""
    return (
        Column("name", title, flexible=True, least=20, most=48),
        Column("now", "now", align="right", least=6),
        Column("target", "target", least=9),
        Column("progress", "prog.", align="right", least=7),
        Column("pace", "pace", width=13),
        Column("forecast", "forecast", least=20, most=26, priority=2),
        Column("trend", "trend", width=SPARK_WIDTH, priority=1),
    )


def goal_rows(card: Scorecard) -> tuple[Row, ...]:
    """One row an objective, and one for each of its KPIs."""
    rows: list[Row] = []
    for group in card.objectives:
        rows.append(_group_row(group))
        rows += [_kpi_row(entry.status) for entry in group.kpis]
    return tuple(rows)


def _group_row(group: ObjectiveEntry) -> Row:
    key = row_key(OBJECTIVE, group.objective.id if group.objective else 0)
    name = group.objective.name if group.objective else "No objective"
    return Row(
        key,
        (
            Cell(f"{EXPANDED} {name}"),
            Cell(_grade_and_check_in(group), _group_tone(group), span=3),
            Cell(state_text(group.state) if group.state else "no KPI", state_tone(group.state)),
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


def _kpi_row(status: KpiStatus) -> Row:
    now, sign, target = now_and_target(status)
    return Row(
        row_key(KPI, status.kpi.id),
        (
            Cell(f"    {status.kpi.name}"),
            Cell(now),
            Cell(f"{sign} {target}"),
            Cell(progress_text(status)),
            Cell(state_text(status.state), state_tone(status.state)),
            Cell(forecast_text(status), "muted"),
            Cell(sparkline([point.value for point in status.trend], SPARK_WIDTH), "actual"),
        ),
    )


# Below the list ----------------------------------------------------------------------------------------------------


def kpi_head(entry: KpiEntry) -> tuple[Line, ...]:
    """What the KPI is."""
    status = entry.status
    about = definition_text(status.kpi.draft, status.today)
    return (line((status.kpi.name, "header"), (f"   {about}", "muted")),)


def kpi_foot(entry: KpiEntry) -> tuple[Line, ...]:
    """What is needed from now on, and the newest readings."""
    status = entry.status
    last = (f"     {latest_text(status.kpi.draft, entry.latest)}", "muted")
    if status.state is State.STALE and status.last_reading is not None:
        days = (status.today - status.last_reading).days
        return (line((f"{ATTENTION} no reading for {days} days ({status.kpi.draft.cadence.value})", "warning"), last),)
    return (line(needed_text(status), last),)


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
    return entry.status.figures


def group_figures(group: ObjectiveEntry, card: Scorecard) -> tuple[Figure, ...]:
    """The numbers of an objective, and the grade of all."""
    return (group.grade.figure, group.pace, replace(card.grade, name="Grade of all objectives"))


# Histories ---------------------------------------------------------------------------------------------------------


def history_rows(history: History) -> tuple[Row, ...]:
    """Readings, the newest first; those outside start and due day say that they don't count."""
    draft = history.kpi.draft
    rows = []
    for reading in history.readings:
        counts = draft.start <= reading.day <= draft.due
        outside = "before the start" if reading.day < draft.start else "after the due day"
        note = reading.note if counts else f"{outside}, does not count. {reading.note}".rstrip()
        role = "" if counts else "muted"
        cells = (Cell(day_text(reading.day)), Cell(reading_text(reading, draft), role), Cell(note, "muted"))
        rows.append(Row(reading.id, cells))
    return tuple(rows)


def history_note(history: History) -> str:
    """How much of it is shown."""
    if not history.total:
        return "No reading yet. r adds the first one."
    shown = len(history.readings)
    return "" if shown == history.total else f"{shown} of {history.total}"


def check_in_rows(check_ins: tuple[CheckIn, ...]) -> tuple[Row, ...]:
    """Check-ins, the newest first."""
    return tuple(
        Row(
            one.id,
            (Cell(day_text(one.day)), Cell(f"{one.confidence}/10"), Cell(one.status or "–"), Cell(one.note, "muted")),
        )
        for one in check_ins
    )
