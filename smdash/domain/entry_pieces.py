"""Entries taken apart and put together: a split keeps seconds and cents of the whole, a join has its cost anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from smdash.domain.durations import clock
from smdash.domain.money import Money, allocate
from smdash.domain.timesheets import Entry
from smdash.errors import InvalidInput, Refused

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cut:
    """The parts of one entry before and after the point at which it was split, each by day; neither is empty.

    A part that was cut in two stands at the end of `before` and, with the same id, at the beginning of `after`.
    """

    before: tuple[Entry, ...]
    after: tuple[Entry, ...]


def cut_at(parts: Sequence[Entry], at: datetime) -> Cut:
    """An entry with clock times split at an instant; `InvalidInput` when that is not within it.

    Of a part with a pause (less was worked than lies between its times) seconds go by the times, and cents by seconds,
    with the largest remainder.
    """
    before: list[Entry] = []
    after: list[Entry] = []
    for part in parts:
        if part.start is None or part.end is None:
            raise InvalidInput("This entry has no clock times.", "Say how long the first part was: 45m.")
        if part.end <= at:
            before.append(part)
        elif part.start >= at:
            after.append(part)
        else:
            seconds = allocate(part.seconds, [_seconds(at - part.start), _seconds(part.end - at)])
            first, second = _shares(part, seconds)
            before.append(replace(first, end=at))
            after.append(replace(second, start=at))
    if not before or not after or any(part.seconds <= 0 for part in (*before, *after)):
        raise InvalidInput("The entry does not run at that time.", "Choose a time between its start and its end.")
    return Cut(tuple(before), tuple(after))


def cut_after(parts: Sequence[Entry], seconds: int) -> Cut:
    """An entry split after so many seconds of work; `InvalidInput` when it is not longer than that.

    With clock times it is split at that time, which an entry with a pause does not tell: `InvalidInput` too.
    """
    total = sum(part.seconds for part in parts)
    if not 0 < seconds < total:
        raise InvalidInput(f"The entry has {clock(total)}: the first part must be shorter.", "Type less, such as 0:30.")
    first, last = parts[0], parts[-1]
    if first.start is not None and last.end is not None:
        if _seconds(last.end - first.start) != total:
            raise InvalidInput("This entry has a pause.", "Say at what time to split it: 10:30.")
        return cut_at(parts, first.start + timedelta(seconds=seconds))
    one, two = _shares(first, [seconds, total - seconds])
    return Cut((one,), (two,))


def joined(entries: Sequence[Entry]) -> Entry:
    """Entries of one row of the timesheet and one day as one, by start; its cost has to be worked out by the caller.

    Clock times stay when each goes on where the one before ended, else the sum has none. Notes stand side by side.
    `Refused` says what differs, for a joined entry has one person, day, campaign, activity, channel, post and rate.
    """
    if len(entries) < 2:
        raise InvalidInput("There is nothing to join with.", "Mark two or more entries of a day with x.")
    ordered = sorted(entries, key=lambda entry: (entry.start is None, entry.start or _NEVER, entry.id))
    _check_alike(ordered)
    first = ordered[0]
    touching = all(one.end is not None and one.end == two.start for one, two in pairwise(ordered))
    notes = list(dict.fromkeys(entry.note for entry in ordered if entry.note))
    return replace(
        first,
        seconds=sum(entry.seconds for entry in ordered),
        start=first.start if touching else None,
        end=ordered[-1].end if touching else None,
        note="; ".join(notes)[:500],
    )


def _check_alike(entries: Sequence[Entry]) -> None:
    for entry in entries:
        if entry.running:
            raise Refused("A running timer can't be joined.", "Stop it first.")
        if entry.group_id is not None:
            raise Refused("Time over midnight can't be joined.", "It is one entry on two days already.")
    for words, values in (
        ("people", {entry.person_id for entry in entries}),
        ("days", {entry.work_day for entry in entries}),
        ("campaigns", {entry.campaign_id for entry in entries}),
        ("activities", {entry.activity_id for entry in entries}),
        ("channels", {entry.channel_id for entry in entries}),
        ("posts", {entry.post_id for entry in entries}),
        ("hourly rates", {entry.rate for entry in entries}),
    ):
        if len(values) > 1:
            raise Refused(
                f"These entries are of different {words}.", "Only entries that are otherwise alike are joined."
            )


def _shares(part: Entry, seconds: Sequence[int]) -> tuple[Entry, Entry]:
    """A part in two, with its cents shared by seconds so that they add up."""
    costs = [None, None] if part.cost is None else [*allocate(part.cost.minor, seconds)]
    minors = [None, None] if part.cost_minor is None else [*allocate(part.cost_minor, seconds)]
    currency = part.cost.currency if part.cost else ""
    one, two = (
        replace(part, seconds=each, cost=None if cost is None else Money(cost, currency), cost_minor=minor)
        for each, cost, minor in zip(seconds, costs, minors, strict=True)
    )
    return one, two


def _seconds(length: timedelta) -> int:
    return length // timedelta(seconds=1)
