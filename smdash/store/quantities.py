"""What stored rows come to on each day, by channel, campaign and kind of post: what computed KPIs are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from smdash.domain.benefits import BenefitKind, Evidence
from smdash.domain.breakdown import By
from smdash.domain.computed import FollowerDay, Part, Rows
from smdash.domain.costs import CostCategory
from smdash.domain.engagement import Basis
from smdash.domain.periods import Period
from smdash.store import post_columns, roi
from smdash.store.cost_sums import daily_costs
from smdash.store.post_columns import NUMBER, with_numbers
from smdash.store.scopes import channel_of
from smdash.store.store import Snapshot
from smdash.store.tables import benefit, channel_day, cost, outcome, post, time_entry

Days = Mapping[date, Part]
"""A quantity by day; days on which no row tells it are not there."""

ScopeKey = tuple[Any, ...]
"""The channel, campaign and kind of post a quantity is narrowed to, as far as it is."""

Found = dict[tuple[str, ScopeKey], dict[date, Part]]

_BY_POSTS = ("channel_id", "campaign_id", "post_kind")
_CLICKS, _SHOWN, _REACHED = (post_columns.sides(one) for one in (Basis.CLICKS, Basis.IMPRESSIONS, Basis.REACH))

_FOLLOWED = and_(post_columns.engagements >= 0, channel_day.c.followers > 0)
"""Posts of a channel whose followers are known for the day of the post, which `with_numbers` joins."""


def _if(both: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((both, value))


_POSTS: dict[str, ColumnElement[Any]] = {
    "posts": case((post.c.id.is_not(None), 1)),
    **{name: NUMBER[name] for name in ("impressions", "video_views", "clicks", "reactions", "comments", "shares")},
    **{f"posts_{name}": case((NUMBER[name].is_not(None), 1)) for name in ("reactions", "comments", "shares")},
    "engagements": post_columns.engagements,
    "engagements_shown": _if(_SHOWN[2], _SHOWN[0]),
    "impressions_engaged": _if(_SHOWN[2], _SHOWN[1]),
    "engagements_reached": _if(_REACHED[2], _REACHED[0]),
    "reach_engaged": _if(_REACHED[2], _REACHED[1]),
    "engagements_followed": _if(_FOLLOWED, post_columns.engagements),
    "followers_engaged": _if(_FOLLOWED, channel_day.c.followers),
    "clicks_shown": _if(_CLICKS[2], _CLICKS[0]),
    "impressions_clicked": _if(_CLICKS[2], _CLICKS[1]),
}
_DAY = channel_day.c
_NET = func.coalesce(_DAY.net_follows, _DAY.follows - _DAY.unfollows)
_BOTH = and_(_DAY.interactions.is_not(None), _DAY.followers > 0)
_CHANNEL_DAYS: dict[str, ColumnElement[Any]] = {
    "net_follows": _NET,
    "reach": _DAY.reach,
    "channel_impressions": _DAY.impressions,
    "interactions_followed": _if(_BOTH, _DAY.interactions),
    "followers_interacting": _if(_BOTH, _DAY.followers),
    "link_clicks": _DAY.link_clicks,
    "visits": _DAY.visits,
}
_OUTCOMES: dict[str, ColumnElement[Any]] = {
    kind: _if(outcome.c.kind == kind, outcome.c.count) for kind in ("lead", "member", "order")
}
_MONEY = ("cost", "cost_below", "net")
_COUNTED = (Evidence.TRACKED, Evidence.ALLOCATED)


def rows_of(name: str) -> Rows:
    """The rows a quantity is summed over."""
    for rows, names in ((Rows.POSTS, _POSTS), (Rows.CHANNEL_DAYS, _CHANNEL_DAYS), (Rows.OUTCOMES, _OUTCOMES)):
        if name in names:
            return rows
    return Rows.HOURS if name == "seconds" else Rows.MONEY


def fields_of(name: str) -> tuple[str, ...]:
    """What a quantity can be narrowed by."""
    return {Rows.POSTS: _BY_POSTS, Rows.CHANNEL_DAYS: ("channel_id",)}.get(rows_of(name), ("channel_id", "campaign_id"))


def by_day(snapshot: Snapshot, rows: Rows, names: Sequence[str], by: Sequence[str], period: Period) -> Found:
    """Quantities of one kind of rows by day, by the given fields, in one query; what no row tells is left out."""
    if rows is Rows.MONEY:
        return _money(snapshot, names, by, period)
    if rows is Rows.POSTS:
        known: dict[str, ColumnElement[Any]] = {
            "channel_id": post.c.channel_id,
            "campaign_id": post.c.campaign_id,
            "post_kind": post.c.kind,
        }
        columns, source, day = _POSTS, with_numbers(period), post.c.day
    elif rows is Rows.CHANNEL_DAYS:
        known, columns, source, day = {"channel_id": _DAY.channel_id}, _CHANNEL_DAYS, channel_day, _DAY.day
    else:
        table = outcome if rows is Rows.OUTCOMES else time_entry
        known = {"channel_id": channel_of(table), "campaign_id": table.c.campaign_id}
        columns = _OUTCOMES if table is outcome else {"seconds": time_entry.c.seconds}
        source, day = table, outcome.c.day if table is outcome else time_entry.c.work_day
    keys = [known[field] for field in by]
    sums = [part for name in names for part in (func.sum(columns[name]), func.count(columns[name]))]
    query = select(day, *keys, *sums).select_from(source).where(day >= period.start, day < period.end)
    return _found(snapshot.connection.execute(query.group_by(day, *keys)), names, len(keys))


def _found(rows: Iterable[Any], names: Sequence[str], keys: int) -> Found:
    found: Found = {}
    for row in rows:
        key, sums = tuple(row[1 : keys + 1]), row[keys + 1 :]
        for at, name in enumerate(names):
            if sums[2 * at + 1]:
                found.setdefault((name, key), {})[row[0]] = Part(sums[2 * at], sums[2 * at + 1])
    return found


def followers(snapshot: Snapshot, period: Period) -> list[FollowerDay]:
    """What channels told of their followers, day by day."""
    query = select(_DAY.channel_id, _DAY.day, _DAY.followers, _NET).where(
        _DAY.day >= period.start, _DAY.day < period.end, func.coalesce(_DAY.followers, _NET).is_not(None)
    )
    return [FollowerDay(*row) for row in snapshot.connection.execute(query.order_by(_DAY.day))]


def rows_there(snapshot: Snapshot) -> frozenset[Rows]:
    """The kinds of rows the store has any of."""
    tables = {
        Rows.POSTS: (post,),
        Rows.CHANNEL_DAYS: (channel_day,),
        Rows.OUTCOMES: (outcome,),
        Rows.HOURS: (time_entry,),
        Rows.MONEY: (cost, benefit),
    }
    there = [or_(*(exists().select_from(table) for table in those)) for those in tables.values()]
    found = snapshot.connection.execute(select(*there)).one()
    return frozenset(rows for rows, any_there in zip(tables, found, strict=True) if any_there)


# Money -------------------------------------------------------------------------------------------------------------


def _money(snapshot: Snapshot, names: Sequence[str], by: Sequence[str], period: Period) -> Found:
    found: Found = {}
    if set(names) & set(_MONEY):
        found = _full_cost(snapshot, by, period)
    if "revenue" in names:
        found |= _revenue(snapshot, by, period)
    if "staff" in names:
        found |= _staff(snapshot, by, period)
    return found


def _full_cost(snapshot: Snapshot, by: Sequence[str], period: Period) -> Found:
    """Cost of each day with staff, spans with their part, and what is left of the benefit, as Campaigns shows them."""
    view, found = _view(by), Found()
    for key, grown in roi.growth(snapshot, period, {}, view).items():
        scope: ScopeKey = (key,) if by else ()
        for one in grown.costs:
            _add(found, "cost", scope, one.day, one.minor)
            _add(found, "cost_below", scope, one.day, one.minor)
            _add(found, "net", scope, one.day, -one.minor)
        for evidence in _COUNTED:
            for one in (grown.benefits or {}).get(evidence, ()):
                _add(found, "net", scope, one.day, one.minor)
    return found


def _view(by: Sequence[str]) -> By:
    """The view whose lines are what is asked for; the whole is the same in each, and by month it has the fewest."""
    return {"channel_id": By.CHANNEL, "campaign_id": By.CAMPAIGN}[by[0]] if by else By.MONTH


def _staff(snapshot: Snapshot, by: Sequence[str], period: Period) -> Found:
    """Cost of logged hours, and staff cost that was entered for people who do not log."""
    found: Found = {}
    logged, entered = roi.daily_staff, partial(daily_costs, only=CostCategory.STAFF)
    for ask in (logged, entered):
        for key, amounts in ask(snapshot, period, _view(by)).items():
            for one in amounts:
                _add(found, "staff", (key,) if by else (), one.day, one.minor)
    return found


def _add(found: Found, name: str, key: ScopeKey, day: date, minor: int) -> None:
    days = found.setdefault((name, key), {})
    before = days.get(day, Part(0, 0))
    days[day] = Part(before.amount + minor, before.rows + 1)


def _revenue(snapshot: Snapshot, by: Sequence[str], period: Period) -> Found:
    row = benefit.c
    known = {"channel_id": channel_of(benefit), "campaign_id": row.campaign_id}
    keys = [known[field] for field in by]
    query = (
        select(row.day, *keys, func.sum(row.effective_minor), func.count(row.effective_minor))
        .where(row.day >= period.start, row.day < period.end, row.kind == BenefitKind.REVENUE.value)
        .where(row.evidence.in_([one.value for one in _COUNTED]))
    )
    return _found(snapshot.connection.execute(query.group_by(row.day, *keys)), ("revenue",), len(keys))
