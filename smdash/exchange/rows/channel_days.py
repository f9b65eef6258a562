"""Days of channels of a file as rows of the store."""

from __future__ import annotations

from collections.abc import Sequence

from smdash.domain.measures import CHANNEL_METRICS
from smdash.domain.text import name_key
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.names import NameBook
from smdash.exchange.records.base import ChannelDayRecord, RowFault
from smdash.exchange.rows.values import Row, counts, raw_json
from smdash.store.import_basis import Basis
from smdash.store.staging import IGNORED, NEW

_SOURCE = "channel-day"


class ChannelDayRows:
    """Makes the staged rows of one file's days of channels. Days count as the file prints them."""

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self._names = names
        self._taken: dict[str, str] = {}

    def rows(self, record: ChannelDayRecord, n: int) -> Sequence[Row] | RowFault:
        """The row of one day with its metrics, numbered `n`."""
        name = record.channel or self._only_one(record.platform)
        channel = self._names.ref("channel", name, record.platform)
        if channel is None:
            return RowFault(record.line, "channel", "", "is blank")
        try:
            numbers = counts(record.metrics, CHANNEL_METRICS)
        except BadCell as fault:
            return RowFault(record.line, fault.column, fault.value, fault.reason)
        known = self._names.known(channel)
        owner = str(known.id) if known else f"new {name_key(self._names.names[channel - 1].target.name)}"
        day = record.day.isoformat()
        state = IGNORED if self._names.is_ignored(channel) else NEW
        raw = raw_json(record.raw, record.metrics)
        return [
            (n, record.line, channel, known.id if known else None, _SOURCE, f"{day} {owner}", day, *numbers, raw, state)
        ]

    def notes(self) -> Sequence[str]:
        """Which channel the days of a file are taken for that names no account."""
        return [
            f"No account is named: the {platform} days are those of {name}, the only channel there."
            for platform, name in sorted(self._taken.items())
        ]

    def _only_one(self, platform: str) -> str:
        """The channel meant where a file says the platform only."""
        name = self._names.only_channel(platform)
        if name != platform:
            self._taken[platform] = name
        return name
