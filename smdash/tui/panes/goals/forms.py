"""The forms of the Goals pane: what they ask, and what they save."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from smdash.domain.goals import Aggregation, Cadence, CheckIn, Kpi, KpiDraft, Level, Objective, Reading, Shape
from smdash.domain.kpi_words import day_text
from smdash.domain.objectives import BY_HAND
from smdash.domain.readings import (
    as_typed,
    parse_reading,
    parse_target,
    parse_value,
    reading_text,
    typed_number,
    typed_target,
)
from smdash.domain.typed_confidence import parse_confidence
from smdash.errors import FormFaults
from smdash.library.kpis import KpiTemplate, template_named
from smdash.store import check_ins, goals, kpis, readings
from smdash.store.readings import ReadingExists
from smdash.tui.panes.goals.state import GoalsState
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form

Write = Callable[..., Awaitable[Any]]
Ask = Callable[[str, str, str], Awaitable[bool | None]]
"""Asks a question about a thing, with the word that says yes."""

_SHAPE_WORDS = {Shape.KEEP: "keep above", Shape.RANGE: "keep within bounds", Shape.YES_NO: "yes or no"}
_AGGREGATION_WORDS = {
    Aggregation.LAST: "last reading counts",
    Aggregation.SUM: "readings add up",
    Aggregation.MEAN: "mean of the readings",
    Aggregation.RATIO: "ratio of two sums",
}
_READING_HINTS = {
    Aggregation.LAST: "412, or two parts: 340/10000",
    Aggregation.SUM: "what was added since the last reading; it adds to the total",
    Aggregation.MEAN: "the value of this day; the mean counts each reading once",
    Aggregation.RATIO: "both parts: 340/10000",
}


# Readings ----------------------------------------------------------------------------------------------------------


def reading_form(kpi: Kpi, today: str, write: Write, ask: Ask) -> Form[Any]:
    """A new reading of a KPI."""

    async def submit(values: dict[str, Any]) -> Any:
        return await _save(readings.add_reading, kpi.id, _reading(values), write, ask)

    return Form(f"Reading: {kpi.name}", _reading_fields(kpi, today, "", ""), submit)


def edit_reading_form(kpi: Kpi, reading: Reading, write: Write, ask: Ask) -> Form[Any]:
    """Another value, day or note for a reading."""

    async def submit(values: dict[str, Any]) -> Any:
        return await _save(readings.edit_reading, reading.id, _reading(values), write, ask)

    fields = _reading_fields(kpi, reading.day.isoformat(), as_typed(reading), reading.note)
    return Form(f"Edit reading: {kpi.name}", fields, submit)


def _reading_fields(kpi: Kpi, day: str, typed: str, note: str) -> tuple[Field, ...]:
    draft = kpi.draft
    template = template_named(kpi.name)
    hint = template.type_ if template is not None else _READING_HINTS[draft.aggregation]
    if draft.shape.done_or_not:
        hint = "yes or no"

    def parse(text: str) -> Understood:
        found = parse_reading(text, draft)
        made = Reading(draft.start, found.value, found.numerator, found.denominator)
        return Understood(found, reading_text(made, draft))

    label = f"Value, {draft.unit}" if draft.unit else "Value"
    return (
        Field("value", label, "number", initial=typed, required=True, hint=hint, parse=parse),
        Field("day", "Day", "day", initial=day, required=True, hint="20 nov, yesterday, fri, -3d"),
        Field("note", "Note", initial=note, hint="Where the number comes from, or what was special"),
    )


def _reading(values: dict[str, Any]) -> Reading:
    typed = values["value"]
    return Reading(values["day"], typed.value, typed.numerator, typed.denominator, values["note"])


async def _save(fn: Callable[..., Any], row_id: int, reading: Reading, write: Write, ask: Ask) -> Any:
    """Save a reading; where the day has one, ask whether to replace it, and keep the form when not."""
    try:
        return await write(fn, row_id, reading)
    except ReadingExists as taken:
        if not await ask("Replace the reading?", taken.message, "Replace"):
            raise FormFaults({"day": f"{day_text(reading.day)} has a reading already."}) from None
        return await write(_replacing, fn, row_id, reading)


def _replacing(tx: Any, fn: Callable[..., Any], row_id: int, reading: Reading) -> Any:
    return fn(tx, row_id, reading, replace_existing=True)


# Check-ins ---------------------------------------------------------------------------------------------------------


def check_in_form(objective: Objective, last: CheckIn | None, today: str, write: Write) -> Form[Any]:
    """How confident the team is of an objective."""

    async def submit(values: dict[str, Any]) -> Any:
        return await write(check_ins.check_in, objective.id, _check_in(values))

    said = "" if last is None else f"last time {last.confidence}/10"
    on_day = "A second one on a day replaces the first"
    return Form(f"Check-in: {objective.name}", _check_in_fields(CheckIn(date.min, 0), "", today, said, on_day), submit)


def edit_check_in_form(objective: Objective, before: CheckIn, write: Write) -> Form[Any]:
    """Another confidence, status, note or day for a check-in."""

    async def submit(values: dict[str, Any]) -> Any:
        return await write(check_ins.edit_check_in, before.id, _check_in(values))

    day = before.day.isoformat()
    fields = _check_in_fields(before, str(before.confidence), day, "", "One check-in a day")
    return Form(f"Edit check-in: {objective.name}", fields, submit)


def _check_in_fields(before: CheckIn, confidence: str, day: str, said: str, on_day: str) -> tuple[Field, ...]:
    statuses = (("", "as the numbers say"), *((state.value, state.value) for state in BY_HAND))
    return (
        Field("confidence", "Confidence", "number", initial=confidence, required=True, parse=_confidence,
              hint=f"0 to 10: will we reach it? {said}".rstrip()),
        Field("status", "Status", "choice", initial=before.status, choices=statuses,
              hint="Stands until the next check-in"),
        Field("note", "Note", "note", initial=before.note, hint="Why, and what we do about it"),
        Field("day", "Day", "day", initial=day, required=True, hint=on_day),
    )  # fmt: skip


def _check_in(values: dict[str, Any]) -> CheckIn:
    return CheckIn(values["day"], values["confidence"], values["status"] or "", values["note"])


def _confidence(text: str) -> Understood:
    number = parse_confidence(text)
    return Understood(number, f"{number}/10")


# Objectives --------------------------------------------------------------------------------------------------------


def objective_form(state: GoalsState, objective: Objective | None, write: Write) -> Form[Any]:
    """A new objective, or one that is there."""
    period = state.card.period
    before = objective or Objective(0, "", state.person_id, period.start, period.last)

    async def submit(values: dict[str, Any]) -> Any:
        owner = int(values["owner"]) if values["owner"] else None
        draft = replace(
            before,
            name=values["name"],
            owner_id=owner,
            start=values["start"],
            due=values["due"],
            note=values["note"],
        )
        if objective is None:
            return await write(goals.add_objective, draft)
        await write(goals.edit_objective, draft)
        return objective.id

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
    )


def _day(day: Any) -> str:
    return "" if day is None else str(day.isoformat())


def _owner(state: GoalsState, owner_id: int | None) -> Field:
    choices = (("", "nobody"), *((str(row_id), name) for row_id, name in state.people))
    return Field("owner", "Owner", "choice", initial=str(owner_id or ""), choices=choices)


# KPIs --------------------------------------------------------------------------------------------------------------


def blank_draft(state: GoalsState, objective_id: int | None, template: KpiTemplate | None = None) -> KpiDraft:
    """What a new KPI starts from: the period's days, and what its template says."""
    period = state.card.period
    draft = template.draft(period.start, period.last) if template else KpiDraft("", period.start, period.last)
    return replace(draft, objective_id=objective_id, owner_id=state.person_id)


