"""Answers, acceptances, own items, gates and the summary, as stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.gate import Gate
from smdash.domain.organisation import Role
from smdash.domain.register import AcceptanceDraft, AnswerDraft
from smdash.domain.risks import Answer, Rating, RiskLevel, Scope, Severity
from smdash.errors import FormFaults, InvalidInput, NotFound, Refused
from smdash.store import organisation, risks, undo
from smdash.store.acceptances import accept, waive
from smdash.store.campaigns import add_campaign, archive_campaign
from smdash.store.legal_items import OwnItemDraft, add_own_item, library, restore_item, retire_item
from smdash.store.risk_summary import risk_summary
from smdash.store.store import Store

TODAY = date(2026, 11, 22)
MUSIC = {"music": True, "minors": False}


def at(day: date) -> FixedClock:
    return FixedClock("UTC", datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "smdash.db", at(TODAY), actor="ana")
    opened.write(organisation.add_person, "ana")
    yield opened
    opened.close()


@pytest.fixture
def spring(store: Store) -> int:
    return store.write(add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE, facts=MUSIC))


def gate_of(store: Store, campaign_id: int) -> Gate:
    return store.read(risks.gates)[campaign_id]


def settle(store: Store, campaign_id: int, *but: str) -> None:
    for item in gate_of(store, campaign_id).open:
        if item.id not in but:
            store.write(risks.toggle_item, item.id, campaign_id)


def faults_of(call: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(FormFaults) as caught:
        call()
    return caught.value.faults


# Answers


def test_an_answer_is_kept_with_who_and_when(store: Store) -> None:
    draft = AnswerDraft(
        "c2", None, Answer.PARTLY, note="two\nlines", owner_id=1, due=date(2026, 12, 1),
        next_review=date(2027, 1, 12), likelihood=4, impact=4, residual_likelihood=3, residual_impact=2,
    )  # fmt: skip
    store.write(risks.answer_item, draft)
    answer = store.read(risks.answers)["C2"]
    assert (answer.answer, answer.answered_by, answer.answered_on) == (Answer.PARTLY, "ana", TODAY)
    assert (answer.note, answer.owner_id) == ("two\nlines", 1)
    assert (answer.due, answer.next_review) == (date(2026, 12, 1), date(2027, 1, 12))
    assert (answer.inherent, answer.residual) == (Rating(4, 4), Rating(3, 2))
    assert AnswerDraft.of(answer, None) == replace(draft, item_id="C2")


def test_all_faults_of_an_answer_come_at_once_and_nothing_is_written(store: Store) -> None:
    draft = AnswerDraft("C2", None, Answer.NOT_APPLICABLE, reason=" ", next_review=TODAY, likelihood=3)
    assert faults_of(lambda: store.write(risks.answer_item, draft)).keys() == {"reason", "next_review", "impact"}
    assert store.read(risks.answers) == {}


@pytest.mark.parametrize(
    ("likelihood", "impact", "field"), [(0, 3, "likelihood"), (6, None, "impact"), (3, 6, "impact")]
)
def test_a_rating_outside_the_grid_is_a_fault_at_its_field(
    store: Store, likelihood: int, impact: int | None, field: str
) -> None:
    draft = AnswerDraft("C2", None, Answer.NO, likelihood=likelihood, impact=impact)
    assert faults_of(lambda: store.write(risks.answer_item, draft)).keys() == {field}


def test_a_residual_risk_above_the_inherent_one_is_refused_also_when_the_inherent_is_lowered(store: Store) -> None:
    draft = AnswerDraft("C2", None, Answer.NO, likelihood=5, impact=5, residual_likelihood=3, residual_impact=3)
    store.write(risks.answer_item, draft)
    lowered = replace(draft, likelihood=1, impact=1)
    assert "residual_likelihood" in faults_of(lambda: store.write(risks.answer_item, lowered))


def test_ratings_are_read_by_the_organisations_own_grid(store: Store) -> None:
    draft = AnswerDraft("C2", None, Answer.NO, likelihood=1, impact=5)
    store.write(risks.answer_item, draft)
    item = store.read(library).item("C2")
    assert store.read(risks.register).level(item, None) is RiskLevel.M
    store.write(lambda tx: organisation.change_settings(tx, risk_grid="00004 / 00004 / 00004 / 00004 / 00004"))
    assert store.read(risks.register).level(item, None) is RiskLevel.VH
    with pytest.raises(InvalidInput, match="falls"):
        store.write(lambda tx: organisation.change_settings(tx, risk_grid="44444 / 00000 / 00000 / 00000 / 00000"))


def test_toggling_goes_from_open_to_yes_and_back_and_keeps_the_rest(store: Store) -> None:
    store.write(risks.answer_item, AnswerDraft("E1", note="keep", owner_id=1))
    assert store.write(risks.toggle_item, "E1") is Answer.YES
    answer = store.read(risks.answers)["E1"]
    assert (answer.answered_by, answer.answered_on, answer.note, answer.owner_id) == ("ana", TODAY, "keep", 1)
    assert store.write(risks.toggle_item, "E1") is Answer.OPEN
    answer = store.read(risks.answers)["E1"]
    assert (answer.answered_by, answer.answered_on, answer.note) == ("", None, "keep")


def test_toggling_never_overwrites_a_considered_answer(store: Store) -> None:
    store.write(risks.answer_item, AnswerDraft("E1", answer=Answer.NOT_APPLICABLE, reason="no staff"))
    with pytest.raises(Refused, match="answered"):
        store.write(risks.toggle_item, "E1")


def test_an_answer_given_after_the_librarys_review_day_is_reviewed_in_a_year(store: Store) -> None:
    store.clock = at(date(2030, 1, 1))
    store.write(risks.toggle_item, "E1")
    assert store.read(risks.answers)["E1"].next_review == date(2031, 1, 1)


def test_writes_can_be_undone_and_name_what_they_did(store: Store, spring: int) -> None:
    store.write(risks.toggle_item, "C2", spring)
    found = store.read(undo.next_undo)
    assert found is not None
    assert found.label == "answer C2 for Spring: yes"
    store.write(undo.undo)
    assert store.read(risks.answers, spring) == {}
    store.write(undo.redo)
    assert store.read(risks.answers, spring)["C2"].answer is Answer.YES


def test_unknown_items_campaigns_and_scopes_are_told(store: Store, spring: int) -> None:
    with pytest.raises(NotFound, match="Z9"):
        store.write(risks.toggle_item, "Z9")
    with pytest.raises(NotFound, match="campaign"):
        store.write(risks.toggle_item, "C2", 99)
    with pytest.raises(Refused, match="for the organisation"):
        store.write(risks.toggle_item, "C4", spring)


def test_only_managers_and_counsel_answer(store: Store, spring: int) -> None:
    terms = AcceptanceDraft("C2", "ana", "why", TODAY, spring)
    store.role = Role.CONTRIBUTOR
    calls: Sequence[Callable[[], object]] = (
        lambda: store.write(risks.toggle_item, "C2"),
        lambda: store.write(risks.answer_item, AnswerDraft("C2")),
        lambda: store.write(accept, terms),
        lambda: store.write(waive, spring, terms),
        lambda: store.write(retire_item, "C2"),
    )
    for call in calls:
        with pytest.raises(Refused, match="managers and counsel"):
            call()
    store.role = Role.COUNSEL
    store.write(risks.toggle_item, "C2")


def test_hostile_text_is_cleaned_when_it_enters(store: Store) -> None:
    draft = AnswerDraft("C2", None, Answer.NOT_APPLICABLE, reason="\x1b[31mred\nline\u202e", note="a\x9b2Jb\n[red]x[/]")
    store.write(risks.answer_item, draft)
    answer = store.read(risks.answers)["C2"]
    assert (answer.reason, answer.note) == ("red line", "ab\n[red]x[/]")


# The checklist


def test_the_checklist_follows_the_organisations_jurisdictions(store: Store) -> None:
    everything = {item.id for item in store.read(library).items}
    store.write(lambda tx: organisation.change_settings(tx, jurisdictions=("UK",)))
    uk = store.read(library)
    assert {item.id for item in uk.items} < everything
    assert all("UK" in item.jurisdictions or "ANY" in item.jurisdictions for item in uk.items)
    assert len(uk.areas) == 10


def test_own_items_are_numbered_answered_and_gate_campaigns(store: Store, spring: int) -> None:
    draft = OwnItemDraft("copyright", "Jingle ok", "Is the jingle ours?", scope=Scope.CAMPAIGN, applies_if=("music",),
                         severity=Severity.HIGH)  # fmt: skip
    assert store.write(add_own_item, draft) == "X1"
    assert store.write(add_own_item, replace(draft, applies_if=("contest",))) == "X2"
    item = store.read(library).item("x1")
    assert (item.label, item.short, item.review) == ("Copyright X1", "Jingle ok", TODAY + timedelta(days=365))
    needed = {item.id for item in gate_of(store, spring).needed}
    assert "X1" in needed
    assert "X2" not in needed
    store.write(risks.toggle_item, "X1", spring)
    assert "X1" not in {item.id for item in gate_of(store, spring).open}


def test_all_faults_of_an_own_item_come_at_once(store: Store) -> None:
    draft = OwnItemDraft("nowhere", "far too long a name for it", " ", applies_if=("moon",))
    faults = faults_of(lambda: store.write(add_own_item, draft))
    assert faults.keys() == {"area", "short", "question", "applies_if", "scope"}


def test_a_retired_item_is_off_the_checklist_until_it_is_brought_back(store: Store, spring: int) -> None:
    store.write(risks.toggle_item, "C2", spring)
    store.write(retire_item, "c2")
    assert "C2" not in {item.id for item in gate_of(store, spring).needed}
    with pytest.raises(NotFound):
        store.write(retire_item, "C2")
    store.write(restore_item, "c2")
    assert store.read(risks.answers, spring)["C2"].answer is Answer.YES
    assert "C2" in {item.id for item in gate_of(store, spring).needed}
    with pytest.raises(Refused):
        store.write(restore_item, "C2")
    store.write(retire_item, "C2")
    store.write(undo.undo)
    assert "C2" in {item.id for item in store.read(library).items}


# Gates


def test_facts_choose_the_items_and_only_the_campaigns_own_answers_count(store: Store, spring: int) -> None:
    before = gate_of(store, spring)
    assert "C2" in {item.id for item in before.needed}
    assert "P6" not in {item.id for item in before.needed}
    for item in before.needed:
        store.write(risks.toggle_item, item.id)
    assert len(gate_of(store, spring).open) == len(before.needed)
    store.write(risks.toggle_item, "C2", spring)
    assert len(gate_of(store, spring).open) == len(before.needed) - 1


def test_an_answer_changes_the_sentence_of_a_live_campaign(store: Store, spring: int) -> None:
    settle(store, spring, "C2")
    assert gate_of(store, spring).sentence == "Live without Copyright C2."
    store.write(risks.toggle_item, "C2", spring)
    assert gate_of(store, spring).sentence.startswith("All ")


def test_facts_can_be_set_and_are_checked(store: Store, spring: int) -> None:
    store.write(risks.set_facts, spring, frozenset({"minors"}))
    needed = {item.id for item in gate_of(store, spring).needed}
    assert "P6" in needed
    assert "C2" not in needed
    found = store.read(undo.next_undo)
    assert found is not None
    assert found.label == "set legal facts of Spring"
    with pytest.raises(InvalidInput, match="moon"):
        store.write(risks.set_facts, spring, frozenset({"moon"}))


def test_archived_campaigns_have_no_gate_and_many_gates_cost_few_queries(store: Store, spring: int) -> None:
    for number in range(12):
        store.write(add_campaign, CampaignDraft(f"Campaign {number}"))
    store.write(archive_campaign, spring)
    queries: list[str] = []

    def count(*args: object) -> None:
        queries.append(str(args[2]))

    event.listen(store._reader.engine, "before_cursor_execute", count)
    gates = store.read(risks.gates)
    event.remove(store._reader.engine, "before_cursor_execute", count)
    assert len(gates) == 12
    assert len([query for query in queries if query.lower().startswith("select")]) <= 10


# Acceptances


def test_a_waiver_closes_the_gate_until_its_day_or_until_the_answer_changes(store: Store, spring: int) -> None:
    settle(store, spring, "C2")
    store.write(accept, AcceptanceDraft("C2", " ana ", "licence comes Monday", TODAY + timedelta(days=5), spring))
    gate = gate_of(store, spring)
    assert gate.satisfied
    assert gate.waived[0][1].who == "ana"
    store.write(risks.answer_item, AnswerDraft("C2", spring, Answer.NO))
    assert [item.id for item, _ in gate_of(store, spring).lapsed] == ["C2"]
    store.write(undo.undo)
    assert gate_of(store, spring).satisfied
    store.clock = at(TODAY + timedelta(days=6))
    assert not gate_of(store, spring).satisfied


def test_an_acceptance_needs_who_why_and_a_day_to_come(store: Store) -> None:
    draft = AcceptanceDraft("C2", " ", "", TODAY - timedelta(days=1))
    assert faults_of(lambda: store.write(accept, draft)).keys() == {"who", "why", "until"}


def test_what_is_done_cannot_be_accepted(store: Store) -> None:
    store.write(risks.toggle_item, "C2")
    with pytest.raises(Refused, match="nothing to accept"):
        store.write(accept, AcceptanceDraft("C2", "ana", "why", TODAY))


def test_waiving_takes_all_open_items_or_those_named_in_one_change(store: Store, spring: int) -> None:
    terms = AcceptanceDraft("", "ceo", "launch first", TODAY + timedelta(days=30))
    count = len(gate_of(store, spring).open)
    assert len(store.write(waive, spring, terms, ["C1", "c2"])) == 2
    assert len(gate_of(store, spring).open) == count - 2
    with pytest.raises(Refused, match="C1"):
        store.write(waive, spring, terms, ["C1"])
    assert len(store.write(waive, spring, terms)) == count - 2
    assert gate_of(store, spring).satisfied
    with pytest.raises(Refused, match="Nothing is open"):
        store.write(waive, spring, terms)
    store.write(undo.undo)
    assert len(gate_of(store, spring).open) == count - 2


# Summary


def test_the_summary_says_what_needs_a_person(store: Store, spring: int) -> None:
    total = store.read(risks.register).total(None)
    settle(store, spring, "C1", "C2")
    store.write(accept, AcceptanceDraft("C1", "ana", "why", TODAY + timedelta(days=14), spring))
    store.write(accept, AcceptanceDraft("E1", "ana", "why", TODAY + timedelta(days=15)))
    store.write(risks.answer_item, AnswerDraft("E2", due=TODAY - timedelta(days=1), owner_id=1))
    summary = store.read(risk_summary)
    assert summary.open_high.value == total.open_high
    assert (
        summary.sentence == f"{total.open_high} high open · 1 live unchecked · 1 acceptance ends in 14 days · 1 overdue"
    )
    assert [(row.sentence, row.item_id, row.campaign_id) for row in summary.attention] == [
        ("Spring is live without Copyright C2", "C2", spring),
        ("Spring, Copyright C1: acceptance by ana ends in 14 days", "C1", spring),
        ("Employment E2: due since 2026-11-21 (ana)", "E2", None),
        ("29 legal items are high and not done: E2, E8, P1, P3 and 25 more", "E2", None),
    ]


def test_lapsed_acceptances_and_reviews_due_are_told_and_many_reviews_share_a_row(store: Store, spring: int) -> None:
    store.write(accept, AcceptanceDraft("C2", "ana", "why", TODAY, spring))
    for item_id in ("E1", "E2", "E3", "E4"):
        store.write(risks.toggle_item, item_id)
    store.clock = at(date(2028, 1, 1))
    summary = store.read(risk_summary)
    assert [row.sentence for row in summary.lapsed] == [
        "Spring, Copyright C2: acceptance lapsed. Expired on 2026-11-22"
    ]
    assert len(summary.reviews) == 4
    assert summary.attention[-1].sentence == "4 legal answers are due for review"


def test_campaigns_that_ended_need_nobody(store: Store) -> None:
    ended = store.write(add_campaign, CampaignDraft("Old", CampaignStatus.ENDED, facts=MUSIC))
    store.write(accept, AcceptanceDraft("C2", "ana", "why", TODAY + timedelta(days=1), ended))
    summary = store.read(risk_summary)
    assert summary.attention == summary.unanswered
