"""The forms of readings and check-ins: what they ask, and what they save."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from smdash.domain.goals import Aggregation, CheckIn, Kpi, Objective, Reading
from smdash.domain.kpi_words import day_text
from smdash.domain.objectives import BY_HAND
from smdash.domain.readings import FUTURE, as_typed, parse_reading, reading_text
from smdash.domain.typed_confidence import parse_confidence
from smdash.errors import FormFaults
from smdash.library.kpis import template_named
from smdash.store import check_ins, readings
from smdash.store.readings import ReadingExists
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form

Write = Callable[..., Awaitable[Any]]
Ask = Callable[[str, str, str], Awaitable[bool | None]]
"""Asks a question about a thing, with the word that says yes."""

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

    return Form(f"Reading: {kpi.name}", _reading_fields(kpi, today, "", ""), submit, check=_not_after(today))


def edit_reading_form(kpi: Kpi, reading: Reading, today: str, write: Write, ask: Ask) -> Form[Any]:
    """Another value, day or note for a reading."""

    async def submit(values: dict[str, Any]) -> Any:
        return await _save(readings.edit_reading, reading.id, _reading(values), write, ask)

    fields = _reading_fields(kpi, reading.day.isoformat(), as_typed(reading), reading.note)
    return Form(f"Edit reading: {kpi.name}", fields, submit, check=_not_after(today))


def _not_after(today: str) -> Callable[[Mapping[str, Any]], dict[str, str]]:
    """Finds a day in the future, so that it is told together with what is wrong with the other fields."""

    def check(values: Mapping[str, Any]) -> dict[str, str]:
        day = values.get("day")
        return {"day": FUTURE} if day is not None and day > date.fromisoformat(today) else {}

    return check


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
    fields = _check_in_fields(CheckIn(date.min, 0), "", today, said, on_day)
    return Form(f"Check-in: {objective.name}", fields, submit, check=_not_after(today))


def edit_check_in_form(objective: Objective, before: CheckIn, today: str, write: Write) -> Form[Any]:
    """Another confidence, status, note or day for a check-in."""

    async def submit(values: dict[str, Any]) -> Any:
        return await write(check_ins.edit_check_in, before.id, _check_in(values))

    day = before.day.isoformat()
    fields = _check_in_fields(before, str(before.confidence), day, "", "One check-in a day")
    return Form(f"Edit check-in: {objective.name}", fields, submit, check=_not_after(today))


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
