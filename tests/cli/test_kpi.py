"""`smdash kpi`: what it prints, what it stores, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from smdash.domain.goals import KpiDraft
from smdash.store import kpis, readings
from smdash.store.store import Store
from tests.cli.conftest import KPI_DUE, KPI_START

TODAY = date(2026, 11, 22)  # where the fixed clock stands
START, DUE = KPI_START, KPI_DUE

Run = Callable[..., tuple[int, str, str]]


def numbers(store: Store, kpi_id: int = 1) -> list[tuple[date, Decimal | None]]:
    return [(one.day, one.value) for one in store.read(readings.history, kpi_id).readings]


def test_a_reading_says_where_the_kpi_stands_now(kpi: Run, kpi_store: Store) -> None:
    assert kpi("set", "Newsletter sign-ups", "412") == (0, "Newsletter sign-ups 412 of 1 000, behind\n", "")
    assert kpi("set", "newsletter", "371", "--on", "-4d", "--note", "[b]late")[0] == 0
    assert numbers(kpi_store) == [(TODAY, Decimal(412)), (date(2026, 11, 18), Decimal(371))]
    assert kpi_store.read(readings.history, 1).readings[1].note == "[b]late"


def test_a_name_of_several_words_needs_no_quotes(kpi: Run) -> None:
    assert kpi("set", "response", "time", "5.1 h")[1] == "Response time 5.1 h, target 4.0 h, ahead\n"


def test_a_ratio_takes_both_parts(kpi: Run) -> None:
    assert kpi("set", "engagement", "340/10000")[1] == "Engagement rate 3.4 of 3.0 %, reached\n"
    code, out, err = kpi("set", "engagement", "3.4", "--on", "yesterday")
    assert (code, out) == (2, "")
    assert "340/10000" in err


def test_a_second_reading_on_a_day_needs_replace(kpi: Run, kpi_store: Store) -> None:
    kpi("set", "newsletter", "400")
    code, out, err = kpi("set", "newsletter", "412")
    assert (code, out) == (1, "")
    assert err == (
        "smdash: Newsletter sign-ups has a reading on 22 Nov 2026: 400.\n--replace puts the new one in its place.\n"
    )
    assert kpi("set", "newsletter", "412", "--replace")[0] == 0
    assert numbers(kpi_store) == [(TODAY, Decimal(412))]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("set", "newsletter", "12,3x"), 2, "“12,3x” is not a number"),
        (("set", "newsletter", "1.250"), 2, "could be 1250 or 1.25"),
        (("set", "newsletter", "5", "--on", "tomorrow"), 2, "in the future"),
        (("set", "newsletter", "5", "--on", "31 feb"), 2, "does not exist"),
        (("set", "newsletter", "1e5"), 2, "is not a number"),
        (("set", "newsleter", "5"), 1, "Did you mean “Newsletter sign-ups”?"),
        (("set", "zzz", "5"), 1, "`smdash kpi list` shows all."),
        (("set", "newsletter"), 2, "are required"),
        (("list", "--period", "soon"), 2, "is not a period"),
        (("show", ""), 1, "There is no KPI"),
    ],
)
def test_wrong_input_changes_nothing_and_says_why(
    kpi: Run, kpi_store: Store, arguments: tuple[str, ...], code: int, said: str
) -> None:
    found, out, err = kpi(*arguments)
    assert (found, out) == (code, "")
    assert said in err
    assert numbers(kpi_store) == []


def test_an_ambiguous_beginning_names_the_candidates(kpi: Run, kpi_store: Store) -> None:
    kpi_store.write(kpis.add_kpi, KpiDraft("Newsletter opens", START, DUE, target=Decimal(9)))
    code, _, err = kpi("set", "newsletter", "5")
    assert code == 2
    assert "“Newsletter opens” or “Newsletter sign-ups”" in err


def test_a_beginning_means_the_kpi_that_runs_today_where_others_are_over(kpi: Run, kpi_store: Store) -> None:
    over = KpiDraft("Newsletter sign-ups Q3", date(2026, 7, 1), date(2026, 9, 30), target=Decimal(9))
    kpi_store.write(kpis.add_kpi, over)
    code, out, _ = kpi("set", "newsletter", "5")
    assert code == 0
    assert out.startswith("Newsletter sign-ups 5 of 1 000")


def test_a_viewer_reads_and_does_not_write(kpi: Run, kpi_store: Store) -> None:
    kpi_store.close()
    assert kpi("list", role="viewer")[0] == 0
    code, _, err = kpi("set", "newsletter", "5", role="viewer")
    assert code == 1
    assert "viewer" in err


def test_the_list_stands_by_objective(kpi: Run) -> None:
    kpi("set", "newsletter", "412")
    lines = kpi()[1].splitlines()
    assert lines[0].split() == ["now", "target", "progress", "pace", "forecast", "last", "reading"]
    assert lines[1] == "Grow membership  grade 0.41 · ▼ behind · confidence 7/10"
    assert lines[2].split() == "Newsletter sign-ups 412 / 1 000 41 % ▼ behind 0.72 – 22 Nov".split()
    assert lines[3] == "No objective  grade 0.00 · ! no reading"
    assert kpi("list", "--period", "2025")[1].startswith("No KPI runs in 2025.")


def test_lists_for_machines_have_plain_numbers(kpi: Run) -> None:
    kpi("set", "engagement", "340/10000")
    card = json.loads(kpi("list", "--json")[1])
    assert card["period"]["name"] == "2026-Q4"
    rate = card["objectives"][1]["kpis"][0]
    assert (rate["name"], rate["current"], rate["state"], rate["pace"]) == ("Engagement rate", 3.4, "reached", 1.967296)
    one = json.loads(kpi("show", "engagement", "--json")[1])
    assert one["readings"] == [
        {"day": "2026-11-22", "value": None, "numerator": "340", "denominator": "10000", "note": ""}
    ]


def test_showing_one_names_target_need_and_readings(kpi: Run) -> None:
    for day, number in (("2026-11-11", "371"), ("2026-11-18", "412"), ("2026-09-01", "1")):
        code, out, _ = kpi("set", "newsletter", number, "--on", day)
        assert code == 0
    assert "lies outside its days and does not count" in out
    shown = kpi("show", "newsletter", "sign-ups")[1].splitlines()
    assert shown[:4] == [
        "Newsletter sign-ups 412 of 1 000, at risk",
        "  target 1 000 by 31 Dec · weekly · outcome",
        "  progress 41 %, expected 53.3 %, pace 0.77",
        "  forecast –; needs 15.1 a day from now on (so far 7.8)",
    ]
    assert (
        shown[4] == "  1 Oct 2026 to 31 Dec 2026 · success is to increase · readings: last · objective Grow membership"
    )
    assert shown[5].startswith("  New confirmed newsletter subscriptions")
    at = shown.index("readings")
    assert shown[at + 1 : at + 4] == ["  2026-11-18  412", "  2026-11-11  371", "  2026-09-01  1  does not count"]
    at = shown.index("trend")
    assert shown[at + 1 : at + 3] == [f"  2026-11-11  371  {'#' * 27}", f"  2026-11-18  412  {'#' * 30}"]
    assert shown[shown.index("check-ins") + 1] == "  2026-11-22  7/10"
    figures = shown[shown.index("figures") :]
    assert "  Progress: 41.20 %" in figures
    assert "    = (current − baseline) / (target − baseline)" in figures
    assert "    Baseline: 0" in figures
