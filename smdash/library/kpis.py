"""Reads the shipped KPI templates: `kpi_templates.toml`, checked strictly."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from smdash import paths
from smdash.domain.computed import MEASURES
from smdash.domain.goals import Aggregation, Cadence, KpiDraft, Level, Shape
from smdash.domain.text import name_key
from smdash.errors import SmdashError

Chosen = TypeVar("Chosen", bound=StrEnum)

FILE = "kpi_templates.toml"
_TEXTS = ("id", "name", "definition", "type", "unit")
_CHOICES = ("shape", "aggregation", "level", "cadence")
_OPTIONAL = frozenset({"measure"})
_MAY_BE_EMPTY = frozenset({"unit"})


class TemplateFault(SmdashError):
    """The file of templates is not as it must be; names the template where there is one."""

    def __init__(self, where: str, fault: str) -> None:
        super().__init__(f"{where}: {fault}", "Correct that file, or install smdash again to get the shipped one.")


@dataclass(frozen=True, slots=True)
class KpiTemplate:
    """A usual KPI: what it means, and how it is measured. `type_` says what a person types as a reading, `measure` from
    what readings can be computed instead; empty where no stored data say it.
    """

    id: str
    name: str
    definition: str
    type_: str
    unit: str
    shape: Shape
    aggregation: Aggregation
    level: Level
    cadence: Cadence
    measure: str = ""

    def draft(self, start: date, due: date) -> KpiDraft:
        """A KPI that is measured as this template says; its target is still missing."""
        return KpiDraft(
            self.name,
            start,
            due,
            shape=self.shape,
            aggregation=self.aggregation,
            level=self.level,
            unit=self.unit,
            cadence=self.cadence,
        )


@lru_cache(maxsize=1)
def load_kpi_templates() -> tuple[KpiTemplate, ...]:
    """The shipped templates in their order; `TemplateFault` when the file is missing or wrong."""
    return read_kpi_templates(paths.LIBRARY / FILE)


def template_named(name: str) -> KpiTemplate | None:
    """The template a KPI of that name is measured as; None when none has it."""
    return next((one for one in load_kpi_templates() if name_key(one.name) == name_key(name)), None)


def read_kpi_templates(file: Path) -> tuple[KpiTemplate, ...]:
    """The templates of a file."""
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except OSError as fault:
        raise TemplateFault(file.name, f"can't be read: {fault.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise TemplateFault(file.name, f"is not valid TOML: {fault}.") from None
    rows = raw.get("template")
    if set(raw) != {"template"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TemplateFault(file.name, "must be a list of [[template]] tables.")
    templates = tuple(_template(row, f"{file.name}, template {row.get('id', n)}") for n, row in enumerate(rows, 1))
    ids = [template.id for template in templates]
    if twice := next((one for one in ids if ids.count(one) > 1), None):
        raise TemplateFault(file.name, f"the id “{twice}” is used twice.")
    return templates


def _template(row: dict[str, object], where: str) -> KpiTemplate:
    known = {*_TEXTS, *_CHOICES}
    if odd := sorted((set(row) - _OPTIONAL) ^ known):
        raise TemplateFault(where, f"“{odd[0]}” is {'missing' if odd[0] in known else 'unknown'}.")
    texts = {key: _text(row, key, where) for key in _TEXTS}
    return KpiTemplate(
        id=texts["id"],
        name=texts["name"],
        definition=texts["definition"],
        type_=texts["type"],
        unit=texts["unit"],
        shape=_choice(row, "shape", Shape, where),
        aggregation=_choice(row, "aggregation", Aggregation, where),
        level=_choice(row, "level", Level, where),
        cadence=_choice(row, "cadence", Cadence, where),
        measure=_measure(row, where),
    )


def _measure(row: dict[str, object], where: str) -> str:
    measure = row.get("measure", "")
    if measure and measure not in MEASURES:
        raise TemplateFault(where, f"“measure” must be one of {', '.join(MEASURES)}.")
    return str(measure)


def _text(row: dict[str, object], key: str, where: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not (value.strip() or key in _MAY_BE_EMPTY):
        raise TemplateFault(where, f"“{key}” must be text.")
    return value


def _choice(row: dict[str, object], key: str, kind: type[Chosen], where: str) -> Chosen:
    for one in kind:
        if one.value == row[key]:
            return one
    raise TemplateFault(where, f"“{key}” must be one of {', '.join(one.value for one in kind)}.")
