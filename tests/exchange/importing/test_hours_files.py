"""Hours of other trackers in the store: whose they are, what is left out, and what a second or longer export adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from smdash.domain.campaigns import CampaignDraft
from smdash.exchange.apply import Result
from smdash.exchange.grammar.dates import DAY_FIRST
from smdash.exchange.names import Action, Target, target_key
from smdash.exchange.plan import Choices, Plan
from smdash.exchange.read import Choices as Reading
from smdash.exchange.read import Understood, read_bytes
from smdash.store import campaigns, organisation, timesheets, undo
from smdash.store.organisation import names_of
from smdash.store.store import Store

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
Take = Callable[..., Result]
Rows = Callable[[str], Sequence[Any]]
FILES = {
    "clockify_detailed_12h.csv": 5400 + 13 + 4500 + 4500 + 7200 + 780,
    "clockify_detailed_24h.csv": 5400 + 780 + 4500,
    "harvest_detailed.csv": 5400 + 5400 + 1188,
    "harvest_detailed_comma.csv": 5400 + 900,
    "watson_frames.json": 5400 + 5400 + 1800 + 10800,
    "timewarrior_2026-03.data": 5400 + 900 + 4500 + 4500 + 10800 + 1800,
    "hours.csv": 5400 + 2700 + 5400 + 7200,
    "hours_start_end.csv": 5400 + 4500,
    "toggl_detailed_member.csv": 5400 + 2700,
}


@pytest.fixture
def fixture(store: Store) -> Callable[[str], Understood]:
    def read(name: str) -> Understood:
        today = store.clock.today()
        return read_bytes(name, (EXPORTS / name).read_bytes(), today=today)

    return read


@pytest.mark.parametrize("name", FILES)
def test_each_file_adds_its_hours_once(
    store: Store, fixture: Callable[[str], Understood], take: Take, rows: Rows, name: str
) -> None:
    take(fixture(name))
    assert sum(row.seconds for row in rows("time_entry")) == FILES[name]
    count = len(rows("time_entry"))
    again = take(fixture(name))
    assert again.added == {}
    assert len(rows("time_entry")) == count
    store.write(undo.undo)
    assert rows("time_entry") == []


def test_hours_that_name_nobody_are_those_of_who_imports(
    store: Store, fixture: Callable[[str], Understood], plan: Callable[..., Plan], take: Take, rows: Rows
) -> None:
    assert "4 entries name nobody: the hours are those of ann." in plan(fixture("watson_frames.json")).notes
    store.write(organisation.add_person, "ben", zone_name="Asia/Tokyo")
    take(fixture("timewarrior_2026-03.data"))
    store.actor = "ben"
    result = take(fixture("timewarrior_export.json"))
    assert result.added["time_entry"] > 0  # ben may have done the same at the same time
    people = store.read(lambda snapshot: names_of(snapshot, "person"))
    seconds: dict[str, int] = {}
    for row in rows("time_entry"):
        seconds[people[row.person_id]] = seconds.get(people[row.person_id], 0) + row.seconds
    assert seconds == {"ann": FILES["timewarrior_2026-03.data"], "ben": FILES["timewarrior_2026-03.data"]}
    assert {row.zone for row in rows("time_entry")} == {"Europe/Berlin", "Asia/Tokyo"}


def test_what_still_runs_or_took_no_time_is_left_out_and_said(
    fixture: Callable[[str], Understood], plan: Callable[..., Plan]
) -> None:
    for name in ("timewarrior_2026-03.data", "clockify_detailed_12h.csv", "harvest_detailed.csv"):
        found = plan(fixture(name))
        assert found.bad == 0
        assert "Left out: 1 entry without any time, or without an end yet." in found.notes


def test_a_tag_that_is_called_like_a_campaign_names_it(
    store: Store, fixture: Callable[[str], Understood], take: Take, rows: Rows
) -> None:
    spring = store.write(campaigns.add_campaign, CampaignDraft("Spring membership"))
    live = store.write(campaigns.add_campaign, CampaignDraft("Live shows"))
    chosen = {target_key("campaign", "live"): Target(Action.EXISTING, "Live shows")}
    take(fixture("timewarrior_2026-03.data"), Choices(chosen))
    names = store.read(lambda snapshot: names_of(snapshot, "campaign"))
    activities = store.read(lambda snapshot: names_of(snapshot, "activity"))
    found = [(row.campaign_id, activities.get(row.activity_id), row.note) for row in rows("time_entry")]
    assert found[0] == (spring, "captions", "")
    assert found[1] == (None, "captions", 'a "note" # with signs #two words')
    assert [names.get(campaign) for campaign, _, _ in found[2:4]] == ["Autumn fair"] * 2  # said, before what a tag says
    assert found[4] == (live, "event", "")


def test_midnight_cuts_and_the_clock_change_keeps_the_hours(
    fixture: Callable[[str], Understood], take: Take, rows: Rows
) -> None:
    take(fixture("watson_frames.json"))
    night = [row for row in rows("time_entry") if row.external_key.startswith("bb2c")]
    # From 00:00 to 04:00 on the clocks of Berlin, of which one hour did not exist.
    assert [(str(row.work_day), row.seconds) for row in night] == [("2026-03-29", 10800)]
    take(fixture("clockify_detailed_12h.csv"))
    late = [row for row in rows("time_entry") if row.source == "clockify" and row.group_id is not None]
    assert [(str(row.work_day), row.seconds) for row in late] == [
        ("2026-03-27", 1800), ("2026-03-28", 2700), ("2026-03-27", 1800), ("2026-03-28", 2700),
    ]  # fmt: skip
    (change,) = [row for row in rows("time_entry") if row.note == "Night of the clock change"]
    assert (str(change.work_day), change.seconds) == ("2026-03-29", 7200)


def test_overlapping_exports_give_the_union(store: Store, take: Take, rows: Rows) -> None:
    lines = (EXPORTS / "harvest_detailed.csv").read_text("utf-8").splitlines(keepends=True)
    today = store.clock.today()
    first = read_bytes("a.csv", "".join(lines[:3]).encode(), today=today)
    second = read_bytes("b.csv", "".join([lines[0], *lines[1:]]).encode(), today=today)
    assert take(first).added["time_entry"] == 2
    assert take(second).added["time_entry"] == 1
    assert len(rows("time_entry")) == 3


def test_dates_that_are_unclear_block_until_they_are_decided(store: Store, plan: Callable[..., Plan]) -> None:
    header = "Project,User,Start Date,Start Time,End Date,End Time,Duration (h)\n"
    row = "Spring,Ana,02/03/2026,09:00:00,02/03/2026,10:30:00,01:30:00\n"
    content, today = (header + row).encode(), store.clock.today()
    blocked = plan(read_bytes("x.csv", content, today=today))
    assert "Start Date and End Date" in blocked.blocked
    answers = {blocked.undecided[0].key: DAY_FIRST}
    assert plan(read_bytes("x.csv", content, today=today, choices=Reading(answers=answers))).blocked == ""


def test_what_a_person_deleted_stays_away(
    store: Store, fixture: Callable[[str], Understood], plan: Callable[..., Plan], take: Take, rows: Rows
) -> None:
    take(fixture("watson_frames.json"))
    store.write(timesheets.delete_entry, rows("time_entry")[0].id)
    (count,) = plan(fixture("watson_frames.json")).counts
    assert (count.new, count.same, count.deleted) == (0, 3, 1)


def test_an_entry_that_was_edited_elsewhere_stays_and_is_named(
    store: Store, fixture: Callable[[str], Understood], plan: Callable[..., Plan], take: Take, rows: Rows
) -> None:
    take(fixture("watson_frames.json"))
    before = rows("time_entry")
    edited = (EXPORTS / "watson_frames.json").read_bytes().replace(b"1772443800", b"1772441000")
    file = read_bytes("frames", edited, today=store.clock.today())
    found = plan(file)
    said = "1 entry that is there has another day or time in this file: what is there stays as it is."
    assert said in found.notes
    assert (found.new, found.changed) == (0, 0)
    take(file)
    assert rows("time_entry") == before
    assert said not in plan(fixture("watson_log.json")).notes
