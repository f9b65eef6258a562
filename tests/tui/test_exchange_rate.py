"""Exchange rates on screen: what converting would do is shown before, done as one act, and taken back as one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.benefits import BenefitDraft, BenefitKind
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.currencies import Rate
from smdash.domain.money import Money
from smdash.errors import Refused
from smdash.store import benefits, costs, organisation, waiting
from smdash.store.currencies import set_exchange_rate
from smdash.store.store import Store
from smdash.store.waiting import Waiting
from smdash.tui.app import SmdashApp
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.exchange_rate import preview
from smdash.tui.widgets.form import Form
from tests.tui.keys import until

DAY = date(2026, 11, 10)
Press = Callable[..., Any]
TextOf = Callable[[SmdashApp], list[str]]


def row(table: str, amount: Money, converted: int | None, rate: Rate | None, day: date = DAY) -> Waiting:
    return Waiting(table, 1, day, amount, converted, rate)


def test_the_preview_names_rates_counts_old_ones_and_what_goes_on_waiting() -> None:
    euro, dinar = Rate(date(2026, 11, 1), Decimal("1.10")), Rate(date(2026, 10, 5), Decimal("3.25"))
    lines = preview(
        [
            row("cost", Money(100_00, "EUR"), 110_00, euro),
            row("cost", Money(50_00, "EUR"), 55_00, euro),
            row("time_entry", Money(10_00, "EUR"), 11_00, euro),
            row("benefit", Money(1_500, "KWD"), 4_88, dinar),
            row("cost", Money(5_000, "JPY"), None, None),
        ],
        "USD",
    )
    assert lines == [
        "160.00 EUR = 176.00 USD at 1.1 of 2026-11-01",
        "  2 costs, 1 time entry",
        "1.500 KWD = 4.88 USD at 3.25 of 2026-10-05 ! up to 36 days old",
        "  1 benefit",
        "together 180.88 USD",
        "goes on waiting: 1 cost of 5 000 JPY",
    ]


@pytest.fixture
def waits(real_store: Store) -> Store:
    real_store.write(costs.add_cost, CostDraft(DAY, Money(100_00, "EUR"), CostCategory.ADS))
    real_store.write(costs.add_cost, CostDraft(DAY, Money(5_000, "JPY"), CostCategory.TOOLS))
    real_store.write(benefits.add_benefit, BenefitDraft(DAY, Money(30_00, "EUR"), BenefitKind.REVENUE))
    return real_store


async def test_a_rate_converts_after_a_preview(
    real_app: Callable[..., SmdashApp], waits: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        await press(pilot, "f7")
        await until(pilot, lambda: isinstance(app.screen, Form))
        assert isinstance(app.screen, Form)
        for name, text in {"currency": "eur", "valid_from": "2026-11-01", "value": "1.10"}.items():
            app.screen._rows[name].editor.value = text  # type: ignore[union-attr]
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await until(pilot, lambda: "goes on waiting: 1 cost of 5 000 JPY" in "\n".join(text_of(app)))
        text = "\n".join(text_of(app))
        assert "130.00 EUR = 143.00 USD at 1.1 of 2026-11-01" in text
        assert "1 cost, 1 benefit" in text
        await press(pilot, "n")
        await until(pilot, lambda: not isinstance(app.screen, Confirm))
        assert len(waits.read(waiting.waiting)) == 3
        await press(pilot, "f7")  # what has a rate by now is offered before anything else
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await press(pilot, "y")
        await until(pilot, lambda: [one.amount.currency for one in waits.read(waiting.waiting)] == ["JPY"])


def test_the_reporting_currency_stays_once_there_are_amounts(waits: Store) -> None:
    with pytest.raises(Refused, match="cannot change once amounts exist"):
        waits.write(lambda tx: organisation.change_settings(tx, currency="EUR"))


def test_what_was_converted_keeps_its_amount_when_rates_change(waits: Store) -> None:
    waits.write(set_exchange_rate, "EUR", date(2026, 11, 1), Decimal("1.10"))
    assert waits.write(waiting.convert_waiting) == 2
    waits.write(set_exchange_rate, "EUR", date(2026, 11, 1), Decimal("2"))
    assert waits.write(waiting.convert_waiting) == 0
    found = waits.read(lambda snapshot: costs.get_cost(snapshot, 1))
    assert found.converted == 110_00
