"""Reports of Google Analytics, GA4 and Universal, with the quirks of their exports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.exchange.read import Rows, Understood, read_bytes
from smdash.exchange.readers.google.analytics_columns import Role, may_be_metric, plain_name, role_of
from smdash.exchange.records.base import ChannelDayRecord
from smdash.exchange.records.traffic import TrafficRecord
from tests.workbooks import workbook

Read = Callable[..., Understood]
ReadText = Callable[[str], Understood]

HEAD = "# ----\n# Guild\n# Free form\n# {days}\n# ----\n\n"


def visits(rows: Rows) -> list[TrafficRecord]:
    assert rows.faults == ()
    return [record for record in rows.records if isinstance(record, TrafficRecord)]


def days(rows: Rows) -> dict[date, int | Decimal | None]:
    found = [record for record in rows.records if isinstance(record, ChannelDayRecord)]
    return {record.day: record.metrics["visits"].value for record in found}


def test_an_exploration_has_days_a_grand_total_and_rows_in_no_order(read: Read) -> None:
    understood = read("ga4_exploration.csv")
    rows = understood.collect()
    first, second, direct, other, *_ = visits(rows)
    assert (understood.format, understood.undecided) == ("google-analytics", ())
    assert (first.start, first.until, second.start) == (date(2026, 8, 2), date(2026, 8, 2), date(2026, 8, 1))
    assert (first.property, first.utm_source, first.utm_medium, first.utm_campaign) == (
        "Harbor Guild", "instagram", "social", "spring",
    )  # fmt: skip
    assert {name: measure.value for name, measure in first.metrics.items()} == {
        "sessions": 31, "engaged": 20, "users": 25, "key_events": 2,
    }  # fmt: skip
    assert first.raw == {"Engagement rate": "0.645161290322581", "Total revenue": "100"}
    assert (direct.utm_source, direct.utm_medium, other.utm_campaign) == ("(direct)", "", "(other)")
    assert other.metrics["key_events"] == Measure(Decimal("0.5"))
    (total,) = rows.totals
    assert (total.label, total.metrics["sessions"]) == (
        "Harbor Guild, by day, session source/medium, session campaign", Measure(97),
    )  # fmt: skip
    assert days(rows) == {date(2026, 8, 1): 32, date(2026, 8, 2): 42, date(2026, 8, 3): 23}


def test_rows_that_are_not_all_there_give_no_days(read_text: ReadText) -> None:
    text = HEAD.format(days="20260801-20260802") + "Date,Session source / medium,Sessions\n"
    rows = read_text(text + ",,50,Grand total\n20260801,a / b,31\n20260802,a / b,12\n").collect()
    assert (len(visits(rows)), days(rows)) == (2, {})


def test_events_repeat_their_sessions_and_only_their_start_counts(read: Read) -> None:
    rows = read("ga4_events.csv").collect()
    told = [record.metrics.get("sessions", NOT_REPORTED).value for record in visits(rows)]
    assert told == [None, 22, None, 18, None]
    assert days(rows) == {date(2026, 8, 1): 22, date(2026, 8, 2): 18}
    assert visits(rows)[0].raw == {"Event count": "40", "Sessions": "22", "Event name": "page_view"}


def test_a_report_has_several_tables_and_counts_its_days(read: Read) -> None:
    rows = read("ga4_report.csv").collect()
    assert days(rows) == {
        date(2026, 8, 1): 32, date(2026, 8, 2): 42, date(2026, 8, 3): 23, date(2026, 8, 4): 15,
    }  # fmt: skip
    social, direct, unassigned, country = visits(rows)
    assert (social.start, social.until, social.channel_group) == (date(2026, 8, 1), date(2026, 8, 4), "Organic Social")
    assert {one.property for one in (social, direct, unassigned, country)} == {"Harbor Guild"}
    assert unassigned.metrics["key_events"] == Measure(Decimal("0.5"))
    assert (country.raw["Country ID"], country.metrics["users"]) == ("DE", Measure(41))


def test_universal_analytics_has_totals_and_a_table_of_days(read: Read) -> None:
    rows = read("ua_channels.csv").collect()
    facebook, newsletter, unset = visits(rows)
    assert (facebook.start, facebook.until) == (date(2015, 4, 16), date(2015, 4, 18))
    assert (facebook.metrics["sessions"], facebook.metrics["key_events"]) == (Measure(1230), Measure(3))
    assert newsletter.raw["Goal Conversion Rate"] == "#DIV/0"
    assert facebook.raw["Goal Value"] == "£0.00"
    assert (unset.utm_source, unset.utm_medium) == ("(not set)", "(not set)")
    assert days(rows) == {date(2015, 4, 16): 553, date(2015, 4, 17): 1002, date(2015, 4, 18): 280}
    assert [total.metrics["sessions"].value for total in rows.totals] == [1835, 1835]


def test_a_german_export_has_other_names_numbers_and_days(read: Read) -> None:
    understood = read("ua_german.csv")
    rows = understood.collect()
    facebook, google = visits(rows)
    assert understood.undecided == ()
    assert (facebook.utm_campaign, facebook.metrics["sessions"]) == ("spring", Measure(2546))
    assert google.raw["Umsatz"] == "US$ 12,50"
    assert days(rows) == {date(2015, 4, 1): 1200, date(2015, 4, 2): 1150, date(2015, 4, 3): 1200}
    assert rows.totals[0].metrics["sessions"] == Measure(3550)


def test_days_written_either_way_are_told_by_their_order(read_text: ReadText) -> None:
    text = HEAD.format(days="20150104-20150106") + "Day Index,Sessions\n"
    assert days(read_text(text + "1/4/15,5\n1/5/15,6\n1/6/15,7\n,18\n").collect()) == {
        date(2015, 1, 4): 5, date(2015, 1, 5): 6, date(2015, 1, 6): 7,
    }  # fmt: skip
    wide = HEAD.format(days="20150101-20151231") + "Day Index,Sessions\n"
    found = days(read_text(wide + "1/1/15,1\n2/1/15,2\n3/1/15,3\n").collect())
    assert list(found) == [date(2015, 1, 1), date(2015, 1, 2), date(2015, 1, 3)]


def test_names_renamed_keep_the_key_and_columns_that_are_not_known_stay_raw(read_text: ReadText) -> None:
    old = "Session default channel group,Sessions,Event count\nSocial,5,9\n"
    new = "Session primary channel group (Default channel group),Sessions,Engaged sessions,Novelty\nSocial,5,2,7\n"
    one, other = (visits(read_text(HEAD.format(days="20260801-20260802") + text).collect())[0] for text in (old, new))
    assert one.dimensions == other.dimensions == (("session channel group", "Social"),)
    assert (one.raw, other.raw) == ({"Event count": "9"}, {"Novelty": "7"})


def test_a_language_nobody_knows_keeps_its_rows_and_totals_apart(read_text: ReadText) -> None:
    text = (
        HEAD.format(days="20150104-20150106") + 'Vir,Seje,Delež\nfacebook,1.234,"99,88%"\ngoogle,3,"0,10%"\n,1.237,\n'
    )
    rows = read_text(text).collect()
    assert [one.raw for one in visits(rows)] == [
        {"Seje": "1.234", "Delež": "99,88%", "Vir": "facebook"}, {"Seje": "3", "Delež": "0,10%", "Vir": "google"},
    ]  # fmt: skip
    assert len(rows.totals) == 1


def test_excel_saved_it_again(read_text: ReadText) -> None:
    text = (
        "# ----------------------------------------,,,\n# All Web Site Data,,,\n# Landing Pages,,,\n"
        "# 20150416-20150416,,,\n# ----------------------------------------,,,\n,,,\n"
        "Landing Page,Device Category,Sessions,Goal Completions\n/join,desktop,6,1\n/join,mobile,8,0\n,,14,1\n"
    )
    rows = read_text(text).collect()
    assert [one.metrics["sessions"].value for one in visits(rows)] == [6, 8]
    assert [total.metrics["sessions"].value for total in rows.totals] == [14]
    assert visits(rows)[0].dimensions == (("device category", "desktop"), ("landing page", "/join"))


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("20260809", "is not one of the days of the report"),
        ("soon", "is not a date"),
        ("9999", "is not one of the days"),
    ],
)
def test_a_day_that_can_not_be_is_a_fault(read_text: ReadText, cell: str, reason: str) -> None:
    text = HEAD.format(days="20260801-20260802") + f"Date,Sessions\n20260801,3\n{cell},4\n"
    (fault,) = read_text(text).collect().faults
    assert (fault.row_number, fault.value) == (9, cell)
    assert reason in fault.reason


def test_a_table_without_its_lines_needs_days_of_its_own(read_text: ReadText) -> None:
    rows = read_text("Date,Session source / medium,Sessions\n20260801,a / b,3\n").collect()
    assert [one.start for one in visits(rows)] == [date(2026, 8, 1)]
    undated = read_text("Session source / medium,Engaged sessions,Sessions\na / b,3,4\n").collect()
    assert "no line above the table says which days" in undated.faults[0].reason


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("session source / medium", Role.SOURCE_MEDIUM), ("first user source", Role.SOURCE), ("medium", Role.MEDIUM),
        ("session manual source platform", None), ("session campaign", Role.CAMPAIGN), ("campaign id", None),
        ("sitzung – primäre channelgruppe (standard-channelgruppe)", Role.GROUP), ("grupo de canais", Role.GROUP),
        ("fuente/medio", Role.SOURCE_MEDIUM), ("nth day", Role.DAY), ("sessions", None), ("event name", Role.EVENT),
    ],
)  # fmt: skip
def test_what_a_dimension_says_is_told_by_its_name(name: str, role: Role | None) -> None:
    assert role_of(name) is role


def test_a_number_in_a_dimension_is_no_metric() -> None:
    assert not may_be_metric("nth week", "0023")
    assert not may_be_metric("landing page", "404")
    assert may_be_metric("novelty", "US$ 0,00")
    assert may_be_metric("engagement rate", "")


def test_a_workbook_tells_its_days_on_a_sheet_before_its_tables() -> None:
    sheets: dict[str, list[list[Any]]] = {
        "Summary": [["All Web Site Data"], ["Channels"], ["20220801-20220831"]],
        "Dataset1": [["Default Channel Grouping", "Users", "Sessions"], ["Email", 5, 9], [None, 5, 9]],
        "Dataset2": [["Day Index", "Sessions"], [datetime(2022, 8, 1), 9], [None, 9]],
    }
    rows = read_bytes("Analytics.xlsx", workbook(sheets), today=date(2026, 11, 22)).collect()
    (email,) = visits(rows)
    assert (email.start, email.until, email.channel_group) == (date(2022, 8, 1), date(2022, 8, 31), "Email")
    assert email.property == "All Web Site Data"
    assert (days(rows), len(rows.totals)) == ({date(2022, 8, 1): 9}, 2)


REPORT = "# Guild\n# Start date: 20260801\n# End date: 20260804\n"


@pytest.mark.parametrize(
    "name", ["Nth day", "Día N", "Nº dia", "N. Tag", "Tag N", "Jour N", "Nième jour", "N° giorno", "N-de dag"]
)
def test_a_counted_day_is_a_day_in_every_language(read_text: ReadText, name: str) -> None:
    rows = read_text(f"{REPORT}{name},Sessions\n0000,27\n0003,15\n").collect()
    assert days(rows) == {date(2026, 8, 1): 27, date(2026, 8, 4): 15}


@pytest.mark.parametrize(
    ("first", "session"),
    [
        ("First user source / medium", "Session source / medium"),
        ("Primera fuente/medio del usuario", "Fuente/medio de la sesión"),
        ("Erste Nutzerinteraktion – Quelle/Medium", "Sitzung – Quelle/Medium"),
        ("Première source/support de l'utilisateur", "Source/support de la session"),
        ("Primeira origem / mídia do usuário", "Origem / mídia da sessão"),
        ("Sorgente/mezzo primo utente", "Sorgente/mezzo sessione"),
        ("Eerste gebruikersbron/medium", "Sessiebron/medium"),
    ],
)
def test_first_visits_and_all_visits_are_told_apart_alike_in_every_language(
    read_text: ReadText, first: str, session: str
) -> None:
    text = f"{REPORT}{first},Users\ngoogle / organic,5\n\n{session},Sessions\ngoogle / organic,9\n"
    one, other = visits(read_text(text).collect())
    assert (one.dimensions, other.dimensions) == (
        (("first user source/medium", "google / organic"),), (("session source/medium", "google / organic"),),
    )  # fmt: skip
    assert (one.utm_source, other.utm_medium) == ("google", "organic")


def test_manual_tags_and_google_ads_are_breakdowns_of_their_own() -> None:
    names = ("session manual source", "session source", "session campaign", "session google ads campaign")
    assert len({plain_name(name) for name in names}) == len(names)


def test_a_report_that_compares_has_rows_of_two_ranges(read_text: ReadText) -> None:
    text = HEAD.format(days="20220801-20220831 compare to 20220701-20220731") + (
        "Default Channel Grouping,Date Range,Users,Sessions\n"
        'Email,"Aug 1, 2022 - Aug 31, 2022",5,6\nEmail,"Jul 1, 2022 - Jul 31, 2022",7,8\n'
        ',"Jul 1, 2022 - Jul 31, 2022",7,8\n'
    )
    rows = read_text(text).collect()
    assert [(one.start, one.until, one.metrics["sessions"].value) for one in visits(rows)] == [
        (date(2022, 8, 1), date(2022, 8, 31), 6), (date(2022, 7, 1), date(2022, 7, 31), 8),
    ]  # fmt: skip
    assert len({one.dimensions for one in visits(rows)}) == 1
    assert [(one.start, one.end) for one in rows.totals] == [(date(2022, 7, 1), date(2022, 7, 31))]


def test_months_are_spans_within_the_report(read_text: ReadText) -> None:
    text = HEAD.format(days="20260710-20260804") + "Year month,Medium,Sessions\n202607,email,5\n202608,email,6\n"
    assert [(one.start, one.until) for one in visits(read_text(text).collect())] == [
        (date(2026, 7, 10), date(2026, 7, 31)), (date(2026, 8, 1), date(2026, 8, 4)),
    ]  # fmt: skip
    (fault,) = read_text(text.replace("202608,", "202609,")).collect().faults
    assert "not one of the months" in fault.reason


@pytest.mark.parametrize(
    "table",
    [
        "Device category,desktop,desktop,mobile\nDate,Sessions,Active users,Sessions\n20260801,5,4,3\n",
        "Session medium,Sessions,Sessions\nemail,5,4\n",
    ],
)
def test_a_breakdown_across_the_columns_is_refused_row_by_row(read_text: ReadText, table: str) -> None:
    rows = read_text(HEAD.format(days="20260801-20260802") + table).collect()
    assert (rows.records, rows.totals) == ((), ())
    assert {fault.reason for fault in rows.faults} == {
        "is in a table with a breakdown across its columns; export it without one"
    }


@pytest.mark.parametrize("part", ["Segment", "Landing page", "Comparison"])
def test_parts_that_may_overlap_or_be_cut_give_no_days(read_text: ReadText, part: str) -> None:
    text = HEAD.format(days="20260801-20260802") + f"{part},Date,Sessions\nAll,20260801,5\nMobile,20260801,3\n"
    rows = read_text(text).collect()
    assert (len(visits(rows)), days(rows)) == (2, {})
