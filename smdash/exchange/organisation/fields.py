"""Strict reading of the tables of a TOML file: each key is asked for once, what is left over is a fault.

Numbers with a point are read as Decimal, so that an amount is exactly what is written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from smdash.domain import text
from smdash.domain.durations import parse_duration
from smdash.domain.money import MAX_MINOR, Money, check_currency, digits
from smdash.errors import FormFaults, InvalidInput, NotFound, SmdashError

Word = TypeVar("Word", bound=StrEnum)
Read = TypeVar("Read")

LARGEST_FILE = 10_000_000
"""Bytes; a file people write by hand stays far below."""
SHOWN = 10
_NOTHING: Any = object()


def load_toml(path: Path) -> dict[str, Any]:
    """The tables of a file; `NotFound` without one, `InvalidInput` when it is no TOML or far too large."""
    return parse_toml(path.name, read_content(path))


def read_content(path: Path) -> bytes:
    """The bytes of a file; `NotFound` without one, `InvalidInput` when it can't be read or is far too large."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InvalidInput(f"{path.name} is larger than 10 MB.", "Divide it.")
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.", "Check its name.") from None
    except OSError as fault:
        raise InvalidInput(f"{path.name} can't be read: {fault.strerror}.", "Check the file.") from None


def parse_toml(name: str, content: bytes) -> dict[str, Any]:
    """The tables in a file's bytes; `InvalidInput` when they are no TOML."""
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise InvalidInput(f"{name} is not valid TOML: {text.one_line(str(fault))}.", "Correct it.") from None


class PlacedFault(InvalidInput):
    """A fault of the store that says at which place of a file it was met."""


def at(where: str, fault: SmdashError) -> PlacedFault:
    """The same fault with the place it is at; those of several fields each under its name."""
    if isinstance(fault, FormFaults):
        said = "; ".join(f"{key}: {reason}" for key, reason in fault.faults.items())
        return PlacedFault(f"{where}, {said}")
    return PlacedFault(f"{where}: {fault.message}", fault.hint)


@contextmanager
def told_at(where: str) -> Iterator[None]:
    """Says where in the file a fault of the store was met; the innermost place stands."""
    try:
        yield
    except PlacedFault:
        raise
    except SmdashError as fault:
        raise at(where, fault) from fault


def together(faults: list[str], name: str) -> InvalidInput:
    """Many faults of one file as one, the first ten in full."""
    if len(faults) > SHOWN:
        faults = [*faults[:SHOWN], f"{len(faults) - SHOWN} more."]
    return InvalidInput("\n".join(faults), f"Nothing was written. Correct {name} and import it again.")


