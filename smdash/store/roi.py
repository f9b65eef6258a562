"""What campaigns cost and bring in a period, as ledgers from set-based queries; the domain makes figures of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from smdash.domain.benefits import BenefitSums, Evidence
from smdash.domain.breakdown import By
from smdash.domain.costs import CostCategory, DatedAmount
from smdash.domain.currencies import NONE_WAITS, Unconverted
from smdash.domain.periods import DAY, Period
from smdash.domain.roi import Ledger, Result, result, together, without
from smdash.store import credit, shares
from smdash.store.benefit_sums import advertised_revenue, benefit_sums, daily_benefits
from smdash.store.cost_sums import CostSums, cost_sums, daily_costs
from smdash.store.hours import Hours, hours_by, hours_of
from smdash.store.scopes import NO_OBJECTIVE, Key, key_of
from smdash.store.store import Snapshot
from smdash.store.tables import campaign, post, time_entry
from smdash.store.waiting_sums import waiting_benefits, waiting_costs

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
    ledger: Ledger


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


def ledgers(snapshot: Snapshot, period: Period, by: By = By.CAMPAIGN) -> dict[Key, Ledger]:
    """Cost and benefit of a period by the key of a view; None is what belongs to none, and always there.

    Lines without any row in the period are left out. Together they are the whole organisation, in each view the same.
    By objective, `NO_OBJECTIVE` are campaigns without one. Where the organisation has a rule for overhead, unassigned
    cost is shared by campaign and by objective; where it has one for hours, those on no post are by message.
    """
    if by is By.OBJECTIVE:
        return by_objective(snapshot, ledgers(snapshot, period), period)
    found = _found(snapshot, period, by)
    if by is By.CAMPAIGN:
        return _with_overhead(snapshot, found, period)
    if by is By.MESSAGE:
        found = _with_rest(snapshot, found, period)
    return _with_ads(snapshot, found, period, by)


def _with_ads(snapshot: Snapshot, found: dict[Key, Ledger], period: Period, by: By) -> dict[Key, Ledger]:
    """The ledgers with the revenue of campaigns that paid for ads, which is the same whole in each view.

    What an attribution model credits to other campaigns is theirs in each view, also where it changes nothing else.
    """
    sums = cost_sums(snapshot, period)
    paying = [key for key, each in sums.items() if each.by_category.get(CostCategory.ADS, 0) > 0]
    revenue = advertised_revenue(snapshot, period, by, paying)
    for key, evidence, minor in credit.advertised_moves(snapshot, period, by, paying):
        of_line = revenue.setdefault(key, {})
        of_line[evidence] = of_line.get(evidence, 0) + minor
    model = credit.model_words(snapshot, By.CAMPAIGN)
    return {key: replace(each, advertised=revenue.get(key, {}), ads_model=model) for key, each in found.items()}


def _found(snapshot: Snapshot, period: Period, by: By) -> dict[Key, Ledger]:
    hours = hours_of(snapshot, period, by)
    costs, benefits = cost_sums(snapshot, period, by=by), credited(snapshot, period, by)
    currency, blank = snapshot.organisation.currency, BenefitSums({}, model=credit.model_words(snapshot, by))
    found = {
        key: ledger_of(
            currency, period, hours.get(key, Hours()), costs.get(key, CostSums({})), benefits.get(key, blank)
        )
        for key in {None, *hours, *costs, *benefits}
    }
    return _with_waiting(snapshot, found, period, by)


def _with_waiting(snapshot: Snapshot, found: dict[Key, Ledger], period: Period, by: By) -> dict[Key, Ledger]:
    """The ledgers with what waits for a rate in its own currencies; asked for only where something waits."""
    costs: dict[Key, Unconverted] = {}
    benefits: dict[Key, Unconverted] = {}
    if any(ledger.unconverted for ledger in found.values()):
        costs = waiting_costs(snapshot, period, by)
    if any(ledger.benefits.unconverted for ledger in found.values()):
        benefits = waiting_benefits(snapshot, period, by)
    for key in {*costs, *benefits} & set(found):
        found[key] = replace(
            found[key],
            waiting_costs=costs.get(key, NONE_WAITS),
            waiting_benefits=benefits.get(key, NONE_WAITS),
        )
    return found


def credited(snapshot: Snapshot, period: Period, by: By) -> Mapping[Key, BenefitSums]:
    """Benefits by the key of a view, with credit where the organisation's attribution model gives it."""
    return credit.shared_out(snapshot, period, by, benefit_sums(snapshot, period, by))


