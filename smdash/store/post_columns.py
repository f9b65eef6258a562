"""Posts beside their latest numbers, as columns for queries: what is listed, summed and ordered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, and_, case, cast, func, null, or_, select

from smdash.domain.engagement import Basis
from smdash.domain.periods import Period
from smdash.domain.posts import ENGAGED_PEOPLE, METRIC_NAMES, PARTS
from smdash.store.tables import channel_day, post, post_metrics

NUMBER: Any = post_metrics.c

engagements: ColumnElement[Any] = case(
    (and_(*(NUMBER[part].is_(None) for part in PARTS)), null()),
    else_=sum((func.coalesce(NUMBER[part], 0) for part in PARTS[1:]), func.coalesce(NUMBER[PARTS[0]], 0)),
)
"""The reported parts added up; NULL when none is reported."""

engaged_people: ColumnElement[Any] = func.coalesce(
    *(
        case(
            (and_(value != "", ~value.op("glob")("*[^0-9]*")), cast(value, Integer)),
        )
        for value in (func.json_extract(NUMBER.raw, f'$."{name}"') for name in ENGAGED_PEOPLE)
    )
)
"""People who did something, where the raw fields say so."""

PER_FOLLOWERS = ("reactions", "comments", "shares")
"""Metrics that are also told per post and 1000 followers."""

_SIDES: dict[Basis, tuple[ColumnElement[Any], ColumnElement[Any]]] = {
    Basis.IMPRESSIONS: (engagements, NUMBER.impressions),
    Basis.REACH: (engagements, NUMBER.reach),
    Basis.FOLLOWERS: (engagements, channel_day.c.followers),
    Basis.CLICKS: (NUMBER.clicks, NUMBER.impressions),
    Basis.PEOPLE: (engaged_people, NUMBER.reach),
}


def with_numbers(period: Period) -> FromClause:
    """Posts joined with what was captured of them last up to the end of a period, and with the day of their channel
    that tells its followers: the day of the post or the latest before it.

    A post that was captured only later has its first capture: what was imported after a quarter's end is better than
    nothing, and it stays what it is when more is captured.
    """
    capture = post_metrics.alias("capture")
    own = select(capture.c.id).where(capture.c.post_id == post.c.id)
    up_to_end = own.where(capture.c.captured_on < period.end).order_by(capture.c.captured_on.desc()).limit(1)
    after = own.order_by(capture.c.captured_on).limit(1)
    chosen = func.coalesce(up_to_end.scalar_subquery(), after.scalar_subquery())
    days = channel_day.alias("days")
    known = select(days.c.id).where(days.c.channel_id == post.c.channel_id, days.c.day <= post.c.day)
    known = known.where(days.c.followers.is_not(None)).order_by(days.c.day.desc()).limit(1)
    return post.outerjoin(post_metrics, post_metrics.c.id == chosen).outerjoin(
        channel_day, channel_day.c.id == known.scalar_subquery()
    )


def is_late(period: Period) -> ColumnElement[bool]:
    """Whether the numbers were captured only after the period."""
    found: ColumnElement[bool] = NUMBER.captured_on >= period.end
    return found


def bases() -> Sequence[Basis]:
    """The rates that the numbers of posts alone give."""
    return tuple(_SIDES)


def sides(basis: Basis) -> tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[bool]]:
    """Events and exposure of a rate, and whether a post reports both; what `engagement.counted` says of one post."""
    events, exposure = _SIDES[basis]
    return events, exposure, and_(events >= 0, exposure > 0)


def rate(basis: Basis) -> ColumnElement[Any]:
    """Events by exposure as a float, to order by; NULL where a side is missing."""
    events, exposure, both = sides(basis)
    return case((both, events * 1.0 / exposure))


def sums(period: Period) -> list[ColumnElement[Any]]:
    """What a `Tally` is made of, in the order in which `posts.tally_of` takes it."""
    columns: list[ColumnElement[Any]] = [func.count()]
    for column in (*(NUMBER[metric] for metric in METRIC_NAMES), engagements):
        columns += [func.sum(column), func.count(column)]
    for basis in bases():
        events, exposure, both = sides(basis)
        columns += _both(events, exposure, both)
    followers = channel_day.c.followers
    for part in PER_FOLLOWERS:
        columns += _both(NUMBER[part], followers, and_(NUMBER[part] >= 0, followers > 0))
    return [*columns, func.coalesce(func.sum(case((is_late(period), 1), else_=0)), 0)]


def before_day(day: date, post_id: int) -> ColumnElement[bool]:
    """The posts that come after one in the order by day, the newest first."""
    return and_(post.c.day <= day, or_(post.c.day < day, post.c.id < post_id))


def _both(events: Any, exposure: Any, both: ColumnElement[bool]) -> list[ColumnElement[Any]]:
    return [func.sum(case((both, events))), func.sum(case((both, exposure))), func.count(case((both, 1)))]


def after_place(value: ColumnElement[Any], ascending: bool, place: tuple[Any, int]) -> ColumnElement[bool]:
    """The posts that come after one in an order: by value, what is missing last, then the newer id first."""
    last, post_id = place
    if last is None:
        return and_(value.is_(None), post.c.id < post_id)
    further = value > last if ascending else value < last
    return or_(further, and_(value == last, post.c.id < post_id), value.is_(None))
