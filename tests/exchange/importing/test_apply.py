"""Imports written: once, whole, priced, split, merged, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from smdash.domain.campaigns import CampaignDraft
from smdash.domain.money import Money
from smdash.errors import NotFound, Refused
from smdash.exchange.apply import Result
from smdash.exchange.plan import Choices, Plan
from smdash.exchange.read import Choices as Reading
from smdash.exchange.read import Understood, read_file
from smdash.store import campaigns, changes, import_undo, organisation, undo
from smdash.store.store import Snapshot, Store, Transaction
from smdash.store.tables import change, post, post_metrics
from smdash.store.timesheets import delete_entry, draft_of, edit_entry, entry, log_entry, whole_entry

Taken = Callable[..., Result]
Planned = Callable[..., Plan]
Made = Callable[..., Understood]
Rows = Callable[[str], list[Any]]
Sizes = Callable[[], dict[str, int]]

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
NIGHT = ("ann", "", "2025-03-07 23:30", "2025-03-08 00:45", "livestream")
DAY = ("ann", "Fair", "2025-03-07 09:00", "2025-03-07 10:00", "")


def entries(rows: Rows) -> list[tuple[str, int]]:
    return [(str(row.work_day), row.seconds) for row in rows("time_entry")]


@pytest.mark.parametrize("name", sorted(path.name for path in EXPORTS.iterdir()))
def test_each_export_twice_adds_once(name: str, take: Taken, sizes: Sizes) -> None:
    today = date(2026, 11, 22)
    asked = read_file(EXPORTS / name, today=today).undecided
    answers = {decision.key: decision.candidates[0] for decision in asked}
    file = read_file(EXPORTS / name, today=today, choices=Reading(answers=answers))
    first = take(file, Choices(skip_bad=True))
    assert sum(count.new for count in first.counts) > 0
    before = sizes()
    again = take(file, Choices(skip_bad=True))
    assert again.batch_id is None
    assert sizes() == before


def test_overlapping_exports_give_the_union(toggl: Made, take: Taken, rows: Rows) -> None:
    take(toggl(DAY, NIGHT))
    result = take(toggl(NIGHT, ("ann", "Fair", "2025-03-09 09:00", "2025-03-09 10:00", "")))
    assert [(one.new, one.same) for one in result.counts] == [(1, 1)]
    assert len(rows("time_entry")) == 4


def test_an_entry_over_midnight_is_split_and_one_that_ends_there_is_not(toggl: Made, take: Taken, rows: Rows) -> None:
    take(toggl(NIGHT, ("ann", "", "2025-03-06 22:45", "2025-03-07 00:00", "")))
    assert entries(rows) == [("2025-03-07", 1800), ("2025-03-08", 2700), ("2025-03-06", 4500)]
    first, second, whole = rows("time_entry")
    assert (first.group_id, second.group_id, whole.group_id) == (first.id, first.id, None)
    assert second.external_key == f"{first.external_key}#2"


def test_a_split_entry_is_edited_deleted_and_undone_as_one(
    toggl: Made, take: Taken, rows: Rows, store: Store, plan: Planned
) -> None:
    take(toggl(DAY, NIGHT))
    _, first, second = rows("time_entry")
    whole = store.read(whole_entry, second.id)
    assert whole.seconds == 4500
    store.write(edit_entry, second.id, replace(draft_of(whole), note="the whole evening"))
    assert [row.note for row in rows("time_entry")] == ["", "the whole evening", "the whole evening"]
    store.write(undo.undo)
    store.write(delete_entry, first.id)
    assert len(rows("time_entry")) == 1
    assert [(one.new, one.same, one.deleted) for one in plan(toggl(DAY, NIGHT)).counts] == [(0, 1, 1)]
    store.write(undo.undo)
    assert len(rows("time_entry")) == 3
    store.write(undo.undo)
    assert rows("time_entry") == []


def test_a_split_entry_that_was_edited_to_one_part_does_not_get_its_second_back(
    toggl: Made, take: Taken, rows: Rows, store: Store
) -> None:
    take(toggl(NIGHT))
    whole = store.read(whole_entry, 1)
    store.write(edit_entry, 1, replace(draft_of(whole), start=None, end=None, seconds=3600))
    assert take(toggl(NIGHT, DAY)).added["time_entry"] == 1
    assert sorted(entries(rows)) == [("2025-03-07", 3600), ("2025-03-07", 3600)]


def test_the_day_start_of_the_organisation_cuts(toggl: Made, take: Taken, rows: Rows, store: Store) -> None:
    store.write(lambda tx: organisation.change_settings(tx, day_start_hour=4))
    take(toggl(NIGHT, ("ann", "", "2025-03-09 03:00", "2025-03-09 05:00", "")))
    assert entries(rows) == [("2025-03-07", 4500), ("2025-03-08", 3600), ("2025-03-09", 3600)]


def test_rows_are_priced_with_the_rate_of_their_day(toggl: Made, take: Taken, rows: Rows, store: Store) -> None:
    person = store.read(lambda snapshot: organisation.people(snapshot)[0].id)
    store.write(organisation.set_rate, person, date(2025, 1, 1), Money(3000, "USD"))
    store.write(organisation.set_rate, person, date(2025, 3, 8), Money(4000, "USD"))
    early = ("ann", "", "2024-12-31 09:00", "2024-12-31 10:00", "")
    take(toggl(early, DAY, NIGHT, ("Ben", "", "2025-03-07 09:00", "2025-03-07 10:00", "")))
    assert [row.cost_minor for row in rows("time_entry")] == [None, 3000, 1500, 3000, None]


def test_parts_keep_the_cents_of_the_whole(toggl: Made, take: Taken, rows: Rows, store: Store) -> None:
    person = store.read(lambda snapshot: organisation.people(snapshot)[0].id)
    store.write(organisation.set_rate, person, date(2025, 1, 1), Money(1001, "USD"))
    take(toggl(("ann", "", "2025-03-07 23:50", "2025-03-08 00:10", "")))
    assert [row.cost_minor for row in rows("time_entry")] == [167, 167]


def test_each_person_has_their_own_zone(toggl: Made, take: Taken, rows: Rows, store: Store) -> None:
    store.write(lambda tx: organisation.add_person(tx, "Kim", zone_name="Asia/Tokyo"))
    take(toggl(*((name, "", "2025-03-07 09:00", "2025-03-07 10:00", "") for name in ("ann", "Kim", "New"))))
    assert [f"{row.start:%H}Z {row.zone}" for row in rows("time_entry")] == [
        "08Z Europe/Berlin",
        "00Z Asia/Tokyo",
        "08Z Europe/Berlin",
    ]


def test_changes_of_the_clock_are_placed_and_told(toggl: Made, take: Taken, plan: Planned, rows: Rows) -> None:
    spring = ("ann", "", "2025-03-30 01:30", "2025-03-30 03:30", "")  # an hour of work, the clock went forward
    autumn = ("ann", "", "2025-10-26 02:30", "2025-10-26 02:30", "")  # an hour of work, the clock went back
    take(toggl(spring, seconds=3600))
    file = toggl(autumn, seconds=3600)
    assert any("where the clock changes" in note for note in plan(file).notes)
    take(file)
    assert [f"{row.start:%H:%M}–{row.end:%H:%M}" for row in rows("time_entry")] == ["00:30–01:30", "00:30–01:30"]


def test_tags_become_the_activity_and_no_tag_is_lost(toggl: Made, take: Taken, rows: Rows) -> None:
    take(toggl(NIGHT, tags='"live, event"'))
    assert [row.name for row in rows("activity")] == ["event"]
    assert {row.note for row in rows("time_entry")} == {"livestream #live"}


# Posts -------------------------------------------------------------------------------------------------------------


def reach(rows: Rows) -> list[tuple[str, int | None]]:
    return [(str(row.captured_on), row.reach) for row in rows("post_metrics")]


def test_a_later_export_adds_a_capture(posts: Made, take: Taken, rows: Rows, later: Callable[[int], None]) -> None:
    take(posts(("1", "a", "10", "1"), ("2", "b", "20", "")))
    later(7)
    result = take(posts(("1", "a", "15", ""), ("2", "b", "20", "")))
    assert [(one.new, one.changed, one.same) for one in result.counts] == [(0, 1, 1)]
    assert reach(rows) == [("2026-11-22", 10), ("2026-11-22", 20), ("2026-11-29", 15)]
    assert rows("post_metrics")[2].reactions == 1  # not reported any more: what was known stays


def test_an_export_of_the_same_day_updates_and_undo_brings_back(
    posts: Made, take: Taken, rows: Rows, store: Store
) -> None:
    take(posts(("1", "a", "10", "1")))
    result = take(posts(("1", "a better text", "15", "1")))
    assert dict(result.changed) == {"post": 1, "post_metrics": 1}
    assert (reach(rows), rows("post")[0].text) == ([("2026-11-22", 15)], "a better text")
    store.write(undo.undo)
    assert (reach(rows), rows("post")[0].text) == ([("2026-11-22", 10)], "a")


def test_what_a_person_edited_is_kept(
    posts: Made, take: Taken, rows: Rows, store: Store, plan: Planned, later: Callable[[int], None]
) -> None:
    take(posts(("1", "a", "10", "1")))

    def correct(tx: Transaction) -> None:
        changes.update(tx, post_metrics, 1, reach=99)
        changes.update(tx, post, 1, text="mine")

    store.write(correct)
    later(7)
    file = posts(("1", "b", "15", "2"))
    assert "2 values that people edited stay as they are." in plan(file).notes
    take(file)
    later(14)
    take(posts(("1", "c", "20", "3")))
    assert [(row.reach, row.reactions) for row in rows("post_metrics")] == [(99, 1), (99, 2), (99, 3)]
    assert rows("post")[0].text == "mine"


def test_an_older_file_imported_again_changes_nothing(
    posts: Made, take: Taken, rows: Rows, later: Callable[[int], None]
) -> None:
    old, new = posts(("1", "a", "10", "1")), posts(("1", "a", "15", "1"))
    take(old)
    later(7)
    take(new)
    later(8)
    assert take(old).batch_id is None
    assert reach(rows)[-1] == ("2026-11-29", 15)


def test_the_same_account_name_on_two_platforms_is_two_channels(take: Taken, rows: Rows) -> None:
    for name in ("meta_facebook_29.csv", "meta_instagram.csv"):
        take(read_file(EXPORTS / name, today=date(2026, 11, 22)), Choices(skip_bad=True))
    assert len({(row.name, row.platform) for row in rows("channel")}) == 2


# Undo --------------------------------------------------------------------------------------------------------------


def test_undo_takes_a_whole_import_back(toggl: Made, take: Taken, sizes: Sizes, store: Store) -> None:
    before = sizes()
    take(toggl(DAY, NIGHT))
    assert store.write(undo.undo).label == "import toggl.csv: 2 entries"
    assert {**sizes(), "import_batch": 0} == {**before, "import_batch": 0}
    assert take(toggl(DAY, NIGHT)).added["time_entry"] == 3


def test_one_batch_is_one_change_set_with_a_record_for_each_table(toggl: Made, take: Taken, store: Store) -> None:
    take(toggl(DAY, NIGHT))

    def records(snapshot: Snapshot) -> list[Any]:
        bulk = select(change.c.table_name, change.c.after).where(change.c.row_id.is_(None))
        return list(snapshot.connection.execute(bulk))

    found = store.read(records)
    assert [(row.table_name, row.after["rows"], len(row.after["sha256"])) for row in found] == [("time_entry", 3, 64)]


def test_undo_by_batch_lists_what_was_edited_and_cancels_or_keeps_it(
    toggl: Made, take: Taken, store: Store, rows: Rows
) -> None:
    batch = take(toggl(DAY, NIGHT, ("Ben", "Gala", "2025-03-07 09:00", "2025-03-07 10:00", ""))).batch_id
    assert batch is not None
    store.write(edit_entry, 2, replace(draft_of(store.read(whole_entry, 2)), note="mine"))
    assert [str(one) for one in store.read(import_undo.in_use, batch)] == [
        "time entry 2 (edited)",
        "time entry 3 (edited)",
    ]
    with pytest.raises(Refused, match="2 rows of this import were edited or used since: time entry 2"):
        store.write(import_undo.undo_import, batch)
    done = store.write(lambda tx: import_undo.undo_import(tx, batch, keep_edited=True))
    assert (len(done.kept), done.removed["time_entry"]) == (2, 2)
    assert [row.note for row in rows("time_entry")] == ["mine", "mine"]
    assert [row.name for row in rows("person")] == ["ann"]
    assert rows("campaign") == []
    assert rows("import_batch")[0].state == "undone"


def test_names_in_use_stay_when_the_rest_goes(toggl: Made, take: Taken, store: Store, rows: Rows) -> None:
    batch = take(toggl(DAY)).batch_id
    assert batch is not None
    draft = replace(draft_of(store.read(entry, 1)), note="by hand", start=None, end=None)
    store.write(log_entry, draft)
    with pytest.raises(Refused, match="uses this campaign"):
        store.write(import_undo.undo_import, batch)
    store.write(lambda tx: import_undo.undo_import(tx, batch, keep_edited=True))
    assert [row.note for row in rows("time_entry")] == ["by hand"]
    assert [row.name for row in rows("campaign")] == ["Fair"]


def test_an_import_is_undone_once(toggl: Made, take: Taken, store: Store) -> None:
    store.write(campaigns.add_campaign, CampaignDraft("Fair"))
    batch = take(toggl(DAY)).batch_id
    assert batch is not None
    assert dict(store.write(import_undo.undo_import, batch).removed) == {"time_entry": 1}
    with pytest.raises(NotFound, match="undone already"):
        store.write(import_undo.undo_import, batch)
