"""`smdash kpi list`: the scorecard of a period, as a table or for a machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from smdash.cli.options import answer, answer_json
from smdash.cli.session import Session
from smdash.domain.kpi_words import (
    UNDEFINED,
    day_text,
    forecast_text,
    grade_text,
    now_and_target,
    progress_text,
    state_text,
)
from smdash.domain.objectives import ObjectiveEntry, Scorecard
from smdash.domain.periods import DAY, Period
from smdash.domain.scorecard import KpiStatus
from smdash.store import goals, kpis
from smdash.store.store import Snapshot

_TITLES = ("", "now", "target", "progress", "pace", "forecast", "last reading")
_RIGHT = (False, True, False, True, False, False, False)


@dataclass(frozen=True, slots=True)
class Listing:
    """A scorecard, and the archived KPIs when all are asked for."""

    card: Scorecard
    archived: tuple[KpiStatus, ...] | None = None


def add_verbs(verbs: Any) -> None:
    """Add `list`."""
    listing = verbs.add_parser("list", help="the KPIs of a period; the default")
    listing.add_argument("--period", default="", help="2026-11, 2026-Q4, FY2026, ytd …; this quarter if not given")
    listing.add_argument("--all", action="store_true", help="those of every period, and archived ones")
    listing.add_argument("--json", action="store_true", help="print as JSON")
    listing.set_defaults(act=_list)


def this_quarter(snapshot: Snapshot) -> Period:
    """The quarter of today, the fiscal one where fiscal years do not begin in January."""
    calendar = snapshot.organisation.calendar
    quarter = calendar.quarter if calendar.fiscal_start == 1 else calendar.fiscal_quarter
    return quarter(snapshot.today)


def _list(session: Session, given: Any) -> int:
    found = session.store.read(_everything) if given.all else session.store.read(_of_period, given.period)
    if given.json:
        answer_json(_card_json(found))
        return 0
    if not found.card.kpis and not found.archived:
        where = "There are no KPIs yet." if given.all else f"No KPI runs in {found.card.period.name}."
        answer(f"{where} `smdash kpi add` adds one, as does n in the dashboard (2 Goals).")
        return 0
    for line in _lines(found, with_days=given.all):
        answer(line)
    return 0


def _of_period(snapshot: Snapshot, typed: str) -> Listing:
    calendar = snapshot.organisation.calendar
    period = calendar.parse(typed, snapshot.today) if typed else this_quarter(snapshot)
    return Listing(goals.scorecard(snapshot, period))


def _everything(snapshot: Snapshot) -> Listing:
    """The scorecard of a period that all KPIs touch, and the archived ones."""
    every = kpis.kpis(snapshot, archived=True)
    live = {one.id for one in kpis.kpis(snapshot)}
    first = min((one.draft.start for one in every), default=snapshot.today)
    last = max((one.draft.due for one in every), default=snapshot.today)
    card = goals.scorecard(snapshot, Period(first, max(last, snapshot.today) + DAY, "all"))
    hidden = goals.kpi_entries(snapshot, [one for one in every if one.id not in live])
    return Listing(card, tuple(entry.status for entry in hidden))


# As a table --------------------------------------------------------------------------------------------------------


def _lines(found: Listing, *, with_days: bool) -> list[str]:
    statuses = (*found.card.statuses, *(found.archived or ()))
    titles = [_TITLES, *(_cells(status) for status in statuses)]
    widths = [max(len(row[column]) for row in titles) for column in range(len(_TITLES))]
    lines = [_row(_TITLES, widths)]
    for group in found.card.objectives:
        lines.append(_group_line(group))
        lines += [_kpi_line(entry.status, widths, with_days) for entry in group.kpis]
    if found.archived:
        lines += ["Archived", *(_kpi_line(status, widths, with_days) for status in found.archived)]
    return lines


def _group_line(group: ObjectiveEntry) -> str:
    title = group.objective.name if group.objective else "No objective"
    parts = [f"grade {grade_text(group.grade.figure)}"]
    if group.kpis:
        parts.append(state_text(group.state) + (" by hand" if group.by_hand else ""))
    if group.check_in is not None:
        parts.append(f"confidence {group.check_in.confidence}/10")
    if group.objective is not None and not group.kpis:
        parts.append("no KPI")
    return f"{title}  {' · '.join(parts)}"


def _kpi_line(status: KpiStatus, widths: list[int], with_days: bool) -> str:
    days = f"  {day_text(status.kpi.draft.start)} to {day_text(status.kpi.draft.due)}" if with_days else ""
    return _row(_cells(status), widths, keep=with_days) + days


def _cells(status: KpiStatus) -> tuple[str, ...]:
    now, sign, target = now_and_target(status)
    ratio = f" {status.pace.text()}" if status.pace.defined else ""
    last = UNDEFINED if status.last_reading is None else _short_day(status.last_reading, status.today)
    return (
        status.kpi.name,
        now,
        f"{sign} {target}",
        progress_text(status),
        state_text(status.state) + ratio,
        forecast_text(status),
        last,
    )


def _short_day(day: date, today: date) -> str:
    return day_text(day, year=day.year != today.year)


def _row(cells: tuple[str, ...], widths: list[int], *, keep: bool = False) -> str:
    padded = [
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, _RIGHT, strict=True)
    ]
    line = "  " + "  ".join(padded)
    return line if keep else line.rstrip()


# For a machine -----------------------------------------------------------------------------------------------------


def _card_json(found: Listing) -> dict[str, Any]:
    card = found.card
    told: dict[str, Any] = {
        "period": {"name": card.period.name, "start": card.period.start, "last": card.period.last},
        "as_of": card.today,
        "grade": plain_number(card.grade.value),
        "objectives": [
            {
                "name": group.objective.name if group.objective else None,
                "grade": plain_number(group.grade.figure.value),
                "state": group.state.value if group.state else None,
                "confidence": group.check_in.confidence if group.check_in else None,
                "kpis": [status_json(entry.status) for entry in group.kpis],
            }
            for group in card.objectives
        ],
    }
    if found.archived is not None:
        told["archived"] = [status_json(status) for status in found.archived]
    return told


def status_json(status: KpiStatus) -> dict[str, Any]:
    """A KPI and where it stands, with plain numbers."""
    draft = status.kpi.draft
    return {
        "name": status.kpi.name,
        "unit": draft.unit,
        "baseline": draft.baseline,
        "target": draft.target,
        "target_low": draft.target_low,
        "target_high": draft.target_high,
        "start": draft.start,
        "due": draft.due,
        "current": plain_number(status.current.value),
        "progress": plain_number(status.progress.value),
        "expected": plain_number(status.expected.value),
        "pace": plain_number(status.pace.value),
        "state": status.state.value,
        "last_reading": status.last_reading,
        "forecast": plain_number(status.forecast.point.value),
        "forecast_low": plain_number(status.forecast.low.value),
        "forecast_high": plain_number(status.forecast.high.value),
    }


def plain_number(value: Any) -> float | None:
    """A figure's value as JSON has it, to six decimals."""
    return None if value is None else round(float(value), 6)
