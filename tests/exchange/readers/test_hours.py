"""Files of hours from other trackers: what each says, its quirks, and the faults it may have."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from smdash.errors import Refused, SmdashError
from smdash.exchange.files.decode import Limits
from smdash.exchange.grammar.dates import DAY_FIRST, MONTH_FIRST
from smdash.exchange.read import Choices, Understood, read_bytes
from smdash.exchange.readers.registry import readers
from smdash.exchange.records.base import EntryRecord, PlatformTotal, RowFault

Read = Callable[..., Understood]
TODAY = date(2026, 11, 22)


def entries(understood: Understood) -> list[EntryRecord]:
    found = list(understood.stream())
    assert [one for one in found if isinstance(one, RowFault)] == []
    return [one for one in found if isinstance(one, EntryRecord)]


def faults(understood: Understood) -> list[str]:
    return [str(one) for one in understood.stream() if isinstance(one, RowFault)]


# Clockify ----------------------------------------------------------------------------------------------------------


def test_clockify_with_12_hours_and_months_first(read: Read) -> None:
    understood = read("clockify_detailed_12h.csv")
    found = entries(understood)
    assert understood.format == "clockify-detailed"
    assert understood.undecided == ()
    assert [one.seconds for one in found] == [5400, 13, 4500, 4500, 7200, 0, 780]
    assert (found[0].person, found[0].project, found[0].activity) == ("Ana Duarte", "Spring membership", "Writing")
    assert (found[2].start, found[2].end) == (datetime(2026, 3, 27, 23, 30), datetime(2026, 3, 28, 0, 45))
    assert (found[-1].start, found[-1].note) == (datetime(2026, 3, 31, 0, 15), 'Two lines\nof a "note"')
    assert found[0].raw["Billable Amount (USD)"] == "75.00"
    assert (found[2].tags, found[3].tags) == (("live",), ("event", "live"))
    assert len({one.external_key for one in found}) == 7


def test_clockify_of_one_person_with_activities_days_first_and_no_seconds(read: Read) -> None:
    understood = read("clockify_detailed_24h.csv")
    found = entries(understood)
    assert understood.undecided == ()
    assert [(one.work_day, one.seconds, one.activity) for one in found] == [
        (date(2026, 3, 2), 5400, "Writing"),
        (date(2026, 3, 3), 780, "Analysis"),
        (date(2026, 3, 27), 4500, ""),
    ]
    assert {one.person for one in found} == {""}
    assert found[0].raw["Date of creation"] == "02/03/2026"


def test_clockify_dates_that_fit_both_ways_are_asked_about(read_text: Read) -> None:
    header = "Project,User,Start Date,Start Time,End Date,End Time,Duration (h)\n"
    written = header + "Spring,Ana,02/03/2026,09:00:00,02/03/2026,10:30:00,01:30:00\n"
    (asked,) = read_text(written).undecided
    assert asked.candidates == (DAY_FIRST, MONTH_FIRST)
    for answer, day in ((DAY_FIRST, date(2026, 3, 2)), (MONTH_FIRST, date(2026, 2, 3))):
        answered = read_text(written, Choices(answers={asked.key: answer}))
        assert answered.undecided == ()
        assert entries(answered)[0].work_day == day


def test_clockify_keys_do_not_depend_on_how_the_workspace_writes(exports: Path, read: Read, read_text: Read) -> None:
    """The same entries with the day first, 24 hours, other columns in another order."""
    with (exports / "clockify_detailed_12h.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    written = io.StringIO()
    names = [*reversed([name for name in rows[0] if "Rate" not in name and "decimal" not in name]), "Kiosk"]
    writer = csv.DictWriter(written, names, extrasaction="ignore", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for row in rows:
        for which in ("Start", "End"):
            said = f"{row[f'{which} Date']} {row[f'{which} Time']}"
            moment = datetime.strptime(said, "%m/%d/%Y %I:%M:%S %p")
            row[f"{which} Date"], row[f"{which} Time"] = f"{moment:%d/%m/%Y}", f"{moment:%H:%M:%S}"
        writer.writerow(row)
    other = read_text(written.getvalue())
    assert [one.external_key for one in entries(other)] == [
        one.external_key for one in entries(read("clockify_detailed_12h.csv"))
    ]


def test_clockify_with_decimal_hours_only(read_text: Read) -> None:
    header = "Project,Description,User,Start Date,Start Time,End Date,End Time,Duration (decimal)\n"
    understood = read_text(header + 'Spring,x,Ana,2026-03-02,09:00,2026-03-02,10:30,"1,50"\n')
    assert [one.seconds for one in entries(understood)] == [5400]


@pytest.mark.parametrize("printed", ["1.50", '"1,5"', "1:30", "01:30:00", "", "-"])
def test_clockify_durations_as_a_workspace_prints_them(read_text: Read, printed: str) -> None:
    header = "Project,User,Start Date,Start Time,End Date,End Time,Duration (h)\n"
    (found,) = entries(read_text(header + f"S,Ana,2026-03-02,9:00\u202fAM,2026-03-02,10:30AM,{printed}\n"))
    assert (found.seconds, found.start) == (5400, datetime(2026, 3, 2, 9))


def test_clockify_faults_are_told(read_text: Read) -> None:
    header = "Project,User,Start Date,Start Time,End Date,End Time,Duration (h)\n"
    found = faults(
        read_text(
            header
            + "S,Ana,2026-03-02,09:00:00,2026-03-02,10:00:00,03:30:00\n"
            + "S,Ana,2026-03-02,25:00,2026-03-02,10:00,01:00:00\n"
            + "S,Ana,2026-02-30,09:00,2026-03-02,10:00,01:00:00\n"
            + "S,Ana,2026-03-02,09:00,2026-03-02,10:00,one hour\n"
            + "S,Ana,,,,,01:00:00\n"
            + "S,Ana,2026-03-02,,2026-03-02,10:00,01:00:00\n"
        )
    )
    assert found == [
        "line 2: Duration (h) “03:30:00” is not the time from 09:00:00 to 10:00:00",
        "line 3: Start Time “25:00” has an hour after 23",
        "line 4: Start Date “2026-02-30” is not a day of the calendar",
        "line 5: Duration (h) “one hour” is not a duration such as 01:30:00",
        "line 6: Start Date “” is blank",
        "line 7: Start Time “” is blank",
    ]


def test_toggl_with_members_and_stop_dates(read: Read) -> None:
    understood = read("toggl_detailed_member.csv")
    first, second = entries(understood)
    assert understood.format == "toggl-detailed"
    assert (first.person, first.end, first.tags) == ("Ana Duarte", datetime(2025, 3, 3, 10, 30), ("event", "live"))
    assert (second.end, second.seconds) == (datetime(2025, 3, 5, 0, 15), 2700)


# Harvest -----------------------------------------------------------------------------------------------------------


def test_harvest_with_employee_ids_and_currencies(read: Read) -> None:
    understood = read("harvest_detailed.csv")
    found = entries(understood)
    assert understood.format == "harvest-detailed"
    assert [(one.person, one.project, one.activity, one.seconds) for one in found] == [
        ("Ana Duarte", "Spring membership", "Writing", 5400),
        ("Ana Duarte", "Spring membership", "Writing", 5400),
        ("Ben Okoro", "Autumn fair", "Meetings", 1188),
        ("Ben Okoro", "Autumn fair", "Meetings", 0),
    ]
    assert len({one.external_key for one in found}) == 4
    assert (found[0].start, found[0].work_day) == (None, date(2026, 3, 2))
    assert found[0].raw["Currency"] == "United States Dollar - USD"
    assert found[0].raw["Employee Id"] == "17"


def test_harvest_with_commas_and_without_ids_gives_the_same_key(read: Read) -> None:
    first, second = entries(read("harvest_detailed_comma.csv"))
    assert first.external_key == entries(read("harvest_detailed.csv"))[0].external_key
    assert (second.person, second.seconds, first.raw["Billable Rate"]) == ("Ben", 900, "2.000,0")


def test_harvest_with_hours_and_minutes(read_text: Read) -> None:
    header = "Date;Client;Project;Task;Hours;First Name;Last Name\n"
    (found,) = entries(read_text(header + "26.01.2026;;P;T;1:45;Esa;Suuri\n"))
    assert (found.seconds, found.work_day) == (6300, date(2026, 1, 26))


def test_harvest_row_of_sums_is_a_total(read_text: Read) -> None:
    header = "Date,Client,Project,Task,Notes,Hours,First Name,Last Name\n"
    _, total = read_text(header + "2026-03-02,C,P,T,,1.5,Ana,D\nTotal,,,,,1000.25,,\n").stream()
    assert isinstance(total, PlatformTotal)
    assert (total.source, total.label, total.metrics["seconds"].value) == ("harvest", "Total", 3_600_900)


def test_harvest_faults_are_told(read_text: Read) -> None:
    header = "Date,Client,Project,Task,Hours,First Name,Last Name\n"
    rows = "2026-03-02,,P,T,,Ana,D\n2026-03-02,,P,T,-1,Ana,D\n2026-03-02,,P,T,1,,\n2026-03-02,,P,T,99999,Ana,D\n"
    assert faults(read_text(header + rows)) == [
        "line 2: Hours “” is blank",
        "line 3: Hours “-1” is no time at all",
        "line 4: First Name and Last Name “” is blank",
        "line 5: Hours “99999” is longer than 31 days",
    ]


# Watson and timewarrior --------------------------------------------------------------------------------------------


def test_watson_frames_are_moments_in_utc(read: Read) -> None:
    understood = read("watson_frames.json")
    found = entries(understood)
    assert understood.format == "watson"
    assert [one.line for one in found] == [2, 13, 21, 31]
    assert found[0].start == datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert (found[0].project, found[0].tags, found[0].seconds) == ("Autumn fair", ("comments", "live"), 5400)
    assert found[2].tags == ("café",)
    assert {one.raw["updated"] for one in found} >= {"1772530000"}


def test_watson_log_gives_the_same_entries(read: Read) -> None:
    frames = {one.external_key: one for one in entries(read("watson_frames.json"))}
    for one in entries(read("watson_log.json")):
        wanted = frames[one.external_key]
        assert (one.start, one.end, one.project, one.tags) == (wanted.start, wanted.end, wanted.project, wanted.tags)


def test_watson_faults_are_told_with_their_line(read_text: Read) -> None:
    frames = [
        [10, 5, "p", "a", [], 5],
        [5, 10, "p", "", [], 5],
        ["x", 10, "p", "b", [], 5],
        [1.5, 10, "p", "c", [], 5],
        [99999999999, 99999999999, "p", "d", [], 5],
        [1, 2, "p", "e", [], 5, "more", "more"],
        [1, 2],
        [10**400, 2, "p", "f", [], 5],
        ["2026-03-02T09:00:00", "2026-03-02T10:00:00Z", "p", "g", [], 5],
    ]
    found = faults(read_text("[\n" + ",\n".join(map(json.dumps, frames)) + "\n]\n"))
    assert [fault.split(":")[0] for fault in found] == [f"line {number}" for number in range(2, 11)]
    assert found[0] == "line 2: stop “5” is no time at all"
    assert found[1] == "line 3: id “” is blank"
    assert found[2] == "line 4: start “x” is no moment in seconds since 1970"
    assert found[4] == "line 6: start “99999999999” is not between 1970-01-01 and 2028-11-21"
    assert found[5] == "line 7: has 8 cells for 6 columns"
    assert found[8] == "line 10: stop “2026-03-02T10:00:00Z” must state its offset from UTC as the start does"


def test_watson_log_as_csv_has_local_times(read_text: Read) -> None:
    header = "id,start,stop,project,tags\r\n"
    rows = '1b2c3d4,2026-03-02 09:00:00,2026-03-02 10:30:00,Spring,"live, event"\r\n2c3d4e5,2026-03-02 11:00:00,'
    understood = read_text(f"{header}{rows}2026-03-02 11:15:00,Spring,\r\n")
    first, second = entries(understood)
    assert understood.format == "watson"
    assert (first.start, first.end) == (datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 10, 30))
    assert (first.seconds, first.tags, first.external_key) == (5400, ("event", "live"), "1b2c3d4")
    assert (second.seconds, second.tags) == (900, ())


def test_timewarrior_lines_and_its_export_are_the_same(read: Read) -> None:
    lines, export = read("timewarrior_2026-03.data"), read("timewarrior_export.json")
    assert lines.format == export.format == "timewarrior"
    found = entries(lines)
    assert [one._replace(line=0) for one in found] == [one._replace(line=0) for one in entries(export)]
    assert [one.seconds for one in found] == [5400, 900, 4500, 4500, 10800, 1800, 0]
    assert found[1].tags == ("captions", "two words")
    assert found[1].note == 'a "note" # with signs'
    assert (found[2].project, found[2].tags) == ("Autumn fair", ("live",))
    assert found[2].external_key != found[3].external_key
    assert (found[5].tags, found[5].note) == ((), "only a note")
    assert (found[6].end, found[6].seconds) == (None, 0)


def test_timewarrior_faults_are_told(read_text: Read) -> None:
    lines = (
        "inc 20260302T080000Z - 20260302T093000Z # ok\n"
        "exc 20260302T080000Z\n\n"
        "inc 20260232T080000Z - 20260302T093000Z\n"
        "inc 20260302T080000Z - 20260302T070000Z # back\n"
        "inc 00010101T000000Z - 00010101T010000Z # long ago\n"
    )
    assert faults(read_text(lines)) == [
        "line 2: start “exc 20260302T080000Z” is not a moment such as 20240228T072016Z",
        "line 4: start “20260232T080000Z” is not a moment of the calendar",
        "line 5: end “20260302T070000Z” is no time at all",
        "line 6: start “00010101T000000Z” is not between 1970-01-01 and 2028-11-21",
    ]


@pytest.mark.parametrize(
    "written",
    [
        '[[1, 2, "p", "i", [], 3]',
        '[[1, 2, "p", "i", [], 3]] and more',
        '[{"start": 1, "stop": }]',
        '[[1, 2, "p", "i", [], 3], 7]',
        "[" * 100_000,
        '[["' + "x" * 2_000_000,
    ],
)
def test_json_that_breaks_is_refused(read_text: Read, written: str) -> None:
    with pytest.raises(Refused, match=r"JSON|no entry") as fault:
        read_text(written)
    assert fault.value.hint


def test_json_on_one_line_may_be_long_but_not_endless() -> None:
    frames = [[at, at + 60, "p", f"id{at}", [], at] for at in range(1_700_000_000, 1_700_000_000 + 40_000 * 60, 60)]
    content = json.dumps(frames).encode()
    assert len(content) > 1024 * 1024
    assert len(entries(read_bytes("frames", content, today=TODAY))) == 40_000
    with pytest.raises(Refused, match="more than"):
        read_bytes("frames", content, today=TODAY, choices=Choices(limits=Limits(json=1024, line=10**7)))
    names = json.dumps([{f"n{at}": 1 for at in range(2000)}]).encode()
    with pytest.raises(Refused, match="more than 1000 columns"):
        read_bytes("x", names, today=TODAY)


# A plain table -----------------------------------------------------------------------------------------------------


def test_a_plain_table_in_any_order(read: Read) -> None:
    understood = read("hours.csv")
    found = entries(understood)
    assert understood.format == "hours"
    assert [(one.person, one.project, one.activity, one.note, one.seconds) for one in found] == [
        ("Ana Duarte", "Spring membership", "Writing", "Captions", 5400),
        ("Ben Okoro", "Autumn fair", "", "Comments, answered", 2700),
        ("Ana Duarte", "", "Analysis", "", 5400),
        ("Ana Duarte", "+1 campaign", "", "=SUM(A1)", 7200),
    ]


def test_a_plain_table_with_start_and_end_over_midnight(read: Read) -> None:
    first, second = entries(read("hours_start_end.csv"))
    assert (first.seconds, first.project, first.note) == (5400, "Spring membership", "Captions")
    assert (second.start, second.end) == (datetime(2026, 3, 27, 23, 30), datetime(2026, 3, 28, 0, 45))


def test_a_plain_list_of_objects_and_moments_with_offsets(read_text: Read) -> None:
    one = {"person": "Ana", "start": "2026-03-02T23:30:00+01:00", "end": "2026-03-03T00:30:00+01:00", "hours": 0.5}
    (found,) = entries(read_text(json.dumps([one])))
    assert (found.seconds, found.start) == (1800, datetime.fromisoformat("2026-03-02T23:30:00+01:00"))


def test_faults_of_a_plain_table_are_told(read_text: Read) -> None:
    header = "Date,Person,Hours,From,To\n"
    rows = (
        "2026-03-02,Ana,,,\n,Ana,1,,\n2026-03-02,Ana,1h90,,\n2026-03-02,Ana,1:75,,\n2026-03-02,Ana,x,,\n"
        "2026-03-02,Ana,5,09:00,10:00\n2026-03-02,Ana,1,9am,\n" + f"2026-03-02,{'A' * 121},1,,\n"
    )
    found = faults(read_text(header + rows))
    assert [fault.split("”")[0] for fault in found[:6]] == [
        "line 2: Hours “",
        "line 3: Date “",
        "line 4: Hours “1h90",
        "line 5: Hours “1:75",
        "line 6: Hours “x",
        "line 7: Hours “5",
    ]
    assert found[5].endswith("is more than the time from 2026-03-02 09:00:00 to 2026-03-02 10:00:00")
    assert "From “9am”" in found[6]
    assert found[7].endswith("is longer than 120 characters")


def test_a_saved_or_better_known_format_goes_before_the_plain_one(read: Read) -> None:
    names = ["toggl_detailed.csv", "harvest_detailed.csv", "x_overview.csv", "touches.csv", "meta_facebook_38.csv"]
    assert "hours" not in {read(name).format for name in names}
    assert len({reader.name for reader in readers()}) == len(readers())


def test_hostile_text_becomes_harmless(read_text: Read) -> None:
    frame = [1772449200, 1772454600, "A\x1b]0;x\x07na\u202e", "\x1b[2Jid", ["[red]\x9b1m", {"a": [1]}, None], 1]
    (found,) = entries(read_text(json.dumps([frame])))
    assert (found.project, found.external_key) == ("Ana", "id")
    assert all(part.isprintable() for part in found.tags)
    (line,) = entries(read_text('inc 20260302T080000Z - 20260302T093000Z # "\x1b[31mt" # "=cmd\x07"\n'))
    assert (line.tags, line.note) == (("t",), "=cmd")


NAMES = (
    *("clockify_detailed_12h.csv", "clockify_detailed_24h.csv", "harvest_detailed_comma.csv", "watson_frames.json"),
    *("timewarrior_2026-03.data", "timewarrior_export.json", "hours.csv", "hours_start_end.csv"),
)
PIECES = (
    b'"',
    b",",
    b"]",
    b"[",
    b"{",
    b"\n",
    b"\0",
    b"\xff",
    b"\\",
    b"9" * 20,
    b"#",
    b":",
    b"1e999",
    b"null",
    b"\x1b[",
)


@given(some.sampled_from(NAMES), some.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_gives_outcomes_or_one_clear_refusal(exports: Path, name: str, data: some.DataObject) -> None:
    content = bytearray((exports / name).read_bytes())
    for _ in range(data.draw(some.integers(1, 4))):
        at = data.draw(some.integers(0, max(0, len(content) - 1)))
        piece = data.draw(some.one_of(some.binary(max_size=4), some.sampled_from(PIECES)))
        content[at : at + data.draw(some.sampled_from([0, 1, 1, 40]))] = piece
    with contextlib.suppress(SmdashError):
        understood = read_bytes(name, bytes(content), today=TODAY)
        assert len(list(understood.stream())) == understood.rows
