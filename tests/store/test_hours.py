"""Sums of hours are the same from totals and from the detail, whatever period and keys; and after any edits."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.money import Money, staff_cost
from smdash.domain.periods import DAY, Period, between
from smdash.domain.timesheets import EntryDraft
from smdash.errors import NotFound, Refused
from smdash.store import campaigns, organisation, timegrid, timesheets, totals, undo
from smdash.store.hours import KEYS, Hours, hours_by
from smdash.store.store import Store, Transaction

FIRST = date(2026, 1, 1)
COMBINATIONS = tuple(chain.from_iterable(combinations(KEYS, count) for count in range(len(KEYS) + 1)))

one_or_none = st.sampled_from([None, 1, 2])
day_numbers = st.integers(0, 130)
drafts = st.builds(
    lambda person, number, seconds, campaign, channel, activity: EntryDraft(
        person, FIRST + number * DAY, seconds, "UTC", campaign, channel, None, activity
    ),
    st.sampled_from([1, 2]),
    day_numbers,
    st.integers(1, 7200),
    one_or_none,
    one_or_none,
    one_or_none,
)
periods = st.tuples(day_numbers, st.integers(1, 130)).map(
    lambda numbers: between(FIRST + numbers[0] * DAY, FIRST + sum(numbers) * DAY)
)


def fill(tx: Transaction) -> None:
    for number in (1, 2):
        person = organisation.add_person(tx, f"Person {number}")
        organisation.set_rate(tx, person, FIRST + 40 * number * DAY, Money(3333 * number, "USD"))
        organisation.add_channel(tx, f"Channel {number}", "blog")
        organisation.activity_id(tx, f"activity {number}")
        campaigns.add_campaign(tx, CampaignDraft(f"Campaign {number}"))


def recount(store: Store, period: Period | None, keys: tuple[str, ...]) -> dict[tuple[int | None, ...], Hours]:
    found: defaultdict[tuple[int | None, ...], Hours] = defaultdict(Hours)
    for entry in store.read(timesheets.entries, limit=None).entries:
        if period is None or entry.work_day in period:
            uncosted = entry.seconds if entry.cost_minor is None else 0
            found[tuple(getattr(entry, key) for key in keys)] += Hours(
                entry.seconds, entry.cost_minor or 0, 1, uncosted
            )
    return dict(found)


@settings(max_examples=12, deadline=None)
@given(st.lists(drafts, max_size=12), st.lists(periods, min_size=1, max_size=4))
def test_sums_equal_a_recount_of_the_detail(entries: list[EntryDraft], chosen: list[Period]) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "smdash.db", FixedClock(), actor="ann")
        store.write(fill)
        for draft in entries:
            store.write(timesheets.log_entry, draft)
        for period in (None, *chosen):
            for keys in COMBINATIONS:
                empty = {} if keys else {(): Hours()}
                assert store.read(hours_by, period, *keys) == (recount(store, period, keys) or empty)
        store.close()


def test_an_unknown_key_is_no_sum(store: Store) -> None:
    with pytest.raises(KeyError):
        store.read(hours_by, None, "note")


class Edits(RuleBasedStateMachine):
    """Any sequence of what people do with entries."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.store = Store.open(Path(self.folder.name) / "smdash.db", FixedClock(), actor="ann")
        self.store.write(fill)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    def entry(self, number: int) -> int | None:
        found = self.store.read(timesheets.entries, limit=None).entries
        return found[number % len(found)].id if found else None

    def attempt(self, fn: Any, *args: Any) -> None:
        # A full day, a cell of several entries, nothing to undo: then nothing was written.
        with contextlib.suppress(Refused, NotFound):
            self.store.write(fn, *args)

    @rule(draft=drafts)
    def log(self, draft: EntryDraft) -> None:
        self.attempt(timesheets.log_entry, draft)

    @rule(person=st.sampled_from([1, 2]), number=day_numbers, minutes=st.integers(1, 180))
    def log_over_midnight(self, person: int, number: int, minutes: int) -> None:
        self.attempt(timesheets.log_entry, night(person, number, minutes))

    @rule(which=st.integers(0, 30), draft=drafts)
    def edit(self, which: int, draft: EntryDraft) -> None:
        if (entry_id := self.entry(which)) is not None:
            self.attempt(timesheets.edit_entry, entry_id, draft)

    @rule(which=st.integers(0, 30), number=day_numbers, minutes=st.integers(1, 180))
    def edit_over_midnight(self, which: int, number: int, minutes: int) -> None:
        if (entry_id := self.entry(which)) is not None:
            self.attempt(timesheets.edit_entry, entry_id, night(1, number, minutes))

    @rule(draft=drafts)
    def type_into_a_cell(self, draft: EntryDraft) -> None:
        self.attempt(timegrid.set_cell, draft)

    @rule(which=st.integers(0, 30))
    def delete(self, which: int) -> None:
        if (entry_id := self.entry(which)) is not None:
            self.attempt(timesheets.delete_entry, entry_id)

    @rule()
    def undo(self) -> None:
        self.attempt(undo.undo)

    @rule()
    def redo(self) -> None:
        self.attempt(undo.redo)

    @invariant()
    def totals_are_the_sum_of_the_detail(self) -> None:
        if hasattr(self, "store"):
            assert self.store.read(lambda snapshot: totals.differences(snapshot.connection)) == []

    @invariant()
    def each_entry_costs_its_seconds_at_its_rate_rounded_once(self) -> None:
        if not hasattr(self, "store"):
            return
        groups = defaultdict(list)
        for entry in self.store.read(timesheets.entries, limit=None).entries:
            groups[entry.group_id or -entry.id].append(entry)
        for parts in groups.values():
            rates = {part.rate for part in parts}
            cost = sum(part.cost_minor or 0 for part in parts)
            if len(rates) == 1:
                (rate,) = rates
                assert cost == (0 if rate is None else staff_cost(sum(part.seconds for part in parts), rate).minor)
            else:
                assert cost == sum(staff_cost(part.seconds, part.rate).minor for part in parts if part.rate)
            assert all(part.cost_minor is None for part in parts if part.rate is None)


def night(person: int, number: int, minutes: int) -> EntryDraft:
    """From half past eleven on, over midnight when it is long enough."""
    day = FIRST + number * DAY
    start = datetime(day.year, day.month, day.day, 23, 30, tzinfo=UTC)
    return EntryDraft(person, day, 60 * minutes, start=start, end=start + timedelta(minutes=minutes))


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=10, stateful_step_count=12, deadline=None)
