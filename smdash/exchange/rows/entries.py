"""Entries of a file as rows of the store: placed in the person's zone, cut at work days, priced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from smdash.clock import zone
from smdash.domain import text
from smdash.domain.durations import clock
from smdash.domain.figures import grouped
from smdash.domain.money import allocate
from smdash.domain.organisation import Rate
from smdash.domain.periods import DAY
from smdash.domain.timesheets import Part, split_at_day_starts
from smdash.errors import InvalidInput
from smdash.exchange.memo import Memo
from smdash.exchange.names import NameBook
from smdash.exchange.records.base import EntryRecord, RowFault
from smdash.exchange.rows.local_times import LocalTimes, stamp
from smdash.exchange.rows.values import Row
from smdash.store.import_basis import Basis
from smdash.store.pricing import Price, price_parts
from smdash.store.staging import IGNORED, NEW

_LONGEST_NOTE = 500
_DAY_SECONDS = 86_400
_Part = tuple[str, str | None, str | None, int]  # work day, start and end as stored, seconds
_UNPRICED = (None, None, None, None, None)
_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class _Person:
    """A person of the file: number, id if the store has them, their local times, and the state of their rows."""

    ref: int
    id: int | None
    zone: str
    times: LocalTimes | None
    state: str


class EntryRows:
    """Makes the staged rows of one file's entries; `campaign` is for entries that name none."""

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self._basis, self._names = basis, names
        self._starts_at = basis.organisation.day_start_hour
        self._zones: dict[str, LocalTimes] = {}
        self._people = Memo(self._person)
        self._campaigns = Memo(lambda name: names.ref("campaign", name) if name else campaign)
        self._channels = Memo(lambda name: names.ref("channel", name))
        self._activities = Memo(lambda name: names.ref("activity", name))
        self._notes = Memo(text.one_line)
        self._days = Memo(date.fromisoformat)
        self._rates: dict[tuple[int, str], Rate | None] = {}
        self._prices: dict[tuple[int, str, int], Row] = {}
        self._spans: dict[int, timedelta] = {}
        self._split = self._timeless = self._nobodys = 0

    def notes(self) -> Sequence[str]:
        """How many were cut, and how many begin or end at an hour that a change of the clock skips or repeats."""
        said = []
        if self._nobodys:
            who = "1 entry names" if self._nobodys == 1 else f"{grouped(self._nobodys, 0)} entries name"
            said.append(f"{who} nobody: the hours are those of {self._basis.acting}.")
        if self._timeless:
            what = "1 entry" if self._timeless == 1 else f"{grouped(self._timeless, 0)} entries"
            said.append(f"Left out: {what} without any time, or without an end yet.")
        if self._split:
            said.append(f"{self._split} entries run over the start of a day and are cut there.")
        unclear = sum(times.unclear for times in self._zones.values())
        if unclear:
            said.append(
                f"{unclear} entries begin or end where the clock changes: the first of a repeated hour"
                " is meant unless only the second fits, and a skipped one counts as if the clock had not changed."
            )
        return said

    def rows(self, record: EntryRecord, n: int) -> list[Row] | RowFault:
        """The rows of one entry, numbered from `n` on: more than one when it runs over the start of a work day."""
        if not record.seconds:
            self._timeless += 1
            return []
        person, key = self._people[record.person or self._basis.acting], record.external_key
        if person is None:
            return RowFault(record.line, "person", "", "is blank, and nobody of your name is known")
        if not record.person:  # two people may have done the same at the same time
            self._nobodys += 1
            key = f"{key}@{person.id}"
        zone_name, times = person.zone, person.times
        if record.zone:
            zone_name, times = record.zone, self._times(record.zone)
        if times is None:
            return RowFault(record.line, "zone", zone_name, "is not a time zone")
        if record.start is None and record.seconds > _DAY_SECONDS:
            return RowFault(record.line, "duration", clock(record.seconds), "is longer than a day, without clock times")
        parts = self._parts(record, times)
        project, tags = self._project_and_tags(record)
        activity, note = self._activity_and_note(record, tags)
        refs = (person.ref, self._campaigns[project], self._channels[record.channel], self._activities[activity])
        if len(parts) == 1:
            day, start, end, seconds = parts[0]
            price = self._price(person.id, day, seconds)
            return [
                (n, None, record.line, *refs, record.source, key, key, day, start, end, zone_name, note, seconds,
                 *price, person.state)
            ]  # fmt: skip
        self._split += 1
        return [
            (n + at, n, record.line, *refs, record.source, key, f"{key}#{at + 1}" if at else key,
             *part[:3], zone_name, note, part[3], *price, person.state)
            for at, (part, price) in enumerate(zip(parts, self._part_prices(person.id, parts), strict=True))
        ]  # fmt: skip

    def _person(self, name: str) -> _Person | None:
        ref = self._names.ref("person", name)
        if ref is None:
            return None
        known = self._names.known(ref)
        zone_name = self._basis.zones[known.id] if known else self._basis.organisation.zone
        state = IGNORED if self._names.is_ignored(ref) else NEW
        return _Person(ref, known.id if known else None, zone_name, self._times(zone_name), state)

    def _times(self, name: str) -> LocalTimes | None:
        found = self._zones.get(name)
        if found is None:
            try:
                found = self._zones[name] = LocalTimes(zone(name))
            except InvalidInput:
                return None
        return found

    def _parts(self, record: EntryRecord, times: LocalTimes) -> list[_Part]:
        start, seconds = record.start, record.seconds
        if start is None:
            return [(record.work_day.isoformat(), None, None, seconds)]
        aware = start.tzinfo is not None
        local = start.astimezone(times.zone).replace(tzinfo=None) if aware else start
        day, span = local.date(), self._span(seconds)
        offset, end = times.quiet_offset(day), local + span
        stop = record.end
        as_printed = stop is None or ((stop.tzinfo is not None) == aware and stop - start == span)
        if offset is not None and as_printed and local.hour >= self._starts_at and self._same_day(day, end):
            return [(day.isoformat(), stamp(local - offset), stamp(end - offset), seconds)]
        return self._cut(*times.span(start, record.end, seconds), seconds, times.zone)

    def _span(self, seconds: int) -> timedelta:
        found = self._spans.get(seconds)
        if found is None:
            found = timedelta(seconds=seconds)
            if len(self._spans) < _MOST_KEPT:
                self._spans[seconds] = found
        return found

    def _same_day(self, day: date, end: datetime) -> bool:
        """Whether an entry of a day without a change of the clock stays on it; one may end where the next starts."""
        return end.date() == day or end == datetime.combine(day + DAY, time(self._starts_at))

    def _cut(self, start: datetime, end: datetime, seconds: int, zone: ZoneInfo) -> list[_Part]:
        parts = split_at_day_starts(start, end, zone, self._starts_at)
        shares = [part.seconds for part in parts]
        if sum(shares) != seconds:  # a pause: less was worked than lies between start and end
            shares = allocate(seconds, shares)
        return [
            (part.work_day.isoformat(), stamp(_bare(part.start)), stamp(_bare(part.end)), share)
            for part, share in zip(parts, shares, strict=True)
            if share
        ]

    def _price(self, person_id: int | None, day: str, seconds: int) -> Row:
        """Rate id, rate, its currency, cost and converted cost of an entry that was not cut."""
        if person_id is None or person_id not in self._basis.rates:
            return _UNPRICED
        rate = self._rate(person_id, day)
        if rate is None:
            return _UNPRICED
        converted = rate.hourly.currency != self._basis.converter.currency  # which depends on the day
        key = (rate.id, day if converted else "", seconds)
        price = self._prices.get(key)
        if price is None:
            price = self._part_prices(person_id, [(day, None, None, seconds)])[0]
            if len(self._prices) < _MOST_KEPT:
                self._prices[key] = price
        return price

    def _part_prices(self, person_id: int | None, parts: list[_Part]) -> list[Row]:
        """The same for the parts of one entry, whose costs are shares of one sum."""
        if person_id is None or person_id not in self._basis.rates:
            return [_UNPRICED] * len(parts)
        rates = [self._rate(person_id, part[0]) for part in parts]
        pieces = [Part(self._days[part[0]], None, None, part[3]) for part in parts]
        return [_price_row(price) for price in price_parts(pieces, rates, self._basis.converter)]

    def _rate(self, person_id: int, day: str) -> Rate | None:
        key = (person_id, day)
        if key not in self._rates:
            known = self._basis.rates[person_id]
            self._rates[key] = next((rate for rate in reversed(known) if rate.valid_from <= self._days[day]), None)
        return self._rates[key]

    def _project_and_tags(self, record: EntryRecord) -> tuple[str, tuple[str, ...]]:
        """Where no project is said, a tag that is called like a campaign names it."""
        if record.project or not record.tags:
            return record.project, record.tags
        named = next((tag for tag in record.tags if self._names.knows("campaign", tag)), "")
        return named, tuple(tag for tag in record.tags if tag != named)

    def _activity_and_note(self, record: EntryRecord, tags: tuple[str, ...]) -> tuple[str, str]:
        """The activity is the task, else the first tag; further tags stand behind the note, so that none is lost."""
        note, activity = self._notes[record.note], record.activity
        if tags:
            if not activity:
                activity, tags = tags[0], tags[1:]
            note = f"{note} {' '.join('#' + tag for tag in tags)}".strip()
        return activity[:120], note[:_LONGEST_NOTE]


def _price_row(price: Price) -> Row:
    if price.rate is None or price.cost is None:
        return _UNPRICED
    hourly = price.rate.hourly
    return (price.rate.id, hourly.minor, hourly.currency, price.cost.minor, price.converted)


def _bare(instant: datetime | None) -> datetime:
    """A UTC instant without its zone."""
    if instant is None:
        raise ValueError("a part of a timed entry has instants")
    return instant.astimezone(UTC).replace(tzinfo=None)
