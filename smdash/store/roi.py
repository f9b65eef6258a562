"""What campaigns cost and bring in a period, as ledgers from set-based queries; the domain makes figures of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from smdash.domain.benefits import BenefitSums, Evidence
from smdash.domain.costs import DatedAmount
from smdash.domain.periods import DAY, Period
from smdash.domain.roi import Ledger, Result, result, together
from smdash.store.benefit_sums import benefit_sums, daily_benefits
from smdash.store.costs import CostSums, cost_sums, daily_costs
from smdash.store.hours import Hours, hours_by
from smdash.store.store import Snapshot
from smdash.store.tables import post, time_entry

FIRST_DAY = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class OverviewRoi:
    """The whole organisation's result in a period, costs and hours of no campaign included, and the one before."""

    period: Period
    now: Result
    previous_period: Period
    previous: Result
    unassigned: Result
    unassigned_posts: int


@dataclass(frozen=True, slots=True)
class Growth:
    """How cost and benefit of one campaign grew in a period, day by day, from what had come before it.

    Amounts are minor units of the reporting currency; `benefits` by evidence. `cost_before` and `benefits_before` hold
    everything up to the period's start.
    """

    costs: tuple[DatedAmount, ...] = ()
    benefits: Mapping[Evidence, tuple[DatedAmount, ...]] | None = None
    cost_before: int = 0
    benefits_before: Mapping[Evidence, int] | None = None


def ledgers(snapshot: Snapshot, period: Period) -> dict[int | None, Ledger]:
    """Cost and benefit of a period by campaign; None is what belongs to no campaign, and always there.

    A campaign without any row in the period is left out. Together they are the whole organisation.
    """
    hours = {key[0]: found for key, found in hours_by(snapshot, period, "campaign_id").items()}
    costs, benefits = cost_sums(snapshot, period), benefit_sums(snapshot, period)
    currency = snapshot.organisation.currency
    keys = {None, *hours, *costs, *benefits}
    return {
        key: _ledger(
            currency, period, hours.get(key, Hours()), costs.get(key, CostSums({})), benefits.get(key, BenefitSums({}))
        )
        for key in keys
    }


def spent(snapshot: Snapshot, campaigns: Collection[int]) -> dict[int, Ledger]:
    """What some campaigns have cost up to today, on all their days; their benefits are left out."""
    period = Period(FIRST_DAY, snapshot.today + DAY, "up to today")
    hours = hours_by(snapshot, period, "campaign_id", campaigns=campaigns)
    costs, currency = cost_sums(snapshot, period, campaigns), snapshot.organisation.currency
    return {
        key: _ledger(currency, period, hours.get((key,), Hours()), costs.get(key, CostSums({})), BenefitSums({}))
        for key in campaigns
    }


def empty_ledger(currency: str, period: Period) -> Ledger:
    """The ledger of a campaign that has no row in a period."""
    return _ledger(currency, period, Hours(), CostSums({}), BenefitSums({}))


def overview_roi(snapshot: Snapshot, period: Period) -> OverviewRoi:
    """The whole organisation's ladder in a period and in the one before it."""
    previous = snapshot.organisation.calendar.shift(period, -1)
    found = ledgers(snapshot, period)
    return OverviewRoi(
        period,
        _whole(snapshot, found, period),
        previous,
        _whole(snapshot, ledgers(snapshot, previous), previous),
        result(found[None]),
        unassigned_posts(snapshot, period),
    )


def before(period: Period) -> Period | None:
    """All days before a period; None when there is none."""
    return Period(FIRST_DAY, period.start, f"before {period.name}") if period.start > FIRST_DAY else None


def growth(snapshot: Snapshot, period: Period, earlier: Mapping[int | None, Ledger]) -> dict[int | None, Growth]:
    """How each campaign's cost and benefit grew in a period; `earlier` are the ledgers of all days before it."""
    costs = daily_costs(snapshot, period)
    for key, amounts in _daily_staff(snapshot, period).items():
        costs.setdefault(key, []).extend(amounts)
    benefits = daily_benefits(snapshot, period)
    found = {}
    for key in {*costs, *benefits, *earlier}:
        past = earlier.get(key)
        found[key] = Growth(
            tuple(costs.get(key, ())),
            {grade: tuple(amounts) for grade, amounts in benefits.get(key, {}).items()},
            0 if past is None else past.staff + sum(past.costs.values()),
            {} if past is None else {grade: past.benefits.of([grade]) for grade in Evidence},
        )
    return found


def unassigned_posts(snapshot: Snapshot, period: Period) -> int:
    """How many posts of a period belong to no campaign."""
    query = (
        select(func.count())
        .select_from(post)
        .where(post.c.campaign_id.is_(None), post.c.day >= period.start, post.c.day < period.end)
    )
    return snapshot.connection.execute(query).scalar_one()


def _whole(snapshot: Snapshot, found: Mapping[int | None, Ledger], period: Period) -> Result:
    return result(together(found.values(), snapshot.organisation.currency, period.name))


def _ledger(currency: str, period: Period, hours: Hours, costs: CostSums, benefits: BenefitSums) -> Ledger:
    return Ledger(
        currency=currency,
        costs=costs.by_category,
        staff=hours.cost_minor,
        benefits=benefits,
        period=period.name,
        cost_rows=costs.rows,
        entries=hours.entries,
        seconds=hours.seconds,
        unconverted=costs.unconverted,
        uncosted_seconds=hours.uncosted_seconds,
        estimated_staff=costs.estimated_staff,
    )


def _daily_staff(snapshot: Snapshot, period: Period) -> dict[int | None, list[DatedAmount]]:
    entry = time_entry.c
    query = (
        select(entry.campaign_id, entry.work_day, func.sum(entry.cost_minor))
        .where(entry.work_day >= period.start, entry.work_day < period.end, entry.cost_minor.is_not(None))
        .group_by(entry.campaign_id, entry.work_day)
    )
    found: dict[int | None, list[DatedAmount]] = {}
    for key, day, minor in snapshot.connection.execute(query):
        found.setdefault(key, []).append(DatedAmount(day, minor))
    return found
