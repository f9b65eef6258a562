"""Readings as people type them: `412`, `3.4 %`, `340/10000`, `yes`; and as they are shown again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from smdash.domain.amounts import parse_number
from smdash.domain.computed import measure_of
from smdash.domain.figures import Unit, grouped, show_number
from smdash.domain.goals import Aggregation, Kpi, KpiDraft, Reading, Shape, scale_of
from smdash.domain.text import one_line
from smdash.errors import InvalidInput

LARGEST = Decimal(10) ** 15
"""No KPI's number is larger, whatever its unit: beyond it a digit too many was typed."""
MOST_PLACES = 6
NO_VALUE = "–"
FUTURE = "This day is in the future. Enter what was measured."
YES_WORDS = frozenset({"yes", "y", "done", "true"})
NO_WORDS = frozenset({"no", "n", "open", "false"})
_PARTS = re.compile(r"(.+?)\s*(?:/|\bof\b)\s*(.+)")


@dataclass(frozen=True, slots=True)
class ReadingValue:
    """What was typed: one value, or a numerator and a denominator."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def number_fault(value: Decimal | None) -> str:
    """What keeps a number from being one of a KPI's; empty when nothing does."""
    if value is None:
        return ""
    if not value.is_finite() or abs(value) > LARGEST:
        return "This number is larger than smdash takes. Check the digits."
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MOST_PLACES:
        return f"More than {MOST_PLACES} decimals. Round it."
    return ""


def computed_fault(kpi: Kpi) -> str:
    """Why a KPI takes no typed readings; empty when it does."""
    measured = kpi.draft.measured
    if measured is None:
        return ""
    measure = measure_of(measured)
    source = "stored data" if measure is None else f"{' and '.join(measure.rows)}: {measure.formula}"
    return f"{kpi.name} is worked out from {source}. It takes no readings."


def parse_value(text: str, unit: str = "") -> Decimal:
    """A number of a KPI, with or without its unit behind it; `InvalidInput` says what is wrong with it."""
    typed = one_line(text)
    ending = unit.strip().casefold()
    if ending and typed.casefold().endswith(ending):
        typed = typed[: len(typed) - len(ending)].strip()
    number = parse_number(typed)
    if fault := number_fault(number):
        raise InvalidInput(fault)
    return number


def parse_target(text: str, unit: str = "") -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """A typed target as (target, lowest, highest): `1000`, or with bounds `3..5`, `3..`, `..5`."""
    low, dots, high = one_line(text).partition("..")
    if not dots:
        return parse_value(low, unit), None, None
    if not low.strip() and not high.strip():
        raise InvalidInput("A range needs a lower or an upper bound.", "Type 3..5, 3.. or ..5.")
    lowest, highest = (parse_value(bound, unit) if bound.strip() else None for bound in (low, high))
    return None, lowest, highest


def typed_target(draft: KpiDraft) -> str:
    """A KPI's target as `parse_target` reads it back."""
    if draft.target_low is None and draft.target_high is None:
        return "" if draft.target is None else typed_number(draft.target)
    return "..".join("" if bound is None else typed_number(bound) for bound in (draft.target_low, draft.target_high))


def parse_reading(text: str, kpi: KpiDraft) -> ReadingValue:
    """What a typed reading of a KPI means; `InvalidInput` says what is wrong with it.

    A ratio takes both parts, `340/10000`. A last value or a mean takes one number or both parts, a sum one number. A
    milestone and a yes/no take yes and no too.
    """
    typed = one_line(text)
    if kpi.shape.done_or_not and (word := typed.casefold()) in YES_WORDS | NO_WORDS:
        return ReadingValue(Decimal(int(word in YES_WORDS)))
    parts = _PARTS.fullmatch(typed)
    if kpi.aggregation is Aggregation.RATIO:
        if parts is None:
            raise InvalidInput("This KPI is a ratio.", "Type both parts, such as 340/10000.")
        return _both(parts)
    if parts is not None:
        if kpi.aggregation is Aggregation.SUM or kpi.shape.done_or_not:
            raise InvalidInput(f"“{typed}” is two numbers.", "This KPI takes one.")
        return _both(parts)
    value = parse_value(typed, kpi.unit)
    if kpi.shape is Shape.YES_NO and value not in (0, 1):
        raise InvalidInput(f"“{typed}” is neither yes nor no.", "Type yes or no.")
    return ReadingValue(value)


def _both(parts: re.Match[str]) -> ReadingValue:
    numerator, denominator = parse_value(parts[1]), parse_value(parts[2])
    if denominator <= 0:
        raise InvalidInput("The number after / must be above zero.")
    return ReadingValue(None, numerator, denominator)


def as_typed(reading: Reading) -> str:
    """A reading as it would be typed again: exact, without grouping."""
    if reading.value is not None:
        return typed_number(reading.value)
    if reading.numerator is None or reading.denominator is None:
        return ""
    return f"{typed_number(reading.numerator)}/{typed_number(reading.denominator)}"


def typed_number(value: Decimal) -> str:
    """A number as `parse_value` reads it back."""
    text = format(value, "f")
    # `1.250` could be read as 1250 when it is typed: one more zero leaves no doubt.
    return text + "0" if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text) else text


def exact(value: Decimal) -> str:
    """A typed number as shown: all its decimals, thousands grouped."""
    exponent = value.as_tuple().exponent
    return grouped(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def reading_text(reading: Reading, kpi: KpiDraft) -> str:
    """A reading as shown: `412`, `yes`, `340/10 000 = 3.4 %`; of a sum `+41`, since it adds to what was."""
    if reading.value is not None:
        if kpi.shape is Shape.YES_NO:
            return "yes" if reading.value else "no"
        sign = "+" if kpi.aggregation is Aggregation.SUM and reading.value > 0 else ""
        return sign + with_unit(exact(reading.value), kpi.unit)
    if reading.numerator is None or reading.denominator is None:
        return ""
    parts = f"{exact(reading.numerator)}/{exact(reading.denominator)}"
    number = reading.number(scale_of(kpi.unit))
    if kpi.aggregation is Aggregation.SUM and number is not None:  # seconds, told in hours
        return ("+" if number > 0 else "") + with_unit(show_number(number, Unit.NUMBER), kpi.unit)
    return f"{parts} = {NO_VALUE if number is None else with_unit(show_number(number, Unit.NUMBER), kpi.unit)}"


def with_unit(number: str, unit: str) -> str:
    """A number with its unit behind it."""
    return f"{number} {unit}".rstrip()
