"""Parts of an audience of a file as rows of the store."""

from __future__ import annotations

from collections.abc import Sequence

from smdash.domain.money import MAX_MINOR
from smdash.domain.text import name_key
from smdash.exchange.names import NameBook
from smdash.exchange.records.base import AudienceRecord, RowFault
from smdash.exchange.rows.values import Row
from smdash.store.import_basis import Basis
from smdash.store.staging import IGNORED, NEW, as_json


class AudienceRows:
    """Makes the staged rows of one file's audience parts; those of a whole export have no day."""

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self._names = names
        self._taken: dict[str, str] = {}
        self._owners: dict[tuple[str, str], tuple[int, int | None, str, str]] = {}

    def rows(self, record: AudienceRecord, n: int) -> Sequence[Row] | RowFault:
        """The row of one part, numbered `n`."""
        platform, channel, dimension, measure, label, line, day, number, share, raw = record
        owner = self._owners.get((platform, channel))
        if owner is None:
            owner = self._owners[platform, channel] = self._owner(platform, channel)
        ref, known, key, state = owner
        if number is not None and not -MAX_MINOR <= number <= MAX_MINOR:
            return RowFault(line, measure, str(number), "is not a count that can be")
        kept = as_json(dict(raw)) if raw else None
        return [
            (n, line, ref, known, key, dimension, measure, day or None, int(bool(day)), label, number, share,
             kept, state)
        ]  # fmt: skip

    def notes(self) -> Sequence[str]:
        """Which channel is taken where the file names no account."""
        return [
            f"No account is named: the {platform} numbers are those of {name}, the only channel there."
            for platform, name in sorted(self._taken.items())
        ]

    def _owner(self, platform: str, channel: str) -> tuple[int, int | None, str, str]:
        """The number of the channel's name, its row if there is one, what tells it, and the state of its rows."""
        name = channel or self._names.only_channel(platform)
        if not channel and name != platform:
            self._taken[platform] = name
        ref = self._names.ref("channel", name, platform) or 0
        known = self._names.known(ref)
        key = str(known.id) if known else f"new {name_key(self._names.names[ref - 1].target.name)}"
        return ref, known.id if known else None, key, IGNORED if self._names.is_ignored(ref) else NEW
