"""Touches imported: they share out a benefit by every model, never add to it, and may tell whose a sale is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from smdash.domain.attribution import Model
from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.periods import Calendar, Period
from smdash.domain.roi import Rung, result
from smdash.exchange.apply import Result
from smdash.exchange.read import Understood
from smdash.store import campaigns, credit, organisation, roi
from smdash.store.store import Store

Take = Callable[..., Result]
Read = Callable[..., Understood]
Rows = Callable[[str], list[Any]]
OCTOBER = Calendar().parse("2026-10", date(2026, 11, 22))


@pytest.fixture
def two(store: Store) -> tuple[int, int]:
    """Two campaigns whose tags the file bears."""
    names = ("Spring membership", "Autumn gala")
    first, second = (store.write(campaigns.add_campaign, CampaignDraft(name, CampaignStatus.LIVE)) for name in names)
    return first, second


def by_campaign(store: Store, period: Period = OCTOBER) -> dict[Any, int]:
    found = store.read(roi.ledgers, period)
    return {key: sum(one.benefits.by_kind.values()) for key, one in found.items()}


def test_models_stand_side_by_side_and_never_add(store: Store, two: tuple[int, int], read: Read, take: Take) -> None:
    take(read("shopify_orders.csv"))
    take(read("touches.csv"))
    spring, gala = two
    order = next(one for one in store.read(credit.conversions, OCTOBER) if one.name == "order #1001")
    shares = {model: {key[0]: part for key, part in order.shares(model, 30, "USD").items()} for model in Model}
    assert shares[Model.FIRST] == {spring: 12000}
    assert shares[Model.LAST] == {None: 12000}  # a direct visit
    assert shares[Model.LAST_NON_DIRECT] == {gala: 12000}
    assert shares[Model.LINEAR] == {spring: 4000, gala: 4000, None: 4000}
    assert shares[Model.POSITION] == {spring: 4800, gala: 2400, None: 4800}
    assert all(sum(parts.values()) == 12000 for parts in shares.values())
    assert order.shares(Model.LINEAR, 5, "USD") == {(gala, None): 6000, (None, None): 6000}  # the window is shorter


@pytest.mark.parametrize("model", list(Model))
def test_the_chosen_model_moves_benefits_and_keeps_their_sum(
    model: Model, store: Store, two: tuple[int, int], read: Read, take: Take
) -> None:
    take(read("shopify_orders.csv"))
    take(read("touches.csv"))
    before = by_campaign(store)
    store.write(organisation.change_settings, attribution_model=model.name.lower())
    after = by_campaign(store)
    assert sum(after.values()) == sum(before.values())
    assert (after != before) == (model is not Model.FIRST)  # the first one is the one that matched
    assert sum(by_campaign(store).values()) == sum(
        sum(one.benefits.by_kind.values()) for one in store.read(roi.ledgers, OCTOBER, By.CHANNEL).values()
    )
    for key, ledger in store.read(roi.ledgers, OCTOBER).items():
        assert result(ledger).step(Rung.ALLOCATED).benefit.name == f"Benefit T+A · {model.value}", key
    grown = store.read(roi.growth, OCTOBER, {})
    days = {key: sum(each.minor for some in (of.benefits or {}).values() for each in some) for key, of in grown.items()}
    assert {key: minor for key, minor in days.items() if minor} == {key: minor for key, minor in after.items() if minor}


@pytest.mark.parametrize("names", [("shopify_orders.csv", "touches.csv"), ("touches.csv", "shopify_orders.csv")])
def test_touches_tell_whose_a_sale_is_whichever_came_first(
    names: tuple[str, str], store: Store, two: tuple[int, int], read: Read, take: Take, rows: Rows
) -> None:
    for name in names:
        take(read(name))
    found = next(row for row in rows("sale") if row.number == "#1010")  # no code, no tags
    assert (found.matched_by, found.campaign_id) == ("touch", two[0])  # the other campaign's came after the order
    assert [row.evidence for row in rows("benefit") if row.name == "order #1010"] == ["tracked"]
    assert take(read("touches.csv")).added == {}
    assert len({row.benefit_id for row in rows("conversion")}) == len(rows("conversion"))


def test_a_refund_is_shared_as_what_it_takes_back(
    store: Store, two: tuple[int, int], read: Read, read_text: Read, take: Take
) -> None:
    take(read("shopify_orders.csv"))
    touches = ("1006,2026-10-09 10:00,x,autumn gala", "1006,2026-10-09 11:00,x,spring membership")
    take(read_text("\n".join(("order_id,time,source,campaign", *touches, ""))))
    store.write(organisation.change_settings, attribution_model="linear")
    found = [one for one in store.read(credit.conversions, OCTOBER) if "#1006" in one.name]
    assert sorted(one.minor for one in found) == [-4000, 4000]
    sums: dict[Any, int] = {}
    for one in found:
        for key, minor in one.shares(Model.LINEAR, 30, "USD").items():
            sums[key] = sums.get(key, 0) + minor
    assert set(sums.values()) == {0}


def test_touches_beyond_the_window_leave_the_benefit_where_it_was(
    store: Store, two: tuple[int, int], read: Read, take: Take
) -> None:
    take(read("shopify_orders.csv"))
    take(read("touches.csv"))
    store.write(organisation.change_settings, attribution_model="first", look_back_days=1)
    order = next(one for one in store.read(credit.conversions, OCTOBER) if one.name == "order #1001")
    assert order.shares(Model.FIRST, 1, "USD") == {(None, None): 12000}
    early = [line for line in order.touches if line.touch.at < order.at - timedelta(days=1)]
    assert len(early) == 2
