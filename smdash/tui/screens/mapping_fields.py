"""The fields of the form that says what the columns of a file mean, and the mapping they make. No Textual here."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from smdash.domain.benefits import Evidence
from smdash.exchange.files.columns import FileColumns
from smdash.exchange.files.grid import column_key
from smdash.exchange.grammar.dates import FORMS
from smdash.exchange.readers.hours.columns import CALLED
from smdash.exchange.readers.mapped.mapping import (
    DATED,
    DURATION_UNITS,
    FIELDS,
    METRICS_OF,
    Composed,
    Mapping,
    Source,
    leading_fields,
    missing_fields,
    needed_fields,
)
from smdash.tui.widgets.fields import Field, Understood

TARGETS = (
    ("entry", "hours somebody worked", "entries"),
    ("post", "a post with its numbers", "posts"),
    ("channel_day", "a day of a channel", "followers, reach …"),
    ("cost", "a cost", "money spent"),
    ("benefit", "a benefit", "money gained or saved"),
    ("outcome", "an outcome", "leads, sign-ups …"),
)
"""What a row may be: the target of a mapping, in words, and a remark."""

_SAME, _KEPT = "same", "kept"
_NOT_USED_TOLD = 4
_CONSTANT_HINTS = {
    "platform": "The platform, such as facebook, instagram or youtube",
    "currency": "The currency, such as EUR",
    "evidence": f"One of {', '.join(Evidence)}",
    "share": "The part that counts, such as 40% or 0.4",
}
_ALSO_CALLED = {
    "day": ("date", "datum", "fecha", "data"), "posted_at": ("date", "published", "created", "time"),
    "amount": ("cost", "spend", "price", "total", "betrag", "revenue"), "person": ("name", "user", "member"),
    "project": ("campaign", "client"), "note": ("description", "comment", "text"), "url": ("link", "permalink"),
    "text": ("caption", "message", "title"), "external_id": ("id",), "duration": ("hours", "time", "minutes"),
    "kind": ("type",), "count": ("number", "quantity"), "reactions": ("likes",), "impressions": ("views",),
}  # fmt: skip

_HOURS = {"duration": (*CALLED["hours"], *CALLED["minutes"], *CALLED["seconds"])}
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form is about: the target, the columns, and the mapping that is edited, if it is there already."""

    target: str
    file: FileColumns
    old: Mapping | None = None


def mapping_fields(wanted: Wanted) -> list[Field]:
    """The fields of the form: where each value comes from, then how dates and durations are written, and a name."""
    needed = needed_fields(wanted.target)
    fields: list[Field] = []
    leading = leading_fields(wanted.target)
    for key in sorted(FIELDS[wanted.target], key=lambda key: key not in leading):
        fields += _field(wanted, key, required=key in needed)
    fields += [_metric(wanted, key) for key in METRICS_OF.get(wanted.target, ())]
    old = wanted.old
    forms = (("", "told by the file"), *((form, form) for form in FORMS))
    fields.append(Field("date_form", "Dates are", "choice", initial=(old and old.date_form) or "", choices=forms))
    if wanted.target == "entry":
        units = tuple((unit, "h:mm" if unit == "clock" else unit) for unit in DURATION_UNITS)
        unit = old.duration_unit if old else _unit(wanted)
        fields.append(Field("duration_unit", "Durations are", "choice", initial=unit, choices=units))
    title = old.title if old else wanted.file.name.rpartition(".")[0] or wanted.file.name
    hint = "Files with these columns are known by it from now on"
    return [*fields, Field("title", "Name", hint=hint, initial=title, required=True)]


def _unit(wanted: Wanted) -> str:
    """The unit of durations that the name of their column says, or else how its first values are written."""
    column = _initial(wanted, "duration", None).removeprefix("column ")
    if not column:
        return "clock"
    name, samples = column_key(wanted.file.columns[int(column)]), wanted.file.samples[int(column)]
    said = next((unit for unit in ("minutes", "seconds") if name in CALLED[unit]), "")
    return said or ("hours" if samples and all(map(_NUMBER.fullmatch, samples)) else "clock")


