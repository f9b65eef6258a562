"""The ROI report: the same numbers as on screen in each format, totals of rows, and names that can do no harm."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.benefits import BenefitDraft, BenefitKind, Evidence
from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.domain.periods import Calendar
from smdash.domain.roi import Rung
from smdash.domain.spreadsheet_cells import harmless
from smdash.reports import render
from smdash.reports.roi import roi_report
from smdash.reports.table import Report
from smdash.store import benefits, campaigns, costs, organisation
from smdash.store.store import Store
from smdash.tui.panes.campaigns.state import View, load, shown

Q4 = Calendar().parse("2026-Q4", date(2026, 11, 22))
HOSTILE = '=HYPERLINK("http://x";"y")|*bold*'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "s.db", FixedClock(), actor="ana")
    opened.write(organisation.add_person, "ana")
    spring = opened.write(campaigns.add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE))
    hostile = opened.write(campaigns.add_campaign, CampaignDraft(HOSTILE))
    for minor, category, campaign in (
        (123_45, CostCategory.ADS, spring),
        (50_00, CostCategory.TOOLS, None),
        (-10_00, CostCategory.OTHER, hostile),
    ):
        draft = CostDraft(date(2026, 10, 5), Money(minor, "USD"), category, campaign_id=campaign)
        opened.write(costs.add_cost, draft)
    for minor, evidence, share in ((200_00, Evidence.TRACKED, 1), (100_00, Evidence.ALLOCATED, Decimal("0.5"))):
        gained = BenefitDraft(
            date(2026, 11, 9),
            Money(minor, "USD"),
            BenefitKind.REVENUE,
            evidence=evidence,
            share=Decimal(share),
            campaign_id=spring,
        )
        opened.write(benefits.add_benefit, gained)
    yield opened
    opened.close()


def report(store: Store, by: By = By.CAMPAIGN, rung: Rung = Rung.ALLOCATED) -> Report:
    return store.read(roi_report, Q4, by, rung)


@pytest.mark.parametrize("by", By)
def test_printed_amounts_are_the_screens_and_add_up(store: Store, by: By) -> None:
    made = report(store, by)
    screen = shown(store.read(load, Q4, by), View(by=by)).total
    for table in (*made.tables[:2], made.flat):
        for number, (key, _) in enumerate(table.columns):
            cells = [row[number] for row in table.rows]
            if (
                cells[0].unit is not None
                and cells[0].unit.value in ("money", "seconds", "count")
                and "_full" not in key
                and "_ads" not in key[3:7]
            ):
                assert sum(int(cell.value or 0) for cell in cells) == table.total[number].value, key
    flat = dict(zip((key for key, _ in made.flat.columns), made.flat.total, strict=True))
    assert flat["cost"].value == screen.ledger.spent == 163_45
    assert flat["net_allocated"].value == screen.result.step(Rung.ALLOCATED).net.value
    assert flat["roi_allocated"].value == screen.result.step(Rung.ALLOCATED).roi.value


def test_text_and_markdown_show_what_the_screen_shows(store: Store) -> None:
    text = render.text(report(store))
    (line,) = [line for line in text.splitlines() if line.startswith("Spring") and "%" in line]
    assert line.split("  ")[-1].strip() == "2.0"
    assert {"123.45", "+126.55", "+62.0 %", "+102.5 %"} <= set(re.split(r"  +", line))
    assert "total" in text
    markdown = render.markdown(report(store))
    assert "| Spring | 0:00 | 123.45 | 250.00 | +126.55 | +62.0 % | +102.5 % | +102.5 % | 2.0 |" in markdown
    assert r'\=HYPERLINK("http://x";"y")\|\*bold\*' in markdown


def test_csv_runs_nothing_and_keeps_numbers_numbers(store: Store) -> None:
    rows = {row["campaign"]: row for row in csv.DictReader(io.StringIO(render.comma_separated(report(store))))}
    assert set(rows) == {"Spring", f"'{HOSTILE}", "not assigned"}
    assert rows[f"'{HOSTILE}"]["cost_other"] == "-10.00"
    assert rows["Spring"]["benefit_tracked"] == "200.00"
    assert rows["not assigned"]["roi_all"] == ""
    assert rows["Spring"]["seconds"] == "0"


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t1", "  =1"])
def test_what_a_spreadsheet_would_run_is_words(words: str) -> None:
    assert harmless(words) == f"'{words}"
    assert harmless("Spring = good") == "Spring = good"


def test_json_has_whole_minor_units_and_null_where_undefined(store: Store) -> None:
    found = json.loads(render.as_json(report(store, By.MONTH)))
    october, november = (row for row in found["rows"] if row["month"] != "2026-12")
    assert (october["cost"], november["benefit_all"]) == (163_45, 250_00)
    assert november["roi_all"] is None
    assert found["total"]["cost"] == 163_45


def test_an_empty_store_has_a_report_that_says_so(tmp_path: Path) -> None:
    empty = Store.open(tmp_path / "e.db", FixedClock(), actor="ana")
    try:
        made = empty.read(roi_report, Q4)
        for form in render.FORMATS.values():
            assert form(made)
        assert made.flat.rows == ()
    finally:
        empty.close()


@pytest.mark.parametrize(
    ("by", "heads"),
    [
        (By.CHANNEL, ("benefit T+A · linear", "net T+A · linear", "ROI T · linear", "ROAS T+A · linear")),
        (By.MONTH, ("benefit T+A", "net T+A", "ROI T", "ROAS T+A · linear")),
    ],
)
def test_a_chosen_model_stands_in_the_heading_of_each_number_that_uses_it(
    store: Store, by: By, heads: tuple[str, ...]
) -> None:
    store.write(organisation.change_settings, attribution_model="linear")
    shown = [head for _, head in report(store, by).tables[0].columns]
    assert set(heads) <= set(shown)
