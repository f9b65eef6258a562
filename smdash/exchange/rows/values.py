"""Values as the rows of every kind hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.domain.money import MAX_MINOR
from smdash.exchange.grammar.numbers import BadCell
from smdash.store.staging import as_json

Row = tuple[Any, ...]
"""One staged row, its values in the order of its table's columns."""


def counts(metrics: Mapping[str, Measure], names: Iterable[str]) -> list[int | None]:
    """The counts of these names, None where none is reported; `BadCell` for what no count can be."""
    numbers: list[int | None] = []
    for name in names:
        value = metrics.get(name, NOT_REPORTED).value
        if value is not None and (value != int(value) or not -MAX_MINOR <= value <= MAX_MINOR):
            raise BadCell(str(value), "is not a count that can be", name)
        numbers.append(None if value is None else int(value))
    return numbers


def bounds(metrics: Mapping[str, Measure]) -> dict[str, str]:
    """Metrics that a platform gives as a bound only, such as `< 10 %`."""
    return {name: measure.censored for name, measure in metrics.items() if measure.censored is not None}


def raw_json(raw: Mapping[str, str], metrics: Mapping[str, Measure]) -> str | None:
    """What a record brings besides numbers: its other columns, and bounds under the metric's name."""
    kept = {**raw, **bounds(metrics)}
    return as_json(kept) if kept else None
