"""Parts of audiences: by day they are told by it; of a whole export the last list is kept until another says more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smdash.exchange.apply import Result
from smdash.exchange.plan import Plan
from smdash.exchange.read import Understood, read_bytes, read_file
from smdash.store.import_undo import undo_import
from smdash.store.store import Store

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
TODAY = date(2026, 11, 22)

Taken = Callable[..., Result]
Planned = Callable[..., Plan]
Rows = Callable[[str], list[Any]]


def export(name: str) -> Understood:
    return read_file(EXPORTS / f"youtube_{name}.csv", today=TODAY)


def countries(*parts: tuple[str, int], name: str = "table.csv") -> Understood:
    lines = ["Geography,Views,Watch time (hours)", *(f"{label},{views},1.5" for label, views in parts)]
    return read_bytes(name, "\n".join(lines).encode(), today=TODAY)


def days(*parts: tuple[str, str, int]) -> Understood:
    lines = ["Date,Geography,Views", *(f"{day},{label},{views}" for day, label, views in parts)]
    return read_bytes("chart.csv", "\n".join(lines).encode(), today=TODAY)


@pytest.fixture
def parts(rows: Rows) -> Callable[[], list[tuple[Any, ...]]]:
    return lambda: [(row.day.isoformat(), row.label, row.number) for row in rows("audience")]


def test_the_three_files_of_a_download_find_their_places(take: Taken, rows: Rows) -> None:
    for name in ("geography_table", "geography_chart", "totals"):
        take(export(name))
    assert len([row for row in rows("audience") if row.daily]) == 6
    assert len([row for row in rows("audience") if not row.daily]) == 3
    assert [row.video_views for row in rows("channel_day")] == [450, 1100]
    (total,) = rows("platform_total")
    assert total.metrics["views"] == 1550
    assert {row.name for row in rows("channel")} == {"youtube"}


@pytest.mark.parametrize("name", ["geography_table", "geography_chart", "videos", "days", "traffic", "age"])
def test_the_same_file_twice_adds_nothing_nor_does_it_days_later(
    take: Taken, later: Callable[[int], None], name: str
) -> None:
    take(export(name))
    assert dict(take(export(name)).added) == {}
    later(9)
    assert dict(take(export(name)).added) == {}


def test_overlapping_days_give_the_union_and_a_later_export_corrects(take: Taken, parts: Callable[[], Any]) -> None:
    take(days(("2026-03-01", "US", 1), ("2026-03-02", "US", 2)))
    result = take(days(("2026-03-02", "US", 3), ("2026-03-02", "DE", 5), ("2026-03-03", "US", 4)))
    assert [(one.new, one.changed) for one in result.counts] == [(2, 1)]
    assert sorted(parts()) == [
        ("2026-03-01", "US", 1), ("2026-03-02", "DE", 5), ("2026-03-02", "US", 3), ("2026-03-03", "US", 4),
    ]  # fmt: skip


def test_a_list_that_says_more_later_is_a_list_of_its_own(
    take: Taken, later: Callable[[int], None], parts: Callable[[], Any]
) -> None:
    take(countries(("US", 10), ("DE", 5)))
    take(countries(("US", 11), ("FR", 1)))
    assert sorted(parts()) == [("2026-11-22", "DE", 5), ("2026-11-22", "FR", 1), ("2026-11-22", "US", 11)]
    later(30)
    assert dict(take(countries(("US", 11), name="again.csv")).added) == {}
    take(countries(("US", 12), ("DE", 5)))
    assert sorted(parts())[-2:] == [("2026-12-22", "DE", 5), ("2026-12-22", "US", 12)]


def test_undo_takes_a_list_back_and_what_it_corrected(take: Taken, store: Store, parts: Callable[[], Any]) -> None:
    take(days(("2026-03-01", "US", 1)))
    before = parts()
    second = take(days(("2026-03-01", "US", 2), ("2026-03-02", "US", 2)))
    assert second.batch_id is not None
    store.write(undo_import, second.batch_id)
    assert parts() == before


def test_a_part_named_twice_with_two_numbers_is_a_fault(plan: Planned) -> None:
    found = plan(countries(("US", 10), ("DE", 5), ("US", 10), ("DE", 6)))
    assert [(fault.row_number, fault.reason) for fault in found.faults] == [
        (5, "names the part of line 3 again and says something else")
    ]


def test_a_later_export_of_the_same_videos_updates_their_metrics(
    take: Taken, later: Callable[[int], None], rows: Rows
) -> None:
    take(export("videos"))
    later(3)
    text = (EXPORTS / "youtube_videos.csv").read_text().replace(",27110,", ",27200,")
    result = take(read_bytes("later.csv", text.encode(), today=TODAY))
    assert {one.kind: one.changed for one in result.counts}["posts"] == 1
    assert [row.video_views for row in rows("post_metrics")] == [27110, 4616, 27200]


def test_videos_and_days_of_tiktok_meet_in_the_channel_of_the_link(
    take: Taken, later: Callable[[int], None], rows: Rows
) -> None:
    def tiktok(section: str) -> Understood:
        return read_bytes(f"{section}.csv", (EXPORTS / f"tiktok_{section}.csv").read_bytes(), today=date(2026, 1, 3))

    for section in ("content", "overview", "followers", "viewers", "gender", "territories", "activity"):
        take(tiktok(section))
        assert dict(take(tiktok(section)).added) == {}
    assert [row.name for row in rows("channel")] == ["ourguild"]
    newest = rows("channel_day")[-1]
    assert (newest.video_views, newest.followers, newest.net_follows, newest.reach) == (914, 104, 3, 310)
    later(1)
    assert {one.kind: one.changed for one in take(tiktok("content_ru")).counts}["posts"] == 1
    assert [row.reactions for row in rows("post_metrics")][-1] == 35
