"""Edits of posts: many assigned as one change, themes, notes, and a delete that no import takes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.domain.posts import PostDraft
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import post_edits, post_themes, posts, undo
from smdash.store.campaigns import add_campaign
from smdash.store.costs import add_cost
from smdash.store.post_details import post_detail
from smdash.store.posts import PostGroup
from smdash.store.scopes import Scope
from smdash.store.store import Store
from tests.store.test_posts import Q4
from tests.stored_posts import put_channel, put_post

Content = Callable[[Store], dict[str, list[tuple[Any, ...]]]]
ALL = Scope(By.MONTH, None, Q4)


@pytest.fixture
def channel(store: Store) -> int:
    return put_channel(store)


@pytest.fixture
def spring(store: Store) -> int:
    return store.write(add_campaign, CampaignDraft("Spring"))


def in_campaign(store: Store, campaign: int | None) -> int:
    return store.read(posts.tally, PostGroup(Scope(By.CAMPAIGN, campaign, Q4))).posts


def test_many_posts_are_assigned_as_one_change_and_undone_as_one(
    store: Store, channel: int, spring: int, content: Content
) -> None:
    ids = [put_post(store, channel, str(n), reactions=n) for n in range(5)]
    put_post(store, channel, "mine", campaign=spring)
    before = content(store)
    assert store.write(post_edits.assign, ids, spring) == 5
    assert (in_campaign(store, spring), in_campaign(store, None)) == (6, 0)
    assert store.write(undo.undo).label == "assign 5 posts to Spring"
    assert content(store) == before
    store.write(undo.redo)
    assert in_campaign(store, spring) == 6
    assert store.write(post_edits.assign, ids[:2], None) == 2
    assert store.write(post_edits.assign, ids, spring) == 2
    with pytest.raises(NotFound):
        store.write(post_edits.assign, ids, 99)


def test_an_edit_says_campaign_channel_themes_and_note(store: Store, channel: int, spring: int) -> None:
    other = put_channel(store, "Other")
    one = put_post(store, channel, "a")
    draft = PostDraft(other, spring, ("Membership", "Behind the scenes"), "Worked \x1b[31mwell")
    store.write(post_edits.edit_post, one, draft)
    assert store.read(post_edits.post_draft, one) == PostDraft(
        other, spring, ("Behind the scenes", "Membership"), "Worked well"
    )
    store.write(post_edits.edit_post, one, PostDraft(other, None, ("MEMBERSHIP",), ""))
    assert store.read(post_edits.post_draft, one) == PostDraft(other, None, ("Membership",), "")
    store.write(undo.undo)
    assert store.read(post_edits.post_draft, one).note == "Worked well"
    with pytest.raises(NotFound):
        store.write(post_edits.edit_post, one, PostDraft(99))


def test_themes_of_many_posts_and_their_comparison(store: Store, channel: int) -> None:
    ids = [put_post(store, channel, str(n), impressions=100, reactions=n) for n in range(4)]
    assert store.write(post_themes.retheme, ids, ["News", " news ", "Tips"], []) == 8
    assert store.write(post_themes.retheme, ids[:3], ["news"], ["TIPS"]) == 3
    assert [theme.name for theme in store.read(post_themes.themes)] == ["News", "Tips"]
    found = store.read(post_themes.theme_tallies, PostGroup(ALL))
    assert {name: (one.posts, one.sums["reactions"]) for name, one in found.items()} == {"News": (4, 6), "Tips": (1, 3)}
    (theme,) = (theme for theme in store.read(post_themes.themes) if theme.name == "Tips")
    assert store.read(posts.tally, PostGroup(ALL, theme_id=theme.id)).posts == 1
    with pytest.raises(InvalidInput, match="longer than 60"):
        store.write(post_themes.retheme, ids, ["x" * 61], [])


def test_a_deleted_post_takes_its_captures_along_leaves_its_key_and_comes_back_by_undo(
    store: Store, channel: int, content: Content
) -> None:
    one = put_post(store, channel, "a", reactions=3)
    store.write(post_edits.edit_post, one, PostDraft(channel, None, ("News",), "note"))
    before = content(store)
    store.write(post_edits.delete_post, one)
    after = content(store)
    assert [after[name] for name in ("post", "post_metrics", "post_theme", "post_note")] == [[], [], [], []]
    assert after["deleted_key"][0][1:] == ("facebook-post", "a", "post")
    store.write(undo.undo)
    assert content(store) == before


def test_a_post_with_a_cost_on_it_is_not_deleted(store: Store, channel: int) -> None:
    one = put_post(store, channel, "a")
    draft = CostDraft(date(2026, 10, 5), Money(500, "USD"), CostCategory.ADS, post_id=one)
    store.write(add_cost, draft)
    with pytest.raises(Refused, match="1 cost"):
        store.write(post_edits.delete_post, one)
    detail = store.read(post_detail, one, ALL)
    assert [line.amount.minor for line in detail.costs.lines] == [500]


def test_what_is_gone_is_said(store: Store) -> None:
    for fn in (post_edits.post_draft, lambda snapshot, key: post_detail(snapshot, key, ALL)):
        with pytest.raises(NotFound):
            store.read(fn, 77)
    with pytest.raises(NotFound):
        store.write(post_edits.delete_post, 77)
