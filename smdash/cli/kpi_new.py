"""`smdash kpi add`, `templates` and `measures`: a new KPI, with all that is wrong said at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from smdash.cli.kpi_list import this_quarter
from smdash.cli.kpi_names import named_objective
from smdash.cli.kpi_readings import DAY_FORMS, all_faults, understood
from smdash.cli.options import answer, answer_json
from smdash.cli.session import Session
from smdash.domain.computed import MEASURES, Measure, measure_of
from smdash.domain.goals import Aggregation, Cadence, KpiDraft, Level, Measured, Shape
from smdash.domain.kpi_words import day_text, definition_text
from smdash.domain.naming import nearest_names, spaceless
from smdash.domain.periods import parse_day
from smdash.domain.readings import parse_target, parse_value
from smdash.domain.text import name_key
from smdash.errors import FormFaults, InvalidInput, NotFound
from smdash.exchange.records import post_kind
from smdash.library.kpis import KpiTemplate, load_kpi_templates
from smdash.store import kpis
from smdash.store.campaigns import campaigns
from smdash.store.organisation import channels, find_person
from smdash.store.store import Transaction

_OPTIONS = {"target_low": "--target", "target_high": "--target", "name": "NAME", "post_kind": "--post-kind"}

Word = TypeVar("Word", bound=StrEnum)


def add_verbs(verbs: Any) -> None:
    """Add `add` and `templates`."""
    adding = verbs.add_parser("add", help="a new KPI, from a template or by options")
    adding.add_argument("name", nargs="*", metavar="NAME", help="what is measured; the template's name if not given")
    adding.add_argument("--template", default="", metavar="ID", help="`smdash kpi templates` lists them")
    adding.add_argument("--target", default="", help="1000; bounds: 3..5, 3.. or ..5")
    adding.add_argument("--baseline", default="", help="the value it starts from; 0 if not given")
    adding.add_argument("--start", default="", metavar="DAY", help=f"{DAY_FORMS}; this quarter's first day")
    adding.add_argument("--due", default="", metavar="DAY", help="the last day that counts; this quarter's last day")
    adding.add_argument("--objective", default="", metavar="NAME")
    adding.add_argument("--unit", default="", help="%%, h, EUR; empty for a plain number")
    adding.add_argument("--shape", default="", help=f"success is to: {_words(Shape)}")
    adding.add_argument("--readings", default="", help=f"how readings become one value: {_words(Aggregation)}")
    adding.add_argument("--cadence", default="", help=f"how often it is measured: {_words(Cadence)}")
    adding.add_argument("--level", default="", help=f"how near to the purpose: {_words(Level)}")
    adding.add_argument("--weight", default="", help="how much it counts in the objective's grade; 1 as usual")
    adding.add_argument("--owner", default="", metavar="PERSON", help="you, if not given")
    adding.add_argument(
        "--measure", default="", metavar="ID", help="work it out: `smdash kpi measures` lists what from"
    )
    adding.add_argument("--channel", default="", metavar="NAME", help="of one channel only")
    adding.add_argument("--campaign", default="", metavar="NAME", help="of one campaign only")
    adding.add_argument("--post-kind", default="", metavar="KIND", help="of one kind of posts only: photo, reel …")
    adding.set_defaults(act=_add)
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


def _add(session: Session, given: Any) -> int:
    draft = session.store.write(_add_kpi, given, session.person.id)
    days = f"{day_text(draft.start)} to {day_text(draft.due)}"
    answer(f"added KPI {draft.name}: {definition_text(draft, draft.start)} · {days}")
    return 0


def _add_kpi(tx: Transaction, given: Any, person_id: int) -> KpiDraft:
    faults: dict[str, str] = {}
    draft = _typed(tx, given, person_id, faults)
    try:
        kpi_id = kpis.add_kpi(tx, draft)
    except FormFaults as found:
        # What follows from something that was not understood is no fault of its own.
        known = {*faults, *(("NAME",) if "--template" in faults and not given.name else ())}
        rest = {_OPTIONS.get(field, f"--{field}"): fault for field, fault in found.faults.items()}
        faults |= {option: fault for option, fault in rest.items() if option not in known}
    if faults:
        raise all_faults({option: f"{option}: {fault}" for option, fault in faults.items()})
    return kpis.get_kpi(tx, kpi_id).draft


def _typed(tx: Transaction, given: Any, person_id: int, faults: dict[str, str]) -> KpiDraft:
    """What the options say; what they don't say comes from the template, the quarter and usual values."""
    quarter = this_quarter(tx)
    template = understood(faults, "--template", lambda: _template(given.template)) if given.template else None
    draft = template.draft(quarter.start, quarter.last) if template else KpiDraft("", quarter.start, quarter.last)
    unit = given.unit or draft.unit
    target = understood(faults, "--target", lambda: parse_target(given.target, unit)) if given.target else None
    low_high = target or (None, None, None)
    measured = _measured(tx, given, faults) if given.measure else None
    measure = measure_of(measured) if measured else None
    if measure is not None and template is None:
        draft = replace(draft, name=measure.title, level=measure.level)
    values: dict[str, Any] = {
        field: understood(faults, f"--{field}", lambda text=text: parse_value(text, unit))  # type: ignore[misc]
        for field, text in (("baseline", given.baseline), ("weight", given.weight))
        if text
    }
    values |= {
        field: _one_of(faults, option, typed, kind) or getattr(draft, field)
        for field, option, typed, kind in (
            ("shape", "--shape", given.shape, Shape),
            ("aggregation", "--readings", given.readings, Aggregation),
            ("cadence", "--cadence", given.cadence, Cadence),
            ("level", "--level", given.level, Level),
        )
    }
    return replace(
        draft,
        name=" ".join(given.name) or draft.name,
        unit=unit,
        start=_day(tx, faults, "--start", given.start, draft.start),
        due=_day(tx, faults, "--due", given.due, draft.due),
        target=low_high[0],
        target_low=low_high[1],
        target_high=low_high[2],
        objective_id=_objective(tx, faults, given.objective),
        owner_id=_owner(tx, faults, given.owner, person_id),
        measured=measured,
        **values,
    )


