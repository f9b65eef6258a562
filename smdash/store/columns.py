"""Column types that SQLite's STRICT tables accept, and that refuse what would lose its meaning silently."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

Key = BigInteger().with_variant(Integer, "sqlite")


INSTANT_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
"""How SQLite's own functions write an instant as it is kept."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC to the second, as fixed-width ISO text that sorts; refuses naive values."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A calendar day as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        if isinstance(value, datetime):
            raise TypeError("a day has no time")
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        if value is not None and value not in (0, 1):
            raise ValueError("a flag is yes or no")
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Exact(TypeDecorator[Decimal]):
    """A decimal number kept digit by digit, as text: SQLite would make it a float. Refuses floats and infinities."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError("a float is not exact")
        if not Decimal(value).is_finite():
            raise ValueError("a number must be finite")
        return format(Decimal(value), "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Json(TypeDecorator[Any]):
    """A value kept as JSON with sorted keys, so that equal values are equal text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def id_column() -> Column[int]:
    """The primary key every table has."""
    return Column("id", Key, primary_key=True)


def text(name: str, default: str | None = None) -> Column[str]:
    """Text that must be there; `default` where it may be left out."""
    if default is None:
        return Column(name, Text, nullable=False)
    return Column(name, Text, nullable=False, default=default, server_default=default)


def reference(name: str, table: str, *, required: bool = False, index: bool = False) -> Column[int | None]:
    """A key of another table's row; rows that are pointed at can't be deleted."""
    return Column(name, Key, ForeignKey(f"{table}.id", ondelete="RESTRICT"), nullable=not required, index=index)


def whole(name: str, *, required: bool = False) -> Column[int | None]:
    """A whole number that may be missing; missing is never zero."""
    return Column(name, Key, nullable=not required)


def counted(name: str) -> Column[int]:
    """A whole number that starts at zero."""
    return Column(name, Key, nullable=False, default=0, server_default="0")


def flag(name: str) -> Column[bool]:
    """Yes or no, no by default."""
    return Column(name, Flag, CheckConstraint(f"{name} in (0, 1)"), nullable=False, default=False, server_default="0")


def choice(name: str, *values: str, required: bool = True) -> Column[str]:
    """One of a few words, checked by the database too."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return Column(name, Text, CheckConstraint(f"{name} in ({allowed})"), nullable=not required)


def currency(name: str, *, required: bool = True) -> Column[str]:
    """A three-letter currency code."""
    return Column(name, Text, CheckConstraint(f"length({name}) = 3"), nullable=not required)
