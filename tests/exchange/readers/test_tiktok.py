"""TikTok Studio: dates without a year take the one that makes the days run on, `undefined` is not reported."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.exchange.read import Choices, Understood, read_bytes, read_file
from smdash.exchange.records.base import AudienceRecord, ChannelDayRecord, PostRecord

JANUARY = date(2026, 1, 3)


@pytest.fixture
def tiktok(exports: Path) -> Callable[..., Understood]:
    """A file of the section, as downloaded on a day."""

    def read(section: str, today: date = JANUARY, **answers: str) -> Understood:
        content = (exports / f"tiktok_{section}.csv").read_bytes()
        chosen = {key.replace("_", ":").replace("-", " "): value for key, value in answers.items()}
        return read_bytes(f"{section}.csv", content, today=today, choices=Choices(answers=chosen))

    return read


def days(understood: Understood) -> list[date]:
    return [record.day for record in understood.collect().records if isinstance(record, ChannelDayRecord)]


def test_days_run_on_over_the_new_year(tiktok: Callable[..., Understood]) -> None:
    understood = tiktok("overview")
    assert days(understood) == [date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2)]
    first = understood.collect().records[0]
    assert isinstance(first, ChannelDayRecord)
    assert first.metrics == {"video_views": Measure(118), "visits": Measure(4)}
    assert first.raw == {"Likes": "5", "Comments": "0", "Shares": "0"}
    (told,) = [decision for decision in understood.decisions if decision.key == "date:date"]
    assert (told.chosen, told.ambiguous) == ("ending in 2026", False)
    assert "run on up to 2026-01-02" in told.why
    assert told.candidates == ("ending in 2026", "ending in 2025", "ending in 2024")


def test_the_year_can_be_answered_and_a_file_is_never_of_the_future(tiktok: Callable[..., Understood]) -> None:
    assert days(tiktok("overview", date_date="ending in 2025"))[-1] == date(2025, 1, 2)
    assert days(tiktok("overview", date(2025, 12, 31)))[-1] == date(2025, 1, 2)


def test_undefined_is_not_reported_and_followers_may_be_lost(tiktok: Callable[..., Understood]) -> None:
    records: list[Any] = list(tiktok("followers").collect().records)
    assert records[0].metrics["followers"] == NOT_REPORTED
    assert (records[2].metrics["followers"], records[2].metrics["net_follows"]) == (Measure(101), Measure(-1))
    viewers: list[Any] = list(tiktok("viewers").collect().records)
    assert [one.metrics["reach"] for one in viewers] == [NOT_REPORTED, Measure(310)]
    assert viewers[1].raw == {"New Viewers": "290", "Returning Viewers": "20"}


def test_videos_carry_their_account_and_day(tiktok: Callable[..., Understood]) -> None:
    posts: list[Any] = list(tiktok("content").collect().records)
    assert all(isinstance(post, PostRecord) for post in posts)
    assert [(post.external_id, post.channel, post.kind, post.posted_at) for post in posts] == [
        ("7590060843279060246", "ourguild", "video", datetime(2026, 1, 2)),
        ("7567452112981069079", "ourguild", "video", datetime(2025, 11, 20)),
        ("7567452112981069111", "ourguild", "photo", datetime(2025, 11, 19)),
    ]
    assert (posts[0].precision, posts[0].text) == ("day", 'Quorum, "explained" #guild')
    assert posts[1].metrics["video_views"] == Measure(172353)
    assert posts[2].metrics["comments"] == NOT_REPORTED


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2 января", 2), ("9 tháng Một", 9), ("1月13日", 13), ("13 de enero", 13), ("3. Januar", 3), ("4 janvier", 4),
        ("10 يناير", 10), ("11 มกราคม", 11), ("January 2", 2), ("5 ocak", 5),
        ("1월 6일", 6), ("7 stycznia", 7), ("8 de janeiro", 8),
    ],
)  # fmt: skip
def test_dates_are_written_in_the_language_of_the_interface(printed: str, day: int) -> None:
    text = f'"Date","Followers","Difference in followers from previous day"\n"{printed}","1","0"'
    assert days(read_bytes("f.csv", text.encode(), today=date(2026, 3, 1))) == [date(2026, 1, day)]


def test_a_file_whose_archive_set_no_day_is_of_today(exports: Path, tmp_path: Path) -> None:
    path = tmp_path / "Overview.csv"
    path.write_bytes((exports / "tiktok_overview.csv").read_bytes())
    os.utime(path, (315532800, 315532800))  # 1980-01-01, where archives begin to count
    assert days(read_file(path, today=JANUARY))[-1] == date(2026, 1, 2)


def test_a_leap_day_tells_its_year(tiktok: Callable[..., Understood]) -> None:
    text = '"Date","Video Views","Profile Views"\n"February 28","1","1"\n"February 29","1","1"\n"March 1","1","1"'
    assert days(read_bytes("f.csv", text.encode(), today=date(2026, 11, 22)))[1] == date(2024, 2, 29)


def test_followers_by_gender_territory_and_hour(tiktok: Callable[..., Understood]) -> None:
    told: list[Any] = [
        (one.dimension, one.label, one.share, one.number, one.day)
        for section in ("gender", "territories", "activity")
        for one in tiktok(section).collect().records
        if isinstance(one, AudienceRecord)
    ]
    assert told[0] == ("gender", "Male", 510_000, None, "")
    assert told[5] == ("country", "Others", 820_000, None, "")
    assert told[6:] == [
        ("hour", "hour 01", None, 20, "2026-01-01"), ("hour", "hour 02", None, None, "2026-01-01"),
        ("hour", "hour 01", None, 22, "2026-01-02"),
    ]  # fmt: skip


def test_business_accounts_print_full_dates_and_more_columns(tiktok: Callable[..., Understood]) -> None:
    records: list[Any] = list(tiktok("business").collect().records)
    assert (records[0].day, records[0].metrics["reach"], records[0].metrics["net_follows"]) == (
        date(2025, 10, 31), NOT_REPORTED, Measure(-2),
    )  # fmt: skip
    assert records[1].raw["Phone number clicks"] == "1"


def test_days_in_no_order_are_each_the_last_before_the_file(tiktok: Callable[..., Understood]) -> None:
    head = '"Video link","Post time","Total views"\n'
    order = ("March 5", "January 2", "December 30", "February 1", "November 9", "January 20", "December 1")
    lines = [f'"https://vm.tiktok.com/Zm{at:02}/","{day}","1"' for at, day in enumerate(order)]
    posts: list[Any] = list(read_bytes("c.csv", (head + "\n".join(lines)).encode(), today=JANUARY).collect().records)
    assert {post.posted_at.date().isoformat()[:7] for post in posts} == {
        "2025-03",
        "2026-01",
        "2025-12",
        "2025-02",
        "2025-11",
        "2025-01",
    }


def made(day: date) -> int:
    """The id of a video that was made on a day, as TikTok counts: seconds, then 32 bits of its own."""
    return int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp()) << 32 | 1079054


def posted(*videos: tuple[str, date], today: date = date(2026, 3, 3)) -> list[date]:
    rows = [
        f'"February 28","A","https://www.tiktok.com/@g/video/{made(day)}","{printed}","1"' for printed, day in videos
    ]
    text = '"Time","Video title","Video link","Post time","Total views"\n' + "\n".join(rows)
    records: list[Any] = list(read_bytes("c.csv", text.encode(), today=today).collect().records)
    return [one.posted_at.date() for one in records]


def test_videos_by_their_views_take_the_year_that_their_ids_tell() -> None:
    listed = (
        ("July 16", date(2025, 7, 16)), ("January 23", date(2026, 1, 23)), ("April 8", date(2025, 4, 8)),
        ("December 31", date(2025, 12, 31)),
    )  # fmt: skip
    assert posted(*listed) == [day for _, day in listed]


def test_an_old_video_is_of_its_own_year_and_one_that_waited_of_the_year_of_its_day() -> None:
    assert posted(("April 30", date(2023, 4, 29))) == [date(2023, 4, 30)]
    assert posted(("2 января", date(2025, 12, 28)), ("29 февраля", date(2024, 2, 29))) == [
        date(2026, 1, 2), date(2024, 2, 29),
    ]  # fmt: skip


def test_nobody_is_asked_for_the_years_of_videos_that_tell_them() -> None:
    listed = tuple(
        (f"{name} 8", date(year, month, 8))
        for year in (2026, 2025, 2024)
        for month, name in ((3, "March"), (2, "February"), (1, "January"))
    )
    assert posted(*listed, today=date(2026, 3, 9)) == [day for _, day in listed]
    rows = [f'"https://www.tiktok.com/@g/video/{made(day)}","{printed}","1"' for printed, day in listed]
    text = '"Video link","Post time","Total views"\n' + "\n".join(rows)
    assert read_bytes("c.csv", text.encode(), today=date(2026, 3, 9)).undecided == ()


def test_an_id_that_tells_another_time_of_the_year_is_not_believed() -> None:
    assert posted(("April 8", date(2022, 8, 12))) == [date(2025, 4, 8)]


@pytest.mark.parametrize("days", [("28-Feb", "1-Mar"), ("28. Feb", "01. Mrz"), ("28 février", "1er mars")])
def test_days_as_a_spreadsheet_writes_them_again(days: tuple[str, str]) -> None:
    text = "Date,Video Views,Profile Views\n" + "".join(f"{day},1,2\n" for day in days)
    records: list[Any] = list(read_bytes("o.csv", text.encode(), today=date(2026, 3, 3)).collect().records)
    assert [one.day for one in records] == [date(2026, 2, 28), date(2026, 3, 1)]


@pytest.mark.parametrize(
    "header",
    [
        "Datum,Videoaufrufe,Profilaufrufe,Erreichte Zielgruppe,Neue Follower,Verlorene Follower,Nettowachstum",
        (
            "Fecha,Visualizaciones de vídeo,Visualizaciones del perfil,Público alcanzado,Nuevos seguidores,"
            "Seguidores perdidos,Crecimiento neto"
        ),
        "Date,Vues de vidéos,Vues du profil,Audience touchée,Nouveaux followers,Followers perdus,Croissance nette",
        (
            "Data,Visualizações de vídeo,Visualizações do perfil,Público alcançado,Novos seguidores,"
            "Seguidores perdidos,Crescimento líquido"
        ),
        "Date,Video views,Profile views,Unique viewers,New followers,Lost followers,Net followers",
    ],
)
def test_business_accounts_have_their_columns_in_their_language(header: str) -> None:
    text = f"{header}\n2026/02/27,715,25,700,10,12,-2\n"
    (record,) = read_bytes("b.csv", text.encode(), today=date(2026, 3, 3)).collect().records
    assert isinstance(record, ChannelDayRecord)
    assert {name: measure.value for name, measure in record.metrics.items()} == {
        "video_views": 715, "visits": 25, "reach": 700, "follows": 10, "unfollows": 12, "net_follows": -2,
    }  # fmt: skip
