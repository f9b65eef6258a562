"""What an import needs to know of the store before it reads its file: names, zones, rates, and how fresh that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from smdash.domain.assignment import Rule
from smdash.domain.goals import Kpi
from smdash.domain.organisation import Organisation, Rate
from smdash.domain.text import name_key
from smdash.store.assignment_rules import rules
from smdash.store.currencies import Converter
from smdash.store.kpis import kpis as all_kpis
from smdash.store.organisation import acting_person, rates
from smdash.store.store import Snapshot
from smdash.store.tables import (
    activity,
    alias,
    assignment_rule,
    campaign,
    change,
    channel,
    exchange_rate,
    kpi,
    person,
    rate,
    setting,
)

KINDS = {"person": person, "campaign": campaign, "channel": channel, "activity": activity, "kpi": kpi}
NEVER_MADE = frozenset({"kpi"})
"""Kinds of names that no import adds: a person says what an unknown one stands for."""
_DECIDING = (person, campaign, channel, activity, kpi, alias, rate, exchange_rate, setting, assignment_rule)


@dataclass(frozen=True, slots=True)
class KnownName:
    """A person, campaign, channel, activity or KPI that rows of a file may belong to."""

    id: int
    name: str
    platform: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """Names by kind and key, aliases and UTM campaigns included; zones and rates of people, and KPIs, by id; the
    organisation; rules that assign posts, in their order; who imports, whose hours are those that name nobody.

    `mark` is the newest change of any of it: what was staged is right as long as it stays.
    """

    mark: int
    today: date
    organisation: Organisation
    names: Mapping[str, Mapping[str, KnownName]]
    aliases: Mapping[str, Mapping[str, KnownName]]
    zones: Mapping[int, str]
    rates: Mapping[int, tuple[Rate, ...]]
    converter: Converter
    kpis: Mapping[int, Kpi] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    acting: str = ""


def load_basis(snapshot: Snapshot) -> Basis:
    """The names, zones and rates in force."""
    names = {kind: _names(snapshot, kind) for kind in KINDS}
    return Basis(
        mark=deciding_mark(snapshot),
        today=snapshot.today,
        organisation=snapshot.organisation,
        names=names,
        aliases=_aliases(snapshot, names),
        zones={row.id: row.zone for row in snapshot.connection.execute(select(person.c.id, person.c.zone))},
        rates=rates(snapshot),
        converter=Converter(snapshot),
        kpis={one.id: one for one in all_kpis(snapshot, archived=True)},
        rules=rules(snapshot),
        acting=acting.name if (acting := acting_person(snapshot)) else "",
    )


def aliases_of(snapshot: Snapshot, kind: str) -> dict[str, int]:
    """The other names that imports use for things of a kind, each with the id it stands for."""
    query = select(alias.c.alias, alias.c.target_id).where(alias.c.kind == kind)
    return {row.alias: row.target_id for row in snapshot.connection.execute(query)}


def deciding_mark(snapshot: Snapshot) -> int:
    """The number of the newest change of a name, zone, rate or setting."""
    tables = [table.name for table in _DECIDING]
    newest = select(func.max(change.c.id)).where(change.c.table_name.in_(tables))
    return snapshot.connection.execute(newest).scalar() or 0


def _names(snapshot: Snapshot, kind: str) -> dict[str, KnownName]:
    table = KINDS[kind]
    more = (table.c.platform, table.c.handle) if kind == "channel" else ()
    query = select(table.c.id, table.c.name, *more, table.c.name_key)
    return {row[-1]: KnownName(*row[:-1]) for row in snapshot.connection.execute(query)}


def _aliases(snapshot: Snapshot, names: Mapping[str, Mapping[str, KnownName]]) -> dict[str, dict[str, KnownName]]:
    by_id = {kind: {known.id: known for known in found.values()} for kind, found in names.items()}
    aliases: dict[str, dict[str, KnownName]] = {kind: {} for kind in names}
    tagged = select(campaign.c.id, campaign.c.utm_campaign).where(campaign.c.utm_campaign != "")
    for row in snapshot.connection.execute(tagged.order_by(campaign.c.id.desc())):
        aliases["campaign"][name_key(row.utm_campaign)] = by_id["campaign"][row.id]
    for row in snapshot.connection.execute(select(alias)):
        if row.target_id in by_id[row.kind]:
            aliases[row.kind][row.alias_key] = by_id[row.kind][row.target_id]
    return aliases
