"""The forms of objectives and KPIs: what they ask of each shape, and what they save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from smdash.domain.goals import (
    Aggregation,
    Cadence,
    KpiDraft,
    Level,
    Measured,
    Objective,
    Pacing,
    Shape,
    check_kpi,
)
from smdash.domain.readings import parse_value, typed_number
from smdash.domain.text import name_key
from smdash.errors import FormFaults
from smdash.library.kpis import KpiTemplate
from smdash.store import goals, kpis
from smdash.tui.panes.goals.forms import Write
from smdash.tui.panes.goals.measure_fields import IF_TYPED, measure_fields, measured_of
from smdash.tui.panes.goals.state import GoalsState
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field

_SHAPE_WORDS = {
    Shape.KEEP: "keep a value",
    Shape.RANGE: "stay within bounds",
    Shape.MILESTONE: "milestone: done by the due day",
    Shape.YES_NO: "yes or no",
}
_AGGREGATION_WORDS = {
    Aggregation.LAST: "last reading counts",
    Aggregation.SUM: "readings add up",
    Aggregation.MEAN: "mean of the readings",
    Aggregation.RATIO: "ratio of two sums",
}
_PACING_WORDS = {Pacing.LINEAR: "the same each day", Pacing.SEASONAL: "as last year went"}
_PACED = ("shape", frozenset({Shape.INCREASE.value, Shape.DECREASE.value}))
_BOUNDED = ("shape", frozenset({Shape.KEEP.value, Shape.RANGE.value}))
_SEASONAL = ("pacing", frozenset({Pacing.SEASONAL.value}))


# Objectives --------------------------------------------------------------------------------------------------------


def objective_form(state: GoalsState, objective: Objective | None, write: Write) -> Form[Any]:
    """A new objective, or one that is there."""
    period = state.card.period
    before = objective or Objective(0, "", state.person_id, period.start, period.last)

    async def submit(values: dict[str, Any]) -> Any:
        draft = replace(before, owner_id=_id(values["owner"]), **_plain(values, "name", "start", "due", "note"))
        if objective is None:
            return await write(goals.add_objective, draft)
        await write(goals.edit_objective, draft)
        return objective.id

    def check(values: Mapping[str, Any]) -> dict[str, str]:
        names = {one.id: one.name for one in state.objectives}
        return {**_taken(values, names, before.id, "an objective"), **_days(values)}

    return Form(
        "Edit objective" if objective else "New objective",
        (
            Field("name", "Name", initial=before.name, required=True, hint="What will be different: Grow membership"),
            Field("start", "Start", "day", initial=_day(before.start), hint="May stay empty"),
            Field("due", "Due", "day", initial=_day(before.due), hint="Its last day; may stay empty"),
            _owner(state, before.owner_id),
            Field("note", "Note", initial=before.note, hint="Why it matters"),
        ),
        submit,
        check=check,
    )


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _id(chosen: str | None) -> int | None:
    return int(chosen) if chosen else None


def _plain(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _owner(state: GoalsState, owner_id: int | None) -> Field:
    choices = (("", "nobody"), *((str(row_id), name) for row_id, name in state.people))
    return Field("owner", "Owner", "choice", initial=str(owner_id or ""), choices=choices)


def _taken(values: Mapping[str, Any], names: Mapping[int, str], own: int | None, what: str) -> dict[str, str]:
    """That a name is another one's, as far as the pane knows; the store has the last word."""
    name = values.get("name")
    if name and any(name_key(other) == name_key(name) and row_id != own for row_id, other in names.items()):
        return {"name": f"There already is {what} “{name}”. Choose another name."}
    return {}


def _days(values: Mapping[str, Any]) -> dict[str, str]:
    start, due = values.get("start"), values.get("due")
    return {"due": "The due day lies before the start."} if start and due and due < start else {}


# KPIs --------------------------------------------------------------------------------------------------------------


