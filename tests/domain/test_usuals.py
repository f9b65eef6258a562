"""What is offered to be logged again."""

from __future__ import annotations

from smdash.domain.usuals import Usual, usual_line, usual_ones, usual_words

POSTS = Usual(5400, 1, 2, 3, "Spring membership", "content", "Meta ads", "weekly posts")
CALLS = Usual(900, note="calls")


def test_favourites_come_first_then_the_latest_and_nothing_twice() -> None:
    favourite = Usual(3600, 1, 2, 3, note="weekly posts", favourite=7)
    assert usual_ones((favourite,), (CALLS, POSTS, CALLS)) == (favourite, CALLS)
    assert usual_ones((), [Usual(60, note=str(n)) for n in range(20)], most=3)[-1].note == "2"


def test_it_is_named_as_it_will_be_logged() -> None:
    assert usual_words(POSTS) == "1:30 Spring membership · content · Meta ads · “weekly posts”"
    assert usual_words(CALLS, timed=False) == "no campaign · “calls”"


def test_as_a_line_it_means_the_same() -> None:
    assert usual_line(POSTS) == "1:30 Spring membership #content /Meta-ads -- weekly posts"
    assert usual_line(Usual(3661, note="odd")) == "1:01:01 -- odd"
    assert usual_line(POSTS, timed=False) == "Spring membership #content /Meta-ads -- weekly posts"
