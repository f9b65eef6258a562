"""`smdash kpi set`, `unset` and `check-in`: readings of KPIs and check-ins of objectives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from smdash.cli.kpi_names import named_kpi, named_objective
from smdash.cli.options import answer
from smdash.cli.session import Session
from smdash.domain.goals import CheckIn, Kpi, Reading
from smdash.domain.kpi_words import day_text, sentence, state_text
from smdash.domain.objectives import BY_HAND, ObjectiveEntry
from smdash.domain.periods import parse_day
from smdash.domain.readings import ReadingValue, computed_fault, parse_reading, reading_text
from smdash.domain.scorecard import KpiStatus
from smdash.domain.typed_confidence import parse_confidence
from smdash.errors import FormFaults, InvalidInput, NotFound
from smdash.store import check_ins, goals, readings
from smdash.store.readings import ReadingExists
from smdash.store.store import Snapshot, Transaction

DAY_FORMS = "2026-11-20, 20 nov, yesterday, fri, -3d"
_NEAREST = 3

T = TypeVar("T")


def add_verbs(verbs: Any) -> None:
    """Add `set`, `unset` and `check-in`."""
    setting = verbs.add_parser("set", help="enter a reading")
    setting.add_argument("name", nargs="+", metavar="NAME", help="the name, or a beginning that only one KPI has")
    setting.add_argument("value", metavar="VALUE", help="412, 3.4, yes; of a ratio both parts: 340/10000")
    setting.add_argument("--on", default="", metavar="DAY", help=DAY_FORMS)
    setting.add_argument("--replace", action="store_true", help="replace the reading of that day")
    setting.add_argument("--note", default="", help="where the number comes from")
    setting.set_defaults(act=_set)
    unsetting = verbs.add_parser("unset", help="delete the reading of a day")
    unsetting.add_argument("name", nargs="+", metavar="NAME")
    unsetting.add_argument("--on", required=True, metavar="DAY", help=DAY_FORMS)
    unsetting.set_defaults(act=_unset)
    checking = verbs.add_parser("check-in", help="say how confident you are of an objective, 0 to 10")
    checking.add_argument("name", nargs="+", metavar="OBJECTIVE")
    checking.add_argument("confidence", metavar="CONFIDENCE", help="0 to 10: will we reach it?")
    words = ", ".join(state.value for state in BY_HAND)
    checking.add_argument("--status", default="", help=f"{words}: stands until the next check-in")
    checking.add_argument("--note", default="", help="why, and what we do about it")
    checking.add_argument("--on", default="", metavar="DAY", help=DAY_FORMS)
    checking.set_defaults(act=_check_in)


def all_faults(faults: dict[str, str]) -> InvalidInput:
    """Every fault of a command line at once."""
    return InvalidInput("\n".join(faults.values()), "Nothing was changed.")


def understood(faults: dict[str, str], field: str, parse: Callable[[], T]) -> T | None:
    """What a part of the command line means; None, and its fault among the others, when it means nothing."""
    try:
        return parse()
    except InvalidInput as fault:
        faults[field] = str(fault).replace("\n", " ")
        return None


# Readings ----------------------------------------------------------------------------------------------------------


def _set(session: Session, given: Any) -> int:
    status, day, before = session.store.write(_add, given)
    counts = status.kpi.draft.start <= day <= status.kpi.draft.due
    replaced = f"; {reading_text(before, status.kpi.draft)} was replaced" if before else ""
    outside = "" if counts else f"; {day_text(day)} lies outside its days and does not count"
    answer(sentence(status) + replaced + outside)
    return 0


def _add(tx: Transaction, given: Any) -> tuple[KpiStatus, date, Reading | None]:
    kpi = named_kpi(tx, " ".join(given.name))
    faults: dict[str, str] = {}
    if fault := computed_fault(kpi):
        raise InvalidInput(fault, "Nothing was changed.")
    typed = understood(faults, "value", lambda: parse_reading(given.value, kpi.draft)) or ReadingValue()
    day = understood(faults, "day", lambda: parse_day(given.on, tx.today)) if given.on else tx.today
    if faults or day is None:
        raise all_faults(faults)
    new = Reading(day, typed.value, typed.numerator, typed.denominator, given.note)
    before = readings.reading_on(tx, kpi, new)
    try:
        readings.add_reading(tx, kpi.id, new, replace_existing=given.replace)
    except ReadingExists as taken:
        raise ReadingExists(kpi, taken.reading, "--replace puts the new one in its place.") from None
    except FormFaults as found:
        raise all_faults(found.faults) from None
    return _status(tx, kpi), day, before


def _unset(session: Session, given: Any) -> int:
    status, gone = session.store.write(_delete, given)
    answer(f"deleted {reading_text(gone, status.kpi.draft)} on {day_text(gone.day)}; {sentence(status)}")
    return 0


def _delete(tx: Transaction, given: Any) -> tuple[KpiStatus, Reading]:
    kpi = named_kpi(tx, " ".join(given.name), archived=True)
    day = parse_day(given.on, tx.today)
    found = readings.reading_on(tx, kpi, Reading(day))
    if found is None:
        near = readings.nearest_readings(tx, kpi, day, _NEAREST)
        said = ", ".join(f"{one.day}: {reading_text(one, kpi.draft)}" for one in near)
        hint = f"The nearest: {said}." if near else "It has no readings at all."
        raise NotFound(f"{kpi.name} has no reading on {day_text(day)}.", hint)
    readings.delete_reading(tx, found.id)
    return _status(tx, kpi), found


def _status(snapshot: Snapshot, kpi: Kpi) -> KpiStatus:
    return goals.kpi_entries(snapshot, [kpi])[0].status


# Check-ins ---------------------------------------------------------------------------------------------------------


def _check_in(session: Session, given: Any) -> int:
    group, day = session.store.write(_add_check_in, given)
    name = group.objective.name if group.objective else ""
    confidence = group.check_in.confidence if group.check_in else 0
    newer = "" if group.check_in is None or group.check_in.day == day else f" (of {day_text(group.check_in.day)})"
    state = f", {state_text(group.state)}{' by hand' if group.by_hand else ''}" if group.state else ""
    answer(f"{name}: confidence {confidence}/10{newer}{state}")
    return 0


def _add_check_in(tx: Transaction, given: Any) -> tuple[ObjectiveEntry, date]:
    objective = named_objective(tx, " ".join(given.name))
    faults: dict[str, str] = {}
    confidence = understood(faults, "confidence", lambda: parse_confidence(given.confidence))
    day = understood(faults, "day", lambda: parse_day(given.on, tx.today)) if given.on else tx.today
    new = CheckIn(day or tx.today, confidence or 0, given.status.strip().casefold(), given.note)
    faults = check_ins.check_in_faults(tx, new) | faults
    if faults:
        raise all_faults(faults)
    check_ins.check_in(tx, objective.id, new)
    return goals.objective_now(tx, objective), new.day
