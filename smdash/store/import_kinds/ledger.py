"""Costs, benefits and outcomes of any file: known by source and key, corrected by a later file of the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Integer, RowMapping, Table, Text, select

from smdash.domain.periods import add_months
from smdash.store.import_kinds import marks
from smdash.store.import_kinds.base import CHUNK, Compared, Insertion, RowKind, Update, named, shared
from smdash.store.import_kinds.edits import person_edits
from smdash.store.staging import NEW, SAME, Staging, staged
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import benefit, cost, outcome

_MONEY = ("amount_minor", "currency", "converted_minor")
_COLUMNS = {
    cost: ("name", "category", "day", "until", "recurrence", *_MONEY, "estimated", "note"),
    benefit: (
        *("name", "day", "kind", "category", *_MONEY, "margin", "share", "evidence", "attributed"),
        *("effective_minor", "note"),
    ),
    outcome: ("kind", "count", "day", "note"),
}


def _staged(target: Table) -> Table:
    days = ("day", "until")
    return Table(
        f"staged_ledger_{target.name}",
        staged,
        Column("n", Integer, primary_key=True),
        *(Column(number, Integer) for number in ("line", "campaign", "channel")),
        *(Column(text, Text) for text in ("source", "key")),
        *(Column(name, Text() if name in days else target.c[name].type) for name in _COLUMNS[target]),
        Column("state", Text),
    )


class Ledger(RowKind):
    """One row of a book, as a file of such rows says it."""

    names = ("campaign", "channel")
    day = "day"

    @property
    def columns(self) -> tuple[str, ...]:
        """What a file says of a row, in the order of the staged table; campaign and channel are names."""
        return _COLUMNS[self.target]

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        """Work out what a later file says otherwise; a row that a person edited or refunded stays as it is."""
        super().compare(snapshot, staged, again=again)
        if again:
            return Compared()
        row = self.staged.c
        same = staged.mappings(select(self.staged).where(row.state == SAME).order_by(row.n))
        updates: list[Update] = []
        changed, kept = [], 0
        for start in range(0, len(same), CHUNK):
            chunk = same[start : start + CHUNK]
            stored = self._stored(snapshot, chunk)
            edited = self._held(snapshot, [own["id"] for own in stored.values()])
            for one in chunk:
                own = stored[one["source"], one["key"]]
                values = self._different(one, own)
                if values and own["id"] in edited:
                    kept += len(values)
                elif values:
                    changed.append((one["source"], one["key"]))
                    updates.append(Update(self.target.name, own["id"], values))
        marks.mark_changed(staged, self.staged, changed)
        return Compared(tuple(updates), kept=kept)

    def dated(self, staged: Staging) -> Iterable[Any]:
        """The days, and of a span every month."""
        row = self.staged.c
        until = row.until if "until" in row else row.day
        for first, last in staged.rows(select(row.day, until).where(row.state == NEW).distinct()):
            day, end = date.fromisoformat(first), date.fromisoformat(last or first)
            yield first
            while (day := add_months(day.replace(day=1), 1)) <= end:
                yield day

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        row = self.staged.c
        columns = (row.key.label("external_key"), *named(self.staged, *self.names), *shared(self.staged, self.target))
        yield self.target, select(*columns).where(row.state == NEW).order_by(row.n)

    def _stored(self, snapshot: Snapshot, rows: Sequence[RowMapping]) -> dict[tuple[str, str], RowMapping]:
        table = self.target.c
        query = select(self.target).where(
            table.source.in_({row["source"] for row in rows}),
            marks.among(table.external_key, [row["key"] for row in rows]),
        )
        return {(own["source"], own["external_key"]): own for own in snapshot.connection.execute(query).mappings()}

    def _held(self, snapshot: Snapshot, ids: Sequence[int]) -> set[int]:
        """Rows that people edited, or that a refund takes back."""
        found = {row_id for row_id, _ in person_edits(snapshot, self.target, ids)}
        if "reverses_id" in self.target.c:
            refunded = select(benefit.c.reverses_id).where(marks.among(benefit.c.reverses_id, ids))
            found |= set(snapshot.connection.execute(refunded).scalars())
        return found

    def _different(self, row: RowMapping, own: RowMapping) -> dict[str, Any]:
        said = {name: row[name] for name in self.columns}
        for name in said.keys() & {"day", "until"}:
            said[name] = date.fromisoformat(said[name]) if said[name] else None
        worked_out = {"converted_minor", "effective_minor"}
        values = {name: value for name, value in said.items() if value != own[name]}
        return values if values.keys() - worked_out else {}  # a new exchange rate changes nothing that is there


class Costs(Ledger):
    """What something cost."""

    plural, one = "costs", "cost"
    staged, target = _staged(cost), cost


class Benefits(Ledger):
    """What something brought."""

    plural, one = "benefits", "benefit"
    staged, target = _staged(benefit), benefit


class Outcomes(Ledger):
    """Leads, members and orders."""

    plural, one = "outcomes", "outcome"
    staged, target = _staged(outcome), outcome


COSTS, BENEFITS, OUTCOMES = Costs(), Benefits(), Outcomes()
