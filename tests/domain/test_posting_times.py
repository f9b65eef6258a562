"""The heat map counts every post once, leaves out what has no hour, and calls nothing clear that few posts say."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.engagement import Basis, RatedCount, Standing
from smdash.domain.posting_times import LEVELS, heat_map

MONDAY_9 = datetime(2026, 10, 5, 9, 30)
MONDAY_10 = datetime(2026, 10, 5, 10, 0)
SUNDAY_23 = datetime(2026, 10, 11, 23, 59)


def test_cells_have_counts_sums_and_the_middle_rate() -> None:
    found = heat_map(
        [
            (MONDAY_9, RatedCount(10, 1000)),
            (MONDAY_9, RatedCount(20, 1000)),
            (MONDAY_9, RatedCount(90, 1000)),
            (MONDAY_9, None),
            (SUNDAY_23, RatedCount(1, 2)),
            (None, RatedCount(5, 10)),
        ],
        Basis.IMPRESSIONS,
        "Europe/Berlin",
    )
    cell = found.cells[0, 9]
    assert (cell.posts, cell.together, cell.median, cell.few) == (4, RatedCount(120, 3000, 3), Fraction(2, 100), False)
    assert found.cells[6, 23].few
    assert (found.posts, found.untimed) == (5, 1)
    assert found.hours() == range(9, 24)
    assert set(found.levels()) == {(0, 9)}


def test_only_cells_with_enough_posts_are_better_or_worse() -> None:
    found = heat_map(
        [
            *((MONDAY_9, RatedCount(90, 1000)) for _ in range(3)),
            *((MONDAY_10, RatedCount(10, 1000)) for _ in range(30)),
            *((SUNDAY_23, RatedCount(900, 1000)) for _ in range(2)),
        ],
        Basis.IMPRESSIONS,
        "UTC",
    )
    assert found.standing((6, 23)) is Standing.UNCLEAR
    assert found.standing((0, 10)) is Standing.WORSE
    assert found.levels() == {(0, 9): LEVELS - 1, (0, 10): 0}
    assert found.best() == [(0, 9)] if found.standing((0, 9)) is Standing.BETTER else found.best() == []


def test_without_posts_there_is_nothing() -> None:
    found = heat_map([], Basis.IMPRESSIONS, "UTC")
    assert (list(found.hours()), found.levels(), found.best(), found.together.rate) == ([], {}, [], None)


@given(
    st.lists(
        st.tuples(
            st.none() | st.datetimes(), st.none() | st.builds(RatedCount, st.integers(0, 99), st.integers(1, 999))
        )
    )
)
def test_every_post_is_in_one_cell_or_left_out(posts: list[tuple[datetime | None, RatedCount | None]]) -> None:
    found = heat_map(posts, Basis.IMPRESSIONS, "UTC")
    assert found.posts + found.untimed == len(posts)
    assert found.together.posts == sum(at is not None and rated is not None for at, rated in posts)
    assert all(0 <= level < LEVELS for level in found.levels().values())
