"""YouTube Studio: videos, days, and numbers broken down by what else; the total stands first and is never data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.exchange.read import Choices, Understood
from smdash.exchange.readers.reading_cells import KnownKpis
from smdash.exchange.records import AudienceRecord, ChannelDayRecord, PostRecord

Read = Callable[..., Understood]


def test_videos_are_posts_and_the_first_row_is_the_total(read: Read) -> None:
    rows = read("youtube_videos.csv").collect()
    first, second, hidden = rows.records
    assert isinstance(first, PostRecord)
    assert isinstance(second, PostRecord)
    assert isinstance(hidden, AudienceRecord)
    assert (first.external_id, first.posted_at.date(), first.precision) == ("aB3dEfGh1jK", date(2026, 3, 14), "day")
    assert first.metrics["video_views"] == Measure(27110)
    assert first.metrics["reactions"] == Measure(1200)
    assert first.metrics["reach"] == NOT_REPORTED
    assert first.raw["Subscribers"] == "61"
    assert first.raw["Average view duration"] == "0:04:23"
    assert second.external_id == "-Xy9dEfGh1z"
    assert (hidden.dimension, hidden.label, hidden.number) == ("video", "Rehearsal (not public) · Zz3dEfGh1jQ", 4)
    (total,) = rows.totals
    assert total.metrics["views"] == Measure(52110)
    assert total.metrics["average view seconds"] == Measure(244)
    assert rows.faults == ()


def test_german_headers_are_the_same_columns(read: Read) -> None:
    rows = read("youtube_videos_de.csv").collect()
    (video,) = rows.records
    assert isinstance(video, PostRecord)
    assert (video.text, video.metrics["video_views"]) == ("Frühjahrstreffen", Measure(2710))
    assert rows.totals[0].metrics["aufrufe"] == Measure(5200)


def test_countries_keep_what_the_platform_says_is_their_total(read: Read) -> None:
    rows = read("youtube_geography_table.csv").collect()
    parts = [record for record in rows.records if isinstance(record, AudienceRecord)]
    assert [(one.dimension, one.label, one.number, one.day) for one in parts] == [
        ("country", "US", 900, ""), ("country", "DE", 410, ""), ("country", "XK", 0, ""),
    ]  # fmt: skip
    assert parts[0].raw == {"Average view duration": "0:05:42", "Watch time (hours)": "80.3897"}
    (total,) = rows.totals
    assert (total.label, total.metrics["views"]) == ("YouTube by country", Measure(1550))
    assert sum(one.number or 0 for one in parts) == 1310


@pytest.mark.parametrize(
    ("name", "first", "count"),
    [
        ("youtube_geography_chart.csv", ("country", "US", 300, "2026-03-01"), 6),
        ("youtube_video_days.csv", ("video", "Spring meeting, the film · aB3dEfGh1jK", 0, "2026-03-01"), 2),
        ("youtube_traffic.csv", ("traffic source", "One hour, with tea 🌲 · YT_RELATED.-LsPwvrr1Ko", 41, ""), 2),
    ],
)
def test_breakdowns_become_parts_by_day_or_of_the_whole(read: Read, name: str, first: object, count: int) -> None:
    understood = read(name)
    parts = [record for record in understood.collect().records if isinstance(record, AudienceRecord)]
    assert (parts[0].dimension, parts[0].label, parts[0].number, parts[0].day) == first
    assert len(parts) == count
    assert any(decision.key == "breakdown" for decision in understood.decisions)


def test_ages_are_shares_and_a_bound_is_not_a_number(read: Read) -> None:
    rows = read("youtube_age.csv").collect()
    shares: list[Any] = [(one.label, one.share) for one in rows.records if isinstance(one, AudienceRecord)]
    assert shares == [("13–17 years", 5_000), ("25–34 years", 412_500), ("65+ years", None)]


def test_days_of_a_table_and_of_totals(read: Read) -> None:
    table = read("youtube_days.csv").collect()
    newest = table.records[0]
    assert isinstance(newest, ChannelDayRecord)
    assert (newest.day, newest.metrics["video_views"], newest.metrics["net_follows"]) == (
        date(2026, 3, 2), Measure(1100), Measure(-3),
    )  # fmt: skip
    assert newest.raw["Estimated revenue (USD)"] == "9.25"
    assert table.totals[0].metrics["watch time (hours)"] == Measure(Decimal("118.3666"))
    plain = read("youtube_totals.csv")
    assert (plain.format, len(plain.collect().records)) == ("youtube-studio", 2)


def test_a_kpi_called_views_goes_before_days_of_views(read: Read) -> None:
    kpis = KnownKpis(frozenset({"views"}))
    assert read("youtube_totals.csv", Choices(kpis=kpis)).format == "readings-by-day"
