"""After any edits an acceptance holds exactly while what was accepted is unchanged, in time, and not taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from smdash.clock import FixedClock
from smdash.domain.evidence import EvidenceDraft, EvidenceKind, Subject
from smdash.domain.register import AcceptanceDraft, AnswerDraft, RevocationDraft
from smdash.domain.risks import Answer, Rating
from smdash.domain.treatment import RiskDraft, Treatment
from smdash.errors import SmdashError
from smdash.store import organisation, risks, treatment, undo
from smdash.store.acceptances import accept_risk, revoke
from smdash.store.evidence import add_evidence, delete_evidence, evidence_of
from smdash.store.risk_rows import get_risk
from smdash.store.store import Snapshot, Store

TODAY = date(2026, 11, 22)
UNTIL = TODAY + timedelta(days=3)
NUMBERS = st.integers(1, 5)
WORDS = st.sampled_from(["", "one", "two"])

Step = tuple[str, Any]

STEPS = st.one_of(
    st.tuples(st.just("move"), st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS)),
    st.tuples(
        st.just("edit"),
        st.fixed_dictionaries(
            {},
            optional={
                "title": st.sampled_from(["Music", "Other"]),
                "cause": WORDS,
                "plan": WORDS,
                "treatment": st.sampled_from([*Treatment, None]),
                "owner_id": st.sampled_from([1, None]),
                "due": st.sampled_from([TODAY, None]),
                "item_id": st.sampled_from(["C2", ""]),
            },
        ),
    ),
    st.tuples(
        st.just("answer"),
        st.fixed_dictionaries({}, optional={"answer": st.sampled_from(Answer), "reason": WORDS, "note": WORDS}),
    ),
    st.tuples(st.just("prove"), st.sampled_from([Subject("C2"), Subject(risk_id=0)])),
    st.tuples(st.sampled_from(["close", "open", "undo", "day", "revoke"]), st.none()),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(tmp_path_factory.mktemp("acceptance") / "smdash.db", at(TODAY), actor="ana")
    opened.write(organisation.add_person, "ana")
    yield opened
    opened.close()


def at(day: date) -> FixedClock:
    return FixedClock("UTC", datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def facts(snapshot: Snapshot, risk_id: int) -> tuple[Any, ...]:
    """What is accepted, straight from the rows: no hash, and none of the code that makes it."""
    columns = "title, cause, item_code, campaign_id, likelihood, impact, residual_likelihood, residual_impact"
    connection = snapshot.connection
    risk = connection.execute(text(f"select {columns}, treatment, plan from risk where id = {risk_id}")).one()
    answer = connection.execute(text("select answer, reason from legal_answer where item_code = 'C2'")).first()
    proofs = connection.execute(text("select content, item_code, risk_id from evidence order by content")).all()
    of_item = sorted(one.content for one in proofs if one.item_code)
    of_risk = sorted(one.content for one in proofs if one.risk_id == risk_id)
    return tuple(risk), of_risk, (tuple(answer or ("open", "")), of_item) if risk.item_code else None


def holds(snapshot: Snapshot, risk_id: int) -> bool:
    seen = risks.register(snapshot)
    risk = seen.risk(risk_id)
    found = seen.risk_acceptance(risk) if risk else None
    return found is not None and found[1].valid


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEPS, max_size=12))
def test_an_acceptance_holds_exactly_while_its_state_its_day_and_its_word_stand(
    store: Store, steps: list[Step]
) -> None:
    store.clock = at(TODAY)
    risk_id = store.write(treatment.add_risk, RiskDraft("Music", 4, 4, 2, 2, item_id="C2"))
    store.write(accept_risk, AcceptanceDraft("", "mira", "launch", UNTIL, risk_id=risk_id))
    accepted, day = store.read(facts, risk_id), TODAY
    for name, value in steps:
        day += timedelta(days=name == "day")
        store.clock = at(day)
        with suppress(SmdashError):  # a step that is refused changes nothing
            _take(store, risk_id, name, value)
        (given_for,) = store.read(risks.acceptances).risks[risk_id]
        unchanged = store.read(facts, risk_id) == accepted
        assert store.read(holds, risk_id) == (unchanged and day <= UNTIL and not given_for.revoked)
    store.write(treatment.delete_risk, risk_id)


def _take(store: Store, risk_id: int, name: str, value: Any) -> None:
    if name == "undo":
        found = store.read(undo.next_undo)
        assert found is not None
        if not found.label.startswith(("accept risk", "add risk", "delete risk")):
            store.write(undo.undo)
        return
    takes: dict[str, Callable[[], object]] = {
        "move": lambda: store.write(treatment.move_risk, risk_id, Rating(*value[:2]), Rating(*value[2:])),
        "edit": lambda: store.write(
            treatment.edit_risk, risk_id, replace(RiskDraft.of(store.read(get_risk, risk_id)), **value)
        ),
        "prove": lambda: _prove(store, risk_id, value),
        "answer": lambda: store.write(risks.answer_item, replace(_answer(store), **value)),
        "close": lambda: store.write(treatment.close_risk, risk_id, "done"),
        "open": lambda: store.write(treatment.reopen_risk, risk_id),
        "revoke": lambda: store.write(revoke, RevocationDraft("no longer", risk_id=risk_id)),
    }
    if name in takes:
        takes[name]()


def _prove(store: Store, risk_id: int, subject: Subject) -> None:
    """Add evidence, or take away what is there."""
    place = subject if subject.item_id else Subject(risk_id=risk_id)
    found = store.read(evidence_of, place)
    if found:
        store.write(delete_evidence, found[0].id)
    else:
        store.write(add_evidence, EvidenceDraft(place, EvidenceKind.TEXT, content="list"))


def _answer(store: Store) -> AnswerDraft:
    """The answer as it stands, without a review day that may have come."""
    found = store.read(risks.answers).get("C2")
    return replace(AnswerDraft.of(found, None), next_review=None) if found else AnswerDraft("C2")
