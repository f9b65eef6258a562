"""`smdash export` and `smdash report time`: what they write, and hours that come back as they went."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from smdash.clock import FixedClock
from smdash.domain.timesheets import EntryDraft
from smdash.exchange.apply import apply_plan
from smdash.exchange.plan import make_plan
from smdash.exchange.read import read_bytes
from smdash.store import campaigns, organisation, timesheets
from smdash.store.organisation import names_of
from smdash.store.store import Snapshot, Store
from smdash.store.tables import time_entry
from tests.cli.conftest import RunCommand

Opened = Callable[[], AbstractContextManager[Store]]
HOSTILE = "=HYPERLINK(1)"
Sums = dict[tuple[str, str, str, str, str], int]


@pytest.fixture
def logged(prepared: RunCommand, opened: Opened) -> RunCommand:
    """Hours of ana and ben: with times or without, with campaign or activity, over midnight and clock changes."""
    with opened() as store:
        spring = store.read(campaigns.find_campaign, "Spring membership")
        assert spring is not None
        content = store.write(organisation.activity_id, "content, mostly")
        formula = store.write(organisation.activity_id, HOSTILE)
        channel = store.write(organisation.add_channel, "@guild", "instagram")
        for person, day, seconds in ((1, 2, 1200), (1, 2, 1200), (1, 3, 1), (2, 4, 7001)):
            draft = EntryDraft(person, date(2026, 11, day), seconds, campaign_id=spring.id, note=HOSTILE)
            store.write(timesheets.log_entry, draft)
        for zone, activity, begun in (
            ("Europe/Berlin", content, datetime(2026, 10, 24, 21, 30, tzinfo=UTC)),
            ("America/New_York", formula, datetime(2026, 11, 1, 3, 30, tzinfo=UTC)),
        ):
            end = begun + timedelta(hours=5)
            night = EntryDraft(2, begun.date(), 18_000, zone, None, channel, None, activity, "", begun, end)
            store.write(timesheets.log_entry, night)
    return prepared


def sums(store: Store) -> Sums:
    """Seconds by day, person, campaign, channel and activity."""

    def read(snapshot: Snapshot) -> Sums:
        names = [names_of(snapshot, kind) for kind in ("person", "campaign", "channel", "activity")]
        keys = [time_entry.c[f"{kind}_id"] for kind in ("person", "campaign", "channel", "activity")]
        query = select(time_entry.c.work_day, *keys, func.sum(time_entry.c.seconds)).group_by(
            time_entry.c.work_day, *keys
        )
        found = {}
        for day, *ids, seconds in snapshot.connection.execute(query):
            person, campaign, channel, activity = (known.get(one, "") for known, one in zip(names, ids, strict=True))
            found[str(day), person, campaign, channel, activity] = seconds
        return found

    return store.read(read)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_exported_imports_into_an_empty_store_with_the_same_hours(
    logged: RunCommand, opened: Opened, tmp_path: Path, form: str
) -> None:
    target = tmp_path / f"hours.{form}"
    said = logged("export", "entries", "--format", form, "-o", str(target))
    assert (said.code, said.out, said.err) == (0, "", f"Wrote {target}.\n")
    with opened() as store:
        wanted = sums(store)
    assert len(wanted) == 7
    empty = Store.open(tmp_path / "empty.db", FixedClock("Asia/Tokyo"), actor="carla")
    try:
        empty.write(organisation.first_use, "carla", "Asia/Tokyo")
        file = read_bytes(target.name, target.read_bytes(), today=date(2026, 11, 22))
        assert (file.format, file.undecided) == ("hours", ())
        for added in (True, False):
            plan = make_plan(empty, file)
            assert (plan.bad, plan.blocked) == (0, "")
            assert bool(empty.write(apply_plan, plan).added) is added
            plan.close()
        assert sums(empty) == wanted
    finally:
        empty.close()


def test_csv_has_one_row_an_entry_and_runs_nothing(logged: RunCommand) -> None:
    said = logged("export", "entries", "--person", "ana")
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert [row["date"] for row in rows] == ["2026-11-02", "2026-11-02", "2026-11-03"]
    assert {row["note"] for row in rows} == {f"'{HOSTILE}"}
    assert (rows[0]["seconds"], rows[0]["duration"], rows[0]["start"]) == ("1200", "0:20:00", "")
    assert (rows[0]["rate"], rows[0]["rate_currency"], rows[0]["cost"]) == ("45.00", "USD", "15.00")


def test_a_file_may_be_narrowed(logged: RunCommand) -> None:
    def hours(*words: str) -> int:
        return sum(
            int(row["seconds"]) for row in json.loads(logged("export", "entries", "--format", "json", *words).out)
        )

    everything = 1200 + 1200 + 1 + 7001 + 36_000
    assert hours() == everything
    assert hours("--campaign", "spring") == 9402
    assert hours("--campaign", "spring", "--person", "ben") == 7001
    assert hours("--person", "ben", "--person", "ana") == everything
    assert hours("--period", "2026-11-02") == 2400
    assert hours("--period", "2025") == 0
    assert logged("export", "entries", "--format", "json", "--period", "2025").out == "[]\n"


def test_times_are_local_with_their_offset(logged: RunCommand) -> None:
    rows = json.loads(logged("export", "entries", "--format", "json", "--period", "2026-10").out)
    assert [(row["date"], row["start"], row["end"]) for row in rows[:2]] == [
        ("2026-10-24", "2026-10-24T23:30:00+02:00", "2026-10-25T00:00:00+02:00"),
        ("2026-10-25", "2026-10-25T00:00:00+02:00", "2026-10-25T03:30:00+01:00"),
    ]
    assert rows[0]["campaign"] is None


def test_viewers_get_no_rates_and_costs(logged: RunCommand) -> None:
    said = logged("--role", "viewer", "export", "entries")
    assert said.err == "Rates and costs of hours are left out: they are for managers only.\n"
    assert "rate" not in said.out.splitlines()[0]
    assert "45.00" not in said.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "entries", "--person", "anna"), "There is no person “anna”.\nDid you mean “ana”?"),
        (("export", "entries", "--campaign", "Sprng"), "Did you mean “Spring membership”?"),
        (("export", "entries", "--period", "2026-13"), "“2026-13” is not a period."),
        (("export", "entries", "--format", "xls"), "invalid choice: 'xls'"),
        (("export", "entries", "-o", "/no/such/place.csv"), "could not be written: No such file or directory."),
        (("export",), "required"),
        (("report", "time", "--rounding", "7"), "Use 0, 5, 6, 10 or 15."),
        (("report", "time", "--round-up"), "--round-up needs a step."),
        (("report", "time", "--person", "zork"), "There is no person “zork”.\nThere are ana, ben."),
        (("report", "time", "--by", "mood"), "invalid choice: 'mood'"),
    ],
)
def test_wrong_words_are_named(logged: RunCommand, words: tuple[str, ...], told: str) -> None:
    said = logged(*words)
    assert said.code != 0
    assert said.out == ""
    assert told in said.err


def test_nothing_is_left_of_a_file_that_could_not_be_finished(
    logged: RunCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "hours.csv"
    target.write_text("before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    said = logged("export", "entries", "-o", str(target))
    assert "could not be written: No space left on device." in said.err
    assert target.read_text() == "before"
    assert list(tmp_path.glob(".*.part")) == []


def test_a_timesheet_is_printed_for_each_person(logged: RunCommand, tmp_path: Path) -> None:
    said = logged("report", "time", "--period", "2026-W45", "--person", "ana", "--person", "ben", "--rounding", "15")
    assert said.code == 0
    assert "rounding: each entry to the nearest 15 min" in said.out
    assert "Timesheet of ana, 2026-W45" in said.out
    assert "Timesheet of ben, 2026-W45" in said.out
    assert said.out.count("Approved by: ____") == 2
    target = tmp_path / "week.html"
    assert logged("report", "time", "--period", "2026-W45", "--format", "html", "-o", str(target)).code == 0
    assert target.read_text("utf-8").startswith("<!doctype html>")


def test_this_week_is_reported_without_a_period(logged: RunCommand) -> None:
    assert "period: 2026-W47 (2026-11-16 to 2026-11-22)" in logged("report", "time").out
