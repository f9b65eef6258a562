"""What a file about an organisation says: drafts without ids, and the names of what they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from smdash.domain.annotations import Annotation
from smdash.domain.assignment import RuleDraft
from smdash.domain.benefits import BenefitDraft
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.costs import CostDraft
from smdash.domain.evidence import EvidenceDraft
from smdash.domain.goals import CheckIn, KpiDraft, Objective
from smdash.domain.incidents import IncidentDraft
from smdash.domain.links import CodeDraft, LinkDraft
from smdash.domain.money import Money
from smdash.domain.organisation import PersonKind, Role
from smdash.domain.policies import PolicyDraft, VersionDraft
from smdash.domain.register import AcceptanceDraft, AnswerDraft
from smdash.domain.treatment import RiskDraft
from smdash.store.outcomes import OutcomeDraft
from smdash.store.own_items import RewordDraft

Draft = TypeVar("Draft")


@dataclass(frozen=True, slots=True)
class Placed(Generic[Draft]):
    """A draft without ids, the place it was read at, and by role the names it refers to (`campaign`, `owner` …)."""

    where: str
    draft: Draft
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A person with their hourly rates and since when each holds; `capacity` in seconds a week."""

    name: str
    kind: PersonKind
    role: Role
    capacity: int
    zone: str
    rates: tuple[tuple[date, Money], ...]


@dataclass(frozen=True, slots=True)
class ChannelValue:
    """An account on a platform."""

    name: str
    platform: str
    handle: str
    url: str


@dataclass(frozen=True, slots=True)
class ExchangeRateValue:
    """From a day on, 1 unit of `currency` is `rate` units of the reporting currency."""

    currency: str
    valid_from: date
    rate: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class ReadingsValue:
    """Readings of one KPI by day as written: a number, or a text such as `340/10000`."""

    kpi: str
    values: tuple[tuple[date, Decimal | str], ...]


@dataclass(frozen=True, slots=True)
class Refund:
    """A part of a benefit that was taken back, or with None all of it."""

    day: date
    amount: Money | None


@dataclass(frozen=True, slots=True)
class BenefitValue:
    """A benefit with its refunds."""

    draft: BenefitDraft
    refunds: tuple[Refund, ...]


@dataclass(frozen=True, slots=True)
class RiskValue:
    """A risk of the register, and who accepted it."""

    draft: RiskDraft
    acceptances: tuple[AcceptanceDraft, ...]


@dataclass(frozen=True, slots=True)
class LegalValue:
    """Answers, evidence, acceptances and rewordings of one scope; their campaign is named by where they stand."""

    answers: tuple[Placed[AnswerDraft], ...]
    evidence: tuple[Placed[EvidenceDraft], ...]
    acceptances: tuple[Placed[AcceptanceDraft], ...]
    reworded: tuple[Placed[RewordDraft], ...]
    risks: tuple[Placed[RiskValue], ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmedValue:
    """On which day somebody confirmed a version, and how."""

    on: date
    how: str


@dataclass(frozen=True, slots=True)
class VersionValue:
    """A version of a policy, and who confirmed it."""

    draft: VersionDraft
    confirmed: tuple[Placed[ConfirmedValue], ...]


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """A policy with its versions."""

    draft: PolicyDraft
    versions: tuple[Placed[VersionValue], ...]


@dataclass(frozen=True, slots=True)
class IncidentValue:
    """A row of the log. Its times are of the clock on the wall, without a zone; the draft's own are not read.

    `closed` is None while it is open; `closed_by` is empty where it is who imports the file.
    """

    draft: IncidentDraft
    received: datetime
    deadline: datetime | None
    closed: datetime | None
    outcome: str
    closed_by: str


@dataclass(frozen=True, slots=True)
class TimerValue:
    """A running timer; `started` is wall time in the person's zone."""

    person: str
    started: datetime
    activity: str
    note: str


@dataclass(frozen=True, slots=True)
class ThemeValue:
    """A theme, put on the posts stored so far whose text has one of the words."""

    name: str
    words: tuple[str, ...]


Mark = LinkDraft | CodeDraft | RuleDraft | ThemeValue


@dataclass(frozen=True, slots=True)
class OrganisationFile:
    """Everything one file says, in the order in which it is written; `digest` is the SHA-256 of its bytes."""

    name: str
    digest: str
    settings: Mapping[str, Any]
    people: tuple[Placed[PersonValue], ...]
    channels: tuple[Placed[ChannelValue], ...]
    exchange_rates: tuple[Placed[ExchangeRateValue], ...]
    objectives: tuple[Placed[Objective], ...]
    kpis: tuple[Placed[KpiDraft], ...]
    campaigns: tuple[Placed[CampaignDraft], ...]
    costs: tuple[Placed[CostDraft], ...]
    benefits: tuple[Placed[BenefitValue], ...]
    outcomes: tuple[Placed[OutcomeDraft], ...]
    readings: tuple[Placed[ReadingsValue], ...]
    check_ins: tuple[Placed[CheckIn], ...]
    annotations: tuple[Placed[Annotation], ...]
    marks: tuple[Placed[Mark], ...]
    legal: tuple[Placed[LegalValue], ...]
    policies: tuple[Placed[PolicyValue], ...]
    incidents: tuple[Placed[IncidentValue], ...]
    timers: tuple[Placed[TimerValue], ...]


class Weekday(StrEnum):
    """The days a week may start on, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
