"""Writes an organisation described in TOML into the store, through the functions the dashboard uses too.

parsed = read_organisation(path, currency)
store.write(apply_organisation, parsed)         one transaction: all of the file, or nothing
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal
from typing import Any, TypeVar

from smdash.clock import zone
from smdash.domain.annotations import Annotation
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.costs import CostDraft
from smdash.domain.goals import CheckIn, KpiDraft, Objective, Reading
from smdash.domain.organisation import Person
from smdash.domain.readings import parse_reading
from smdash.domain.text import name_key
from smdash.domain.timesheets import EntryDraft
from smdash.errors import FormFaults
from smdash.exchange.organisation.fields import told_at
from smdash.exchange.organisation.file import read_organisation
from smdash.exchange.organisation.legal import write_legal
from smdash.exchange.organisation.log import write_incident, write_policy
from smdash.exchange.organisation.marks import write_mark
from smdash.exchange.organisation.values import (
    BenefitValue,
    ChannelValue,
    ExchangeRateValue,
    LegalValue,
    Mark,
    OrganisationFile,
    PersonValue,
    Placed,
    ReadingsValue,
    TimerValue,
)
from smdash.store import (
    benefits,
    campaigns,
    check_ins,
    costs,
    currencies,
    goals,
    kpis,
    organisation,
    outcomes,
    readings,
    timers,
)
from smdash.store.annotations import add_annotation
from smdash.store.outcomes import OutcomeDraft
from smdash.store.store import Snapshot, Transaction

__all__ = ["apply_organisation", "read_organisation"]

Draft = TypeVar("Draft")

_LISTS: Mapping[str, Callable[[Snapshot], Any]] = {
    "person": organisation.people,
    "campaign": campaigns.campaigns,
    "channel": organisation.channels,
    "objective": goals.objectives,
    "kpi": kpis.kpis,
}
_KIND_OF_ROLE = {"owner": "person", "predecessor": "kpi", "follows": "kpi"}


def apply_organisation(tx: Transaction, parsed: OrganisationFile) -> dict[str, int]:
    """Write everything a file says; returns how many rows of each kind were added.

    `InvalidInput` names the place of what the store does not take: a name that is unknown or already there, an amount
    of zero, a reading in the future. The first person of a store is there by opening it: as long as nothing more is
    known of them than their name, they get what the file says.
    """
    tx.describe(f"import {parsed.name}")
    return dict(_Applier(tx, parsed).run())


class _Applier:
    """One file on its way into the store; knows the ids of names, those it adds itself among them."""

    def __init__(self, tx: Transaction, parsed: OrganisationFile) -> None:
        self.tx = tx
        self.parsed = parsed
        self.added: Counter[str] = Counter()
        self._ids: dict[str, dict[str, int]] = {}
        self._own = _first_person(tx)

    def run(self) -> Counter[str]:
        """Write the tables in an order in which each finds what it names."""
        file = self.parsed
        if file.settings:
            with told_at(f"{file.name}, settings"):
                organisation.change_settings(self.tx, **file.settings)
        self._all(file.people, self._person)
        self._all(file.channels, self._channel)
        self._all(file.exchange_rates, self._exchange_rate)
        self._all(file.objectives, self._objective)
        self._all(file.campaigns, self._campaign)
        self._all(file.kpis, self._kpi)
        self._all(file.costs, self._cost)
        self._all(file.benefits, self._benefit)
        self._all(file.outcomes, self._outcome)
        self._all(file.readings, self._readings)
        self._all(file.check_ins, self._check_in)
        self._all(file.annotations, self._annotation)
        self._all(file.marks, self._mark)
        self._all(file.legal, self._legal)
        self._all(file.policies, lambda one: write_policy(self.tx, one, self._ids_of, self.added))
        self._all(file.incidents, lambda one: write_incident(self.tx, one, self._ids_of, self.added))
        self._all(file.timers, self._timer)
        return self.added

    def _all(self, rows: Iterable[Placed[Draft]], write: Callable[[Placed[Draft]], None]) -> None:
        for one in rows:
            with told_at(one.where):
                write(one)

    # Names

    def _id(self, role: str, name: str) -> int:
        kind = _KIND_OF_ROLE.get(role, role)
        if kind not in self._ids:
            self._ids[kind] = {name_key(one.name): one.id for one in _LISTS[kind](self.tx)}
        found = self._ids[kind].get(name_key(name))
        if found is None:
            raise FormFaults({role: f"there is no {kind} “{name}”."})
        return found

    def _learn(self, kind: str, name: str, row_id: int) -> None:
        self.added[kind] += 1
        if kind in self._ids:
            self._ids[kind][name_key(name)] = row_id

    def _ids_of(self, placed: Placed[Any]) -> dict[str, Any]:
        return {f"{role}_id": self._id(role, name) for role, name in placed.names.items()}

    # Who and where

    def _person(self, placed: Placed[PersonValue]) -> None:
        person = placed.draft
        own = self._own
        if own is not None and name_key(own.name) == name_key(person.name):
            self._own = None
            organisation.edit_person(
                self.tx,
                own.id,
                name=person.name,
                kind=person.kind,
                weekly_capacity=person.capacity,
                zone_name=person.zone or own.zone,
            )
            person_id = own.id
        else:
            person_id = organisation.add_person(
                self.tx,
                person.name,
                kind=person.kind,
                role=person.role,
                weekly_capacity=person.capacity,
                zone_name=person.zone or None,
            )
            self._learn("person", person.name, person_id)
        for valid_from, hourly in person.rates:
            organisation.set_rate(self.tx, person_id, valid_from, hourly)
            self.added["rate"] += 1

    def _channel(self, placed: Placed[ChannelValue]) -> None:
        channel = placed.draft
        row_id = organisation.add_channel(self.tx, channel.name, channel.platform, channel.handle, channel.url)
        self._learn("channel", channel.name, row_id)

    def _exchange_rate(self, placed: Placed[ExchangeRateValue]) -> None:
        rate = placed.draft
        currencies.set_exchange_rate(self.tx, rate.currency, rate.valid_from, rate.rate, rate.source)
        self.added["exchange rate"] += 1

    # What is aimed at

    def _objective(self, placed: Placed[Objective]) -> None:
        draft = replace(placed.draft, **self._ids_of(placed))
        self._learn("objective", draft.name, goals.add_objective(self.tx, draft))

    def _kpi(self, placed: Placed[KpiDraft]) -> None:
        ids = self._ids_of(placed)
        scope = {name: ids.pop(name) for name in ("channel_id", "campaign_id") if name in ids}
        draft = replace(placed.draft, **ids)
        if draft.measured is not None:
            draft = replace(draft, measured=replace(draft.measured, **scope))
        elif scope:
            raise FormFaults({"measure": "only a computed KPI has a channel or a campaign."})
        self._learn("kpi", draft.name, kpis.add_kpi(self.tx, draft))

    def _campaign(self, placed: Placed[CampaignDraft]) -> None:
        draft = replace(placed.draft, **self._ids_of(placed))
        self._learn("campaign", draft.name, campaigns.add_campaign(self.tx, draft))

    # What it cost and brought

    def _cost(self, placed: Placed[CostDraft]) -> None:
        costs.add_cost(self.tx, replace(placed.draft, **self._ids_of(placed)))
        self.added["cost"] += 1

    def _benefit(self, placed: Placed[BenefitValue]) -> None:
        benefit_id = benefits.add_benefit(self.tx, replace(placed.draft.draft, **self._ids_of(placed)))
        self.added["benefit"] += 1
        for refund in placed.draft.refunds:
            benefits.refund_benefit(self.tx, benefit_id, refund.day, refund.amount)
            self.added["refund"] += 1

    def _outcome(self, placed: Placed[OutcomeDraft]) -> None:
        outcomes.add_outcome(self.tx, replace(placed.draft, **self._ids_of(placed)))
        self.added["outcome"] += 1

    # What was measured

    def _readings(self, placed: Placed[ReadingsValue]) -> None:
        kpi_id = self._id("kpi", placed.draft.kpi)
        draft = kpis.get_kpi(self.tx, kpi_id).draft
        for day, written in placed.draft.values:
            with told_at(f"{placed.where}, {day}"):
                reading = Reading(day, written) if isinstance(written, Decimal) else _parsed(day, written, draft)
                readings.add_reading(self.tx, kpi_id, reading)
            self.added["reading"] += 1

    def _check_in(self, placed: Placed[CheckIn]) -> None:
        check_ins.check_in(self.tx, self._id("objective", placed.names["objective"]), placed.draft)
        self.added["check-in"] += 1

    def _annotation(self, placed: Placed[Annotation]) -> None:
        add_annotation(self.tx, replace(placed.draft, **self._ids_of(placed)))
        self.added["note"] += 1

    def _mark(self, placed: Placed[Mark]) -> None:
        write_mark(self.tx, replace(placed.draft, **self._ids_of(placed)), self.added)

    # What was answered

    def _legal(self, placed: Placed[LegalValue]) -> None:
        write_legal(self.tx, placed.draft, self._ids_of, self.added, **self._ids_of(placed))

    # What runs

    def _timer(self, placed: Placed[TimerValue]) -> None:
        wall = placed.draft.started
        person = organisation.find_person(self.tx, placed.draft.person)
        if person is None:
            raise FormFaults({"person": f"there is no person “{placed.draft.person}”."})
        draft = EntryDraft(person.id, wall.date(), 0, person.zone, note=placed.draft.note, **self._ids_of(placed))
        if placed.draft.activity:
            draft = replace(draft, activity_id=organisation.activity_id(self.tx, placed.draft.activity))
        timers.start_timer(self.tx, draft, wall.replace(tzinfo=zone(person.zone)).astimezone(UTC))
        self.added["timer"] += 1


def _first_person(tx: Transaction) -> Person | None:
    """The actor, if nobody else is there and their hour has no cost yet."""
    everyone = organisation.people(tx)
    alone = len(everyone) == 1 and name_key(everyone[0].name) == name_key(tx.actor) and not organisation.rates(tx)
    return everyone[0] if alone else None


def _parsed(day: date, written: str, kpi: KpiDraft) -> Reading:
    value = parse_reading(written, kpi)
    return Reading(day, value.value, value.numerator, value.denominator)
