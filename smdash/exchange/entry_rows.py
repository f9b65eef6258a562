"""Entries of a file as rows of the store: placed in the person's zone, cut at work days, priced."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from smdash.clock import zone
from smdash.domain import text
from smdash.domain.durations import clock
from smdash.domain.money import allocate
from smdash.domain.organisation import Rate
from smdash.domain.periods import DAY
from smdash.domain.timesheets import Part, part_costs, split_at_day_starts
from smdash.errors import InvalidInput
from smdash.exchange.local_times import LocalTimes, stamp
from smdash.exchange.names import NameBook
from smdash.exchange.records import EntryRecord, RowFault
from smdash.store.import_basis import Basis
from smdash.store.pricing import Price, price_parts
from smdash.store.staging import IGNORED, NEW

_LONGEST_NOTE = 500
_DAY_SECONDS = 86_400
Row = tuple[Any, ...]
_UNPRICED = (None, None, None, None, None)


class EntryRows:
    """Makes the staged rows of one file's entries; `campaign` is for entries that name none."""

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self._basis, self._names, self._campaign = basis, names, campaign
        self._starts_at = basis.organisation.day_start_hour
        self._zones: dict[str, LocalTimes] = {}
        self._rates: dict[tuple[int, date], Rate | None] = {}
        self._costs: dict[tuple[int, str, int], int] = {}
        self._split = 0

    @property
    def unclear(self) -> int:
        """Clock times that a change of the clock skips or repeats."""
        return sum(times.unclear for times in self._zones.values())

    @property
    def split(self) -> int:
        """Entries that were cut where a work day starts."""
        return self._split

    def rows(self, record: EntryRecord, n: int) -> list[Row] | RowFault:
        """The rows of one entry, numbered from `n` on: more than one when it runs over the start of a work day."""
        names = self._names
        person = names.ref("person", record.person)
        if person is None:
            return RowFault(record.line, "person", "", "is blank")
        known = names.known(person)
        zone_name = record.zone or (self._basis.zones[known.id] if known else self._basis.organisation.zone)
        times = self._times(zone_name)
        if times is None:
            return RowFault(record.line, "zone", zone_name, "is not a time zone")
        if record.start is None and record.seconds > _DAY_SECONDS:
            return RowFault(record.line, "duration", clock(record.seconds), "is longer than a day, without clock times")
        parts = self._parts(record, times)
        prices = self._prices(known.id if known else None, parts)
        activity, note = _activity_and_note(record)
        campaign = names.ref("campaign", record.project) if record.project else self._campaign
        refs = (person, campaign, names.ref("channel", record.channel), names.ref("activity", activity))
        group = n if len(parts) > 1 else None
        state = IGNORED if names.is_ignored(person) else NEW
        self._split += group is not None
        return [
            (
                n + index, group, record.line, *refs, record.source, record.external_key,
                f"{record.external_key}#{index + 1}" if index else record.external_key,
                *part[:3], zone_name, note, part[3], *price, state,
            )
            for index, (part, price) in enumerate(zip(parts, prices, strict=True))
        ]  # fmt: skip

    def _times(self, name: str) -> LocalTimes | None:
        found = self._zones.get(name)
        if found is None:
            try:
                found = self._zones[name] = LocalTimes(zone(name))
            except InvalidInput:
                return None
        return found

    def _parts(self, record: EntryRecord, times: LocalTimes) -> list[tuple[str, str | None, str | None, int]]:
        """Work day, start and end as stored, and seconds of each part."""
        start, seconds = record.start, record.seconds
        if start is None:
            return [(record.work_day.isoformat(), None, None, seconds)]
        if start.tzinfo is None:
            offset = times.quiet_offset(start.date())
            end = start + timedelta(seconds=seconds)
            as_printed = record.end is None or record.end == end
            if offset is not None and as_printed and start.hour >= self._starts_at and self._same_day(start, end):
                first = start - offset
                return [(start.date().isoformat(), stamp(first), stamp(first + timedelta(seconds=seconds)), seconds)]
        return self._cut(*times.span(start, record.end, seconds), seconds, times.zone)

    def _same_day(self, start: datetime, end: datetime) -> bool:
        """Whether an entry of a day without a change of the clock stays on it; one may end where the next starts."""
        if end.date() == start.date():
            return True
        return end == datetime.combine(start.date() + DAY, time(self._starts_at))

    def _cut(
        self, start: datetime, end: datetime, seconds: int, zone: ZoneInfo
    ) -> list[tuple[str, str | None, str | None, int]]:
        parts = split_at_day_starts(start, end, zone, self._starts_at)
        shares = [part.seconds for part in parts]
        if sum(shares) != seconds:  # a pause: less was worked than lies between start and end
            shares = allocate(seconds, shares)
        return [
            (part.work_day.isoformat(), stamp(_bare(part.start)), stamp(_bare(part.end)), share)
            for part, share in zip(parts, shares, strict=True)
            if share
        ]

    def _prices(self, person_id: int | None, parts: list[tuple[str, str | None, str | None, int]]) -> list[Row]:
        """Rate id, rate, its currency, cost and converted cost of each part."""
        if person_id is None or person_id not in self._basis.rates:
            return [_UNPRICED] * len(parts)
        days = [date.fromisoformat(part[0]) for part in parts]
        rates = [self._rate(person_id, day) for day in days]
        if len(parts) == 1:
            return [_UNPRICED if rates[0] is None else self._price(rates[0], days[0], parts[0][3])]
        pieces = [Part(day, None, None, part[3]) for day, part in zip(days, parts, strict=True)]
        return [_price_row(price) for price in price_parts(pieces, rates, self._basis.converter)]

    def _rate(self, person_id: int, day: date) -> Rate | None:
        key = (person_id, day)
        if key not in self._rates:
            known = self._basis.rates[person_id]
            self._rates[key] = next((rate for rate in reversed(known) if rate.valid_from <= day), None)
        return self._rates[key]

    def _price(self, rate: Rate, day: date, seconds: int) -> Row:
        hourly = rate.hourly
        key = (hourly.minor, hourly.currency, seconds)
        cost = self._costs.get(key)
        if cost is None:
            cost = self._costs[key] = part_costs([seconds], hourly)[0].minor
        if hourly.currency == self._basis.converter.currency:
            return (rate.id, hourly.minor, hourly.currency, cost, cost)
        part = Part(day, None, None, seconds)
        return _price_row(price_parts([part], [rate], self._basis.converter)[0])


def _price_row(price: Price) -> Row:
    if price.rate is None or price.cost is None:
        return _UNPRICED
    hourly = price.rate.hourly
    return (price.rate.id, hourly.minor, hourly.currency, price.cost.minor, price.converted)


def _activity_and_note(record: EntryRecord) -> tuple[str, str]:
    """The activity is the task, else the first tag; further tags stand behind the note, so that none is lost."""
    note, tags = record.note, record.tags
    if not note.isascii() or not note.isprintable() or "  " in note or note[:1] == " " or note[-1:] == " ":
        note = text.one_line(note)
    activity = record.activity
    if not activity and tags:
        activity, tags = tags[0], tags[1:]
    if tags:
        note = f"{note} {' '.join('#' + tag for tag in tags)}".strip()
    return activity[:120], note[:_LONGEST_NOTE]


def _bare(instant: datetime | None) -> datetime:
    """A UTC instant without its zone."""
    if instant is None:
        raise ValueError("a part of a timed entry has instants")
    return instant.astimezone(UTC).replace(tzinfo=None)
