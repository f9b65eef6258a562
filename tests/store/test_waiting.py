from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.benefits import BenefitDraft, BenefitKind, Evidence
from smdash.domain.breakdown import By
from smdash.domain.costs import CostCategory, CostDraft, Recurrence
from smdash.domain.money import Money
from smdash.domain.periods import Calendar
from smdash.domain.roi import not_converted, together
from smdash.domain.timesheets import EntryDraft
from smdash.store import benefits, costs, doctor, organisation, roi, timesheets, undo, waiting
from smdash.store.currencies import set_exchange_rate
from smdash.store.hours import hours_in
from smdash.store.store import Store

DAY = date(2026, 11, 10)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A cost, a benefit and an hour in euros, without an exchange rate; and a cost in yen."""
    opened = Store.open(tmp_path / "s.db", FixedClock(), actor="ana")
    ana = opened.write(organisation.add_person, "ana")
    opened.write(organisation.set_rate, ana, date(2026, 1, 1), Money(4000, "EUR"))
    opened.write(costs.add_cost, CostDraft(DAY, Money(10_000, "EUR"), CostCategory.ADS))
    opened.write(costs.add_cost, CostDraft(DAY, Money(5_000, "JPY"), CostCategory.CONTENT))
    half = BenefitDraft(
        DAY, Money(30_001, "EUR"), BenefitKind.REVENUE, evidence=Evidence.ALLOCATED, share=Decimal("0.5")
    )
    opened.write(benefits.add_benefit, half)
    opened.write(timesheets.log_entry, EntryDraft(ana, DAY, 5400))
    yield opened
    opened.close()


def test_what_waits_is_listed_with_what_it_would_become(store: Store) -> None:
    assert [row.converted for row in store.read(waiting.waiting)] == [None] * 4
    store.write(set_exchange_rate, "EUR", date(2026, 11, 1), Decimal("1.1"))
    found = {(row.table, row.amount.currency): row.converted for row in store.read(waiting.waiting)}
    assert found == {
        ("cost", "EUR"): 11_000,
        ("cost", "JPY"): None,
        ("benefit", "EUR"): 33_001,
        ("time_entry", "EUR"): 6_600,
    }


def test_a_later_rate_changes_nothing_until_the_rows_are_converted_and_undo_takes_it_back(store: Store) -> None:
    november = Calendar().month(DAY)
    store.write(set_exchange_rate, "EUR", date(2026, 11, 1), Decimal("1.1"))
    assert store.read(hours_in, november).cost_minor == 0
    assert store.write(waiting.convert_waiting) == 3
    assert store.read(hours_in, november).cost_minor == 6_600
    result = store.read(roi.overview_roi, november).now
    assert result.cost.value == 17_600
    assert result.steps[1].benefit.value == 16_501
    assert all(finding.fine for finding in store.read(doctor.examine))
    assert store.write(undo.undo).label == "convert 3 waiting amounts"
    assert store.read(hours_in, november).cost_minor == 0


def test_a_rate_that_begins_later_converts_nothing(store: Store) -> None:
    store.write(set_exchange_rate, "EUR", date(2026, 11, 11), Decimal("1.1"))
    assert store.write(waiting.convert_waiting) == 0
    next_undo = store.read(undo.next_undo)
    assert next_undo is not None
    assert next_undo.label == "set exchange rate EUR from 2026-11-11"


def test_what_waits_is_named_in_its_own_currencies_in_every_view(store: Store) -> None:
    november = Calendar().month(DAY)
    span = CostDraft(
        date(2026, 10, 1), Money(6_100, "JPY"), CostCategory.TOOLS, Recurrence.SPREAD, until=date(2026, 11, 30)
    )
    store.write(costs.add_cost, span)
    for by in (By.CAMPAIGN, By.CHANNEL, By.MONTH, By.OBJECTIVE, By.MESSAGE):
        found = store.read(roi.ledgers, november, by)
        whole = together(found.values(), "USD")
        assert whole.waiting_costs.amounts == {"EUR": 10_000, "JPY": 8_000}
        assert not_converted(whole) == "3 costs of 100.00 EUR + 8 000 JPY, 1 benefit of 300.01 EUR"
    made = store.read(roi.overview_roi, november).now
    assert "3 cost rows wait for an exchange rate: not included (100.00 EUR + 8 000 JPY)" in made.cost.notes
    assert made.cost.value == 0
    store.write(set_exchange_rate, "EUR", date(2026, 11, 1), Decimal("1.1"))
    store.write(set_exchange_rate, "JPY", date(2026, 9, 1), Decimal("0.01"))
    store.write(waiting.convert_waiting)
    assert not_converted(together(store.read(roi.ledgers, november).values(), "USD")) == ""
