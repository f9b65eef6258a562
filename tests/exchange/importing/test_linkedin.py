"""LinkedIn Page exports in the store: overlapping files, corrections, and a sheet of posts beside one of days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from smdash.exchange.apply import Result
from smdash.exchange.read import Understood, read_bytes, read_file
from smdash.store import organisation
from smdash.store.store import Store
from tests.workbooks import workbook

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
TODAY = date(2026, 11, 22)

Taken = Callable[..., Result]
Rows = Callable[[str], list[Any]]


def export(name: str) -> Understood:
    return read_file(EXPORTS / name, today=TODAY)


def test_three_files_of_one_page_make_one_channel(take: Taken, rows: Rows, store: Store) -> None:
    store.write(organisation.add_channel, "Guild page", "linkedin")
    take(export("linkedin_content.xls"))
    take(export("linkedin_followers.xls"))
    take(export("linkedin_visitors_pt.xlsx"))
    assert [row.name for row in rows("channel")] == ["Guild page"]
    second = next(row for row in rows("channel_day") if row.day == date(2026, 9, 2))
    assert (second.impressions, second.interactions, second.net_follows) == (388, 6, -1)
    assert {row.external_key[-2:] for row in rows("post")} == {"01", "02", "ds"}
    assert len(rows("audience")) == 6


def test_each_file_twice_adds_nothing(take: Taken) -> None:
    for name in ("linkedin_content.xls", "linkedin_followers.xls", "linkedin_visitors_pt.xlsx"):
        take(export(name))
        again = take(export(name))
        assert (dict(again.added), dict(again.changed)) == ({}, {})


def test_overlapping_exports_give_the_union_and_a_later_number_counts(take: Taken, rows: Rows) -> None:
    header = ["Date", "Organic followers", "Total followers"]

    def followers(*days: list[Any]) -> Understood:
        return read_bytes("followers.xls", workbook({"New followers": [header, *days]}), today=TODAY)

    take(followers(["09/13/2026", 2, 2], ["09/14/2026", 3, 3]))
    result = take(followers(["09/14/2026", 3, 1], ["09/15/2026", 4, 4]))
    assert [(one.new, one.changed) for one in result.counts] == [(1, 1)]
    assert [(row.day.day, row.net_follows) for row in rows("channel_day")] == [(13, 2), (14, 1), (15, 4)]
