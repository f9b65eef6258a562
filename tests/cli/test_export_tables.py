"""`smdash export TABLE`: any table as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.goals import Aggregation, KpiDraft, Reading
from smdash.domain.money import Money
from smdash.store import costs, kpis, readings
from smdash.store.store import Snapshot, Store
from smdash.store.table_exports import table_exports
from smdash.store.tables import kpi, reading
from tests.cli.conftest import RunCommand

Opened = Callable[[], AbstractContextManager[Store]]
NAME, NOTE = "=Leads; -net", "+1 from @ana;=SUM(A1)"


@pytest.fixture
def filled(prepared: RunCommand, opened: Opened) -> RunCommand:
    """A cost below zero with words that would run, and two KPIs with readings."""
    with opened() as store:
        cost = CostDraft(date(2026, 11, 3), Money(-1050, "USD"), CostCategory.ADS, name=NOTE, campaign_id=1)
        store.write(costs.add_cost, cost)
        days = (date(2026, 10, 1), date(2026, 12, 31))
        leads = store.write(kpis.add_kpi, KpiDraft(NAME, *days, target=Decimal(40)))
        rate = store.write(kpis.add_kpi, KpiDraft("Rate", *days, aggregation=Aggregation.RATIO, target=Decimal(3)))
        store.write(readings.add_reading, leads, Reading(date(2026, 11, 9), Decimal("12.5"), note=NOTE))
        store.write(
            readings.add_reading, rate, Reading(date(2026, 11, 9), numerator=Decimal(34), denominator=Decimal(100))
        )
    return prepared


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_list_names_every_table(prepared: RunCommand) -> None:
    said = prepared("export", "--list")
    named = [line.split()[0] for line in said.out.splitlines()]
    assert said.code == 0
    assert named == ["entries", *(export.name for export in table_exports()), "all"]


def test_every_table_is_written_in_each_format(filled: RunCommand) -> None:
    for export in table_exports():
        said = filled("export", export.name)
        assert said.code == 0, said.err
        found = json.loads(filled("export", export.name, "--format", "json").out)
        assert len(found) == len(rows(said.out)), export.name
    assert [row["name"] for row in json.loads(filled("export", "people", "--format", "json").out)] == ["ana", "ben"]


def test_a_cell_runs_nothing_and_a_negative_amount_is_a_number(filled: RunCommand) -> None:
    (row,) = rows(filled("export", "costs", "--period", "2026-11", "--campaign", "spring").out)
    assert (row["name"], row["amount"], row["currency"]) == ("'+1 from @ana;'=SUM(A1)", "-10.50", "USD")
    assert (row["day"], row["campaign"], row["channel"], row["estimated"]) == (
        "2026-11-03",
        "Spring membership",
        "",
        "no",
    )


def test_readings_come_back_as_they_were(filled: RunCommand, opened: Opened, tmp_path: Path) -> None:
    def stored(snapshot: Snapshot) -> list[tuple[object, ...]]:
        columns = (kpi.c.name, reading.c.day, reading.c.value, reading.c.numerator, reading.c.denominator)
        query = select(*columns, reading.c.note).join(kpi).order_by(kpi.c.name)
        return [tuple(row) for row in snapshot.connection.execute(query)]

    target = tmp_path / "readings.csv"
    assert filled("export", "readings", "-o", str(target)).code == 0
    with opened() as store:
        before = store.read(stored)
    assert [row[-1] for row in before] == [NOTE, ""]
    for name in (NAME, "Rate"):
        assert filled("kpi", "unset", name, "--on", "2026-11-09").code == 0
    said = filled("import", str(target))
    assert said.code == 0, said.err
    with opened() as store:
        assert store.read(stored) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("campains",), "There is no table “campains” to export.\nDid you mean campaigns?"),
        (("people", "--period", "2026-11"), "“people” has no day that a period could narrow."),
        (("costs", "--person", "ana"), "The rows of “costs” belong to no person."),
        ((), "a table is required.\n`smdash export --list` lists them."),
    ],
)
def test_wrong_words_are_named(prepared: RunCommand, words: tuple[str, ...], told: str) -> None:
    said = prepared("export", *words)
    assert (said.code != 0, said.out) == (True, "")
    assert told in said.err


def test_viewers_get_no_rates(filled: RunCommand) -> None:
    for name in ("rates", "journal"):
        said = filled("--role", "viewer", "export", name)
        assert (said.code, said.out) == (1, "")
        assert f"“{name}” is for managers only." in said.err
    assert filled("--role", "viewer", "export", "costs").code == 0


def test_a_workbook_keeps_numbers_and_days(filled: RunCommand, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    calamine = pytest.importorskip("python_calamine")
    target = tmp_path / "costs.xlsx"
    said = filled("export", "costs", "--format", "xlsx", "-o", str(target))
    assert (said.code, said.err) == (0, f"Wrote {target}.\n")
    head, row = calamine.CalamineWorkbook.from_path(str(target)).get_sheet_by_name("costs").to_python()
    found = dict(zip(head, row, strict=True))
    assert (found["amount"], found["day"], found["name"]) == (-10.5, date(2026, 11, 3), NOTE)
    report = tmp_path / "roi.xlsx"
    assert filled("report", "roi", "--format", "xlsx", "-o", str(report)).code == 0
    sheets = calamine.CalamineWorkbook.from_path(str(report))
    table = sheets.get_sheet_by_name("Cost, benefit and return").to_python()
    assert ("Spring membership", -10.5) in {(row[0], row[2]) for row in table}


def test_a_workbook_is_refused_before_anything_where_it_cannot_be_written(
    filled: RunCommand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("smdash.reports.workbook.find_spec", lambda _: None)
    for words in (("export", "costs"), ("report", "time")):
        said = filled(*words, "--format", "xlsx", "-o", str(tmp_path / "x.xlsx"))
        assert (said.code, said.out) == (1, "")
        assert "xlsxwriter, which is not installed" in said.err