def by_objective(snapshot: Snapshot, by_campaign: Mapping[Key, Ledger], period: Period) -> dict[Key, Ledger]:
    """The ledgers of campaigns, put together by their objectives."""
    objectives = objectives_of(snapshot)
    groups: dict[Key, list[Ledger]] = {None: []}
    for key, ledger in by_campaign.items():
        groups.setdefault(None if key is None else objectives.get(key, NO_OBJECTIVE), []).append(ledger)
    currency = snapshot.organisation.currency
    return {key: together(some, currency, period.name) for key, some in groups.items()}


def objectives_of(snapshot: Snapshot) -> dict[Key, int]:
    """The objective of each campaign, or `NO_OBJECTIVE`."""
    query = select(campaign.c.id, func.coalesce(campaign.c.objective_id, NO_OBJECTIVE))
    return {row[0]: row[1] for row in snapshot.connection.execute(query)}


def _with_overhead(snapshot: Snapshot, found: dict[Key, Ledger], period: Period) -> dict[Key, Ledger]:
    shared = shares.overhead(snapshot, period)
    if not shared.parts:
        return found
    whole = 0
    for key, parts in shared.parts.items():
        minor = sum(part.minor for part in parts)
        whole += minor
        before = found.get(key) or nothing(snapshot.organisation.currency, period)
        found[key] = replace(before, overhead=minor, notes=(shared.note,))
    found[None] = replace(found[None], overhead=-whole, notes=(shared.note,))
    return found


def _with_rest(snapshot: Snapshot, found: dict[Key, Ledger], period: Period) -> dict[Key, Ledger]:
    """The ledgers of posts with their share of hours on none, and under None what is left of the whole."""
    del found[None]
    for key, hours in shares.hours_to_posts(snapshot, period).items():
        before = found.get(key) or nothing(snapshot.organisation.currency, period)
        found[key] = replace(
            before,
            staff=before.staff + hours.cost_minor,
            seconds=before.seconds + hours.seconds,
            uncosted_seconds=before.uncosted_seconds + hours.uncosted_seconds,
            notes=("hours of the campaign on no post are shared evenly over its posts of the month",),
        )
    currency = snapshot.organisation.currency
    whole = together(_found(snapshot, period, By.CAMPAIGN).values(), currency, period.name)
    whole = replace(whole, benefits=replace(whole.benefits, model=""))  # credit moves nothing between messages
    return {**found, None: without(whole, found.values())}


def spent(snapshot: Snapshot, campaigns: Collection[int]) -> dict[int, Ledger]:
    """What some campaigns have cost up to today, on all their days; their benefits are left out."""
    period = Period(FIRST_DAY, snapshot.today + DAY, "up to today")
    hours = hours_by(snapshot, period, "campaign_id", campaigns=campaigns)
    costs, currency = cost_sums(snapshot, period, campaigns), snapshot.organisation.currency
    return {
        key: ledger_of(currency, period, hours.get((key,), Hours()), costs.get(key, CostSums({})), BenefitSums({}))
        for key in campaigns
    }


def nothing(currency: str, period: Period) -> Ledger:
    """The ledger of a campaign that has no row in a period."""
    return ledger_of(currency, period, Hours(), CostSums({}), BenefitSums({}))


def overview_roi(snapshot: Snapshot, period: Period) -> OverviewRoi:
    """The whole organisation's ladder in a period and in the one before it."""
    previous = snapshot.organisation.calendar.shift(period, -1)
    found = ledgers(snapshot, period)
    whole = _whole(snapshot, found, period)
    return OverviewRoi(
        period,
        result(whole),
        previous,
        result(_whole(snapshot, ledgers(snapshot, previous), previous)),
        result(found[None]),
        unassigned_posts(snapshot, period),
        whole,
    )


