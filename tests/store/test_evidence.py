"""Evidence as stored: of items, risks and incidents; who may add; what an acceptance makes of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.evidence import EvidenceDraft, EvidenceKind, FilePrint, Subject
from smdash.domain.organisation import Role
from smdash.domain.register import AcceptanceDraft, AnswerDraft
from smdash.domain.risks import Answer
from smdash.errors import FormFaults, InvalidInput, NotFound, Refused
from smdash.store import changes, evidence, migrations, organisation, risks, undo
from smdash.store.acceptances import accept
from smdash.store.campaigns import add_campaign
from smdash.store.risk_summary import risk_summary
from smdash.store.store import Snapshot, Store, Transaction
from smdash.store.tables import incident, risk

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
C2 = Subject("C2")
LICENCE = EvidenceDraft(C2, EvidenceKind.FILE, file=FilePrint("licence.pdf", "/files/licence.pdf", 12, "ab" * 32))
NOTE = EvidenceDraft(C2, EvidenceKind.TEXT, "Call", "Counsel said so.", date(2026, 12, 31))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "smdash.db", FixedClock("UTC", NOON), actor="ana")
    yield opened
    opened.close()


def acceptance_holds(store: Store) -> bool:
    found = store.read(risks.register)
    checked = found.acceptance(found.library.item("C2"), None)
    assert checked is not None
    return checked[1].valid


def test_a_file_a_link_and_a_text_are_kept_with_who_and_when(store: Store) -> None:
    store.write(evidence.add_evidence, LICENCE)
    store.write(evidence.add_evidence, EvidenceDraft(C2, EvidenceKind.LINK, content="example.org/terms"))
    store.write(evidence.add_evidence, NOTE)
    file, link, note = store.read(evidence.evidence_of, C2)
    assert (file.label, file.sha256, file.size, file.content) == ("licence.pdf", "ab" * 32, 12, "/files/licence.pdf")
    assert (link.label, link.sha256, link.size) == ("https://example.org/terms", "", None)
    assert (note.label, note.content, note.expires) == ("Call", "Counsel said so.", date(2026, 12, 31))
    assert {(one.added_by, one.added_at) for one in (file, link, note)} == {("ana", NOON)}


def test_evidence_stands_beside_the_answer_and_also_where_nothing_is_answered(store: Store) -> None:
    store.write(evidence.add_evidence, LICENCE)
    assert store.read(risks.answers)["C2"].answer is Answer.OPEN
    given = store.write(risks.answer_item, AnswerDraft("C2", answer=Answer.YES))
    assert [one.label for one in given.evidence] == ["licence.pdf"]


def test_a_campaigns_evidence_is_its_own(store: Store) -> None:
    spring = store.write(add_campaign, CampaignDraft("Spring"))
    store.write(evidence.add_evidence, LICENCE)
    store.write(evidence.add_evidence, replace(NOTE, subject=Subject("C2", spring)))
    assert [one.label for one in store.read(risks.answers, spring)["C2"].evidence] == ["Call"]
    assert [one.label for one in store.read(risks.answers)["C2"].evidence] == ["licence.pdf"]
    with pytest.raises(Refused, match="answered once"):
        store.write(evidence.add_evidence, replace(NOTE, subject=Subject("E1", spring)))


def test_risks_and_incidents_have_evidence_too(store: Store) -> None:
    def begin(tx: Transaction) -> tuple[int, int]:
        first = changes.insert(tx, risk, title="Fines", likelihood=1, impact=1, opened_on=TODAY)
        values = {"kind": "complaint", "title": "Letter", "received_at": NOON, "zone": "UTC"}
        return first, changes.insert(tx, incident, **values)

    risk_id, incident_id = store.write(begin)
    for subject in (Subject(risk_id=risk_id), Subject(incident_id=incident_id)):
        store.write(evidence.add_evidence, replace(NOTE, subject=subject))
        assert [one.subject for one in store.read(evidence.evidence_of, subject)] == [subject]
    assert store.read(evidence.evidence_of, C2) == ()
    assert store.read(evidence.evidence_by_subject).keys() == {Subject(risk_id=risk_id), Subject(incident_id=1)}
    found = store.read(undo.next_undo)
    assert found is not None
    assert found.label == "add evidence to incident “Letter”: Call"
    with pytest.raises(NotFound, match="This risk is gone"):
        store.write(evidence.add_evidence, replace(NOTE, subject=Subject(risk_id=99)))


def test_evidence_is_corrected_taken_away_and_brought_back(store: Store) -> None:
    kept = store.write(evidence.add_evidence, NOTE)
    store.write(evidence.edit_evidence, kept, replace(NOTE, expires=None, subject=Subject("C1")))
    (one,) = store.read(evidence.evidence_of, C2)
    assert (one.expires, one.added_by) == (None, "ana")
    store.write(evidence.delete_evidence, kept)
    assert store.read(evidence.evidence_of, C2) == ()
    store.write(undo.undo)
    assert store.read(evidence.evidence_of, C2) == (one,)
    with pytest.raises(NotFound, match="This evidence is gone"):
        store.write(evidence.delete_evidence, 99)


def test_faults_come_at_their_fields_and_nothing_is_written(store: Store) -> None:
    with pytest.raises(FormFaults) as caught:
        store.write(evidence.add_evidence, replace(LICENCE, file=None))
    assert caught.value.faults.keys() == {"path"}
    assert store.read(evidence.evidence_by_subject) == {}


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_only_managers_and_counsel_add_evidence(store: Store, tmp_path: Path, role: Role) -> None:
    kept = store.write(evidence.add_evidence, NOTE)
    with closing(Store.open(tmp_path / "smdash.db", store.clock, role=role, actor="ben")) as other:
        with pytest.raises(Refused):
            other.write(evidence.add_evidence, NOTE)
        with pytest.raises(Refused):
            other.write(evidence.delete_evidence, kept)
        assert len(other.read(evidence.evidence_of, C2)) == 1
    with closing(Store.open(tmp_path / "smdash.db", store.clock, role=Role.COUNSEL, actor="eve")) as counsel:
        counsel.write(evidence.add_evidence, LICENCE)
    assert store.read(evidence.evidence_of, C2)[1].added_by == "eve"


def test_changed_evidence_ends_an_acceptance(store: Store) -> None:
    store.write(risks.answer_item, AnswerDraft("C2", answer=Answer.NO))
    kept = store.write(evidence.add_evidence, LICENCE)
    store.write(accept, AcceptanceDraft("C2", "ceo", "one week", date(2026, 12, 3)))
    assert acceptance_holds(store)
    moved = replace(LICENCE, file=FilePrint("licence.pdf", "/elsewhere/licence.pdf", 12, "ab" * 32))
    store.write(evidence.edit_evidence, kept, moved)
    assert acceptance_holds(store)
    store.write(evidence.add_evidence, NOTE)
    assert not acceptance_holds(store)


def test_expired_evidence_is_told_while_the_answer_stays_and_what_ends_soon_is_announced(store: Store) -> None:
    for item, day in (("C2", date(2026, 11, 21)), ("C1", date(2026, 12, 6)), ("C4", date(2026, 12, 7))):
        store.write(risks.toggle_item, item)
        store.write(evidence.add_evidence, replace(NOTE, subject=Subject(item), expires=day))
    assert [row.sentence for row in store.read(risk_summary).proofs] == [
        "Copyright C2: evidence “Call” expired on 2026-11-21",
        "Copyright C1: evidence “Call” ends on 2026-12-06",
    ]
    assert store.read(risks.answers)["C2"].answer is Answer.YES
    for item in ("C3", "C5", "C6"):
        store.write(risks.toggle_item, item)
        store.write(evidence.add_evidence, replace(NOTE, subject=Subject(item), expires=TODAY))
    assert [row.sentence for row in store.read(risk_summary).proofs][1:] == [
        "Evidence of 4 legal answers ends in 14 days"
    ]


def test_other_jurisdictions_keep_answers_and_evidence(store: Store) -> None:
    store.write(risks.toggle_item, "C6")
    store.write(evidence.add_evidence, replace(NOTE, subject=Subject("C6")))
    store.write(lambda tx: organisation.change_settings(tx, jurisdictions=("eu", "EU", "AU")))
    found = store.read(risks.register)
    assert "C6" not in {item.id for item in found.library.items}
    assert store.read(lambda snapshot: snapshot.organisation.jurisdictions) == ("EU", "AU")
    store.write(lambda tx: organisation.change_settings(tx, jurisdictions=("US",)))
    answer = store.read(risks.answers)["C6"]
    assert (answer.answer, [one.label for one in answer.evidence]) == (Answer.YES, ["Call"])
    for wrong in ("MARS", "ANY"):
        with pytest.raises(InvalidInput, match="no rules of"):
            store.write(_live_in, wrong)


def _live_in(tx: Transaction, place: str) -> None:
    organisation.change_settings(tx, jurisdictions=(place,))


def test_a_line_beside_the_answer_becomes_a_text_and_what_was_accepted_still_holds(
    tmp_path: Path, clock: FixedClock
) -> None:
    file = tmp_path / "older.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        for number, step in migrations.steps():
            if number <= 10:
                connection.executescript(step.read_text("utf-8"))
                connection.execute(
                    "insert into schema_version (version, applied_at) values (?, '2026-01-01T00:00:00Z')", (number,)
                )
        connection.execute(
            "insert into legal_answer (item_code, answer, evidence, answered_by, answered_on)"
            " values ('C2', 'no', 'Log of requests', 'ana', '2026-09-10'), ('C1', 'yes', '', 'ana', '2026-09-10')"
        )
        connection.execute(
            "insert into acceptance (item_code, accepted_by, accepted_on, reason, until, state_hash) values"
            " ('C2', 'ceo', '2026-09-10', 'a while', '2099-01-01', ?)",
            # of the answer with its line, as it was worked out before there were rows of evidence
            ("5402c29a283bf8bc2bc8ac0b35504ceb944ebd23fb2ddcafd13ed4732bc20c1e",),
        )
    with closing(Store.open(file, clock, actor="ana")) as opened:
        (one,) = opened.read(evidence.evidence_of, C2)
        assert (one.kind, one.label, one.content) == (EvidenceKind.TEXT, "Log of requests", "Log of requests")
        assert (one.added_by, one.added_at) == ("ana", datetime(2026, 9, 10, tzinfo=UTC))
        assert set(opened.read(risks.answers)) == {"C1", "C2"}
        assert acceptance_holds(opened)


def test_an_answer_journaled_with_its_line_is_undone_or_told(store: Store) -> None:
    store.write(risks.answer_item, AnswerDraft("C1", answer=Answer.YES))

    def forge(tx: Transaction, said: str) -> None:
        tx.connection.exec_driver_sql("update change set after = json_set(after, '$.evidence', ?)", (said,))

    store.write(forge, "a line")
    with pytest.raises(Refused, match="kept in another form"):
        store.write(undo.undo)
    store.write(forge, "")
    store.write(undo.undo)
    assert store.read(_answers) == 0


def _answers(snapshot: Snapshot) -> int:
    return len(risks.answers(snapshot))
