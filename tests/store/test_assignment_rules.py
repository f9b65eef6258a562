"""Rules take posts that wait, in their order, and leave alone what a person decided."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.assignment import RuleDraft
from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft
from smdash.errors import FormFaults, NotFound
from smdash.store import assignment_rules as rules
from smdash.store import migrations, post_edits, post_themes, posts, undo
from smdash.store.campaigns import add_campaign
from smdash.store.scopes import Scope
from smdash.store.store import Store
from tests.store.test_post_edits import in_campaign
from tests.store.test_posts import Q4
from tests.stored_posts import put_channel, put_post


@pytest.fixture
def spring(store: Store) -> int:
    return store.write(add_campaign, CampaignDraft("Spring"))


def test_a_preview_counts_what_waits_what_is_assigned_and_what_was_taken_out(store: Store, spring: int) -> None:
    channel = put_channel(store)
    waits = put_post(store, channel, "a", text="Join #spring")
    put_post(store, channel, "b", text="Something else")
    put_post(store, channel, "c", text="#Spring sale", campaign=spring)
    out = put_post(store, channel, "d", text="#spring, no", campaign=spring)
    store.write(post_edits.assign, [out], None)
    found = store.read(rules.preview, RuleDraft(spring, words="#spring"))
    assert (found.takes, found.assigned, found.by_hand) == ((waits,), 1, 1)
    assert found.examples == ("Join #spring",)


def test_a_rule_is_saved_and_applied_as_one_change(store: Store, spring: int) -> None:
    channel = put_channel(store)
    for n in range(3):
        put_post(store, channel, str(n), text="#spring")
    store.write(rules.add_rule, RuleDraft(spring, words="#spring"), True)
    assert in_campaign(store, spring) == 3
    store.write(undo.undo)
    assert in_campaign(store, spring) == 0
    assert store.read(rules.rules) == ()


def test_an_edited_rule_leaves_what_it_assigned(store: Store, spring: int) -> None:
    channel = put_channel(store)
    put_post(store, channel, "a", text="#spring")
    rule = store.write(rules.add_rule, RuleDraft(spring, words="#spring"), True)
    put_post(store, channel, "b", text="#fall")
    store.write(rules.edit_rule, rule, RuleDraft(spring, words="#fall"), True)
    assert in_campaign(store, spring) == 2
    (stored,) = store.read(rules.rules)
    assert stored.draft.words == "#fall"


def test_rules_are_ordered_and_the_first_that_fits_gets_the_post(store: Store, spring: int) -> None:
    fall = store.write(add_campaign, CampaignDraft("Fall"))
    channel = put_channel(store)
    put_post(store, channel, "a", date(2026, 10, 1), text="#spring")
    first = store.write(rules.add_rule, RuleDraft(spring, channel_id=channel, until=date(2026, 10, 1)))
    second = store.write(rules.add_rule, RuleDraft(fall, words="#spring"))
    assert store.read(rules.waiting_by_rule) == {first: 1}
    store.write(rules.move_rule, second, -1)
    assert [rule.id for rule in store.read(rules.rules)] == [second, first]
    assert store.read(rules.waiting_by_rule) == {second: 1}
    store.write(rules.delete_rule, second)
    assert store.read(rules.waiting_by_rule) == {first: 1}
    with pytest.raises(NotFound):
        store.write(rules.delete_rule, second)


def test_a_rule_without_conditions_is_refused(store: Store, spring: int) -> None:
    with pytest.raises(FormFaults):
        store.write(rules.add_rule, RuleDraft(spring))
    with pytest.raises(NotFound):
        store.write(rules.add_rule, RuleDraft(99, words="x"))
    assert store.read(rules.rules) == ()


def test_posts_of_the_first_schema_are_kept_and_can_be_themed_and_ruled(store_path: Path, clock: FixedClock) -> None:
    store_path.parent.mkdir(parents=True)
    _, first = migrations.steps()[0]
    with closing(sqlite3.connect(store_path)) as connection, connection:
        connection.executescript(first.read_text("utf-8"))
        connection.execute("insert into schema_version (version, applied_at) values (1, '2026-01-01T00:00:00Z')")
        connection.execute("insert into channel (platform, name, name_key) values ('facebook', 'Guild', 'guild')")
        connection.execute(
            "insert into post (source, external_key, channel_id, day, precision, text)"
            " values ('facebook-post', '1', 1, '2026-10-05', 'day', 'Join #spring')"
        )
        connection.execute("insert into post_metrics (post_id, captured_on, reactions) values (1, '2026-10-06', 7)")
    opened = Store.open(store_path, clock, actor="ann")
    try:
        spring = opened.write(add_campaign, CampaignDraft("Spring"))
        opened.write(rules.add_rule, RuleDraft(spring, words="#spring"), True)
        opened.write(post_themes.retheme, [1], ["News"], [])
        whole = opened.read(posts.tally, posts.PostGroup(Scope(By.CAMPAIGN, spring, Q4)))
        assert (whole.posts, whole.sums["reactions"]) == (1, 7)
    finally:
        opened.close()