def blank_draft(state: GoalsState, objective: Objective | None, template: KpiTemplate | None = None) -> KpiDraft:
    """What a new KPI starts from: the days its period and its objective share, and what its template says."""
    period = state.card.period
    start, due = period.start, period.last
    if objective is not None and (objective.start or start) <= due and (objective.due or due) >= start:
        start, due = max(start, objective.start or start), min(due, objective.due or due)
    draft = template.draft(start, due) if template else KpiDraft("", start, due)
    if template is not None and template.measure and state.has_rows(template.measure):
        draft = replace(draft, measured=Measured(template.measure))
    return replace(draft, objective_id=objective.id if objective else None, owner_id=state.person_id)


def kpi_form(state: GoalsState, kpi_id: int | None, before: KpiDraft, about: str, write: Write) -> Form[Any]:
    """A new KPI, or one that is there; `about` stands above the fields, such as a template's definition.

    Where the name is there already, typing begins with the target.
    """

    async def submit(values: dict[str, Any]) -> Any:
        draft = _kpi_draft(before, values)
        try:
            if kpi_id is None:
                return await write(kpis.add_kpi, draft)
            await write(kpis.edit_kpi, kpi_id, draft)
        except FormFaults as faults:
            raise FormFaults(_at_fields(faults.faults, draft)) from None
        return kpi_id

    def check(values: Mapping[str, Any]) -> dict[str, str]:
        return {**_draft_faults(before, values), **_taken(values, state.kpi_names, kpi_id, "a KPI")}

    title = "Edit KPI" if kpi_id else "New KPI"
    begin = "target" if before.name and before.shape.paced and kpi_id is None else ""
    fields = _kpi_fields(state, kpi_id, before)
    return Form(f"{title}: {about}" if about else title, fields, submit, check=check, begin=begin)


def _kpi_fields(state: GoalsState, kpi_id: int | None, before: KpiDraft) -> tuple[Field, ...]:
    groups = (("", "none"), *((str(one.id), one.name) for one in state.objectives))
    known = {row_id: name for row_id, name in state.kpi_names.items() if row_id != kpi_id}
    return (
        Field("name", "Name", initial=before.name, required=True, hint="What is measured, in a few words"),
        _choice("shape", "Success is to", before.shape, Shape, _SHAPE_WORDS),
        _number("target", "Target", before.target, "The value on the due day: 1000", only_if=_PACED),
        _number("target_low", "At least", before.target_low or _kept(before), "The lower bound; may stay empty",
                only_if=_BOUNDED),
        _number("target_high", "At most", before.target_high, "The upper bound; may stay empty", only_if=_BOUNDED),
        _number("baseline", "Baseline", before.baseline, "The value it starts from; empty: 0", only_if=_PACED),
        Field("start", "Start", "day", initial=_day(before.start), required=True, hint="The first day that counts"),
        Field("due", "Due", "day", initial=_day(before.due), required=True, hint="The last day that counts"),
        Field("objective", "Objective", "choice", initial=str(before.objective_id or ""), choices=groups,
              hint="Another one moves it there"),
        Field("unit", "Unit", initial=before.unit, hint="%, h, EUR; empty for a plain number"),
        *measure_fields(state, before),
        _choice("aggregation", "Counting", before.aggregation, Aggregation, _AGGREGATION_WORDS, only_if=IF_TYPED),
        _choice("cadence", "Measured", before.cadence, Cadence, {}),
        _choice("pacing", "Expected", before.pacing, Pacing, _PACING_WORDS, only_if=_PACED,
                hint="How the pace is judged between start and due day"),
        replace(named_field("predecessor", "Last year's KPI", known, before.predecessor_id,
                            "Its readings say how last year went; empty: its own do"), only_if=_SEASONAL),
        named_field("follows", "Earlier KPI", known, before.follows_id,
                    "That of the period before: C compares with it, and with those before that; may stay empty"),
        _choice("level", "Level", before.level, Level, {},
                hint="output: what we publish · out-take: reactions · outcome: deeds · impact: worth"),
        _number("weight", "Weight", before.weight, "How much it counts in the objective's grade; 1 as usual",
                required=True),
        _owner(state, before.owner_id),
    )  # fmt: skip


