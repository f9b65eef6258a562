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


def test_a_persons_numbers_stay_apart_from_those_of_the_page(take: Taken, rows: Rows, store: Store) -> None:
    store.write(organisation.add_channel, "Guild page", "linkedin")
    lists = ["Post URL", "Post publish date", "Engagements", None, "Post URL", "Post publish date", "Impressions"]
    link = "https://www.linkedin.com/feed/update/urn:li:activity:7301"

    def person(impressions: int, *days: list[Any]) -> Understood:
        sheets: dict[str, list[list[Any]]] = {
            "DISCOVERY": [["Overall Performance", "9/1/2026 - 9/3/2026"], ["Impressions", 50]],
            "ENGAGEMENT": [["Date", "Impressions", "Engagements"], *days],
            "TOP POSTS": [lists, [link, "9/1/2026", 3, None, link, "9/1/2026", impressions]],
            "FOLLOWERS": [["Total followers on 9/3/2026:", 812], [], ["Date", "New followers"], ["9/3/2026", 2]],
        }
        return read_bytes("Content.xlsx", workbook(sheets), today=TODAY)

    take(export("linkedin_content.xls"))
    page = [(row.day, row.impressions) for row in rows("channel_day")]
    take(person(40, ["9/1/2026", 10, 2], ["9/2/2026", 20, 4]))
    again = take(person(40, ["9/1/2026", 10, 2], ["9/2/2026", 20, 4]))
    assert (dict(again.added), dict(again.changed)) == ({}, {})
    take(person(45, ["9/2/2026", 21, 4], ["9/3/2026", 5, 1]))
    names = {row.id: row.name for row in rows("channel")}
    own = [row for row in rows("channel_day") if names[row.channel_id] == "LinkedIn profile"]
    assert [(row.day.day, row.impressions, row.follows, row.followers) for row in own] == [
        (1, 10, None, None), (2, 21, None, None), (3, 5, 2, 812),
    ]  # fmt: skip
    assert [(row.day, row.impressions) for row in rows("channel_day") if row not in own] == page
    assert [row.external_key for row in rows("post") if names[row.channel_id] == "LinkedIn profile"] == [
        "urn:li:activity:7301"
    ]
