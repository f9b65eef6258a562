"""Posts with their latest numbers: pages in any order, sums of a whole group, edits, and assigning many at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from smdash.domain.engagement import Basis, RatedCount, Standing, Tally, standings
from smdash.domain.figures import grouped
from smdash.domain.posts import METRIC_NAMES, Post, PostNumbers, PostOrder, Precision
from smdash.domain.roi import Ledger, Rung
from smdash.domain.text import name_key
from smdash.errors import NotFound
from smdash.store import post_columns
from smdash.store.import_kinds.marks import among
from smdash.store.post_columns import NUMBER, with_numbers
from smdash.store.scopes import Scope
from smdash.store.store import Snapshot
from smdash.store.tables import METRICS, channel, channel_day, post, post_metrics, post_theme

PAGE = 200
"""Posts listed at a time."""

_COLUMNS = (
    *(post.c[name] for name in ("id", "day", "precision", "channel_id", "campaign_id", "posted_at", "kind")),
    *(post.c[name] for name in ("text", "url", "external_id")),
    *(NUMBER[name] for name in (*METRIC_NAMES, "captured_on", "raw")),
    post_columns.engaged_people.label("engaged_people"),
    channel_day.c.followers.label("followers"),
)


_BY_AMOUNT = (PostOrder.HOURS, PostOrder.COST, PostOrder.BENEFIT)


@dataclass(frozen=True, slots=True)
class PostGroup:
    """The posts of a line of a view that were posted in its days; `search` asks for letters of their text, `theme_id`
    for a theme.
    """

    scope: Scope
    search: str = ""
    theme_id: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What its posts have in common."""
        days = self.scope.days
        found = [post.c.day >= days.start, post.c.day < days.end, *self.scope.of(post)]
        if key := name_key(self.search):
            found.append(func.instr(func.name_key(post.c.text), key) > 0)
        if self.theme_id is not None:
            themed = select(post_theme.c.post_id).where(post_theme.c.theme_id == self.theme_id)
            found.append(post.c.id.in_(themed))
        return found


@dataclass(frozen=True, slots=True)
class Listing:
    """How posts are listed: their order, what rates are by, which benefit counts, and for orders by hours or money the
    amount of each post that has one.
    """

    order: PostOrder = PostOrder.DAY
    basis: Basis = Basis.IMPRESSIONS
    rung: Rung = Rung.ALLOCATED
    amounts: Mapping[int, int] = field(default_factory=dict)

    def amounts_of(self, ledgers: Mapping[int, Ledger]) -> dict[int, int]:
        """Hours in seconds, cost or benefit of posts, as the order asks for; empty in the other orders."""
        if self.order is PostOrder.HOURS:
            return {key: own.seconds for key, own in ledgers.items()}
        if self.order is PostOrder.COST:
            return {key: own.spent for key, own in ledgers.items()}
        if self.order is PostOrder.BENEFIT:
            return {key: own.benefits.of(self.rung.value) for key, own in ledgers.items()}
        return {}


@dataclass(frozen=True, slots=True)
class PostPage:
    """Some posts in their order; `place` is where the next page begins, None when there is no more."""

    posts: tuple[Post, ...] = ()
    place: tuple[Any, int] | None = None


