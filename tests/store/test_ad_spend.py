"""What ad reports say of a month beside the ad costs of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.costs import CostCategory, CostDraft, Recurrence
from smdash.domain.money import Money
from smdash.domain.month_end import Check
from smdash.domain.periods import between
from smdash.store import changes, costs, organisation
from smdash.store.ad_spend import reported_ads
from smdash.store.currencies import set_exchange_rate
from smdash.store.month_checks import checklist
from smdash.store.store import Store, Transaction
from smdash.store.tables import ad_day, cost, post, post_metrics

OCTOBER, DAY = date(2026, 10, 1), date(2026, 10, 14)
MONTH = between(OCTOBER, date(2026, 11, 1))

Say = Callable[..., None]


@pytest.fixture
def say(store: Store) -> Say:
    """A row of a report, and the cost that an import makes of it unless it is to be none."""

    def said(first: date, last: date, minor: int, *, booked: int | None = None, currency: str = "USD") -> None:
        key = f"{first}:{last}"
        row: dict[str, Any] = {
            "source": "meta-ads", "external_key": key, "owner": f"spring {currency}", "level": "campaign",
            "name": "Spring", "day": first, "until": last, "spend_minor": minor, "spend_currency": currency,
        }  # fmt: skip
        store.write(lambda tx: changes.insert(tx, ad_day, **row))
        draft = CostDraft(
            first, Money(minor if booked is None else booked, currency), CostCategory.ADS,
            Recurrence.SPREAD if last > first else Recurrence.NONE, last if last > first else None,
        )  # fmt: skip
        if draft.amount.minor:
            cost_id = store.write(costs.add_cost, draft)
            store.write(lambda tx: changes.update(tx, cost, cost_id, source="meta-ads", external_key=f"cost:{key}"))

    return said


def reported(store: Store) -> list[tuple[str, int | None, int]]:
    return [
        (one.spend.name, one.spend.reported, one.spend.entered) for one in store.read(reported_ads, MONTH)
    ]  # fmt: skip


def at_odds(store: Store) -> Check:
    return next(check for check in store.read(checklist, OCTOBER).checks if check.key == "spend")


def test_spans_count_with_their_days_and_what_shorter_reports_leave(store: Store, say: Say) -> None:
    say(date(2026, 9, 21), date(2026, 10, 10), 20_000, booked=19_000)
    say(date(2026, 10, 5), date(2026, 10, 5), 1_000)
    say(date(2026, 8, 5), date(2026, 8, 5), 7_000)
    assert reported(store) == [("Meta ads", 9_500 + 1_000, 9_500 + 1_000)]
    assert at_odds(store).done


def test_an_invoice_entered_beside_the_report_is_told(store: Store, say: Say) -> None:
    say(DAY, DAY, 1_000)
    facebook = store.write(organisation.add_channel, "Guild", "facebook")
    x = store.write(organisation.add_channel, "Guild on X", "x")
    store.write(costs.add_cost, CostDraft(DAY, Money(5_000, "USD"), CostCategory.ADS, channel_id=x))
    assert at_odds(store).done
    store.write(costs.add_cost, CostDraft(DAY, Money(1_020, "USD"), CostCategory.ADS, channel_id=facebook))
    assert [line.text for line in at_odds(store).lines] == [
        "Meta ads: the platform reports 10.00 USD, ad cost entered 20.20 USD"
    ]


def test_a_cost_that_was_edited_away_from_the_report_is_told(store: Store, say: Say) -> None:
    say(DAY, DAY, 1_000, booked=800)
    assert [line.text for line in at_odds(store).lines] == [
        "Meta ads: the platform reports 10.00 USD, ad cost entered 8.00 USD"
    ]


def test_posts_of_a_platform_with_a_report_are_a_part_of_it(store: Store, say: Say) -> None:
    say(DAY, DAY, 1_000)

    def publish(tx: Transaction, platform: str) -> None:
        channel = organisation.add_channel(tx, platform, platform)
        values = {"source": "s", "external_key": platform, "channel_id": channel, "day": DAY, "precision": "day"}
        spent = {"captured_on": DAY, "spend_minor": 300, "spend_currency": "USD"}
        changes.insert(tx, post_metrics, post_id=changes.insert(tx, post, **values), **spent)

    for platform in ("instagram", "linkedin"):
        store.write(publish, platform)
    assert [line.text for line in at_odds(store).lines] == [
        "linkedin: the platform reports 3.00 USD, ad cost entered 0.00 USD"
    ]


def test_another_currency_is_held_against_its_converted_cost(store: Store, say: Say) -> None:
    store.write(set_exchange_rate, "EUR", OCTOBER, Decimal("1.5"))
    say(DAY, DAY, 1_000, currency="EUR")
    assert reported(store) == [("Meta ads", 1_500, 1_500)]
    say(date(2026, 10, 15), date(2026, 10, 15), 1_000, currency="GBP")
    assert reported(store) == [("Meta ads", None, 1_500)]
