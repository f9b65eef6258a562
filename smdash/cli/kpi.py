"""`smdash kpi`: list KPIs, show one, enter a reading."""

from __future__ import annotations

from typing import Any

from smdash.cli.options import Globals, answer, answer_json, parser
from smdash.cli.session import Session, opened
from smdash.domain.goals import Kpi, Reading
from smdash.domain.kpi_words import (
    day_text,
    definition_text,
    forecast_text,
    grade_text,
    needed_text,
    now_and_target,
    progress_text,
    sentence,
    state_text,
)
from smdash.domain.naming import find_name, nearest_names, spaceless
from smdash.domain.objectives import Scorecard
from smdash.domain.periods import Period, parse_day
from smdash.domain.readings import parse_reading, reading_text
from smdash.domain.scorecard import KpiStatus
from smdash.errors import FormFaults, InvalidInput, NotFound
from smdash.store import goals, kpis, readings
from smdash.store.readings import ReadingExists
from smdash.store.store import Snapshot, Transaction

EXAMPLES = """\
examples:
  smdash kpi list --period 2026-Q4
  smdash kpi show newsletter
  smdash kpi set newsletter 412 --on yesterday
  smdash kpi set "Engagement rate" 340/10000 --note "from the monthly export"

A name may be shortened to a beginning that only one KPI has, or only one that runs today.
Goals are made in the dashboard (2, then n).
"""
SHOWN_READINGS = 10


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """List the KPIs of a period, show one, or add a reading to one."""
    options = parser(name, "KPIs and their readings.", EXAMPLES)
    verbs = options.add_subparsers(dest="verb", metavar="list|show|set")
    listing = verbs.add_parser("list", help="the KPIs of a period; the default")
    listing.add_argument("--period", default="", help="2026-11, 2026-Q4, FY2026, ytd …; this quarter if not given")
    listing.add_argument("--json", action="store_true", help="print as JSON")
    showing = verbs.add_parser("show", help="one KPI with its newest readings")
    showing.add_argument("name", nargs="+", metavar="NAME")
    showing.add_argument("--json", action="store_true", help="print as JSON")
    setting = verbs.add_parser("set", help="enter a reading")
    setting.add_argument("name", nargs="+", metavar="NAME", help="the name, or a beginning that only one KPI has")
    setting.add_argument("value", metavar="VALUE", help="412, 3.4, yes; of a ratio both parts: 340/10000")
    setting.add_argument("--on", default="", metavar="DAY", help="2026-11-20, 20 nov, yesterday, fri, -3d")
    setting.add_argument("--replace", action="store_true", help="replace the reading of that day")
    setting.add_argument("--note", default="", help="where the number comes from")
    given = options.parse_args(arguments)
    with opened(chosen) as session:
        if given.verb == "set":
            return _set(session, given)
        if given.verb == "show":
            return _show(session, given)
        return _list(session, given if given.verb else listing.parse_args([]))


# list --------------------------------------------------------------------------------------------------------------


def _list(session: Session, given: Any) -> int:
    card = session.store.read(_scorecard, given.period)
    if given.json:
        answer_json(_card_json(card))
        return 0
    if not card.kpis:
        answer(f"No KPI runs in {card.period.name}. Add one in the dashboard: 2, then n.")
        return 0
    rows = [_cells(status) for status in card.statuses]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for group in card.objectives:
        title = group.objective.name if group.objective else "No objective"
        answer(f"{title}  grade {grade_text(group.grade.figure)}")
        for entry in group.kpis:
            name, now, target, done, state = _cells(entry.status)
            cells = (
                name.ljust(widths[0]),
                now.rjust(widths[1]),
                target.ljust(widths[2]),
                done.rjust(widths[3]),
                state.ljust(widths[4]),
                forecast_text(entry.status),
            )
            answer("  " + "  ".join(cells).rstrip())
    return 0


def _scorecard(snapshot: Snapshot, typed: str) -> Scorecard:
    return goals.scorecard(snapshot, _period(snapshot, typed))


def _period(snapshot: Snapshot, typed: str) -> Period:
    calendar = snapshot.organisation.calendar
    if typed:
        return calendar.parse(typed, snapshot.today)
    quarter = calendar.quarter if calendar.fiscal_start == 1 else calendar.fiscal_quarter
    return quarter(snapshot.today)


def _cells(status: KpiStatus) -> tuple[str, str, str, str, str]:
    now, sign, target = now_and_target(status)
    return status.kpi.name, now, f"{sign} {target}", progress_text(status), state_text(status.state)


