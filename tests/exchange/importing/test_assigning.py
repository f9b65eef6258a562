"""New posts get their campaign by a tagged link or the first rule that takes them; nobody's own choice is touched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smdash.domain.assignment import RuleDraft
from smdash.domain.campaigns import CampaignDraft
from smdash.errors import Refused
from smdash.exchange.apply import apply_plan
from smdash.exchange.plan import Choices, Plan
from smdash.exchange.read import Understood
from smdash.store import assignment_rules, campaigns, import_undo, post_edits, post_themes, undo
from smdash.store.imports import Stale
from smdash.store.store import Store

Posts = Callable[..., Understood]
Take = Callable[..., Any]
Rows = Callable[[str], list[Any]]


@pytest.fixture
def spring(store: Store) -> int:
    return store.write(campaigns.add_campaign, CampaignDraft("Spring", utm_campaign="spring-26"))


@pytest.fixture
def fall(store: Store) -> int:
    return store.write(campaigns.add_campaign, CampaignDraft("Fall"))


def campaigns_of(rows: Rows) -> dict[str, int | None]:
    return {row.external_key: row.campaign_id for row in rows("post")}


def test_rules_decide_in_their_order_for_new_posts(
    store: Store, posts: Posts, take: Take, rows: Rows, spring: int, fall: int
) -> None:
    store.write(assignment_rules.add_rule, RuleDraft(fall, words="#both", until=date(2025, 3, 19)))
    store.write(assignment_rules.add_rule, RuleDraft(spring, words="#spring"))
    store.write(assignment_rules.add_rule, RuleDraft(fall, words="#both"))
    take(posts(("1", "Join #Spring #both", "5", "1"), ("2", "#both", "5", "1"), ("3", "Neither", "5", "1")))
    assert campaigns_of(rows) == {"1": spring, "2": fall, "3": None}


def test_what_the_file_or_the_person_says_comes_before_any_rule(
    store: Store, posts: Posts, take: Take, rows: Rows, spring: int, fall: int
) -> None:
    store.write(assignment_rules.add_rule, RuleDraft(fall, words="join"))
    take(posts(("1", "Join at https://x.org/?utm_source=fb&utm_campaign=Spring-26", "5", "1")))
    take(posts(("2", "Join", "5", "1")), Choices(campaign="Spring"))
    assert campaigns_of(rows) == {"1": spring, "2": spring}


def test_a_rule_by_channel_knows_the_channel_of_the_file(
    store: Store, posts: Posts, take: Take, rows: Rows, spring: int
) -> None:
    take(posts(("1", "first", "5", "1")))
    (channel,) = rows("channel")
    store.write(assignment_rules.add_rule, RuleDraft(spring, channel_id=channel.id))
    take(posts(("2", "second", "5", "1")))
    take(posts(("3", "third", "5", "1"), account="Another"))
    assert campaigns_of(rows) == {"1": None, "2": spring, "3": None}


def test_a_later_export_leaves_what_a_person_assigned(
    store: Store, posts: Posts, take: Take, rows: Rows, later: Callable[[int], None], spring: int, fall: int
) -> None:
    store.write(assignment_rules.add_rule, RuleDraft(spring, words="#spring"))
    take(posts(("1", "#spring", "5", "1"), ("2", "#spring", "5", "1")))
    first, second = (row.id for row in rows("post"))
    store.write(post_edits.assign, [first], fall)
    store.write(post_edits.assign, [second], None)
    later(7)
    take(posts(("1", "#spring", "50", "10"), ("2", "#spring", "50", "10"), ("3", "#spring", "5", "1")))
    assert campaigns_of(rows) == {"1": fall, "2": None, "3": spring}
    preview = store.read(assignment_rules.preview, RuleDraft(spring, words="#spring"))
    assert (preview.takes, preview.by_hand) == ((), 1)


def test_undo_takes_the_import_and_what_its_rules_did(
    store: Store, posts: Posts, take: Take, rows: Rows, spring: int
) -> None:
    store.write(assignment_rules.add_rule, RuleDraft(spring, words="#spring"))
    take(posts(("1", "#spring", "5", "1")))
    store.write(undo.undo)
    assert rows("post") == []
    assert len(rows("assignment_rule")) == 1


def test_the_preview_says_how_many_and_is_stale_after_a_new_rule(
    store: Store, posts: Posts, plan: Callable[..., Plan], spring: int
) -> None:
    store.write(assignment_rules.add_rule, RuleDraft(spring, words="#spring"))
    planned = plan(posts(("1", "#spring", "5", "1"), ("2", "x", "5", "1")))
    assert any("a rule of 1" in note for note in planned.notes)
    store.write(assignment_rules.add_rule, RuleDraft(spring, words="x"))
    with pytest.raises(Stale):
        store.write(apply_plan, planned)


def test_an_import_with_a_themed_post_is_not_taken_back_unasked(
    store: Store, posts: Posts, take: Take, rows: Rows
) -> None:
    taken = take(posts(("1", "a", "5", "1"), ("2", "b", "5", "1")))
    themed = rows("post")[0].id
    store.write(post_themes.retheme, [themed], ["News"], [])
    with pytest.raises(Refused, match=f"post {themed} \\(used\\)"):
        store.write(import_undo.undo_import, taken.batch_id)
    store.write(lambda tx: import_undo.undo_import(tx, taken.batch_id, keep_edited=True))
    assert [row.external_key for row in rows("post")] == ["1"]
    assert len(rows("post_theme")) == 1
