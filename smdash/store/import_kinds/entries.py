"""Entries of time, which wait cut into the parts of their work days."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, Integer, Table, Text, select

from smdash.store.import_kinds.base import Insertion, RowKind, group_id, last_id, named, shared
from smdash.store.staging import NEW, staged
from smdash.store.store import Transaction
from smdash.store.tables import time_entry

# `n` becomes the id, counted on from the store's last one. Parts of an entry that runs over the start of a day have the
# `n` of the first as `group_n`; `key` is the entry's, `external_key` the part's own.
_ROWS = Table(
    "staged_entry",
    staged,
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

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        row, last = _ROWS.c, last_id(tx, time_entry)
        columns = (group_id(_ROWS, last), *named(_ROWS, *self.names), *shared(_ROWS, time_entry))
        yield time_entry, select((row.n + last).label("id"), *columns).where(row.state == NEW).order_by(row.n)


ENTRIES = Entries()
