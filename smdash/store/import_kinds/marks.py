"""Marks on staged rows, in the temporary database: which of them the store knows, which a file says twice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, Table, exists, func, select, tuple_

from smdash.store import staging
from smdash.store.staging import BAD, CHANGED, DELETED, NEW, REPEATED, SAME, Staging
from smdash.store.store import Snapshot
from smdash.store.tables import deleted_key

_CHUNK = 5_000
_SETTLED = (staging.IGNORED, staging.REPEATED, staging.BAD)
_PLACES = ("n", "group_n", "line", "state")


def start_anew(staged: Staging, table: Table) -> None:
    """Forget what an earlier comparison found."""
    staged.run(table.update().where(_open(table), table.c.state != NEW).values(state=NEW))


def mark_known(snapshot: Snapshot, staged: Staging, table: Table, target: Table) -> None:
    """Mark rows whose key the store has, or had until a person deleted it."""
    for (source,) in staged.rows(select(table.c.source).distinct()):
        found = []
        for place, state in ((target, SAME), (deleted_key, DELETED)):
            if exists_where(snapshot, place.c.source == source):
                found += [
                    (source, key, state)
                    for keys in _keys(staged, table, source)
                    for key in _there(snapshot, place, source, keys)
                ]
        if found:
            mark(staged, table, found, table.c.source == source)


def mark(staged: Staging, table: Table, found: Sequence[tuple[str, str, str]], condition: ColumnElement[bool]) -> None:
    """Give the rows with these sources and keys, as far as the condition holds and they are open, these states."""
    staged.put(staging.known, [])
    staged.add(staging.known, found)
    known = staging.known.c
    alike = known.source == table.c.source, known.key == table.c.key
    state = select(known.state).where(*alike).scalar_subquery()
    staged.run(table.update().where(_open(table), condition, exists().where(*alike)).values(state=state))


def mark_changed(staged: Staging, table: Table, keys: Sequence[tuple[str, str]]) -> None:
    """Mark rows that are there, by source and key, as different."""
    mark(staged, table, [(*key, CHANGED) for key in keys], table.c.state == SAME)


def mark_same(staged: Staging, table: Table, places: Sequence[int]) -> None:
    """Mark the rows at these places of the file as there already."""
    mark_places(staged, table, places, SAME)


def mark_places(staged: Staging, table: Table, places: Sequence[int], state: str) -> None:
    """Give the rows at these places of the file a state."""
    if places:
        staged.run(table.update().where(among(table.c.n, places)).values(state=state))


def exists_where(snapshot: Snapshot, condition: ColumnElement[bool]) -> bool:
    """Whether the store has a row like that."""
    return snapshot.connection.execute(select(1).where(condition).limit(1)).first() is not None


def among(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """The condition that a column is one of many values, in one parameter however many there are."""
    listed = func.json_each(json.dumps(values)).table_valued("value")
    return column.in_(select(listed.c.value))  # type: ignore[no-any-return]


def settle_repeated(staged: Staging, table: Table) -> list[tuple[int, int]]:
    """Mark rows whose key stood in the file before: repeated when they say the same, else bad.

    Returns the lines of the bad ones, each with the line that had its key first.
    """
    faults = []
    for first, later in _repeated(staged, table):
        alike = _content(table, first) == _content(table, later)
        state = REPEATED if alike else BAD
        staged.run(table.update().where(table.c.line == later[0]["line"]).values(state=state))
        if not alike:
            faults.append((later[0]["line"], first[0]["line"]))
    return faults


def fold(
    staged: Staging, table: Table, n: int, values: Mapping[str, Any], places: Sequence[int], bad: Set[int]
) -> None:
    """Give a row what other rows of the file add to it; these go, but those on bad lines stay as bad."""
    staged.run(table.update().where(table.c.n == n).values(values))
    staged.run(table.update().where(among(table.c.n, places), among(table.c.line, sorted(bad))).values(state=BAD))
    staged.run(table.delete().where(among(table.c.n, places), table.c.state != BAD))


def rows_by_line(staged: Staging, table: Table) -> Iterator[list[list[RowMapping]]]:
    """For each key that stands on more than one line of the file, its rows line by line."""
    row = table.c
    on_lines = func.min(row.line) != func.max(row.line)
    keys: Select[Any] = select(row.key, row.source).group_by(row.key, row.source).having(on_lines)
    query = select(table).where(tuple_(row.key, row.source).in_(keys)).order_by(row.key, row.source, row.n)
    for _, rows in groupby(staged.mappings(query), lambda found: (found["key"], found["source"])):
        by_line: dict[int, list[RowMapping]] = {}
        for one in rows:
            by_line.setdefault(one["line"], []).append(one)
        yield list(by_line.values())


def _repeated(staged: Staging, table: Table) -> Iterator[tuple[list[RowMapping], list[RowMapping]]]:
    """The rows of a key's first line, each time with those of a later line that has the key too."""
    for first, *rest in rows_by_line(staged, table):
        for later in rest:
            yield first, later


def _content(table: Table, rows: list[RowMapping]) -> list[tuple[Any, ...]]:
    kept = [column.name for column in table.c if column.name not in _PLACES]
    return [tuple(row[name] for name in kept) for row in rows]


def _open(table: Table) -> ColumnElement[bool]:
    """Rows whose state depends on the store."""
    return table.c.state.not_in(_SETTLED)


def _keys(staged: Staging, table: Table, source: str) -> Iterator[list[str]]:
    keys = [row.key for row in staged.rows(select(table.c.key).where(table.c.source == source).distinct())]
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


def _there(snapshot: Snapshot, table: Table, source: str, keys: list[str]) -> Sequence[str]:
    query = select(table.c.external_key).where(table.c.source == source, among(table.c.external_key, keys))
    return snapshot.connection.execute(query).scalars().all()
