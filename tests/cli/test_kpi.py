"""`smdash kpi`: what it prints, what it stores, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from smdash.cli import main, session
from smdash.clock import FixedClock
from smdash.domain.goals import Aggregation, CheckIn, KpiDraft, Level, Objective, Shape
from smdash.store import goals, kpis, organisation, readings
from smdash.store.store import Store

TODAY = date(2026, 11, 22)  # where the fixed clock stands
START, DUE = date(2026, 10, 1), date(2026, 12, 31)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kpi_store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "s.db", FixedClock(), actor="ana")
    store.write(organisation.first_use, "ana", "UTC")
    group = store.write(goals.add_objective, Objective(0, "Grow membership", start=START, due=DUE))
    store.write(goals.check_in, group, CheckIn(TODAY, 7))
    signups = KpiDraft("Newsletter sign-ups", START, DUE, target=Decimal(1000), objective_id=group)
    rate = KpiDraft(
        "Engagement rate",
        START,
        DUE,
        aggregation=Aggregation.RATIO,
        level=Level.OUT_TAKE,
        unit="%",
        target=Decimal("3.0"),
    )
    falling = KpiDraft(
        "Response time", START, DUE, shape=Shape.DECREASE, unit="h", baseline=Decimal(8), target=Decimal("4.0")
    )
    for draft in (signups, rate, falling):
        store.write(kpis.add_kpi, draft)
    yield store
    store.close()


@pytest.fixture
def run(kpi_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `smdash kpi …` and return exit code, output and messages."""
    monkeypatch.setattr(session, "Clock", FixedClock)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))

    def call(*arguments: str, role: str = "manager") -> tuple[int, str, str]:
        before = ["--store", str(kpi_store.path), "--person", "ana", "--role", role]
        code = main.run([*before, "kpi", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def numbers(store: Store, kpi_id: int = 1) -> list[tuple[date, Decimal | None]]:
    return [(one.day, one.value) for one in store.read(readings.history, kpi_id).readings]


def test_a_reading_says_where_the_kpi_stands_now(run: Run, kpi_store: Store) -> None:
    assert run("set", "Newsletter sign-ups", "412") == (0, "Newsletter sign-ups 412 of 1 000, behind\n", "")
    assert run("set", "newsletter", "371", "--on", "-4d", "--note", "[b]late")[0] == 0
    assert numbers(kpi_store) == [(TODAY, Decimal(412)), (date(2026, 11, 18), Decimal(371))]
    assert kpi_store.read(readings.history, 1).readings[1].note == "[b]late"


def test_a_name_of_several_words_needs_no_quotes(run: Run) -> None:
    assert run("set", "response", "time", "5.1 h")[1] == "Response time 5.1 h, target 4.0 h, ahead\n"


def test_a_ratio_takes_both_parts(run: Run) -> None:
    assert run("set", "engagement", "340/10000")[1] == "Engagement rate 3.4 of 3.0 %, reached\n"
    code, out, err = run("set", "engagement", "3.4", "--on", "yesterday")
    assert (code, out) == (2, "")
    assert "340/10000" in err


def test_a_second_reading_on_a_day_needs_replace(run: Run, kpi_store: Store) -> None:
    run("set", "newsletter", "400")
    code, out, err = run("set", "newsletter", "412")
    assert (code, out) == (1, "")
    assert err == (
        "smdash: Newsletter sign-ups has a reading on 22 Nov 2026: 400.\n--replace puts the new one in its place.\n"
    )
    assert run("set", "newsletter", "412", "--replace")[0] == 0
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
    run: Run, kpi_store: Store, arguments: tuple[str, ...], code: int, said: str
) -> None:
    found, out, err = run(*arguments)
    assert (found, out) == (code, "")
    assert said in err
    assert numbers(kpi_store) == []


def test_an_ambiguous_beginning_names_the_candidates(run: Run, kpi_store: Store) -> None:
    kpi_store.write(kpis.add_kpi, KpiDraft("Newsletter opens", START, DUE, target=Decimal(9)))
    code, _, err = run("set", "newsletter", "5")
    assert code == 2
    assert "“Newsletter opens” or “Newsletter sign-ups”" in err


def test_a_beginning_means_the_kpi_that_runs_today_where_others_are_over(run: Run, kpi_store: Store) -> None:
    over = KpiDraft("Newsletter sign-ups Q3", date(2026, 7, 1), date(2026, 9, 30), target=Decimal(9))
    kpi_store.write(kpis.add_kpi, over)
    code, out, _ = run("set", "newsletter", "5")
    assert code == 0
    assert out.startswith("Newsletter sign-ups 5 of 1 000")


def test_a_viewer_reads_and_does_not_write(run: Run, kpi_store: Store) -> None:
    kpi_store.close()
    assert run("list", role="viewer")[0] == 0
    code, _, err = run("set", "newsletter", "5", role="viewer")
    assert code == 1
    assert "viewer" in err


def test_the_list_stands_by_objective(run: Run) -> None:
    run("set", "newsletter", "412")
    lines = run()[1].splitlines()
    assert lines[0] == "Grow membership  grade 0.41"
    assert lines[1].split() == ["Newsletter", "sign-ups", "412", "/", "1", "000", "41", "%", "▼", "behind", "–"]
    assert lines[2] == "No objective  grade 0.00"
    assert run("list", "--period", "2025")[1].startswith("No KPI runs in 2025.")


def test_lists_for_machines_have_plain_numbers(run: Run) -> None:
    run("set", "engagement", "340/10000")
    card = json.loads(run("list", "--json")[1])
    assert card["period"]["name"] == "2026-Q4"
    rate = card["objectives"][1]["kpis"][0]
    assert (rate["name"], rate["current"], rate["state"], rate["pace"]) == ("Engagement rate", 3.4, "reached", 1.967296)
    one = json.loads(run("show", "engagement", "--json")[1])
    assert one["readings"] == [
        {"day": "2026-11-22", "value": None, "numerator": "340", "denominator": "10000", "note": ""}
    ]


def test_showing_one_names_target_need_and_readings(run: Run) -> None:
    for day, number in (("2026-11-11", "371"), ("2026-11-18", "412"), ("2026-09-01", "1")):
        code, out, _ = run("set", "newsletter", number, "--on", day)
        assert code == 0
    assert "lies outside its days and does not count" in out
    shown = run("show", "newsletter", "sign-ups")[1].splitlines()
    assert shown[:4] == [
        "Newsletter sign-ups 412 of 1 000, at risk",
        "  target 1 000 by 31 Dec · weekly · outcome",
        "  progress 41 %, expected 53.3 %, pace 0.77",
        "  forecast –; needs 15.1 a day from now on (so far 7.8)",
    ]
    assert shown[4:] == ["  2026-11-18  412", "  2026-11-11  371", "  2026-09-01  1"]
