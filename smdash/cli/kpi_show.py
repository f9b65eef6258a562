"""`smdash kpi show`: everything about one KPI as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from smdash.cli.kpi_list import plain_number, status_json
from smdash.cli.kpi_names import named_kpi
from smdash.cli.options import answer, answer_json
from smdash.cli.session import Session
from smdash.domain.computed import measure_of
from smdash.domain.course import Point
from smdash.domain.explaining import outlines
from smdash.domain.figures import Figure, grouped
from smdash.domain.goals import CheckIn, KpiDraft
from smdash.domain.kpi_words import (
    day_text,
    definition_text,
    forecast_text,
    needed_text,
    places_of,
    progress_text,
    sentence,
)
from smdash.domain.objectives import KpiEntry
from smdash.domain.readings import reading_text
from smdash.domain.scorecard import KpiStatus
from smdash.domain.velocity import LOOKED_AT, falls, velocity_text
from smdash.library.kpis import template_named
from smdash.store import check_ins, goals, readings
from smdash.store.store import Snapshot

SHOWN_READINGS, SHOWN_POINTS, SHOWN_CHECK_INS = 10, 12, 3
_BAR = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """A KPI with its newest readings and the newest check-ins of its objective."""

    entry: KpiEntry
    history: readings.History
    objective: str
    check_ins: tuple[CheckIn, ...]

    @property
    def status(self) -> KpiStatus:
        """Where the KPI stands."""
        return self.entry.status


def add_verbs(verbs: Any) -> None:
    """Add `show`."""
    showing = verbs.add_parser("show", help="one KPI: definition, figures, trend, readings, check-ins")
    showing.add_argument("name", nargs="+", metavar="NAME")
    showing.add_argument("--limit", type=int, default=SHOWN_READINGS, metavar="N", help="how many readings to show")
    showing.add_argument("--json", action="store_true", help="print as JSON")
    showing.set_defaults(act=_show)


def _show(session: Session, given: Any) -> int:
    found = session.store.read(_read, " ".join(given.name), max(1, given.limit))
    if given.json:
        answer_json(_json(found))
        return 0
    for line in _lines(found):
        answer(line)
    return 0


def _read(snapshot: Snapshot, name: str, limit: int) -> Shown:
    kpi = named_kpi(snapshot, name, archived=True)
    entry = goals.kpi_entries(snapshot, [kpi])[0]
    history = readings.history(snapshot, kpi.id, limit)
    if kpi.draft.objective_id is None:
        return Shown(entry, history, "", ())
    objective = goals.get_objective(snapshot, kpi.draft.objective_id)
    said = check_ins.history(snapshot, objective.id, LOOKED_AT + 1).check_ins
    entry = replace(entry, check_ins=tuple(one.day for one in said))
    return Shown(entry, history, objective.name, said)


def _lines(found: Shown) -> Iterator[str]:
    status, draft = found.status, found.status.kpi.draft
    yield sentence(status)
    yield f"  {definition_text(draft, status.today)}"
    yield f"  progress {progress_text(status)}, expected {status.expected.text()}, pace {status.pace.text()}"
    yield f"  forecast {forecast_text(status)}; {needed_text(status)}"
    if (velocity := found.entry.velocity).defined:
        yield f"  velocity {velocity_text(velocity)}{', falling' if falls(velocity) else ''}"
    yield from _definition(found, draft)
    yield from _section("readings", list(_reading_lines(found, draft)))
    if not draft.shape.done_or_not:
        yield from _section("trend", list(_trend(status.trend[-SHOWN_POINTS:], draft)))
    yield from _section("check-ins", list(_check_in_lines(found)))
    yield from _section("figures", list(_figure_lines(found.entry.figures)))


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield title
        yield from (f"  {line}" for line in lines)


def _definition(found: Shown, draft: KpiDraft) -> Iterator[str]:
    days = f"{day_text(draft.start)} to {day_text(draft.due)}"
    parts = [days, f"success is to {draft.shape.value.replace('_', ' or ')}", f"readings: {draft.aggregation.value}"]
    if found.objective:
        parts.append(f"objective {found.objective}")
    if found.status.kpi.archived:
        parts.append("archived")
    yield f"  {' · '.join(parts)}"
    if said := definition_of(draft):
        yield f"  {said}"


def definition_of(draft: KpiDraft) -> str:
    """What the KPI counts: as it is worked out, or as the template of its name says."""
    if draft.measured is not None and (measure := measure_of(draft.measured)) is not None:
        return f"Worked out: {measure.formula}. {measure.definition}"
    template = template_named(draft.name)
    return template.definition if template else ""


def _reading_lines(found: Shown, draft: KpiDraft) -> Iterator[str]:
    for one in found.history.readings:
        outside = "" if draft.start <= one.day <= draft.due else "does not count"
        said = "  ".join(part for part in (one.day.isoformat(), reading_text(one, draft), outside, one.note) if part)
        yield said
    if found.history.total > len(found.history.readings):
        yield f"{len(found.history.readings)} of {grouped(found.history.total, 0)} readings"


def _trend(points: Sequence[Point], draft: KpiDraft) -> Iterator[str]:
    """A bar a line, for those who cannot see a chart: from zero, or from the lowest value below it."""
    if not points:
        return
    places = max(places_of(draft, point.value) for point in points)
    low = min(Fraction(0), *(point.value for point in points))
    span = max(point.value for point in points) - low
    shown = [grouped(point.value, places) for point in points]
    width = max(map(len, shown))
    for point, value in zip(points, shown, strict=True):
        full = round((point.value - low) / span * _BAR) if span else 0
        yield f"{point.day.isoformat()}  {value.rjust(width)}  {'#' * full}".rstrip()


def _check_in_lines(found: Shown) -> Iterator[str]:
    for one in found.check_ins[:SHOWN_CHECK_INS]:
        parts = (one.day.isoformat(), f"{one.confidence}/10", one.status, one.note.replace("\n", " "))
        yield "  ".join(part for part in parts if part)


def _figure_lines(figures: Sequence[Figure]) -> Iterator[str]:
    for outline in outlines(figures):
        for told in outline:
            yield told.indented if told.value is None else f"{told.indented}: {told.value}"


# For a machine -----------------------------------------------------------------------------------------------------


def _json(found: Shown) -> dict[str, Any]:
    draft = found.status.kpi.draft
    return status_json(found.status) | {
        "readings": [
            {
                "day": one.day,
                "value": one.value,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "note": one.note,
            }
            for one in found.history.readings
        ],
        "reading_count": found.history.total,
        "definition": definition_of(draft),
        "shape": draft.shape.value,
        "aggregation": draft.aggregation.value,
        "level": draft.level.value,
        "cadence": draft.cadence.value,
        "source": draft.source,
        "measure": draft.measured.measure if draft.measured else None,
        "archived": found.status.kpi.archived,
        "objective": found.objective or None,
        "trend": [{"day": point.day, "value": plain_number(point.value)} for point in found.status.trend],
        "check_ins": [
            {"day": one.day, "confidence": one.confidence, "status": one.status, "note": one.note}
            for one in found.check_ins[:SHOWN_CHECK_INS]
        ],
        "velocity": plain_number(found.entry.velocity.value),
        "figures": [_figure_json(figure) for figure in found.entry.figures],
    }


def _figure_json(figure: Figure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "value": plain_number(figure.value),
        "unit": figure.unit.value,
        "formula": figure.formula,
        "reason": figure.reason,
        "notes": list(figure.notes),
        "inputs": [_figure_json(part) for part in figure.inputs],
    }
