"""Any sequence of edits keeps the cents: each entry costs its seconds at its rate rounded once, a split what was split.

Entries are compared as people see them, parts over midnight together, with a model that knows the rules and nothing
of how they are stored.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.money import Money
from smdash.domain.timesheets import EntryDraft
from smdash.errors import SmdashError
from smdash.store import campaigns, doctor, entry_edits, organisation, timesheets, undo
from smdash.store.store import Snapshot, Store
from smdash.store.tables import month_time, time_entry

RATE = 4537  # an odd rate, so that most costs have to be rounded
DAYS = (date(2026, 10, 31), date(2026, 11, 1))  # of two months
SECONDS = st.one_of(st.integers(1, 9), st.integers(10, 30_000))
Model = dict[int, tuple[int, int]]
"""Seconds and cents of each entry, by the id of its first part."""


def cents(seconds: int) -> int:
    """The cost by its definition: seconds x rate / 3600, rounded once, half up."""
    return int(Fraction(seconds * RATE, 3600) + Fraction(1, 2))


def stored(snapshot: Snapshot) -> Model:
    key = func.coalesce(time_entry.c.group_id, time_entry.c.id)
    query = select(key, func.sum(time_entry.c.seconds), func.sum(time_entry.c.cost_minor)).group_by(key)
    return {row[0]: (row[1], row[2]) for row in snapshot.connection.execute(query)}


def totals(snapshot: Snapshot) -> tuple[Any, Any]:
    """What is stored by month and campaign, and the same added up from the entries."""
    kept = select(
        func.substr(month_time.c.month, 1, 7), month_time.c.campaign_id, month_time.c.seconds, month_time.c.cost_minor
    ).where(month_time.c.entries > 0)
    row = time_entry.c
    month, campaign_id = func.substr(row.work_day, 1, 7), func.coalesce(row.campaign_id, 0)
    detail = select(month, campaign_id, func.sum(row.seconds), func.sum(row.cost_minor)).group_by(month, campaign_id)
    both = (sorted(map(tuple, snapshot.connection.execute(query))) for query in (kept, detail))
    return next(both), next(both)


class Timesheet(RuleBasedStateMachine):
    """What a person does to a timesheet, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.open(Path(self.folder.name) / "smdash.db", FixedClock(), actor="ann")
        self.past: list[Model] = []
        self.model: Model = {}
        self.ahead: list[Model] = []

    def teardown(self) -> None:
        faults = [found for found in self.store.read(doctor.examine) if not found.fine]
        self.store.close()
        self.folder.cleanup()
        assert not faults

    @initialize()
    def begin(self) -> None:
        self.person = self.store.write(organisation.add_person, "ann")
        self.store.write(organisation.set_rate, self.person, date(2020, 1, 1), Money(RATE, "USD"))
        self.campaigns = [self.store.write(campaigns.add_campaign, CampaignDraft(name)) for name in ("One", "Two")]
        self.first_own = self.last_change()

    def last_change(self) -> int:
        found = self.store.read(undo.next_undo)
        return 0 if found is None else found.id

    def change(self, expected: Callable[[Any], Model], fn: Callable[..., Any], *args: Any, **options: Any) -> None:
        """Do it, and note what must be there afterwards; what is refused must change nothing."""
        before = self.last_change()
        try:
            result = self.store.write(fn, *args, **options)
        except SmdashError:
            return
        if self.last_change() != before:
            self.past.append(self.model)
            self.ahead.clear()
        self.model = expected(result)

    def pick(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.model)))

    @rule(
        day=st.sampled_from(DAYS),
        seconds=SECONDS,
        campaign=st.integers(0, 1),
        hour=st.one_of(st.none(), st.integers(0, 23)),
    )
    def log(self, day: date, seconds: int, campaign: int, hour: int | None) -> None:
        start = None if hour is None else datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        end = None if start is None else start + timedelta(seconds=seconds)
        draft = EntryDraft(self.person, day, seconds, campaign_id=self.campaigns[campaign], start=start, end=end)
        self.change(lambda ids: self.model | {ids[0]: (seconds, cents(seconds))}, timesheets.log_entry, draft)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), seconds=SECONDS)
    def edit(self, data: st.DataObject, seconds: int) -> None:
        entry_id = self.pick(data)
        whole = self.store.read(timesheets.whole_entry, entry_id)
        end = None if whole.start is None else whole.start + timedelta(seconds=seconds)
        draft = replace(timesheets.draft_of(whole), seconds=seconds, end=end)
        cost = self.model[entry_id][1] if seconds == whole.seconds else cents(seconds)
        self.change(lambda _: self.model | {entry_id: (seconds, cost)}, timesheets.edit_entry, entry_id, draft)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), campaign=st.integers(0, 1), note=st.sampled_from(["", "posts"]))
    def move_to_a_campaign(self, data: st.DataObject, campaign: int, note: str) -> None:
        entry_id = self.pick(data)
        whole = self.store.read(timesheets.whole_entry, entry_id)
        draft = replace(timesheets.draft_of(whole), campaign_id=self.campaigns[campaign], note=note)
        self.change(lambda _: self.model, timesheets.edit_entry, entry_id, draft)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), day=st.sampled_from(DAYS))
    def move_to_a_day(self, data: st.DataObject, day: date) -> None:
        entry_id = self.pick(data)
        whole = self.store.read(timesheets.whole_entry, entry_id)
        by = day - whole.work_day
        if not by:
            return
        start, end = (None if each is None else each + by for each in (whole.start, whole.end))
        draft = replace(timesheets.draft_of(whole), work_day=day, start=start, end=end)
        after = (whole.seconds, cents(whole.seconds))
        self.change(lambda _: self.model | {entry_id: after}, timesheets.edit_entry, entry_id, draft)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), part=st.integers(1, 99))
    def split(self, data: st.DataObject, part: int) -> None:
        entry_id = self.pick(data)
        seconds, cost = self.model[entry_id]
        first_seconds = seconds * part // 100

        def expected(ids: tuple[int, int]) -> Model:
            found = self.store.read(stored)
            first, second = found[ids[0]], found[ids[1]]
            assert (first[0], second[0]) == (first_seconds, seconds - first_seconds)
            assert first[1] + second[1] == cost, "a split keeps the cents of what was split"
            assert abs(first[1] - Fraction(cost * first_seconds, seconds)) <= 1
            return self.model | {ids[0]: first, ids[1]: second}

        self.change(expected, entry_edits.split_entry, entry_id, None, first_seconds)

    @precondition(lambda self: len(self.model) > 1)
    @rule(data=st.data())
    def join(self, data: st.DataObject) -> None:
        alike: dict[Any, list[int]] = {}
        for entry in self.store.read(timesheets.entries, limit=None).entries:
            if entry.group_id is None:
                alike.setdefault((entry.work_day, entry.campaign_id), []).append(entry.id)
        several = sorted(sorted(ids) for ids in alike.values() if len(ids) > 1)
        if not several:
            return
        ids = data.draw(st.lists(st.sampled_from(data.draw(st.sampled_from(several))), min_size=2, unique=True))
        seconds = sum(self.model[one][0] for one in ids)

        def expected(kept: int) -> Model:
            return {key: value for key, value in self.model.items() if key not in ids} | {
                kept: (seconds, cents(seconds))
            }

        self.change(expected, entry_edits.join_entries, ids)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        entry_id = self.pick(data)
        rest = {key: value for key, value in self.model.items() if key != entry_id}
        self.change(lambda _: rest, timesheets.delete_entry, entry_id)

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.store.write(undo.undo)
        self.ahead.append(self.model)
        self.model = self.past.pop()

    @precondition(lambda self: self.ahead)
    @rule()
    def redo(self) -> None:
        self.store.write(undo.redo)
        self.past.append(self.model)
        self.model = self.ahead.pop()

    @invariant()
    def entries_cost_what_they_must(self) -> None:
        assert self.store.read(stored) == self.model

    @invariant()
    def totals_equal_the_detail(self) -> None:
        kept, detail = self.store.read(totals)
        assert kept == detail


TestTimesheet = Timesheet.TestCase
TestTimesheet.settings = settings(max_examples=30, stateful_step_count=25, deadline=None, derandomize=True)
