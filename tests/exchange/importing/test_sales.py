"""Orders and payments imported: tracked where a link or code tells, else waiting, and each counted once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.links import CodeDraft, LinkDraft
from smdash.domain.periods import Calendar
from smdash.errors import FormFaults, Refused
from smdash.exchange.apply import Result
from smdash.exchange.plan import Choices, Plan
from smdash.exchange.read import Understood, read_bytes
from smdash.store import campaigns, changes, claims, import_undo, links, matching, organisation, roi, undo
from smdash.store.benefits import delete_benefit
from smdash.store.currencies import set_exchange_rate
from smdash.store.matching import Assignment
from smdash.store.store import Store, Transaction
from smdash.store.tables import post

Take = Callable[..., Result]
Read = Callable[..., Understood]
Rows = Callable[[str], list[Any]]

ORDERS, LATER, PAYMENTS = "shopify_orders.csv", "shopify_orders_later.csv", "stripe_payments.csv"


@pytest.fixture
def spring(store: Store) -> int:
    """A campaign with a link and a promo code."""
    made = store.write(campaigns.add_campaign, CampaignDraft("Spring membership", CampaignStatus.LIVE))
    store.write(links.add_link, LinkDraft("https://example.org/join", "Instagram", "Social", made))
    store.write(links.add_code, CodeDraft("Spring10", made))
    return made


@pytest.fixture
def content(rows: Rows) -> Callable[[], dict[str, list[Any]]]:
    """All that sales are written to."""
    names = ("sale", "match_rule", "benefit", "cost", "outcome", "conversion")
    return lambda: {name: rows(name) for name in names}


def counted(rows: Rows) -> dict[str, int]:
    """What counts, by name of the benefit; refunds by themselves."""
    return {f"{row.name} {row.external_key.rpartition(':')[2]}": row.effective_minor for row in rows("benefit")}


def total(rows: Rows) -> int:
    return sum(row.effective_minor or 0 for row in rows("benefit"))


def waits(store: Store) -> dict[str, tuple[int, tuple[tuple[str, int], ...]]]:
    return {one.label: (one.sales, one.amounts) for one in store.read(matching.waiting)[0]}


def test_orders_become_tracked_benefits_of_their_campaign(
    store: Store, spring: int, read: Read, take: Take, rows: Rows, plan: Callable[..., Plan]
) -> None:
    preview = plan(read(ORDERS))
    assert any("match no campaign" in note and "count for nothing" in note for note in preview.notes)
    assert "1 sale pending: not counted." in preview.notes
    assert "1 sale void or failed: not counted." in preview.notes
    assert take(read(ORDERS)).added["sale"] == 11
    assert counted(rows) == {
        "order #1001 benefit": 12000,
        "order #1002 benefit": 8000,
        "order #1005 benefit": 10000,
        "refund of order #1005 refund": -2500,
        "order #1006 benefit": 4000,
        "refund of order #1006 refund": -4000,
    }
    made = rows("benefit")
    assert {(row.evidence, row.share, row.campaign_id, row.kind) for row in made} == {
        ("tracked", Decimal(1), spring, "revenue")
    }
    assert made[0].day == date(2026, 10, 5)  # Berlin's, not the shop's: 19:50 +0400
    assert made[1].day == date(2026, 10, 5)  # half past one of the 6th in the shop's zone
    assert [row.matched_by for row in rows("sale")[:2]] == ["link", "code"]
    assert waits(store) == {
        "PODCAST": (2, (("USD", 10000),)),
        "Autumn Gala": (1, (("USD", 2000),)),
        "shopify shopify_draft_order": (1, (("EUR", 1500),)),
    }
    assert len(rows("outcome")) == len(rows("conversion")) == 4


def test_the_same_file_and_an_older_one_add_nothing(
    spring: int, read: Read, take: Take, rows: Rows, sizes: Callable[[], dict[str, int]]
) -> None:
    take(read(ORDERS))
    take(read(LATER))
    before = sizes()
    for name in (ORDERS, LATER):
        assert take(read(name)).batch_id is None
    assert sizes() == before


def test_a_later_export_pays_and_refunds(spring: int, read: Read, take: Take, rows: Rows) -> None:
    take(read(ORDERS))
    before = counted(rows)
    result = take(read(LATER))
    assert result.changed == {"sale": 3}
    assert counted(rows) == before | {
        "order #1003 benefit": 6000,
        "refund of order #1002 refund": -3000,
        "refund of order #1005 refund-2": -2000,
    }
    take(read("shopify_orders_later.csv"))
    assert total(rows) == 12000 + 8000 + 10000 + 6000 - 3000 - 4500


def test_taken_back_imports_leave_nothing(
    store: Store, spring: int, read: Read, take: Take, sizes: Callable[[], dict[str, int]]
) -> None:
    start = sizes()
    first, second = take(read(ORDERS)), take(read(LATER))
    with pytest.raises(Refused, match="of its 11 rows, 0 were deleted and 3 edited since"):
        store.write(import_undo.undo_import, first.batch_id or 0)
    store.write(import_undo.undo_import, second.batch_id or 0)
    store.write(import_undo.undo_import, first.batch_id or 0)
    assert {name: count for name, count in sizes().items() if name != "import_batch"} == start
    assert take(read(LATER)).added["benefit"] > 0


@pytest.mark.parametrize("names", [(ORDERS, LATER, PAYMENTS), (PAYMENTS, ORDERS, LATER), (ORDERS, PAYMENTS, LATER)])
def test_an_order_and_its_payment_count_once_whichever_came_first(
    names: tuple[str, ...], store: Store, spring: int, read: Read, take: Take, rows: Rows, plan: Callable[..., Plan]
) -> None:
    for name in names:
        told = plan(read(name)).notes
        take(read(name))
    assert total(rows) == 39930
    assert sum(1 for row in rows("sale") if row.same_as_id) == 3
    assert len({row.benefit_id for row in rows("conversion")}) == len(rows("conversion"))
    assert waits(store)["PODCAST"] == (3, (("USD", 11000),))
    if names[-1] == PAYMENTS:
        assert "3 sales are the other side of one that is there: counted once." in told


def test_what_is_paid_out_in_the_reporting_currency_needs_no_rate(
    store: Store, spring: int, read: Read, take: Take, rows: Rows
) -> None:
    store.write(set_exchange_rate, "EUR", date(2026, 1, 1), Decimal(9))
    take(read(PAYMENTS))
    euro = next(row for row in rows("benefit") if row.name == "payment ch_4")
    assert (euro.amount_minor, euro.currency, euro.converted_minor) == (5000, "EUR", 5810)


def test_fees_are_costs_where_wanted(store: Store, spring: int, read: Read, take: Take, rows: Rows) -> None:
    store.write(organisation.change_settings, sale_fees="yes", sale_category="membership")
    take(read(ORDERS))
    assert rows("cost") == []
    take(read(PAYMENTS))
    fees = {row.name: (row.amount_minor, row.campaign_id) for row in rows("cost")}
    assert fees["fee of order #1001"] == (378, spring)  # of the order's other side
    assert fees["fee of payment ch_4"] == (210, spring)
    assert {row.category for row in rows("benefit")} == {"membership"}


def test_a_mark_is_assigned_once_for_past_and_future(
    store: Store, spring: int, read: Read, take: Take, rows: Rows, content: Callable[[], Any]
) -> None:
    take(read(ORDERS))
    before, sum_before = content(), total(rows)
    podcast = next(one for one in store.read(matching.waiting)[0] if one.label == "PODCAST")
    assert store.write(matching.assign, Assignment(podcast.kind, podcast.key, spring)) == 2
    assert total(rows) == sum_before + 10000
    assert "PODCAST" not in waits(store)
    store.write(undo.undo)
    assert content() == before
    store.write(undo.redo)
    take(read(LATER))  # brings another order with the code
    assert "order #1012 benefit" in counted(rows)
    assert rows("sale")[-1].matched_by == "rule"


def test_what_a_person_deleted_does_not_come_back(
    store: Store, spring: int, read: Read, take: Take, rows: Rows
) -> None:
    take(read(ORDERS))
    first = next(row.id for row in rows("benefit") if row.name == "order #1002")
    store.write(delete_benefit, first)
    take(read(LATER))
    assert not any("#1002" in name for name in counted(rows))


def test_a_campaign_may_be_named_for_what_tells_nothing(spring: int, read: Read, take: Take, rows: Rows) -> None:
    text = "Created date (UTC),Amount,Currency,Status\n2026-10-01 10:00:00,5.00,usd,Paid\n"
    file = read_bytes("x.csv", text.encode(), today=date(2026, 11, 22))
    take(file, Choices(campaign="Spring membership"))
    assert [(row.evidence, row.effective_minor) for row in rows("benefit")] == [("allocated", 500)]


def test_the_same_payments_cut_and_whole_are_told_apart_by_amount_and_time_only(
    spring: int, read: Read, take: Take, exports: Path
) -> None:
    assert take(read("stripe_payments_semicolon.csv")).added["sale"] == 11
    assert take(read("stripe_payments_semicolon.csv")).added == {}


def test_what_waits_is_claimed_by_a_code_added_later_and_undone_at_once(
    store: Store, spring: int, read: Read, take: Take, rows: Rows, content: Callable[[], Any]
) -> None:
    take(read(ORDERS))
    sum_before = total(rows)
    assert store.read(claims.claimed) == []
    store.write(links.add_code, CodeDraft("podcast", spring))
    before = content()
    assert len(store.read(claims.claimed)) == 2
    assert store.write(claims.claim) == 2
    assert total(rows) == sum_before + 10000
    assert {row.matched_by for row in rows("sale") if row.code == "PODCAST"} == {"code"}
    assert "PODCAST" not in waits(store)
    store.write(undo.undo)
    assert content() == before


def test_sales_of_a_link_count_on_its_post_and_stay_when_it_changes(
    store: Store, spring: int, read: Read, take: Take, rows: Rows
) -> None:
    (link,) = store.read(links.links)

    def add_post(tx: Transaction) -> None:
        channel = organisation.add_channel(tx, "Instagram", "Instagram")
        changes.insert(
            tx, post, source="x", external_key="p1", channel_id=channel, campaign_id=spring, url="https://x/p1",
            day=date(2026, 10, 1), precision="day",
        )  # fmt: skip

    store.write(add_post)
    with pytest.raises(FormFaults, match="No post is known"):
        store.write(links.edit_link, link.id, link.draft, "https://x/other")
    store.write(links.edit_link, link.id, link.draft, "https://x/p1")
    take(read(ORDERS))
    by_link = [row for row in rows("sale") if row.link_id == link.id]
    assert by_link
    assert store.read(links.sales_of, link.id) == len(by_link)
    kept = [(row.name, row.post_id) for row in rows("benefit")]
    assert ("order #1001", 1) in kept
    ledgers = store.read(roi.ledgers, Calendar().parse("2026", date(2026, 11, 22)), By.MESSAGE)
    assert sum(ledgers[1].benefits.by_kind.values()) > 0
    store.write(links.edit_link, link.id, link.draft, "")
    store.write(links.archive_link, link.id)
    assert [(row.name, row.post_id) for row in rows("benefit")] == kept
