"""A mapping as the TOML text it is saved as; `parse_mapping` reads it back."""

from __future__ import annotations

from typing import Any

import tomli_w

from smdash.exchange.readers.mapped.mapping import Composed, Mapping, Source


def mapping_toml(mapping: Mapping) -> str:
    """The text of a mapping."""
    table: dict[str, Any] = {"name": mapping.name, "title": mapping.title, "target": mapping.target}
    for key in ("delimiter", "date_form"):
        if value := getattr(mapping, key):
            table[key] = value
    if mapping.duration_unit != "clock":
        table["duration_unit"] = mapping.duration_unit
    table["header"] = list(mapping.header)
    table["fields"] = {key: _field(value) for key, value in mapping.fields.items()}
    if mapping.metrics:
        table["metrics"] = dict(mapping.metrics)
    return tomli_w.dumps(table)


def _field(value: Source | Composed) -> dict[str, Any]:
    if isinstance(value, Source):
        return {"column": value.column} if value.column is not None else {"constant": value.constant}
    parts = {part: _field(source) for part, source in value.parts.items()}
    return {"precision": value.precision, "weekday_one": value.weekday_one, **parts}
