"""The demo: the sample organisation comes out of its files as its README says, and nothing of the user's is touched."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from smdash.cli.demo import run
from smdash.cli.demo_script import Script, read_script
from smdash.cli.demo_store import build_demo
from smdash.cli.options import Globals
from smdash.clock import FixedClock
from smdash.domain.benefits import Evidence
from smdash.domain.breakdown import By
from smdash.domain.figures import Figure, Unit
from smdash.domain.goal_attention import of_goals
from smdash.domain.pace import State
from smdash.domain.periods import Calendar, Period, between
from smdash.domain.roi import Ledger
from smdash.errors import InvalidInput, Refused
from smdash.paths import shipped
from smdash.store import (
    attention,
    benefits,
    campaigns,
    costs,
    doctor,
    goals,
    incidents,
    organisation,
    policies,
    roi,
    timers,
    timesheets,
)
from smdash.store.risk_summary import risk_summary
from smdash.store.scopes import Scope
from smdash.store.store import Snapshot, Store
from tests.terminal_session import SMDASH, TerminalSession

SAMPLES = shipped("sample_data")
CALENDAR = Calendar()
FOURTH = CALENDAR.quarter(date(2026, 11, 20))
THIRD = CALENDAR.quarter(date(2026, 8, 1))
EVER = between(date(2025, 1, 1), date(2026, 11, 21))


@pytest.fixture(scope="module")
def script() -> Script:
    return read_script(SAMPLES)


@pytest.fixture(scope="module")
def demo(script: Script, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo's store, built once; no test here writes to it."""
    path = tmp_path_factory.mktemp("demo") / "smdash.db"
    build_demo(path, script)
    store = Store.open(path, FixedClock(script.zone_name, script.start), actor=script.person)
    yield store
    store.close()


def campaign_id(store: Store, name: str) -> int:
    found = store.read(campaigns.find_campaign, name)
    assert found is not None
    return found.id


def cost_of(ledger: Ledger) -> int:
    return ledger.staff + sum(ledger.costs.values())


def ladder(ledgers: list[Ledger]) -> list[str]:
    """ROI with tracked, with allocated and with all benefits, as it is shown."""
    cost = sum(map(cost_of, ledgers))
    grades = list(Evidence)
    rungs = [sum(ledger.benefits.of(grades[:count]) for ledger in ledgers) for count in (1, 2, 3)]
    return [Figure("ROI", Fraction(rung - cost, cost), Unit.RATIO, "net / cost").text() for rung in rungs]


# What is there -----------------------------------------------------------------------------------------------------


def test_the_store_is_sound(demo: Store) -> None:
    assert [finding.check for finding in demo.read(doctor.examine) if not finding.fine] == []


def test_names_of_the_files_found_their_rows(demo: Store) -> None:
    assert [person.name for person in demo.read(organisation.people)] == ["ana", "ben", "carla"]
    assert [channel.name for channel in demo.read(organisation.channels)] == [
        "Harbor Guild",
        "harborguild",
        "Newsletter",
    ]
    assert len(demo.read(campaigns.campaigns, archived=True)) == 6
    rows = sum(len(path.read_text("utf-8-sig").splitlines()) - 1 for path in (SAMPLES / "time").glob("*.csv"))
    assert demo.read(timesheets.entries, limit=None).total == rows + 1  # one is cut at midnight


def test_ladder_of_this_quarter_and_the_one_before(demo: Store) -> None:
    now, before = (list(demo.read(roi.ledgers, period).values()) for period in (FOURTH, THIRD))
    assert ladder(now) == ["−12.2 %", "24.6 %", "31.0 %"]
    assert ladder(before) == ["−20.1 %", "18.0 %", "24.8 %"]


def test_spring_membership_over_its_life(demo: Store) -> None:
    spring = demo.read(roi.ledgers, EVER)[campaign_id(demo, "Spring membership")]
    assert cost_of(spring) == 2_758_642
    assert ladder([spring])[1] == "33.2 %"


def test_rates_hold_from_their_day_and_euros_are_converted(demo: Store) -> None:
    carla = demo.read(organisation.find_person, "carla")
    assert carla is not None
    page = demo.read(timesheets.entries, person_id=carla.id, limit=None)
    rates = {(entry.rate.minor, entry.rate.currency) for entry in page.entries if entry.rate}
    assert rates == {(4800, "EUR"), (5150, "EUR")}
    assert all(entry.cost and entry.cost_minor and entry.cost_minor > entry.cost.minor for entry in page.entries)


