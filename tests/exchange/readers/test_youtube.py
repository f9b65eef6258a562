"""YouTube Studio: videos, days, and numbers broken down by what else; the total stands first and is never data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.errors import Refused
from smdash.exchange.read import Choices, Understood
from smdash.exchange.readers.readings.cells import KnownKpis
from smdash.exchange.records.base import AudienceRecord, ChannelDayRecord, PostRecord

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
    assert rows.totals[0].metrics["views"] == Measure(5200)


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


TABLE = 'aB3dEfGh1jK,The film,"Mar 14, 2026",978,27110,198.73,61,332014,5.02\n'


@pytest.mark.parametrize(
    "header",
    [
        (
            "Contenu,Titre de la vidéo,Heure de publication de la vidéo,Durée,Vues,Durée de visionnage (heures),"
            "Abonnés,Impressions,Taux de clics par impression (%)"
        ),
        (
            "Contenuti,Titolo video,Ora di pubblicazione del video,Durata,Visualizzazioni,"
            "Tempo di visualizzazione (ore),Iscritti,Impressioni,Percentuale di clic delle impressioni (%)"
        ),
        (
            "Contenido,Título del video,Hora de publicación del video,Duración,Vistas,Tiempo de reproducción (horas),"
            "Suscriptores,Impresiones,Tasa de clics de las impresiones (%)"
        ),
        (
            "Conteúdo,Título do vídeo,Hora de publicação do vídeo,Duração,Visualizações,Tempo de visualização (horas),"
            "Subscritores,Impressões,Taxa de cliques das impressões (%)"
        ),
        (
            "Content,Titel van video,Publicatietijd van video,Duur,Weergaven,Weergavetijd (uren),Abonnees,Vertoningen,"
            "Klikfrequentie voor vertoningen (%)"
        ),
        (
            "Treści,Tytuł filmu,Godzina publikacji filmu,Czas trwania,Wyświetlenia,Czas oglądania (godziny),"
            "Subskrybenci,Wyświetlenia miniatur,Współczynnik klikalności (%)"
        ),
    ],
)
def test_videos_are_posts_whatever_the_language_calls_their_titles_and_days(read_text: Read, header: str) -> None:
    rows = read_text(f"{header}\nTotal,,,,52110,340.55,120,640120,5.02\n{TABLE}").collect()
    (video,) = rows.records
    assert isinstance(video, PostRecord)
    assert (video.text, video.posted_at.date()) == ("The film", date(2026, 3, 14))
    assert set(rows.totals[0].metrics) == {"views", "watch time (hours)", "subscribers", "impressions"}
    assert {name: measure.value for name, measure in video.metrics.items()} == {
        "video_views": 27110, "impressions": 332014,
    }  # fmt: skip


def test_weeks_months_and_years_are_no_days_but_totals_of_the_platform(read_text: Read) -> None:
    def spans(*dates: str) -> list[Any]:
        rows = read_text("Date,Views\n" + "".join(f"{one},{at}\n" for at, one in enumerate(dates, 5))).collect()
        assert (rows.records, rows.faults) == ((), ())
        return [(one.label, one.start, one.end, one.metrics["views"].value) for one in rows.totals]

    assert spans("2026-10-04", "2026-10-11") == [
        ("YouTube by week", date(2026, 10, 4), date(2026, 10, 10), 5),
        ("YouTube by week", date(2026, 10, 11), date(2026, 10, 17), 6),
    ]
    assert spans("2026-10-01", "2026-10-04", "2026-10-11", "2026-10-18")[0][:2] == (
        "YouTube by week", date(2026, 10, 1),
    )  # fmt: skip
    assert spans("2026-02")[0][:3] == ("YouTube by month", date(2026, 2, 1), date(2026, 2, 28))
    assert spans("2025", "2026")[1][:3] == ("YouTube by year", date(2026, 1, 1), date(2026, 12, 31))


def test_weeks_of_videos_are_kept_apart_from_their_days(read_text: Read) -> None:
    text = "Date,Content,Video title,Video publish time,Duration,Views\n" + "".join(
        f'2026-10-{day},aB3dEfGh1jK,The film,"Mar 14, 2026",978,5\n' for day in ("04", "11", "18")
    )
    first: Any = read_text(text).collect().records[0]
    assert (first.dimension, first.day, first.number) == ("video by week", "2026-10-04", 5)


@pytest.mark.parametrize("column", ["Subscribers", "Impressions", "Unique viewers", "Estimated revenue (EUR)"])
def test_totals_are_of_any_number_that_the_chart_showed(read_text: Read, column: str) -> None:
    understood = read_text(f"Date,{column}\n2026-10-01,4\n2026-10-02,5\n")
    assert (understood.format, len(understood.collect().records)) == ("youtube-studio", 2)


def test_days_that_begin_with_an_unknown_number_are_days(read_text: Read) -> None:
    text = "Data,Vídeos publicados,RPM (BRL),Visualizações,Tempo de exibição (horas)\n2026-10-01,2,4.5,900,8.5\n"
    (day,) = read_text(text).collect().records
    assert isinstance(day, ChannelDayRecord)
    assert (day.metrics["video_views"], day.raw["RPM (BRL)"]) == (Measure(900), "4.5")


def test_days_of_a_search_console_are_not_those_of_a_channel(read_text: Read) -> None:
    for header in ("Date,Clicks,Impressions,CTR,Position", "Date,Views,Visitors,Bounces,Position"):
        with pytest.raises(Refused):
            read_text(f"{header}\n2026-10-01,4,500,0.8%,12.5\n")
    assert read_text("Date,Views,,\n2026-10-01,4,,\n").format == "youtube-studio"


def test_a_chart_by_content_type_is_a_breakdown(read_text: Read) -> None:
    first: Any = read_text("Date,Content type,Views\n2026-10-01,Shorts,900\n2026-10-02,Shorts,5\n").collect().records[0]
    assert (first.dimension, first.label, first.number) == ("content type", "Shorts", 900)


def test_tables_of_the_old_analytics_name_a_video_before_its_id(read_text: Read) -> None:
    header = "Video,Video ID,Video length (minutes),Video created,Watch time (minutes),Views,Likes"
    (video,) = read_text(f"{header}\nThe film,aB3dEfGh1jK,4.2,2015-03-14,12345,4567,10\n").collect().records
    assert isinstance(video, PostRecord)
    assert (video.external_id, video.text, video.posted_at.date()) == ("aB3dEfGh1jK", "The film", date(2015, 3, 14))


@pytest.mark.parametrize("cell", ["#NAME?", "1.23E+10", "5E-12"])
def test_ids_that_a_spreadsheet_destroyed_are_no_videos(read_text: Read, cell: str) -> None:
    rows = read_text(f'Content,Video title,Video publish time,Views\n{cell},The film,"Mar 14, 2026",5\n').collect()
    assert rows.records == ()
    assert "a spreadsheet changed it" in str(rows.faults[0])