def kpi_form(state: GoalsState, kpi_id: int | None, before: KpiDraft, about: str, write: Write) -> Form[Any]:
    """A new KPI, or one that is there; `about` stands above the fields, such as a template's definition."""

    async def submit(values: dict[str, Any]) -> Any:
        draft = _kpi_draft(before, values)
        try:
            if kpi_id is None:
                return await write(kpis.add_kpi, draft)
            await write(kpis.edit_kpi, kpi_id, draft)
        except FormFaults as faults:
            raise FormFaults(_at_fields(faults.faults)) from None
        return kpi_id

    title = "Edit KPI" if kpi_id else "New KPI"
    return Form(f"{title}: {about}" if about else title, _kpi_fields(state, before), submit)


def _kpi_fields(state: GoalsState, before: KpiDraft) -> tuple[Field, ...]:
    groups = (("", "none"), *((str(one.id), one.name) for one in state.objectives))
    baseline = "" if before.baseline is None else typed_number(before.baseline)
    return (
        Field("name", "Name", initial=before.name, required=True, hint="What is measured, in a few words"),
        Field("target", "Target", "number", initial=typed_target(before), parse=_target,
              hint="1000; of bounds 3..5, 3.. or ..5; of yes or no it stays empty"),
        Field("baseline", "Baseline", "number", initial=baseline, parse=_number,
              hint="The value it starts from; empty: 0"),
        Field("start", "Start", "day", initial=_day(before.start), required=True, hint="The first day that counts"),
        Field("due", "Due", "day", initial=_day(before.due), required=True, hint="The last day that counts"),
        Field("objective", "Objective", "choice", initial=str(before.objective_id or ""), choices=groups),
        Field("unit", "Unit", initial=before.unit, hint="%, h, EUR; empty for a plain number"),
        _choice("shape", "Success is to", before.shape, Shape, _SHAPE_WORDS),
        _choice("aggregation", "Readings", before.aggregation, Aggregation, _AGGREGATION_WORDS),
        _choice("cadence", "Measured", before.cadence, Cadence, {}),
        _choice("level", "Level", before.level, Level, {},
                hint="output: what we publish · out-take: reactions · outcome: deeds · impact: worth"),
        Field("weight", "Weight", "number", initial=typed_number(before.weight), required=True, parse=_number,
              hint="How much it counts in the objective's grade; 1 as usual"),
        _owner(state, before.owner_id),
    )  # fmt: skip