def _card_json(card: Scorecard) -> dict[str, Any]:
    return {
        "period": {"name": card.period.name, "start": card.period.start, "last": card.period.last},
        "as_of": card.today,
        "grade": _number(card.grade.value),
        "objectives": [
            {
                "name": group.objective.name if group.objective else None,
                "grade": _number(group.grade.figure.value),
                "state": group.state.value if group.state else None,
                "confidence": group.check_in.confidence if group.check_in else None,
                "kpis": [_status_json(entry.status) for entry in group.kpis],
            }
            for group in card.objectives
        ],
    }


def _status_json(status: KpiStatus) -> dict[str, Any]:
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
        "current": _number(status.current.value),
        "progress": _number(status.progress.value),
        "expected": _number(status.expected.value),
        "pace": _number(status.pace.value),
        "state": status.state.value,
        "last_reading": status.last_reading,
        "forecast": _number(status.forecast.point.value),
        "forecast_low": _number(status.forecast.low.value),
        "forecast_high": _number(status.forecast.high.value),
    }


def _number(value: Any) -> float | None:
    return None if value is None else round(float(value), 6)


# show --------------------------------------------------------------------------------------------------------------


def _show(session: Session, given: Any) -> int:
    status, history = session.store.read(_one, " ".join(given.name))
    draft = status.kpi.draft
    if given.json:
        newest = [
            {
                "day": one.day,
                "value": one.value,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "note": one.note,
            }
            for one in history.readings
        ]
        answer_json(_status_json(status) | {"readings": newest})
        return 0
    answer(sentence(status))
    answer(f"  {definition_text(draft, status.today)}")
    answer(f"  progress {progress_text(status)}, expected {status.expected.text()}, pace {status.pace.text()}")
    answer(f"  forecast {forecast_text(status)}; {needed_text(status)}")
    for one in history.readings:
        answer(f"  {one.day}  {reading_text(one, draft)}{f'  {one.note}' if one.note else ''}")
    if history.total > len(history.readings):
        answer(f"  {len(history.readings)} of {history.total} readings")
    return 0


def _one(snapshot: Snapshot, name: str) -> tuple[KpiStatus, readings.History]:
    kpi = _named(snapshot, name)
    return _status(snapshot, kpi), readings.history(snapshot, kpi.id, SHOWN_READINGS)


def _status(snapshot: Snapshot, kpi: Kpi) -> KpiStatus:
    return goals.kpi_entries(snapshot, [kpi])[0].status


def _named(snapshot: Snapshot, typed: str) -> Kpi:
    """The KPI of that name, or of a beginning that only one has, or only one that runs today; else the nearest."""
    known = {one.name: one for one in kpis.kpis(snapshot)}
    found, candidates = find_name(typed, tuple(known), {})
    if found is not None:
        return known[found]
    if not known:
        raise NotFound("There are no KPIs yet.", "Add one in the dashboard: 2, then n.")
    current = [name for name in candidates if known[name].draft.start <= snapshot.today <= known[name].draft.due]
    if len(current) == 1:
        return known[current[0]]
    if candidates:
        names = " or ".join(f"“{name}”" for name in candidates)
        raise InvalidInput(f"“{typed}” could be {names}.", "Type more of the name.")
    words = spaceless(typed).split()
    near = nearest_names(words, {spaceless(name): name for name in known}) if words else ()
    hint = f"Did you mean {' or '.join(f'“{name}”' for name in near)}?" if near else "`smdash kpi list` shows all."
    raise NotFound(f"There is no KPI “{typed}”.", hint)


# set ---------------------------------------------------------------------------------------------------------------


def _set(session: Session, given: Any) -> int:
    status, day = session.store.write(_add, given)
    counts = status.kpi.draft.start <= day <= status.kpi.draft.due
    outside = "" if counts else f"; {day_text(day)} lies outside its days and does not count"
    answer(sentence(status) + outside)
    return 0


def _add(tx: Transaction, given: Any) -> tuple[KpiStatus, Any]:
    kpi = _named(tx, " ".join(given.name))
    day = parse_day(given.on, tx.today) if given.on else tx.today
    typed = parse_reading(given.value, kpi.draft)
    new = Reading(day, typed.value, typed.numerator, typed.denominator, given.note)
    try:
        readings.add_reading(tx, kpi.id, new, replace_existing=given.replace)
    except ReadingExists as taken:
        raise ReadingExists(kpi, taken.reading, "--replace puts the new one in its place.") from None
    except FormFaults as faults:
        raise InvalidInput("\n".join(faults.faults.values()), "Nothing was changed.") from None
    return _status(tx, kpi), day
