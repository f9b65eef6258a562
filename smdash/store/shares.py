"""What belongs to no line by itself and is shared by a named rule: overhead, and hours of a campaign on no post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from smdash.domain.campaigns import Bearer, OverheadRule, share_overhead
from smdash.domain.costs import DatedAmount
from smdash.domain.money import allocate
from smdash.domain.periods import DAY, Period, add_months, between
from smdash.store.campaigns import campaigns
from smdash.store.cost_sums import daily_costs
from smdash.store.hours import Hours, hours_by
from smdash.store.store import Snapshot
from smdash.store.tables import post

EVENLY = "evenly"


@dataclass(frozen=True, slots=True)
class SharedOverhead:
    """Parts of unassigned cost by campaign, each dated with the last day of its month in the period; and the rule."""

    parts: Mapping[int, list[DatedAmount]]
    rule: OverheadRule | None = None

    @property
    def note(self) -> str:
        """The rule in words, for the number it changed."""
        return f"unassigned cost is shared {self.rule.words} over the campaigns live in its month" if self.rule else ""


def overhead(snapshot: Snapshot, period: Period) -> SharedOverhead:
    """The unassigned cost of each month of a period, shared by the organisation's rule; nothing where it has none."""
    if snapshot.organisation.overhead_rule == "none":
        return SharedOverhead({})
    rule = OverheadRule(snapshot.organisation.overhead_rule)
    hours = hours_by(snapshot, period, "campaign_id", "month")
    direct: dict[tuple[int | None, date], int] = {}
    for key, amounts in daily_costs(snapshot, period).items():
        for amount in amounts:
            at = (_id(key), amount.day.replace(day=1))
            direct[at] = direct.get(at, 0) + amount.minor
    for (campaign, month), found in hours.items():
        assert isinstance(month, date)
        direct[(_id(campaign), month)] = direct.get((_id(campaign), month), 0) + found.cost_minor
    every = campaigns(snapshot, archived=True)
    parts: dict[int, list[DatedAmount]] = {}
    for month in sorted({month for key, month in direct if key is None}):
        days = between(max(month, period.start), min(add_months(month, 1), period.end))
        bearers = [
            Bearer(each.id, hours.get((each.id, month), Hours()).seconds, direct.get((each.id, month), 0))
            for each in every
            if each.live_in(days)
        ]
        for campaign_id, minor in share_overhead(direct[(None, month)], bearers, rule).parts.items():
            if minor:
                parts.setdefault(campaign_id, []).append(DatedAmount(days.end - DAY, minor))
    return SharedOverhead(parts, rule)


def hours_to_posts(snapshot: Snapshot, period: Period) -> dict[int, Hours]:
    """Campaign hours logged on no post, shared evenly over the campaign's posts of the month; nothing without the rule.

    Hours of a campaign and month without posts stay where they are. Seconds and cost are each shared with the largest
    remainder, ties to the lowest id.
    """
    if snapshot.organisation.message_hours != EVENLY:
        return {}
    whole = hours_by(snapshot, period, "campaign_id", "month")
    for key, on_posts in hours_by(snapshot, period, "campaign_id", "month", on_posts=True).items():
        whole[key] = whole[key] - on_posts
    posts = _posts_of_months(snapshot, period)
    found: dict[int, Hours] = {}
    for key, hours in whole.items():
        ids = posts.get(key, ())
        if ids and key[0] is not None:
            ones = [1] * len(ids)
            seconds, costs = allocate(hours.seconds, ones), allocate(hours.cost_minor, ones)
            uncosted = allocate(hours.uncosted_seconds, ones)
            for post_id, *parts in zip(ids, seconds, costs, uncosted, strict=True):
                found[post_id] = Hours(parts[0], parts[1], 0, parts[2])
    return found


def _id(key: object) -> int | None:
    return key if isinstance(key, int) else None


def _posts_of_months(snapshot: Snapshot, period: Period) -> dict[tuple[int | None, ...], list[int]]:
    """The posts of each campaign and month the period touches, oldest id first."""
    months = period.months()
    query = (
        select(post.c.campaign_id, post.c.day, post.c.id)
        .where(post.c.campaign_id.is_not(None), post.c.day >= months[0], post.c.day < add_months(months[-1], 1))
        .order_by(post.c.id)
    )
    found: dict[tuple[int | None, ...], list[int]] = {}
    for campaign, day, post_id in snapshot.connection.execute(query):
        found.setdefault((campaign, day.replace(day=1)), []).append(post_id)
    return found
