"""The time report: what is printed adds up in every direction, is rounded as said, and hides what it has to."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.hours_views import Dimension
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Calendar, Period
from smdash.domain.time_reports import LoggedCell, Rounding, decimal_cells
from smdash.domain.timesheets import ROUNDINGS, EntryDraft, round_duration
from smdash.errors import InvalidInput
from smdash.reports import render
from smdash.reports.table import Report, Table
from smdash.reports.timesheet import time_report
from smdash.store import campaigns, organisation, timers, timesheets
from smdash.store.hours_views import hours_view
from smdash.store.logged_time import logged_cells
from smdash.store.store import Snapshot, Store

TODAY = date(2026, 11, 22)
HOSTILE = "=cmd|'/C calc'!A1 <b>&"
NOVEMBER = Calendar().parse("2026-11", TODAY)
WEEK = Calendar().parse("2026-W47", TODAY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "s.db", FixedClock(), actor="ana")
    opened.write(organisation.first_use, "ana", "UTC")
    ana = opened.read(organisation.acting_person)
    assert ana is not None
    opened.write(organisation.set_rate, ana.id, date(2026, 1, 1), Money(45_00, "USD"))
    ben = opened.write(organisation.add_person, "ben")
    spring = opened.write(campaigns.add_campaign, CampaignDraft("Spring"))
    hostile = opened.write(campaigns.add_campaign, CampaignDraft(HOSTILE))
    third = 20 * 60
    for person, day, campaign in (
        (ana.id, 16, spring), (ana.id, 16, hostile), (ana.id, 17, None), (ana.id, 2, spring),
        (ben, 17, spring), (ben, 20, spring),
    ):  # fmt: skip
        opened.write(timesheets.log_entry, EntryDraft(person, date(2026, 11, day), third, campaign_id=campaign))
    opened.write(timers.start_timer, EntryDraft(ana.id, TODAY, 0, campaign_id=spring))
    yield opened
    opened.close()


def report(
    store: Store,
    period: Period = WEEK,
    by: Dimension = Dimension.CAMPAIGN,
    *people: str,
    rounding: Rounding | None = None,
) -> Report:
    def made(snapshot: Snapshot) -> Report:
        who = [one for one in organisation.people(snapshot) if one.name in people]
        return time_report(snapshot, period, by, who, rounding)

    return store.read(made)


def shown(table: Table) -> list[list[str]]:
    return [[value.text() for value in row] for row in (*table.rows, table.total)]


def test_three_times_twenty_minutes_are_one_hour(store: Store) -> None:
    summary, _ = report(store, WEEK, Dimension.CAMPAIGN, "ana").tables
    assert [row[:3] for row in shown(summary)] == [
        [HOSTILE, "1", "0.33"],
        ["Spring", "1", "0.34"],
        ["no campaign", "1", "0.33"],
        ["total", "3", "1.00"],
    ]


@pytest.mark.parametrize("by", Dimension)
@pytest.mark.parametrize("period", [WEEK, NOVEMBER, Calendar().parse("2026", TODAY)])
@pytest.mark.parametrize("people", [(), ("ana",), ("ana", "ben")])
def test_all_that_is_printed_adds_up(store: Store, by: Dimension, period: Period, people: tuple[str, ...]) -> None:
    made = report(store, period, by, *people)
    summary, *sheets = made.tables
    hours = [Decimal(row[2]) for row in shown(summary)]
    assert sum(hours[:-1]) == hours[-1]
    assert bool(sheets) == (by is Dimension.WEEK or period.days <= 31)
    for sheet in sheets:
        numbers = [[Decimal(cell or 0) for cell in row[1:]] for row in shown(sheet)]
        if len(numbers[0]) > 1:
            assert all(sum(row[:-1]) == row[-1] for row in numbers)
        assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    last = [Decimal(shown(sheet)[-1][-1]) for sheet in sheets if sheet.signed_by]
    assert not sheets or sum(last) == hours[-1]
    flat = list(csv.DictReader(io.StringIO(render.comma_separated(made))))
    assert sum(Decimal(row["hours"]) for row in flat) == hours[-1]
    assert sum(int(row["seconds"]) for row in flat) == made.flat.total[-4].value


@pytest.mark.parametrize("by", Dimension)
def test_rows_are_those_of_the_views_of_the_time_pane(store: Store, by: Dimension) -> None:
    lines = store.read(lambda snapshot: hours_view(snapshot, NOVEMBER, by)).lines
    cells = store.read(lambda snapshot: logged_cells(snapshot, NOVEMBER, by))
    seconds: dict[object, int] = {}
    for cell in cells:
        seconds[cell.key] = seconds.get(cell.key, 0) + cell.seconds
    assert seconds == {line.key: line.seconds for line in lines if line.entries}


def test_a_timesheet_has_days_and_lines_to_sign(store: Store) -> None:
    *_, sheet = report(store, WEEK, Dimension.CAMPAIGN, "ana").tables
    assert sheet.title == "Timesheet of ana, 2026-W47"
    assert [head for _, head in sheet.columns][:3] == ["campaign", "Mon 16", "Tue 17"]
    assert sheet.signed_by == ("ana", "Approved by")
    text = render.text(report(store, WEEK, Dimension.CAMPAIGN, "ana"))
    assert "\nana: ____" in text
    assert "date: ____" in text
    weeks = report(store, NOVEMBER, Dimension.CAMPAIGN, "ana").tables[1:]
    assert [table.title.rpartition(", ")[2] for table in weeks] == ["2026-W45", "2026-W47", "2026-11"]
    assert [head for _, head in weeks[0].columns] == [
        "campaign", "Mon 2", "Tue 3", "Wed 4", "Thu 5", "Fri 6", "Sat 7", "Sun 8", "total"
    ]  # fmt: skip
    assert [bool(table.signed_by) for table in weeks] == [False, False, True]
    everybody = report(store).tables[-1]
    assert (everybody.title, everybody.signed_by) == ("Timesheet of everybody, 2026-W47", ("Approved by",))


def test_rounding_is_said_and_keeps_the_seconds(store: Store) -> None:
    up = report(store, WEEK, Dimension.CAMPAIGN, "ana", rounding=Rounding(15, up=True))
    assert dict(up.facts)["rounding"] == "each entry up to the next 15 min"
    assert dict(up.facts)["logged"] == "1:00:00 (hours:minutes:seconds)"
    assert up.tables[0].total[2].text() == "1.50"
    flat = json.loads(render.as_json(up))
    assert (flat["total"]["seconds"], flat["total"]["reported_seconds"]) == (3600, 5400)
    assert flat["total"]["cost"] == 45_00  # of the seconds, not of what was rounded
    near = report(store, WEEK, Dimension.CAMPAIGN, "ana", rounding=Rounding(15))
    assert near.tables[0].total[2].text() == "0.75"
    with pytest.raises(InvalidInput):
        Rounding(7)


@given(some.integers(1, 86_400), some.sampled_from(ROUNDINGS), some.booleans())
def test_one_entry_is_rounded_as_durations_are(seconds: int, minutes: int, up: bool) -> None:
    assert Rounding(minutes, up=up).of(seconds) == round_duration(seconds, minutes, up=up)


@pytest.mark.parametrize("minutes", ROUNDINGS)
@pytest.mark.parametrize("up", [False, True])
def test_the_store_rounds_as_the_domain_does(store: Store, minutes: int, up: bool) -> None:
    for seconds in (1, 149, 150, 449, 450, 451, 899, 900, 901, 3599):
        store.write(timesheets.log_entry, EntryDraft(2, date(2026, 10, 5), seconds))
    rounding = Rounding(minutes, up=up)
    period = Calendar().parse("2026-10", TODAY)
    (cell,) = store.read(lambda snapshot: logged_cells(snapshot, period, Dimension.CAMPAIGN, (), rounding))
    expected = [rounding.of(seconds) for seconds in (1, 149, 150, 449, 450, 451, 899, 900, 901, 3599)]
    assert (cell.reported, cell.entries) == (sum(expected), 10)


CELLS = some.lists(
    some.builds(
        LoggedCell,
        key=some.integers(1, 4),
        person_id=some.integers(1, 3),
        day=some.dates(date(2026, 11, 1), date(2026, 11, 30)),
        entries=some.just(1),
        seconds=some.just(0),
        reported=some.integers(0, 40_000),
    ),
    max_size=40,
)


@given(CELLS)
def test_rows_are_less_than_a_hundredth_from_their_exact_hours(cells: list[LoggedCell]) -> None:
    found = decimal_cells(cells)
    whole = Fraction(sum(cell.reported for cell in cells), 36)
    assert abs(sum(found) - whole) <= Fraction(1, 2)
    for key in {cell.key for cell in cells}:
        exact = Fraction(sum(cell.reported for cell in cells if cell.key == key), 36)
        printed = sum(hours for cell, hours in zip(cells, found, strict=True) if cell.key == key)
        assert abs(printed - exact) < Fraction(3, 2)
    assert all(hours >= 0 for hours in found)


def test_costs_are_for_managers(store: Store, tmp_path: Path) -> None:
    managers = render.as_json(report(store, WEEK, Dimension.PERSON))
    (ana, *_), total = json.loads(managers)["rows"], json.loads(managers)["total"]
    assert ana["cost"] == 30_00
    assert total["cost"] == 45_00
    assert [row["cost"] for row in json.loads(managers)["rows"] if row["person"] == "ben"] == [None, None]
    assert "0:40 h have no cost" in managers
    viewer = Store.open(store.path, FixedClock(), role=Role.VIEWER, actor="ana")
    try:
        for by in Dimension:
            for write in render.FORMATS.values():
                told = write(report(viewer, WEEK, by, "ana"))
                assert "cost USD" not in told
                assert "45.00" not in told
                assert '"cost"' not in told
    finally:
        viewer.close()


def test_hostile_names_do_no_harm(store: Store) -> None:
    made = report(store)
    assert f"'{HOSTILE}" in {row["campaign"] for row in csv.DictReader(io.StringIO(render.comma_separated(made)))}
    page = render.FORMATS["html"](made)
    assert "<b>" not in page
    assert "=cmd|&#x27;/C calc&#x27;!A1 &lt;b&gt;&amp;" in page


def test_the_page_is_well_formed_and_needs_nothing_from_elsewhere(store: Store) -> None:
    opened: list[str] = []

    class Strict(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("meta",):
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    page = render.FORMATS["html"](report(store, NOVEMBER, Dimension.CAMPAIGN, "ana", "ben"))
    Strict().feed(page)
    assert opened == []
    assert page.count('class="sign"') == 4
    assert not any(word in page for word in ("<script", "http", "src=", "url("))


def test_a_week_begins_where_the_organisation_says(store: Store) -> None:
    store.write(organisation.change_settings, week_start=6)
    week = Calendar(week_start=6).week(date(2026, 11, 16))
    sheet = report(store, week, Dimension.WEEK, "ana").tables[-1]
    assert [head for _, head in sheet.columns] == ["week", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "total"]
    assert sheet.rows[0][0].text() == "week of 2026-11-15"


def test_nothing_logged_is_said(store: Store) -> None:
    made = report(store, Calendar().parse("2025", TODAY))
    assert made.notes == ("No hours were logged.",)
    assert [table.rows for table in made.tables] == [()]
    for write in render.FORMATS.values():
        assert write(made)


def test_parts_over_midnight_are_on_their_days(store: Store) -> None:
    start = datetime(2026, 11, 5, 23, 30, tzinfo=UTC)
    draft = EntryDraft(2, date(2026, 11, 5), 5400, start=start, end=start + timedelta(seconds=5400))
    store.write(timesheets.log_entry, replace(draft, zone="UTC"))
    made = report(store, Calendar().parse("2026-W45", TODAY), Dimension.PERSON, "ben")
    (row, _) = shown(made.tables[1])
    assert row[4:6] == ["0.50", "1.00"]
