"""Days of channels: each file may bring other columns of the same day, and none takes away what another brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Integer, RowMapping, Table, Text, select

from smdash.domain.measures import CHANNEL_METRICS
from smdash.store.import_kinds import marks
from smdash.store.import_kinds.base import (
    CHUNK,
    Compared,
    Insertion,
    RowKind,
    Update,
    named,
    settle_parts,
    shared,
    stored_json,
)
from smdash.store.import_kinds.edits import person_edits
from smdash.store.staging import NEW, Staging, staged
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import channel_day

# `channel` is the number of its name, `channel_id` its row where the store has one; `key` tells channel and day.
_ROWS = Table(
    "staged_channel_day",
    staged,
    Column("n", Integer, primary_key=True),
    *(Column(number, Integer) for number in ("line", "channel", "channel_id")),
    *(Column(text, Text) for text in ("source", "key", "day")),
    *(Column(metric, Integer) for metric in CHANNEL_METRICS),
    Column("raw", Text),
    Column("state", Text),
)


class ChannelDays(RowKind):
    """One day of one channel."""

    plural, one = "channel days", "channel day"
    staged, target = _ROWS, channel_day
    names = ("channel",)
    day = "day"

    def settle_repeated(self, staged: Staging) -> list[tuple[int, int]]:
        """Make one row of those of a file that speak of the same day, unless they are at odds."""
        return settle_parts(staged, _ROWS, CHANNEL_METRICS)

    def settle_names(self, staged: Staging, made: Mapping[int, int]) -> None:
        for ref, channel_id in made.items():
            staged.run(_ROWS.update().where(_ROWS.c.channel == ref).values(channel_id=channel_id))

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        """Mark the days that are there, and work out the values that differ."""
        marks.start_anew(staged, _ROWS)
        rows = staged.mappings(select(_ROWS).where(_ROWS.c.state == NEW, _ROWS.c.channel_id.is_not(None)))
        there: list[int] = []
        changed: list[tuple[str, str]] = []
        updates: list[Update] = []
        kept = 0
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            stored = _stored(snapshot, chunk)
            edited = _edited(snapshot, [row["id"] for row in stored.values()])
            for row in chunk:
                own = stored.get((row["channel_id"], row["day"]))
                if own is None:
                    continue
                there.append(row["n"])
                values = {} if again else _different(row, own)
                mine = values.keys() & edited.get(own["id"], set())
                kept += len(mine)
                values = {name: value for name, value in values.items() if name not in mine}
                if values:
                    changed.append((row["source"], row["key"]))
                    updates.append(Update(channel_day.name, own["id"], values))
        marks.mark_same(staged, _ROWS, there)
        marks.mark_changed(staged, _ROWS, changed)
        return Compared(tuple(updates), kept=kept)

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        row = _ROWS.c
        columns = [column for column in shared(_ROWS, channel_day) if column.name != "channel_id"]
        yield channel_day, select(*named(_ROWS, "channel"), *columns).where(row.state == NEW).order_by(row.n)


CHANNEL_DAYS = ChannelDays()


def _stored(snapshot: Snapshot, rows: Sequence[RowMapping]) -> dict[tuple[int, str], RowMapping]:
    """The stored days of the channels of these rows, between their first and last day."""
    days = [row["day"] for row in rows]
    table = channel_day.c
    query = select(channel_day).where(
        marks.among(table.channel_id, sorted({row["channel_id"] for row in rows})),
        marks.among(table.day, sorted(set(days))),
    )
    found = snapshot.connection.execute(query).mappings()
    return {(row["channel_id"], row["day"].isoformat()): row for row in found}


def _different(row: RowMapping, own: RowMapping) -> dict[str, Any]:
    """What the file reports and the store has not, or has otherwise."""
    values = {name: row[name] for name in CHANNEL_METRICS if row[name] is not None and row[name] != own[name]}
    raw = (own["raw"] or {}) | stored_json(row["raw"])
    return values | ({"raw": raw} if raw != (own["raw"] or {}) else {})


def _edited(snapshot: Snapshot, ids: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for row_id, columns in person_edits(snapshot, channel_day, ids):
        found.setdefault(row_id, set()).update(columns)
    return found
