"""Fields of forms as data, and what a typed text means in each kind of field. No Textual here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from smdash.domain import durations, figures
from smdash.domain.amounts import parse_amount, parse_number
from smdash.domain.money import Money
from smdash.domain.periods import parse_day
from smdash.domain.text import clean, name_key, one_line
from smdash.errors import InvalidInput

Kind = Literal["text", "choice", "day", "money", "duration", "number", "flag", "note", "path"]
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Understood:
    """What a typed text means, and how that is echoed beside it (empty where the text says it all)."""

    value: Any
    echo: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form.

    The value a form gives for it: text and note `str`, choice the chosen option's value, day `date`, money `Money`,
    duration seconds, number `Decimal`, flag `bool`, path `Path`, and what `parse` makes of it where there is one; an
    empty field that isn't required gives None ("" for text and note without `parse`).
    `choices` are (value, label) pairs; `completions` are names that exist already. `initial` is what stands in the
    field at first, as if typed (for choices the value, for flags "yes" or "no"). `parse` replaces the kind's own
    reading and raises `InvalidInput` for what it does not take. With `only_if`, the field is asked only while another
    field, a choice, has one of those values; else it gives None.
    """

    name: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    initial: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    completions: tuple[str, ...] = ()
    required: bool = False
    currency: str = ""
    parse: Callable[[str], Understood] | None = None
    only_if: tuple[str, frozenset[str]] | None = None

    def asked(self, typed: Mapping[str, str]) -> bool:
        """Whether it is asked while these texts stand in the fields."""
        return self.only_if is None or typed.get(self.only_if[0]) in self.only_if[1]


def understand(field: Field, typed: str, today: date) -> Understood:
    """What was typed into a field means; `InvalidInput` says what is wrong with it."""
    text = clean(typed).strip() if field.kind == "note" else one_line(typed)
    if not text:
        if field.required:
            raise InvalidInput(f"{field.label} is needed.")
        return Understood("" if field.parse is None and field.kind in ("text", "note") else None)
    if field.parse is not None:
        return field.parse(text)
    return _KINDS[field.kind](field, text, today)


def understood(fields: Sequence[Field], typed: Mapping[str, str], today: date) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the fields that are understood, and what is wrong with the others."""
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for field in fields:
        if not field.asked(typed):
            values[field.name] = None
            continue
        try:
            values[field.name] = understand(field, typed[field.name], today).value
        except InvalidInput as fault:
            faults[field.name] = str(fault).replace("\n", " ")
    return values, faults


def matching(names: Sequence[str], typed: str, limit: int = 4) -> list[str]:
    """Names that begin with what was typed, then those that contain it."""
    key = name_key(typed)
    if not key:
        return list(names[:limit])
    first = [name for name in names if name_key(name).startswith(key)]
    return [*first, *(name for name in names if key in name_key(name) and name not in first)][:limit]


def _text(_field: Field, text: str, _today: date) -> Understood:
    return Understood(text)


def _choice(field: Field, text: str, _today: date) -> Understood:
    if text not in {value for value, _ in field.choices}:
        raise InvalidInput(f"{field.label}: choose one.", "Left and right go through the choices.")
    return Understood(text)


def _day(_field: Field, text: str, today: date) -> Understood:
    day = parse_day(text, today)
    return Understood(day, f"{day:%a %-d %b %Y}")


def _money(field: Field, text: str, _today: date) -> Understood:
    money: Money = parse_amount(text, field.currency)
    return Understood(money, f"{figures.show_minor(money.minor, money.currency, cents=True)} {money.currency}")


def _duration(_field: Field, text: str, _today: date) -> Understood:
    seconds = durations.parse_duration(text)
    return Understood(seconds, durations.spoken(seconds))


def _number(_field: Field, text: str, _today: date) -> Understood:
    number: Decimal = parse_number(text)
    exponent = number.as_tuple().exponent
    shown = figures.grouped(number, -exponent if isinstance(exponent, int) else 0)
    return Understood(number, "" if shown == text else shown)


def _flag(_field: Field, text: str, _today: date) -> Understood:
    return Understood(text == YES)


def _path(_field: Field, text: str, _today: date) -> Understood:
    return Understood(Path(text).expanduser())


_KINDS: dict[Kind, Callable[[Field, str, date], Understood]] = {
    "text": _text,
    "note": _text,
    "choice": _choice,
    "day": _day,
    "money": _money,
    "duration": _duration,
    "number": _number,
    "flag": _flag,
    "path": _path,
}
