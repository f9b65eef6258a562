"""Touches of a file as rows of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from smdash.clock import zone
from smdash.domain.sales import number_key
from smdash.domain.text import name_key
from smdash.exchange.names import NameBook
from smdash.exchange.records.base import RowFault
from smdash.exchange.records.sales import TouchRecord, customer_key
from smdash.exchange.rows.local_times import LocalTimes, stamp
from smdash.exchange.rows.values import Row
from smdash.store.import_basis import Basis
from smdash.store.staging import NEW


class TouchRows:
    """Makes the staged rows of one file's touches; `campaign` is for those that name none.

    Campaigns and channels are looked up and never added: a touch of an unknown one has no campaign.
    """

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self._basis = basis
        self._times = LocalTimes(zone(basis.organisation.zone))
        known = names.known(campaign) if campaign is not None else None
        self._campaign = known.id if known else None
        self._local = False

    def rows(self, record: TouchRecord, n: int) -> Sequence[Row] | RowFault:
        """The row of one touch, numbered `n`."""
        self._local = self._local or record.at.tzinfo is None
        at = stamp(self._times.instant(record.at).astimezone(UTC).replace(tzinfo=None))
        tags = record.tags
        campaign = self._id("campaign", record.campaign) or (None if record.direct else self._campaign)
        return [
            (n, record.line, campaign, self._id("channel", record.channel), record.source, record.external_key,
             number_key(record.conversion), customer_key(record.customer), at, int(record.direct),
             tags.get("source", ""), tags.get("medium", ""), tags.get("campaign", "") or record.campaign,
             tags.get("content", ""), tags.get("term", ""), NEW)
        ]  # fmt: skip

    def notes(self) -> Sequence[str]:
        """The zone of times that state none."""
        zone_name = self._basis.organisation.zone
        return (f"Times of touches are read as {zone_name}, the organisation's zone.",) if self._local else ()

    def _id(self, kind: str, name: str) -> int | None:
        key = name_key(name)
        found = self._basis.names[kind].get(key) or self._basis.aliases[kind].get(key) if key else None
        return found.id if found else None
