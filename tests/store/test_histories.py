"""The history of an item: answers, evidence and acceptances in words, also of what is gone, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.evidence import EvidenceDraft, EvidenceKind, FilePrint, Subject
from smdash.domain.histories import history_words
from smdash.domain.register import AcceptanceDraft, AnswerDraft
from smdash.domain.risks import Answer
from smdash.store import evidence, organisation, risks, undo
from smdash.store.acceptances import accept
from smdash.store.campaigns import add_campaign
from smdash.store.histories import item_history
from smdash.store.legal_items import restore_item, retire_item
from smdash.store.store import Snapshot, Store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
C2 = Subject("C2")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "smdash.db", FixedClock("UTC", NOON), actor="ana")
    opened.write(organisation.add_person, "ana")
    opened.write(organisation.add_person, "ben")
    yield opened
    opened.close()


def told(snapshot: Snapshot, item_id: str = "C2", campaign_id: int | None = None) -> list[tuple[str, str]]:
    people = {1: "ana", 2: "ben"}
    lines, _ = item_history(snapshot, item_id, campaign_id)
    return [(line.actor, "; ".join(history_words(line, people))) for line in lines]


def test_answers_tell_what_they_were_and_what_they_are(store: Store) -> None:
    store.write(risks.answer_item, AnswerDraft("C2", answer=Answer.YES, owner_id=1, likelihood=4, impact=4))
    store.actor = "ben"
    changed = AnswerDraft("C2", None, Answer.NOT_APPLICABLE, "no music", owner_id=2, due=date(2026, 12, 1))
    store.write(risks.answer_item, changed)
    (last, first) = store.read(told)
    assert last[0] == "ben"
    assert last[1].split("; ") == [
        "answer yes → n.a.",
        "reason none → no music",
        "owner ana → ben",
        "due none → 2026-12-01",
        "likelihood 4 → none",
        "impact 4 → none",
    ]
    assert first == ("ana", "answer yes; owner ana; likelihood 4; impact 4")


def test_evidence_and_acceptances_belong_to_it_also_after_they_are_gone(store: Store) -> None:
    store.write(risks.answer_item, AnswerDraft("C2", answer=Answer.NO))
    file = FilePrint("licence.pdf", "/files/licence.pdf", 12, "ab" * 32)
    kept = store.write(evidence.add_evidence, EvidenceDraft(C2, EvidenceKind.FILE, file=file))
    store.write(evidence.edit_evidence, kept, EvidenceDraft(C2, EvidenceKind.FILE, "Licence", "", None, file))
    store.write(evidence.delete_evidence, kept)
    store.write(accept, AcceptanceDraft("C2", "ceo", "one week", date(2026, 12, 3)))
    words = [said for _, said in store.read(told)]
    assert words == [
        "reason one week; accepted by ceo; until 2026-12-03",
        f"deleted; kind file; evidence Licence; content /files/licence.pdf; SHA-256 {'ab' * 6}",
        "evidence licence.pdf → Licence",
        f"kind file; evidence licence.pdf; content /files/licence.pdf; SHA-256 {'ab' * 6}",
        "answer no",
    ]


def test_scopes_and_items_are_kept_apart(store: Store) -> None:
    spring = store.write(add_campaign, CampaignDraft("Spring"))
    store.write(risks.toggle_item, "C2")
    store.write(risks.toggle_item, "C2", spring)
    store.write(risks.toggle_item, "C1")
    assert len(store.read(told)) == 1
    assert len(store.read(told, "C2", spring)) == 1


def test_what_is_undone_stays_and_says_so(store: Store) -> None:
    store.write(risks.toggle_item, "C2")
    store.write(undo.undo)
    lines, total = store.read(item_history, "C2")
    assert ([line.kind for line in lines], total) == (["undo", "do"], 2)


def test_a_retired_item_keeps_its_history(store: Store) -> None:
    store.write(risks.toggle_item, "C2")
    store.write(retire_item, "C2")
    store.write(restore_item, "C2")
    lines, _ = store.read(item_history, "C2")
    assert [line.act for line in lines] == ["bring back legal item C2", "retire legal item C2", "answer C2: yes"]
    assert store.read(told)[0] == ("ana", "retired yes → no")


def test_the_newest_are_listed_and_all_are_counted(store: Store) -> None:
    for _ in range(5):
        store.write(risks.toggle_item, "C2")
    lines, total = store.read(item_history, "C2", None, 2)
    assert (len(lines), total) == (2, 5)
    assert lines[0].id > lines[1].id


def test_erased_content_says_so(store: Store) -> None:
    store.write(risks.toggle_item, "C2")
    store.write(risks.toggle_item, "C2")
    erase = "update change set before = '\"erased\"', after = '\"erased\"' where id = (select max(id) from change)"
    store.write(lambda tx: tx.connection.exec_driver_sql(erase))
    assert [said for _, said in store.read(told)] == ["the content was erased", "answer yes"]
