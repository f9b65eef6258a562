"""Sign-offs: who may sign what, one changed answer is found and named, and the journal's head stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.organisation import Role
from smdash.domain.register import AcceptanceDraft, AnswerDraft, Register
from smdash.domain.risks import Answer
from smdash.domain.sign_offs import Place, Standing, open_items
from smdash.errors import FormFaults, Refused
from smdash.store import changes, risks, sign_offs, undo
from smdash.store.acceptances import accept
from smdash.store.campaigns import add_campaign
from smdash.store.store import Snapshot, Store

COPYRIGHT = Place("copyright")


@pytest.fixture
def counsel(store: Store, store_path: Path, clock: FixedClock) -> Store:
    """The same store, opened by counsel; the first one answers as `ann`."""
    store.write(risks.answer_item, AnswerDraft("C1", None, Answer.YES))
    store.write(risks.answer_item, AnswerDraft("C5", None, Answer.PARTLY, note="half of it"))
    return Store.open(store_path, clock, role=Role.COUNSEL, actor="cara")


def standing(store: Store, place: Place) -> tuple[Standing, tuple[str, ...]]:
    latest = store.read(sign_offs.load_sign_offs).latest(place)
    assert latest is not None
    return latest.standing, latest.changes


def head(snapshot: Snapshot) -> str:
    return changes.head(snapshot.connection)


def test_a_signature_holds_name_role_state_and_the_head_of_the_journal(store: Store, counsel: Store) -> None:
    before = store.read(head)
    counsel.write(sign_offs.sign, COPYRIGHT, "read with the licence folder")
    (given,) = store.read(sign_offs.sign_offs)
    assert (given.signed_by, given.role, given.note) == ("cara", "counsel", "read with the licence folder")
    assert given.journal_head == before
    assert given.state["items"]["C1"]["answer"] == "yes"
    assert standing(store, COPYRIGHT) == (Standing.SIGNED, ())
    assert "C2" in open_items(store.read(risks.register), COPYRIGHT)


def test_one_changed_answer_is_found_and_named(store: Store, counsel: Store) -> None:
    counsel.write(sign_offs.sign, COPYRIGHT)
    store.write(risks.answer_item, AnswerDraft("C1", None, Answer.NO, reason="the folder is gone"))
    found, said = standing(store, COPYRIGHT)
    assert found is Standing.CHANGED
    assert said == ("C1: yes → no", "C1: reason none → “the folder is gone”")
    store.write(undo.undo)
    assert standing(store, COPYRIGHT) == (Standing.SIGNED, ())


def test_a_new_owner_or_note_changes_nothing_that_was_signed(store: Store, counsel: Store) -> None:
    counsel.write(sign_offs.sign, COPYRIGHT)
    store.write(risks.answer_item, AnswerDraft("C5", None, Answer.PARTLY, note="other words", due=date(2027, 1, 1)))
    assert standing(store, COPYRIGHT) == (Standing.SIGNED, ())


def test_a_rating_that_changed_is_named_with_both_numbers(store: Store, counsel: Store) -> None:
    store.write(risks.answer_item, AnswerDraft("C2", None, Answer.NO, likelihood=5, impact=4))
    counsel.write(sign_offs.sign, COPYRIGHT)
    store.write(risks.answer_item, AnswerDraft("C2", None, Answer.NO, likelihood=2, impact=4))
    assert standing(store, COPYRIGHT)[1] == ("C2: inherent 5×4 → 2×4",)


def test_nobody_signs_their_own_answer(store: Store, counsel: Store) -> None:
    with pytest.raises(Refused, match="answered C1, C5: nobody signs their own answer"):
        store.write(sign_offs.sign, COPYRIGHT)
    counsel.write(risks.toggle_item, "C4")
    with pytest.raises(Refused, match="cara answered C4"):
        counsel.write(sign_offs.sign, COPYRIGHT)
    assert store.read(sign_offs.sign_offs) == ()


def test_contributors_do_not_sign(store_path: Path, counsel: Store, clock: FixedClock) -> None:
    contributor = Store.open(store_path, clock, role=Role.CONTRIBUTOR, actor="ben")
    with pytest.raises(Refused, match="Only counsel and managers sign"):
        contributor.write(sign_offs.sign, COPYRIGHT)


def test_facts_and_waivers_of_a_campaign_belong_to_what_is_signed(store: Store, counsel: Store) -> None:
    campaign = store.write(add_campaign, CampaignDraft("Spring", CampaignStatus.PLANNED, facts={"music": True}))
    gate = Place(None, campaign)
    counsel.write(sign_offs.sign, gate)
    assert standing(store, gate) == (Standing.SIGNED, ())
    store.write(risks.set_facts, campaign, frozenset({"music", "minors"}))
    store.write(accept, AcceptanceDraft("C2", "dana", "one track only", date(2026, 12, 31), campaign))
    found, said = standing(store, gate)
    assert found is Standing.CHANGED
    assert "fact added: Minors" in said
    assert "C2: waived by dana until 2026-12-31" in said
    assert any(words.endswith("is asked now and was not") for words in said)


def test_a_campaign_without_an_area_is_called_by_its_gate(store: Store, counsel: Store) -> None:
    campaign = store.write(add_campaign, CampaignDraft("Spring", CampaignStatus.PLANNED, facts={"music": True}))
    counsel.write(sign_offs.sign, Place(None, campaign))
    named = counsel.read(undo.next_undo)
    assert named is not None
    assert named.label == "sign the gate of Spring"


def test_a_signature_is_taken_back_with_a_reason_and_stays_listed(store: Store, counsel: Store) -> None:
    given = counsel.write(sign_offs.sign, COPYRIGHT)
    with pytest.raises(FormFaults, match="needs a reason"):
        counsel.write(sign_offs.revoke, given, " ")
    counsel.write(sign_offs.revoke, given, "signed by mistake")
    (kept,) = store.read(sign_offs.sign_offs)
    assert kept.revoked == f"signed by mistake (cara, {counsel.clock.today()})"
    assert kept.standing(kept.state) is Standing.REVOKED
    assert store.read(sign_offs.load_sign_offs).latest(COPYRIGHT) is None
    with pytest.raises(Refused, match="taken back already"):
        counsel.write(sign_offs.revoke, given, "again")


def test_only_the_signer_or_a_manager_takes_a_signature_back(
    store: Store, store_path: Path, counsel: Store, clock: FixedClock
) -> None:
    given = counsel.write(sign_offs.sign, COPYRIGHT)
    other = Store.open(store_path, clock, role=Role.COUNSEL, actor="dan")
    with pytest.raises(Refused, match="cara signed this"):
        other.write(sign_offs.revoke, given, "not mine")
    store.write(sign_offs.revoke, given, "a manager may")


def test_an_item_that_is_worded_otherwise_is_named(store: Store, counsel: Store) -> None:
    counsel.write(sign_offs.sign, COPYRIGHT)
    found = store.read(sign_offs.load_sign_offs)
    latest = replace(found, register=_reworded(found.register, "C1", "Is there a record?")).latest(COPYRIGHT)
    assert latest is not None
    assert latest.standing is Standing.CHANGED
    assert latest.changes == ("C1: the question is worded otherwise",)


def _reworded(register: Register, item_id: str, question: str) -> Register:
    areas = tuple(
        replace(
            area,
            items=tuple(replace(item, question=question) if item.id == item_id else item for item in area.items),
        )
        for area in register.library.areas
    )
    return replace(register, library=replace(register.library, areas=areas))
