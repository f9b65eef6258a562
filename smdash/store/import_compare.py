"""What an import would change: staged rows against the rows of the store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, Table, and_, exists, func, select

from smdash.store import staging
from smdash.store.staging import CHANGED, DELETED, NEW, SAME, Staging
from smdash.store.store import Snapshot
from smdash.store.tables import (
    METRICS,
    change,
    change_set,
    deleted_key,
    import_batch,
    metadata,
    platform_total,
    post,
    post_metrics,
    time_entry,
)

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Update:
    """New values for columns of one row that is there, as the program uses them."""

    table: str
    row_id: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a store would do with staged rows: `mark` is its newest change, `states` counts rows of the file by kind
    (entries, posts, totals) and state. `kept` counts fields that stay as a person made them. `imported_on` is the day
    the same file was imported, if it was.
    """

    mark: int
    states: Mapping[str, Mapping[str, int]]
    updates: tuple[Update, ...]
    captures: int
    kept: int
    imported_on: date | None


def compare(snapshot: Snapshot, staged: Staging, digest: str) -> Comparison:
    """Give each staged row its state, and work out what would become of rows that are there."""
    imported_on = last_imported(snapshot, digest)
    _mark_known(snapshot, staged, staging.entry, time_entry)
    _mark_known(snapshot, staged, staging.post, post)
    _mark_totals(snapshot, staged)
    later = _LaterPosts(snapshot, staged)
    if imported_on is None:
        later.merge()
    staged.put(staging.capture, later.captures)
    return Comparison(
        mark=snapshot.connection.execute(select(func.max(change.c.id))).scalar() or 0,
        states={kind: _states(staged, table) for kind, table in _KINDS.items()},
        updates=tuple(later.updates),
        captures=len(later.captures),
        kept=later.kept,
        imported_on=imported_on,
    )


_KINDS = {"entries": staging.entry, "posts": staging.post, "totals": staging.total}
_SETTLED = (staging.IGNORED, staging.REPEATED, staging.BAD)


def last_imported(snapshot: Snapshot, digest: str) -> date | None:
    """The day a file of this content was imported, unless that was undone."""
    found = select(func.max(import_batch.c.at)).where(
        import_batch.c.content_hash == digest, import_batch.c.state == "applied"
    )
    at = snapshot.connection.execute(found).scalar()
    return None if at is None else at.astimezone(snapshot.clock.zone).date()


def _open(table: Table) -> ColumnElement[bool]:
    """Rows whose state depends on the store."""
    return table.c.state.not_in(_SETTLED)


def _start_anew(staged: Staging, table: Table) -> None:
    """Forget what an earlier comparison found."""
    staged.run(table.update().where(_open(table), table.c.state != NEW).values(state=NEW))


def _mark_known(snapshot: Snapshot, staged: Staging, table: Table, target: Table) -> None:
    """Mark rows whose key the store has, or had until a person deleted it."""
    _start_anew(staged, table)
    for (source,) in staged.rows(select(table.c.source).distinct()):
        found = []
        for place, state in ((target, SAME), (deleted_key, DELETED)):
            if _any(snapshot, place.c.source == source):
                found += [
                    (source, key, state)
                    for keys in _keys(staged, table, source)
                    for key in _there(snapshot, place, source, keys)
                ]
        if not found:
            continue
        staged.put(staging.known, [])
        staged.add(staging.known, found)
        known = staging.known.c
        found_state = (
            select(known.state).where(known.source == table.c.source, known.key == table.c.key).scalar_subquery()
        )
        is_known = exists().where(known.source == table.c.source, known.key == table.c.key)
        staged.run(table.update().where(_open(table), table.c.source == source, is_known).values(state=found_state))


def _any(snapshot: Snapshot, condition: ColumnElement[bool]) -> bool:
    return snapshot.connection.execute(select(1).where(condition).limit(1)).first() is not None


def _keys(staged: Staging, table: Table, source: str) -> Iterator[list[str]]:
    keys = [row.key for row in staged.rows(select(table.c.key).where(table.c.source == source).distinct())]
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


