"""The loaded hourly rate."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from smdash.domain.money import Money
from smdash.domain.staffing import Employment, loaded_rate, yearly_pay
from smdash.errors import FormFaults


def usd(major: str) -> Money:
    return Money.of(Decimal(major), "USD")


def test_the_published_rate() -> None:
    job = Employment(yearly_pay(usd("18.00"), 40), 40 * 52, 232, Decimal("0.3108"))
    figure = loaded_rate(job)
    cost, hours = figure.inputs
    assert (job.pay.amount, hours.value, figure.text()) == (Decimal("37440.00"), 1848, "26.56")
    assert cost.value is not None
    assert round(cost.value / 100) == 49_076


def test_overhead_counts_and_rounds_once() -> None:
    job = Employment(usd("30000"), 1000, 0, 0, usd("0.50"))
    assert loaded_rate(job).value == 3000
    assert loaded_rate(Employment(usd("10"), 3, 0, 0)).value == 333


def test_the_default_on_costs_name_their_source() -> None:
    figure = loaded_rate(Employment(usd("32.07"), 1))
    assert figure.value == 4565
    assert "BLS" in figure.notes[0]
    assert loaded_rate(Employment(usd("1"), 1, 0, Fraction(1, 5))).notes == ()


def test_no_productive_hours_leave_it_undefined() -> None:
    figure = loaded_rate(Employment(usd("1000"), 100, 100))
    assert (figure.value, figure.reason) == (None, "no productive hours are left")


def test_all_faults_are_told_at_once() -> None:
    job = Employment(usd("-1"), -1, -1, -1, Money(-1, "EUR"))
    with pytest.raises(FormFaults) as fault:
        loaded_rate(job)
    assert set(fault.value.faults) == {"pay", "paid_hours", "hours_off", "on_costs", "overhead"}
    assert "USD" in fault.value.faults["overhead"]
