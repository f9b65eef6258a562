"""LinkedIn Page exports: two sheets and more, days month first, corrections below zero, other languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from smdash.errors import Refused
from smdash.exchange.read import Understood, read_bytes
from smdash.exchange.records.base import AudienceRecord, ChannelDayRecord, PostRecord
from tests.workbooks import workbook

Read = Callable[..., Understood]
TODAY = date(2026, 11, 22)


def days(understood: Understood) -> list[ChannelDayRecord]:
    return [one for one in understood.collect().records if isinstance(one, ChannelDayRecord)]


def numbers(one: ChannelDayRecord) -> dict[str, Any]:
    return {name: measure.value for name, measure in one.metrics.items()}


def book(*rows: list[Any], name: str = "Metrics") -> Understood:
    return read_bytes("export.xls", workbook({name: rows}), today=TODAY)


def test_content_has_days_and_posts_in_an_old_workbook(read: Read) -> None:
    understood = read("linkedin_content.xls")
    found = understood.collect()
    assert (understood.format, understood.undecided, found.faults) == ("linkedin-page", (), ())
    first, second, _ = days(understood)
    assert (first.day, numbers(first)) == (
        date(2026, 9, 1), {"impressions": 412, "reach": 301, "interactions": 12 + 9 + 1 + 1},
    )  # fmt: skip
    assert numbers(second)["interactions"] == 8 - 2
    assert second.raw["Reactions (total)"] == "-2"
    assert first.raw["Engagement rate (total)"] == "0.0558252427184466"
    posts = [one for one in found.records if isinstance(one, PostRecord)]
    assert [one.external_key.removeprefix("urn:li:activity:73010000000000000") for one in posts] == [
        "01", "02", "02 autumn leads",
    ]  # fmt: skip
    assert (posts[0].posted_at, posts[0].precision, posts[0].kind) == (datetime(2026, 9, 1), "day", "photo")
    assert posts[0].text == "Open day: come and see\n#university"
    assert {name: measure.value for name, measure in posts[1].metrics.items()} == {
        "impressions": 212, "video_views": 95, "clicks": 6, "reactions": 4, "comments": 0, "shares": 0, "follows": None,
    }  # fmt: skip
    assert (posts[2].campaign, posts[2].metrics["impressions"].value) == ("Autumn leads", 1800)


def test_followers_are_net_and_broken_down(read: Read) -> None:
    understood = read("linkedin_followers.xls")
    found = understood.collect()
    assert [numbers(one) for one in days(understood)] == [{"net_follows": 4}, {"net_follows": -1}, {"net_follows": 2}]
    parts = [one for one in found.records if isinstance(one, AudienceRecord)]
    assert [(one.dimension, one.measure, one.label, one.number) for one in parts] == [
        ("location", "followers", "Greater Kyiv Area, Ukraine", 301),
        ("location", "followers", "Berlin, Germany", 44),
        ("job function", "followers", "Education", 120),
        ("company size", "followers", "11-50", 80),
    ]
    assert found.faults == ()


def test_visitors_from_a_portuguese_account(read: Read) -> None:
    understood = read("linkedin_visitors_pt.xlsx")
    assert [(one.day, numbers(one)) for one in days(understood)] == [
        (date(2026, 7, 20), {"visits": 15}), (date(2026, 7, 21), {"visits": 0}),
    ]  # fmt: skip
    assert [one.dimension for one in understood.collect().records if isinstance(one, AudienceRecord)] == [
        "location", "industry",
    ]  # fmt: skip


SPANISH = [
    "Fecha", "Impresiones (orgánicas)", "Impresiones (patrocinadas)", "Impresiones totales",
    "Impresiones únicas (orgánicas)", "Clics (orgánicos)", "Clics (patrocinados)", "Clics (Totales)",
    "Reacciones (generales)", "Reacciones (patrocinadas)", "Reacciones (total)", "Comentarios (orgánicos)",
    "Comentarios (totales)", "Veces compartido (orgánico)", "Veces compartido (total)", "Tasa de interacción (total)",
]  # fmt: skip
GERMAN = [
    "Datum", "Impressions (organisch)", "Impressions (gesamt)", "Einzelne Impressions (organisch)", "Klicks (gesamt)",
    "Reaktionen (gesamt)", "Kommentare (gesamt)", "Geteilte Beiträge (gesamt)", "Engagement Rate (gesamt)",
]  # fmt: skip
ORGANIC = [
    "Date", "Impressions (organic)", "Unique impressions (organic)", "Clicks (organic)", "Reactions (organic)",
    "Comments (organic)", "Shares (organic)",
]  # fmt: skip


OTHERS = {
    "Data": ["Impressioni", "Impressioni uniche", "Clic", "Reazioni", "Commenti", "Diffusioni post", "Tasso"],
    "Datum": ["Weergaven", "Unieke weergaven", "Klikken", "Reacties", "Opmerkingen", "Gedeeld", "Percentage"],
    "Date": ["Impressions", "Impressions uniques", "Clics", "Réactions", "Commentaires", "Partages", "Taux d’x"],
    "Tarih": ["Gösterim", "Tekil gösterim", "Tıklama", "Tepki", "Yorum", "Paylaşım", "Etkileşim"],
}
KINDS = {
    "Data": ("organici", "sponsorizzati", "totali"),
    "Datum": ("organisch", "gesponsord", "totaal"),
    "Date": ("organiques", "sponsorisés", "totaux"),
    "Tarih": ("organik", "sponsorlu", "toplam"),
}


@pytest.mark.parametrize("day", OTHERS)
def test_content_by_day_is_read_in_every_language(day: str) -> None:
    shown, unique, *rest = OTHERS[day]
    header = [day, *(f"{shown} ({kind})" for kind in KINDS[day]), f"{unique} ({KINDS[day][0]})"]
    header += [f"{name} ({kind})" for name in rest for kind in KINDS[day]]
    cells = ["02/03/2026", 90, 10, 100, 70, 8, 1, 9, 4, 0, 4, 2, 0, 2, 0, 1, 1, 0.1, 0, 0.16]
    (one,) = days(book(["A line that explains the table"], header, cells))
    assert (one.day, numbers(one)) == (date(2026, 2, 3), {"impressions": 100, "reach": 70, "interactions": 16})


def test_engagement_is_not_told_where_a_part_of_it_is_unknown() -> None:
    header = ["Date", "Impressions (total)", "Clicks (total)", "Reactions (total)", "Comments (total)", "Zaps (total)"]
    assert numbers(days(book(header, ["02/03/2026", 100, 9, 4, 2, 1]))[0]) == {"impressions": 100}


def test_posts_in_another_language_are_read_by_the_order_of_columns() -> None:
    header = [
        "Titel van bijdrage", "Link naar bijdrage", "Type bijdrage", "Campagnenaam", "Geplaatst door", "Gemaakt op",
        "Start", "Einde", "Doelgroep", "Weergaven", "Video", "Elders", "Klikken", "Doorklikfrequentie (CTR)",
        "Interessant", "Commentaren", "Reposts", "Volgers", "Percentage", "Type inhoud",
    ]  # fmt: skip
    link = "https://www.linkedin.com/feed/update/urn:li:share:7301"
    cells = ["Hallo", link, "Organic", None, "Ana", "02/13/2026", None, None, "All", 100, 5, None, 9, 0.09, 4, 2, 1, 3]
    rows = book(["Uitleg"], header, [*cells, 0.16, "Video"]).collect().records
    (one,) = (row for row in rows if isinstance(row, PostRecord))
    assert (one.external_key, one.posted_at, one.kind, one.text) == (
        "urn:li:share:7301", datetime(2026, 2, 13), "video", "Hallo",
    )  # fmt: skip
    assert {name: measure.value for name, measure in one.metrics.items()} == {
        "impressions": 100, "video_views": 5, "clicks": 9, "reactions": 4, "comments": 2, "shares": 1, "follows": 3,
    }  # fmt: skip
    assert (one.raw["Type bijdrage"], one.raw["Doorklikfrequentie (CTR)"]) == ("Organic", "0.09")


def test_visitors_in_another_language_are_read_by_the_order_of_columns() -> None:
    pages = [f"{what} {page}" for page in ("A", "B", "C", "all") for what in ("Sayfa", "Ziyaret")]
    header = ["Tarih", *(f"{page} ({kind})" for page in pages for kind in ("masaüstü", "mobil", "toplam"))]
    assert numbers(days(book(header, ["02/13/2026", *range(1, 25)]))[0]) == {"visits": 21}


def test_that_a_post_is_organic_is_no_kind_of_it() -> None:
    header = ["Post title", "Post link", "Post type", "Created date", "Impressions"]
    (one,) = book(header, ["Hello", None, "Organic", "02/13/2026", 5]).collect().records
    assert isinstance(one, PostRecord)
    assert (one.kind, one.raw["Post type"]) == ("", "Organic")


@pytest.mark.parametrize("followers", ["Total Followers", "Total de seguidores"])
def test_pages_of_competitors_are_told_to_be_others(followers: str) -> None:
    with pytest.raises(Refused) as caught:
        book(["1/1/2026 - 1/31/2026"], ["Page", followers, "New", "Engagements", "Posts"], ["Us", 9, 1, 2, 3])
    assert caught.value.hint.startswith("LinkedIn Page: it compares pages")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (SPANISH, ["02/03/2026", 90, 10, 100, 70, 8, 1, 9, 4, 0, 4, 2, 2, 1, 1, 0.16]),
        (GERMAN, ["02/03/2026", 90, 100, 70, 9, 4, 2, 1, 0.16]),
        (ORGANIC, ["02/03/2026", 100, 70, 9, 4, 2, 1]),
        (ORGANIC, [date(2026, 2, 3), 100, 70, 9, 4, 2, 1]),
    ],
)
def test_columns_are_told_by_what_they_count(header: list[str], cells: list[Any]) -> None:
    understood = book(["A line that explains the table"], header, cells, name="Indicadores")
    (one,) = days(understood)
    assert (one.day, numbers(one)) == (date(2026, 2, 3), {"impressions": 100, "reach": 70, "interactions": 16})
    assert understood.undecided == ()


def test_a_post_without_a_link_is_known_by_its_content() -> None:
    header = ["Título de la publicación", "Enlace de la publicación", "Fecha de creación", "Impresiones", "Clics"]
    row = ["Hola", None, "02/13/2026", 5, 1]
    keys = [one.external_key for one in book(header, row, row).collect().records if isinstance(one, PostRecord)]
    assert len(set(keys)) == 2
    again = [one.external_key for one in book(header, row).collect().records if isinstance(one, PostRecord)]
    assert again == keys[:1]


def test_an_unknown_sheet_is_left_out_and_told() -> None:
    content = workbook({
        "New followers": [["Date", "Organic followers", "Total followers"], ["02/13/2026", 2, 2]],
        "Favourite colour": [["Colour", "Total followers"], ["green", 4]],
    })  # fmt: skip
    understood = read_bytes("export.xlsx", content, today=TODAY)
    assert (understood.rows, understood.collect().faults) == (1, ())
    assert any("“Favourite colour”" in str(decision) for decision in understood.decisions)
