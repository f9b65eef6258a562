"""What an entry costs: rates frozen on its parts, rounded once, converted with the rate of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from smdash.domain.money import Money, allocate, staff_cost
from smdash.domain.organisation import Rate
from smdash.domain.timesheets import EntryDraft, Part, part_costs
from smdash.store.currencies import Converter
from smdash.store.organisation import rate_on
from smdash.store.store import Snapshot


@dataclass(frozen=True, slots=True)
class Price:
    """The frozen rate of a part, its cost, and that in minor units of the reporting currency where known."""

    rate: Rate | None = None
    cost: Money | None = None
    converted: int | None = None


def entry_prices(snapshot: Snapshot, person_id: int, parts: Sequence[Part], frozen: dict[date, Rate]) -> list[Price]:
    """Prices of the parts of an entry: a rate frozen for its day stands, else the one valid on the day is taken."""
    rates = [frozen.get(part.work_day) or rate_on(snapshot, person_id, part.work_day) for part in parts]
    if not any(rates):
        return [Price() for _ in parts]
    return price_parts(parts, rates, Converter(snapshot))


def price_parts(parts: Sequence[Part], rates: Sequence[Rate | None], converter: Converter) -> list[Price]:
    """Costs of the parts: at one rate they keep the cents of the whole, else each is rounded by itself."""
    hourly = {rate.hourly for rate in rates if rate is not None}
    if len(hourly) == 1 and None not in rates:
        seconds, rate = [part.seconds for part in parts], hourly.pop()
        costs: list[Money | None] = [*part_costs(seconds, rate)]
        converted = _converted_whole(parts, staff_cost(sum(seconds), rate), converter)
    else:
        pairs = list(zip(parts, rates, strict=True))
        costs = [part_costs([part.seconds], rate.hourly)[0] if rate else None for part, rate in pairs]
        converted = None
    if converted is None:
        converted = [
            None if cost is None else converter.convert(cost, part.work_day)
            for part, cost in zip(parts, costs, strict=True)
        ]
    return [Price(*price) for price in zip(rates, costs, converted, strict=True)]


def _converted_whole(parts: Sequence[Part], whole: Money, converter: Converter) -> list[int | None] | None:
    """The whole converted once and shared by seconds; None when the exchange rate differs from part to part."""
    values = {converter.convert(whole, part.work_day) for part in parts}
    value = values.pop()
    if values or value is None or not any(part.seconds for part in parts):
        return None
    return [*allocate(value, [part.seconds for part in parts])]


def priced_row(draft: EntryDraft, part: Part, price: Price, group: int | None) -> dict[str, Any]:
    """The row of one part, as the table of time entries holds it."""
    return {
        "person_id": draft.person_id,
        "campaign_id": draft.campaign_id,
        "channel_id": draft.channel_id,
        "post_id": draft.post_id,
        "activity_id": draft.activity_id,
        "work_day": part.work_day,
        "seconds": part.seconds,
        "start": part.start,
        "end": part.end,
        "zone": draft.zone,
        "note": draft.note,
        "group_id": group,
        **price_columns(price),
    }


def price_columns(price: Price) -> dict[str, Any]:
    """The columns of an entry that its price fills."""
    return {
        "rate_id": price.rate.id if price.rate else None,
        "rate_minor": price.rate.hourly.minor if price.rate else None,
        "rate_currency": price.rate.hourly.currency if price.rate else None,
        "cost_original_minor": price.cost.minor if price.cost else None,
        "cost_minor": price.converted,
    }
