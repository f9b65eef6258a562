"""Meta's audience files: lists under titles, of a platform that mostly has to be said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from smdash.exchange.read import Choices, Understood
from smdash.exchange.readers.meta.titles import metric_of, platform_of
from smdash.exchange.records.base import AudienceRecord, ChannelDayRecord

Read = Callable[..., Understood]
FACEBOOK = Choices(answers={"platform": "Facebook"})


def parts(understood: Understood) -> list[tuple[Any, ...]]:
    found = [one for one in understood.collect().records if isinstance(one, AudienceRecord)]
    return [(one.platform, one.dimension, one.label, one.share if one.number is None else one.number) for one in found]


def test_lists_become_shares_and_the_platform_is_asked(read: Read) -> None:
    asked = read("meta_audience.csv")
    (question,) = asked.undecided
    assert (question.key, question.candidates) == ("platform", ("Facebook", "Instagram"))
    assert "“Age & gender” names neither" in question.why
    understood = read("meta_audience.csv", FACEBOOK)
    assert (understood.format, understood.undecided) == ("meta-audience", ())
    told = parts(understood)
    assert told[:3] == [
        ("facebook", "age and gender", "18-24, Women", 34_000),
        ("facebook", "age and gender", "18-24, Men", 16_000),
        ("facebook", "age and gender", "25-34, Women", 176_000),
    ]
    assert ("facebook", "age and gender", "65+, Men", None) in told
    assert ("facebook", "city", "Pleven, Bulgaria", 743_000) in told
    assert told[-2:] == [("facebook", "page", "Evening news", 227_800), ("facebook", "page", "Petel", 201_500)]
    assert understood.collect().faults == ()


def test_days_in_the_same_file_are_days(read: Read) -> None:
    days = [one for one in read("meta_audience.csv", FACEBOOK).collect().records if isinstance(one, ChannelDayRecord)]
    assert [(one.day.isoformat(), one.metrics["follows"].value) for one in days] == [
        ("2025-10-31", 4), ("2025-11-01", 2), ("2025-11-03", 0),
    ]  # fmt: skip


def test_city_names_whose_commas_became_columns_are_mended(read: Read) -> None:
    told = parts(read("meta_audience_resaved.csv", FACEBOOK))
    assert told[2:] == [
        ("facebook", "age and gender", "25-34, Women", 176_000),
        ("facebook", "age and gender", "25-34, Men", 81_000),
        ("facebook", "city", "Pleven, Bulgaria", 743_000),
        ("facebook", "city", "Sofia, Bulgaria", 41_000),
        ("facebook", "country", "Bulgaria", 984_000),
    ]


def test_titles_in_another_language_and_lists_by_format(read: Read) -> None:
    told = parts(read("meta_audience_pt.csv", Choices(answers={"platform": "Instagram"})))
    assert told == [
        ("instagram", "age and gender", "18-24, Mulheres", 105_000),
        ("instagram", "age and gender", "18-24, Homens", 42_000),
        ("instagram", "city", "São Paulo, SP", 81_000),
        ("instagram", "city", "Rio de Janeiro, RJ", 44_700),
        ("instagram", "country", "Brasil", 975_000),
    ]
    formats = read("meta_formats.csv", FACEBOOK).collect().records
    assert [(one.measure, one.label, one.number) for one in formats if isinstance(one, AudienceRecord)][3:5] == [
        ("views", "Photos", 22287), ("posts", "Reels", 46),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "reason"),
    [("74.3;4.яну;1", "is not a number"), ("74.3", "is not a number"), ("174;1%;1", "is not a share of a whole")],
)
def test_what_a_spreadsheet_spoiled_is_a_fault(read_text: Read, values: str, reason: str) -> None:
    text = f"Top towns/cities;\nPleven;Sofia;Varna\n{values}\n"
    faults = read_text(text, FACEBOOK).collect().faults
    assert [fault.reason for fault in faults] == [reason]


def test_lists_under_unknown_titles_are_told_and_never_parts_of_the_list_before(read_text: Read) -> None:
    found = read_text(
        'sep=,\n"Top cities"\n"Pleven, Bulgaria","Sofia, Bulgaria"\n"74.3","4.1"\n\n'
        '"Favourite hours"\n"Morning","Evening"\n"60","40"\n\n"Ikä ja sukupuoli"\n"","Naiset","Miehet"\n'
        '"18-24","3.4","1.6"\n"65+","1","2"\n\n"Page followers"\n"Lifetime"\n"1234"\n',
        FACEBOOK,
    )
    assert parts(found) == [
        ("facebook", "city", "Pleven, Bulgaria", 743_000),
        ("facebook", "city", "Sofia, Bulgaria", 41_000),
        ("facebook", "age and gender", "18-24, Naiset", 34_000),
        ("facebook", "age and gender", "18-24, Miehet", 16_000),
        ("facebook", "age and gender", "65+, Naiset", 10_000),
        ("facebook", "age and gender", "65+, Miehet", 20_000),
    ]
    (fault,) = found.collect().faults
    assert str(fault) == "line 6: table's title “Favourite hours” is a list that is not known; it is left out"


def test_an_overview_whose_title_names_no_platform_is_asked_about(read_text: Read) -> None:
    text = "Content interactions\nDate,Primary\n2025-03-07T00:00:00,5\n"
    assert [one.key for one in read_text(text).undecided] == ["platform"]
    (day,) = read_text(text, Choices(answers={"platform": "Instagram"})).collect().records
    assert isinstance(day, ChannelDayRecord)
    assert (day.platform, day.metrics["interactions"].value) == ("instagram", 5)


@pytest.mark.parametrize(
    ("title", "platform", "metric"),
    [
        ("Facebook viewers", "facebook", "reach"),
        ("Instagram-Reichweite", "instagram", "reach"),
        ("Facebook-Besuche", "facebook", "visits"),
        ("Visitas ao Facebook", "facebook", "visits"),
        ("Alcance no Facebook", "facebook", "reach"),
        ("Visite su Facebook", "facebook", "visits"),
        ("Nieuwe volgers op Instagram", "instagram", "follows"),
        ("Paid reach", "", None),
    ],
)
def test_titles_of_metrics(title: str, platform: str, metric: str | None) -> None:
    assert (platform_of(title), metric_of(title)) == (platform, metric)


@pytest.mark.parametrize("head", ["Datum,Primär", "Data,Principal", "Fecha,Principal", "Date,Primary,Compare"])
def test_overviews_with_columns_in_other_languages(read_text: Read, head: str) -> None:
    understood = read_text(f"Instagram views\n{head}\n2026-06-01T00:00:00,596{',9' * (head.count(',') - 1)}\n")
    (day,) = understood.collect().records
    assert isinstance(day, ChannelDayRecord)
    assert (day.metrics["impressions"].value, day.raw) == (596, {})


def test_an_overview_whose_title_was_cut_off_is_a_fault(read_text: Read) -> None:
    (fault,) = read_text("Date,Primary\n2025-03-07T00:00:00,5\n", FACEBOOK).collect().faults
    assert str(fault).startswith("line 2: table's title “” is missing")


def test_an_overview_in_portuguese(read_text: Read) -> None:
    (day,) = read_text("Alcance do Facebook\nData,Primary\n2026-06-01T00:00:00,596\n").collect().records
    assert isinstance(day, ChannelDayRecord)
    assert (day.platform, day.metrics["reach"].value) == ("facebook", 596)
