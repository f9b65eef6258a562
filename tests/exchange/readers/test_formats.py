import contextlib
import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.errors import InvalidInput, Refused, SmdashError
from smdash.exchange.grammar.dates import DAY_FIRST
from smdash.exchange.read import Choices, Rows, Understood, read_bytes
from smdash.exchange.readers.mapped.mapping import parse_mapping
from smdash.exchange.readers.registry import readers
from smdash.exchange.records.base import EntryRecord, PostRecord

Read = Callable[..., Understood]


def entries(rows: Rows) -> list[EntryRecord]:
    return [record for record in rows.records if isinstance(record, EntryRecord)]


def posts(rows: Rows) -> list[PostRecord]:
    return [record for record in rows.records if isinstance(record, PostRecord)]


def test_toggl_entries_keep_their_day_and_their_twins(read: Read) -> None:
    understood = read("toggl_detailed.csv")
    found = entries(rows := understood.collect())
    assert understood.format == "toggl-detailed"
    assert understood.rows == len(found) == 5
    assert rows.faults == ()
    assert len({entry.external_key for entry in found}) == 5
    assert found[0].external_key[:-2] == found[1].external_key[:-2] != found[2].external_key[:-2]
    midnight, late = found[3:]
    assert (midnight.start, midnight.end) == (datetime(2025, 3, 4, 22, 45), datetime(2025, 3, 5))
    assert (midnight.work_day, midnight.seconds, midnight.project) == (date(2025, 3, 4), 4500, "")
    assert (late.work_day, late.seconds, late.tags) == (date(2025, 3, 7), 4500, ("event", "live"))
    assert late.start == datetime(2025, 3, 7, 23, 30)
    assert late.zone is None


def test_toggl_with_bom_other_case_and_currency_gives_the_same_keys(read: Read) -> None:
    old, new = (entries(read(name).collect()) for name in ("toggl_detailed.csv", "toggl_detailed_bom.csv"))
    assert old[0].external_key == new[0].external_key
    assert new[0].raw == {"Billable": "No", "Amount (USD)": "67.50"}


def test_toggl_faults_are_told_and_a_clock_change_is_none(read: Read) -> None:
    rows = read("toggl_detailed_bom.csv").collect()
    assert [(entry.line, entry.seconds) for entry in entries(rows)] == [(2, 5400), (3, 3600), (6, 0), (8, 3600)]
    assert entries(rows)[-1].note == 'Two lines\nof "note"'
    assert entries(rows)[-1].tags == ("a", "b")
    assert [(fault.row_number, fault.column) for fault in rows.faults] == [
        (4, "Duration"),
        (5, "User"),
        (7, "Start date"),
    ]
    assert str(rows.faults[0]) == "line 4: Duration “02:10:00” is not the time from 09:00:00 to 10:00:00"


@pytest.mark.parametrize("name", ["meta_facebook_29.csv", "meta_facebook_38.csv", "meta_facebook_impressions.csv"])
def test_meta_facebook_posts_are_known_whatever_columns_were_chosen(read: Read, name: str) -> None:
    understood = read(name)
    assert understood.format == "meta-facebook-posts"
    first = posts(understood.collect())[0]
    assert (first.platform, first.channel, first.channel_id) == ("facebook", "Guild of Bakers", "100045700821521")
    assert first.precision == "minute"


def test_meta_facebook_posts_with_line_breaks_and_short_rows(read: Read) -> None:
    understood = read("meta_facebook_29.csv")
    photo, video, link = posts(rows := understood.collect())
    assert photo.posted_at == datetime(2024, 9, 28, 18, 12)
    assert photo.external_id == photo.external_key == "1827720132094663"
    assert photo.text.splitlines()[2] == 'Cooler days are a good "excuse"'
    assert photo.metrics == {
        name: Measure(value)
        for name, value in {
            "impressions": 2707, "reach": 2000, "reactions": 40, "comments": 3, "shares": 1, "clicks": 21,
        }.items()
    }  # fmt: skip
    assert photo.raw["Other Clicks"] == "11"
    assert (photo.kind, video.kind, link.kind) == ("photo", "video", "link")
    assert video.text == "Short\n\nA longer description of the same video, with commas"
    assert link.metrics["impressions"] == Measure(5)
    assert link.metrics["reach"] == NOT_REPORTED
    assert [(fault.column, fault.row_number) for fault in rows.faults] == [("Post ID", 7), ("Date", 8)]


def test_meta_second_views_column_counts_only_where_the_first_is_blank(read: Read) -> None:
    understood = read("meta_facebook_38.csv")
    reel, photo = posts(understood.collect())
    assert (reel.metrics["impressions"], reel.metrics["video_views"]) == (Measure(812), Measure(410))
    assert (photo.metrics["impressions"], photo.raw["Views (2)"]) == (Measure(1204), "77")
    assert any(decision.key == "views" for decision in understood.decisions)


