"""The audit trail says who changed what; what was changed past the program is found, whatever it touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.evidence import EvidenceDraft, EvidenceKind, Subject
from smdash.domain.organisation import Role
from smdash.domain.periods import Period
from smdash.domain.register import AcceptanceDraft, AnswerDraft
from smdash.domain.risks import Answer
from smdash.errors import Refused
from smdash.reports import render
from smdash.reports.audit import audit_report
from smdash.store import changes, doctor, evidence, migrations, organisation, risks, undo
from smdash.store.acceptances import accept
from smdash.store.audit import audit_trail, every_table
from smdash.store.library_versions import remember_library
from smdash.store.store import Store

Edit = Callable[[str], None]
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1), "2026")


@pytest.fixture
def filled(store: Store) -> Store:
    store.write(remember_library)
    store.write(risks.answer_item, AnswerDraft("C2", None, Answer.NO, reason="one track"))
    store.write(risks.answer_item, AnswerDraft("C2", None, Answer.PARTLY, reason="one track"))
    store.write(accept, AcceptanceDraft("C2", "dana", "small", date(2026, 12, 31)))
    return store


@pytest.fixture
def by_hand(filled: Store, store_path: Path) -> Edit:
    """Runs a statement past the program."""

    def run(sql: str) -> None:
        with closing(sqlite3.connect(store_path, isolation_level=None)) as connection:
            connection.execute(sql)

    return run


def bad(store: Store) -> dict[str, str]:
    return {found.check: found.detail for found in store.read(doctor.examine) if not found.fine}


def test_the_trail_names_who_what_and_from_what_to_what(filled: Store) -> None:
    _, *lines = filled.read(lambda snapshot: list(audit_trail(snapshot, YEAR)))  # the first is the library's version
    assert [(line.actor, line.act, line.thing) for line in lines] == [
        ("ann", "answer C2: no", "legal answer C2"),
        ("ann", "answer C2: partly", "legal answer C2"),
        ("ann", "accept C2 until 2026-12-31", "acceptance C2"),
    ]
    assert lines[1].differences == "answer no → partly"
    assert "reason one track" in lines[0].differences


def test_an_undo_is_a_line_of_its_own_and_takes_none_away(filled: Store) -> None:
    filled.write(undo.undo)
    lines = filled.read(lambda snapshot: list(audit_trail(snapshot, YEAR)))
    assert [line.kind for line in lines] == ["do", "do", "do", "do", "undo"]
    assert lines[-1].differences.startswith("deleted: ")
    assert lines[-1].thing == "acceptance C2"


def test_days_of_the_trail_are_those_of_the_period(filled: Store) -> None:
    before = Period(date(2025, 1, 1), date(2026, 1, 1), "2025")
    assert filled.read(lambda snapshot: list(audit_trail(snapshot, before))) == []


def test_only_managers_read_what_a_person_costs(filled: Store, store_path: Path, clock: FixedClock) -> None:
    counsel = Store.open(store_path, clock, role=Role.COUNSEL, actor="cara")
    assert len(counsel.read(lambda snapshot: list(audit_trail(snapshot, YEAR)))) == 4
    with pytest.raises(Refused, match="shown to managers only"):
        counsel.read(lambda snapshot: list(audit_trail(snapshot, YEAR, every_table())))
    assert len(filled.read(lambda snapshot: list(audit_trail(snapshot, YEAR, every_table())))) == 4


def test_each_format_prints_the_head_of_the_chain(filled: Store) -> None:
    report = filled.read(audit_report, YEAR)
    head = filled.read(lambda snapshot: changes.head(snapshot.connection))
    for name, form in render.FORMATS.items():
        printed = form(report)
        assert "answer C2: partly" in printed, name
        assert head in printed, name  # the last line's link is the head, and the facts name it
        assert "Not legal advice" in printed or name == "csv", name


@pytest.mark.parametrize(
    ("sql", "check", "says"),
    [
        ("update change set after = replace(after, 'partly', 'yes') where id = 3", "journal", "change 3 (legal_answer"),
        ("delete from change where id = 2", "journal", "changes 2 to 2 are missing"),
        ("update change_set set actor = 'bob' where id = 1", "journal", "change 1"),
        ("update legal_answer set answer = 'yes'", "legal", "legal answer 1 was altered: answer"),
        ("update acceptance set until = '2029-12-31'", "legal", "acceptance 1 was altered: until"),
        ("delete from acceptance", "legal", "acceptance 1 is gone without a record"),
        (
            "insert into evidence (item_code, kind, label, added_at) values ('C2', 'text', 'x', '2026-11-01T00:00')",
            "legal",
            "evidence 1 was added without a record",
        ),
    ],
)
def test_tampering_by_hand_is_found(filled: Store, by_hand: Edit, sql: str, check: str, says: str) -> None:
    assert bad(filled) == {}
    by_hand(sql)
    found = bad(filled)
    assert next(iter(found)) == check
    assert says in found[check]


def test_what_the_program_writes_agrees_with_the_journal(filled: Store) -> None:
    subject = Subject(item_id="C2")
    draft = EvidenceDraft(subject, EvidenceKind.TEXT, "licence", "number 7")
    row = filled.write(evidence.add_evidence, draft)
    filled.write(evidence.delete_evidence, row)
    filled.write(undo.undo)
    filled.write(organisation.change_settings, jurisdictions=("US",))
    assert bad(filled) == {}


def test_rows_that_a_migration_made_get_their_record(store_path: Path, clock: FixedClock) -> None:
    store_path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(store_path)) as connection, connection:
        for number, file in migrations.steps():
            if number <= 10:
                connection.executescript(file.read_text("utf-8"))
                values = (number, "2026-01-01T00:00:00Z")
                connection.execute("insert into schema_version (version, applied_at) values (?, ?)", values)
        connection.execute("insert into legal_answer (item_code, answer, evidence) values ('C2', 'yes', 'licence 7')")
    with closing(Store.open(store_path, clock, actor="ann")) as opened:
        assert bad(opened) == {}
        lines = opened.read(lambda snapshot: list(audit_trail(snapshot, YEAR)))
        assert {line.act for line in lines} == {"bring the store to a newer schema"}
        assert "licence 7" in " ".join(line.differences for line in lines)
        assert opened.read(undo.next_undo) is None
