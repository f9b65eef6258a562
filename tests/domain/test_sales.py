"""Orders and payments as one sale: whichever came first, by number or by day, amount and currency, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.sales import (
    Sale,
    SaleKind,
    SaleStatus,
    check_status,
    number_key,
    pairs,
    refunds_due,
    settled_part,
    together,
)
from smdash.errors import InvalidInput

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)


def order(key: str, amount: int = 100, *, hours: float = 0, **values: object) -> Sale:
    at = NOON + timedelta(hours=hours)
    made = Sale("shop", key, SaleKind.ORDER, at, at.date(), SaleStatus.PAID, amount, "USD", number=f"#{key}")
    return replace(made, **values)  # type: ignore[arg-type]


def payment(key: str, amount: int = 100, *, hours: float = 0, **values: object) -> Sale:
    at = NOON + timedelta(hours=hours)
    made = Sale("pay", key, SaleKind.PAYMENT, at, at.date(), SaleStatus.PAID, amount, "USD")
    return replace(made, **values)  # type: ignore[arg-type]


def paired(fresh: list[Sale], others: list[Sale]) -> dict[str, str]:
    return {key: other.key for (_, key), other in pairs(fresh, others).items()}


@pytest.mark.parametrize(
    ("pay", "same"),
    [
        (payment("p", hours=23), True),  # the day after
        (payment("p", hours=-20), True),
        (payment("p", hours=48), False),
        (payment("p", 101), False),
        (payment("p", currency="EUR"), False),
        (payment("p", status=SaleStatus.VOID), False),
        (payment("p", hours=900, number="1"), True),  # by number, however late
        (payment("p", 55, number="#1"), True),  # a part of it: still the same order
        (payment("p", number="2"), False),  # it names another order
        (payment("p", customer="b"), True),
    ],
)
def test_an_order_and_its_payment_are_one(pay: Sale, same: bool) -> None:
    bought = order("1", customer="a")
    assert paired([pay], [bought]) == ({"p": "1"} if same else {})
    assert paired([bought], [pay]) == ({"1": "p"} if same else {})


def test_a_payment_may_name_the_shops_own_id() -> None:
    bought = order("5550001", number="#1001")
    assert paired([payment("p", 7, hours=500, number="5550001")], [bought]) == {"p": "5550001"}


def test_alike_ones_are_paired_each_once_the_same_customer_first() -> None:
    orders = [order("1", customer="a"), order("2", hours=1, customer="b"), order("3", hours=2)]
    payments = [payment("x", customer="b"), payment("y", hours=1, customer="a")]
    assert paired(payments, orders) == {"x": "2", "y": "1"}
    assert paired([payment(key) for key in "abcd"], orders).keys() == {"a", "b", "c"}
    assert paired([order("9")], [order("8")]) == {}  # two orders are two sales


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 72)), max_size=8), st.integers(0, 8))
def test_nobody_is_the_other_side_of_two(made: list[tuple[int, int]], cut: int) -> None:
    orders = [order(f"o{n}", amount, hours=hours) for n, (amount, hours) in enumerate(made[:cut])]
    payments = [payment(f"p{n}", amount, hours=hours) for n, (amount, hours) in enumerate(made[cut:])]
    found = pairs(payments, orders)
    assert len({other.key for other in found.values()}) == len(found)
    assert len(found) == len(pairs(orders, payments))  # as many whichever file came first


def test_a_sale_knows_what_its_other_side_knows() -> None:
    bought = order("1", status=SaleStatus.PENDING)
    paid = payment("p", refunded=30, refunded_on=date(2026, 10, 9), fee=3, fee_currency="USD", settled=90,
                   settled_currency="EUR", customer="c")  # fmt: skip
    joined = together(bought, paid)
    assert (joined.status, joined.refunded, joined.fee, joined.settled) == (SaleStatus.PAID, 30, 3, 90)
    assert (joined.key, joined.customer, joined.refunded_on) == ("1", "c", date(2026, 10, 9))
    assert together(paid, bought).refunded == 30
    assert together(bought, None) is bought


def test_what_was_paid_out_is_shared_with_its_refund() -> None:
    paid = payment("p", 900, settled=35_063, settled_currency="THB")
    assert settled_part(paid, 900, "THB") == 35_063
    assert settled_part(paid, -450, "THB") == -17_532  # 175.315 away from zero
    assert settled_part(paid, 900, "USD") is None
    assert settled_part(order("1"), 100, "THB") is None


def test_refunds_due_and_numbers() -> None:
    assert refunds_due(50, [-20, -5]) == 25
    assert refunds_due(0, [-20]) == -20
    assert number_key(" #1001 ") == "1001"


def test_a_status_nobody_knows_is_a_fault() -> None:
    known = {"partially refunded": SaleStatus.PAID}
    assert check_status("Partially_Refunded", known) is SaleStatus.PAID
    with pytest.raises(InvalidInput):
        check_status("teleported", known)
