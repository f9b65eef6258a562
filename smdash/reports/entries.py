"""Logged time as a file, one row per entry; `smdash import` reads it back as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from smdash.clock import zone
from smdash.domain.figures import Unit
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Period
from smdash.domain.text import one_line
from smdash.domain.timesheets import Entry
from smdash.reports.table import Value, money, name, on
from smdash.store.logged_time import each_entry
from smdash.store.organisation import names_of
from smdash.store.store import Snapshot

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


def entry_columns(snapshot: Snapshot) -> tuple[str, ...]:
    """The columns: those of costs are there for managers."""
    return (*COLUMNS, *(COST_COLUMNS if snapshot.role is Role.MANAGER else ()))


def entry_rows(snapshot: Snapshot, wanted: Wanted) -> Iterator[tuple[Value, ...]]:
    """The rows, to be read to their end within the snapshot.

    Seconds are as logged, start and end in the zone of the entry with its offset.
    """
    names = {kind: names_of(snapshot, kind) for kind in ("person", "campaign", "channel", "activity")}
    shows_cost = snapshot.role is Role.MANAGER
    currency = snapshot.organisation.currency
    found = each_entry(snapshot, people=wanted.people, campaigns=wanted.campaigns, period=wanted.period)
    return ((*_values(entry, names), *(_cost(entry, currency) if shows_cost else ())) for entry in found)


def _values(entry: Entry, names: dict[str, dict[int, str]]) -> Iterable[Value]:
    belongs = (("campaign", entry.campaign_id), ("channel", entry.channel_id), ("activity", entry.activity_id))
    return (
        Value(entry.id, Unit.COUNT),
        on(entry.work_day),
        name(names["person"][entry.person_id]),
        *(Value(None) if key is None else name(names[kind][key]) for kind, key in belongs),
        name(one_line(entry.note)),
        Value(entry.seconds, Unit.SECONDS, clock=True),
        Value(entry.seconds, Unit.SECONDS),
        Value(_local(entry.start, entry.zone)),
        Value(_local(entry.end, entry.zone)),
        Value(entry.zone),
    )


def _local(moment: datetime | None, zone_name: str) -> str | None:
    return None if moment is None else moment.astimezone(zone(zone_name)).isoformat()


def _cost(entry: Entry, currency: str) -> tuple[Value, ...]:
    """Rate in its own currency, cost in the reporting one; blank where there is none, which is not free."""
    cost = None if entry.cost_minor is None else Money(entry.cost_minor, currency)
    return (*_amount(entry.rate), *_amount(cost))


def _amount(amount: Money | None) -> tuple[Value, Value]:
    if amount is None:
        return Value(None), Value(None)
    return money(amount.minor, amount.currency), Value(amount.currency)
