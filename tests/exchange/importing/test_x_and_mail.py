"""Posts of X and mails imported: again, over each other, and under a channel that is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smdash.exchange.apply import Result
from smdash.exchange.plan import Plan
from smdash.exchange.read import Understood, read_file
from smdash.store import organisation
from smdash.store.store import Store

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
TODAY = date(2026, 11, 22)

Take = Callable[..., Result]
Rows = Callable[[str], list[Any]]


def export(name: str) -> Understood:
    return read_file(EXPORTS / f"{name}.csv", today=TODAY)


@pytest.mark.parametrize(
    "name", ["x_content", "x_tweets_legacy", "x_tweet_days_legacy", "mailchimp_campaigns", "mailchimp_campaigns_short"]
)
def test_the_same_file_twice_adds_nothing(take: Take, rows: Rows, name: str, tmp_path: Path) -> None:
    assert take(export(name)).batch_id is not None
    again = take(export(name))
    assert (again.batch_id, dict(again.added), dict(again.changed)) == (None, {}, {})
    other = tmp_path / "again.csv"
    other.write_bytes((EXPORTS / f"{name}.csv").read_bytes() + b"\n")
    assert dict(take(read_file(other, today=TODAY)).added) == {}


def test_tweets_of_two_exports_are_their_union_and_the_later_numbers_count(
    take: Take, rows: Rows, later: Callable[[int], None]
) -> None:
    take(export("x_tweets_legacy"))
    later(3)
    result = take(export("x_tweets_legacy_likes"))
    assert [(one.new, one.changed, one.same) for one in result.counts] == [(1, 1, 0)]
    assert [row.external_id for row in rows("post")] == [
        "649293177409679360", "649222222222222222", "", "650000000000000123",
    ]  # fmt: skip
    captures = [row for row in rows("post_metrics") if row.post_id == 1]
    assert [(row.impressions, row.reactions) for row in captures] == [(424, 3), (431, 4)]


def test_posts_belong_to_the_channel_with_the_handle_of_their_links(take: Take, store: Store, rows: Rows) -> None:
    store.write(organisation.add_channel, "Harbor Guild on X", "x", "@HarborGuild")
    store.write(organisation.add_channel, "Harbor Guild", "instagram", "@harborguild")
    result = take(export("x_content"))
    assert "channel" not in result.added
    assert {row.channel_id for row in rows("post")} == {1}


def test_a_post_that_names_no_account_is_one_of_the_only_channel(
    take: Take, store: Store, rows: Rows, plan: Callable[..., Plan]
) -> None:
    store.write(organisation.add_channel, "Guild", "x", "harborguild")
    assert plan(export("x_tweets_legacy")).unmatched == ()
    take(export("x_tweets_legacy"))
    assert [row.channel_id for row in rows("post")] == [1, 1, 1]


def test_days_and_posts_of_x_meet_in_one_channel(take: Take, rows: Rows) -> None:
    take(export("x_content"))
    take(export("x_tweet_days_legacy"))
    assert [row.name for row in rows("channel")] == ["harborguild"]


def test_the_zone_of_times_is_told_only_where_the_file_does_not_say_it(plan: Callable[..., Plan]) -> None:
    files = ("x_tweets_legacy", "x_content", "mailchimp_campaigns")
    told = [any("Times of posts" in note for note in plan(export(name)).notes) for name in files]
    assert told == [False, False, True]