def _kept(before: KpiDraft) -> Any:
    """A value to keep is a lower bound where it has none."""
    return before.target if before.shape is Shape.KEEP and before.target_high is None else None


def _choice(
    name: str,
    label: str,
    initial: StrEnum,
    kind: Iterable[StrEnum],
    words: Mapping[Any, str],
    hint: str = "",
    only_if: tuple[str, frozenset[str]] | None = None,
) -> Field:
    choices = tuple((one.value, words.get(one, one.value)) for one in kind)
    return Field(
        name, label, "choice", initial=initial.value, choices=choices, required=True, hint=hint, only_if=only_if
    )


def _number(
    name: str,
    label: str,
    initial: Any,
    hint: str,
    *,
    required: bool = False,
    only_if: tuple[str, frozenset[str]] | None = None,
) -> Field:
    typed = "" if initial is None else typed_number(initial)
    return Field(
        name,
        label,
        "number",
        initial=typed,
        required=required,
        hint=hint,
        parse=lambda text: Understood(parse_value(text)),
        only_if=only_if,
    )


def _kpi_draft(before: KpiDraft, values: Mapping[str, Any]) -> KpiDraft:
    shape = Shape(values["shape"])
    # What a shape does not ask for stays as it was, as long as the shape does.
    asked = {"baseline", "target"} if shape.paced else set() if shape.done_or_not else {"target_low", "target_high"}
    kept = {"baseline"} if not shape.paced else set()
    kept |= {"target"} if shape.done_or_not and shape is before.shape else set()
    numbers: dict[str, Any] = {
        name: values[name] if name in asked else getattr(before, name) if name in kept else None
        for name in ("baseline", "target", "target_low", "target_high")
    }
    return replace(
        before,
        shape=shape,
        objective_id=_id(values["objective"]),
        owner_id=_id(values["owner"]),
        aggregation=Aggregation(values["aggregation"] or before.aggregation),
        measured=measured_of(values),
        cadence=Cadence(values["cadence"]),
        level=Level(values["level"]),
        pacing=Pacing(values["pacing"] or Pacing.LINEAR),
        predecessor_id=values["predecessor"] if values["pacing"] else None,
        follows_id=values["follows"],
        **numbers,
        **_plain(values, "name", "start", "due", "unit", "weight"),
    )


def _draft_faults(before: KpiDraft, values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong between the fields that are understood: those that are not have faults of their own."""
    fallback: dict[str, Any] = {
        **dict.fromkeys(("name", "unit"), ""),
        **dict.fromkeys(
            ("baseline", "target", "target_low", "target_high", "objective", "owner", "predecessor", "follows")
        ),
        **{name: getattr(before, name) for name in ("shape", "aggregation", "cadence", "level", "pacing", "weight")},
        "start": date.min,
        "due": date.max,
    }
    draft = _kpi_draft(before, {**fallback, **values})
    try:
        check_kpi(draft)
    except FormFaults as found:
        unsure = {"target", "baseline"} if {"target", "baseline"} - set(values) else set()
        if "target" in values and values["target"] is None:  # it is missing, whatever the baseline is
            unsure = {"baseline"}
        return {
            name: why for name, why in _at_fields(found.faults, draft).items() if name in values and name not in unsure
        }
    return {}


def _at_fields(faults: Mapping[str, str], draft: KpiDraft) -> dict[str, str]:
    """Each fault at the field that is asked for it."""
    places = {"predecessor_id": "predecessor", "follows_id": "follows"}
    if not draft.shape.paced:
        places["target"] = "target_low"
    return {places.get(name, name): fault for name, fault in faults.items()}
