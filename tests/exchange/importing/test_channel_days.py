"""Days of channels: each file adds its columns, none takes away what another brought, and undo takes back its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smdash.domain.goals import KpiDraft, Measured
from smdash.errors import Refused
from smdash.exchange import preview
from smdash.exchange.apply import Result
from smdash.exchange.names import Action, Target, target_key
from smdash.exchange.plan import Choices, Plan
from smdash.exchange.read import Understood, read_bytes, read_file
from smdash.store import changes, kpis, organisation, readings
from smdash.store.import_undo import undo_import
from smdash.store.store import Store, Transaction
from smdash.store.tables import channel_day

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
TODAY = date(2026, 11, 22)

Taken = Callable[..., Result]
Planned = Callable[..., Plan]
Rows = Callable[[str], list[Any]]


def export(name: str) -> Understood:
    return read_file(EXPORTS / f"meta_overview_{name}.csv", today=TODAY)


def overview(metric: str, *values: object, platform: str = "Facebook", first: str = "2025-03-07") -> Understood:
    """A file of one metric; blank for a day that reports none."""
    lines = [f"{platform} {metric}", "Date,Primary"]
    start = date.fromisoformat(first).toordinal()
    lines += [f"{date.fromordinal(start + at)}T00:00:00,{value}" for at, value in enumerate(values)]
    return read_bytes(f"{metric}.csv", ("sep=,\n" + "\n".join(lines) + "\n").encode(), today=TODAY)


@pytest.fixture
def days(rows: Rows) -> Callable[[], list[tuple[Any, ...]]]:
    """Day, reach, follows and interactions of each stored day, by channel."""
    return lambda: sorted(
        (row.channel_id, row.day.isoformat(), row.reach, row.follows, row.interactions) for row in rows("channel_day")
    )


def test_files_add_their_columns_and_none_blanks_out_another(take: Taken, days: Callable[[], Any], rows: Rows) -> None:
    first = take(export("reach"))
    assert dict(first.added) == {"import_batch": 1, "channel": 2, "channel_day": 10}
    assert {row.platform for row in rows("channel")} == {"facebook", "instagram"}
    second = take(export("follows_resaved"))
    assert (dict(second.added), dict(second.changed)) == ({"import_batch": 1}, {"channel_day": 10})
    assert days()[:3] == [
        (1, "2025-03-07", 412, 3, None),
        (1, "2025-03-08", 0, 1, None),
        (1, "2025-03-09", 508, 0, None),
    ]
    assert days()[6] == (2, "2025-03-08", None, 8, None)


def test_tables_of_one_file_that_speak_of_one_day_become_one_row(take: Taken, rows: Rows) -> None:
    result = take(export("interactions"))
    assert [(one.kind, one.new, one.rows) for one in result.counts] == [("channel days", 10, 10)]
    assert result.label == "import meta_overview_interactions.csv: 10 channel days"
    own = next(row for row in rows("channel_day") if row.interactions == 130)
    assert (own.link_clicks, own.raw) == (4, {"Instagram shares": "700"})


def test_a_later_file_changes_what_differs_and_a_blank_changes_nothing(take: Taken, days: Callable[[], Any]) -> None:
    take(overview("reach", 10, 20, 30))
    result = take(overview("reach", 10, "", 31, 40))
    assert [(one.new, one.changed, one.same) for one in result.counts] == [(1, 1, 2)]
    assert [day[2] for day in days()] == [10, 20, 31, 40]


def test_the_same_file_twice_adds_nothing(take: Taken, days: Callable[[], Any]) -> None:
    take(export("reach"))
    before = days()
    again = take(export("reach"))
    assert (again.batch_id, dict(again.added), days()) == (None, {}, before)


def test_undo_takes_back_values_of_one_file_only(take: Taken, store: Store, days: Callable[[], Any]) -> None:
    take(overview("reach", 10, 20))
    before = days()
    second = take(overview("follows", 1, 2, 3))
    assert len(days()) == 3
    assert second.batch_id is not None
    store.write(undo_import, second.batch_id)
    assert days() == before


def test_what_a_person_edited_stays(take: Taken, store: Store, days: Callable[[], Any], plan: Planned) -> None:
    take(overview("reach", 10, 20))

    def correct(tx: Transaction) -> None:
        tx.describe("correct it")
        changes.update(tx, channel_day, 1, reach=11)

    store.write(correct)
    later = overview("reach", 12, 21)
    assert "1 values that people edited stay as they are." in plan(later).notes
    take(later)
    assert [day[2] for day in days()] == [11, 21]


def test_two_values_for_one_day_are_a_fault_that_names_the_line(plan: Planned) -> None:
    text = "Facebook reach\nDate,Primary\n2025-03-07,1\n2025-03-08,2\n\nFacebook reach\nDate,Primary\n2025-03-07,3\n"
    found = plan(read_bytes("reach.csv", text.encode(), today=TODAY))
    assert [(fault.row_number, fault.reason) for fault in found.faults] == [
        (8, "has the id of line 3 and says something else")
    ]
    assert found.blocked


def test_a_table_without_platform_waits_for_an_answer(plan: Planned) -> None:
    text = "Content interactions\nDate,Primary\n2025-03-07,1\n"
    found = plan(read_bytes("interactions.csv", text.encode(), today=TODAY))
    assert [one.key for one in found.undecided] == ["platform"]
    assert found.blocked == "It must be decided how the file is meant: platform."


def test_the_only_channel_of_the_platform_is_meant(take: Taken, plan: Planned, store: Store, rows: Rows) -> None:
    store.write(organisation.add_channel, "The Guild", "facebook")
    planned = plan(overview("reach", 1))
    assert planned.unmatched == ()
    assert "those of The Guild, the only channel there" in "\n".join(preview.lines(planned))
    take(overview("reach", 1))
    assert [row.channel_id for row in rows("channel_day")] == [1]


def test_of_several_channels_a_person_chooses_and_that_is_remembered(
    take: Taken, plan: Planned, store: Store, rows: Rows
) -> None:
    for name in ("The Guild", "Guild events"):
        store.write(organisation.add_channel, name, "facebook")
    (asked,) = plan(overview("reach", 1)).unmatched
    assert (asked.label, asked.asked, asked.proposals) == ("facebook", True, ("Guild events", "The Guild"))
    take(overview("reach", 1), Choices({target_key("channel", "facebook"): Target(Action.EXISTING, "The Guild")}))
    assert plan(overview("follows", 1)).unmatched == ()
    take(overview("follows", 1))
    assert [(row.channel_id, row.reach, row.follows) for row in rows("channel_day")] == [(1, 1, 1)]


def test_days_of_a_channel_that_is_not_wanted_are_left_out(take: Taken, rows: Rows) -> None:
    result = take(export("reach"), Choices({target_key("channel", "instagram"): Target(Action.IGNORE)}))
    assert [(one.new, one.ignored) for one in result.counts] == [(5, 5)]
    assert len(rows("channel_day")) == 5


def test_days_of_x_bring_follows_and_unfollows_and_keep_the_rest(take: Taken, rows: Rows) -> None:
    file = read_file(EXPORTS / "x_overview.csv", today=TODAY)
    assert file.format == "x-overview"
    take(file)
    days = {row.day.isoformat(): row for row in rows("channel_day")}
    assert list(days) == ["2025-02-18", "2025-02-17", "2025-02-16", "2025-02-15"]
    newest, oldest = days["2025-02-18"], days["2025-02-15"]
    assert (newest.impressions, newest.interactions, newest.follows, newest.unfollows) == (1204, 88, 5, 1)
    assert (newest.visits, newest.video_views, newest.raw["Bookmarks"]) == (19, 310, "2")
    assert (oldest.interactions, oldest.impressions) == (None, 15320)
    assert rows("channel")[0].platform == "x"


def test_a_channel_that_a_computed_kpi_counts_on_keeps_its_import(take: Taken, store: Store, rows: Rows) -> None:
    first = take(export("reach"))
    measured = Measured("daily_reach", rows("channel")[0].id)
    draft = KpiDraft("Reach", date(2025, 3, 1), date(2025, 3, 31), target=Decimal(600), measured=measured)
    made = store.write(kpis.add_kpi, draft)
    assert first.batch_id is not None
    with pytest.raises(Refused):
        store.write(undo_import, first.batch_id)
    assert len(rows("channel_day")) == 10
    assert store.read(readings.history, made).total == 5