def _choice(
    name: str, label: str, initial: StrEnum, kind: Iterable[StrEnum], words: dict[Any, str], hint: str = ""
) -> Field:
    choices = tuple((one.value, words.get(one, one.value)) for one in kind)
    return Field(name, label, "choice", initial=initial.value, choices=choices, required=True, hint=hint)


def _target(text: str) -> Understood:
    return Understood(parse_target(text))


def _number(text: str) -> Understood:
    return Understood(parse_value(text))


def _kpi_draft(before: KpiDraft, values: dict[str, Any]) -> KpiDraft:
    target: tuple[Decimal | None, ...] = values["target"] or (None, None, None)
    return replace(
        before,
        name=values["name"],
        target=target[0],
        target_low=target[1],
        target_high=target[2],
        baseline=values["baseline"],
        start=values["start"],
        due=values["due"],
        objective_id=int(values["objective"]) if values["objective"] else None,
        unit=values["unit"],
        shape=Shape(values["shape"]),
        aggregation=Aggregation(values["aggregation"]),
        cadence=Cadence(values["cadence"]),
        level=Level(values["level"]),
        weight=values["weight"],
        owner_id=int(values["owner"]) if values["owner"] else None,
    )


def _at_fields(faults: dict[str, str]) -> dict[str, str]:
    """The bounds are typed into the field of the target."""
    return {("target" if field.startswith("target_") else field): fault for field, fault in faults.items()}