@dataclass(slots=True)
class Fields:
    """One table, at a place such as `books.toml, cost 3`. Each getter raises `InvalidInput` naming place and key.

    `currency` is that of amounts which name none.
    """

    where: str
    values: Mapping[str, Any]
    currency: str
    _asked: set[str] = field(default_factory=set)

    def fault(self, key: str, reason: str) -> InvalidInput:
        """What is wrong with one key."""
        return InvalidInput(f"{self.where}, {key}: {reason}")

    def text(self, key: str, default: str | None = None) -> str:
        """A text; it must be there and not be empty unless a default says otherwise."""
        value = self._get(key, _NOTHING if default is None else default)
        if not isinstance(value, str):
            raise self.fault(key, f"must be a text in quotes, not {_shown(value)}.")
        if default is None and not text.one_line(value):
            raise self.fault(key, "is empty.")
        return value

    def word(self, key: str, kind: type[Word], default: Word | None = None) -> Word:
        """One of the words of an enumeration."""
        value = self._get(key, _NOTHING if default is None else default)
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(word.value for word in kind)
            raise self.fault(key, f"{_shown(value)} is none of {known}.") from None

    def day(self, key: str) -> date:
        """A day that must be there."""
        return self._as_day(key, self._get(key))

    def day_or_none(self, key: str) -> date | None:
        """A day that may be missing."""
        value = self._get(key, None)
        return None if value is None else self._as_day(key, value)

    def moment(self, key: str) -> datetime:
        """A day and time of the clock on the wall, without a zone."""
        value = self._get(key)
        if not isinstance(value, datetime) or value.tzinfo is not None:
            raise self.fault(key, f"must be a day and a time such as 2026-11-19T18:30:00, not {_shown(value)}.")
        return value

    def moment_or_none(self, key: str) -> datetime | None:
        """A day and time that may be missing."""
        return self.moment(key) if self._has(key) else None

    def number(self, key: str) -> Decimal:
        """A number that must be there."""
        return self._as_number(key, self._get(key))

    def number_or(self, key: str, default: Decimal | None) -> Decimal | None:
        """A number that may be missing."""
        value = self._get(key, None)
        return default if value is None else self._as_number(key, value)

    def whole(self, key: str) -> int:
        """A whole number that must be there."""
        value = self._get(key)
        if type(value) is not int:
            raise self.fault(key, f"must be a whole number, not {_shown(value)}.")
        return value

    def whole_or_none(self, key: str) -> int | None:
        """A whole number that may be missing."""
        return self.whole(key) if self._has(key) else None

    def flag(self, key: str) -> bool:
        """true or false; false when it is missing."""
        value = self._get(key, default=False)
        if not isinstance(value, bool):
            raise self.fault(key, f"must be true or false, not {_shown(value)}.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is missing."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(key, "must be a list of texts in quotes.")
        if len(set(value)) < len(value):
            raise self.fault(key, "names something twice.")
        return tuple(value)

    def seconds(self, key: str, default: int | None = None) -> int | None:
        """A duration in hours, or a text such as "1h30m" of a day at most; in seconds."""
        value = self._get(key, None)
        if value is None:
            return default
        if isinstance(value, str):
            try:
                return parse_duration(value)
            except InvalidInput as fault:
                raise self.fault(key, fault.message) from None
        exact = self._as_number(key, value) * 3600
        if exact < 0 or exact != exact.to_integral_value():
            raise self.fault(key, f"{value} hours are no whole number of seconds from zero on.")
        return int(exact)

    def money(self, key: str) -> Money:
        """An amount in major units, in the currency of the key `currency` or else the file's."""
        code = self.code()
        number = self._as_number(key, self._get(key))
        if abs(number) > Decimal(MAX_MINOR).scaleb(-digits(code)):
            raise self.fault(key, "is larger than any amount smdash takes.")
        money = Money.of(number, code)
        if money.amount != number:
            raise self.fault(key, f"{number} has more decimals than {code} has.")
        return money

    def money_or_none(self, key: str) -> Money | None:
        """An amount that may be missing."""
        return self.money(key) if self._has(key) else None

    def code(self, key: str = "currency") -> str:
        """A currency code, the file's own when it is missing."""
        value = self.text(key, self.currency)
        try:
            return check_currency(value)
        except InvalidInput as fault:
            raise self.fault(key, fault.message) from None

    def table(self, key: str) -> Mapping[str, Any]:
        """A table whose keys are free; empty when it is missing."""
        value = self._get(key, {})
        if not isinstance(value, dict):
            raise self.fault(key, f"must be a table, not {_shown(value)}.")
        return value

    def tables(self, key: str, currency: str = "") -> list[Fields]:
        """The tables of a list, each at a place with its number and name; none when the list is missing."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fault(key, "must be a list of tables, each under its name in double brackets.")
        found = []
        for number, item in enumerate(value, 1):
            name = item.get("name")
            label = f"{number} “{text.one_line(name)}”" if isinstance(name, str) else str(number)
            found.append(Fields(f"{self.where}, {key} {label}", item, currency or self.currency))
        return found

    def end(self) -> None:
        """Refuse the keys nobody asked for."""
        unknown = sorted(set(self.values) - self._asked)
        if unknown:
            known = ", ".join(sorted(self._asked))
            raise self.fault(text.one_line(unknown[0]), f"is not known here. Known are {known}.")

    def _has(self, key: str) -> bool:
        self._asked.add(key)
        return key in self.values

    def _get(self, key: str, default: Any = _NOTHING) -> Any:
        self._asked.add(key)
        value = self.values.get(key, default)
        if value is _NOTHING:
            raise self.fault(key, "is missing.")
        return value

    def _as_day(self, key: str, value: object) -> date:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fault(key, f"must be a day such as 2026-11-20, not {_shown(value)}.")
        return value

    def _as_number(self, key: str, value: object) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            raise self.fault(key, f"must be a number such as 1250.50, not {_shown(value)}.")
        return Decimal(value)


def each(tables: Iterable[Fields], read: Callable[[Fields], Read], faults: list[str]) -> tuple[Read, ...]:
    """Read each table of a list to its end; a fault is kept, and the next table read."""
    found = []
    for table in tables:
        try:
            found.append(read(table))
            table.end()
        except InvalidInput as fault:
            faults.append(fault.message)
    return tuple(found)


def every(tables: Iterable[Fields], read: Callable[[Fields], Read]) -> tuple[Read, ...]:
    """Read each table of a list inside another table; `InvalidInput` with all faults at once."""
    faults: list[str] = []
    found = each(tables, read, faults)
    if faults:
        raise InvalidInput("\n".join(faults))
    return found


def _shown(value: object) -> str:
    return f"“{text.one_line(str(value))[:60]}”"
