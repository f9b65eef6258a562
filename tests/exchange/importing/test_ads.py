"""Ad reports become costs of campaigns: each day's money once, whatever is imported, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smdash.domain.campaigns import CampaignDraft
from smdash.domain.costs import CostCategory, draft_of
from smdash.domain.money import Money
from smdash.domain.periods import between
from smdash.errors import Refused
from smdash.exchange import preview
from smdash.exchange.apply import Result
from smdash.exchange.names import Action, Target, target_key
from smdash.exchange.plan import Choices, Plan
from smdash.exchange.read import Understood, read_bytes, read_file
from smdash.store import costs, doctor
from smdash.store.campaigns import add_campaign
from smdash.store.closing import close_month
from smdash.store.cost_sums import cost_sums
from smdash.store.currencies import set_exchange_rate
from smdash.store.import_undo import undo_import
from smdash.store.store import Store

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
TODAY = date(2026, 11, 22)
YEAR = between(date(2026, 1, 1), date(2027, 1, 1))

Taken = Callable[..., Result]
Planned = Callable[..., Plan]
Rows = Callable[[str], list[Any]]


def export(name: str) -> Understood:
    return read_file(EXPORTS / name, today=TODAY)


def report(*rows: str, columns: str = "Campaign name", breakdown: str = "") -> Understood:
    """A Meta report: campaign (and what `columns` say more), first day, last day, spend, impressions."""
    head = f"{columns},Reporting starts,Reporting ends,Amount spent (USD),Impressions{breakdown}"
    return read_bytes("ads.csv", "\n".join((head, *rows, "")).encode(), today=TODAY)


def day(number: int, spend: float, name: str = "Spring") -> str:
    return f"{name},2026-09-{number:02},2026-09-{number:02},{spend},100"


def span(first: int, last: int, spend: float, name: str = "Spring") -> str:
    return f"{name},2026-09-{first:02},2026-09-{last:02},{spend},1000"


@pytest.fixture
def booked(rows: Rows) -> Callable[[], list[tuple[Any, ...]]]:
    """First day, last day and minor units of each cost."""

    def read() -> list[tuple[Any, ...]]:
        found = [(row.day.day, row.until.day if row.until else row.day.day, row.amount_minor) for row in rows("cost")]
        return sorted(found, key=lambda one: (one[0], -one[1]))

    return read


@pytest.fixture
def total(store: Store) -> Callable[[], int]:
    """What all ad costs of the year come to."""

    def read() -> int:
        found = store.read(cost_sums, YEAR).values()
        return sum(one.by_category.get(CostCategory.ADS, 0) for one in found)

    return read


def test_spend_becomes_costs_and_numbers_are_kept_as_printed(take: Taken, rows: Rows) -> None:
    result = take(export("meta_ads_days.xlsx"))
    assert dict(result.added) == {"import_batch": 1, "campaign": 2, "ad_day": 5, "cost": 4, "platform_total": 2}
    assert [(one.kind, one.new, one.same) for one in result.counts] == [("totals", 2, 0), ("ad days", 5, 6)]
    video = next(row for row in rows("ad_day") if row.name == "Video 30s" and row.day.day == 1)
    assert (video.level, video.impressions, video.reach, video.clicks, video.results) == (
        "ad", 5000, None, 62, Decimal(62),
    )  # fmt: skip
    assert (video.spend_minor, video.spend_currency, video.result_kind) == (65025, "UAH", "actions:link_click")
    first = next(row for row in rows("cost") if row.day.day == 1)
    assert (first.amount_minor, first.currency, first.category, first.converted_minor) == (71025, "UAH", "ads", None)
    assert first.name == "Meta ads: Autumn open day, city"


def test_totals_are_kept_and_never_summed(take: Taken, rows: Rows, total: Callable[[], int]) -> None:
    take(export("google_ads_campaigns.csv"))
    assert [row.label for row in rows("platform_total")] == [
        "Total: Campaigns USD", "Total: Account USD", "Total: Search USD",
    ]  # fmt: skip
    assert total() == 123890 + 55847


def test_all_time_brings_totals_only(take: Taken) -> None:
    result = take(export("google_ads_all_time.csv"))
    assert dict(result.added) == {"import_batch": 1, "platform_total": 3}


@pytest.mark.parametrize(
    "name",
    ["meta_ads_campaigns.csv", "meta_ads_days.xlsx", "google_ads_campaigns.csv", "google_ads_days_excel.csv"],
)
def test_the_same_file_twice_adds_nothing(take: Taken, name: str, booked: Callable[[], Any]) -> None:
    take(export(name))
    before = booked()
    again = take(export(name))
    assert (again.batch_id, dict(again.added), dict(again.changed)) == (None, {}, {})
    assert booked() == before


def test_campaigns_without_delivery_that_nobody_knows_are_left_out(plan: Planned, rows: Rows, take: Taken) -> None:
    planned = plan(export("meta_ads_campaigns.csv"))
    assert any("1 row without spend" in note for note in planned.notes)
    take(export("meta_ads_campaigns.csv"))
    assert {row.name for row in rows("campaign")} == {"Autumn open day, city", "Scholarship leads"}


def test_a_span_is_spread_over_its_days(take: Taken, store: Store, rows: Rows, plan: Planned) -> None:
    made = report("Spring,2026-09-21,2026-10-10,200,1")
    assert plan(made).period == (date(2026, 9, 21), date(2026, 10, 10))
    assert "200.00 USD of spend in 1 new ad cost." in plan(made).notes
    take(made)
    september = between(date(2026, 9, 1), date(2026, 10, 1))
    (campaign,) = rows("campaign")
    assert (campaign.start, campaign.due) == (date(2026, 9, 21), date(2026, 10, 10))
    assert store.read(cost_sums, september)[campaign.id].by_category[CostCategory.ADS] == 10000


def test_a_later_report_of_the_same_days_updates_the_amount(take: Taken, booked: Callable[[], Any]) -> None:
    take(report(day(1, 10), day(2, 20), span(10, 20, 50)))
    result = take(report(day(2, 21.5), day(3, 30), span(10, 20, 55)))
    assert (dict(result.added), dict(result.changed)) == (
        {"import_batch": 1, "ad_day": 1, "cost": 1}, {"ad_day": 2, "cost": 2},
    )  # fmt: skip
    assert booked() == [(1, 1, 1000), (2, 2, 2150), (3, 3, 3000), (10, 20, 5500)]


def test_what_a_person_edited_stays_and_what_they_deleted_stays_away(
    take: Taken, store: Store, rows: Rows, booked: Callable[[], Any]
) -> None:
    take(report(day(1, 10), day(2, 20)))
    first, second = rows("cost")
    line = store.read(costs.get_cost, first.id)
    draft = draft_of(line)
    store.write(costs.edit_cost, first.id, type(draft)(draft.day, Money(1234, "USD"), draft.category))
    store.write(costs.delete_cost, second.id)
    result = take(report(day(1, 11), day(2, 21)))
    assert dict(result.changed) == {"ad_day": 2}
    assert booked() == [(1, 1, 1234)]


ORDERS: list[tuple[tuple[str, ...], ...]] = [
    ((span(1, 30, 100),), (day(3, 10), day(4, 15)), (span(1, 10, 40),)),
    ((span(1, 10, 40),), (span(1, 30, 100),), (day(3, 10), day(4, 15))),
    ((day(3, 10), day(4, 15)), (span(1, 10, 40), span(1, 30, 100))),
    ((span(1, 30, 100), day(3, 10), span(1, 10, 40), day(4, 15)),),
]


@pytest.mark.parametrize("files", ORDERS)
def test_days_win_over_spans_that_hold_them_in_any_order(
    take: Taken, files: tuple[tuple[str, ...], ...], booked: Callable[[], Any], total: Callable[[], int]
) -> None:
    for rows in files:
        take(report(*rows))
    assert booked() == [(1, 30, 6000), (1, 10, 1500), (3, 3, 1000), (4, 4, 1500)]
    assert total() == 10000
    for rows in files:
        assert dict(take(report(*rows)).added) == {}
    assert total() == 10000


def test_days_that_say_more_than_their_span_leave_nothing_of_it(
    take: Taken, booked: Callable[[], Any], plan: Planned
) -> None:
    take(report(span(1, 2, 30)))
    planned = plan(report(day(1, 20), day(2, 20)))
    assert planned.updates == {"cost": 1}
    take(report(day(1, 20), day(2, 20)))
    assert booked() == [(1, 2, 0), (1, 1, 2000), (2, 2, 2000)]


def test_a_span_that_crosses_another_is_left_out_and_told(take: Taken, plan: Planned, total: Callable[[], int]) -> None:
    take(report(span(1, 20, 100)))
    planned = plan(report(span(15, 30, 90), day(25, 5)))
    assert any("cross" in note and "spring, 2026-09-15 to 2026-09-30" in note for note in planned.notes)
    take(report(span(15, 30, 90), day(25, 5)))
    assert total() == 10500


def test_reports_of_several_levels_say_the_same_money(take: Taken, booked: Callable[[], Any]) -> None:
    ads = "Campaign name,Ad set name,Ad name"
    take(report("Spring,S,A,2026-09-01,2026-09-01,4,1", "Spring,S,B,2026-09-01,2026-09-01,5,1", columns=ads))
    assert booked() == [(1, 1, 900)]
    take(report("Spring,S,2026-09-01,2026-09-01,9.10,2", columns="Campaign name,Ad set name"))
    assert booked() == [(1, 1, 910)]
    take(report(day(1, 9.5)))
    assert booked() == [(1, 1, 950)]
    later = take(report("Spring,S,A,2026-09-01,2026-09-01,4.20,1", columns=ads))
    assert (dict(later.changed), booked()) == ({"ad_day": 1}, [(1, 1, 950)])


def test_parts_of_a_breakdown_are_summed_and_reach_is_not(take: Taken, rows: Rows) -> None:
    head = "Campaign name,Reporting starts,Reporting ends,Amount spent (USD),Reach,Results,Result indicator,Age\n"
    body = (
        "Spring,2026-09-01,2026-09-01,4,90,3,clicks,18-24\nSpring,2026-09-01,2026-09-01,4,90,3,clicks,18-24\n"
        "Autumn,2026-09-01,2026-09-01,4,90,3,clicks,18-24\nAutumn,2026-09-01,2026-09-01,,80,3,leads,25-34\n"
    )
    take(read_bytes("ads.csv", (head + body).encode(), today=TODAY))
    spring, autumn = rows("ad_day")
    assert (spring.spend_minor, spring.reach, spring.results, spring.result_kind) == (800, None, 6, "clicks")
    assert (autumn.spend_minor, autumn.reach, autumn.results, autumn.result_kind) == (400, None, None, "")


def test_a_name_is_matched_by_utm_and_by_hand_and_remembered(take: Taken, store: Store, rows: Rows) -> None:
    spring = store.write(add_campaign, CampaignDraft("Spring intake", utm_campaign="spr-26"))
    result = take(
        report(day(1, 10, "spr-26"), day(1, 5, "SPRING_INTAKE_FB")),
        Choices({target_key("campaign", "SPRING_INTAKE_FB"): Target(Action.EXISTING, "Spring intake")}),
    )
    assert dict(result.added) == {"import_batch": 1, "ad_day": 2, "cost": 2, "alias": 2}
    take(report(day(2, 5, "spring_intake_fb")))
    assert {row.campaign_id for row in rows("cost")} == {spring}
    assert len(rows("campaign")) == 1


def test_a_name_near_to_a_known_one_is_asked_and_an_unwanted_one_left_out(
    plan: Planned, store: Store, take: Taken, rows: Rows
) -> None:
    store.write(add_campaign, CampaignDraft("Spring intake"))
    planned = plan(report(day(1, 10, "Spring_Intakes")))
    assert planned.unmatched[0].asked
    assert any("Spring intake" in line for line in preview.lines(planned))
    take(report(day(1, 9, "Other")), Choices({target_key("campaign", "Other"): Target(Action.IGNORE)}))
    assert rows("cost") == []


def test_money_is_converted_at_the_rate_of_the_day(take: Taken, store: Store, rows: Rows) -> None:
    store.write(set_exchange_rate, "UAH", date(2026, 9, 2), Decimal("0.02"))
    take(export("meta_ads_days.xlsx"))
    assert {(row.day.day, row.converted_minor) for row in rows("cost")} == {(1, None), (2, 760), (2, 800), (3, 600)}


def test_without_a_currency_the_reporting_one_is_read_and_told(plan: Planned, take: Taken, rows: Rows) -> None:
    text = "Campaign name,Day,Amount spent\nSpring,2026-09-01,10\n"
    made = read_bytes("ads.csv", text.encode(), today=TODAY)
    assert any("names no currency" in note for note in plan(made).notes)
    take(made)
    assert rows("cost")[0].currency == "USD"


def test_a_name_that_is_too_long_is_cut_and_stays_its_own(take: Taken, rows: Rows) -> None:
    take(report(day(1, 10, "N" * 130 + "a"), day(1, 20, "N" * 130 + "b")))
    assert [len(row.name) for row in rows("campaign")] == [120]
    assert sorted(row.amount_minor for row in rows("cost")) == [1000, 2000]


def test_one_undo_takes_it_all_back(take: Taken, store: Store, booked: Callable[[], Any], rows: Rows) -> None:
    take(report(span(1, 30, 100)))
    later = take(report(day(3, 10), day(4, 15)))
    assert booked() == [(1, 30, 7500), (3, 3, 1000), (4, 4, 1500)]
    assert later.batch_id is not None
    store.write(undo_import, later.batch_id)
    assert booked() == [(1, 30, 10000)]
    assert len(rows("ad_day")) == 1
    assert [one.detail for one in store.read(doctor.examine) if not one.fine] == []


def test_a_closed_month_holds(take: Taken, store: Store, plan: Planned) -> None:
    take(report(span(1, 30, 100)))
    store.write(close_month, date(2026, 9, 1), "")
    assert "September 2026" in plan(report(day(3, 10))).blocked
    assert "September 2026" in plan(report("Spring,2026-08-20,2026-10-03,500,1")).blocked
    with pytest.raises(Refused, match="closed"):
        take(report(day(3, 10)))
    assert dict(take(report("Spring,2026-10-03,2026-10-03,5,1")).added)["cost"] == 1