def _field(wanted: Wanted, key: str, *, required: bool) -> list[Field]:
    constant = key not in (*DATED, "duration")
    old = wanted.old.fields.get(key) if wanted.old else None
    choices = [("", "none"), *_columns(wanted)]
    if constant:
        choices.append((_SAME, "the same in every row"))
    if isinstance(old, Composed):
        choices.append((_KEPT, f"made from {', '.join(old.parts)}"))
    initial = _initial(wanted, key, old)
    hint = "Left and right go through the columns, a letter to its next one"
    read = partial(_understood, wanted)
    found = [Field(f"field.{key}", _words(key), "choice", hint, initial, tuple(choices), required=required, parse=read)]
    if constant:
        same = old.constant or "" if isinstance(old, Source) else ""
        only_if = (f"field.{key}", frozenset({_SAME}))
        said = _CONSTANT_HINTS.get(key, "What it is in every row")
        found.append(Field(f"same.{key}", "  which is", hint=said, initial=same, required=True, only_if=only_if))
    return found


def _metric(wanted: Wanted, key: str) -> Field:
    old = wanted.old.metrics.get(key) if wanted.old else None
    initial = _initial(wanted, key, Source(column=old) if old else None)
    read = partial(_understood, wanted)
    choices = (("", "none"), *_columns(wanted))
    return Field(f"metric.{key}", _words(key), "choice", "A number", initial, choices, parse=read)


def _words(key: str) -> str:
    words = {"external_id": "id of the row", "channel_id": "channel id", "posted_at": "posted at"}
    return words.get(key, key.replace("_", " ")).capitalize()


def _columns(wanted: Wanted) -> list[tuple[str, str]]:
    return [(f"column {at}", name) for at, name in enumerate(wanted.file.columns)]


def _initial(wanted: Wanted, key: str, old: Source | Composed | None) -> str:
    """What stands in a field at first: what the mapping says, else the column that is called like it."""
    if isinstance(old, Composed):
        return _KEPT
    if old is not None and old.column is None:
        return _SAME
    names = (key, key.replace("_", " "), *_ALSO_CALLED.get(key, ())) if wanted.old is None else ()
    if names and wanted.target == "entry":
        names += _HOURS.get(key, CALLED.get(key, ()))
    wished = [column_key(name) for name in ((old.column or "",) if old else names)]
    keys = [column_key(name) for name in wanted.file.columns]
    return next((f"column {keys.index(one)}" for one in wished if one in keys), "")


def _understood(wanted: Wanted, chosen: str) -> Understood:
    if not chosen.startswith("column "):
        return Understood(chosen)
    at = int(chosen.removeprefix("column "))
    return Understood(Source(column=wanted.file.columns[at]), " · ".join(wanted.file.samples[at]))


def used_words(wanted: Wanted, values: Dict[str, Any]) -> Sequence[str]:
    """How many of the columns are used, and which are not."""
    used = {value.column for value in values.values() if isinstance(value, Source)}
    if wanted.old is not None:
        used |= {part.column for value in wanted.old.fields.values() if isinstance(value, Composed)
                 for part in value.parts.values()}  # fmt: skip
    others = [name for name in wanted.file.columns if name not in used]
    more = " …" if len(others) > _NOT_USED_TOLD else ""
    rest = f" · not used: {', '.join(others[:_NOT_USED_TOLD])}{more}" if others else ""
    return (f"{len(wanted.file.columns) - len(others)} of {len(wanted.file.columns)} columns used{rest}",)


def missing_words(wanted: Wanted, values: Dict[str, Any]) -> dict[str, str]:
    """What is missing, by the field of the form."""
    missing = missing_fields(wanted.target, _sources(wanted, values))
    return {f"field.{key}": f"{_words(key)} {reason}." for key, reason in missing.items()}


def mapping_of(wanted: Wanted, values: Dict[str, Any], name: str) -> Mapping:
    """The mapping that the form says."""
    metrics = {
        key: source.column
        for key in METRICS_OF.get(wanted.target, ())
        if isinstance(source := values.get(f"metric.{key}"), Source) and source.column
    }
    return Mapping(
        name=name,
        title=values["title"],
        target=wanted.target,
        header=wanted.old.header if wanted.old else wanted.file.columns,
        fields=_sources(wanted, values),
        metrics=metrics,
        delimiter=wanted.old.delimiter if wanted.old else None,
        date_form=values["date_form"] or None,
        duration_unit=values.get("duration_unit") or "clock",
    )


def _sources(wanted: Wanted, values: Dict[str, Any]) -> dict[str, Source | Composed]:
    found: dict[str, Source | Composed] = {}
    for key in FIELDS[wanted.target]:
        value = values.get(f"field.{key}")
        if isinstance(value, Source):
            found[key] = value
        elif value == _SAME:
            found[key] = Source(constant=values.get(f"same.{key}") or "")
        elif value == _KEPT and wanted.old is not None:
            found[key] = wanted.old.fields[key]
    return found
