"""Logged time as a file, one row per entry, written piece by piece; `smdash import` reads it back as it was."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from smdash.clock import zone
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Period
from smdash.domain.spreadsheet_cells import harmless
from smdash.domain.text import one_line
from smdash.domain.timesheets import Entry
from smdash.reports.table import money
from smdash.store.logged_time import each_entry
from smdash.store.organisation import names_of
from smdash.store.store import Snapshot

Fields = dict[str, str | int | None]

_COLUMNS = ("id", "date", "person", "campaign", "channel", "activity", "note", "duration", "seconds", "start", "end")
COLUMNS = (*_COLUMNS, "zone")
COST_COLUMNS = ("rate", "rate_currency", "cost", "cost_currency")
"""What only managers get, behind the other columns."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of some people, campaigns or a period only if they are given."""

    people: Collection[int] = ()
    campaigns: Collection[int] = ()
    period: Period | None = None


def written_entries(snapshot: Snapshot, wanted: Wanted, form: str) -> Iterator[str]:
    """The pieces of a file in one of `FORMS`, to be read to their end within the snapshot.

    Seconds are as logged, start and end in the zone of the entry with its offset; costs are there for managers.
    """
    names = {kind: names_of(snapshot, kind) for kind in ("person", "campaign", "channel", "activity")}
    shows_cost = snapshot.role is Role.MANAGER
    currency = snapshot.organisation.currency
    found = each_entry(snapshot, people=wanted.people, campaigns=wanted.campaigns, period=wanted.period)
    rows = (_fields(entry, names) | (_cost(entry, currency) if shows_cost else {}) for entry in found)
    return FORMS[form](rows, (*COLUMNS, *(COST_COLUMNS if shows_cost else ())))


def _fields(entry: Entry, names: dict[str, dict[int, str]]) -> Fields:
    seconds = entry.seconds
    return {
        "id": entry.id,
        "date": entry.work_day.isoformat(),
        "person": one_line(names["person"][entry.person_id]),
        **{
            kind: one_line(names[kind][found]) if found is not None else ""
            for kind, found in (
                ("campaign", entry.campaign_id),
                ("channel", entry.channel_id),
                ("activity", entry.activity_id),
            )
        },
        "note": one_line(entry.note),
        "duration": f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}",
        "seconds": seconds,
        "start": _local(entry.start, entry.zone),
        "end": _local(entry.end, entry.zone),
        "zone": entry.zone,
    }


def _local(moment: datetime | None, zone_name: str) -> str:
    return "" if moment is None else moment.astimezone(zone(zone_name)).isoformat()


def _cost(entry: Entry, currency: str) -> Fields:
    """Rate in its own currency, cost in the reporting one; blank where there is none, which is not free."""
    rate, cost = entry.rate, entry.cost_minor
    return {
        "rate": "" if rate is None else _amount(rate),
        "rate_currency": "" if rate is None else rate.currency,
        "cost": "" if cost is None else _amount(Money(cost, currency)),
        "cost_currency": "" if cost is None else currency,
    }


def _amount(amount: Money) -> str:
    return money(amount.minor, amount.currency).plain()


def _comma_separated(rows: Iterable[Fields], columns: tuple[str, ...]) -> Iterator[str]:
    """A header and a line for each row; words that a spreadsheet would run as a formula are words."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(harmless(cell) if isinstance(cell := row[name], str) else cell for name in columns)
        if written.tell() > 1 << 16:
            yield written.getvalue()
            written.seek(0)
            written.truncate()
    yield written.getvalue()


def _json(rows: Iterable[Fields], columns: tuple[str, ...]) -> Iterator[str]:
    """A list of objects, each on a line of its own; what is not there is null."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(
            {name: None if row[name] == "" else row[name] for name in columns}, ensure_ascii=False
        )
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


FORMS: dict[str, Callable[[Iterable[Fields], tuple[str, ...]], Iterator[str]]] = {
    "csv": _comma_separated,
    "json": _json,
}