def _among(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """The condition that a column is one of many values, in one parameter however many there are."""
    listed = func.json_each(json.dumps(values)).table_valued("value")
    return column.in_(select(listed.c.value))  # type: ignore[no-any-return]


def _there(snapshot: Snapshot, table: Table, source: str, keys: list[str]) -> Sequence[str]:
    query = select(table.c.external_key).where(table.c.source == source, _among(table.c.external_key, keys))
    return snapshot.connection.execute(query).scalars().all()


def _mark_totals(snapshot: Snapshot, staged: Staging) -> None:
    """Totals have no key: one that says the same is the same."""
    table, stored = staging.total, platform_total.c
    _start_anew(staged, table)
    for row in staged.rows(select(table).where(table.c.state == NEW)):
        said = and_(
            stored.source == row.source,
            stored.label == row.label,
            func.coalesce(stored.start, "") == (row.start or ""),
            func.coalesce(stored.until, "") == (row.until or ""),
            stored.metrics == json.loads(row.metrics),
        )
        if _any(snapshot, said):
            staged.run(table.update().where(table.c.n == row.n).values(state=SAME))


def _states(staged: Staging, table: Table) -> dict[str, int]:
    query: Select[Any] = select(table.c.state, func.count()).group_by(table.c.state)
    if table is staging.entry:
        query = query.where(func.coalesce(table.c.group_n, table.c.n) == table.c.n)
    return dict(tuple(row) for row in staged.rows(query))


# Later exports of posts --------------------------------------------------------------------------------------------


class _LaterPosts:
    """Merges what a later export says with what is stored: a value it reports replaces one a person did not edit."""

    def __init__(self, snapshot: Snapshot, staged: Staging) -> None:
        self._snapshot, self._staged = snapshot, staged
        self._today = snapshot.today
        self.updates: list[Update] = []
        self.captures: list[dict[str, Any]] = []
        self.kept = 0

    def merge(self) -> None:
        """Go through the staged posts that are there, and mark those that differ."""
        table = staging.post
        rows = self._staged.mappings(select(table).where(table.c.state == SAME).order_by(table.c.n))
        changed = []
        for start in range(0, len(rows), _CHUNK):
            chunk = rows[start : start + _CHUNK]
            stored = self._stored(chunk)
            ids = [row["id"] for row in stored.values()]
            latest, edited = self._latest(ids), _edited(self._snapshot, ids)
            for row in chunk:
                own = stored[row["source"], row["key"]]
                differs = self._texts(row, own, edited.get(own["id"], set()))
                if self._metrics(row, own["id"], latest.get(own["id"]), edited.get(own["id"], set())) or differs:
                    changed.append((row["source"], row["key"], CHANGED))
        self._mark(changed)

    def _stored(self, chunk: Sequence[RowMapping]) -> dict[tuple[str, str], RowMapping]:
        found = {}
        for source in {row["source"] for row in chunk}:
            keys = [row["key"] for row in chunk if row["source"] == source]
            query = select(post).where(post.c.source == source, _among(post.c.external_key, keys))
            for row in self._snapshot.connection.execute(query).mappings():
                found[row["source"], row["external_key"]] = row
        return found

    def _latest(self, ids: Sequence[int]) -> dict[int, RowMapping]:
        query = select(post_metrics).where(_among(post_metrics.c.post_id, ids)).order_by(post_metrics.c.captured_on)
        return {row["post_id"]: row for row in self._snapshot.connection.execute(query).mappings()}

    def _texts(self, row: RowMapping, own: RowMapping, edited: set[str]) -> bool:
        said = {name: row[name] for name in staging.POST_TEXTS if row[name] and row[name] != own[name]}
        self.kept += len(said.keys() & edited)
        values = {name: value for name, value in said.items() if name not in edited}
        if values:
            self.updates.append(Update(post.name, own["id"], values))
        return bool(values)

    def _metrics(self, row: RowMapping, post_id: int, before: RowMapping | None, edited: set[str]) -> bool:
        said = {name: row[name] for name in (*METRICS, "spend_currency") if row[name] is not None}
        if before is None:
            if said:
                self._capture(post_id, said, row["raw"])
            return bool(said)
        values = {name: value for name, value in said.items() if value != before[name]}
        self.kept += len(values.keys() & edited)
        values = {name: value for name, value in values.items() if name not in edited}
        raw = (before["raw"] or {}) | json.loads(row["raw"] or "{}")
        if raw != (before["raw"] or {}) and "raw" not in edited:
            values["raw"] = raw
        if not values:
            return False
        if before["captured_on"] >= self._today:
            self.updates.append(Update(post_metrics.name, before["id"], values))
        else:
            merged = {name: before[name] for name in (*METRICS, "spend_currency", "raw")} | values
            self._capture(post_id, merged, staging.as_json(merged["raw"]) if merged["raw"] is not None else None)
        return True

    def _capture(self, post_id: int, values: Mapping[str, Any], raw: str | None) -> None:
        empty: dict[str, Any] = dict.fromkeys(staging.METRIC_COLUMNS)
        self.captures.append(
            empty | dict(values) | {"post_id": post_id, "captured_on": self._today.isoformat(), "raw": raw}
        )

    def _mark(self, changed: Sequence[tuple[str, str, str]]) -> None:
        known, table = staging.known.c, staging.post
        self._staged.put(staging.known, [])
        self._staged.add(staging.known, changed)
        is_changed = exists().where(known.source == table.c.source, known.key == table.c.key)
        self._staged.run(table.update().where(table.c.state == SAME, is_changed).values(state=CHANGED))


def _edited(snapshot: Snapshot, post_ids: Sequence[int]) -> dict[int, set[str]]:
    """Columns of posts and of their metrics that a person edited and did not take back, by post."""
    found: dict[int, set[str]] = {}
    owners = select(post_metrics.c.id, post_metrics.c.post_id).where(_among(post_metrics.c.post_id, post_ids))
    post_of = {row.id: row.post_id for row in snapshot.connection.execute(owners)}
    for table, ids in ((post, {one: one for one in post_ids}), (post_metrics, post_of)):
        for row_id, columns in person_edits(snapshot, table, list(ids)):
            found.setdefault(ids[row_id], set()).update(columns)
    return found


def person_edits(snapshot: Snapshot, table: Table, row_ids: Sequence[int]) -> Iterator[tuple[int, set[str]]]:
    """For rows that people, not imports, changed: the row and the columns, edits that were undone left out."""
    reversal = change_set.alias()
    query = (
        select(change.c.row_id, change.c.after)
        .join(change_set, change_set.c.id == change.c.change_set_id)
        .where(
            change.c.table_name == metadata.tables[table.name].name,
            _among(change.c.row_id, row_ids),
            change.c.before.is_not(None),
            change.c.after.is_not(None),
            change_set.c.batch_id.is_(None),
            change_set.c.kind != "undo",
            ~exists().where(reversal.c.reverses_id == change_set.c.id),
        )
    )
    for row in snapshot.connection.execute(query):
        if isinstance(row.after, dict):
            yield row.row_id, set(row.after)
