"""Names and notes that would like to be colours, a clipboard write, a click or backwards: they are shown, never obeyed.

Once written as people and files write, through the store; once put into the file behind the program's back, so that
drawing has to protect by itself.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from smdash.domain.benefits import BenefitDraft, BenefitKind
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.evidence import EvidenceDraft, EvidenceKind, Subject
from smdash.domain.goals import CheckIn, KpiDraft, Objective, Reading
from smdash.domain.incidents import IncidentDraft, IncidentKind
from smdash.domain.money import Money
from smdash.domain.policies import PolicyDraft, VersionDraft
from smdash.domain.register import AcceptanceDraft, AnswerDraft
from smdash.domain.risks import Answer
from smdash.domain.sign_offs import Place
from smdash.domain.timesheets import EntryDraft
from smdash.domain.treatment import RiskDraft, Treatment
from smdash.store import (
    acceptances,
    benefits,
    campaigns,
    check_ins,
    costs,
    goals,
    incidents,
    kpis,
    legal_items,
    organisation,
    policies,
    readings,
    risks,
    sign_offs,
    timers,
    timesheets,
    treatment,
)
from smdash.store.evidence import add_evidence
from smdash.store.legal_items import OwnItemDraft
from smdash.store.store import Store, Transaction
from tests.terminal_session import TerminalSession

Open = Callable[..., TerminalSession]
Run = Callable[..., CompletedProcess[bytes]]

SHOWN = "[red]x[/]"
EVIL = (
    f"{SHOWN} [/x] [@click=app.quit]q[/] \x1b[5;31mBLINK\x1b[0m \x1b[?1049l \x1b[2J\x1bc"
    "\x1b]52;c;UFdORUQ=\x07 \x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\ \x1b]0;title\x07"
    "\x9b5;31mC1 \x9d52;c;QQ==\x9c \x00\x7f\x07 \u202egnp.\u202c\u2066i\u2069 \u200b\u2060\ufeff\u00ad"
    " 日本語 👩‍👩‍👧 e\u0301"
)
SHORT = f"{SHOWN}\x1b[5;31m\x9b5m\u202e日本👩‍👩‍👧"
FILLER = " long" * 60

# What the program itself sends: cursor, colours, erasing, modes, keyboard protocol, queries, pointer shape.
OWN_CONTROLS = re.compile(
    r"\x1b\[[\d;:]*[mHKJXABCDGdr]|\x1b\[\?[\d;]+\$?[hlp]|\x1b\[[<>=]?[\d;]*[ucn]|\x1b\[>[\d;]*[qm]|\x1b[=>78]"
    r"|\x1b\]22;[a-z]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\|\x1b\(B|[\r\n]"
)
HARMLESS_FORMATTERS = "\u200d\ufe0f"
POISONED = {
    "person": ("name",),
    "activity": ("name",),
    "channel": ("name", "handle", "url"),
    "campaign": ("name", "note", "utm_campaign"),
    "objective": ("name", "note"),
    "kpi": ("name", "unit"),
    "reading": ("note",),
    "checkin": ("note",),
    "cost": ("name", "note"),
    "benefit": ("name", "note"),
    "legal_item": ("question",),
    "legal_answer": ("reason", "note", "answered_by"),
    "evidence": ("label", "content", "added_by"),
    "sign_off": ("signed_by", "note"),
    "risk": ("title", "cause", "plan", "opened_by"),
    "incident": ("title", "account", "url", "reported_by"),
    "policy": ("name", "about"),
    "policy_version": ("version", "summary", "place"),
    "acknowledgement": ("how", "recorded_by"),
    "acceptance": ("accepted_by", "reason"),
    "time_entry": ("note",),
    "post": ("text", "kind", "url"),
    "import_batch": ("file_name",),
    "change_set": ("label",),
}


def write_everything(tx: Transaction) -> None:
    """One of each thing with a name or a note, each hostile, and a running timer."""
    today = tx.today
    ana = organisation.find_person(tx, "ana")
    spring = campaigns.find_campaign(tx, "Spring membership")
    assert ana is not None
    assert spring is not None
    objective = goals.add_objective(tx, Objective(0, "O" + SHORT, ana.id, note=EVIL))
    campaigns.edit_campaign(
        tx,
        spring.id,
        replace(spring.draft, name="C" + SHORT, note=EVIL, objective_id=objective, utm_campaign="u" + SHORT),
    )
    draft = KpiDraft("K" + SHORT, today - timedelta(days=20), today + timedelta(days=30), objective_id=objective)
    kpi = kpis.add_kpi(tx, replace(draft, unit="m\x1b[5;31m[/]", baseline=Decimal(0), target=Decimal(100)))
    for days, value in ((12, 10), (5, 20), (0, 25)):
        readings.add_reading(tx, kpi, Reading(today - timedelta(days=days), Decimal(value), note=EVIL))
    check_ins.check_in(tx, objective, CheckIn(today, 7, note=EVIL))
    channel = organisation.add_channel(tx, "H" + SHORT, "facebook", "h" + SHORT, "https://" + SHORT)
    activity = organisation.activity_id(tx, "A" + SHORT)
    entry = EntryDraft(ana.id, today, 3600, "UTC", spring.id, channel, None, activity, EVIL)
    timesheets.log_entry(tx, entry)
    other = organisation.add_person(tx, "P" + SHORT)
    timers.start_timer(tx, replace(entry, person_id=other, seconds=0))
    timers.start_timer(tx, replace(entry, seconds=0))
    amount = Money(12_300, "USD")
    costs.add_cost(tx, CostDraft(today, amount, CostCategory.ADS, campaign_id=spring.id, name=EVIL, note=EVIL))
    benefit = BenefitDraft(today, amount, BenefitKind.REVENUE, campaign_id=spring.id, name=EVIL, note=EVIL)
    benefits.add_benefit(tx, benefit)
    item = legal_items.add_own_item(tx, OwnItemDraft("copyright", SHORT, EVIL, EVIL, EVIL, EVIL, EVIL))
    risks.answer_item(tx, AnswerDraft(item, None, Answer.PARTLY, EVIL, EVIL, ana.id))
    add_evidence(tx, EvidenceDraft(Subject(item), EvidenceKind.TEXT, SHORT, EVIL))
    sign_offs.sign(tx, Place("terms"), EVIL)
    risk = RiskDraft(SHORT, 4, 4, cause=EVIL, treatment=Treatment.MITIGATE, plan=EVIL, item_id=item)
    treatment.add_risk(tx, risk)
    complaint = IncidentDraft(IncidentKind.COMPLAINT, SHORT, tx.now, EVIL, clock="uk_notice", reported_by=SHORT)
    incidents.add_incident(tx, complaint)
    policy = policies.add_policy(tx, PolicyDraft("L" + SHORT, about=EVIL), VersionDraft(SHORT, today, summary=EVIL))
    version = policies.get_policy(tx, policy).versions[0].id
    policies.confirm(tx, policies.Confirmation(version, (ana.id,), today, EVIL))
    until = today + timedelta(days=10)
    acceptances.accept(tx, AcceptanceDraft(item, SHORT, EVIL, until))


def poison(file: Path) -> None:
    """Put hostile text into the file itself, where nothing cleans it; the journal's words too."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "insert into import_batch (at, actor, file_name, content_hash, format, state)"
            " values ('2026-01-01T00:00:00Z', 'ana', 'x', 'x', 'toggl', 'applied')"
        )
        for table, columns in POISONED.items():
            for column in columns:
                start = "substr(name, 1, 1) || " if column == "name" else ""
                value = SHORT if column == "unit" else EVIL + FILLER
                connection.execute(f"update {table} set {column} = {start}?", [value])
        connection.execute("update change_set set actor = (select name from person where name_key = 'ana')")


