"""Visits imported from Google Analytics: whose they are, each once, and days of the site beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.links import LinkDraft
from smdash.exchange.apply import Result
from smdash.exchange.names import Action, Target, target_key
from smdash.exchange.plan import Choices, Plan
from smdash.exchange.read import Understood, read_bytes, read_file
from smdash.store import campaigns, closing, links, organisation
from smdash.store.import_undo import undo_import
from smdash.store.store import Store

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
TODAY = date(2026, 11, 22)

Take = Callable[..., Result]
Rows = Callable[[str], list[Any]]


def export(name: str) -> Understood:
    return read_file(EXPORTS / f"{name}.csv", today=TODAY)


def spring(store: Store, utm: str = "spring") -> int:
    draft = CampaignDraft("Spring membership", CampaignStatus.LIVE, utm_campaign=utm)
    return store.write(campaigns.add_campaign, draft)


@pytest.mark.parametrize("name", ["ga4_exploration", "ga4_events", "ga4_report", "ua_channels", "ua_german"])
def test_the_same_report_twice_adds_nothing(take: Take, name: str, tmp_path: Path) -> None:
    first = take(export(name))
    assert first.added["traffic"]
    assert first.added["channel_day"]
    assert dict(take(export(name)).added) == {}
    other = tmp_path / "again.csv"
    other.write_bytes((EXPORTS / f"{name}.csv").read_bytes() + b"\n")
    again = take(read_file(other, today=TODAY))
    assert (dict(again.added), dict(again.changed)) == ({}, {})


def test_reports_that_overlap_are_their_union_with_the_later_numbers(take: Take, rows: Rows) -> None:
    take(export("ga4_exploration"))
    result = take(export("ga4_exploration_later"))
    counts = {one.kind: (one.new, one.changed, one.same) for one in result.counts}
    assert counts == {"totals": (1, 0, 0), "channel days": (1, 1, 0), "rows of visits": (1, 2, 0)}
    stored = rows("traffic")
    assert sum(row.sessions for row in stored) == 12 + 20 + 31 + 11 + 10 + 15 + 15
    assert {row.day.isoformat(): row.visits for row in rows("channel_day")} == {
        "2026-08-01": 32, "2026-08-02": 42, "2026-08-03": 25, "2026-08-04": 15,
    }  # fmt: skip
    assert next(row for row in stored if row.utm_source == "(other)" and row.sessions == 10).key_events == Decimal(1)


def test_visits_belong_to_the_campaign_of_their_tags_and_the_channel_of_their_source(
    take: Take, store: Store, rows: Rows
) -> None:
    made = spring(store)
    instagram = store.write(organisation.add_channel, "Guild pictures", "instagram")
    facebook = store.write(organisation.add_channel, "Guild page", "facebook")
    take(export("ga4_exploration"))
    owners = {(row.utm_source, row.campaign_id, row.channel_id) for row in rows("traffic")}
    assert {("instagram", made, instagram), ("m.facebook.com", None, facebook), ("(direct)", None, None)} <= owners
    assert [row.name for row in rows("campaign")] == ["Spring membership"]


def test_a_link_tells_them_too_and_a_chosen_name_is_remembered(take: Take, store: Store, rows: Rows) -> None:
    made = spring(store, "")
    store.write(links.add_link, LinkDraft("https://example.org/join", "instagram", "social", made))
    utm = rows("link")[0].utm_campaign
    text = HEAD + f"20260801,instagram / social,{utm},3\n20260801,newsletter / email,Frühling 26,4\n"
    chosen = Choices({target_key("campaign", "Frühling 26"): Target(Action.EXISTING, "Spring membership")})
    take(read_bytes("ga.csv", text.encode(), today=TODAY), chosen)
    assert {row.campaign_id for row in rows("traffic")} == {made}
    assert "Frühling 26" in [row.alias for row in rows("alias")]


HEAD = "# ----\n# Guild\n# Free form\n# 20260801-20260802\n# ----\n\nDate,Session source / medium,Campaign,Sessions\n"


def test_a_campaign_nobody_knows_is_named_and_found_once_it_is_known(
    take: Take, plan: Callable[..., Plan], store: Store, rows: Rows, tmp_path: Path
) -> None:
    planned = plan(export("ga4_exploration"))
    assert "2 rows of visits name campaigns that no utm_campaign, link or other name tells: “spring”." in " ".join(
        planned.notes
    )
    take(export("ga4_exploration"))
    made = spring(store)
    later = tmp_path / "later.csv"
    later.write_bytes((EXPORTS / "ga4_exploration.csv").read_bytes() + b"\n")
    assert dict(take(read_file(later, today=TODAY)).changed) == {"traffic": 2}
    assert [row.campaign_id for row in rows("traffic") if row.utm_campaign == "spring"] == [made, made]


def test_totals_stand_apart_and_undo_takes_all_back(take: Take, store: Store, sizes: Callable[[], Any]) -> None:
    before = sizes()
    result = take(export("ua_channels"))
    assert sizes()["platform_total"] == 2
    assert result.batch_id is not None
    store.write(undo_import, result.batch_id)
    after = sizes()
    assert {name: rows for name, rows in after.items() if name != "import_batch"} == before


def test_nothing_is_booked(take: Take, sizes: Callable[[], dict[str, int]]) -> None:
    take(export("ga4_exploration"))
    assert not {"benefit", "outcome", "cost"} & sizes().keys()


def test_tables_of_one_file_about_the_same_visits_are_one_row(take: Take, rows: Rows) -> None:
    text = (
        "# ----\n# Guild\n# Overview\n# 20260801-20260802\n# ----\n\nSession medium,Sessions\nsocial,4\n\n"
        "Session medium,Key events\nsocial,1\n"
    )
    take(read_bytes("ga.csv", text.encode(), today=TODAY))
    (row,) = rows("traffic")
    assert (row.sessions, row.key_events, row.breakdown) == (4, Decimal(1), "session medium")


def test_a_closed_month_is_in_the_way_of_days_but_not_of_spans(
    plan: Callable[..., Plan], store: Store, take: Take
) -> None:
    store.write(closing.close_month, date(2015, 4, 1), "done")
    assert "2015" in plan(export("ua_channels")).closed
    span = (EXPORTS / "ua_channels.csv").read_text().partition("Day Index")[0]
    assert take(read_bytes("span.csv", span.encode(), today=TODAY)).added["traffic"] == 3
