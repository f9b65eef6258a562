"""`smdash report`: what it prints, where it writes, and what is wrong with what was typed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.store import campaigns, costs
from smdash.store.store import Store
from tests.cli.conftest import RunCommand


@pytest.fixture
def spent(smdash: RunCommand, store_file: Path) -> None:
    """A store with one campaign that cost something this quarter."""
    assert smdash("log", "1h", "--note", "first").code == 0
    store = Store.open(store_file, FixedClock(), actor="ana")
    spring = store.write(campaigns.add_campaign, CampaignDraft("Spring"))
    store.write(
        costs.add_cost, CostDraft(date(2026, 10, 5), Money(123_45, "USD"), CostCategory.ADS, campaign_id=spring)
    )
    store.close()


@pytest.mark.usefixtures("spent")
def test_this_quarter_is_printed_as_text(smdash: RunCommand) -> None:
    said = smdash("report", "roi")
    assert (said.code, said.err) == (0, "")
    assert "period: 2026-Q4 (2026-10-01 to 2026-12-31)" in said.out
    assert "Spring" in said.out
    assert "123.45" in said.out


@pytest.mark.usefixtures("spent")
@pytest.mark.parametrize("by", ["campaign", "channel", "message", "objective", "month"])
def test_every_view_comes_to_the_same_total(smdash: RunCommand, by: str) -> None:
    said = smdash("--role", "viewer", "report", "roi", "--by", by, "--format", "json", "--rung", "tracked")
    found = json.loads(said.out)
    assert (found["total"]["cost"], found["total"]["seconds"]) == (123_45, 3600)
    assert sum(row["cost"] for row in found["rows"]) == 123_45


@pytest.mark.usefixtures("spent")
def test_a_file_is_written_whole_and_replaces(smdash: RunCommand, tmp_path: Path) -> None:
    target = tmp_path / "roi.csv"
    target.write_text("before")
    said = smdash("report", "roi", "--format", "csv", "-o", str(target))
    assert (said.code, said.out, said.err) == (0, "", f"Wrote {target}.\n")
    (spring, unassigned) = csv.DictReader(io.StringIO(target.read_text("utf-8")))
    assert (spring["cost_ads"], unassigned["seconds"]) == ("123.45", "3600")
    assert list(tmp_path.glob(".*.part")) == []


@pytest.mark.usefixtures("spent")
def test_where_it_cannot_be_written_is_said(smdash: RunCommand, tmp_path: Path) -> None:
    said = smdash("report", "roi", "-o", str(tmp_path / "no" / "roi.txt"))
    assert said.code != 0
    assert "could not be written: No such file or directory." in said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "mood"), "invalid choice: 'mood'"),
        (("--period", "2026-13"), "2026-13"),
        (("--format", "pdf"), "invalid choice: 'pdf'"),
        (("--rung", "all", "x"), "unrecognized arguments: x"),
    ],
)
@pytest.mark.usefixtures("spent")
def test_wrong_words_are_named(smdash: RunCommand, words: tuple[str, ...], told: str) -> None:
    said = smdash("report", "roi", *words)
    assert (said.code, said.out) != (0, "")
    assert told in said.err