def page(
    snapshot: Snapshot,
    group: PostGroup,
    listing: Listing,
    after: tuple[Any, int] | None = None,
    limit: int = PAGE,
) -> PostPage:
    """The next posts of a group, from a place on: one query, which for the order by day reads no more than it lists.

    Orders by hours or money take two: which posts there are, then those of the page.
    """
    if listing.order in _BY_AMOUNT:
        return _page_by_amount(snapshot, group, listing.amounts, after, limit)
    value, ascending = _value(listing), listing.order.ascending
    query = _query(group, value.label("place"))
    if listing.order is PostOrder.CHANNEL:
        query = query.join(channel, channel.c.id == post.c.channel_id)
    if listing.order is PostOrder.DAY:
        query = query.order_by(post.c.day.desc(), post.c.id.desc())
        query = query if after is None else query.where(post_columns.before_day(*after))
    else:
        query = query.order_by(value.is_(None), value.asc() if ascending else value.desc(), post.c.id.desc())
        query = query if after is None else query.where(post_columns.after_place(value, ascending, after))
    rows = snapshot.connection.execute(query.limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    found = tuple(_post(row, group.scope) for row in rows[:limit])
    return PostPage(found, None if last is None else (last.place, last.id))


def tally(snapshot: Snapshot, group: PostGroup) -> Tally:
    """All posts of a group together, in one query."""
    return tallies(snapshot, group).get((), Tally())


def tallies(snapshot: Snapshot, group: PostGroup, *keys: ColumnElement[Any]) -> dict[tuple[Any, ...], Tally]:
    """The posts of a group together by columns of theirs, such as `post.c.kind`, in one query."""
    period = group.scope.period
    query = select(*keys, *post_columns.sums(period)).select_from(with_numbers(period)).where(*group.conditions())
    rows = snapshot.connection.execute(query.group_by(*keys) if keys else query)
    return {tuple(row[: len(keys)]): tally_of(row[len(keys) :]) for row in rows}


def tally_of(row: Sequence[Any]) -> Tally:
    """The sums of `post_columns.sums` as a tally."""
    values = iter(row)
    count = next(values)
    added, reported = {}, {}
    for metric in (*METRIC_NAMES, "engagements"):
        added[metric], reported[metric] = int(next(values) or 0), int(next(values))
    rates = {basis: found for basis in post_columns.bases() if (found := _counted(values))}
    followed = {part: found for part in post_columns.PER_FOLLOWERS if (found := _counted(values))}
    return Tally(count, added, reported, rates, int(next(values)), followed)


def _counted(values: Iterator[Any]) -> RatedCount | None:
    events, exposure, rated = next(values), next(values), next(values)
    return RatedCount(int(events), int(exposure), int(rated)) if rated else None


def best_and_worst(snapshot: Snapshot, group: PostGroup, whole: Tally, basis: Basis) -> dict[int, Standing]:
    """Which posts of a group are clearly best and worst by a rate, by id; `whole` is the group's tally."""
    together = whole.rates.get(basis)
    if together is None:
        return {}
    events, exposure, both = post_columns.sides(basis)
    rate = post_columns.rate(basis)
    query = select(post.c.id, events.label("events"), exposure.label("exposure"))
    query = query.select_from(with_numbers(group.scope.period)).where(*group.conditions(), both)

    def extreme(order: Any) -> list[tuple[int, RatedCount]]:
        rows = snapshot.connection.execute(query.order_by(order, post.c.id).limit(5))
        return [(row.id, RatedCount(int(row.events), int(row.exposure))) for row in rows]

    return standings(extreme(rate.desc()), extreme(rate.asc()), together, basis)


def captures(snapshot: Snapshot, post_id: int) -> list[tuple[PostNumbers, Mapping[str, str]]]:
    """Everything that was captured of a post, the newest first: its numbers and its raw fields."""
    query = select(post_metrics, post_columns.engaged_people.label("engaged_people"))
    query = query.where(post_metrics.c.post_id == post_id).order_by(post_metrics.c.captured_on.desc())
    return [(_numbers(row), row.raw or {}) for row in snapshot.connection.execute(query)]


def get_post(snapshot: Snapshot, post_id: int, scope: Scope) -> Post:
    """One post with the numbers it has in a period; `NotFound` when it is gone."""
    query = select(*_COLUMNS).select_from(with_numbers(scope.period)).where(post.c.id == post_id)
    row = snapshot.connection.execute(query).first()
    if row is None:
        raise NotFound("This post is gone.", "Reload and look again.")
    return _post(row, scope)


def kinds_of_posts(snapshot: Snapshot) -> tuple[str, ...]:
    """The kinds that posts have, for completion."""
    query = select(post.c.kind).where(post.c.kind != "").distinct().order_by(post.c.kind)
    return tuple(snapshot.connection.execute(query).scalars())


def texts_of(snapshot: Snapshot, post_ids: Collection[int]) -> dict[int, str]:
    """The texts of some posts, by id."""
    query = select(post.c.id, post.c.text).where(among(post.c.id, list(post_ids)))
    return {row.id: row.text for row in snapshot.connection.execute(query)}


def count_words(count: int) -> str:
    """A number of posts in words."""
    return f"{grouped(count, 0)} post" + ("" if count == 1 else "s")


def _query(group: PostGroup, *more: ColumnElement[Any]) -> Select[Any]:
    return select(*_COLUMNS, *more).select_from(with_numbers(group.scope.period)).where(*group.conditions())


def _value(listing: Listing) -> ColumnElement[Any]:
    """What posts are ordered by."""
    values: dict[PostOrder, ColumnElement[Any]] = {
        PostOrder.DAY: post.c.day,
        PostOrder.CHANNEL: channel.c.name_key,
        PostOrder.KIND: func.nullif(post.c.kind, ""),
        PostOrder.TEXT: func.nullif(func.name_key(post.c.text), ""),
        PostOrder.IMPRESSIONS: NUMBER.impressions,
        PostOrder.ENGAGEMENTS: post_columns.engagements,
        PostOrder.RATE: post_columns.rate(listing.basis),
        PostOrder.CLICKS: NUMBER.clicks,
        PostOrder.CTR: post_columns.rate(Basis.CLICKS),
    }
    return values[listing.order]


def _page_by_amount(
    snapshot: Snapshot, group: PostGroup, amounts: Mapping[int, int], after: tuple[Any, int] | None, limit: int
) -> PostPage:
    """Posts with the largest amounts first, those without any last."""

    def place(post_id: int) -> tuple[bool, int, int]:
        return post_id not in amounts, -amounts.get(post_id, 0), -post_id

    ids = snapshot.connection.execute(select(post.c.id).where(*group.conditions())).scalars()
    ordered = sorted(ids, key=place)
    if after is not None:
        ordered = ordered[bisect_right(ordered, place(after[1]), key=place) :]
    shown = ordered[:limit]
    query = select(*_COLUMNS).select_from(with_numbers(group.scope.period)).where(among(post.c.id, shown))
    found = {row.id: _post(row, group.scope) for row in snapshot.connection.execute(query)}
    last = shown[-1] if len(ordered) > limit else None
    return PostPage(tuple(found[key] for key in shown), None if last is None else (amounts.get(last), last))


def _post(row: Row[Any], scope: Scope) -> Post:
    late = row.captured_on is not None and row.captured_on >= scope.period.end
    return Post(
        row.id,
        row.day,
        Precision(row.precision),
        row.channel_id,
        row.campaign_id,
        row.posted_at,
        row.kind,
        row.text,
        row.url,
        row.external_id,
        _numbers(row, late=late),
    )


def _numbers(row: Row[Any], *, late: bool = False) -> PostNumbers:
    raw = row.raw or {}
    return PostNumbers(
        captured_on=row.captured_on,
        late=late,
        **{name: getattr(row, name) for name in METRIC_NAMES},
        engaged_people=row.engaged_people,
        followers=getattr(row, "followers", None),
        censored={name: str(raw[name]) for name in METRICS if name in raw and getattr(row, name, None) is None},
    )
