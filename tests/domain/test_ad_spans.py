"""Spend that is reported by day and by span counts once."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.ad_spans import Reported, settle

FIRST = date(2026, 9, 1)


def on(day: int, minor: int | None, last: int | None = None) -> Reported:
    """A report of a day of the month, or up to another one."""
    return Reported(FIRST + timedelta(day - 1), FIRST + timedelta((last or day) - 1), minor)


def test_days_count_in_full_and_a_span_with_what_they_leave() -> None:
    settled = settle([on(1, 1000, 30), on(2, 100), on(30, 150)])
    assert settled.counted == [750, 100, 150]
    assert settled.crossing == set()


def test_spans_within_spans_are_taken_off_once() -> None:
    settled = settle([on(1, 5000, 90), on(1, 1000, 30), on(5, 100), on(61, 700, 90), on(40, 50)])
    assert settled.counted == [5000 - 1000 - 700 - 50, 900, 100, 700, 50]


def test_shorter_reports_that_say_more_leave_nothing() -> None:
    assert settle([on(1, 100, 30), on(3, 130)]).counted == [0, 130]
    assert settle([on(1, 50, 60), on(1, 100, 30), on(3, 130)]).counted == [0, 0, 130]


def test_what_is_not_reported_counts_nothing_and_holds_what_is_within() -> None:
    assert settle([on(1, None, 30), on(3, 130), on(4, None)]).counted == [None, 130, None]


def test_a_credit_counts_as_it_is() -> None:
    assert settle([on(1, -40), on(1, 100, 2)]).counted == [-40, 140]


def test_a_report_that_crosses_an_earlier_one_counts_nothing() -> None:
    settled = settle([on(1, 300, 20), on(10, 400, 30), on(12, 50)])
    assert (settled.counted, settled.crossing) == ([250, None, 50], {1})
    settled = settle([on(10, 400, 30), on(1, 300, 20), on(5, 50)])
    assert (settled.counted, settled.crossing) == ([400, None, 50], {1})


@st.composite
def nested(draw: st.DrawFn) -> list[Reported]:
    """Reports of a year, its months and days, as a platform prints them: each the sum of those within it."""
    spent = draw(st.lists(st.integers(0, 500), min_size=90, max_size=90))
    chosen = draw(st.sets(st.integers(1, 90), max_size=20))
    spans = draw(st.sets(st.sampled_from([(1, 90), (1, 30), (31, 60), (61, 90), (1, 15), (16, 30)]), min_size=1))
    reports = [on(day, spent[day - 1]) for day in chosen]
    reports += [on(first, sum(spent[first - 1 : last]), last) for first, last in spans]
    return reports


@given(nested(), st.randoms(use_true_random=False))
def test_every_day_counts_once_whatever_the_order(reports: list[Reported], shuffle: random.Random) -> None:
    shuffle.shuffle(reports)
    counted = settle(reports).counted
    spans = sorted(reports, key=lambda one: one.first - one.last)
    outer: list[Reported] = []
    for one in spans:  # the longest first: what they hold is in them
        if not any(other.first <= one.first and one.last <= other.last for other in outer):
            outer.append(one)
    assert sum(minor or 0 for minor in counted) == sum(one.minor or 0 for one in outer)
