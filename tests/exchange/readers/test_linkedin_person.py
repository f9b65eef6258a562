"""What a person's own posts did on LinkedIn: five sheets, two lists side by side, nobody named."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.exchange.read import Understood, read_bytes
from smdash.exchange.records.base import AudienceRecord, ChannelDayRecord, PostRecord
from tests.workbooks import workbook

TODAY = date(2026, 11, 22)
POST = "https://www.linkedin.com/feed/update/urn:li:activity:73"
SHEETS: dict[str, list[list[Any]]] = {
    "DISCOVERY": [["Overall Performance", "8/25/2026 - 9/1/2026"], ["Impressions", "4,500"], ["Members reached", 2100]],
    "ENGAGEMENT": [["Date", "Impressions", "Engagements"], ["8/25/2026", 10, 2], ["9/1/2026", 20, 4]],
    "TOP POSTS": [
        ["Maximum of 50 posts available to include in this list"],
        [],
        ["Post URL", "Post publish date", "Engagements", None, "Post URL", "Post publish date", "Impressions"],
        [f"{POST}01", "8/26/2026", 7, None, f"{POST}02", "8/27/2026", 900],
        [
            f"{POST}02",
            "8/27/2026",
            5,
            None,
            "https://www.linkedin.com/posts/ana_open-day-share-731234567-X?trk=x",
            "8/3/2026",
            100,
        ],
        [None, None, None, None, f"{POST}01", "8/26/2026", 90],
    ],
    "FOLLOWERS": [
        ["Total followers on 9/1/2026:", 812],
        [],
        ["Date", "New followers"],
        ["8/25/2026", 1],
        ["9/1/2026", 0],
    ],
    "DEMOGRAPHICS": [
        ["Top Demographics", "Value", "Percentage"],
        ["Job titles", "Teacher", "12%"],
        ["Locations", "Berlin", 0.05],
        ["Company size", "11-50", "< 1%"],
    ],
}


def person(**sheets: list[list[Any]]) -> Understood:
    return read_bytes("Content.xlsx", workbook(SHEETS | sheets), today=TODAY)


def test_every_sheet_of_a_person_is_read() -> None:
    understood = person()
    rows = understood.collect()
    assert (understood.format, understood.undecided, rows.faults) == ("linkedin-personal", (), ())
    days = [one for one in rows.records if isinstance(one, ChannelDayRecord)]
    assert {one.channel for one in days} == {"LinkedIn profile"}
    assert [(one.day, {name: measure.value for name, measure in one.metrics.items()}) for one in days] == [
        (date(2026, 8, 25), {"impressions": 10, "interactions": 2}),
        (date(2026, 9, 1), {"impressions": 20, "interactions": 4}),
        (date(2026, 8, 25), {"follows": 1}),
        (date(2026, 9, 1), {"follows": 0}),
        (date(2026, 9, 1), {"followers": 812}),
    ]
    assert [(one.start, one.end, one.metrics) for one in rows.totals] == [
        (date(2026, 8, 25), date(2026, 9, 1), {"impressions": Measure(4500)}),
        (date(2026, 8, 25), date(2026, 9, 1), {"reach": Measure(2100)}),
    ]
    assert not any(decision.key == "sheets" for decision in understood.decisions)


def test_posts_of_both_lists_are_one_each() -> None:
    posts = [one for one in person().collect().records if isinstance(one, PostRecord)]
    told = [(one.external_key.removeprefix("urn:li:activity:"), one.metrics["impressions"], one.raw) for one in posts]
    assert told == [
        ("7301", Measure(90), {"Engagements": "7"}),
        ("7302", Measure(900), {"Engagements": "5"}),
        ("urn:li:share:731234567", Measure(100), {}),
    ]  # fmt: skip
    assert (posts[0].posted_at, posts[0].precision, posts[0].url) == (datetime(2026, 8, 26), "day", f"{POST}01")


def test_a_post_of_one_list_only_has_no_impressions_rather_than_none() -> None:
    sheet = [*SHEETS["TOP POSTS"][:3], [f"{POST}09", "8/26/2026", 7]]
    (one,) = (row for row in person(**{"TOP POSTS": sheet}).collect().records if isinstance(row, PostRecord))
    assert one.metrics["impressions"] == NOT_REPORTED


def test_what_is_no_day_above_a_table_is_left_out() -> None:
    understood = person(
        DISCOVERY=[["Overall Performance", "25/8/2026 - 1/9/2026"], ["Impressions", 4500]],
        FOLLOWERS=[["Total followers on 25/8/2026:", 812], [], ["Date", "New followers"], ["8/25/2026", 1]],
    )
    rows = understood.collect()
    assert (rows.totals, rows.faults) == ((), ())
    assert not any("followers" in one.metrics for one in rows.records if isinstance(one, ChannelDayRecord))
    assert any("“DISCOVERY”" in str(decision) for decision in understood.decisions)


def test_shares_of_an_audience_and_those_too_small_to_be_told() -> None:
    again = [SHEETS["DEMOGRAPHICS"][0], ["Job titles", "Teacher", "20%"]]
    parts = [
        one for one in person(**{"CONTENT DEMOGRAPHICS": again}).collect().records if isinstance(one, AudienceRecord)
    ]  # fmt: skip
    assert [(one.dimension, one.measure, one.label, one.share) for one in parts] == [
        ("job title", "audience", "Teacher", 120_000),
        ("location", "audience", "Berlin", 50_000),
        ("company size", "audience", "11-50", None),
        ("job title", "viewers", "Teacher", 200_000),
    ]
    assert parts[2].raw == {"Percentage": "< 1%"}


def test_lists_of_posts_saved_as_text_in_another_language() -> None:
    head = "URL da publicação,Data da publicação,Engajamentos,,URL da publicação,Data da publicação,Impressões"
    text = f"Um máximo de 50,,,,,,\n,,,,,,\n{head}\n{POST}01,12/16/2025,3,,{POST}02,12/14/2025,1358\n"
    understood = read_bytes("top.csv", text.encode(), today=TODAY)
    posts = [one for one in understood.collect().records if isinstance(one, PostRecord)]
    assert [(one.external_id[-2:], one.posted_at.day, one.metrics["impressions"].value) for one in posts] == [
        ("01", 16, None), ("02", 14, 1358),
    ]  # fmt: skip
