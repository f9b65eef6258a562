"""Readings of KPIs from files: long and wide, what they mean, what is left alone, and what a person must say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.goals import Aggregation, KpiDraft, Measured, Reading, Shape
from smdash.errors import Refused
from smdash.exchange.apply import Result, apply_plan
from smdash.exchange.known import known_choices
from smdash.exchange.names import Action, Target, target_key
from smdash.exchange.plan import Choices, KindCount, Plan
from smdash.exchange.read import Choices as Reading_
from smdash.exchange.read import Understood, read_bytes
from smdash.store import import_undo, kpis, readings, undo
from smdash.store.imports import Stale
from smdash.store.store import Store

START, DUE = date(2026, 10, 1), date(2026, 12, 31)
TODAY = date(2026, 11, 22)

ReadFile = Callable[..., Understood]
Take = Callable[..., Result]
MakePlan = Callable[..., Plan]


@pytest.fixture
def kpi_ids(store: Store) -> dict[str, int]:
    """A running value, a sum, a ratio in per cent, a milestone and a computed KPI."""
    drafts = (
        KpiDraft("Followers", START, DUE, target=Decimal(5000)),
        KpiDraft("Leads", START, DUE, aggregation=Aggregation.SUM, target=Decimal(200)),
        KpiDraft("Engagement rate", START, DUE, aggregation=Aggregation.RATIO, unit="%", target=Decimal(3)),
        KpiDraft("Response time", START, DUE, shape=Shape.DECREASE, unit="h", baseline=Decimal(8), target=Decimal(4)),
        KpiDraft("Policy published", START, DUE, shape=Shape.YES_NO),
    )
    return {draft.name: store.write(kpis.add_kpi, draft) for draft in drafts}


@pytest.fixture
def read(store: Store, kpi_ids: dict[str, int]) -> ReadFile:
    """Lines of a file, understood with what the store knows of its KPIs."""

    def made(*lines: str, name: str = "readings.csv", **answers: str) -> Understood:
        choices = store.read(known_choices)
        said = {key.replace("__", ":").replace("_", " "): value for key, value in answers.items()}
        content = "\n".join(lines).encode() + b"\n"
        return read_bytes(name, content, today=TODAY, choices=Reading_(said, choices.mappings, choices.kpis))

    return made


@pytest.fixture
def stored(store: Store, kpi_ids: dict[str, int]) -> Callable[[str], list[tuple[str, Any]]]:
    """The readings of a KPI, the oldest first: day, and value or both parts."""

    def found(name: str) -> list[tuple[str, Any]]:
        history = store.read(readings.history, kpi_ids[name])
        return [
            (one.day.isoformat(), one.value if one.value is not None else (one.numerator, one.denominator))
            for one in reversed(history.readings)
        ]

    return found


def counted(plan: Plan) -> KindCount:
    (count,) = plan.counts
    return count


WIDE = ("Date,Followers,Leads,Engagement rate,Note", "2026-11-09,4100,12,340/10000,a", "2026-11-16,4180,17,n/a,")


# What files say ----------------------------------------------------------------------------------------------------


def test_a_long_file_has_one_reading_a_row(take: Take, read: ReadFile, stored: Any, store: Store) -> None:
    file = read(
        "KPI,Day,Value,Numerator,Denominator,Comment",
        "leads,2026-11-09,12,,,week 45",
        "Engagement rate,2026-11-09,,340,10000,",
        "Policy published,2026-11-20,yes,,,",
        "Response time,2026-11-20,4.5 h,,,",
        "Leads,2026-11-16,,,,",
    )
    assert (file.format, take(file).added["reading"]) == ("readings", 4)
    assert stored("Leads") == [("2026-11-09", 12)]
    assert stored("Engagement rate") == [("2026-11-09", (340, 10000))]
    assert stored("Policy published") == [("2026-11-20", 1)]
    assert stored("Response time") == [("2026-11-20", Decimal("4.5"))]
    assert store.read(readings.history, 2).readings[0].note == "week 45"


def test_a_wide_file_has_one_kpi_a_column(take: Take, read: ReadFile, stored: Any, plan: MakePlan) -> None:
    file = read(*WIDE)
    assert file.format == "readings-by-day"
    assert plan(file).notes == ("1 cell is blank or n/a: not reported, not zero.",)
    assert take(file).added["reading"] == 5
    assert stored("Followers") == [("2026-11-09", 4100), ("2026-11-16", 4180)]
    assert stored("Engagement rate") == [("2026-11-09", (340, 10000))]


def test_a_wide_file_may_have_one_kpi_a_row(take: Take, read: ReadFile, stored: Any) -> None:
    file = read("KPI,Unit,2026-10,2026-W45,2026-11-20", "Followers,,4000,4050,4100", "Leads,,30,,5")
    assert file.format == "readings-by-kpi"
    take(file)
    assert stored("Followers") == [("2026-10-31", 4000), ("2026-11-08", 4050), ("2026-11-20", 4100)]
    assert stored("Leads") == [("2026-10-31", 30), ("2026-11-20", 5)]


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("2026-10", "2026-10-31"),
        ("10/2026", "2026-10-31"),
        ("Oct 2026", "2026-10-31"),
        ("2026-W46", "2026-11-15"),
        ("2026-Q3", "2026-09-30"),
        ("Q3 2026", "2026-09-30"),
    ],
)
def test_a_week_or_month_stands_on_its_last_day(
    plan: MakePlan, take: Take, read: ReadFile, stored: Any, typed: str, last: str
) -> None:
    file = read("Month,Followers", f"{typed},4000")
    assert "1 reading names a week, month or quarter: they stand on its last day." in plan(file).notes
    take(file)
    assert stored("Followers") == [(last, 4000)]


def test_numbers_and_days_are_understood_by_whole_columns(take: Take, read: ReadFile, stored: Any) -> None:
    take(
        read(
            "Date;Followers;Response time;Engagement rate",
            "13.11.2026;4.100;4,5;1.340/10.000",
            "20.11.2026;4.180;5;2/3",
        )
    )
    assert stored("Followers") == [("2026-11-13", 4100), ("2026-11-20", 4180)]
    assert stored("Response time") == [("2026-11-13", Decimal("4.5")), ("2026-11-20", 5)]
    assert stored("Engagement rate") == [("2026-11-13", (1340, 10000)), ("2026-11-20", (2, 3))]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_spreadsheet_comes_with_all_its_quirks(
    store: Store, kpi_ids: dict[str, int], take: Take, stored: Any, encoding: str
) -> None:
    lines = (
        "sep=;", "Social media, what we measure", "", "WEEK;Followers ;Leads;Response Time;Target;Comment;",
        '2026-W45;4 050;12;"4,5 h";5000;"two\nlines"', "2026-W46;4 100", "2026-W47;--;;n/a;;", "",
    )  # fmt: skip
    content = "\r\n".join(lines).encode(encoding)
    file = read_bytes("Export (2).csv", content, today=TODAY, choices=store.read(known_choices))
    assert file.collect().faults == ()
    take(file)
    assert stored("Followers") == [("2026-11-08", 4050), ("2026-11-15", 4100)]
    assert stored("Leads") == [("2026-11-08", 12)]
    assert stored("Response time") == [("2026-11-08", Decimal("4.5"))]
    assert store.read(readings.history, kpi_ids["Leads"]).readings[0].note == "two lines"


def test_what_can_be_read_in_two_ways_is_asked(plan: MakePlan, read: ReadFile, take: Take, stored: Any) -> None:
    lines = ("Date,Followers", "01/10/2026,4.100")
    asked = plan(read(*lines))
    assert {decision.key for decision in asked.undecided} == {"date:date", "number:followers"}
    assert "It must be decided" in asked.blocked
    take(read(*lines, date__date="day first", number__followers="decimal comma"))
    assert stored("Followers") == [("2026-10-01", 4100)]
    across = plan(read("KPI,01/10/2026,02/10/2026", "Leads,1,2"))
    assert [decision.key for decision in across.undecided] == ["date:column titles"]
    take(read("KPI,01/10/2026,02/10/2026", "Leads,1,2", date__column_titles="month first"))
    assert stored("Leads") == [("2026-01-10", 1), ("2026-02-10", 2)]


def test_readings_outside_the_days_of_a_kpi_are_taken_and_told(plan: MakePlan, read: ReadFile) -> None:
    made = plan(read("Date,Followers", "2026-09-30,4000", "2026-11-20,4100"))
    assert counted(made).new == 2
    assert made.notes == (
        "1 reading lies before the start or after the due day of the KPI and won't count: Followers.",
    )


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Leads,2026-11-09,12x", "Value “12x” is not a number"),
        ("Leads,2026-11-09,< 10", "Value “< 10” is a bound and not a number"),
        ("Leads,soon,12", "Day “soon” is not a date written as year-month-day"),
        ("Leads,2026-12-01,12", "Value “12” is of the future: 2026-12-01"),
        ("Leads,2026-11,12", "Value “12” belongs to a time that is over on 2026-11-30 only"),
        ("Leads,2026-11-09,yes", "Value “yes” is no number, as Leads needs one"),
        ("Leads,2026-11-09,4 h", "Value “4 h” is in h; Leads is a plain number"),
        ("Leads,2026-11-09,0.1234567", "More than 6 decimals"),
        ("Engagement rate,2026-11-09,3.4", "This KPI is a ratio. Type both parts"),
        ("Engagement rate,2026-11-09,3/0", "The number after / must be above zero"),
        ("Engagement rate,2026-11-09,3/", "Value “3/” lacks a part"),
        ("Policy published,2026-11-09,2", "Type 1 for yes or 0 for no"),
        (",2026-11-09,2", "KPI “” is blank"),
    ],
)
def test_what_a_kpi_does_not_take_is_a_bad_row(plan: MakePlan, read: ReadFile, row: str, fault: str) -> None:
    made = plan(read("KPI,Day,Value", "Followers,2026-11-09,1.5", row))
    assert [line.row_number for line in made.faults] == [3]
    assert fault in str(made.faults[0])
    assert made.blocked == "1 row is not understood."


def test_hostile_text_is_told_harmlessly(plan: MakePlan, read: ReadFile) -> None:
    made = plan(read("KPI,Day,Value,Note", "Lea\x1b[31mds,2026-11-09,3 h\x1b[2J,\x07", "Leads,2026-11-09,4\x07x,"))
    told = " ".join([*map(str, made.faults), *(one.label for one in made.unmatched)])
    assert told
    assert told.isprintable()


def test_a_computed_kpi_takes_none(plan: MakePlan, read: ReadFile, store: Store) -> None:
    store.write(kpis.add_kpi, KpiDraft("Shown", START, DUE, target=Decimal(9), measured=Measured("impressions")))
    made = plan(read("KPI,Day,Value", "Shown,2026-11-09,5"))
    assert "Shown is worked out from posts: Σ impressions of posts. It takes no readings." in str(made.faults[0])


def test_a_file_that_contradicts_itself_is_bad_and_one_that_repeats_itself_is_not(
    plan: MakePlan, read: ReadFile
) -> None:
    made = plan(read("KPI,Day,Value", "Leads,2026-11-09,12", "leads,2026-11-09,12", "Leads,2026-11-09,13"))
    assert str(made.faults[0]) == "line 4: has another value for that KPI and day than line 2"
    assert (counted(made).new, counted(made).same) == (1, 1)


# Names -------------------------------------------------------------------------------------------------------------


def test_names_that_are_not_known_must_be_explained_and_are_remembered(
    plan: MakePlan, take: Take, read: ReadFile, stored: Any, store: Store
) -> None:
    lines = ("Date,Followers,New leads,Mood", "2026-11-09,4100,12,5")
    asked = plan(read(*lines))
    assert asked.blocked == "It must be said which KPI is meant by “New leads”, “Mood”."
    assert [(one.label, one.proposals, one.asked) for one in asked.unmatched] == [
        ("New leads", ("Leads",), True), ("Mood", (), True)
    ]  # fmt: skip
    with pytest.raises(Refused):
        store.write(apply_plan, asked)
    choices = Choices({
        target_key("kpi", "new leads"): Target(Action.EXISTING, "Leads"),
        target_key("kpi", "Mood"): Target(Action.IGNORE),
    })  # fmt: skip
    assert take(read(*lines), choices).added == {"import_batch": 1, "reading": 2, "alias": 1}
    assert stored("Leads") == [("2026-11-09", 12)]
    again = plan(read("Date,New Leads", "2026-11-16,17"))
    assert (again.unmatched, again.blocked, counted(again).new) == ((), "", 1)


def test_unknown_names_may_be_skipped_with_what_is_bad(take: Take, read: ReadFile, stored: Any, plan: MakePlan) -> None:
    file = read("Date,Followers,Mood", "2026-11-09,4100,5")
    assert counted(plan(file, Choices(skip_bad=True))).ignored == 1
    take(file, Choices(skip_bad=True))
    assert stored("Followers") == [("2026-11-09", 4100)]


def test_a_file_without_a_known_name_is_none_of_readings(read: ReadFile) -> None:
    with pytest.raises(Refused, match="no column is called like a KPI"):
        read("Date,Moods,Feelings", "2026-11-09,4100,5")


# Again, changed, mine ------------------------------------------------------------------------------------------------


def test_the_same_readings_twice_add_nothing(take: Take, read: ReadFile, plan: MakePlan, sizes: Any) -> None:
    take(read(*WIDE))
    before = sizes()
    again = plan(read(*WIDE[:2], "2026-11-16,4180.0,17,,"))
    assert (counted(again).new, counted(again).same, counted(again).changed) == (0, 5, 0)
    assert take(read(*WIDE)).batch_id is None
    assert sizes() == before


def test_a_later_file_changes_what_came_from_a_file_and_undo_takes_that_back(
    take: Take, read: ReadFile, stored: Any, store: Store, plan: MakePlan
) -> None:
    take(read(*WIDE))
    changed = read(*WIDE[:2], "2026-11-16,4200,17,,", "2026-11-20,4300,3,,")
    assert plan(changed).label == "import readings.csv: 2 readings, 1 reading changed"
    take(changed)
    assert stored("Followers") == [("2026-11-09", 4100), ("2026-11-16", 4200), ("2026-11-20", 4300)]
    store.write(undo.undo)
    assert stored("Followers") == [("2026-11-09", 4100), ("2026-11-16", 4180)]
    store.write(undo.undo)
    assert stored("Followers") == []


def test_what_a_person_typed_or_edited_is_kept(
    take: Take, read: ReadFile, stored: Any, store: Store, plan: MakePlan, kpi_ids: dict[str, int]
) -> None:
    store.write(readings.add_reading, kpi_ids["Followers"], Reading(date(2026, 11, 9), Decimal(4000)))
    take(read(*WIDE))
    imported = store.read(readings.history, kpi_ids["Followers"]).readings[0]
    store.write(readings.edit_reading, imported.id, Reading(imported.day, Decimal(4181)))
    made = plan(read("Date,Followers", "2026-11-09,4100", "2026-11-16,4190"))
    assert (counted(made).same, counted(made).changed) == (2, 0)
    (note,) = made.notes
    assert note.startswith("Kept yours: 2 readings that people typed or edited and this file says otherwise")
    assert note.endswith("(Followers on 9 Nov 2026, Followers on 16 Nov 2026).")
    assert stored("Followers") == [("2026-11-09", 4000), ("2026-11-16", 4181)]


def test_what_a_person_deleted_stays_away_until_that_is_undone(
    take: Take, read: ReadFile, store: Store, plan: MakePlan, kpi_ids: dict[str, int]
) -> None:
    take(read(*WIDE))
    newest = store.read(readings.history, kpi_ids["Followers"]).readings[0]
    store.write(readings.delete_reading, newest.id)
    file = read("Date,Followers", "2026-11-16,4180")
    assert (counted(plan(file)).deleted, counted(plan(file)).new) == (1, 0)
    store.write(undo.undo)
    assert (counted(plan(file)).deleted, counted(plan(file)).same) == (0, 1)


def test_undo_of_an_import_names_what_was_edited_since(
    take: Take, read: ReadFile, store: Store, stored: Any, kpi_ids: dict[str, int]
) -> None:
    batch = take(read(*WIDE)).batch_id
    assert batch is not None
    newest = store.read(readings.history, kpi_ids["Followers"]).readings[0]
    store.write(readings.edit_reading, newest.id, Reading(newest.day, Decimal(1)))
    with pytest.raises(Refused, match=r"reading .* \(edited\)"):
        store.write(import_undo.undo_import, batch)
    store.write(import_undo.undo_import, batch, keep_edited=True)
    assert stored("Followers") == [("2026-11-16", 1)]
    assert stored("Leads") == []


def test_a_reading_typed_after_the_preview_makes_it_stale(
    read: ReadFile, store: Store, plan: MakePlan, kpi_ids: dict[str, int]
) -> None:
    made = plan(read(*WIDE))
    store.write(readings.add_reading, kpi_ids["Followers"], Reading(date(2026, 11, 9), Decimal(4000)))
    with pytest.raises(Stale):
        store.write(apply_plan, made)