def _measured(tx: Transaction, given: Any, faults: dict[str, str]) -> Measured:
    """What it is computed from; names that are not known are faults of their own."""

    def known(option: str, typed: str, names: dict[str, int]) -> int | None:
        if typed and name_key(typed) not in names:
            near = nearest_names(spaceless(typed).split(), {spaceless(one): one for one in names})
            faults[option] = f"There is no {option[2:]} “{typed}”." + (f" Did you mean “{near[0]}”?" if near else "")
        return names.get(name_key(typed))

    return Measured(
        given.measure.replace("-", "_"),
        known("--channel", given.channel, {name_key(one.name): one.id for one in channels(tx)}),
        known("--campaign", given.campaign, {name_key(one.name): one.id for one in campaigns(tx, archived=True)}),
        post_kind(given.post_kind),
    )


def _template(typed: str) -> KpiTemplate:
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


def _one_of(faults: dict[str, str], option: str, typed: str, kind: type[Word]) -> Word | None:
    word = spaceless(typed)
    found = next((one for one in kind if spaceless(one.value) == word), None)
    if typed and found is None:
        faults[option] = f"“{typed}” is none of {_words(kind)}."
    return found


def _words(kind: Iterable[StrEnum]) -> str:
    return ", ".join(one.value.replace("_", "-") for one in kind)


def _day(tx: Transaction, faults: dict[str, str], option: str, typed: str, usual: date) -> date:
    found = understood(faults, option, lambda: parse_day(typed, tx.today)) if typed else None
    return found or usual


def _objective(tx: Transaction, faults: dict[str, str], typed: str) -> int | None:
    if not typed:
        return None
    try:
        return named_objective(tx, typed).id
    except (NotFound, InvalidInput) as fault:
        faults["--objective"] = str(fault).replace("\n", " ")
        return None


def _owner(tx: Transaction, faults: dict[str, str], typed: str, person_id: int) -> int | None:
    if not typed:
        return person_id or None
    found = find_person(tx, typed)
    if found is None:
        faults["--owner"] = f"There is no person “{typed}”."
    return found.id if found else None