def assert_nothing_obeyed(output: bytes) -> None:
    """Every control sent is one the program itself uses, and none of the payload's is among them."""
    text = output.decode()
    for payload in ("\x1b]52", "\x1b]8;", "\x1b]0;", "\x1b[5;31m", "\x1b[5m", "\x1bc"):
        assert payload not in text
    assert text.count("\x1b[?1049l") <= 1
    rest = OWN_CONTROLS.sub("", text)
    odd = {char for char in rest if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert not odd - set(HARMLESS_FORMATTERS), {rest[max(0, rest.find(c) - 20) : rest.find(c) + 20] for c in odd}


def look_around(session: TerminalSession) -> dict[str, str]:
    """Visit every pane with its boxes and forms; what each looked like."""
    seen: dict[str, str] = {}

    def visit(name: str, keys: str, expected: str, leave: str = "\x1b[27u") -> None:
        session.type(keys).wait_for(expected)
        seen[name] = session.text
        session.type(leave).wait_gone(expected) if leave else None

    session.wait_for("Hours this week")
    seen["overview"] = session.text
    visit("help", "?", "Everywhere")
    visit("undo", "u", "Undo this?")
    visit("usual entries", "t", "Enter logs it again")
    visit("quick log", "t1h C[red", "= 1 h")
    visit("activities", "t1h C #A", "= 1 h")
    visit("palette", ":", "Type what you want to do")
    visit("goals", "2", "·· expected", "")
    visit("goal explained", "i", "Esc")
    visit("reading form", "r", "ctrl+s")
    visit("goal form", "e", "ctrl+s")
    visit("goal numbers", "v", "target: 100")
    visit("campaigns", "3", "T+A", "")
    visit("campaign explained", "i", "Esc")
    visit("campaign form", "e", "ctrl+s")
    visit("cost form", "c", "ctrl+s")
    visit("benefit form", "b\r", "ctrl+s")
    visit("guided form", "bj\r", "numbers are there")
    visit("archive", "d", "Archive this")
    for tab in ("l", "l", "l", "l", "l", "l"):
        session.type(tab)
    visit("time", "4", "Σ", "")
    visit("who", "w", "Whose week?")
    visit("time form", "n", "ctrl+s")
    visit("rates", "R", "Hourly rates")
    visit("month", "M", "Target", "M")
    session.type("o")
    visit("entry form", "e", "ctrl+s")
    visit("delete", "d", "Delete this?")
    visit("risk", "5", "Not legal advice", "")
    session.type("jj").wait_for("▸ Copyright" if "▸" in session.text else "Copyright")
    visit("scope", "c", "Whose checklist?")
    visit("sign-offs", "S", "Sign-offs")
    visit("trail", "J", "Audit trail of legal risk")
    visit("evidence", "E", "v verifies files")
    visit("history", "H", "History")
    visit("library", "L", "Legal library")
    visit("register", "g", "Register of risks")
    visit("policies", "P", "Policies and who")
    visit("incidents", "O", "Incidents, complaints")
    visit("matrix", "m", "Matrix of risks")
    visit("answer form", "le", "ctrl+s")
    visit("back", "1", "Hours this week", "")
    return seen


@pytest.fixture
def dangerous(prepared: Callable[[], Store]) -> Callable[[], Store]:
    """A store with hostile text in everything, written as people write it."""
    store = prepared()
    store.write(write_everything)
    store.close()
    return prepared


@pytest.mark.parametrize("behind_its_back", [False, True], ids=["through the store", "in the file"])
def test_every_pane_and_box_shows_it_as_text(
    behind_its_back: bool, dashboard: Open, dangerous: Callable[[], Store], store_file: Path, home: Path
) -> None:
    if behind_its_back:
        poison(store_file)
    session = dashboard(cols=120, rows=40)
    seen = look_around(session)
    session.type("q")
    assert session.wait_exit() == 0
    assert_nothing_obeyed(session.raw)
    assert not list(home.rglob("crash/*"))
    for name in ("overview", "undo", "quick log", "goals", "campaigns", "time", "who", "entry form", "scope", "trail"):
        assert SHOWN in seen[name], f"{name}:\n{seen[name]}"


@pytest.mark.parametrize("behind_its_back", [False, True], ids=["through the store", "in the file"])
@pytest.mark.parametrize(
    ("words", "shows"),
    [
        (("status",), True),
        (("status", "--json"), True),
        (("entries", "list", "--all"), True),
        (("entries", "list", "--json"), True),
        (("kpi", "list"), True),
        (("kpi", "list", "--json"), True),
        (("kpi", "show", f"K{SHOWN}"), True),
        (("log", "1h", f"C{SHOWN}", "--note", EVIL.replace("\x00", "")), True),
        (("log", "1h", "nowhere" + EVIL.replace("\x00", "")), False),
        (("--person", "bob", "entries"), True),
        (("undo",), True),
        (("doctor",), False),
        ((f"lgo{EVIL}".replace("\x00", ""),), True),
    ],
    ids=lambda value: " ".join(value).partition("[")[0] if isinstance(value, tuple) else None,
)
def test_the_command_line_prints_no_control(
    words: tuple[str, ...],
    shows: bool,
    behind_its_back: bool,
    in_process: Run,
    dangerous: Callable[[], Store],
    store_file: Path,
) -> None:
    if behind_its_back:
        poison(store_file)
    done = in_process(*words)
    output = (done.stdout + done.stderr).decode()
    assert "Traceback" not in output
    odd = {char for char in output if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert odd <= {"\n", *HARMLESS_FORMATTERS}, output
    assert SHOWN in output or not shows, output
