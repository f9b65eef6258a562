"""Stripe payments in their variants, and what Stripe exports beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from smdash.domain.sales import SaleStatus
from smdash.errors import Refused
from smdash.exchange.read import Understood
from smdash.exchange.records.sales import SaleRecord

Read = Callable[..., Understood]

CHARGES = (
    "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,"
    "Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Customer ID,Customer Email,Captured,"
    "Disputed Amount,Dispute Status,Dispute Date (UTC),Invoice ID,Transfer,utm_source (metadata)\n"
)


def sales(understood: Understood) -> list[SaleRecord]:
    rows = understood.collect()
    assert rows.faults == ()
    return [one for one in rows.records if isinstance(one, SaleRecord)]


def test_charges_before_2023_are_payments(read_text: Read) -> None:
    understood = read_text(
        CHARGES
        + "ch_1,Ticket,Payment complete.,2016-05-04 11:25,10.00,0.00,usd,10.00,0.00,0.59,0.00,usd,Live,Paid,,a@b.org,"
        "true,0.00,,,,po_1,instagram\n"
        "ch_2,Ticket,Payment complete.,2016-05-05 08:00,20.00,5.00,eur,22.10,5.52,0.90,0.00,usd,Live,Refunded,,,"
        "true,0.00,,,,po_1,\n"
    )
    first, second = sales(understood)
    assert understood.format == "stripe-payments"
    assert (first.external_key, first.at, first.fee) == (
        "ch_1", datetime(2016, 5, 4, 11, 25, tzinfo=UTC), Decimal("0.59"),
    )  # fmt: skip
    assert (first.tags, second.refunded) == ({"source": "instagram"}, 5)
    assert (second.amount, second.currency, second.settled, second.settled_currency) == (
        20, "eur", Decimal("22.10"), "usd",
    )  # fmt: skip


def test_amounts_with_a_decimal_comma(read_text: Read) -> None:
    head = "id,Created date (UTC),Amount,Amount Refunded,Currency,Fee,Status\n"
    (one,) = sales(read_text(head + 'py_1,2025-10-25 20:37:16,"1.399,00","0,00",eur,"20,31",Paid\n'))
    assert (one.amount, one.fee) == (1399, Decimal("20.31"))


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("id,Amount,Created (UTC),Currency,Livemode,Arrival Date (UTC),Destination,Status,Type", "lists payouts"),
        ("id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description", "is the balance"),
        ("balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id", "is the balance"),
        (
            "id,Customer ID,Plan,Amount,Currency,Status,Created (UTC),Start (UTC),Current Period Start (UTC)",
            "lists subscriptions",
        ),
    ],
)
def test_what_is_no_export_of_payments_is_told_as_what_it_is(read_text: Read, head: str, reason: str) -> None:
    cells = ",".join("1" for _ in head.split(","))
    with pytest.raises(Refused) as caught:
        read_text(f"{head}\n{cells}\n")
    assert caught.value.hint.startswith("Stripe payments: it")
    assert reason in caught.value.hint.splitlines()[0]


def test_a_refund_is_no_payment(read_text: Read) -> None:
    head = "id,Created date (UTC),Amount,Currency,Status,Reason\n"
    rows = read_text(head + "re_1,2026-01-01 10:00:00,5.00,usd,succeeded,requested_by_customer\n").collect()
    assert [(fault.column, fault.value) for fault in rows.faults] == [("id", "re_1")]


def test_payments_in_test_mode_count_for_nothing(read_text: Read) -> None:
    row = "{},Ticket,,2016-05-04 11:25,10.00,0.00,usd,10.00,0.00,0.59,0.00,usd,{},Paid,,a@b.org,true,0.00,,,,,\n"
    understood = read_text(CHARGES + row.format("ch_1", "Live") + row.format("ch_2", "Test"))
    assert [one.status for one in sales(understood)] == [SaleStatus.PAID, SaleStatus.VOID]
    assert "payments in test mode" in [decision.subject for decision in understood.decisions]
