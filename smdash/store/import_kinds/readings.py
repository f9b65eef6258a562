"""Readings of KPIs, one a day: a later file changes those that came from a file, and none that a person typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Integer, RowMapping, Select, Table, Text, and_, func, select, type_coerce

from smdash.domain.figures import grouped
from smdash.domain.kpi_words import day_text
from smdash.store.columns import Exact
from smdash.store.import_kinds import marks
from smdash.store.import_kinds.base import Compared, Insertion, RowKind, Update, shared
from smdash.store.import_kinds.edits import person_deletions, person_edits
from smdash.store.staging import BAD, CHANGED, DELETED, NEW, REPEATED, SAME, Staging, staged
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import kpi, reading

_VALUES = ("value", "numerator", "denominator")
_KEPT_TOLD = 3

_ROWS = Table(
    "staged_reading",
    staged,
    Column("n", Integer, primary_key=True),
    *(Column(number, Integer) for number in ("line", "kpi", "kpi_id")),
    Column("day", Text),
    *(Column(number, Exact) for number in _VALUES),
    *(Column(text, Text) for text in ("note", "state")),
)


class Readings(RowKind):
    """One value of a KPI on one day; the KPI and the day are its key."""

    plural, one = "readings", "reading"
    staged, target = _ROWS, reading
    names = ("kpi",)
    day = "day"
    at_odds = "has another value for that KPI and day than {first}"

    def settle_repeated(self, staged: Staging) -> list[tuple[int, int]]:
        row = _ROWS.c
        again = select(row.kpi_id, row.day).where(row.state == NEW).group_by(row.kpi_id, row.day)
        twice = again.having(func.count() > 1).subquery()
        query = select(_ROWS).join(twice, and_(row.kpi_id == twice.c.kpi_id, row.day == twice.c.day))
        query = query.where(row.state == NEW).order_by(row.kpi_id, row.day, row.n)
        repeated, bad, faults = [], [], []
        for _, (first, *later) in _by_day(staged.mappings(query)):
            for one in later:
                if _said(one) == _said(first):
                    repeated.append(one["n"])
                else:
                    bad.append(one["n"])
                    faults.append((one["line"], first["line"]))
        marks.mark_places(staged, _ROWS, repeated, REPEATED)
        marks.mark_places(staged, _ROWS, bad, BAD)
        return faults

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        marks.start_anew(staged, _ROWS)
        places: dict[str, list[int]] = {SAME: [], CHANGED: [], DELETED: []}
        updates: list[Update] = []
        kept: list[str] = []
        stored = _Stored(snapshot, staged)
        query = select(_ROWS).where(_ROWS.c.state == NEW).order_by(_ROWS.c.n)
        for row in staged.mappings(query) if stored.rows or stored.deleted else ():
            before = stored.rows.get((row["kpi_id"], row["day"]))
            if before is None:
                if (row["kpi_id"], row["day"]) in stored.deleted:
                    places[DELETED].append(row["n"])
                continue
            values = _difference(row, before)
            if values and not again and stored.is_own(before):
                kept.append(f"{before['name']} on {day_text(before['day'])}")
            elif values and not again:
                updates.append(Update(reading.name, before["id"], values))
                places[CHANGED].append(row["n"])
                continue
            places[SAME].append(row["n"])
        for state, those in places.items():
            marks.mark_places(staged, _ROWS, those, state)
        return Compared(tuple(updates), notes=_kept_note(kept))

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        row = _ROWS.c
        yield reading, select(*shared(_ROWS, reading)).where(row.state == NEW).order_by(row.n)


READINGS = Readings()


def _by_day(rows: Sequence[RowMapping]) -> Iterator[tuple[Any, list[RowMapping]]]:
    for key, those in groupby(rows, lambda row: (row["kpi_id"], row["day"])):
        yield key, list(those)


def _said(row: RowMapping) -> tuple[Any, ...]:
    return tuple(row[name] for name in (*_VALUES, "note"))


def _difference(row: RowMapping, before: RowMapping) -> dict[str, Any]:
    """The columns a file says otherwise; a blank note says nothing."""
    values = {name: row[name] for name in _VALUES if row[name] != before[name]}
    if row["note"] and row["note"] != before["note"]:
        values["note"] = row["note"]
    return values


def _kept_note(kept: Sequence[str]) -> tuple[str, ...]:
    if not kept:
        return ()
    count = "1 reading" if len(kept) == 1 else f"{grouped(len(kept), 0)} readings"
    told = ", ".join(kept[:_KEPT_TOLD]) + (" …" if len(kept) > _KEPT_TOLD else "")
    return (f"Kept yours: {count} that people typed or edited and this file says otherwise ({told}).",)


class _Stored:
    """The readings of the file's KPIs within its days, with the names of the KPIs; whose they are."""

    def __init__(self, snapshot: Snapshot, staged: Staging) -> None:
        row, said = reading.c, _ROWS.c
        ids = [found[0] for found in staged.rows(select(said.kpi_id).where(said.state == NEW).distinct())]
        first, last = staged.rows(select(func.min(said.day), func.max(said.day)).where(said.state == NEW))[0]
        query: Select[Any] = select(reading, kpi.c.name).join(kpi, row.kpi_id == kpi.c.id)
        query = query.where(marks.among(row.kpi_id, ids), type_coerce(row.day, Text).between(first, last))
        found = snapshot.connection.execute(query).mappings().all() if ids else ()
        self.rows = {(one["kpi_id"], one["day"].isoformat()): one for one in found}
        imported = [one["id"] for one in found if one["batch_id"] is not None]
        self._edited = {row_id for row_id, _ in person_edits(snapshot, reading, imported)}
        self.deleted = {
            (gone["kpi_id"], gone["day"])
            for gone in (person_deletions(snapshot, reading) if ids else ())
            if gone.get("batch_id") is not None
        }

    def is_own(self, row: RowMapping) -> bool:
        """Whether a person typed or edited it."""
        return row["batch_id"] is None or row["id"] in self._edited
