"""Ad reports of Meta and Google: levels, totals, days and spans, currencies, and names in other languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.measures import NOT_REPORTED
from smdash.errors import Refused
from smdash.exchange.read import Understood
from smdash.exchange.readers.ads.columns import is_total
from smdash.exchange.readers.ads.days import days_in, segment, span_in
from smdash.exchange.records.ads import AdRecord
from smdash.exchange.records.base import Record

Read = Callable[..., Understood]
JUNE = (date(2026, 6, 1), date(2026, 6, 30))


def ad(record: Record) -> AdRecord:
    assert isinstance(record, AdRecord)
    return record


def spends(understood: Understood) -> list[tuple[Any, ...]]:
    return [
        (one.campaign, one.ad_set, one.ad, one.start.day, one.end.day, one.spend.value, one.currency)
        for one in map(ad, understood.collect().records)
    ]


# Meta --------------------------------------------------------------------------------------------------------------


def test_a_row_of_a_whole_range_and_the_totals_row_that_stands_first(read: Read) -> None:
    understood = read("meta_ads_campaigns.csv")
    found = understood.collect()
    assert (understood.format, understood.undecided, found.faults) == ("meta-ads", (), ())
    first, second, idle = map(ad, found.records)
    assert (first.campaign, first.start, first.end) == (
        "Autumn open day, city", date(2026, 9, 1), date(2026, 9, 30),
    )  # fmt: skip
    assert (first.spend.value, first.currency, first.metrics["clicks"].value) == (Decimal("12125.03"), "UAH", 1204)
    assert (second.results.value, second.result_kind) == (87, "actions:onsite_conversion.lead_grouped")
    assert first.raw["Ad set budget"] == "Using campaign budget"
    assert first.raw["Starts"] == "2026-08-28T09:00:00+0300"
    assert (idle.spend.value, idle.metrics["impressions"], idle.results) == (0, NOT_REPORTED, NOT_REPORTED)
    (total,) = found.totals
    assert (total.label, total.start, total.metrics["spend"].value) == (
        "all campaigns UAH", date(2026, 9, 1), Decimal("23456.78"),
    )  # fmt: skip


def test_a_workbook_by_day_ad_and_age_with_all_of_it_on_two_sheets(read: Read) -> None:
    found = read("meta_ads_days.xlsx").collect()
    assert (len(found.records), len(found.totals), found.faults) == (12, 2, ())
    first = ad(found.records[0])
    assert (first.ad_set, first.ad, first.start, first.end) == (
        "Parents", "Video 30s", date(2026, 9, 1), date(2026, 9, 1),
    )  # fmt: skip
    assert (first.spend.value, first.raw) == (Decimal("400.1"), {"Age": "25-34"})


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Kampagnenname,Tag,Ausgegebener Betrag (EUR),Impressionen,Link-Klicks", '"K, Ü",2026-09-05,"12,5",100,3'),
        ("Nom de la campagne;Jour;Montant dépensé (EUR);Impressions", "K, Ü;2026-09-05;12,50;100"),
        ("Nombre de la campaña,Día,Importe gastado (EUR),Impresiones", '"K, Ü",2026-09-05,12.5,100'),
        ("Nome da campanha,Dia,Valor usado (EUR),Impressões,Alcance", '"K, Ü",2026-09-05,12.50,100,90'),
        ("Nome della campagna,Giorno,Importo speso (EUR),Impressioni", '"K, Ü",2026-09-05,12.50,100'),
        ("Campaign name,Day,Currency,Amount spent,Impressions", '"K, Ü",2026-09-05,EUR,12.50,100'),
        (
            "Start rapportage,Einde rapportage,Campagnenaam,Resultaten,Besteed bedrag (EUR),Weergaven,Bereik",
            '2026-09-05,2026-09-05,"K, Ü",1,"12,50",100,90',
        ),
        (
            "Raporlama Başlangıcı,Raporlama Sonu,Kampanya Adı,Harcanan Tutar (EUR),Gösterim",
            '2026-09-05,2026-09-05,"K, Ü",12.50,100',
        ),
        (
            "Início dos relatórios,Encerramento dos relatórios,Nome da campanha,Valor usado (EUR),Impressões",
            '2026-09-05,2026-09-05,"K, Ü","12,50",100',
        ),
    ],
)
def test_names_of_columns_in_other_languages(read_text: Read, header: str, row: str) -> None:
    assert spends(read_text(f"{header}\n{row}\n")) == [("K, Ü", "", "", 5, 5, Decimal("12.5"), "EUR")]


def test_counts_under_their_italian_and_dutch_names(read_text: Read) -> None:
    italian = read_text(
        "Inizio dei report,Fine dei report,Nome della campagna,Risultati,Indicatore di risultato,Importo speso (EUR),"
        "Impression,Copertura,Clic sul link\n2026-09-01,2026-09-30,Pane,10,actions:lead,200.00,10000,5000,100\n"
    )
    dutch = read_text(
        "Dag;Campagnenaam;Naam advertentieset;Advertentienaam;Weergaven;Klikken op links;Klikken (alle);Resultaten;"
        "Resultatenindicator;Besteed bedrag (EUR)\n2026-09-01;Brood;Set;Ad;1.204;24;31;2;lead;12,50\n"
    )
    first, second = (ad(found.collect().records[0]) for found in (italian, dutch))
    assert {name: one.value for name, one in first.metrics.items()} == {
        "impressions": 10000, "reach": 5000, "clicks": 100,
    }  # fmt: skip
    assert (first.results.value, first.result_kind) == (10, "actions:lead")
    assert {name: one.value for name, one in second.metrics.items()} == {"impressions": 1204, "clicks": 24}
    assert (second.ad_set, second.ad, second.result_kind, second.raw) == ("Set", "Ad", "lead", {})


def test_rows_of_all_ages_are_totals_beside_those_of_each(read_text: Read) -> None:
    understood = read_text(
        "Campaign name,Age,Gender,Reporting starts,Reporting ends,Amount spent (AUD)\n"
        "Rye,All,All,2026-08-01,2026-08-31,500\nRye,25-34,All,2026-08-01,2026-08-31,500\n"
        "Rye,25-34,female,2026-08-01,2026-08-31,200\nRye,25-34,unknown,2026-08-01,2026-08-31,300\n"
        "Rye,,,2026-08-01,2026-08-31,500\nAll,25-34,female,2026-08-01,2026-08-31,200\n,,,,,500\n"
    )
    assert [one[5] for one in spends(understood)] == [200, 300]
    assert [one.label for one in understood.collect().totals] == [
        "Rye (All, All) AUD", "Rye (25-34, All) AUD", "Rye AUD", "all campaigns (25-34, female) AUD",
        "all campaigns AUD",
    ]  # fmt: skip
    assert any("breaks them down by Age, Gender" in str(one) for one in understood.decisions)


def test_a_report_that_states_no_days_is_kept_as_totals(read_text: Read) -> None:
    understood = read_text("Campaign name,Results,Reach,Impressions,Amount spent (USD)\nRye,1,80,100,4.50\n")
    found = understood.collect()
    assert (understood.format, found.records) == ("meta-ads", ())
    (total,) = found.totals
    assert (total.label, total.start, total.metrics["spend"].value) == ("Rye USD", None, Decimal("4.50"))
    assert any("no days are stated" in str(one) for one in understood.decisions)


def test_clicks_are_those_on_links_in_each_row_of_a_file_that_has_them(read_text: Read) -> None:
    head = "Campaign name,Day,Amount spent (USD),{}Clicks (all)\n"
    both = read_text(head.format("Link clicks,") + "Rye,2026-08-01,5,3,9\nOat,2026-08-01,5,,9\n")
    assert [ad(one).metrics["clicks"].value for one in both.collect().records] == [3, None]
    (only,) = read_text(head.format("") + "Rye,2026-08-01,5,9\n").collect().records
    assert ad(only).metrics["clicks"].value == 9


def test_ads_under_their_short_name(read_text: Read) -> None:
    found = read_text(
        "Campaign name,Ads,Delivery status,Amount spent (INR),Ad set name,Reporting starts,Reporting ends\n"
        "Rye,film 1,active,1474.71,,2026-02-02,2026-02-08\nRye,film 2,active,4320.49,,2026-02-02,2026-02-08\n"
    )
    assert [one[:3] for one in spends(found)] == [("Rye", "", "film 1"), ("Rye", "", "film 2")]


def test_totals_are_told_by_blank_names_and_by_their_label(read_text: Read) -> None:
    found = read_text(
        "Campaign name,Ad set name,Day,Amount spent (USD),Reporting starts,Reporting ends\n"
        "Spring,Parents,2026-09-01,10,2026-09-01,2026-09-02\n"
        "Spring,All,2026-09-01,30,2026-09-01,2026-09-02\n"
        "Spring,,All,60,2026-09-01,2026-09-02\n"
        "Total,,,100,2026-09-01,2026-09-02\n"
        "Results from 3 campaigns,,,100,2026-09-01,2026-09-02\n"
        ",Resultados totales,,100,2026-09-01,2026-09-02\n"
        ",,,100,2026-09-01,2026-09-02\n"
    )
    assert [one[:5] for one in spends(found)] == [
        ("Spring", "Parents", "", 1, 1), ("Spring", "", "", 1, 1), ("Spring", "", "", 1, 2),
    ]  # fmt: skip
    assert len(found.collect().totals) == 4


def test_weeks_and_months_are_spans_within_the_range(read_text: Read) -> None:
    header = "Campaign name,{},Amount spent (USD),Reporting starts,Reporting ends\n"
    month = read_text(header.format("Month") + "Spring,2026-09-01 - 2026-09-30,10,2026-09-05,2026-09-30\n")
    week = read_text(header.format("Week") + "Spring,2026-09-07 - 2026-09-13,10,2026-09-01,2026-09-10\n")
    assert [one[3:5] for one in spends(month) + spends(week)] == [(5, 30), (7, 10)]


def test_ad_sets_stand_for_campaigns_where_none_is_named_and_accounts_are_totals(read_text: Read) -> None:
    sets = read_text("Ad set name,Day,Amount spent (USD)\nParents,2026-09-05,10\n")
    assert [one[:2] for one in spends(sets)] == [("Parents", "Parents")]
    assert any("the names of ad sets" in str(decision) for decision in sets.decisions)
    account = read_text("Account name,Day,Amount spent (USD)\nGuild,2026-09-05,10\n")
    assert [one.label for one in account.collect().totals] == ["Guild USD"]
    assert any("names no campaign" in str(decision) for decision in account.decisions)


def test_faults_of_rows_name_what_is_wrong(read_text: Read) -> None:
    found = read_text(
        "Campaign name,Reporting starts,Reporting ends,Amount spent (USD),Impressions\n"
        "A,2026-09-05,2026-09-06,lots,1\nB,,2026-09-06,5,1\nC,2026-09-07,2026-09-06,5,1\nD,2026-09-05,2026-09-06,5,-1\n"
    ).collect()
    assert [str(fault) for fault in found.faults] == [
        "line 2: Amount spent (USD) “lots” is not a number",
        "line 3: Reporting starts “” is blank",
        "line 4: Reporting starts “2026-09-07 to 2026-09-06” ends before it begins",
        "line 5: Impressions “-1” is a negative count",
    ]


# Google ------------------------------------------------------------------------------------------------------------


def test_rows_of_the_range_in_the_title_and_three_kinds_of_totals(read: Read) -> None:
    understood = read("google_ads_campaigns.csv")
    found = understood.collect()
    assert (understood.format, understood.undecided, found.faults) == ("google-ads", (), ())
    brand, _, idle = map(ad, found.records)
    assert (brand.start, brand.end) == JUNE
    assert (brand.spend.value, brand.currency, brand.metrics["impressions"].value) == (Decimal("1238.90"), "USD", 25881)
    assert (brand.results.value, brand.raw["Search impr. share"], brand.raw["Optimization score"]) == (
        Decimal("41.50"), "> 90%", "77.77%",
    )  # fmt: skip
    assert idle.spend.value == 0
    assert [(one.label, one.metrics["spend"].value) for one in found.totals] == [
        ("Total: Campaigns USD", Decimal("1797.37")),
        ("Total: Account USD", Decimal("1805.87")),
        ("Total: Search USD", Decimal("1238.90")),
    ]
    assert any("2026-06-01 to 2026-06-30" in str(decision) for decision in understood.decisions)


def test_of_all_time_rows_are_totals_because_no_day_is_known(read: Read) -> None:
    understood = read("google_ads_all_time.csv")
    found = understood.collect()
    assert (found.records, found.totals[0].label) == ((), "Brand search USD")
    assert all(one.start is None for one in found.totals)
    assert any("no days are stated" in str(decision) for decision in understood.decisions)


def test_by_day_from_a_german_account_as_excel_csv(read: Read) -> None:
    understood = read("google_ads_days_excel.csv")
    found = understood.collect()
    assert [(one.start.day, one.spend.value) for one in map(ad, found.records)] == [
        (1, Decimal("58.11")), (2, Decimal("1055.02")), (3, 44), (13, None),
    ]  # fmt: skip
    assert (ad(found.records[0]).metrics["impressions"].value, len(found.totals)) == (1204, 1)


@pytest.mark.parametrize(
    ("title", "header", "total"),
    [
        ("1 settembre 2026 - 30 settembre 2026", "Stato della campagna;Campagna;Codice della valuta;Impr.;Clic;Costo",
         "Totale: account"),
        ("1 sept. 2026 - 30 sept. 2026", "État de la campagne;Campagne;Code de la devise;Impr.;Clics;Coût",
         "Total : compte"),
        ("1 september 2026 - 30 september 2026", "Campagnestatus;Campagne;Valutacode;Vert.;Klikken;Kosten",
         "Totaal: account"),
        ("1 września 2026 - 30 września 2026", "Stan kampanii;Kampania;Kod waluty;Wyśw.;Kliknięcia;Koszt",
         "Łącznie: konto"),
        ("1 september 2026 - 30 september 2026", "Kampanjstatus;Kampanj;Valutakod;Exp.;Klick;Kostnad",
         "Totalt: konto"),
        ("1 Eylül 2026 - 30 Eylül 2026", "Kampanya durumu;Kampanya;Para birimi kodu;Göst.;Tıklamalar;Maliyet",
         "Toplam: Hesap"),
        ("2026年9月1日～2026年9月30日", "キャンペーンのステータス;キャンペーン;通貨コード;表示回数;クリック数;費用",
         "合計: アカウント"),
    ],
)  # fmt: skip
def test_reports_of_accounts_in_other_languages(read_text: Read, title: str, header: str, total: str) -> None:
    rows = f'x;Brand;EUR;12.345;300;"1.123,45"\n{total};;EUR;12.345;300;"1.123,45"\n--;{total};EUR;1;1;"1,00"\n'
    found = read_text(f"Report\n{title}\n{header}\n{rows}").collect()
    (one,) = map(ad, found.records)
    assert (one.start, one.end, one.spend.value, one.currency) == (
        date(2026, 9, 1), date(2026, 9, 30), Decimal("1123.45"), "EUR",
    )  # fmt: skip
    assert {name: measure.value for name, measure in one.metrics.items()} == {"impressions": 12345, "clicks": 300}
    assert len(found.totals) == 2


def test_a_status_and_an_id_are_kept_beside_the_numbers(read_text: Read) -> None:
    text = "Report\n2026-06-01 - 2026-06-30\nCampaign ID,Campaign,Currency code,Impr.,Cost\n71,Brand,USD,5,1.00\n"
    assert ad(read_text(text).collect().records[0]).raw == {"Campaign ID": "71"}


def test_a_report_of_another_platform_is_not_taken_for_one(read_text: Read) -> None:
    with pytest.raises(Refused, match="TikTok Ads Manager"):
        read_text("Campaign name,Primary status,Cost,Impressions,Clicks (destination),Conversions\nx,Active,1,1,1,1\n")


@pytest.mark.parametrize(
    "column",
    ["Search term", "Keyword", "Age", "Landing page", "Suchbegriff", "Término de búsqueda", "Mot clé", "Palavra-chave"],
)
def test_reports_of_parts_of_a_campaign_are_refused(read_text: Read, column: str) -> None:
    with pytest.raises(Refused, match="parts of campaigns"):
        read_text(f"{column},Campaign,Currency code,Impr.,Clicks,Cost\nx,Brand,USD,1,1,1.00\n")


def test_months_and_weeks_are_cut_to_the_range(read_text: Read) -> None:
    begin = 'Campaign report\n"June 10, 2026 - July 5, 2026"\n'
    month = read_text(begin + "Month,Campaign,Currency code,Impr.,Cost\nJune 2026,Brand,USD,5,1.00\n")
    week = read_text(begin + "Week,Campaign,Currency code,Impr.,Cost\n2026-06-29,Brand,USD,5,1.00\n")
    assert [(one.start, one.end) for one in map(ad, month.collect().records + week.collect().records)] == [
        (date(2026, 6, 10), date(2026, 6, 30)), (date(2026, 6, 29), date(2026, 7, 5)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "cell", "first", "last"),
    [
        ("Quarter", "Q2 2026", (6, 10), (6, 30)), ("Quarter", "2026-07-01", (7, 1), (7, 5)),
        ("Trimestre", "T3 2026", (7, 1), (7, 5)), ("Year", "2026", (6, 10), (7, 5)),
    ],
)  # fmt: skip
def test_quarters_and_years_are_cut_to_the_range(
    read_text: Read, column: str, cell: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    text = f'Report\n"June 10, 2026 - July 5, 2026"\n{column},Campaign,Currency code,Impr.,Cost\n{cell},B,USD,5,1.00\n'
    (one,) = map(ad, read_text(text).collect().records)
    assert (one.start, one.end) == (date(2026, *first), date(2026, *last))


@pytest.mark.parametrize(("column", "cell"), [("Quarter", "spring"), ("Quarter", "2026-05-01"), ("Quarter", "Q2")])
def test_what_is_no_quarter_is_told(read_text: Read, column: str, cell: str) -> None:
    text = f"Report\nAll time\n{column},Campaign,Currency code,Impr.,Cost\n{cell},B,USD,5,1.00\n"
    assert "export with the segment Day" in str(read_text(text).collect().faults[0])


def test_a_report_without_cost_is_told_what_it_lacks_first(read_text: Read) -> None:
    with pytest.raises(Refused) as told:
        read_text('Report\n"June 1, 2026 - June 30, 2026"\nCampaign,Currency code,Impr.,Clicks\nBrand,USD,5,1\n')
    assert told.value.hint.splitlines()[0] == "Google Ads campaigns: no column for spend."


def test_a_campaign_called_total_is_a_campaign(read_text: Read) -> None:
    found = read_text(
        "Report\n2026-06-01 - 2026-06-30\nCampaign,Currency code,Impr.,Cost\n"
        "Total recall,USD,5,1.00\nTotal: Account,USD,5,1.00\n"
    )
    assert [one[0] for one in spends(found)] == ["Total recall"]


# Days --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "June 1, 2026 - June 30, 2026", "1 June 2026 - 30 June 2026", "Jun 1, 2026 to Jun 30, 2026",
        "1. Juni 2026 – 30. Juni 2026", "1 juin 2026 - 30 juin 2026", "1 de junio de 2026 - 30 de junio de 2026",
        "1 de jun. de 2026 - 30 de jun. de 2026", "1 giu 2026 - 30 giu 2026", "2026-06-01 - 2026-06-30",
        "2026年6月1日 - 2026年6月30日", "01/06/2026 - 30/06/2026", "06/01/2026 - 06/30/2026", "01.06.2026 – 30.06.2026",
        "1 червня 2026 р. – 30 червня 2026 р.", "June 1 - June 30, 2026", "1. Juni – 30. Juni 2026",
        "Jun 1, 2026-Jun 30, 2026",
    ],
)  # fmt: skip
def test_a_range_of_days_in_many_ways(text: str) -> None:
    assert span_in(text) == JUNE


@pytest.mark.parametrize(
    "text",
    [
        "All time",
        "June 1-30, 2026",
        "30 days to June 30, 2026",
        "01/06/2026 - 05/06/2026",
        "June 31, 2026 - July 2, 2026",
        "x" * 300,
        "",
    ],
)
def test_what_names_no_range_for_sure(text: str) -> None:
    assert span_in(text) is None


def test_ambiguous_figures_that_make_no_difference_are_days() -> None:
    assert days_in("05/05/2026") == [date(2026, 5, 5)]


def test_segments() -> None:
    assert segment("2026-02", 0) == (date(2026, 2, 1), date(2026, 2, 28))
    assert segment("março de 2026", 0) == (date(2026, 3, 1), date(2026, 3, 31))
    assert segment("2026-06-29", 7) == (date(2026, 6, 29), date(2026, 7, 5))
    assert segment("Q2 2026", 0) is None
    assert segment("2026-06", 7) is None


@pytest.mark.parametrize(
    "label", ["Total", "Total: Account", "Total : campagnes", "Gesamt", "Totale", "Итого: аккаунт"]
)
def test_labels_of_totals(label: str) -> None:
    assert is_total(label)
    assert not is_total(f"My {label}")
