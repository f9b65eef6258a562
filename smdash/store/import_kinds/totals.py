"""What platforms printed as totals: kept as such, told again by what they say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Column, Integer, Table, Text, and_, select

from smdash.store.import_kinds import marks
from smdash.store.import_kinds.base import Compared, Insertion, RowKind, stored_json
from smdash.store.staging import NEW, Staging, staged
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import platform_total

_ROWS = Table(
    "staged_total",
    staged,
    Column("n", Integer, primary_key=True),
    Column("line", Integer),
    *(Column(text, Text) for text in ("source", "label", "start", "until", "metrics")),
    Column("state", Text),
)


class Totals(RowKind):
    """Totals have no key: one that says the same is the same."""

    plural, one = "totals", "total"
    staged, target = _ROWS, platform_total

    def settle_repeated(self, staged: Staging) -> list[tuple[int, int]]:
        """None: a file may print a total twice."""
        return []

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        """Mark those that the store has word for word."""
        marks.start_anew(staged, _ROWS)
        stored, there = platform_total.c, []
        for row in staged.rows(select(_ROWS).where(_ROWS.c.state == NEW)):
            said = and_(
                stored.source == row.source,
                stored.label == row.label,
                stored.start.is_not_distinct_from(_day(row.start)),
                stored.until.is_not_distinct_from(_day(row.until)),
                stored.metrics == stored_json(row.metrics),
            )
            if marks.exists_where(snapshot, said):
                there.append(row.n)
        if there:
            marks.mark_same(staged, _ROWS, there)
        return Compared()

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        row = _ROWS.c
        columns = (row.source, row.label, row.start, row.until, row.metrics)
        yield platform_total, select(*columns).where(row.state == NEW).order_by(row.n)


TOTALS = Totals()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
