"""A closed month holds: whatever is written, its numbers stay, and the reason is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from smdash.clock import FixedClock
from smdash.domain.benefits import BenefitCategory, BenefitDraft, BenefitKind, Evidence
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.costs import CostCategory, CostDraft, Recurrence
from smdash.domain.goals import KpiDraft, Reading
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.timesheets import EntryDraft
from smdash.errors import InvalidInput, NotFound, Refused, SmdashError
from smdash.store import (
    benefits,
    changes,
    costs,
    kpis,
    locks,
    migrations,
    organisation,
    outcomes,
    readings,
    timers,
    timesheets,
    undo,
)
from smdash.store.campaigns import add_campaign
from smdash.store.closing import close_month, closings, reopen_month
from smdash.store.columns import Flag
from smdash.store.currencies import set_exchange_rate
from smdash.store.imports import note_batch
from smdash.store.locks import DATED, UNDATED, MonthClosed
from smdash.store.outcomes import OutcomeDraft, OutcomeKind
from smdash.store.store import Store, Transaction
from smdash.store.tables import channel, cost, metadata, post, time_entry
from smdash.store.waiting import convert_waiting, waiting
from tests.imported_rows import insert_imported

OCTOBER = date(2026, 10, 1)
INSIDE, AFTER = date(2026, 10, 14), date(2026, 11, 4)
MOMENT = datetime(2026, 10, 14, 9, tzinfo=UTC)

# A row of each dated table, on a day of October; what it points at is row 1.
ROWS: dict[str, dict[str, Any]] = {
    "time_entry": {"person_id": 1, "work_day": INSIDE, "seconds": 3600, "zone": "UTC"},
    "cost": {"name": "", "category": "ads", "day": INSIDE, "recurrence": "none", "amount_minor": 1, "currency": "USD"},
    "benefit": {
        "name": "", "day": INSIDE, "kind": "revenue", "category": "other", "amount_minor": 1, "currency": "USD",
        "share": Decimal(1), "evidence": "tracked",
    },
    "outcome": {"kind": "lead", "count": 3, "day": INSIDE},
    "reading": {"kpi_id": 1, "day": INSIDE, "value": Decimal(4)},
    "post": {"source": "s", "external_key": "k", "channel_id": 1, "day": INSIDE, "precision": "day"},
    "post_metrics": {"post_id": 1, "captured_on": INSIDE, "reach": 10},
    "channel_day": {"channel_id": 1, "day": INSIDE, "reach": 10},
    "ad_day": {
        "source": "s", "external_key": "k", "owner": "o", "level": "ad", "name": "a", "day": INSIDE, "until": AFTER,
        "reach": 10,
    },
    "conversion": {"key": "k", "at": MOMENT, "benefit_id": 1},
    "touch": {"source": "s", "external_key": "k", "at": MOMENT},
    "rate": {"person_id": 1, "valid_from": INSIDE, "hourly_minor": 100, "currency": "USD"},
    "exchange_rate": {"currency": "EUR", "valid_from": INSIDE, "rate": Decimal("1.1")},
}  # fmt: skip
# A number of each that another write would change.
OTHER: dict[str, dict[str, Any]] = {
    "time_entry": {"seconds": 60}, "cost": {"amount_minor": 2}, "benefit": {"amount_minor": 2}, "outcome": {"count": 1},
    "reading": {"value": Decimal(5)}, "post": {"campaign_id": 1}, "post_metrics": {"reach": 11},
    "channel_day": {"reach": 11}, "ad_day": {"reach": 11}, "conversion": {"customer": "c"}, "touch": {"campaign_id": 1},
    "rate": {"hourly_minor": 200}, "exchange_rate": {"rate": Decimal("1.2")},
}  # fmt: skip


@pytest.fixture
def ready(store: Store) -> Store:
    """A store with one of each thing rows point at, all of them of November."""

    def fill(tx: Transaction) -> None:
        organisation.set_up(tx, organisation.SetUp("ann", "UTC", "USD", Money(4500, "USD")))
        organisation.add_channel(tx, "Blog", "blog")
        add_campaign(tx, CampaignDraft("Spring"))
        kpis.add_kpi(tx, KpiDraft("Sign-ups", date(2026, 9, 1), date(2026, 12, 31), target=Decimal(100)))
        changes.insert(tx, post, **{**ROWS["post"], "day": AFTER, "external_key": "later"})
        benefits.add_benefit(
            tx,
            BenefitDraft(
                AFTER, Money(100, "USD"), BenefitKind.REVENUE, BenefitCategory.OTHER, evidence=Evidence.TRACKED
            ),
        )

    store.write(fill)
    return store


def close(store: Store, month: date = OCTOBER) -> None:
    store.write(close_month, month)


def refuses(store: Store, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """The message with which a write is refused, after a look that nothing was written."""
    before = store.version()
    with pytest.raises(MonthClosed) as told:
        store.write(fn, *args, **kwargs)
    assert store.version() == before
    assert "--reopen" in told.value.hint
    return told.value.message


def test_every_table_is_dated_or_says_why_it_is_not() -> None:
    assert not DATED.keys() & UNDATED.keys()
    assert DATED.keys() | UNDATED.keys() == metadata.tables.keys()
    assert all(UNDATED.values())
    assert ROWS.keys() == OTHER.keys() == DATED.keys()


@pytest.mark.parametrize("name", sorted(DATED))
def test_a_row_of_a_closed_month_is_neither_added_nor_changed_nor_deleted(ready: Store, name: str) -> None:
    table = metadata.tables[name]
    row_id = ready.write(lambda tx: changes.insert(tx, table, **ROWS[name]))
    close(ready)
    assert "October 2026 is closed (by ann on 22 Nov 2026)" in refuses(ready, changes.delete, table, row_id)
    assert DATED[name].what in refuses(ready, changes.update, table, row_id, **OTHER[name])
    ready.write(reopen_month, OCTOBER, "corrections")
    ready.write(changes.delete, table, row_id)
    close(ready)
    refuses(ready, changes.insert, table, **ROWS[name])


@pytest.mark.parametrize("name", sorted(DATED))
def test_a_row_moves_neither_into_nor_out_of_a_closed_month(ready: Store, name: str) -> None:
    table, column = metadata.tables[name], DATED[name].first
    outside = ROWS[name] | {column: MOMENT + timedelta(days=21) if column == "at" else AFTER}
    row_id = ready.write(lambda tx: changes.insert(tx, table, **outside))
    close(ready)
    refuses(ready, changes.update, table, row_id, **{column: ROWS[name][column]})
    assert ready.write(lambda tx: changes.update(tx, table, row_id, **OTHER[name]))  # in the open month all goes on


@pytest.mark.parametrize("name", sorted(name for name in DATED if "batch_id" in metadata.tables[name].c))
def test_an_import_brings_no_row_into_a_closed_month_and_takes_none_out_of_it(ready: Store, name: str) -> None:
    table = metadata.tables[name]

    def taken(tx: Transaction) -> None:
        values = {
            column.name: ROWS[name].get(column.name) for column in table.c if column.name not in ("id", "batch_id")
        }
        words = {column.name: "" for column in table.c if not column.nullable and values.get(column.name, 0) is None}
        flags = {column.name: False for column in table.c if isinstance(column.type, Flag)}
        tx.batch_id = note_batch(tx, file_name="f", digest="d", format_name="x", new_rows=1)
        insert_imported(tx, table, [values | words | flags], tx.batch_id)

    close(ready)
    refuses(ready, taken)
    ready.write(reopen_month, OCTOBER, "an export came late")
    ready.write(taken)
    close(ready)
    refuses(ready, undo.undo_import, 1)
    ready.write(reopen_month, OCTOBER, "it was the wrong file")
    assert ready.write(undo.undo_import, 1).rows == 2


def log(store: Store, day: date) -> tuple[int, ...]:
    return store.write(timesheets.log_entry, EntryDraft(1, day, 3600))


def test_words_may_still_be_corrected(ready: Store) -> None:
    (entry,) = log(ready, INSIDE)
    close(ready)
    draft = timesheets.draft_of(ready.read(timesheets.entry, entry))
    ready.write(timesheets.edit_entry, entry, replace(draft, note="as agreed"))
    assert ready.read(timesheets.entry, entry).note == "as agreed"


def test_hours_are_refused_in_every_way_they_are_written(ready: Store) -> None:
    (entry,) = log(ready, INSIDE)
    (outside,) = log(ready, AFTER)
    close(ready)
    assert "its entries stay" in refuses(ready, timesheets.log_entry, EntryDraft(1, INSIDE, 60))
    draft = timesheets.draft_of(ready.read(timesheets.entry, entry))
    refuses(ready, timesheets.edit_entry, entry, replace(draft, seconds=60))
    refuses(ready, timesheets.edit_entry, entry, replace(draft, work_day=AFTER))
    refuses(ready, timesheets.edit_entry, outside, replace(draft, work_day=INSIDE))
    refuses(ready, timesheets.edit_entry, entry, replace(draft, campaign_id=1))
    refuses(ready, timesheets.delete_entry, entry)
    log(ready, AFTER)


def test_an_entry_over_the_end_of_a_closed_month_is_refused_as_a_whole(ready: Store) -> None:
    start = datetime(2026, 10, 31, 23, tzinfo=UTC)
    night = EntryDraft(1, start.date(), 7200, start=start, end=start + timedelta(hours=2))
    close(ready)
    refuses(ready, timesheets.log_entry, night)
    assert ready.read(timesheets.entries).total == 0


def test_a_timer_stops_into_no_closed_month_and_may_be_discarded(ready: Store) -> None:
    start = datetime(2026, 10, 31, 22, tzinfo=UTC)
    ready.write(timers.start_timer, EntryDraft(1, start.date(), 0), start)
    close(ready)
    refuses(ready, timers.stop_timer, 1, start + timedelta(hours=3))
    ready.write(timers.discard_timer, 1)
    assert ready.read(timers.running) == ()


def spread(day: date, until: date | None, how: Recurrence, amount: int = 300_00) -> CostDraft:
    return CostDraft(day, Money(amount, "USD"), CostCategory.TOOLS, how, until)


def test_costs_that_reach_into_a_closed_month_keep_their_part_of_it(ready: Store) -> None:
    monthly = ready.write(costs.add_cost, spread(date(2026, 8, 15), None, Recurrence.MONTHLY))
    spanning = ready.write(costs.add_cost, spread(date(2026, 9, 1), date(2026, 11, 30), Recurrence.SPREAD))
    quarterly = ready.write(costs.add_cost, spread(date(2026, 8, 15), None, Recurrence.QUARTERLY))
    close(ready)
    for one in (monthly, spanning):
        refuses(ready, costs.delete_cost, one)
    refuses(ready, costs.edit_cost, monthly, spread(date(2026, 8, 15), None, Recurrence.MONTHLY, 400_00))
    refuses(ready, costs.edit_cost, spanning, spread(date(2026, 9, 1), date(2026, 12, 31), Recurrence.SPREAD))
    refuses(ready, costs.add_cost, spread(date(2026, 1, 5), None, Recurrence.MONTHLY))
    refuses(ready, costs.add_cost, spread(date(2026, 10, 31), date(2026, 11, 30), Recurrence.SPREAD))
    # It ends after the closed month, which keeps what it had; a quarterly one has no part in October.
    ready.write(costs.edit_cost, monthly, spread(date(2026, 8, 15), AFTER, Recurrence.MONTHLY))
    ready.write(costs.edit_cost, quarterly, spread(date(2026, 8, 15), None, Recurrence.QUARTERLY, 400_00))
    ready.write(costs.add_cost, spread(AFTER, None, Recurrence.MONTHLY))


def test_benefits_outcomes_and_readings_are_refused(ready: Store) -> None:
    close(ready)
    benefit = BenefitDraft(INSIDE, Money(100, "USD"), BenefitKind.REVENUE, BenefitCategory.OTHER)
    assert "benefits" in refuses(ready, benefits.add_benefit, benefit)
    assert "outcomes" in refuses(ready, outcomes.add_outcome, OutcomeDraft(INSIDE, OutcomeKind.LEAD, 3))
    assert "readings" in refuses(ready, readings.add_reading, 1, Reading(INSIDE, Decimal(4)))
    ready.write(readings.add_reading, 1, Reading(AFTER, Decimal(4)))


def test_rates_begin_after_the_closed_month(ready: Store) -> None:
    close(ready)
    euro = Money(5000, "USD")
    for day in (date(2026, 9, 1), INSIDE):
        assert "hourly rates" in refuses(ready, organisation.set_rate, 1, day, euro)
        assert "exchange rates" in refuses(ready, set_exchange_rate, "EUR", day, Decimal("1.1"))
    first = ready.read(locks.first_open, INSIDE)
    assert first == date(2026, 11, 1)
    ready.write(organisation.set_rate, 1, first, euro)
    ready.write(set_exchange_rate, "EUR", first, Decimal("1.1"))


def test_waiting_amounts_of_a_closed_month_are_not_converted_and_others_are(ready: Store) -> None:
    for day in (INSIDE, AFTER):
        ready.write(costs.add_cost, CostDraft(day, Money(100, "EUR"), CostCategory.ADS))
    ready.write(set_exchange_rate, "EUR", date(2026, 9, 1), Decimal("1.1"))
    close(ready)
    assert [one.converted for one in ready.read(waiting)] == [None, 110]
    assert ready.write(convert_waiting) == 1
    assert [one.day for one in ready.read(waiting)] == [INSIDE]
    ready.write(reopen_month, OCTOBER, "the rate came late")
    assert ready.write(convert_waiting) == 1


def test_undo_and_redo_are_refused_with_the_reason(ready: Store) -> None:
    log(ready, INSIDE)
    ready.actor = "ben"
    close(ready)
    ready.actor = "ann"
    assert "October 2026 is closed (by ben on 22 Nov 2026)" in refuses(ready, undo.undo)
    ready.write(reopen_month, OCTOBER, "a mistake")
    assert ready.write(undo.undo).label.startswith("open October 2026 again")
    ready.actor = "ben"
    ready.write(reopen_month, OCTOBER, "a mistake")
    ready.actor = "ann"
    ready.write(undo.undo)
    ready.actor = "ben"
    close(ready)
    ready.actor = "ann"
    refuses(ready, undo.redo)


def test_closing_is_undone_like_any_other_change(ready: Store) -> None:
    close(ready)
    assert ready.write(undo.undo).label == "close October 2026"
    log(ready, INSIDE)


def test_each_closing_and_opening_is_kept(ready: Store) -> None:
    ready.write(close_month, INSIDE, "all invoices in")
    ready.write(reopen_month, INSIDE, "  a late\ninvoice ")
    ready.write(close_month, OCTOBER)
    newest, first = ready.read(closings, OCTOBER)
    assert (first.note, first.by, first.reopened_by, first.reason) == (
        "all invoices in",
        "ann",
        "ann",
        "a late invoice",
    )
    assert newest.reopened_at is None
    assert [closed.name for closed in ready.read(lambda snapshot: snapshot.closed)] == ["October 2026"]


def test_what_can_not_be_closed_or_opened(ready: Store) -> None:
    with pytest.raises(InvalidInput, match="December 2026 has not begun"):
        close(ready, date(2026, 12, 1))
    close(ready)
    with pytest.raises(Refused, match="closed already"):
        close(ready)
    with pytest.raises(InvalidInput, match="Say why"):
        ready.write(reopen_month, OCTOBER, " ")
    with pytest.raises(NotFound, match="September 2026 is not closed"):
        ready.write(reopen_month, date(2026, 9, 1), "why not")
    ready.role = Role.CONTRIBUTOR
    for call in ((close_month, AFTER), (reopen_month, OCTOBER, "because")):
        with pytest.raises(Refused, match="Only a manager"):
            ready.write(*call)


def test_a_transaction_that_opens_a_month_may_write_into_it(ready: Store) -> None:
    close(ready)

    def both(tx: Transaction) -> None:
        reopen_month(tx, OCTOBER, "a late entry")
        timesheets.log_entry(tx, EntryDraft(1, INSIDE, 3600))
        close_month(tx, OCTOBER)
        with pytest.raises(MonthClosed):
            timesheets.log_entry(tx, EntryDraft(1, INSIDE, 3600))

    ready.write(both)
    assert ready.read(timesheets.entries).total == 1


def test_a_refused_write_changes_no_row(ready: Store) -> None:
    log(ready, INSIDE)
    close(ready)

    def rows(table: Table) -> list[Any]:
        return ready.read(lambda snapshot: list(snapshot.connection.execute(select(table))))

    before = [rows(table) for table in (time_entry, cost, channel)]

    def several(tx: Transaction) -> None:
        organisation.add_channel(tx, "News", "mail")
        timesheets.log_entry(tx, EntryDraft(1, AFTER, 60))
        timesheets.log_entry(tx, EntryDraft(1, INSIDE, 60))

    with pytest.raises(SmdashError):
        ready.write(several)
    assert [rows(table) for table in (time_entry, cost, channel)] == before


def test_an_empty_store_knows_no_closed_month(store: Store, clock: FixedClock) -> None:
    assert store.read(lambda snapshot: snapshot.closed) == ()
    assert store.read(locks.closed_on, clock.today()) is None


def test_a_store_of_the_first_schema_closes_its_months(store_path: Path, clock: FixedClock) -> None:
    store_path.parent.mkdir(parents=True)
    _, first = migrations.steps()[0]
    with closing(sqlite3.connect(store_path)) as connection, connection:
        connection.executescript(first.read_text("utf-8"))
        connection.execute("insert into schema_version (version, applied_at) values (1, '2026-01-01T00:00:00Z')")
        connection.execute(
            "insert into person (name, name_key, kind, role, weekly_capacity, zone)"
            " values ('ann', 'ann', 'staff', 'manager', 0, 'UTC')"
        )
        connection.execute(
            "insert into time_entry (person_id, work_day, seconds, zone) values (1, '2026-10-14', 3600, 'UTC')"
        )
        connection.execute(
            "insert into month_time (month, campaign_id, channel_id, person_id, activity_id, seconds, entries,"
            " uncosted_seconds) values ('2026-10-01', 0, 0, 1, 0, 3600, 1, 3600)"
        )
    with closing(Store.open(store_path, clock, actor="ann")) as opened:
        close(opened)
        refuses(opened, timesheets.delete_entry, 1)
