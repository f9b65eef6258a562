"""Published posts with their metrics: a later export of a post adds a capture of what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Integer, RowMapping, Select, Table, Text, literal, select

from smdash.store.import_kinds import marks
from smdash.store.import_kinds.base import (
    CHUNK,
    Compared,
    Insertion,
    RowKind,
    Update,
    last_id,
    named,
    shared,
    stored_json,
)
from smdash.store.import_kinds.edits import person_edits
from smdash.store.staging import NEW, SAME, Staging, as_json, staged
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import METRICS, post, post_metrics

_METRIC_COLUMNS = (*METRICS, "spend_currency", "raw")
_TEXTS = ("external_id", "kind", "text", "url")


def _metrics() -> list[Column[Any]]:
    return [*(Column(metric, Integer) for metric in METRICS), Column("spend_currency", Text), Column("raw", Text)]


_ROWS = Table(
    "staged_post",
    staged,
    Column("n", Integer, primary_key=True),
    *(Column(ref, Integer) for ref in ("line", "channel", "campaign")),
    *(Column(text, Text) for text in ("source", "key", "day", "posted_at", "precision", *_TEXTS)),
    *_metrics(),
    Column("state", Text),
)

# What a later export says of posts that are there: their next capture, merged with the one before.
_CAPTURES = Table(
    "staged_capture", staged, Column("post_id", Integer, primary_key=True), Column("captured_on", Text), *_metrics()
)


class Posts(RowKind):
    """One published message with its lifetime metrics."""

    plural, one = "posts", "post"
    staged, target = _ROWS, post
    names = ("channel", "campaign")
    day = "day"

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        super().compare(snapshot, staged, again=again)
        later = _LaterPosts(snapshot, staged)
        if not again:
            later.merge()
        staged.put(_CAPTURES, later.captures)
        return Compared(tuple(later.updates), {post_metrics.name: len(later.captures)}, later.kept)

    def added(self, staged: Staging, compared: Compared) -> Mapping[str, int]:
        new = self._new(staged)
        return {post.name: new, post_metrics.name: new + compared.more.get(post_metrics.name, 0)}

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        last = last_id(tx, post)
        yield post, _posts(last)
        yield post_metrics, _first_captures(last, tx.today)
        yield post_metrics, select(*_CAPTURES.c).order_by(_CAPTURES.c.post_id)


POSTS = Posts()


def _posts(last: int) -> Select[Any]:
    row = _ROWS.c
    columns = (row.key.label("external_key"), *named(_ROWS, *Posts.names), *shared(_ROWS, post))
    return select((row.n + last).label("id"), *columns).where(row.state == NEW).order_by(row.n)


def _first_captures(last: int, today: date) -> Select[Any]:
    row = _ROWS.c
    metrics = [row[metric] for metric in _METRIC_COLUMNS]
    query = select((row.n + last).label("post_id"), literal(today.isoformat()).label("captured_on"), *metrics)
    return query.where(row.state == NEW).order_by(row.n)


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
        rows = self._staged.mappings(select(_ROWS).where(_ROWS.c.state == SAME).order_by(_ROWS.c.n))
        changed = []
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            stored = self._stored(chunk)
            ids = [row["id"] for row in stored.values()]
            latest, edited = self._latest(ids), _edited(self._snapshot, ids)
            for row in chunk:
                own = stored[row["source"], row["key"]]
                differs = self._texts(row, own, edited.get(own["id"], set()))
                if self._metrics(row, own["id"], latest.get(own["id"]), edited.get(own["id"], set())) or differs:
                    changed.append((row["source"], row["key"]))
        marks.mark_changed(self._staged, _ROWS, changed)

    def _stored(self, chunk: Sequence[RowMapping]) -> dict[tuple[str, str], RowMapping]:
        found = {}
        for source in {row["source"] for row in chunk}:
            keys = [row["key"] for row in chunk if row["source"] == source]
            query = select(post).where(post.c.source == source, marks.among(post.c.external_key, keys))
            for row in self._snapshot.connection.execute(query).mappings():
                found[row["source"], row["external_key"]] = row
        return found

    def _latest(self, ids: Sequence[int]) -> dict[int, RowMapping]:
        mine = marks.among(post_metrics.c.post_id, ids)
        query = select(post_metrics).where(mine).order_by(post_metrics.c.captured_on)
        return {row["post_id"]: row for row in self._snapshot.connection.execute(query).mappings()}

    def _texts(self, row: RowMapping, own: RowMapping, edited: set[str]) -> bool:
        said = {name: row[name] for name in _TEXTS if row[name] and row[name] != own[name]}
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
        raw = (before["raw"] or {}) | stored_json(row["raw"])
        if raw != (before["raw"] or {}) and "raw" not in edited:
            values["raw"] = raw
        if not values:
            return False
        if before["captured_on"] >= self._today:
            self.updates.append(Update(post_metrics.name, before["id"], values))
        else:
            merged = {name: before[name] for name in _METRIC_COLUMNS} | values
            self._capture(post_id, merged, as_json(merged["raw"]) if merged["raw"] is not None else None)
        return True

    def _capture(self, post_id: int, values: Mapping[str, Any], raw: str | None) -> None:
        empty: dict[str, Any] = dict.fromkeys(_METRIC_COLUMNS)
        self.captures.append(
            empty | dict(values) | {"post_id": post_id, "captured_on": self._today.isoformat(), "raw": raw}
        )


def _edited(snapshot: Snapshot, post_ids: Sequence[int]) -> dict[int, set[str]]:
    """Columns of posts and of their metrics that a person edited and did not take back, by post."""
    found: dict[int, set[str]] = {}
    owners = select(post_metrics.c.id, post_metrics.c.post_id).where(marks.among(post_metrics.c.post_id, post_ids))
    post_of = {row.id: row.post_id for row in snapshot.connection.execute(owners)}
    for table, ids in ((post, {one: one for one in post_ids}), (post_metrics, post_of)):
        for row_id, columns in person_edits(snapshot, table, list(ids)):
            found.setdefault(ids[row_id], set()).update(columns)
    return found
