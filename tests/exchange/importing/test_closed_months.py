"""Files with rows of closed months: the preview says so, and nothing of them is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smdash.errors import Refused
from smdash.exchange.apply import Result, apply_plan
from smdash.exchange.plan import Plan
from smdash.exchange.read import Understood, read_bytes, read_file
from smdash.store.closing import close_month, reopen_month
from smdash.store.locks import MonthClosed
from smdash.store.store import Store

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
TODAY = date(2026, 11, 22)
MARCH, FIRST_TOUCH = date(2025, 3, 1), date(2026, 9, 1)

Taken = Callable[..., Result]
Planned = Callable[..., Plan]


def test_entries_of_a_closed_month_block_the_file(
    store: Store, toggl: Callable[..., Understood], plan: Planned, take: Taken
) -> None:
    march = ("ann", "Spring", "2025-03-03 09:00", "2025-03-03 10:00", "")
    april = ("ann", "Spring", "2025-04-03 09:00", "2025-04-03 10:00", "")
    store.write(close_month, MARCH)
    both = plan(toggl(march, april))
    assert both.blocked == "March 2025 is closed, and rows of this file are numbers of that time."
    with pytest.raises(Refused) as told:
        store.write(apply_plan, both)
    assert "smdash close 2025-03 --reopen" in told.value.hint
    assert take(toggl(april)).added["time_entry"] == 1
    store.write(reopen_month, MARCH, "a late sheet")
    take(toggl(march, april))


def test_a_file_whose_rows_are_there_already_is_not_in_the_way(
    store: Store, toggl: Callable[..., Understood], plan: Planned, take: Taken
) -> None:
    march = ("ann", "Spring", "2025-03-03 09:00", "2025-03-03 10:00", "")
    take(toggl(march))
    store.write(close_month, MARCH)
    april = ("ann", "Spring", "2025-04-03 09:00", "2025-04-03 10:00", "")
    assert not plan(toggl(march, april)).blocked


def test_a_month_closed_after_the_preview_is_noticed(
    store: Store, toggl: Callable[..., Understood], plan: Planned
) -> None:
    waiting = plan(toggl(("ann", "Spring", "2025-03-03 09:00", "2025-03-03 10:00", "")))
    store.write(close_month, MARCH)
    with pytest.raises(MonthClosed, match="March 2025 is closed"):
        store.write(apply_plan, waiting)


def test_changed_days_of_a_channel_block_the_file(store: Store, plan: Planned, take: Taken) -> None:
    def reach(*values: int) -> Understood:
        lines = ["sep=,", "Facebook reach", "Date,Primary"]
        lines += [f"2025-03-{7 + at:02}T00:00:00,{value}" for at, value in enumerate(values)]
        return read_bytes("reach.csv", ("\n".join(lines) + "\n").encode(), today=TODAY)

    take(reach(10, 20))
    store.write(close_month, MARCH)
    assert not plan(reach(10, 20)).blocked
    assert "March 2025 is closed" in plan(reach(10, 21)).blocked


def test_later_captures_of_posts_of_a_closed_month_come_in(
    store: Store, posts: Callable[..., Understood], plan: Planned, take: Taken, later: Callable[[int], None]
) -> None:
    take(posts(("1", "Hello", "100", "5")))
    store.write(close_month, MARCH)
    later(5)
    assert take(posts(("1", "Hello", "150", "9"))).added["post_metrics"] == 1
    assert "March 2025 is closed" in plan(posts(("2", "New", "1", "1"))).blocked


@pytest.mark.parametrize("name", ["stripe_payments.csv", "shopify_orders.csv"])
def test_sales_of_a_closed_month_come_in_where_they_are_no_number_yet(
    store: Store, plan: Planned, take: Taken, name: str
) -> None:
    """A sale that matches no campaign counts nowhere: it waits; what would count is refused."""
    file = read_file(EXPORTS / name, today=TODAY)
    months = plan(file).period
    assert months is not None
    store.write(close_month, months[0])
    assert not plan(file).blocked
    assert take(file).added["sale"]
    assert not take(file).added


def test_touches_of_a_closed_month_block_the_file(store: Store, plan: Planned) -> None:
    file = read_file(EXPORTS / "touches.csv", today=TODAY)
    waiting = plan(file)
    store.write(close_month, FIRST_TOUCH)
    assert f"{FIRST_TOUCH:%B %Y} is closed" in plan(file).blocked
    with pytest.raises(MonthClosed):
        store.write(apply_plan, waiting)
