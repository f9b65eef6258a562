"""Evidence: what is taken, what stands for it in a state, and when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.evidence import (
    Evidence,
    EvidenceDraft,
    EvidenceKind,
    FilePrint,
    Subject,
    checked_evidence,
    evidence_state,
    evidence_words,
    expired_of,
)
from smdash.errors import FormFaults

TODAY = date(2026, 11, 22)
C2 = Subject("C2")
LICENCE = FilePrint("licence.pdf", "/files/licence.pdf", 12, "ab" * 32)
KEPT = Evidence(
    1, C2, EvidenceKind.FILE, "Licence", LICENCE.path, TODAY, "ana", datetime(2026, 11, 1, tzinfo=UTC), "ab" * 32, 12
)
TEXT = replace(KEPT, id=2, kind=EvidenceKind.TEXT, label="Log", content="Log of requests", expires=None, sha256="")


def faults_of(draft: EvidenceDraft) -> dict[str, str]:
    with pytest.raises(FormFaults) as caught:
        checked_evidence(draft)
    return caught.value.faults


def test_what_has_no_name_is_called_by_its_content() -> None:
    assert checked_evidence(EvidenceDraft(C2, EvidenceKind.FILE, file=LICENCE)).label == "licence.pdf"
    link = checked_evidence(EvidenceDraft(C2, EvidenceKind.LINK, content="Example.org/terms"))
    assert (link.label, link.content) == ("https://example.org/terms", "https://example.org/terms")
    text = checked_evidence(EvidenceDraft(C2, EvidenceKind.TEXT, content="Read by counsel.\n" + "x" * 80))
    assert text.label.startswith("Read by counsel. xx")
    assert len(text.label) <= 60


@pytest.mark.parametrize(
    ("kind", "content", "field"),
    [
        (EvidenceKind.FILE, "", "path"),
        (EvidenceKind.LINK, "", "address"),
        (EvidenceKind.LINK, "ftp://example.org", "address"),
        (EvidenceKind.LINK, "two words", "address"),
        (EvidenceKind.LINK, "nowhere", "address"),
        (EvidenceKind.TEXT, " \n\x1b[2J", "text"),
    ],
)
def test_what_proves_nothing_is_a_fault_at_its_field(kind: EvidenceKind, content: str, field: str) -> None:
    assert faults_of(EvidenceDraft(C2, kind, content=content)).keys() == {field}


def test_all_faults_come_at_once() -> None:
    assert faults_of(EvidenceDraft(C2, EvidenceKind.TEXT, "x" * 121)).keys() == {"text", "label"}


def test_texts_are_cleaned() -> None:
    checked = checked_evidence(EvidenceDraft(C2, EvidenceKind.TEXT, "\x1b[31mRed", "a\x9b2Jb\nc\u202e"))
    assert (checked.label, checked.content) == ("Red", "ab\nc")


def test_evidence_ends_after_its_last_day_and_is_announced_two_weeks_before() -> None:
    assert not KEPT.expired(TODAY)
    assert KEPT.ends_soon(TODAY)
    assert KEPT.expired(TODAY + timedelta(days=1))
    assert not KEPT.ends_soon(TODAY + timedelta(days=1))
    assert KEPT.ends_soon(TODAY - timedelta(days=14))
    assert not KEPT.ends_soon(TODAY - timedelta(days=15))
    assert not TEXT.expired(TODAY)
    assert expired_of([KEPT, TEXT], TODAY + timedelta(days=1)) == (KEPT,)


def test_a_single_text_is_a_state_as_it_was_when_evidence_was_a_line() -> None:
    assert evidence_state([]) == ""
    assert evidence_state([TEXT]) == "Log of requests"


def test_a_state_knows_files_by_their_content_and_minds_what_matters() -> None:
    state = evidence_state([KEPT, TEXT])
    assert evidence_state([TEXT, KEPT]) == state
    assert evidence_state([replace(KEPT, label="Other", content="/elsewhere.pdf"), TEXT]) == state
    for changed in (
        replace(KEPT, sha256="cd" * 32),
        replace(KEPT, expires=None),
        replace(KEPT, kind=EvidenceKind.LINK, sha256="", content="https://example.org"),
    ):
        assert evidence_state([changed, TEXT]) != state
    assert evidence_state([TEXT, TEXT]) != evidence_state([TEXT])


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_different_texts_are_different_states(first: list[str], second: list[str]) -> None:
    states = [evidence_state([replace(TEXT, content=one) for one in texts if one]) for texts in (first, second)]
    same = sorted(filter(None, first)) == sorted(filter(None, second))
    assert (states[0] == states[1]) == same


def test_a_draft_leaves_what_is_kept_as_it_is() -> None:
    assert checked_evidence(KEPT.draft) == KEPT.draft
    assert checked_evidence(TEXT.draft) == TEXT.draft
    assert KEPT.file == LICENCE


def test_a_line_names_two_and_counts_the_rest() -> None:
    assert evidence_words([]) == "none"
    assert evidence_words([KEPT, TEXT]) == "Licence, Log"
    assert evidence_words([KEPT, TEXT, TEXT]) == "Licence and 2 more"
