"""Shopify orders, Stripe payments and touches as readers understand them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from smdash.domain.sales import SaleStatus
from smdash.exchange.read import Understood
from smdash.exchange.records.sales import SaleRecord, TouchRecord, customer_key

Read = Callable[..., Understood]


def sales(understood: Understood) -> dict[str, SaleRecord]:
    rows = understood.collect()
    assert rows.faults == ()
    found = [one for one in rows.records if isinstance(one, SaleRecord) and not one.continues]
    return {one.number or one.external_key: one for one in found}


def test_shopify_orders_are_one_each_however_many_items(read: Read) -> None:
    understood = read("shopify_orders.csv")
    found = sales(understood)
    assert (understood.format, understood.rows, len(found)) == ("shopify-orders", 13, 11)
    first = found["#1001"]
    assert (first.amount, first.currency, first.external_key) == (120, "USD", "5550001001")
    assert first.at == datetime(2026, 10, 5, 15, 50, 32, tzinfo=UTC)  # it says +0400
    assert first.tags == {"source": "instagram", "medium": "social", "campaign": "spring-membership"}
    assert "@" not in first.customer
    assert found["#1005"].codes == ("spring10", "HELLO")
    assert {number: one.status for number, one in found.items() if one.status is not SaleStatus.PAID} == {
        "#1003": SaleStatus.PENDING,
        "#1004": SaleStatus.VOID,
    }
    assert (found["#1005"].refunded, found["#1006"].refunded) == (25, 40)
    assert found["#1010"].currency == "EUR"
    assert found["#1010"].origin == "shopify shopify_draft_order"


def test_orders_whose_ids_a_spreadsheet_rounded_are_known_by_their_number(read_text: Read) -> None:
    head = "Name;Email;Financial Status;Currency;Total;Created at;Refunded Amount;Id\n"
    row = "{};a@example.org;paid;EUR;{};2026-10-05 19:50:32 +0200;0,00;5,55E+12\n"
    found = sales(read_text(head + row.format("#1001", "1.120,50") + row.format("#1002", "12,00")))
    assert [(one.external_key, one.amount) for one in found.values()] == [
        ("#1001", Decimal("1120.50")), ("#1002", 12),
    ]  # fmt: skip


def test_an_item_without_its_order_is_told(read_text: Read, exports: Path) -> None:
    text = (exports / "shopify_orders.csv").read_text()
    head, rest = text.split("\n", 1)
    rows = read_text(f"{head}\n{rest[rest.index('#1001', 10) : rest.index('#1002')]}").collect()
    assert [(fault.row_number, fault.column) for fault in rows.faults] == [(2, "Name"), (3, "Name")]
    assert "order is missing" in rows.faults[0].reason


def test_stripe_says_two_currencies_refunds_and_disputes(read: Read) -> None:
    understood = read("stripe_payments.csv")
    found = {one.external_key: one for one in sales(understood).values()}
    assert (understood.format, len(found)) == ("stripe-payments", 11)
    euro = found["ch_4"]
    assert (euro.amount, euro.currency, euro.settled, euro.settled_currency) == (50, "eur", Decimal("58.10"), "usd")
    assert (euro.fee, euro.fee_currency) == (Decimal("2.10"), "usd")
    assert euro.at.utcoffset() == UTC.utcoffset(None)
    assert (found["ch_5"].refunded, found["ch_5"].refunded_at) == (30, datetime(2026, 10, 19, 23, 30, tzinfo=UTC))
    assert (found["ch_6"].refunded, found["ch_7"].refunded) == (45, 0)  # lost, won
    assert (found["ch_8"].status, found["ch_9"].status) == (SaleStatus.VOID, SaleStatus.PENDING)
    assert found["ch_2"].number == "#1002"
    assert found["ch_6"].codes == ("SPRING10",)
    assert found["ch_4"].tags == {"campaign": "spring-membership", "source": "instagram"}
    zone = [str(decision) for decision in understood.decisions if decision.key == "zone"]
    assert zone == ["times: UTC (the columns say so)"]


def test_a_selection_of_columns_with_semicolons_keeps_its_keys(read: Read, read_text: Read, exports: Path) -> None:
    found = sales(read("stripe_payments_semicolon.csv"))
    assert len(found) == 11
    rows = list(csv.DictReader((exports / "stripe_payments_semicolon.csv").read_text().splitlines(), delimiter=";"))
    for row in rows:
        row |= {"Status": "Refunded", "Fee": "9.99"}
    text = "\n".join(";".join(row.values()) for row in [dict.fromkeys(rows[0]) | {k: k for k in rows[0]}, *rows])
    later = sales(read_text(text + "\n"))
    assert later.keys() == found.keys()  # a key is of what never changes


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("2026-01-02 10:00:00;;usd;Paid", "Amount", "is blank"),
        ("2026-01-02 10:00:00;5;usd;Teleported", "Status", "no status"),
        (";5;usd;Paid", "Created date (UTC)", "is blank"),
        ("2026-13-02 10:00:00;5;usd;Paid", "dates", "not"),
        ("2026-01-02 10:00:00;five;usd;Paid", "Amount", "not a number"),
    ],
)
def test_bad_payments_are_named(read_text: Read, line: str, column: str, reason: str) -> None:
    head = "Created date (UTC);Amount;Currency;Status\n2026-01-01 10:00:00;5.00;usd;Paid\n"
    rows = read_text(f"{head}{line}\n").collect()
    assert len(rows.records) == 1
    assert [fault.row_number for fault in rows.faults] == [3]
    assert reason in rows.faults[0].reason
    assert rows.faults[0].column.casefold() in (column.casefold(), "created date (utc)")


def test_touches_know_whose_they_are(read: Read) -> None:
    rows = read("touches.csv").collect()
    found = [one for one in rows.records if isinstance(one, TouchRecord)]
    assert len(found) == 7
    assert [one.direct for one in found] == [False, False, True, False, False, False, False]
    assert found[0].tags == {"source": "linkedin", "medium": "social", "campaign": "spring-membership"}
    assert (found[0].conversion, found[3].customer) == ("#1001", "joe@example.org")
    assert len({one.external_key for one in found}) == 7


def test_no_mail_address_is_kept() -> None:
    assert customer_key("Joe@Example.org") == customer_key(" joe@example.org ")
    assert "@" not in customer_key("joe@example.org")
    assert customer_key("cus_17") == "cus_17"
