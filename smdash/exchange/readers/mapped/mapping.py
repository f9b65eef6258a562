"""A saved mapping: which column of any CSV file holds what. A frozen value, read from and written as TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from importlib import resources

from smdash.domain import text
from smdash.domain.measures import CHANNEL_METRICS
from smdash.errors import InvalidInput
from smdash.exchange.files.grid import DELIMITERS
from smdash.exchange.grammar.dates import FORMS, WEEKDAYS
from smdash.exchange.records.base import METRICS, Precision

POST_FIELDS = ("platform", "channel", "channel_id", "campaign", "kind", "text", "url", "external_id", "posted_at")
ENTRY_FIELDS = ("person", "email", "project", "channel", "activity", "tags", "note", "external_id", "start", "end",
                "day", "duration")  # fmt: skip
COST_FIELDS = ("day", "until", "amount", "currency", "category", "campaign", "channel", "platform", "name", "note",
               "external_id")  # fmt: skip
BENEFIT_FIELDS = ("day", "amount", "currency", "kind", "category", "evidence", "share", "margin", "campaign", "channel",
                  "platform", "name", "note", "external_id")  # fmt: skip
OUTCOME_FIELDS = ("day", "kind", "count", "campaign", "channel", "platform", "note", "external_id")
CHANNEL_DAY_FIELDS = ("platform", "channel", "day")
FIELDS = {
    "post": POST_FIELDS, "entry": ENTRY_FIELDS, "cost": COST_FIELDS, "benefit": BENEFIT_FIELDS,
    "outcome": OUTCOME_FIELDS, "channel_day": CHANNEL_DAY_FIELDS,
}  # fmt: skip
TARGETS = tuple(FIELDS)
_NEEDED: Dict[str, tuple[tuple[str, ...], ...]] = {
    "post": (("platform",), ("channel",), ("posted_at",)),
    "entry": (("person",), ("start", "day")),
    "cost": (("day",), ("amount",)),
    "benefit": (("day",), ("amount",), ("evidence",)),
    "outcome": (("day",), ("kind",)),
    "channel_day": (("platform",), ("day",)),
}
METRICS_OF = {"post": METRICS, "channel_day": CHANNEL_METRICS}
DATED = ("posted_at", "start", "end", "day", "until")
"""Fields that hold a day or a moment."""
AMOUNTS = ("amount", "share", "margin", "count")
"""Fields that hold a number; `share` and `margin` as `40%` or `0.4`."""
_SEE = "`smdash import --help` shows a mapping."
DURATION_UNITS = ("clock", "hours", "minutes", "seconds")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: one column, or the same constant in every row."""

    column: str | None = None
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """A moment put together from parts, each a column or constant, down to `precision`.

    With `precision` month there is no day: the moment is the first day of the month or, where a weekday is known, the
    first such weekday, at the hour if there is one. `weekday_one` is the weekday that is written as 1.
    """

    precision: Precision
    year: Source
    month: Source
    day: Source | None = None
    weekday: Source | None = None
    hour: Source | None = None
    weekday_one: str = "monday"

    @property
    def parts(self) -> dict[str, Source]:
        """The parts there are, by name."""
        every = {name: getattr(self, name) for name in ("year", "month", "day", "weekday", "hour")}
        return {name: source for name, source in every.items() if source is not None}


@dataclass(frozen=True, slots=True)
class Mapping:
    """How to read a CSV file as one of `TARGETS`. `header` are the columns by which the file is recognised.

    `fields` maps the `FIELDS` of the target to where they come from (a date may be `Composed`), `metrics` the metrics
    of a post or of a day of a channel to columns. `date_form` is one of `FORMS` where the dates alone don't tell.
    Without `external_id` a row's key is its content. `duration_unit` says how `duration` is written.
    """

    name: str
    title: str
    target: str
    header: tuple[str, ...]
    fields: Dict[str, Source | Composed]
    metrics: Dict[str, str] = field(default_factory=dict)
    delimiter: str | None = None
    date_form: str | None = None
    duration_unit: str = "clock"


