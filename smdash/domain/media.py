"""Prices of attention: what thousand impressions, a click, an engagement, a lead or an acquisition cost; and ROAS."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from smdash.domain.figures import Figure, Unit
from smdash.domain.money import Money, round_half_away


class Price(Enum):
    """A cost per something: its short name, what is counted, and per how many."""

    CPM = ("CPM", "impressions", 1000)
    CPC = ("CPC", "clicks", 1)
    CPE = ("CPE", "engagements", 1)
    CPL = ("CPL", "leads", 1)
    CPA = ("CPA", "acquisitions", 1)


@dataclass(frozen=True, slots=True)
class Events:
    """What attention brought in a period: counts, each None where no source reported it.

    Leads and acquisitions (members and orders) are outcome rows; the others the latest numbers of the posts of the
    period, engagements being the parts their platforms report.
    """

    posts: int = 0
    impressions: int | None = None
    clicks: int | None = None
    engagements: int | None = None
    leads: int | None = None
    acquisitions: int | None = None

    def __add__(self, other: Events) -> Events:
        return Events(
            self.posts + other.posts,
            _plus(self.impressions, other.impressions),
            _plus(self.clicks, other.clicks),
            _plus(self.engagements, other.engagements),
            _plus(self.leads, other.leads),
            _plus(self.acquisitions, other.acquisitions),
        )

    def of(self, price: Price) -> int | None:
        """The count a price is per."""
        counts = (self.impressions, self.clicks, self.engagements, self.leads, self.acquisitions)
        return counts[list(Price).index(price)]


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


class Basis(Enum):
    """What counts as the cost; always part of the label."""

    AD_SPEND = "ad spend only"
    FULL = "fully loaded"


def cost_per(price: Price, cost: Money, count: int | None, basis: Basis, period: str = "") -> Figure:
    """Cost per event (per thousand for CPM), rounded once to the minor unit; undefined without events.

    `count` None means that no source reported it.
    """
    name, counted, per = price.value
    value = round_half_away(Fraction(cost.minor * per, count)) if count else None
    reason = "" if count else f"no {counted}" if count == 0 else f"{counted} were not reported"
    inputs = (
        Figure("Cost", cost.minor, Unit.MONEY, basis.value, currency=cost.currency),
        Figure(counted.capitalize(), count, Unit.COUNT, "Σ", reason="" if count is not None else reason),
    )
    formula = f"cost ({basis.value}) / {counted}" + (" × 1000" if per > 1 else "")
    return Figure(f"{name}, {basis.value}", value, Unit.MONEY, formula, inputs, period, None, reason, cost.currency)


def prices(spent: int, ad_spend: int, currency: str, events: Events, period: str = "") -> tuple[Figure, ...]:
    """Every price twice: with ad spend only, then fully loaded. Costs in minor units."""
    costs = {Basis.AD_SPEND: ad_spend, Basis.FULL: spent}
    return tuple(
        cost_per(price, Money(costs[basis], currency), events.of(price), basis, period)
        for price in Price
        for basis in Basis
    )


def roas(revenue: Money, ad_spend: Money, rung_label: str = "", period: str = "") -> Figure:
    """Revenue from ads / ad spend, of sums and never a mean of ratios; a plain number (4 means 4 for 1)."""
    value = Fraction(revenue.minor, ad_spend.minor) if ad_spend.minor > 0 else None
    inputs = (
        Figure("Revenue from ads", revenue.minor, Unit.MONEY, "Σ effective revenue", currency=revenue.currency),
        Figure("Ad spend", ad_spend.minor, Unit.MONEY, "Σ cost rows, ads", currency=ad_spend.currency),
    )
    reason = "" if value is not None else "there is no ad spend"
    formula = "Σ revenue from ads / Σ ad spend"
    return Figure(f"ROAS {rung_label}".strip(), value, Unit.NUMBER, formula, inputs, period, None, reason)


def equivalent_media_cost(events: Events, cpm: Money, cpc: Money, period: str = "") -> Figure:
    """What the same attention would have cost as ads: impressions × CPM / 1000 + clicks × CPC.

    It stands apart and is never part of ROI: reach is not an outcome (Barcelona Principles). Undefined where neither
    was reported; where one was not, the other is told, and that it is missing.
    """
    counted = {"impressions": events.impressions, "clicks": events.clicks}
    missing = [name for name, count in counted.items() if count is None]
    value = round_half_away(Fraction((events.impressions or 0) * cpm.minor, 1000) + (events.clicks or 0) * cpc.minor)
    inputs = (
        Figure("Impressions", events.impressions, Unit.COUNT, "Σ", reason=_said(events.impressions)),
        Figure("CPM", cpm.minor, Unit.MONEY, "organisation setting", currency=cpm.currency),
        Figure("Clicks", events.clicks, Unit.COUNT, "Σ", reason=_said(events.clicks)),
        Figure("CPC", cpc.minor, Unit.MONEY, "organisation setting", currency=cpc.currency),
    )
    return Figure(
        "Equivalent media cost",
        None if len(missing) == len(counted) else value,
        Unit.MONEY,
        "impressions × CPM / 1000 + clicks × CPC",
        inputs,
        period,
        reason="impressions and clicks were not reported" if len(missing) == len(counted) else "",
        currency=cpm.currency,
        notes=("never part of ROI", *(f"without {name}, which were not reported" for name in missing)),
    )


def _said(count: int | None) -> str:
    return "not reported" if count is None else ""
