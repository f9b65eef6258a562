"""`smdash import` of ad reports and workbooks, from the shell."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.workbooks import workbook

Run = Callable[..., Any]
EXPORTS = Path(__file__).parents[1] / "fixtures" / "exports"


def spent(smdash: Run) -> dict[str, float]:
    """Ad cost by campaign and currency, as it is exported."""
    sums: dict[str, float] = {}
    for row in csv.DictReader(io.StringIO(smdash("export", "costs").out)):
        name = f"{row['campaign']} {row['currency']}"
        sums[name] = round(sums.get(name, 0) + float(row["amount"]), 2)
    return sums


def test_a_month_and_its_days_come_to_what_the_platform_printed(smdash: Run) -> None:
    for name in ("meta_ads_campaigns.csv", "meta_ads_days.xlsx", "meta_ads_campaigns.csv"):
        assert smdash("import", str(EXPORTS / name)).code == 0
        assert spent(smdash) == {"Autumn open day, city UAH": 12125.03, "Scholarship leads UAH": 11331.75}
    assert smdash("undo").code == 0
    assert sum(spent(smdash).values()) == 23456.78
    assert smdash("undo").code == 0
    assert spent(smdash) == {}


def test_a_fault_in_a_workbook_is_told_by_its_sheet(smdash: Run, tmp_path: Path) -> None:
    rows = [["Campaign name", "Day", "Amount spent (USD)"], ["Spring", "2026-09-01", "lots"]]
    (tmp_path / "ads.csv").write_bytes(workbook({"Cover": [["Notes"]], "Raw Data Report": rows}))
    said = smdash("import", "--json", "--dry-run", str(tmp_path / "ads.csv"))
    (one,) = json.loads(said.out)
    (fault,) = one["faults"]
    assert (fault["sheet"], fault["line"], fault["value"]) == ("Raw Data Report", 2, "lots")
    assert "sheet “Raw Data Report”, row 2" in smdash("import", "--dry-run", str(tmp_path / "ads.csv")).out