def parse_mapping(toml: str) -> Mapping:
    """The mapping in a TOML text; `InvalidInput` names what is wrong in it."""
    try:
        table = tomllib.loads(toml)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise InvalidInput(f"The mapping is not TOML: {text.one_line(str(fault))}.", _SEE) from None
    name = text.one_line(_string(table, "name"))
    target = _one_of(table, "target", TARGETS, "post")
    fields = {key: _source(key, value) for key, value in _table(table, "fields", FIELDS[target]).items()}
    known = METRICS_OF.get(target, METRICS)
    metrics = {key: _text(f"metrics.{key}", value) for key, value in _table(table, "metrics", known).items()}
    for key, reason in missing_fields(target, fields).items():
        raise _wrong(f"fields.{key}", reason)
    header = table.get("header", [])
    if not isinstance(header, list) or not header or not all(isinstance(item, str) and item for item in header):
        raise _wrong("header", "must list the columns by which the file is known")
    return Mapping(
        name=name,
        title=text.one_line(_text("title", table.get("title", name))),
        target=target,
        header=tuple(header),
        fields=fields,
        metrics=metrics,
        delimiter=_one_of(table, "delimiter", DELIMITERS, "") or None,
        date_form=_one_of(table, "date_form", tuple(FORMS), "") or None,
        duration_unit=_one_of(table, "duration_unit", DURATION_UNITS, "clock"),
    )


def missing_fields(target: str, given: Collection[str]) -> dict[str, str]:
    """The fields a mapping of a target needs beyond those given, and why; of several that would do, the first."""
    found = {
        choice[0]: f"is missing, and so is {choice[1]}" if choice[1:] else "is missing"
        for choice in _NEEDED[target]
        if not any(key in given for key in choice)
    }
    if target == "entry" and not ("duration" in given or {"start", "end"} <= set(given)):
        found["duration"] = "is missing, and so are start and end"
    return found


def needed_fields(target: str) -> tuple[str, ...]:
    """The fields that no mapping of a target can do without."""
    return tuple(choice[0] for choice in _NEEDED[target] if len(choice) == 1)


def leading_fields(target: str) -> tuple[str, ...]:
    """The fields that make a row what it is: those needed, and those of which one is needed."""
    duration = ("duration", "end") if target == "entry" else ()
    return (*(key for choice in _NEEDED[target] for key in choice), *duration)


def shipped_mappings() -> tuple[Mapping, ...]:
    """The mappings that come with smdash, by file name."""
    folder = resources.files("smdash.exchange.mappings")
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    return tuple(parse_mapping(file.read_text(encoding="utf-8")) for file in files)


def _source(key: str, value: object) -> Source | Composed:
    if isinstance(value, str):
        return Source(column=value)
    if not isinstance(value, dict):
        raise _wrong(f"fields.{key}", "must name a column or a constant")
    if key in DATED and "year" in value:
        return _composed(key, value)
    if key in (*DATED, "duration") and "constant" in value:
        raise _wrong(f"fields.{key}", "can't be the same in every row")
    return _plain(f"fields.{key}", value)


def _plain(key: str, value: object) -> Source:
    if isinstance(value, dict) and len(value) == 1 and (found := value.keys() & {"column", "constant"}):
        kind = found.pop()
        content = _text(key, value[kind])
        return Source(column=content) if kind == "column" else Source(constant=text.one_line(content))
    raise _wrong(key, "must name a column or a constant")


def _composed(key: str, value: dict[str, object]) -> Composed:
    at = f"fields.{key}"
    unknown = value.keys() - {"precision", "year", "month", "day", "weekday", "weekday_one", "hour"}
    if unknown:
        raise _wrong(f"{at}.{min(unknown)}", "is not known")
    parts = {part: _plain(f"{at}.{part}", value[part]) for part in value.keys() - {"precision", "weekday_one"}}
    if "month" not in parts:
        raise _wrong(f"{at}.month", "is missing")
    precision = _one_of(value, "precision", ("minute", "day", "month"), "day")
    if (precision == "month") == ("day" in parts):
        raise _wrong(f"{at}.day", "is needed for a day, and not for a month")
    exact: Precision = "month" if precision == "month" else "minute" if precision == "minute" else "day"
    return Composed(
        exact,
        parts["year"],
        parts["month"],
        parts.get("day"),
        parts.get("weekday"),
        parts.get("hour"),
        _one_of(value, "weekday_one", WEEKDAYS, "monday"),
    )


def _table(table: dict[str, object], key: str, allowed: tuple[str, ...]) -> dict[str, object]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise _wrong(key, "must be a table")
    for name in found:
        if name not in allowed:
            raise _wrong(f"{key}.{name}", f"is not one of {', '.join(allowed)}")
    return found


def _string(table: dict[str, object], key: str) -> str:
    if key not in table:
        raise _wrong(key, "is missing")
    return _text(key, table[key])


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(key, "must be a text")
    return value


def _one_of(table: dict[str, object], key: str, allowed: tuple[str, ...], otherwise: str) -> str:
    value = table.get(key, otherwise)
    if value not in (*allowed, otherwise):
        raise _wrong(key, f"must be one of {', '.join(map(repr, allowed))}")
    return str(value)


def _wrong(key: str, reason: str) -> InvalidInput:
    return InvalidInput(f"In the mapping, “{key}” {reason}.", _SEE)
