"""Questions about staged rows that need no store: which names they use, which days they cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Text, case, func, literal, select, union_all

from smdash.store.import_kinds.base import first_part
from smdash.store.import_kinds.registry import KINDS
from smdash.store.staging import BAD, IGNORED, NEW, Staging


@dataclass(frozen=True, slots=True)
class StagedName:
    """A name in the file and what it stands for: the row `target_id`, or else a new one called `name`.

    `label` is what the file says. `first` and `last` are the days of its new rows.
    """

    ref: int
    kind: str
    label: str
    name: str
    target_id: int | None = None
    platform: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """How new and ignored rows use a name: how many do, whether any is new, and their first and last day."""

    rows: int
    new: bool
    first: date | None
    last: date | None


_NO_DAY = literal(None, Text)


def used(staged: Staging) -> dict[int, Use]:
    """The numbers of the names that new or ignored rows use: one look at each table, however many names it has."""
    found: dict[int, Use] = {}
    for kind in (kind for kind in KINDS if kind.names and kind.is_concerned(staged)):
        table = kind.staged
        refs = [table.c[name] for name in kind.names]
        rows = func.sum(case((first_part(table), 1), else_=0)).label("rows")
        new = func.max(case((table.c.state == NEW, 1), else_=0)).label("new")
        day = table.c[kind.day] if kind.day else _NO_DAY
        last = table.c[kind.until] if kind.until else day
        days = func.min(day).label("first"), func.max(last).label("last")
        query = select(*refs, rows, new, *days).where(table.c.state.in_((NEW, IGNORED))).group_by(*refs)
        for row in staged.mappings(query):
            use = Use(row["rows"], bool(row["new"]), _day(row["first"]), _day(row["last"]))
            for name in kind.names:
                if (ref := row[name]) is not None:
                    found[ref] = together(found[ref], use) if ref in found else use
    return found


def together(one: Use, other: Use) -> Use:
    """The use of a name in two places."""
    days = [day for use in (one, other) for day in (use.first, use.last) if day is not None]
    return Use(one.rows + other.rows, one.new or other.new, min(days, default=None), max(days, default=None))


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)


def period(staged: Staging) -> tuple[date, date] | None:
    """The first and the last day of the rows."""
    parts: list[Select[Any]] = []
    for kind in (kind for kind in KINDS if kind.day and kind.is_concerned(staged)):
        day, state = kind.staged.c[kind.day], kind.staged.c.state
        last = kind.staged.c[kind.until or kind.day]
        parts.append(select(func.min(day, type_=Text), func.max(last, type_=Text)).where(state.not_in((IGNORED, BAD))))
    found = staged.rows(union_all(*parts)) if parts else ()
    days = [day for row in found for day in row if day is not None]
    return (date.fromisoformat(min(days)), date.fromisoformat(max(days))) if days else None
