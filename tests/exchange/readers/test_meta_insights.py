"""Facebook Insights until 2021: a row of descriptions under the header, and names that come twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.exchange.read import Understood
from smdash.exchange.records.base import ChannelDayRecord, PostRecord

Read = Callable[..., Understood]


def test_posts_have_the_id_that_later_exports_print(read: Read) -> None:
    understood = read("meta_insights_posts.csv")
    rows = understood.collect()
    assert (understood.format, rows.faults, understood.rows) == ("meta-insights-posts", (), 2)
    first, second = rows.records
    assert isinstance(first, PostRecord)
    assert isinstance(second, PostRecord)
    assert (first.external_id, first.source, first.kind) == ("980422845355742", "facebook-post", "photo")
    assert (first.posted_at, first.text) == (datetime(2015, 10, 1, 21), "Come to the meeting.\nIt is free.")
    assert first.metrics == {"reach": Measure(80), "impressions": Measure(110), "clicks": Measure(13)}
    assert first.raw["Lifetime Organic views to 95%"] == "7"
    assert first.raw["Lifetime Organic views to 95% (2)"] == "6"
    assert second.posted_at == datetime(2015, 10, 1, 9, 22)
    assert [one.chosen for one in understood.decisions if one.key == "units"] == ["the first of each name"]


def test_days_of_a_page(read: Read) -> None:
    understood = read("meta_insights_page.csv")
    rows = understood.collect()
    assert (understood.format, rows.faults, understood.undecided) == ("meta-insights-page", (), ())
    first, second = rows.records
    assert isinstance(first, ChannelDayRecord)
    assert isinstance(second, ChannelDayRecord)
    assert (first.day, first.metrics["followers"], first.metrics["unfollows"]) == (
        date(2018, 10, 30), Measure(466), Measure(1),
    )  # fmt: skip
    assert second.metrics["impressions"] == NOT_REPORTED
    assert first.raw == {
        "Daily Page Engaged Users": "19", "Weekly Page Engaged Users": "44", "Weekly Total Reach": "800",
    }  # fmt: skip


def test_names_of_the_programming_interface(read_text: Read) -> None:
    understood = read_text(
        "Post ID,Permalink,Type,Posted,post_impressions_unique:lifetime,post_impressions:lifetime\n"
        ",,,,Lifetime: The total number of people your Page post was served to. (Unique Users),Lifetime: The number\n"
        "9_7,https://www.facebook.com/7,SharedVideo,7/27/2017 9:22,80,110\n"
    )
    (post,) = understood.collect().records
    assert isinstance(post, PostRecord)
    assert (understood.format, post.external_id, post.kind) == ("meta-insights-posts", "7", "video")
    assert post.metrics == {"reach": Measure(80), "impressions": Measure(110)}


def test_a_file_without_the_descriptions_is_read_too(read_text: Read) -> None:
    text = "Date,Lifetime Total Likes,Daily New Likes\n1/31/19,466,3\n"
    (day,) = read_text(text).collect().records
    assert isinstance(day, ChannelDayRecord)
    assert day.day == date(2019, 1, 31)
