"""Entries of time, which wait cut into the parts of their work days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Column, Integer, Table, Text, select

from smdash.store.import_kinds.base import CHUNK, Compared, Insertion, RowKind, group_id, last_id, named, shared
from smdash.store.staging import NEW, SAME, Staging
from smdash.store.staging import staged as metadata
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import time_entry

_IDS_STAY = ("watson",)
"""Sources whose entries keep their id when they are edited; of others a changed entry is another one."""

# `n` becomes the id, counted on from the store's last one. Parts of an entry that runs over the start of a day have the
# `n` of the first as `group_n`; `key` is the entry's, `external_key` the part's own.
_ROWS = Table(
    "staged_entry",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("group_n", Integer),
    *(Column(ref, Integer) for ref in ("line", "person", "campaign", "channel", "activity")),
    *(Column(text, Text) for text in ("source", "key", "external_key", "work_day", "start", "end", "zone", "note")),
    *(Column(number, Integer) for number in ("seconds", "rate_id", "rate_minor")),
    Column("rate_currency", Text),
    *(Column(number, Integer) for number in ("cost_original_minor", "cost_minor")),
    Column("state", Text),
)


class Entries(RowKind):
    """Time that people logged elsewhere."""

    plural, one = "entries", "entry"
    staged, target = _ROWS, time_entry
    names = ("person", "campaign", "channel", "activity")
    day = "work_day"

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        """An entry that is there stays as it is, also where a tracker that keeps its id says another time by now: an
        hour may be in a report, or paid, and who changed it there can change it here.
        """
        compared = super().compare(snapshot, staged, again=again)
        changed = 0 if again else _otherwise(snapshot, staged)
        if not changed:
            return compared
        who = "1 entry that is there has" if changed == 1 else f"{changed} entries that are there have"
        return replace(compared, notes=(f"{who} another day or time in this file: what is there stays as it is.",))

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        row, last = _ROWS.c, last_id(tx, time_entry)
        columns = (group_id(_ROWS, last), *named(_ROWS, *self.names), *shared(_ROWS, time_entry))
        yield time_entry, select((row.n + last).label("id"), *columns).where(row.state == NEW).order_by(row.n)


def _otherwise(snapshot: Snapshot, staged: Staging) -> int:
    """How many rows of sources that keep their ids are there with another day or time."""
    row, stored = _ROWS.c, time_entry.c
    query = select(row.external_key, row.work_day, row.seconds, row.source)
    same = staged.rows(query.where(row.state == SAME, row.source.in_(_IDS_STAY)))
    found = 0
    for start in range(0, len(same), CHUNK):
        chunk = {(source, key): (day, seconds) for key, day, seconds, source in same[start : start + CHUNK]}
        known = select(stored.source, stored.external_key, stored.work_day, stored.seconds).where(
            stored.source.in_(_IDS_STAY), stored.external_key.in_([key for _, key in chunk])
        )
        there = snapshot.connection.execute(known)
        found += sum(chunk[source, key] != (day.isoformat(), seconds) for source, key, day, seconds in there)
    return found


ENTRIES = Entries()
