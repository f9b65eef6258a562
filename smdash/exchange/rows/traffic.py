"""Rows of web analytics as rows of the store."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.names import NameBook
from smdash.exchange.records.base import RowFault
from smdash.exchange.records.traffic import TrafficRecord
from smdash.exchange.rows.values import Row, counts, raw_json
from smdash.store.import_basis import Basis
from smdash.store.staging import NEW

_WHOLE = ("sessions", "engaged", "users")


class TrafficRows:
    """Makes the staged rows of one file's visits; `campaign` is for those that name none.

    Campaigns are looked up and never added, since programs write `(direct)` and names of others where one might stand.
    """

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self._names, self._campaign = names, campaign

    def rows(self, record: TrafficRecord, n: int) -> Sequence[Row] | RowFault:
        """The row of one line of a report, numbered `n`."""
        try:
            numbers = counts(record.metrics, _WHOLE)
        except BadCell as fault:
            return RowFault(record.line, fault.column, fault.value, fault.reason)
        events = record.metrics.get("key_events")
        key_events = None if events is None or events.value is None else format(events.value, "f")
        start, until = record.start.isoformat(), record.until.isoformat()
        breakdown = ", ".join(name for name, _ in record.dimensions)
        return [
            (n, record.line, self._ref(record.utm_campaign), record.source, _key(record), record.property, start, until,
             breakdown, record.utm_source, record.utm_medium, record.utm_campaign, record.channel_group, *numbers,
             key_events, raw_json(record.raw, record.metrics), NEW)
        ]  # fmt: skip

    def notes(self) -> Sequence[str]:
        """Nothing is decided about them."""
        return ()

    def _ref(self, name: str) -> int | None:
        """The number of a campaign that is known by its name, another name of it, or its utm_campaign."""
        if not is_named(name):
            return self._campaign
        return self._names.ref("campaign", name) if self._names.knows("campaign", name) else None


def is_named(value: str) -> bool:
    """Whether a value names something: `(not set)`, `(direct)`, `(other)` and the like don't."""
    return bool(value) and not (value.startswith("(") and value.endswith(")"))


def _key(record: TrafficRecord) -> str:
    said = (record.property, str(record.start), str(record.until), *(part for one in record.dimensions for part in one))
    return hashlib.blake2b("\x1f".join(said).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
