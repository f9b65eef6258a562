"""`smdash kpi unset`, `add`, `templates` and `check-in`; lists of all KPIs; and one KPI shown in full."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from smdash.domain.goals import Aggregation, KpiDraft, Level, Measured, Pacing, Shape
from smdash.store import changes, check_ins, kpis, organisation, readings
from smdash.store.store import Store
from smdash.store.tables import alias
from tests.cli.conftest import KPI_DUE, KPI_START

Run = Callable[..., tuple[int, str, str]]


def made(store: Store) -> KpiDraft:
    """The KPI that was added last."""
    return max(store.read(kpis.kpis), key=lambda one: one.id).draft


# Readings ----------------------------------------------------------------------------------------------------------


def test_unset_deletes_the_reading_of_a_day_and_undo_brings_it_back(kpi: Run, kpi_store: Store) -> None:
    kpi("set", "newsletter", "371", "--on", "-4d")
    kpi("set", "newsletter", "412")
    code, out, _ = kpi("unset", "newsletter", "--on", "today")
    assert (code, out) == (0, "deleted 412 on 22 Nov 2026; Newsletter sign-ups 371 of 1 000, behind\n")
    assert [one.value for one in kpi_store.read(readings.history, 1).readings] == [Decimal(371)]
    assert kpi("undo", bare=True)[0] == 0
    assert kpi_store.read(readings.history, 1).total == 2


def test_unset_of_a_day_without_a_reading_names_the_nearest(kpi: Run) -> None:
    assert kpi("unset", "newsletter", "--on", "fri")[1:] == (
        "",
        "smdash: Newsletter sign-ups has no reading on 20 Nov 2026.\nIt has no readings at all.\n",
    )
    for day, number in (("2026-11-18", "371"), ("2026-10-07", "120"), ("2026-11-21", "412")):
        kpi("set", "newsletter", number, "--on", day)
    code, out, err = kpi("unset", "newsletter", "--on", "fri")
    assert (code, out) == (1, "")
    assert err.endswith("The nearest: 2026-11-21: 412, 2026-11-18: 371, 2026-10-07: 120.\n")


def test_all_that_is_wrong_with_a_reading_is_said_at_once(kpi: Run, kpi_store: Store) -> None:
    code, _, err = kpi("set", "newsletter", "12,3x", "--on", "31 feb")
    assert code == 2
    assert "“12,3x” is not a number" in err
    assert "“31 feb” does not exist in the calendar" in err
    assert (
        kpi("set", "engagement", "340/0")[2] == "smdash: The number after / must be above zero.\nNothing was changed.\n"
    )
    assert kpi_store.read(readings.history, 1).total == 0


@pytest.mark.parametrize("typed", ["-2.5", "-2,5", "-2.5 pt", "−2.5"])
def test_a_negative_number_is_no_option(kpi: Run, typed: str) -> None:
    assert kpi("add", "Net sentiment", "--target", "5", "--baseline", "-3,5", "--unit", "pt")[0] == 0
    assert kpi("set", "net", typed, "--on", "-3d")[1] == "Net sentiment −2.5 of 5.0 pt, behind\n"


def test_what_was_replaced_is_said(kpi: Run) -> None:
    kpi("set", "newsletter", "400")
    assert kpi("set", "newsletter", "412", "--replace")[1] == (
        "Newsletter sign-ups 412 of 1 000, behind; 400 was replaced\n"
    )


# Check-ins ---------------------------------------------------------------------------------------------------------


def test_a_manual_status_stands_until_the_next_check_in(kpi: Run, kpi_store: Store) -> None:
    kpi("set", "newsletter", "412")
    code, out, _ = kpi("check-in", "grow", "4", "--status", "at risk", "--note", "a partner left", "--on", "yesterday")
    assert (code, out) == (0, "Grow membership: confidence 7/10 (of 22 Nov 2026), ▼ behind\n")
    assert kpi("check-in", "grow", "5/10", "--status", "At risk")[1] == (
        "Grow membership: confidence 5/10, ▼ at risk by hand\n"
    )
    assert "▼ at risk by hand · confidence 5/10" in kpi("list")[1]
    assert kpi("check-in", "grow", "6")[1] == "Grow membership: confidence 6/10, ▼ behind\n"
    said = kpi_store.read(check_ins.history, 1).check_ins
    assert [(one.confidence, one.status, one.note) for one in said] == [(6, "", ""), (4, "at risk", "a partner left")]


def test_a_check_in_says_all_that_is_wrong(kpi: Run, kpi_store: Store) -> None:
    code, _, err = kpi("check-in", "grow", "11", "--status", "great", "--on", "tomorrow")
    assert code == 2
    for fault in ("whole number from 0 to 10", "one of on track, at risk, behind", "in the future"):
        assert fault in err
    assert kpi("check-in", "gro membrship", "5")[2].endswith("Did you mean “Grow membership”?\n")
    assert kpi_store.read(check_ins.history, 1).total == 1


def test_a_name_that_imports_use_will_do(kpi: Run, kpi_store: Store) -> None:
    values = {"kind": "kpi", "alias": "Subs", "alias_key": "subs", "target_id": 1}
    kpi_store.write(lambda tx: changes.insert(tx, alias, **values))
    assert kpi("set", "subs", "412")[1].startswith("Newsletter sign-ups 412 of 1 000")


# New KPIs ----------------------------------------------------------------------------------------------------------


def test_a_kpi_from_a_template_needs_a_target_only(kpi: Run, kpi_store: Store) -> None:
    code, out, _ = kpi("add", "--template", "leads", "--target", "200")
    assert (code, out) == (
        0,
        "added KPI Leads: target 200 by 31 Dec · weekly · outcome · 1 Oct 2026 to 31 Dec 2026\n",
    )
    assert made(kpi_store) == replace(
        KpiDraft("Leads", KPI_START, KPI_DUE, aggregation=Aggregation.SUM, target=Decimal(200)), owner_id=1
    )


def test_options_say_everything_else(kpi: Run, kpi_store: Store) -> None:
    options = {
        "--target": "4 h", "--baseline": "8", "--start": "1 nov", "--due": "2027-03-31", "--objective": "grow",
        "--unit": "h", "--shape": "decrease", "--readings": "mean", "--cadence": "monthly", "--level": "out-take",
        "--weight": "2", "--owner": "ANA",
    }  # fmt: skip
    arguments = [word for pair in options.items() for word in pair]
    assert kpi("add", "Time to answer", *arguments)[0] == 0
    assert made(kpi_store) == KpiDraft(
        "Time to answer",
        date(2026, 11, 1),
        date(2027, 3, 31),
        shape=Shape.DECREASE,
        aggregation=Aggregation.MEAN,
        level=Level.OUT_TAKE,
        unit="h",
        baseline=Decimal(8),
        target=Decimal(4),
        cadence=made(kpi_store).cadence,
        weight=Decimal(2),
        objective_id=1,
        owner_id=1,
    )
    assert made(kpi_store).cadence == "monthly"
    assert kpi("add", "Sentiment", "--shape", "range", "--target", "3..5")[0] == 0
    assert (made(kpi_store).target_low, made(kpi_store).target_high) == (Decimal(3), Decimal(5))


def test_all_that_is_wrong_with_a_new_kpi_is_said_at_once(kpi: Run, kpi_store: Store) -> None:
    code, out, err = kpi(
        "add", "engagement rate", "--target", "12,3x", "--baseline", "1.250", "--due", "2026-09-01",
        "--objective", "grwo", "--level", "high", "--weight", "-1", "--owner", "zoe",
    )  # fmt: skip
    assert (code, out) == (2, "")
    for fault in (
        "NAME: There already is a KPI “engagement rate”.",
        "--target: “12,3x” is not a number.",
        "--baseline: “1.250” could be 1250 or 1.25.",
        "--due: The due day lies before the start.",
        "--objective: There is no objective “grwo”. Did you mean “Grow membership”?",
        "--level: “high” is none of output, out-take, outcome, impact.",
        "--weight: A weight is not negative.",
        "--owner: There is no person “zoe”.",
    ):
        assert fault in err
    assert err.count("--target") == 1  # what is not understood is not also missing
    assert len(kpi_store.read(kpis.kpis)) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Reach",), "--target: A target is missing."),
        (("Reach", "--target", "5", "--baseline", "9"), "--target: The target lies below the baseline."),
        (
            ("Reach", "--shape", "decrease", "--target", "9", "--baseline", "5"),
            "--target: The target lies above the baseline. Choose increase.",
        ),
        (("--template", "leeds", "--target", "5"), "--template: There is no template “leeds”. Did you mean leads or"),
        (("--target", "5"), "NAME: "),
    ],
)
def test_a_kpi_that_cannot_be_is_refused(kpi: Run, kpi_store: Store, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = kpi("add", *arguments)
    assert code == 2
    assert said in err
    assert len(kpi_store.read(kpis.kpis)) == 3


def test_templates_come_with_their_definitions(kpi: Run) -> None:
    lines = kpi("templates")[1].splitlines()
    assert "leads" in [line.split()[0] for line in lines]
    assert any("traced to social media" in line for line in lines)
    found = {one["id"]: one for one in json.loads(kpi("templates", "--json")[1])}
    assert (found["leads"]["aggregation"], found["leads"]["measure"]) == ("sum", "leads")
    assert any("Worked out with --measure leads." in line for line in lines)


# All of them -------------------------------------------------------------------------------------------------------


def test_all_lists_other_periods_and_archived_kpis_with_their_days(kpi: Run, kpi_store: Store) -> None:
    old = KpiDraft("Reach in spring", date(2026, 4, 1), date(2026, 6, 30), target=Decimal(9))
    kpi_store.write(kpis.add_kpi, old)
    kpi_store.write(kpis.archive_kpi, 3)
    assert "Reach in spring" not in kpi("list")[1]
    out = kpi("list", "--all")[1]
    spring = next(line for line in out.splitlines() if "Reach in spring" in line)
    assert "! no reading" in spring
    assert spring.endswith("1 Apr 2026 to 30 Jun 2026")
    assert out.index("Archived") < out.index("Response time")
    told = json.loads(kpi("list", "--all", "--json")[1])
    assert [one["name"] for one in told["archived"]] == ["Response time"]
    assert kpi("show", "response")[1].splitlines()[4].endswith("archived")


def test_a_machine_gets_figures_with_their_inputs(kpi: Run) -> None:
    for day in range(1, 15):
        kpi("set", "newsletter", str(100 + day), "--on", f"2026-11-{day:02}")
    one = json.loads(kpi("show", "newsletter", "--json")[1])
    assert (one["reading_count"], len(one["readings"]), one["objective"]) == (14, 10, "Grow membership")
    progress = next(figure for figure in one["figures"] if figure["name"] == "Progress")
    assert progress["value"] == 0.114
    assert [(part["name"], part["value"]) for part in progress["inputs"]] == [
        ("Current", 114.0), ("Baseline", 0.0), ("Target", 1000.0)
    ]  # fmt: skip
    assert one["trend"][-1] == {"day": "2026-11-14", "value": 114.0}
    assert "10 of 14 readings" in kpi("show", "newsletter")[1]
    assert len(json.loads(kpi("show", "newsletter", "--limit", "12", "--json")[1])["readings"]) == 12


def test_wrong_verbs_are_wrong_usage(kpi: Run) -> None:
    assert kpi("lst")[0] == 2
    code, _, err = kpi("unset", "newsletter")
    assert code == 2
    assert "--on" in err


# Computed KPIs -----------------------------------------------------------------------------------------------------


def test_a_kpi_may_be_worked_out_from_stored_data_and_takes_no_readings(kpi: Run, kpi_store: Store) -> None:
    page = kpi_store.write(organisation.add_channel, "Guild page", "facebook")
    code, out, err = kpi("add", "--measure", "click-through-rate", "--channel", "guild page", "--target", "2")
    assert (code, err) == (0, "")
    assert out.startswith("added KPI Click-through rate: target 2 % by 31 Dec")
    assert made(kpi_store).measured == Measured("click_through_rate", page)
    code, out, err = kpi("set", "click", "5")
    assert (code, out) == (2, "")
    assert "Click-through rate is worked out from posts: Σ clicks / Σ impressions" in err
    assert "Worked out: Σ clicks / Σ impressions" in kpi("show", "click")[1]
    assert json.loads(kpi("show", "click", "--json")[1])["measure"] == "click_through_rate"


def test_what_cannot_be_worked_out_is_said_with_everything_else(kpi: Run, kpi_store: Store) -> None:
    code, _, err = kpi("add", "--measure", "clix", "--campaign", "zzz", "--target", "x")
    assert code == 2
    for fault in ("There is no measure “clix”", "--campaign: There is no campaign “zzz”", "“x” is not a number"):
        assert fault in err
    assert len(kpi_store.read(kpis.kpis)) == 3


def test_measures_say_how_they_are_worked_out(kpi: Run) -> None:
    assert "Engagement rate by reach: Σ engagements / Σ reach" in kpi("measures")[1]
    assert "cost_per_lead" in [one["id"] for one in json.loads(kpi("measures", "--json")[1])]


# Editing -----------------------------------------------------------------------------------------------------------


def test_what_is_not_said_stays_when_a_kpi_is_edited(kpi: Run, kpi_store: Store) -> None:
    before = kpi_store.read(kpis.get_kpi, 1).draft
    code, out, _ = kpi("edit", "newsletter", "--target", "1200", "--due", "2027-01-31", "--name", "Subscribers")
    assert (code, out) == (
        0,
        "changed KPI Subscribers: target 1 200 by 31 Jan 2027 · weekly · outcome · 1 Oct 2026 to 31 Jan 2027\n",
    )
    after = replace(before, name="Subscribers", target=Decimal(1200), due=date(2027, 1, 31))
    assert kpi_store.read(kpis.get_kpi, 1).draft == after
    assert kpi("edit", "subscribers", "--objective", "none", "--owner", "none")[0] == 0
    assert kpi_store.read(kpis.get_kpi, 1).draft == replace(after, objective_id=None, owner_id=None)
    assert kpi("undo", bare=True)[0] == 0
    assert kpi_store.read(kpis.get_kpi, 1).draft == after


def test_all_that_is_wrong_with_an_edit_is_said_at_once_and_nothing_changes(kpi: Run, kpi_store: Store) -> None:
    before = kpi_store.read(kpis.get_kpi, 1).draft
    code, _, err = kpi("edit", "newsletter", "--target", "12,3x", "--due", "2026-09-01", "--name", "engagement rate",
                       "--pacing", "lunar", "--follows", "nobody")  # fmt: skip
    assert code == 2
    for said in (
        "--target: “12,3x” is not a number",
        "--due: The due day lies before the start.",
        "--name: There already is",
        "--pacing: “lunar” is none of linear, seasonal.",
        "--follows: There is no KPI “nobody”",
    ):
        assert said in err
    assert kpi_store.read(kpis.get_kpi, 1).draft == before


def test_a_kpi_may_be_paced_as_last_year_and_follow_on_another(kpi: Run, kpi_store: Store) -> None:
    kpi("add", "Bookings 2025", "--target", "100", "--start", "2025-10-01", "--due", "2025-12-31")
    older = max(one.id for one in kpi_store.read(kpis.kpis))
    arguments = (
        "--target",
        "180",
        "--pacing",
        "seasonal",
        "--last-year",
        "bookings 2025",
        "--follows",
        "Bookings 2025",
    )
    code, out, _ = kpi("add", "Bookings 2026", *arguments)
    assert (code, "weekly · seasonal · outcome" in out) == (0, True)
    draft = made(kpi_store)
    assert (draft.pacing, draft.predecessor_id, draft.follows_id) == (Pacing.SEASONAL, older, older)
    assert kpi("edit", "bookings 2026", "--pacing", "linear", "--follows", "none")[0] == 0
    draft = made(kpi_store)
    assert (draft.pacing, draft.predecessor_id, draft.follows_id) == (Pacing.LINEAR, None, None)
    assert "--last-year: Only a seasonal pace" in kpi("edit", "bookings 2026", "--last-year", "bookings 2025")[2]


def test_an_archived_kpi_comes_back(kpi: Run, kpi_store: Store) -> None:
    assert kpi("archive", "newsletter")[1] == "archived KPI Newsletter sign-ups; its readings stay\n"
    assert "Newsletter" not in kpi("list")[1]
    assert kpi("edit", "newsletter", "--target", "5")[0] == 1
    assert kpi("bring-back", "newsletter")[1] == "KPI Newsletter sign-ups is back\n"
    assert "Newsletter" in kpi("list")[1]
    for verb in ("edit", "archive", "bring-back"):
        assert kpi(verb, "newsletter", role="viewer")[0] == 1


def test_one_shown_in_full_says_how_fast_it_goes(kpi: Run, kpi_store: Store) -> None:
    assert "undefined: fewer than 3 check-ins since the start" in kpi("show", "newsletter")[1]
    for day, value in ((1, "100"), (8, "300"), (15, "400")):
        kpi("set", "newsletter", value, "--on", f"2026-11-{day:02}")
        kpi("check-in", "grow", "6", "--on", f"2026-11-{day:02}")
    shown = kpi("show", "newsletter")[1]
    assert "velocity 2.86, 1.43, 0.00 % a day at the last 3 check-ins, falling" in shown
    assert json.loads(kpi("show", "newsletter", "--json")[1])["velocity"] == 0
    kpi("edit", "newsletter", "--objective", "none")
    assert "undefined: it has no objective to check in" in kpi("show", "newsletter")[1]
