"""Any CSV file as costs, benefits, outcomes and days of channels, by a mapping of its columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.errors import InvalidInput
from smdash.exchange.apply import Result
from smdash.exchange.names import Action, Target, target_key
from smdash.exchange.plan import Choices, Plan
from smdash.exchange.read import Choices as Reading
from smdash.exchange.read import Understood, read_bytes
from smdash.exchange.readers.mapped.mapping import parse_mapping
from smdash.store import benefits, campaigns, closing, costs
from smdash.store.currencies import set_exchange_rate
from smdash.store.import_undo import undo_import
from smdash.store.store import Store

Take = Callable[..., Result]
Planned = Callable[..., Plan]
Rows = Callable[[str], list[Any]]

COSTS = """
name = "invoices"
target = "cost"
header = ["Invoice", "Paid on", "Net"]
[fields]
external_id = "Invoice"
day = "Paid on"
until = "Until"
amount = "Net"
currency = "Cur"
category = "Type"
campaign = "Project"
name = "Supplier"
"""
BENEFITS = """
name = "donations"
target = "benefit"
header = ["No", "Day", "Given"]
[fields]
external_id = "No"
day = "Day"
amount = "Given"
currency = { constant = "USD" }
category = { constant = "donations" }
evidence = "How"
share = "Share"
campaign = { constant = "Spring" }
name = "Donor"
"""
OUTCOMES = """
name = "signups"
target = "outcome"
header = ["Day", "What", "How many"]
[fields]
day = "Day"
kind = "What"
count = "How many"
channel = "Where"
platform = { constant = "facebook" }
"""
DAYS = """
name = "fediverse"
target = "channel_day"
header = ["Day", "Followers now", "Boosts"]
[fields]
platform = { constant = "Mastodon" }
channel = { constant = "@guild" }
day = "Day"
[metrics]
followers = "Followers now"
interactions = "Boosts"
"""
INVOICES = (
    "Invoice;Paid on;Until;Net;Cur;Type;Project;Supplier\n"
    "R-1;03.11.2026;;1.200,50;EUR;agency;Spring;Müller & Söhne\n"
    "R-2;04.11.2026;30.11.2026;300,00;;Tools;;Scheduler\n"
    "R-3;05.11.2026;;99,00;USD;;Spring;Prints\n"
)
GIFTS = "No,Day,Given,How,Share,Donor\nD-1,2026-11-01,100.00,tracked,,Ann\nD-2,2026-11-02,80.00,Allocated,40%,Ben\n"


def file(text: str, mapping: str) -> Understood:
    chosen = Reading(mappings=(parse_mapping(mapping),))
    return read_bytes("file.csv", text.encode(), today=date(2026, 11, 22), choices=chosen)


def test_invoices_become_costs_in_their_currency_and_of_their_campaign(take: Take, store: Store, rows: Rows) -> None:
    store.write(campaigns.add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE))
    store.write(set_exchange_rate, "EUR", date(2026, 11, 1), Decimal("2"))
    understood = file(INVOICES, COSTS)
    assert (understood.format, understood.undecided) == ("mapped:invoices", ())
    result = take(understood)
    assert result.label == "import file.csv: 3 costs"
    first, spread, dollars = rows("cost")
    assert (first.amount_minor, first.converted_minor, first.category, first.campaign_id, first.name) == (
        120050, 240100, "agency", 1, "Müller & Söhne",
    )  # fmt: skip
    assert (spread.recurrence, spread.until, spread.category, spread.currency) == (
        "spread", date(2026, 11, 30), "tools", "USD",
    )  # fmt: skip
    assert (dollars.currency, dollars.amount_minor, dollars.converted_minor, dollars.category) == (
        "USD", 9900, 9900, "other",
    )  # fmt: skip


def test_benefits_keep_evidence_and_share(take: Take, rows: Rows) -> None:
    take(file(GIFTS, BENEFITS))
    first, second = rows("benefit")
    assert (first.kind, first.category, first.evidence, first.effective_minor) == (
        "revenue", "donations", "tracked", 10000,
    )  # fmt: skip
    assert (second.evidence, second.share, second.effective_minor) == ("allocated", Decimal("0.4"), 3200)
    assert [row.name for row in rows("campaign")] == ["Spring"]


def test_outcomes_and_days_of_a_channel(take: Take, rows: Rows) -> None:
    take(file("Day,What,How many,Where\n2026-11-01,Leads,12,Guild\n2026-11-02,lead,-2,Guild\n", OUTCOMES))
    assert [(row.kind, row.count, row.day.day) for row in rows("outcome")] == [("lead", 12, 1), ("lead", -2, 2)]
    take(file("Day,Followers now,Boosts,Note\n2026-11-01,410,7,x\n2026-11-02,412,,\n", DAYS))
    assert [(row.followers, row.interactions) for row in rows("channel_day")] == [(410, 7), (412, None)]
    assert [(row.name, row.platform) for row in rows("channel")] == [("Guild", "facebook"), ("@guild", "mastodon")]
    assert rows("channel_day")[0].raw == {"Note": "x"}


@pytest.mark.parametrize(("text", "mapping"), [(INVOICES, COSTS), (GIFTS, BENEFITS)])
def test_twice_adds_nothing_and_an_overlap_is_the_union(take: Take, sizes: Any, text: str, mapping: str) -> None:
    head, *lines = text.splitlines(keepends=True)
    take(file(head + "".join(lines[:-1]), mapping))
    result = take(file(head + "".join(lines[1:]), mapping))
    assert [one.new for one in result.counts if one.new] == [1]
    before = sizes()
    again = take(file(text + "\n", mapping))
    assert (dict(again.added), dict(again.changed), sizes()) == ({}, {}, before)


def test_a_later_file_corrects_a_row_but_not_what_a_person_made_of_it(take: Take, store: Store, rows: Rows) -> None:
    take(file(GIFTS, BENEFITS))
    mine = store.read(benefits.get_benefit, 2)
    store.write(benefits.refund_benefit, mine.id, date(2026, 11, 5))
    later = GIFTS.replace("100.00", "110.00").replace("80.00", "90.00")
    result = take(file(later, BENEFITS))
    assert [(one.changed, one.same) for one in result.counts if one.kind == "benefits"] == [(1, 1)]
    assert [row.amount_minor for row in rows("benefit")] == [11000, 8000, -8000]


def test_what_was_deleted_stays_away_and_undo_takes_all_back(take: Take, store: Store, rows: Rows) -> None:
    first = take(file(INVOICES, COSTS))
    assert first.batch_id is not None
    store.write(undo_import, first.batch_id)
    assert rows("cost") == []
    take(file(INVOICES, COSTS))
    store.write(costs.delete_cost, rows("cost")[0].id)
    result = take(file(INVOICES + "R-4;06.11.2026;;1,00;EUR;;;\n", COSTS))
    assert [(one.new, one.same, one.deleted) for one in result.counts if one.kind == "costs"] == [(1, 2, 1)]


def test_a_campaign_that_is_not_wanted_leaves_its_rows_out(take: Take, rows: Rows) -> None:
    take(file(INVOICES, COSTS), Choices({target_key("campaign", "Spring"): Target(Action.IGNORE)}))
    assert [row.name for row in rows("cost")] == ["Scheduler"]


def test_faults_name_line_column_and_reason(plan: Planned) -> None:
    bad = GIFTS + (
        "D-3,2026-11-03,-5.00,tracked,,Cy\nD-4,2026-11-03,5.00,guessed,,Cy\nD-5,2026-11-03,5.00,tracked,40%,Cy\n"
        "D-6,2026-11-03,,tracked,,Cy\nD-7,2026-11-03,5.00,allocated,140%,Cy\n"
    )
    faults = [(fault.row_number, fault.column) for fault in plan(file(bad, BENEFITS)).faults]
    assert faults == [(4, "amount"), (5, "evidence"), (6, "share"), (7, "amount"), (8, "share")]
    (currency,) = plan(file(INVOICES.replace("USD", "Taler"), COSTS)).faults
    assert (currency.column, currency.value) == ("currency", "Taler")


def test_an_amount_without_a_currency_says_so(plan: Planned) -> None:
    assert "1 amounts name no currency: read as USD." in " ".join(plan(file(INVOICES, COSTS)).notes)


def test_a_closed_month_within_a_span_is_in_the_way(plan: Planned, store: Store) -> None:
    store.write(closing.close_month, date(2026, 10, 1), "done")
    text = INVOICES.splitlines()[0] + "\nR-9;15.09.2026;30.11.2026;10,00;EUR;;;Rent\n"
    planned = plan(file(text, COSTS))
    assert "October 2026 is closed" in planned.blocked


@pytest.mark.parametrize(
    ("mapping", "wrong"),
    [
        (BENEFITS.replace('evidence = "How"\n', ""), "fields.evidence"),
        (COSTS.replace('amount = "Net"\n', ""), "fields.amount"),
        (COSTS + 'share = "Net"\n', "fields.share"),
        (DAYS.replace("interactions", "applause"), "metrics.applause"),
        (OUTCOMES.replace('"outcome"', '"wishes"'), "target"),
    ],
)
def test_a_mapping_says_what_is_wrong_in_it(mapping: str, wrong: str) -> None:
    with pytest.raises(InvalidInput, match=wrong):
        parse_mapping(mapping)
