"""`smdash kpi add`, `edit`, `archive` and `bring-back`, with all that is wrong said at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from smdash.cli.kpi_list import this_quarter
from smdash.cli.kpi_names import named_kpi
from smdash.cli.kpi_options import add_options, at_options, changed, measured_of
from smdash.cli.kpi_readings import all_faults, understood
from smdash.cli.kpi_shipped import template_of
from smdash.cli.options import answer
from smdash.cli.session import Session
from smdash.domain.computed import measure_of
from smdash.domain.goals import KpiDraft
from smdash.domain.kpi_words import day_text, definition_text
from smdash.errors import FormFaults
from smdash.store import kpis
from smdash.store.store import Transaction


def add_verbs(verbs: Any) -> None:
    """Add `add`, `edit`, `archive` and `bring-back`."""
    adding = verbs.add_parser("add", help="a new KPI, from a template or by options")
    adding.add_argument("words", nargs="*", metavar="NAME", help="what is measured; the template's name if not given")
    adding.add_argument("--template", default="", metavar="ID", help="`smdash kpi templates` lists them")
    add_options(adding)
    adding.set_defaults(act=_add)
    editing = verbs.add_parser("edit", help="another target, day, name …; what is not said stays")
    editing.add_argument("words", nargs="+", metavar="NAME")
    editing.add_argument("--name", default="", help="another name")
    add_options(editing)
    editing.set_defaults(act=_edit)
    for verb, said in (("archive", "hide a KPI; its readings stay"), ("bring-back", "show an archived KPI again")):
        hiding = verbs.add_parser(verb, help=said)
        hiding.add_argument("words", nargs="+", metavar="NAME")
        hiding.set_defaults(act=_archive if verb == "archive" else _bring_back)


def _add(session: Session, given: Any) -> int:
    draft = session.store.write(_add_kpi, given, session.person.id)
    answer(f"added KPI {draft.name}: {_about(draft)}")
    return 0


def _about(draft: KpiDraft) -> str:
    return f"{definition_text(draft, draft.start)} · {day_text(draft.start)} to {day_text(draft.due)}"


def _add_kpi(tx: Transaction, given: Any, person_id: int) -> KpiDraft:
    faults: dict[str, str] = {}
    basis = replace(_basis(tx, given, faults), owner_id=person_id or None)
    draft = changed(tx, given, basis, faults)
    try:
        kpi_id = kpis.add_kpi(tx, draft)
    except FormFaults as found:
        # What follows from something that was not understood is no fault of its own.
        known = {*faults, *(("NAME",) if "--template" in faults and not given.words else ())}
        faults |= {option: fault for option, fault in at_options(found.faults).items() if option not in known}
    _raise(faults)
    return kpis.get_kpi(tx, kpi_id).draft


def _basis(tx: Transaction, given: Any, faults: dict[str, str]) -> KpiDraft:
    """What the template, the measure and the quarter say of a new KPI."""
    quarter = this_quarter(tx)
    template = understood(faults, "--template", lambda: template_of(given.template)) if given.template else None
    draft = template.draft(quarter.start, quarter.last) if template else KpiDraft("", quarter.start, quarter.last)
    measured = measured_of(tx, given, None, {})
    measure = measure_of(measured) if measured else None
    if measure is not None and template is None:
        draft = replace(draft, name=measure.title, level=measure.level)
    return replace(draft, name=" ".join(given.words) or draft.name)


def _edit(session: Session, given: Any) -> int:
    draft = session.store.write(_edit_kpi, given)
    answer(f"changed KPI {draft.name}: {_about(draft)}")
    return 0


def _edit_kpi(tx: Transaction, given: Any) -> KpiDraft:
    kpi = named_kpi(tx, " ".join(given.words))
    faults: dict[str, str] = {}
    draft = changed(tx, given, replace(kpi.draft, name=given.name or kpi.draft.name), faults)
    try:
        kpis.edit_kpi(tx, kpi.id, draft)
    except FormFaults as found:
        at = {"--name" if option == "NAME" else option: fault for option, fault in at_options(found.faults).items()}
        faults |= {option: fault for option, fault in at.items() if option not in faults}
    _raise(faults)
    return kpis.get_kpi(tx, kpi.id).draft


def _raise(faults: dict[str, str]) -> None:
    if faults:
        raise all_faults({option: f"{option}: {fault}" for option, fault in faults.items()})


def _archive(session: Session, given: Any) -> int:
    answer(f"archived KPI {session.store.write(_set_archived, given, archived=True)}; its readings stay")
    return 0


def _bring_back(session: Session, given: Any) -> int:
    answer(f"KPI {session.store.write(_set_archived, given, archived=False)} is back")
    return 0


def _set_archived(tx: Transaction, given: Any, *, archived: bool) -> str:
    kpi = named_kpi(tx, " ".join(given.words), archived=not archived)
    kpis.archive_kpi(tx, kpi.id, archived=archived)
    return kpi.name