# What needs somebody -----------------------------------------------------------------------------------------------


def test_every_state_is_to_be_seen(demo: Store) -> None:
    def states(period: Period) -> dict[str, State]:
        return {entry.status.kpi.name: entry.status.state for entry in demo.read(goals.scorecard, period).kpis}

    now = states(FOURTH)
    assert now["Newsletter sign-ups"] is State.BEHIND
    assert now["Members gained"] is State.AHEAD
    assert now["Engagement rate"] is State.REACHED
    assert now["Response time"] is State.ON_TRACK
    assert now["Course bookings"] is State.AT_RISK
    assert now["Share of voice"] is State.STALE
    assert now["Renewals in December"] is State.NOT_STARTED
    assert now["Tickets by code"] is State.MISSED
    for day in (date(2025, 11, 1), date(2026, 2, 1), date(2026, 5, 1), date(2026, 8, 1)):
        before = states(CALENDAR.quarter(day))
        assert len(before) >= 4
        assert State.REACHED in before.values()


def test_attention_names_what_the_readme_promises(demo: Store) -> None:
    def sentences(snapshot: Snapshot) -> list[str]:
        found = [
            *attention.of_timers(snapshot, timers.running(snapshot)),
            *attention.of_risk(risk_summary(snapshot)),
            *of_goals(goals.scorecard(snapshot, FOURTH)),
            *attention.of_budgets(snapshot),
        ]
        return [one.text for one in found]

    said = demo.read(sentences)
    for wanted in (
        "Timer of ben runs for 14 h (since yesterday 18:47)",
        "Autumn membership is live without Copyright C2, Marketing M1",
        "No reading for “Share of voice” in 21 days (weekly)",
        "Autumn membership, risk “Song owner claims damages for two reels”: high, and no treatment is decided",
        "risk “Account is taken over by a stranger”: treatment (transfer) due since 2026-11-16 (carla)",
    ):
        assert wanted in said
    assert sum("acceptance by ana ends in" in sentence for sentence in said) == 3
    assert any(sentence.startswith("Online courses is") and "over its budget" in sentence for sentence in said)


def test_a_refund_carries_what_it_reverses(demo: Store) -> None:
    lines = demo.read(benefits.benefit_page, Scope(By.CAMPAIGN, campaign_id(demo, "Annual event 2026"), FOURTH)).lines
    (back,) = [line for line in lines if line.draft.reverses_id is not None]
    original = demo.read(benefits.get_benefit, back.draft.reverses_id or 0)
    assert back.draft.amount.minor == -156_000
    assert (back.draft.evidence, back.draft.share, back.draft.margin) == (
        original.draft.evidence,
        original.draft.share,
        original.draft.margin,
    )


def test_an_amount_without_a_rate_counts_nowhere(demo: Store) -> None:
    (waiting,) = [
        line for line in demo.read(costs.cost_page, Scope(By.CAMPAIGN, None, EVER)).lines if line.converted is None
    ]
    assert (waiting.amount.minor, waiting.amount.currency) == (42_000, "GBP")
    assert demo.read(roi.ledgers, FOURTH)[None].unconverted == 1


def test_hours_without_a_campaign_and_over_midnight(demo: Store) -> None:
    assert demo.read(roi.ledgers, FOURTH)[None].seconds > 0
    entries = demo.read(timesheets.entries, period=between(date(2026, 10, 8), date(2026, 10, 10)), limit=None).entries
    parts = sorted((entry for entry in entries if entry.group_id is not None), key=lambda entry: entry.work_day)
    assert [(part.work_day.day, part.seconds) for part in parts] == [(8, 5400), (9, 5400)]


def test_posts_of_the_last_days_have_no_reach_yet(demo: Store) -> None:
    query = "select count(*), count(m.reach), count(p.campaign_id) from post p join post_metrics m on m.post_id = p.id"
    posts, with_reach, assigned = demo.read(lambda snapshot: snapshot.connection.exec_driver_sql(query).one())
    rows = sum(len(path.read_text("utf-8-sig").splitlines()) - 1 for path in (SAMPLES / "posts").glob("*.csv"))
    assert posts == rows
    assert 0 < posts - with_reach < 10
    assert posts - assigned == 15
    assert demo.read(roi.unassigned_posts, FOURTH) > 0


