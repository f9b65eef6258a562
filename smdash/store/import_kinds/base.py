"""What all kinds of imported rows share: how they wait, are compared with the store, and are written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, Table, case, column, func, select
from sqlalchemy import table as sql_table

from smdash.store import staging
from smdash.store.import_kinds import marks
from smdash.store.staging import NEW, Staging
from smdash.store.store import Snapshot, Transaction

CHUNK = 5_000
"""Rows that are compared at a time."""

Insertion = tuple[Table, Select[Any]]
"""A table and the query of what is added to it, its columns named as the table's."""


@dataclass(frozen=True, slots=True)
class Update:
    """New values for columns of one row that is there, as the program uses them."""

    table: str
    row_id: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing found beside the states of the rows: changes of rows that are there, how many rows are added by
    table that no row of state *new* stands for, and how many values stay because a person edited them, and what was
    decided without asking, worth telling in the preview.
    """

    updates: tuple[Update, ...] = ()
    more: Mapping[str, int] = field(default_factory=dict)
    kept: int = 0
    notes: tuple[str, ...] = ()


class RowKind:
    """One kind of rows, known by `source` and `key`: those the store has are *same*, what a person deleted stays away.

    `plural` and `one` are its words. `staged` is where its rows wait: columns `n` (place in the file), `line`, `state`;
    `source` and `key` where a row can be told again. `target` is the table of the store. `names` are the columns that
    hold numbers of names, called by the kind of name; `day` the column of its day, empty when it counts for no period,
    `until` that of its last one, empty when there is but one.
    `at_odds` is what is wrong with a row that contradicts an earlier one. `beside` are tables of other staged rows that
    bear on what becomes of these, and of those that the store has.
    """

    plural: ClassVar[str]
    one: ClassVar[str]
    staged: ClassVar[Table]
    target: ClassVar[Table]
    names: ClassVar[tuple[str, ...]] = ()
    day: ClassVar[str] = ""
    until: ClassVar[str] = ""
    beside: ClassVar[tuple[Table, ...]] = ()
    at_odds: ClassVar[str] = "has the id of {first} and says something else"

    def is_concerned(self, staged: Staging) -> bool:
        """Whether a file has rows that bear on this kind: of others nothing need be asked, and most have one kind."""
        return any(staged.was_given(table) for table in (self.staged, *self.beside))

    def settle_repeated(self, staged: Staging) -> list[tuple[int, int]]:
        """Give rows that say again what the same file said before their state; returns the lines at odds with an
        earlier one, each with that one.
        """
        return marks.settle_repeated(staged, self.staged)

    def settle_names(self, staged: Staging, made: Mapping[int, int]) -> None:
        """Say which rows new names got, by the number of the name, when files before this one in the same import made
        them. Only for rows that keep the ids of what they belong to.
        """

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        """Give each row its state; `again` says that this very file was imported before, so that nothing is changed."""
        marks.start_anew(staged, self.staged)
        marks.mark_known(snapshot, staged, self.staged, self.target)
        return Compared()

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        """What is added to which table, in an order that references allow. The staged rows are attached."""
        raise NotImplementedError

    def dated(self, staged: Staging) -> Iterable[Any]:
        """The days, or moments, to which the numbers of the rows that are added belong; some may come twice."""
        if self.day:
            query = select(self.staged.c[self.day]).where(self.staged.c.state == NEW).distinct()
            yield from (row[0] for row in staged.rows(query))

    def added(self, staged: Staging, compared: Compared) -> Mapping[str, int]:
        """How many rows the insertions will add, by table."""
        return {self.target.name: self._new(staged), **compared.more}

    def states(self, staged: Staging) -> dict[str, int]:
        """How many rows of the file have which state; the parts of one count once."""
        query = select(self.staged.c.state, func.count()).where(first_part(self.staged)).group_by(self.staged.c.state)
        return dict(tuple(row) for row in staged.rows(query))

    def _new(self, staged: Staging) -> int:
        found = staged.rows(select(func.count()).where(self.staged.c.state == NEW))[0][0]
        return int(found)


def first_part(table: Table) -> ColumnElement[bool]:
    """Of rows that are parts of one, the first; every row of tables that know no parts."""
    if "group_n" not in table.c:
        return table.c.n.is_not(None)
    return func.coalesce(table.c.group_n, table.c.n) == table.c.n


def last_id(tx: Transaction, target: Table) -> int:
    """The highest id a table ever gave: ids are never given twice."""
    sequence = sql_table("sqlite_sequence", column("name"), column("seq"))
    query = select(sequence.c.seq).where(sequence.c.name == target.name)
    return int(tx.connection.execute(query).scalar() or 0)


def named(staged: Table, *kinds: str) -> list[ColumnElement[Any]]:
    """The ids of what the names of a row stand for, as `channel_id` for the name in `channel`."""
    return [target_of(staged.c[kind]).label(f"{kind}_id") for kind in kinds]


def target_of(ref: Any) -> Any:
    """The id of what a name stands for."""
    return select(staging.name.c.target_id).where(staging.name.c.ref == ref).scalar_subquery()


def shared(staged: Table, target: Table) -> list[ColumnElement[Any]]:
    """The columns that stand as they are in both tables."""
    return [staged.c[item.name] for item in target.c if item.name in staged.c and item.name != "id"]


def group_id(staged: Table, last: int) -> ColumnElement[Any]:
    """The group of a row's parts: the id of the first."""
    return case((staged.c.group_n.is_(None), None), else_=staged.c.group_n + last).label("group_id")


def stored_json(text: str | None) -> dict[str, Any]:
    """The object in a staged JSON text; empty when there is none."""
    found = json.loads(text) if text else {}
    return dict(found)


def settle_parts(staged: Staging, table: Table, numbers: Sequence[str]) -> list[tuple[int, int]]:
    """Make one row of those by which a file speaks of the same thing in parts, each with other numbers and raw fields.

    Returns the lines that report another value than an earlier one, each with that one: these are bad.
    """
    faults = []
    for first, *rest in marks.rows_by_line(staged, table):
        whole = dict(first[0])
        later = [row for rows in rest for row in rows]
        for row in later:
            if any(None not in (whole[name], row[name]) and whole[name] != row[name] for name in numbers):
                faults.append((row["line"], whole["line"]))
                continue
            raw = stored_json(whole["raw"]) | stored_json(row["raw"])
            whole |= {name: row[name] for name in numbers if row[name] is not None}
            whole["raw"] = staging.as_json(raw) if raw else None
        values = {name: whole[name] for name in (*numbers, "raw")}
        bad = {line for line, _ in faults}
        marks.fold(staged, table, whole["n"], values, [row["n"] for row in later], bad)
    return faults
