"""What files of costs, benefits and outcomes say: neutral values that know nothing of the store."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class CostRecord(NamedTuple):
    """What something cost. `amount` is in major units; with `until` it is spread over the days up to that one.

    A blank currency is the organisation's, a blank category *other*. (`source`, `external_key`) tells it again.
    """

    source: str
    external_key: str
    line: int
    day: date
    amount: Decimal | int
    currency: str = ""
    category: str = ""
    until: date | None = None
    campaign: str = ""
    channel: str = ""
    platform: str = ""
    name: str = ""
    note: str = ""


class BenefitRecord(NamedTuple):
    """What something brought, before share and margin, which are from 0 to 1. A blank kind is revenue."""

    source: str
    external_key: str
    line: int
    day: date
    amount: Decimal | int
    evidence: str
    currency: str = ""
    kind: str = ""
    category: str = ""
    share: Decimal | None = None
    margin: Decimal | None = None
    campaign: str = ""
    channel: str = ""
    platform: str = ""
    name: str = ""
    note: str = ""


class OutcomeRecord(NamedTuple):
    """How many leads, members or orders a day brought; below zero it takes back what was counted too often."""

    source: str
    external_key: str
    line: int
    day: date
    kind: str
    number: int
    campaign: str = ""
    channel: str = ""
    platform: str = ""
    note: str = ""
