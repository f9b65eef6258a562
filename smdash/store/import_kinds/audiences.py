"""Parts of a channel's audience: those of one day are told by it, those of a whole export are kept with its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, RowMapping, Table, Text, and_, func, select

from smdash.store.import_kinds import marks
from smdash.store.import_kinds.base import CHUNK, Compared, Insertion, RowKind, Update, named, shared, stored_json
from smdash.store.staging import BAD, CHANGED, NEW, REPEATED, Staging, staged
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import audience

# `channel` is the number of its name, `channel_id` its row where the store has one, `owner` tells both. Without a `day`
# a part is as of the day on which it is written.
_ROWS = Table(
    "staged_audience",
    staged,
    Column("n", Integer, primary_key=True),
    *(Column(number, Integer) for number in ("line", "channel", "channel_id")),
    *(Column(text, Text) for text in ("owner", "dimension", "measure", "day")),
    Column("daily", Integer),
    Column("label", Text),
    *(Column(number, Integer) for number in ("number", "share")),
    *(Column(text, Text) for text in ("raw", "state")),
)
_LIST = ("channel_id", "dimension", "measure", "daily")


class Audiences(RowKind):
    """One part of an audience or of the ways to it."""

    plural, one = "audience parts", "audience part"
    staged, target = _ROWS, audience
    names = ("channel",)
    day = "day"
    at_odds = "names the part of {first} again and says something else"

    def settle_repeated(self, staged: Staging) -> list[tuple[int, int]]:
        """Mark parts a file names twice: the same number again is repeated, another one is bad."""
        faults, repeated = [], []
        for first, *later in _alike(staged):
            for row in later:
                if (row["number"], row["share"], row["raw"]) == (first["number"], first["share"], first["raw"]):
                    repeated.append(row["n"])
                else:
                    faults.append((row["line"], first["line"]))
                    marks.mark_places(staged, _ROWS, [row["n"]], BAD)
        marks.mark_places(staged, _ROWS, repeated, REPEATED)
        return faults

    def dated(self, staged: Staging) -> Iterable[Any]:
        """None: a closed month does not hold them."""
        return ()

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        """Mark what is there. Of a whole export, a list that says what the last one said is that one."""
        marks.start_anew(staged, _ROWS)
        found = _Found(again)
        for wanted in _lists(snapshot, staged):
            if wanted["daily"]:
                _compare_days(snapshot, staged, wanted, found)
            else:
                _compare_whole(snapshot, staged, wanted, found)
        marks.mark_same(staged, _ROWS, found.same)
        marks.mark_places(staged, _ROWS, found.changed, CHANGED)
        return Compared(tuple(found.updates))

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        row = _ROWS.c
        columns = [column for column in shared(_ROWS, audience) if column.name not in ("channel_id", "day")]
        day = func.coalesce(row.day, tx.today.isoformat()).label("day")
        yield audience, select(*named(_ROWS, "channel"), day, *columns).where(row.state == NEW).order_by(row.n)


AUDIENCES = Audiences()


@dataclass(slots=True)
class _Found:
    """What comparing found: places in the file, and changes; `again` says that nothing is to be changed."""

    again: bool
    same: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)

    def compare(self, row: RowMapping, own: RowMapping | None) -> None:
        """Sort a row by what the store has of it."""
        if own is None:
            return
        values = {} if self.again else _different(row, own)
        (self.changed if values else self.same).append(row["n"])
        if values:
            self.updates.append(Update(audience.name, own["id"], values))


def _alike(staged: Staging) -> Iterator[list[RowMapping]]:
    """The rows of each part that a file names more than once, by line."""
    row = _ROWS.c
    key = (row.day, row.label, row.owner, row.dimension, row.measure, row.daily)  # what differs first sorts fastest
    for twice in staged.rows(select(*key).group_by(*key).having(func.count() > 1)):
        alike = [column.is_not_distinct_from(value) for column, value in zip(key, twice, strict=True)]
        yield list(staged.mappings(select(_ROWS).where(*alike).order_by(row.n)))


def _lists(snapshot: Snapshot, staged: Staging) -> list[RowMapping]:
    """The breakdowns of the file of which the store has any part."""
    row, own = _ROWS.c, audience.c
    query = select(*(row[name] for name in _LIST)).where(row.state == NEW, row.channel_id.is_not(None)).distinct()
    found = staged.mappings(query)
    return [one for one in found if marks.exists_where(snapshot, and_(*_same_list(own, one)))]


def _compare_days(snapshot: Snapshot, staged: Staging, wanted: RowMapping, found: _Found) -> None:
    """Parts of single days, a chunk of days at a time."""
    row, own = _ROWS.c, audience.c
    rows = staged.mappings(select(_ROWS).where(row.state == NEW, *_same_list(row, wanted)).order_by(row.day, row.n))
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        first, last = (date.fromisoformat(chunk[at]["day"]) for at in (0, -1))
        query = select(audience).where(*_same_list(own, wanted), own.day.between(first, last))
        stored = {(one["day"].isoformat(), one["label"]): one for one in snapshot.connection.execute(query).mappings()}
        for one in chunk:
            found.compare(one, stored.get((one["day"], one["label"])))


def _compare_whole(snapshot: Snapshot, staged: Staging, wanted: RowMapping, found: _Found) -> None:
    """Parts as of an export: with those of the same day, else as a whole with those of the last one."""
    row, own = _ROWS.c, audience.c
    rows = staged.mappings(select(_ROWS).where(row.state == NEW, *_same_list(row, wanted)).order_by(row.n))
    days = select(own.day).where(*_same_list(own, wanted)).distinct().order_by(own.day)
    stored_days = snapshot.connection.execute(days).scalars().all()
    merged = snapshot.today if snapshot.today in stored_days else stored_days[-1]
    query = select(audience).where(*_same_list(own, wanted), own.day == merged)
    stored = {one["label"]: one for one in snapshot.connection.execute(query).mappings()}
    if merged == snapshot.today:
        for one in rows:
            found.compare(one, stored.get(one["label"]))
    elif found.again or all(one["label"] in stored and not _different(one, stored[one["label"]]) for one in rows):
        found.same += [one["n"] for one in rows]


def _same_list(columns: Any, wanted: RowMapping) -> list[ColumnElement[bool]]:
    return [columns[name] == wanted[name] for name in _LIST]


def _different(row: RowMapping, own: RowMapping) -> dict[str, Any]:
    """What the file reports and the store has not, or has otherwise."""
    values = {name: row[name] for name in ("number", "share") if row[name] is not None and row[name] != own[name]}
    raw = (own["raw"] or {}) | stored_json(row["raw"])
    return values | ({"raw": raw} if raw != (own["raw"] or {}) else {})
