"""Posts with their latest numbers: pages in every order, sums that leave out what is missing, best and worst."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.engagement import Basis, RatedCount, Standing, counted, tally_figures
from smdash.domain.periods import Calendar
from smdash.domain.posts import Post, PostOrder
from smdash.store import changes, posts
from smdash.store.campaigns import add_campaign
from smdash.store.organisation import change_settings
from smdash.store.post_columns import bases
from smdash.store.post_details import messages
from smdash.store.posting_times import posting_times
from smdash.store.posts import Listing, PostGroup
from smdash.store.scopes import Scope
from smdash.store.store import Store
from smdash.store.tables import channel_day, post
from tests.stored_posts import put_capture, put_channel, put_post

Q4 = Calendar().parse("2026-Q4", date(2026, 11, 22))
ALL = PostGroup(Scope(By.MONTH, None, Q4))


@pytest.fixture
def channel(store: Store) -> int:
    return put_channel(store)


def every_page(store: Store, listing: Listing, group: PostGroup = ALL, size: int = 3) -> list[Post]:
    found: list[Post] = []
    place = None
    while True:
        one = store.read(posts.page, group, listing, place, size)
        found += one.posts
        if (place := one.place) is None:
            return found


def some_posts(store: Store, channel: int) -> list[int]:
    other = put_channel(store, "Another")
    return [
        put_post(store, channel, "a", date(2026, 10, 5), impressions=1000, reactions=10, clicks=5, kind="reel"),
        put_post(store, other, "b", date(2026, 10, 5), impressions=2000, reactions=10, text="Überall"),
        put_post(store, channel, "c", date(2026, 10, 4), impressions=1000, reactions=90, kind=""),
        put_post(store, channel, "d", date(2026, 12, 31), captured=None),
        put_post(store, other, "e", date(2026, 11, 2), impressions=1000, clicks=0),
        put_post(store, channel, "f", date(2026, 11, 3), reach=50, shares=1),
        put_post(store, channel, "g", date(2026, 11, 3), impressions=0, reactions=0),
    ]


@pytest.mark.parametrize("order", list(PostOrder))
@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_pages_hold_every_post_once_in_order_with_the_missing_last(
    store: Store, channel: int, order: PostOrder, size: int
) -> None:
    ids = some_posts(store, channel)
    listing = Listing(order, amounts={ids[3]: 5, ids[0]: 0, ids[5]: 700})
    found = every_page(store, listing, size=size)
    assert sorted(one.id for one in found) == sorted(ids)
    keys: list[Any] = [value_of(one, listing) for one in found]
    known = [key for key in keys if key is not None]
    assert keys == known + [None] * (len(keys) - len(known))
    assert known == sorted(known, reverse=not order.ascending)


def value_of(one: Post, listing: Listing) -> object:
    """What a post is ordered by, worked out from the post alone."""
    numbers, order = one.numbers, listing.order
    rated = counted(numbers, Basis.CLICKS if order is PostOrder.CTR else listing.basis)
    return {
        PostOrder.DAY: one.day,
        PostOrder.CHANNEL: {1: "guild", 2: "another"}[one.channel_id],
        PostOrder.KIND: one.kind or None,
        PostOrder.TEXT: one.text.casefold(),
        PostOrder.IMPRESSIONS: numbers.impressions,
        PostOrder.ENGAGEMENTS: numbers.engagements,
        PostOrder.RATE: rated and rated.rate,
        PostOrder.CTR: rated and rated.rate,
        PostOrder.CLICKS: numbers.clicks,
    }.get(order, listing.amounts.get(one.id))


def test_a_tally_is_what_the_posts_say_one_by_one(store: Store, channel: int) -> None:
    some_posts(store, channel)
    found, whole = every_page(store, Listing()), store.read(posts.tally, ALL)
    assert whole.posts == len(found) == 7
    assert (whole.sums["impressions"], whole.reported["impressions"]) == (5000, 5)
    assert (whole.sums["engagements"], whole.reported["engagements"]) == (116, 6)
    assert whole.reported["comments"] == 0
    for basis in bases():
        rated = [own for one in found if (own := counted(one.numbers, basis)) is not None]
        together = RatedCount(sum(own.events for own in rated), sum(own.exposure for own in rated), len(rated))
        assert whole.rates.get(basis, RatedCount(0, 0, 0)) == together
    kinds = store.read(posts.tallies, ALL, post.c.kind)
    assert {key: one.posts for key, one in kinds.items()} == {("photo",): 5, ("reel",): 1, ("",): 1}


def test_the_latest_capture_up_to_the_end_counts_else_the_first_after_it(store: Store, channel: int) -> None:
    def later(key: str, *captures: tuple[date, int]) -> int:
        made = put_post(store, channel, key, date(2026, 10, 5), captured=None)
        for day, reactions in captures:
            store.write(lambda tx, made, day, count: put_capture(tx, made, day, reactions=count), made, day, reactions)
        return made

    usual = later("a", (date(2026, 10, 6), 1), (date(2026, 12, 31), 2), (date(2027, 1, 1), 3))
    late = later("b", (date(2027, 1, 5), 7), (date(2027, 2, 5), 8))
    found = {one.id: one.numbers for one in every_page(store, Listing())}
    assert (found[usual].reactions, found[usual].late) == (2, False)
    assert (found[late].reactions, found[late].late) == (7, True)
    assert store.read(posts.tally, ALL).late == 1
    assert [numbers.reactions for numbers, _ in store.read(posts.captures, usual)] == [3, 2, 1]


def test_engaged_people_and_bounds_come_from_raw_fields(store: Store, channel: int) -> None:
    raw = {"Lifetime Engaged Users": "40", "clicks": "<10", "Total Interactions": "50"}
    put_post(store, channel, "a", reach=1000, raw=raw)
    put_post(store, channel, "b", reach=1000, raw={"Lifetime Engaged Users": "n/a"})
    first, second = sorted(every_page(store, Listing()), key=lambda one: one.id)
    assert (first.numbers.engaged_people, second.numbers.engaged_people) == (40, None)
    assert first.numbers.censored == {"clicks": "<10"}
    assert store.read(posts.tally, ALL).rates[Basis.PEOPLE] == RatedCount(40, 1000, 1)


def test_groups_by_campaign_search_and_period(store: Store, channel: int) -> None:
    spring = store.write(add_campaign, CampaignDraft("Spring"))
    mine = put_post(store, channel, "a", campaign=spring, text="[b]ÜBERALL[/b] 100%")
    put_post(store, channel, "b", text="nothing")
    put_post(store, channel, "c", date(2027, 1, 1), campaign=spring)
    scope = Scope(By.CAMPAIGN, spring, Q4)
    assert [one.id for one in every_page(store, Listing(), PostGroup(scope))] == [mine]
    assert store.read(posts.tally, PostGroup(Scope(By.CAMPAIGN, None, Q4))).posts == 1
    for letters, count in (("überall", 1), ("00%", 1), ("_", 0), ("NOTHING", 1), ("", 2)):
        assert store.read(posts.tally, PostGroup(ALL.scope, letters)).posts == count


def test_best_and_worst_of_a_group(store: Store, channel: int) -> None:
    for n in range(18):
        put_post(store, channel, f"usual {n}", impressions=1000, reactions=30)
    best = put_post(store, channel, "best", impressions=1000, reactions=90)
    put_post(store, channel, "lucky", impressions=10, reactions=1)
    worst = put_post(store, channel, "worst", impressions=1000, reactions=3)
    found = store.read(messages, ALL, Listing())
    assert dict(found.standings) == {best: Standing.BETTER, worst: Standing.WORSE}


def test_the_hour_is_that_of_the_organisation_and_posts_without_one_are_counted(store: Store, channel: int) -> None:
    store.write(lambda tx: change_settings(tx, zone="America/New_York"))
    put_post(store, channel, "summer", at=datetime(2026, 10, 31, 13, tzinfo=UTC), impressions=100, reactions=5)
    put_post(store, channel, "winter", at=datetime(2026, 11, 7, 14, tzinfo=UTC), impressions=100, reactions=7)
    put_post(store, channel, "day", impressions=100, reactions=7)
    put_post(store, channel, "month", precision="month", impressions=100, reactions=7)
    found = store.read(posting_times, ALL, Basis.IMPRESSIONS)
    assert {slot: cell.together for slot, cell in found.cells.items()} == {(5, 9): RatedCount(12, 200, 2)}
    assert (found.untimed, found.zone) == (2, "America/New_York")


def test_a_page_of_many_posts_is_one_query_and_reads_what_it_lists(
    store: Store, channel: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(30):
        put_post(store, channel, str(n), reactions=n)

    def plan_of(group: PostGroup) -> list[str]:
        def explain(snapshot: object) -> list[str]:
            said: list[str] = []

            class Spy:
                def execute(self, query: object) -> object:
                    text = str(query.compile(snapshot.connection.engine, compile_kwargs={"literal_binds": True}))  # type: ignore[attr-defined]
                    rows = snapshot.connection.exec_driver_sql(f"explain query plan {text}")  # type: ignore[attr-defined]
                    said.extend(str(row[3]) for row in rows)
                    return snapshot.connection.execute(query)  # type: ignore[attr-defined]

            class Watched:
                connection = Spy()

            posts.page(Watched(), group, Listing())  # type: ignore[arg-type]
            return said

        return store.read(explain)

    for scope, index in ((Scope(By.CAMPAIGN, None, Q4), "ix_post_campaign_day"), (ALL.scope, "ix_post_day")):
        said = " / ".join(plan_of(PostGroup(scope)))
        assert index in said
        assert "TEMP B-TREE FOR ORDER BY" not in said


def test_followers_are_those_of_the_day_of_the_post_or_the_latest_before(store: Store, channel: int) -> None:
    def followers(day: date, count: int | None) -> None:
        values = {"channel_id": channel, "day": day, "followers": count, "reach": 7}
        store.write(lambda tx: changes.insert(tx, channel_day, **values))

    followers(date(2026, 10, 1), 1000)
    followers(date(2026, 10, 4), 2000)
    followers(date(2026, 10, 5), None)
    followers(date(2026, 10, 8), 5000)
    for key, day in (("a", date(2026, 10, 3)), ("b", date(2026, 10, 6))):
        put_post(store, channel, key, day, reactions=30, comments=3)
    put_post(store, put_channel(store, "Another"), "c", date(2026, 10, 6), reactions=30)
    found = {one.external_id: one.numbers.followers for one in every_page(store, Listing())}
    assert found == {"a": 1000, "b": 2000, "c": None}
    whole = store.read(posts.tally, ALL)
    assert whole.rates[Basis.FOLLOWERS] == RatedCount(66, 3000, 2)
    assert whole.per_followers == {"reactions": RatedCount(60, 3000, 2), "comments": RatedCount(6, 3000, 2)}
    figures = {figure.name: figure.text() for figure in tally_figures(whole)}
    assert figures["Applause per post and 1000 followers"] == "20"
    assert figures["Conversation per post and 1000 followers"] == "2"