# How it is built ---------------------------------------------------------------------------------------------------


def test_building_again_gives_the_same_numbers(demo: Store, script: Script, tmp_path: Path) -> None:
    build_demo(tmp_path / "again.db", script)
    again = Store.open(tmp_path / "again.db", demo.clock)
    try:
        assert again.read(roi.ledgers, EVER) == demo.read(roi.ledgers, EVER)
        assert again.read(goals.scorecard, FOURTH) == demo.read(goals.scorecard, FOURTH)
        assert again.read(doctor.examine) == demo.read(doctor.examine)
    finally:
        again.close()


def test_build_writes_one_private_file_and_replaces_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "kept.db"
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        assert run("demo", ["--build", str(target)], Globals()) == 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert capsys.readouterr().out.strip() == str(target)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.db"]
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused):
        run("demo", ["--build", str(target)], Globals())


def test_a_store_of_the_users_own_is_refused() -> None:
    with pytest.raises(InvalidInput, match="store of its own"):
        run("demo", [], Globals(store="mine.db"))


def test_the_script_is_read_strictly(tmp_path: Path) -> None:
    start = "person = 'ana'\nzone = 'UTC'\nstart = 2026-11-20T09:00:00\n"
    (tmp_path / "demo.toml").write_text(start + "colour = 1\n[[step]]\nfiles = 'a.csv'\n", "utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_script(tmp_path)
    assert "step 1, file: is missing" in caught.value.message
    assert "demo.toml, colour: is not known here" in caught.value.message


def test_generated_exports_are_what_the_generator_makes(tmp_path: Path) -> None:
    copy = tmp_path / "generate.py"
    copy.write_text((SAMPLES / "generate.py").read_text("utf-8"), "utf-8")
    for folder in ("time", "posts", "sales"):
        (tmp_path / folder).mkdir()
    subprocess.run([SMDASH[0], str(copy)], check=True, timeout=60)
    for folder in ("time", "posts", "sales"):
        made = {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}
        assert made == {path.name: path.read_bytes() for path in (SAMPLES / folder).iterdir()}


# In a terminal -----------------------------------------------------------------------------------------------------


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def test_the_demo_opens_and_leaves_nothing_behind(home: Path, scratch: Path) -> None:
    own = home / "own.db"
    env = {"TMPDIR": str(scratch), "SMDASH_STORE": str(own)}
    with TerminalSession([*SMDASH, "demo"], home=home, env=env) as session:
        session.wait_for("DEMO · Q4 2026 · day 51 of 92 · data as of 20 Nov").wait_for("Newsletter sign-ups").wait_for(
            "Timer of ben"
        )
        assert "+24.6 %" in session.text
        (folder,) = scratch.glob("smdash-demo-*")
        assert folder.stat().st_mode & 0o777 == 0o700
        session.press("q")
        assert session.wait_exit() == 0
    assert list(scratch.iterdir()) == []
    assert not own.exists()
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_a_signal_ends_the_demo_and_removes_its_folder(home: Path, scratch: Path) -> None:
    with TerminalSession([*SMDASH, "demo"], home=home, env={"TMPDIR": str(scratch)}) as session:
        session.wait_for("DEMO").signal(signal.SIGTERM)
        assert session.wait_exit() == 143
    assert list(scratch.iterdir()) == []


def test_without_a_terminal_it_says_so(home: Path, scratch: Path) -> None:
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin", "TMPDIR": str(scratch), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [*SMDASH, "demo"], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "terminal" in done.stderr
    assert list(scratch.iterdir()) == []


def test_a_deadline_presses_and_two_people_have_a_policy_to_confirm(demo: Store) -> None:
    running, duty, closed = demo.read(incidents.incidents)
    assert (running.draft.clock, running.deadline) == ("uk_notice", datetime(2026, 11, 20, 18, 40, tzinfo=UTC))
    assert (duty.draft.clock, duty.deadline) == ("dmca_agent", datetime(2026, 12, 4, 15, 0, tzinfo=UTC))
    assert (closed.is_open, closed.closed_by, closed.was_late) == (False, "ben", False)
    people = demo.read(organisation.people)
    missing = {
        one.draft.name: [person.name for person in one.missing(one.in_force(date(2026, 11, 20)), people)]
        for one in demo.read(policies.policies)
    }
    assert missing == {"Social media policy": ["ben", "carla"], "Rules for moderators": []}