def test_meta_impressions_beside_views_leave_views_to_the_video(read: Read) -> None:
    (post,) = posts(read("meta_facebook_impressions.csv").collect())
    assert post.metrics["impressions"] == Measure(5091)
    assert post.metrics["video_views"] == Measure(610)


def test_meta_instagram_posts(read: Read) -> None:
    understood = read("meta_instagram.csv")
    reel, image = posts(understood.collect())
    assert understood.undecided == ()
    assert (reel.platform, reel.channel, reel.kind) == ("instagram", "guildofbakers", "reel")
    assert reel.posted_at == datetime(2026, 3, 10, 8, 31)
    assert reel.metrics["reactions"] == Measure(610)
    assert reel.metrics["saves"] == Measure(230)
    assert image.metrics["shares"] == NOT_REPORTED
    assert image.metrics["follows"] == NOT_REPORTED


def test_the_facebook_metrics_dataset_has_months_and_blanks(read: Read) -> None:
    understood = read("facebook_metrics.csv")
    found = posts(rows := understood.collect())
    assert understood.format == "mapped:facebook-metrics-2014"
    assert len(found) == len({post.external_key for post in found}) == 4
    assert {post.precision for post in found} == {"month"}
    assert found[0].posted_at == datetime(2014, 12, 3, 3)  # weekday 4 is a Wednesday
    assert found[1].metrics["shares"] == found[2].metrics["reactions"] == NOT_REPORTED
    assert found[0].metrics["clicks"] == Measure(150)
    assert found[0].raw["Total Interactions"] == "100"
    interactions = [post.metrics[name].value or 0 for post in found for name in ("reactions", "comments", "shares")]
    assert sum(interactions) == 100 + 135 + 14 + 14
    assert [(fault.column, fault.value) for fault in rows.faults] == [("Post Month", "13")]


def test_the_same_file_gives_the_same_outcomes_each_time(read: Read) -> None:
    understood = read("facebook_metrics.csv")
    assert list(understood.stream()) == list(understood.stream())
    assert read("facebook_metrics.csv").digest == understood.digest


def test_another_encoding_delimiter_and_preamble_are_the_same_file(exports: Path, read: Read) -> None:
    wanted = entries(read("toggl_detailed.csv").collect())
    text = io.StringIO()
    with (exports / "toggl_detailed.csv").open(newline="", encoding="utf-8") as stream:
        csv.writer(text, delimiter=";").writerows(csv.reader(stream))
    content = f"sep=;\r\nDetailed report\r\n\r\n{text.getvalue()}".encode("utf-16")
    found = entries(read_bytes("x.bin", content, today=date(2026, 1, 1)).collect())
    assert [entry.external_key for entry in found] == [entry.external_key for entry in wanted]
    assert [entry.line for entry in found] == [entry.line + 3 for entry in wanted]


@pytest.mark.parametrize(
    "above", [["a note, and another"] * 45, ["Day,Person,Hours", "2026-11-01,Ann,1", "", "Entries,"]]
)
def test_the_header_that_tells_most_is_found_under_notes_and_small_tables(
    exports: Path, read: Read, read_text: Read, above: list[str]
) -> None:
    wanted = entries(read("toggl_detailed.csv").collect())
    whole = "\n".join((*above, (exports / "toggl_detailed.csv").read_text("utf-8")))
    found = entries(read_text(whole).collect())
    assert [entry.external_key for entry in found] == [entry.external_key for entry in wanted]


def test_a_wrong_file_is_told_what_it_is_not_and_why(read_text: Read) -> None:
    with pytest.raises(Refused, match="in no format") as fault:
        read_text("User,Project,Start date,Hours\nAna,x,2025-01-01,2\n")
    assert fault.value.exit_code == 1
    first = fault.value.hint.splitlines()[0]
    assert first == "Toggl Track detailed report: no column Start time, Duration."
    *near, others, what_to_do = fault.value.hint.splitlines()
    assert len(near) == 5
    assert others == f"{len(readers()) - len(near)} other formats: they fit less."
    assert what_to_do.startswith("A mapping reads any other table: `smdash import --help` shows one")


MAPPED = """
name = "agency"
target = "entry"
header = ["Wer", "Tag", "Stunden"]
duration_unit = "hours"
[fields]
person = { column = "Wer" }
project = { constant = "Retainer" }
day = "Tag"
duration = "Stunden"
"""


