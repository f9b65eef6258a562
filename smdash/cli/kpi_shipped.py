"""`smdash kpi templates` and `measures`: the usual KPIs, and what can be worked out from stored data."""

from __future__ import annotations

from typing import Any

from smdash.cli.options import answer, answer_json
from smdash.domain.computed import MEASURES, Measure
from smdash.domain.naming import nearest_names, spaceless
from smdash.errors import InvalidInput
from smdash.library.kpis import KpiTemplate, load_kpi_templates


def add_verbs(verbs: Any) -> None:
    """Add `templates` and `measures`."""
    listing = verbs.add_parser("templates", help="the usual KPIs, with their definitions")
    listing.add_argument("--json", action="store_true", help="print as JSON")
    measuring = verbs.add_parser("measures", help="what KPIs can be worked out from stored data")
    measuring.add_argument("--json", action="store_true", help="print as JSON")


def show_templates(given: Any) -> int:
    """Print the shipped templates."""
    found = load_kpi_templates()
    if given.json:
        answer_json([_template_json(one) for one in found])
        return 0
    width = max(len(one.id) for one in found)
    for one in found:
        unit = f", {one.unit}" if one.unit else ""
        answer(f"{one.id.ljust(width)}  {one.name} ({one.level.value}, {one.cadence.value}{unit})")
        computed = f" Worked out with --measure {one.measure}." if one.measure else ""
        answer(f"{' ' * width}  {one.definition}{computed}")
    return 0


def show_measures(given: Any) -> int:
    """Print what can be worked out from stored data."""
    if given.json:
        answer_json([_measure_json(one) for one in MEASURES.values()])
        return 0
    width = max(map(len, MEASURES))
    for one in MEASURES.values():
        scopes = ", ".join(f"--{scope.replace('_', '-')}" for scope in sorted(one.scopes))
        answer(f"{one.id.ljust(width)}  {one.title}: {one.formula}")
        answer(f"{' ' * width}  {one.definition} ({scopes})")
    return 0


def _measure_json(one: Measure) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.title,
        "definition": one.definition,
        "formula": one.formula,
        "unit": one.unit,
        "aggregation": one.aggregation.value,
        "level": one.level.value,
        "scopes": sorted(one.scopes),
    }


def _template_json(one: KpiTemplate) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "definition": one.definition,
        "reading": one.type_,
        "measure": one.measure or None,
        "unit": one.unit,
        "shape": one.shape.value,
        "aggregation": one.aggregation.value,
        "level": one.level.value,
        "cadence": one.cadence.value,
    }


def template_of(typed: str) -> KpiTemplate:
    """The template of that id or name, or of a beginning that only one has; else the nearest."""
    known = {one.id: one for one in load_kpi_templates()}
    key = spaceless(typed)
    for one in known.values():
        if key in (spaceless(one.id), spaceless(one.name)):
            return one
    beginning = [one for one in known.values() if key and spaceless(one.id).startswith(key)]
    if len(beginning) == 1:
        return beginning[0]
    near = nearest_names(key.split(), {spaceless(one): one for one in known}) if key else ()
    said = f"Did you mean {' or '.join(near)}?" if near else "`smdash kpi templates` lists them."
    raise InvalidInput(f"There is no template “{typed}”.", said)
