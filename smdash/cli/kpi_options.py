"""What a KPI is made of, as options of `smdash kpi add` and `edit`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from smdash.cli.kpi_names import named_kpi, named_objective
from smdash.cli.kpi_readings import DAY_FORMS, understood
from smdash.domain.goals import Aggregation, Cadence, KpiDraft, Level, Measured, Pacing, Shape
from smdash.domain.naming import nearest_names, spaceless
from smdash.domain.periods import parse_day
from smdash.domain.readings import parse_target, parse_value
from smdash.domain.text import name_key
from smdash.errors import NotFound, SmdashError
from smdash.exchange.records.base import post_kind
from smdash.store.campaigns import campaigns
from smdash.store.organisation import channels, find_person
from smdash.store.store import Transaction

NOTHING = "none"
"""Takes away an objective, an owner, a measure, a KPI that is followed."""
_WORDS: Mapping[str, tuple[str, type[StrEnum]]] = {
    "shape": ("--shape", Shape),
    "aggregation": ("--readings", Aggregation),
    "cadence": ("--cadence", Cadence),
    "level": ("--level", Level),
    "pacing": ("--pacing", Pacing),
}
_AT = {"target_low": "--target", "target_high": "--target", "name": "NAME", "post_kind": "--post-kind",
       "predecessor_id": "--last-year", "follows_id": "--follows", "aggregation": "--readings"}  # fmt: skip

Word = TypeVar("Word", bound=StrEnum)


def add_options(verb: Any) -> None:
    """Add the options that say what a KPI is."""
    verb.add_argument("--target", default="", help="1000; bounds: 3..5, 3.. or ..5")
    verb.add_argument("--baseline", default="", help="the value it starts from; 0 if not given")
    verb.add_argument("--start", default="", metavar="DAY", help=f"{DAY_FORMS}; this quarter's first day")
    verb.add_argument("--due", default="", metavar="DAY", help="the last day that counts; this quarter's last day")
    verb.add_argument("--objective", default="", metavar="NAME", help=f"{NOTHING} for no objective")
    verb.add_argument("--unit", default="", help="%%, h, EUR; empty for a plain number")
    verb.add_argument("--shape", default="", help=f"success is to: {_words(Shape)}")
    verb.add_argument("--readings", default="", help=f"how readings become one value: {_words(Aggregation)}")
    verb.add_argument("--cadence", default="", help=f"how often it is measured: {_words(Cadence)}")
    verb.add_argument("--level", default="", help=f"how near to the purpose: {_words(Level)}")
    verb.add_argument("--weight", default="", help="how much it counts in the objective's grade; 1 as usual")
    verb.add_argument("--owner", default="", metavar="PERSON", help="you, if not given")
    verb.add_argument(
        "--pacing", default="", help=f"{_words(Pacing)}: what is expected on the way; seasonal: as last year"
    )
    verb.add_argument("--last-year", default="", metavar="NAME", help="seasonal: the KPI that says how last year went")
    verb.add_argument("--follows", default="", metavar="NAME", help="the KPI of the period before, to compare with")
    verb.add_argument("--measure", default="", metavar="ID", help="work it out: `smdash kpi measures` lists what from")
    verb.add_argument("--channel", default="", metavar="NAME", help="of one channel only")
    verb.add_argument("--campaign", default="", metavar="NAME", help="of one campaign only")
    verb.add_argument("--post-kind", default="", metavar="KIND", help="of one kind of posts only: photo, reel …")


def at_options(faults: Mapping[str, str]) -> dict[str, str]:
    """Each fault of a draft by the option that is asked for it."""
    return {_AT.get(field, f"--{field}"): fault for field, fault in faults.items()}


def changed(tx: Transaction, given: Any, draft: KpiDraft, faults: dict[str, str]) -> KpiDraft:
    """The draft with what the options say; what they don't say stays. `faults` gets what was not understood."""
    unit = given.unit or draft.unit
    values: dict[str, Any] = {"unit": unit}
    for field, text in (("baseline", given.baseline), ("weight", given.weight)):
        if text:
            values[field] = understood(faults, f"--{field}", lambda text=text: parse_value(text, unit))  # type: ignore[misc]
    if given.target and (bounds := understood(faults, "--target", lambda: parse_target(given.target, unit))):
        values |= dict(zip(("target", "target_low", "target_high"), bounds, strict=True))
    for field, (option, kind) in _WORDS.items():
        values[field] = _one_of(faults, option, getattr(given, option[2:]), kind) or getattr(draft, field)
    for field in ("start", "due"):
        values[field] = _day(tx, faults, f"--{field}", getattr(given, field), getattr(draft, field))
    values |= _others(tx, given, faults)
    if (measured := measured_of(tx, given, draft.measured, faults)) is not draft.measured:
        values["measured"] = measured
    if values["pacing"] is Pacing.LINEAR and not given.last_year:
        values["predecessor_id"] = None
    return replace(draft, **{field: value for field, value in values.items() if f"--{field}" not in faults})


def _others(tx: Transaction, given: Any, faults: dict[str, str]) -> dict[str, int | None]:
    """Objective, owner and other KPIs, by their names."""
    found: dict[str, int | None] = {}
    ways: tuple[tuple[str, str, str, Callable[[str], int]], ...] = (
        ("objective_id", "--objective", given.objective, lambda typed: named_objective(tx, typed).id),
        ("owner_id", "--owner", given.owner, lambda typed: _person(tx, typed)),
        ("predecessor_id", "--last-year", given.last_year, lambda typed: named_kpi(tx, typed, archived=True).id),
        ("follows_id", "--follows", given.follows, lambda typed: named_kpi(tx, typed, archived=True).id),
    )
    for field, option, typed, find in ways:
        if not typed:
            continue
        found[field] = None
        if name_key(typed) != NOTHING:
            try:
                found[field] = find(typed)
            except SmdashError as fault:
                faults[option] = str(fault).replace("\n", " ")
    return found


def measured_of(tx: Transaction, given: Any, before: Measured | None, faults: dict[str, str]) -> Measured | None:
    """What it is computed from; names that are not known are faults of their own."""
    if name_key(given.measure) == NOTHING or not (given.measure or before):
        return None
    if not (given.measure or given.channel or given.campaign or given.post_kind):
        return before

    def known(option: str, typed: str, names: dict[str, int], usual: int | None) -> int | None:
        if not typed:
            return usual
        if name_key(typed) not in names and name_key(typed) != NOTHING:
            near = nearest_names(spaceless(typed).split(), {spaceless(one): one for one in names})
            faults[option] = f"There is no {option[2:]} “{typed}”." + (f" Did you mean “{near[0]}”?" if near else "")
        return names.get(name_key(typed))

    usual = before or Measured("")
    return Measured(
        given.measure.replace("-", "_") or usual.measure,
        known("--channel", given.channel, {name_key(one.name): one.id for one in channels(tx)}, usual.channel_id),
        known("--campaign", given.campaign, {name_key(one.name): one.id for one in campaigns(tx, archived=True)},
              usual.campaign_id),
        post_kind(given.post_kind) or usual.post_kind,
    )  # fmt: skip


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


def _person(tx: Transaction, typed: str) -> int:
    found = find_person(tx, typed)
    if found is None:
        raise NotFound(f"There is no person “{typed}”.")
    return found.id
