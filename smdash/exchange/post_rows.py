"""Posts and platform totals of a file as rows of the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from smdash.clock import zone
from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.domain.money import MAX_MINOR, Money, check_currency
from smdash.errors import InvalidInput
from smdash.exchange.local_times import LocalTimes, stamp
from smdash.exchange.names import NameBook
from smdash.exchange.records import METRICS, PlatformTotal, PostRecord, RowFault
from smdash.store.import_basis import Basis
from smdash.store.staging import IGNORED, NEW, as_json

Row = tuple[Any, ...]
_COUNTS: tuple[str, ...] = tuple(metric for metric in METRICS if metric != "spend")


class PostRows:
    """Makes the staged rows of one file's posts; `campaign` is for posts that name none."""

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self._basis, self._names, self._campaign = basis, names, campaign
        self.zone_name = basis.organisation.zone
        self._times = LocalTimes(zone(self.zone_name))
        self.spend_assumed = self.timed = 0

    def row(self, record: PostRecord, n: int) -> Row | RowFault:
        """The row of one post with its metrics, numbered `n`."""
        channel = self._names.ref("channel", record.channel or record.platform, record.platform)
        if channel is None:
            return RowFault(record.line, "channel", "", "is blank")
        campaign = self._names.ref("campaign", record.campaign) if record.campaign else self._campaign
        numbers: list[int | None] = []
        for metric in _COUNTS:
            value = record.metrics.get(metric, NOT_REPORTED).value
            if value is not None and (value != int(value) or not -MAX_MINOR <= value <= MAX_MINOR):
                return RowFault(record.line, metric, str(value), "is not a count that can be")
            numbers.append(None if value is None else int(value))
        try:
            spend = self._spend(record)
        except InvalidInput as fault:
            return RowFault(record.line, "spend", str(record.metrics["spend"]), fault.message)
        day, posted = self._when(record)
        texts = (record.external_id, record.kind, record.text, record.url)
        state = IGNORED if self._names.is_ignored(channel) else NEW
        return (
            n, record.line, channel, campaign, record.source, record.external_key, day, posted,
            record.precision, *texts, *numbers, *spend, _raw(record), state,
        )  # fmt: skip

    def _when(self, record: PostRecord) -> tuple[str, str | None]:
        """The day as stored, and the instant where the minute is known."""
        posted = record.posted_at
        if posted.tzinfo is not None:
            posted = posted.astimezone(self._times.zone)
        if record.precision == "month":
            return posted.date().replace(day=1).isoformat(), None
        if record.precision == "day":
            return posted.date().isoformat(), None
        self.timed += 1
        instant = self._times.instant(posted).astimezone(UTC).replace(tzinfo=None)
        return posted.date().isoformat(), stamp(instant)

    def _spend(self, record: PostRecord) -> tuple[int | None, str | None]:
        """Ad spend in minor units with its currency: that of the raw fields, else the reporting one."""
        spent = record.metrics.get("spend")
        if spent is None or spent.value is None:
            return None, None
        named = next((value for name, value in record.raw.items() if name.casefold().endswith("currency")), "")
        self.spend_assumed += not named
        currency = check_currency(named) if named else self._basis.organisation.currency
        money = Money.of(spent.value, currency)
        if abs(money.minor) > MAX_MINOR:
            raise InvalidInput("is too large")
        return money.minor, currency


def _raw(record: PostRecord) -> str | None:
    bounds = _bounds(record.metrics)
    return as_json({**record.raw, **bounds}) if record.raw or bounds else None


def _bounds(metrics: Mapping[str, Measure]) -> dict[str, str]:
    """Metrics that a platform gives as a bound only."""
    return {name: measure.censored for name, measure in metrics.items() if measure.censored is not None}


def total_row(total: PlatformTotal, n: int) -> Row:
    """The row of a platform's own total, numbered `n`."""
    metrics = {name: _plain(measure) for name, measure in total.metrics.items() if measure.reported}
    start, until = (day.isoformat() if day else None for day in (total.start, total.end))
    return (n, total.line, total.source, total.label, start, until, as_json(metrics | _bounds(total.metrics)), NEW)


def _plain(measure: Measure) -> int | str:
    return measure.value if isinstance(measure.value, int) else str(measure.value)
