"""Questions about staged rows that need no store: which names they use, which days they cover, what is said twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, Table, case, func, select, union_all

from smdash.store import staging
from smdash.store.staging import BAD, IGNORED, NEW, REPEATED, Staging


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


_NAMES = (
    (staging.entry, ("person", "campaign", "channel", "activity"), "work_day"),
    (staging.post, ("channel", "campaign"), "day"),
)


def used(staged: Staging) -> dict[int, Use]:
    """The numbers of the names that new or ignored rows use: one look at each table, however many names it has."""
    found: dict[int, Use] = {}
    for table, kinds, day in _NAMES:
        refs = [table.c[kind] for kind in kinds]
        rows = func.sum(case((_is_first(table), 1), else_=0)).label("rows")
        new = func.max(case((table.c.state == NEW, 1), else_=0)).label("new")
        days = func.min(table.c[day]).label("first"), func.max(table.c[day]).label("last")
        query = select(*refs, rows, new, *days).where(table.c.state.in_((NEW, IGNORED))).group_by(*refs)
        for row in staged.mappings(query):
            use = Use(row["rows"], bool(row["new"]), date.fromisoformat(row["first"]), date.fromisoformat(row["last"]))
            for kind in kinds:
                if (ref := row[kind]) is not None:
                    found[ref] = _together(found[ref], use) if ref in found else use
    return found


def _together(one: Use, other: Use) -> Use:
    days = [day for use in (one, other) for day in (use.first, use.last) if day is not None]
    return Use(one.rows + other.rows, one.new or other.new, min(days, default=None), max(days, default=None))


def _is_first(table: Table) -> Any:
    """Of the parts of an entry, the first; every row of other tables."""
    return func.coalesce(table.c.group_n, table.c.n) == table.c.n if table is staging.entry else table.c.n.is_not(None)


def period(staged: Staging) -> tuple[date, date] | None:
    """The first and the last day of the rows."""
    parts: list[Select[Any]] = [
        select(func.min(day).label("first"), func.max(day).label("last")).where(state.not_in((IGNORED, BAD)))
        for day, state in (
            (staging.entry.c.work_day, staging.entry.c.state),
            (staging.post.c.day, staging.post.c.state),
        )
    ]
    days = [day for row in staged.rows(union_all(*parts)) for day in row if day is not None]
    return (date.fromisoformat(min(days)), date.fromisoformat(max(days))) if days else None


def settle_repeated(staged: Staging) -> list[tuple[int, int]]:
    """Mark rows whose key stood in the file before: repeated when they say the same, else bad.

    Returns the lines of the bad ones, each with the line that had its key first.
    """
    faults = []
    for table in (staging.entry, staging.post):
        for first, later in _repeated(staged, table):
            alike = _content(table, first) == _content(table, later)
            state = REPEATED if alike else BAD
            staged.run(table.update().where(table.c.line == later[0]["line"]).values(state=state))
            if not alike:
                faults.append((later[0]["line"], first[0]["line"]))
    return faults


def _repeated(staged: Staging, table: Table) -> Iterator[tuple[list[RowMapping], list[RowMapping]]]:
    """The rows of a key's first line, each time with those of a later line that has the key too."""
    lines = func.min(table.c.line) != func.max(table.c.line)
    keys: Select[Any] = select(table.c.source, table.c.key).group_by(table.c.key, table.c.source).having(lines)
    for source, key in staged.rows(keys):
        query = select(table).where(table.c.source == source, table.c.key == key).order_by(table.c.n)
        by_line: dict[int, list[RowMapping]] = {}
        for row in staged.mappings(query):
            by_line.setdefault(row["line"], []).append(row)
        first, *rest = by_line.values()
        for later in rest:
            yield first, later


def _content(table: Table, rows: list[RowMapping]) -> list[tuple[Any, ...]]:
    kept = [column.name for column in table.c if column.name not in ("n", "group_n", "line", "state")]
    return [tuple(row[name] for name in kept) for row in rows]
