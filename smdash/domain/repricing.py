"""What another hourly rate would change: entries, hours and cost by month and campaign, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from smdash.domain.durations import clock
from smdash.domain.figures import grouped, show_minor


@dataclass(frozen=True, slots=True)
class Repriced:
    """One part of an entry with its cost before and after, in minor units of the reporting currency.

    None is no cost: without a rate, or without an exchange rate. `unrated` says that it had no rate before.
    """

    entry_id: int
    person_id: int
    campaign_id: int | None
    day: date
    seconds: int
    before: int | None
    after: int | None
    unrated: bool = False


@dataclass(frozen=True, slots=True)
class RepricingLine:
    """The entries of one month and campaign: how many, their seconds, and their cost before and after.

    `unrated` of them had no rate before; `waiting` have no cost afterwards, for want of an exchange rate.
    """

    month: date
    campaign_id: int | None
    entries: int = 0
    seconds: int = 0
    before: int = 0
    after: int = 0
    unrated: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Repricing:
    """What re-pricing does: its lines by month and campaign, and those of closed months, which stay as they are."""

    lines: tuple[RepricingLine, ...] = ()
    closed: tuple[RepricingLine, ...] = ()

    @property
    def total(self) -> RepricingLine:
        """All that changes, in one line; its month and campaign mean nothing."""
        return _together(self.lines)

    def words(self, currency: str) -> str:
        """`34 entries, 51:20: 2 310.00 → 2 515.33 USD`."""
        return line_words(self.total, currency)

    @property
    def closed_words(self) -> str:
        """What stays as it is because its month is closed; empty where nothing does."""
        if not self.closed:
            return ""
        months = ", ".join(dict.fromkeys(f"{line.month:%B %Y}" for line in self.closed))
        total = _together(self.closed)
        entries = _entries(total.entries)
        return f"{months} closed: {entries}, {clock(total.seconds)}, stay as they are"


def line_words(line: RepricingLine, currency: str) -> str:
    """Entries, hours, and cost before and after."""
    money = [show_minor(minor, currency, cents=True) for minor in (line.before, line.after)]
    said = f"{_entries(line.entries)}, {clock(line.seconds)}: {money[0]} → {money[1]} {currency}"
    if line.unrated:
        said += f", {grouped(line.unrated, 0)} had no rate"
    return said + (f", {grouped(line.waiting, 0)} wait for an exchange rate" if line.waiting else "")


def summed(changes: Iterable[Repriced]) -> tuple[RepricingLine, ...]:
    """Entries by month and campaign, the oldest month first, what belongs to no campaign last in each."""
    found: dict[tuple[date, int | None], list[Repriced]] = {}
    for one in changes:
        found.setdefault((one.day.replace(day=1), one.campaign_id), []).append(one)
    return tuple(
        RepricingLine(
            month,
            campaign_id,
            len(some),
            sum(one.seconds for one in some),
            sum(one.before or 0 for one in some),
            sum(one.after or 0 for one in some),
            sum(one.unrated for one in some),
            sum(one.after is None for one in some),
        )
        for (month, campaign_id), some in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or 1 << 62))
    )


def _together(lines: Iterable[RepricingLine]) -> RepricingLine:
    some = list(lines)
    return RepricingLine(
        some[0].month if some else date.min,
        None,
        sum(line.entries for line in some),
        sum(line.seconds for line in some),
        sum(line.before for line in some),
        sum(line.after for line in some),
        sum(line.unrated for line in some),
        sum(line.waiting for line in some),
    )


def _entries(count: int) -> str:
    return f"{grouped(count, 0)} {'entry' if count == 1 else 'entries'}"
