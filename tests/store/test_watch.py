"""What a dashboard asks again and again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from smdash.domain.campaigns import CampaignDraft
from smdash.domain.goals import KpiDraft, Reading
from smdash.domain.timesheets import EntryDraft
from smdash.store import campaigns, changes, kpis, organisation, readings, timers, timesheets, undo, watch
from smdash.store.store import Store, Transaction
from smdash.store.tables import channel_day, metadata
from smdash.tui.events import WORDS

TODAY = date(2026, 11, 22)
SILENT = {
    "alias",  # only imports read other names, and they read them anew each time
    "change",
    "change_set",
    "deleted_key",
    "import_mapping",
    "month_benefit",  # totals: what they sum is announced
    "month_time",
    "schema_version",
}
"""Tables whose rows no pane shows by themselves."""


def test_each_table_has_its_word_or_a_reason_for_having_none() -> None:
    tables = set(metadata.tables)
    assert set(watch.WORD_OF_TABLE) | SILENT == tables
    assert not set(watch.WORD_OF_TABLE) & SILENT
    assert set(watch.WORD_OF_TABLE.values()) <= WORDS


def test_words_of_what_was_written_since(store: Store) -> None:
    start = store.read(watch.newest_change)
    assert store.read(watch.changed_since, start) == (start, frozenset())
    ana = store.write(organisation.add_person, "ana")
    newest, words = store.read(watch.changed_since, start)
    assert words == {"people"}
    store.write(campaigns.add_campaign, CampaignDraft("Spring"))
    store.write(timesheets.log_entry, EntryDraft(ana, TODAY, 60))
    last, words = store.read(watch.changed_since, newest)
    assert words == {"campaigns", "time"}
    assert last == store.read(watch.newest_change)
    store.write(undo.undo)
    assert store.read(watch.changed_since, last)[1] == {"time"}


def test_tables_without_a_word_are_passed_over(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(watch.WORD_OF_TABLE, "person")
    store.write(organisation.add_person, "ana")
    newest, words = store.read(watch.changed_since, 0)
    assert (newest, words) == (store.read(watch.newest_change), frozenset())


def test_a_store_is_fresh_until_somebody_is_in_it(store: Store) -> None:
    assert store.read(watch.standing).fresh
    store.write(organisation.add_person, "ana")
    standing = store.read(watch.standing)  # the actor is ann: the only person is who it must be
    assert (standing.fresh, standing.person and standing.person.name) == (False, "ana")
    store.write(organisation.add_person, "ben")
    standing = store.read(watch.standing)
    assert (standing.fresh, standing.person) == (False, None)


def test_the_own_timer_is_one_persons(store: Store) -> None:
    ana, ben = (store.write(organisation.add_person, name) for name in ("ana", "ben"))
    store.write(timers.start_timer, EntryDraft(ben, TODAY, 0))
    assert store.read(watch.own_timer, ana) is None
    assert store.read(watch.own_timer, None) is None
    found = store.read(watch.own_timer, ben)
    assert found is not None
    assert found.person == "ben"


def test_data_is_as_of_the_latest_reading_that_is_not_to_come(store: Store) -> None:
    assert store.read(watch.data_as_of) is None
    kpi = store.write(kpis.add_kpi, KpiDraft("Sign-ups", date(2026, 10, 1), date(2026, 12, 31), target=Decimal(9)))
    for day in (date(2026, 11, 18), date(2026, 11, 11)):
        store.write(readings.add_reading, kpi, Reading(day, Decimal(1)))
    assert store.read(watch.data_as_of) == date(2026, 11, 18)


def test_data_is_as_of_the_latest_day_a_channel_told(store: Store) -> None:
    def tell(tx: Transaction) -> None:
        tx.describe("days of a channel")
        guild = organisation.add_channel(tx, "Guild", "facebook")
        for day in (date(2026, 11, 19), date(2026, 11, 30)):  # today is the 22nd
            changes.insert(tx, channel_day, channel_id=guild, day=day, reach=5)

    store.write(tell)
    assert store.read(watch.data_as_of) == date(2026, 11, 19)