def before(period: Period) -> Period | None:
    """All days before a period; None when there is none."""
    return Period(FIRST_DAY, period.start, f"before {period.name}") if period.start > FIRST_DAY else None


def growth(
    snapshot: Snapshot, period: Period, earlier: Mapping[Key, Ledger], by: By = By.CAMPAIGN
) -> dict[Key, Growth]:
    """How each line's cost and benefit grew in a period; `earlier` are the ledgers of all days before it."""
    kind = By.CAMPAIGN if by is By.OBJECTIVE else by
    costs, benefits = daily_costs(snapshot, period, kind), daily_benefits(snapshot, period, kind)
    if kind is By.CAMPAIGN:
        for owner, evidence, day, minor in credit.daily_moves(snapshot, period):
            benefits.setdefault(owner, {}).setdefault(evidence, []).append(DatedAmount(day, minor))
    for key, amounts in daily_staff(snapshot, period, kind).items():
        costs.setdefault(key, []).extend(amounts)
    if kind is By.CAMPAIGN:
        for campaign_id, amounts in shares.overhead(snapshot, period).parts.items():
            costs.setdefault(campaign_id, []).extend(amounts)
            costs.setdefault(None, []).extend(DatedAmount(each.day, -each.minor) for each in amounts)
    if by is By.OBJECTIVE:
        objectives = objectives_of(snapshot)
        costs, benefits = _regrouped(costs, objectives), _graded(benefits, objectives)
    found = {}
    for key in {*costs, *benefits, *earlier}:
        past = earlier.get(key)
        found[key] = Growth(
            tuple(costs.get(key, ())),
            {grade: tuple(amounts) for grade, amounts in benefits.get(key, {}).items()},
            0 if past is None else past.spent,
            {} if past is None else {grade: past.benefits.of([grade]) for grade in Evidence},
        )
    return found


def _regrouped(amounts: Mapping[Key, list[DatedAmount]], objectives: Mapping[Key, int]) -> dict[Key, list[DatedAmount]]:
    found: dict[Key, list[DatedAmount]] = {}
    for key, some in amounts.items():
        found.setdefault(None if key is None else objectives[key], []).extend(some)
    return found


def _graded(
    benefits: Mapping[Key, Mapping[Evidence, list[DatedAmount]]], objectives: Mapping[Key, int]
) -> dict[Key, dict[Evidence, list[DatedAmount]]]:
    found: dict[Key, dict[Evidence, list[DatedAmount]]] = {}
    for key, grades in benefits.items():
        into = found.setdefault(None if key is None else objectives[key], {})
        for grade, amounts in grades.items():
            into.setdefault(grade, []).extend(amounts)
    return found


def unassigned_posts(snapshot: Snapshot, period: Period) -> int:
    """How many posts of a period belong to no campaign."""
    query = (
        select(func.count())
        .select_from(post)
        .where(post.c.campaign_id.is_(None), post.c.day >= period.start, post.c.day < period.end)
    )
    return snapshot.connection.execute(query).scalar_one()


def _whole(snapshot: Snapshot, found: Mapping[Key, Ledger], period: Period) -> Ledger:
    return together(found.values(), snapshot.organisation.currency, period.name)


def ledger_of(currency: str, period: Period, hours: Hours, costs: CostSums, benefits: BenefitSums) -> Ledger:
    """The ledger of a line from its sums."""
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


def daily_staff(snapshot: Snapshot, period: Period, by: By) -> dict[Key, list[DatedAmount]]:
    """What logged hours cost on each day of a period, by the key of a view."""
    entry, key = time_entry.c, key_of(time_entry, by)
    query = (
        select(key, entry.work_day, func.sum(entry.cost_minor))
        .where(entry.work_day >= period.start, entry.work_day < period.end, entry.cost_minor.is_not(None))
        .group_by(key, entry.work_day)
    )
    found: dict[Key, list[DatedAmount]] = {}
    for line, day, minor in snapshot.connection.execute(query):
        found.setdefault(line, []).append(DatedAmount(day, minor))
    return found
