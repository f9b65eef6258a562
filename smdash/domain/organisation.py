"""What the whole organisation agreed on: settings that change numbers, and who works in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from smdash.domain.money import Money
from smdash.domain.periods import Calendar


class Role(StrEnum):
    """What a person may do: a viewer only reads, a manager does everything."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    COUNSEL = "counsel"
    MANAGER = "manager"


class PersonKind(StrEnum):
    """How a person is tied to the organisation."""

    STAFF = "staff"
    CONTRACTOR = "contractor"
    ADVOCATE = "advocate"
    EXECUTIVE = "executive"


@dataclass(frozen=True, slots=True)
class Organisation:
    """The settings that decide numbers; journaled in the store, so that everyone sees the same ones.

    `week_start` 0 is Monday; `fiscal_start` is a month 1–12; `day_start_hour` 0–12 is when a work day begins;
    `overhead_rule` is none or an `OverheadRule`, `message_hours` none or evenly (over the posts of the month);
    `timer_limit` is in seconds, `timers_at_once` 1–9 how many timers a person may have, and with `future_entries` “yes”
    time may be logged on days to come; the pace thresholds are ratios of progress to expected share.
    `attribution_model` is the model by which benefits with recorded touches are shared out, empty for none, over the
    `look_back_days` before; imported sales are benefits of the `sale_category`, and with `sale_fees` “yes” the fees of
    their payments are costs. `media_cpm` and `media_cpc` are what a thousand impressions and a click would cost as ads,
    in the reporting currency, empty for not set.
    """

    name: str = ""
    currency: str = "USD"
    zone: str = "UTC"
    week_start: int = 0
    fiscal_start: int = 1
    day_start_hour: int = 0
    timer_limit: int = 10 * 3600
    timers_at_once: int = 1
    future_entries: str = "no"
    week_target: int = 0
    pace_ahead: str = "1.05"
    pace_on_track: str = "0.95"
    pace_at_risk: str = "0.75"
    attribution_model: str = ""
    look_back_days: int = 30
    sale_category: str = "products"
    sale_fees: str = "no"
    media_cpm: str = ""
    media_cpc: str = ""
    overhead_rule: str = "none"
    message_hours: str = "none"
    jurisdictions: tuple[str, ...] = ("US", "EU", "UK")
    risk_grid: str = "00112 / 01122 / 11223 / 12234 / 22344"

    @property
    def media_prices(self) -> tuple[Money, Money] | None:
        """What a thousand impressions and a click would cost as ads; None unless both are set."""
        if not (self.media_cpm and self.media_cpc):
            return None
        return Money.of(Decimal(self.media_cpm), self.currency), Money.of(Decimal(self.media_cpc), self.currency)

    @property
    def calendar(self) -> Calendar:
        """Weeks and fiscal years as the organisation counts them."""
        return Calendar(self.week_start, self.fiscal_start)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whose hours or shares count. `weekly_capacity` is in seconds a week."""

    id: int
    name: str
    kind: PersonKind = PersonKind.STAFF
    role: Role = Role.MANAGER
    weekly_capacity: int = 0
    zone: str = "UTC"
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """The loaded cost of an hour of a person's work from a day on."""

    id: int
    person_id: int
    valid_from: date
    hourly: Money


@dataclass(frozen=True, slots=True)
class Channel:
    """An account on a platform."""

    id: int
    name: str
    platform: str
    handle: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class NamedRow:
    """An id with the name people know it by."""

    id: int
    name: str
