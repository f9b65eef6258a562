"""Rates are Σ/Σ with the right interval, missing is never zero, and best and worst are said only where it is clear."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.engagement import (
    Basis,
    RatedCount,
    Standing,
    Tally,
    compared,
    counted,
    interval,
    interval_name,
    places,
    post_figures,
    ranked,
    rate_figure,
    rest,
    standings,
    sum_figure,
    tally_figures,
)
from smdash.domain.posts import Post, PostNumbers, Precision

counts = st.integers(0, 10**6)


def post(key: int, **numbers: Any) -> Post:
    return Post(key, date(2026, 10, 5), Precision.DAY, 1, numbers=PostNumbers(**numbers))


def test_engagements_are_the_reported_parts() -> None:
    numbers = PostNumbers(reactions=10, comments=0, clicks=3)
    assert numbers.parts == {"reactions": 10, "comments": 0, "clicks": 3}
    assert numbers.engagements == 13
    assert PostNumbers(impressions=500).engagements is None
    assert post_figures(post(1, reactions=10, comments=0, clicks=3))[0].formula == "reactions + comments + clicks"


@pytest.mark.parametrize(
    ("events", "exposure", "basis", "low", "high"),
    [
        (81, 263, Basis.CLICKS, 0.2553, 0.3662),
        (0, 20, Basis.PEOPLE, 0, 0.1611),
        (0, 1, Basis.IMPRESSIONS, 0, 3.689),
        (10, 1, Basis.IMPRESSIONS, 4.795, 18.391),
        (10, 1000, Basis.REACH, 0.004795, 0.018391),
        (10, 1, Basis.CLICKS, 4.795, 18.391),  # several clicks an impression are no share
    ],
)
def test_published_intervals(events: int, exposure: int, basis: Basis, low: float, high: float) -> None:
    bounds = interval(RatedCount(events, exposure), basis)
    assert bounds is not None
    assert bounds.low == pytest.approx(low, abs=1e-3 if exposure == 1 else 1e-4)
    assert bounds.high == pytest.approx(high, abs=1e-3 if exposure == 1 else 1e-4)


def test_the_name_of_an_interval_says_what_it_is() -> None:
    assert "Wilson" in interval_name(RatedCount(3, 10), Basis.CLICKS)
    assert "Poisson" in interval_name(RatedCount(30, 10), Basis.CLICKS)
    assert "Poisson" in interval_name(RatedCount(3, 10), Basis.IMPRESSIONS)


@given(counts, st.integers(1, 10**6), st.sampled_from(list(Basis)))
def test_a_rate_lies_in_its_interval(events: int, exposure: int, basis: Basis) -> None:
    found = RatedCount(events, exposure)
    bounds = interval(found, basis)
    assert bounds is not None
    assert found.rate is not None
    assert 0 <= bounds.low <= float(found.rate) * (1 + 1e-9)
    assert float(found.rate) * (1 - 1e-9) <= bounds.high
    if basis.once_each and events <= exposure:
        assert bounds.high <= 1


@given(counts, st.integers(1, 10**5))
def test_ten_times_as_much_of_both_gives_a_narrower_interval(events: int, exposure: int) -> None:
    small, large = (interval(RatedCount(events * n, exposure * n), Basis.IMPRESSIONS) for n in (1, 10))
    assert small is not None
    assert large is not None
    assert large.high - large.low < small.high - small.low


@given(st.integers(0, 300), st.fractions(0, 2))
def test_a_rate_is_never_better_and_worse(events: int, whole: Fraction) -> None:
    found = RatedCount(events, 200)
    bounds = interval(found, Basis.IMPRESSIONS)
    assert bounds is not None
    said = compared(found, whole, Basis.IMPRESSIONS)
    assert (said is Standing.BETTER) == (bounds.low > whole)
    assert (said is Standing.WORSE) == (bounds.high < whole)


def test_missing_sides_and_no_exposure_give_no_rate() -> None:
    assert counted(PostNumbers(impressions=100), Basis.IMPRESSIONS) is None
    assert counted(PostNumbers(reactions=3), Basis.IMPRESSIONS) is None
    assert counted(PostNumbers(reactions=3, impressions=0), Basis.IMPRESSIONS) is None
    assert counted(PostNumbers(reactions=0, impressions=100), Basis.IMPRESSIONS) == RatedCount(0, 100)
    figure = rate_figure(None, Basis.CLICKS)
    assert (figure.text(), figure.reason) == ("–", "clicks or impressions not reported")


@pytest.mark.parametrize(("rated", "room"), [(0, 0), (1, 1), (9, 1), (19, 1), (20, 2), (50, 5), (10_000, 5)])
def test_a_tenth_but_five_at_most_can_be_best(rated: int, room: int) -> None:
    assert places(rated) == room


def test_best_and_worst_need_the_top_tenth_and_a_clear_interval() -> None:
    usual = [post(n, reactions=30, impressions=1000) for n in range(1, 18)]
    posts = [
        *usual,
        post(18, reactions=90, impressions=1000),
        post(19, reactions=1, impressions=10),
        post(20, reactions=3, impressions=1000),
    ]
    order = ranked(posts, Basis.IMPRESSIONS)
    assert [key for key, _ in order[:2]] == [19, 18]
    whole = RatedCount(sum(own.events for _, own in order), sum(own.exposure for _, own in order), len(order))
    found = standings(order[:5], order[::-1][:5], whole, Basis.IMPRESSIONS)
    # 1 of 10 is the highest rate and says nothing; the next place of the tenth is clear, and so is the last one
    assert found == {18: Standing.BETTER, 20: Standing.WORSE}


def test_the_third_best_of_twenty_is_not_among_the_best_however_clear() -> None:
    posts = [post(n, reactions=10, impressions=1000) for n in range(1, 18)]
    posts += [post(n, reactions=200, impressions=1000) for n in (18, 19, 20)]
    order = ranked(posts, Basis.IMPRESSIONS)
    whole = RatedCount(770, 20_000, 20)
    assert standings(order[:5], [], whole, Basis.IMPRESSIONS) == {18: Standing.BETTER, 19: Standing.BETTER}


def test_figures_of_several_posts() -> None:
    tally = Tally(
        3,
        {"impressions": 3000, "reach": 2500, "reactions": 30, "comments": 0, "engagements": 30},
        {"impressions": 2, "reach": 2, "reactions": 2, "comments": 1, "engagements": 2},
        {Basis.IMPRESSIONS: RatedCount(30, 3000, 2)},
        late=1,
        per_followers={"reactions": RatedCount(30, 6000, 2)},
    )
    found = {figure.name: figure for figure in tally_figures(tally, "2026-Q4")}
    assert (found["Engagements"].value, found["Engagements"].formula) == (30, "reactions + comments")
    assert "first captured after the period" in found["Engagements"].notes[0]
    assert found["Engagement rate"].value == Fraction(1, 100)
    assert [part.name for part in found["Engagement rate"].inputs] == ["Engagements", "Impressions", "From", "To"]
    assert found["Applause per post"].value == 15
    assert found["Applause per post and 1000 followers"].value == 5
    assert found["Conversation per post"].value == 0
    assert (found["Amplification per post"].text(), found["Amplification per post"].reason) == (
        "–",
        "shares not reported",
    )
    assert sum_figure(tally, "impressions").notes == ("1 of 3 posts do not report it",)
    assert sum_figure(tally, "reach").text() == "–"
    assert "counts people" in sum_figure(tally, "reach").reason


def test_all_but_a_part() -> None:
    assert rest(RatedCount(10, 100, 5), RatedCount(4, 30, 2)) == RatedCount(6, 70, 3)
