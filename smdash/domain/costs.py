"""What things cost: a day, a span that is spread over its days, or a recurrence worked out when it is read.

Amounts are whole minor units. `converted` is the amount in the reporting currency at the rate of its day; a row
without it waits for a rate: it is counted and named, never added.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from smdash.domain.money import Money, allocate
from smdash.domain.periods import DAY, Period, add_months, between
from smdash.errors import FormFaults


class CostCategory(StrEnum):
    """The parts a cost is made of; staff also comes from logged hours."""

    ADS = "ads"
    TOOLS = "tools"
    AGENCY = "agency"
    CONTENT = "content"
    REWARDS = "rewards"
    OTHER = "other"
    STAFF = "staff"


class Recurrence(StrEnum):
    """Once, spread evenly over the days of a span, or again and again."""

    NONE = "none"
    SPREAD = "spread"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


_STEP = {Recurrence.MONTHLY: 1, Recurrence.QUARTERLY: 3, Recurrence.YEARLY: 12}


@dataclass(frozen=True, slots=True)
class CostDraft:
    """A cost as a person enters it; see `CostLine` for what the days mean."""

    day: date
    amount: Money
    category: CostCategory
    recurrence: Recurrence = Recurrence.NONE
    until: date | None = None
    campaign_id: int | None = None
    channel_id: int | None = None
    post_id: int | None = None
    name: str = ""
    note: str = ""
    estimated: bool = False


def check_cost(draft: CostDraft) -> CostDraft:
    """The draft when it can be; `FormFaults` with all faults by field when not. A credit note is a negative cost."""
    faults = {}
    if draft.amount.minor == 0:
        faults["amount"] = "The amount is zero."
    if draft.until is not None and draft.until < draft.day:
        faults["until"] = "The last day is before the first."
    elif draft.until is not None and draft.recurrence is Recurrence.NONE:
        faults["until"] = "A cost of one day has no last day. Leave it empty, or choose spread or how often."
    elif draft.until is None and draft.recurrence is Recurrence.SPREAD:
        faults["until"] = "Type the last day of the span the cost is spread over."
    if draft.estimated and draft.category is not CostCategory.STAFF:
        faults["estimated"] = "Only staff cost is entered as an estimated share."
    if faults:
        raise FormFaults(faults)
    return draft


@dataclass(frozen=True, slots=True)
class CostLine:
    """One row of cost. `until` is the last day of a span, or the last day a recurrence may fall on.

    `estimated` marks a share of a full-time cost entered for people who do not log hours.
    """

    id: int
    day: date
    amount: Money
    category: CostCategory
    converted: int | None = None
    recurrence: Recurrence = Recurrence.NONE
    until: date | None = None
    campaign_id: int | None = None
    channel_id: int | None = None
    post_id: int | None = None
    name: str = ""
    note: str = ""
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class DatedAmount:
    """Minor units on a day."""

    day: date
    minor: int


def draft_of(line: CostLine) -> CostDraft:
    """A stored cost as a draft, to be changed and saved."""
    return CostDraft(
        line.day,
        line.amount,
        line.category,
        line.recurrence,
        line.until,
        line.campaign_id,
        line.channel_id,
        line.post_id,
        line.name,
        line.note,
        line.estimated,
    )


def occurrences(line: CostLine, period: Period) -> Iterator[date]:
    """The days in a period on which a line falls due; a spread one has none of its own.

    A recurrence keeps its day of the month, or takes the last one where the month is shorter, without drifting.
    """
    if line.recurrence is Recurrence.NONE:
        if line.day in period:
            yield line.day
        return
    step = _STEP.get(line.recurrence, 0)
    stop = min(period.last, line.until) if line.until else period.last
    number = max(0, _months_between(line.day, period.start) // step) if step else 0
    while step:
        day = _same_day(line.day, number * step)
        if day > stop:
            return
        if day >= period.start:
            yield day
        number += 1


def by_day(line: CostLine, period: Period) -> tuple[DatedAmount, ...]:
    """What a line costs on each day of a period, in minor units of the reporting currency; days without cost left out.

    Whatever periods a span is looked at through, its days add up to the whole amount.
    """
    if line.converted is None:
        return ()
    if line.recurrence is not Recurrence.SPREAD:
        return tuple(DatedAmount(day, line.converted) for day in occurrences(line, period))
    return tuple(DatedAmount(day, minor) for day, minor in spread(line.converted, _span(line), period) if minor)


def spread(total: int, span: Period, period: Period) -> list[tuple[date, int]]:
    """The days both have in common with their parts of an amount that is spread over a span by days.

    The whole is shared over the span's months by their days, each month's part over its days, both with the largest
    remainder: so months are within one unit of their exact share, and days sum to months, and months to the whole.
    """
    months = span.months()
    lengths = [span.overlap(month, add_months(month, 1)) for month in months]
    parts: list[tuple[date, int]] = []
    for month, length, minor in zip(months, lengths, allocate(total, lengths), strict=True):
        if period.overlap(month, add_months(month, 1)):
            first = max(month, span.start)
            days = enumerate(allocate(minor, [1] * length))
            parts += [(first + n * DAY, part) for n, part in days if first + n * DAY in period]
    return parts


def within(line: CostLine, period: Period) -> int:
    """What a line costs in a period, in minor units of the reporting currency; 0 while it waits for a rate."""
    return sum(part.minor for part in by_day(line, period))


def touches(line: CostLine, period: Period) -> bool:
    """Whether a line has a part in a period, converted or not."""
    if line.recurrence is Recurrence.SPREAD:
        span = _span(line)
        return period.overlap(span.start, span.end) > 0
    return next(occurrences(line, period), None) is not None


def by_category(lines: Iterable[CostLine], period: Period) -> dict[CostCategory, int]:
    """Cost of a period by category, each category present."""
    totals = dict.fromkeys(CostCategory, 0)
    for line in lines:
        totals[line.category] += within(line, period)
    return totals


def unconverted(lines: Iterable[CostLine], period: Period) -> tuple[CostLine, ...]:
    """The lines of a period that wait for an exchange rate."""
    return tuple(line for line in lines if line.converted is None and touches(line, period))


def _span(line: CostLine) -> Period:
    return between(line.day, (line.until or line.day) + DAY)


def _months_between(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month


def _same_day(anchor: date, months: int) -> date:
    first = add_months(anchor.replace(day=1), months)
    return first.replace(day=min(anchor.day, monthrange(first.year, first.month)[1]))