def test_a_saved_mapping_reads_entries_with_a_decimal_comma_and_asks_for_the_dates(read_text: Read) -> None:
    mapping = parse_mapping(MAPPED)
    content = "Wer;Tag;Stunden;Ort\nAna;01/02/2026;1,5;Wien\nBen;02/03/2026;0,25;\nBen;;1;\nBen;02/03/2026;1;;x\n"
    understood = read_text(content, Choices(mappings=(mapping,)))
    (asked,) = understood.undecided
    assert asked.key == "date:tag"
    answered = read_text(content, Choices(mappings=(mapping,), answers={asked.key: DAY_FIRST}))
    assert answered.undecided == ()
    rows = answered.collect()
    ana, ben = entries(rows)
    assert (ana.person, ana.project, ana.seconds, ana.work_day) == ("Ana", "Retainer", 5400, date(2026, 2, 1))
    assert (ben.seconds, ana.start, ana.raw) == (900, None, {"Ort": "Wien"})
    assert [fault.row_number for fault in rows.faults] == [4, 5]
    assert "5 cells for 4 columns" in rows.faults[1].reason


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('name = "agency"', "", "name"),
        ('"entry"', '"memo"', "target"),
        ('"Wer", "Tag", "Stunden"', "", "header"),
        ('duration = "Stunden"', "", "duration"),
        ('person = { column = "Wer" }', "", "person"),
        ('{ column = "Wer" }', '{ columns = "Wer" }', "person"),
        ('day = "Tag"', "day = { year = { constant = '2026' } }", "month"),
        ('day = "Tag"', "day = { constant = '2026-01-01' }", "day"),
        ('duration = "Stunden"', 'duration = "Stunden"\nfoo = "x"', "foo"),
        ("[fields]", "[fields", "TOML"),
    ],
)
def test_a_wrong_mapping_is_told(old: str, new: str, word: str) -> None:
    with pytest.raises(InvalidInput, match=word):
        parse_mapping(MAPPED.replace(old, new))


def test_a_saved_mapping_reads_posts_with_what_they_cost(read_text: Read) -> None:
    toml = """
    name = "boosts"
    header = ["Id"]
    fields = { platform = { constant = "X" }, channel = "Page", posted_at = "When", external_id = "Id" }
    metrics = { spend = "Cost", reach = "Reach" }
    """
    content = "Id,Page,When,Cost,Reach\n7,@guild,2026-05-01 18:30,$12.50,1.234\n8,@guild,2026-05-02,--,< 10\n"
    first, second = posts(read_text(content, Choices(mappings=(parse_mapping(toml),))).collect())
    assert (first.platform, first.external_key, first.precision, second.precision) == ("x", "7", "minute", "day")
    assert first.metrics == {"spend": Measure(Decimal("12.5")), "reach": Measure(1234)}
    assert second.metrics == {"spend": NOT_REPORTED, "reach": Measure(censored="< 10")}


def test_answers_that_are_none_are_refused(read_text: Read) -> None:
    with pytest.raises(InvalidInput, match="not a delimiter"):
        read_text("a,b\n", Choices(answers={"delimiter": "dot"}))
    with pytest.raises(Refused, match="not an encoding"):
        read_bytes("f", b"a,b\xe9\n", today=date(2026, 1, 1), choices=Choices(answers={"encoding": "rot13"}))


def test_hostile_text_becomes_harmless(read_text: Read) -> None:
    header = "User,Project,Start date,Start time,End date,End time,Duration,Tags,\x1b[2JX\n"
    row = "A\x1b]0;x\x07na,[red]\u202eP\x9b1m,2025-01-01,09:00,2025-01-01,10:00,1:00:00,\x1b[31mt,=cmd\x07\n"
    (entry,) = entries(read_text(header + row).collect())
    assert (entry.person, entry.project, entry.tags) == ("Ana", "[red]P", ("t",))
    assert entry.raw == {"X": "=cmd"}


NAMES = ["toggl_detailed_bom.csv", "meta_facebook_38.csv", "meta_instagram.csv", "facebook_metrics.csv"]


@given(st.sampled_from(NAMES), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_gives_outcomes_or_one_clear_refusal(name: str, data: st.DataObject) -> None:
    content = bytearray((Path(__file__).parents[2] / "fixtures" / "exports" / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(content) - 1)))
        piece = data.draw(
            st.one_of(st.binary(max_size=4), st.sampled_from([b'"', b",", b";", b"\n", b"\0", b"\xff\xfe"]))
        )
        content[at : at + data.draw(st.sampled_from([0, 1, 1, 40]))] = piece
    with contextlib.suppress(SmdashError):
        understood = read_bytes(name, bytes(content), today=date(2026, 11, 22))
        assert len(list(understood.stream())) == understood.rows
