"""Legal risk: answers to the checklist, the register they make, launch gates, and what needs a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping, select

from smdash.domain.evidence import Evidence, Subject
from smdash.domain.gate import Acceptance, Gate, gate
from smdash.domain.register import AnswerDraft, CheckedCampaign, Register, ScopeId, checked_answer
from smdash.domain.risk_attention import RiskSummary, summarise
from smdash.domain.risks import Answer, ItemAnswer, LegalItem, RiskGrid, parse_grid, rating
from smdash.errors import Refused
from smdash.store import changes
from smdash.store.campaigns import campaigns, edit_campaign, get_campaign
from smdash.store.evidence import evidence_by_subject
from smdash.store.legal_items import item_in_scope, library
from smdash.store.organisation import names_of
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import acceptance, legal_answer

# Reading -----------------------------------------------------------------------------------------------------------


def answers(snapshot: Snapshot, campaign_id: ScopeId = None) -> dict[str, ItemAnswer]:
    """What was answered by item id: by the organisation, or for one campaign. What is missing is open."""
    return answers_by_scope(snapshot).get(campaign_id, {})


def answers_by_scope(snapshot: Snapshot) -> dict[ScopeId, dict[str, ItemAnswer]]:
    """All answers with their evidence: the organisation's under None, those of campaigns under their ids."""
    found: dict[ScopeId, dict[str, ItemAnswer]] = {}
    proofs = evidence_by_subject(snapshot)
    for row in snapshot.connection.execute(select(legal_answer)).mappings():
        subject = Subject(row["item_code"], row["campaign_id"])
        found.setdefault(row["campaign_id"], {})[row["item_code"]] = _answer(row, proofs.pop(subject, ()))
    for subject, given in proofs.items():  # evidence of what nobody has answered yet
        if subject.item_id:
            found.setdefault(subject.campaign_id, {})[subject.item_id] = ItemAnswer(subject.item_id, evidence=given)
    return found


def acceptances_by_scope(snapshot: Snapshot) -> dict[ScopeId, dict[str, tuple[Acceptance, ...]]]:
    """All acceptances by scope and item id, the oldest first."""
    found: dict[ScopeId, dict[str, tuple[Acceptance, ...]]] = {}
    for row in snapshot.connection.execute(select(acceptance).order_by(acceptance.c.id)).mappings():
        of_scope = found.setdefault(row["campaign_id"], {})
        of_scope[row["item_code"]] = (*of_scope.get(row["item_code"], ()), _acceptance(row))
    return found


def risk_grid(snapshot: Snapshot) -> RiskGrid:
    """The organisation's 5×5 grid; `InvalidInput` when the setting holds none."""
    return parse_grid(snapshot.organisation.risk_grid)


def register(snapshot: Snapshot) -> Register:
    """The whole register in seven queries, however many campaigns there are."""
    checklist = library(snapshot)
    given = answers_by_scope(snapshot)
    accepted = acceptances_by_scope(snapshot)
    checked = []
    items = checklist.items
    needed: dict[tuple[str, ...], list[LegalItem]] = {}  # hundreds of campaigns have few kinds of facts
    for campaign in campaigns(snapshot):
        facts = tuple(fact for fact, is_true in campaign.draft.facts.items() if is_true)
        waivers = [waiver for waivers in accepted.get(campaign.id, {}).values() for waiver in waivers]
        status = campaign.draft.status.value
        if facts not in needed:
            needed[facts] = [item for item in items if item.needed_for(facts)]
        found = gate(facts, needed[facts], given.get(campaign.id, {}), waivers, status, snapshot.today)
        checked.append(CheckedCampaign(campaign.id, campaign.name, status, facts, found))
    return Register(
        today=snapshot.today,
        library=checklist,
        grid=risk_grid(snapshot),
        campaigns=tuple(checked),
        answers=given,
        acceptances=accepted,
        people=names_of(snapshot, "person"),
    )


def gates(snapshot: Snapshot) -> dict[int, Gate]:
    """The launch gate of every campaign that isn't archived, by its id."""
    return {campaign.id: campaign.gate for campaign in register(snapshot).campaigns}


def risk_summary(snapshot: Snapshot) -> RiskSummary:
    """What of legal risk needs a person today."""
    return summarise(register(snapshot))


# Answering ---------------------------------------------------------------------------------------------------------


def answer_item(tx: Transaction, draft: AnswerDraft) -> ItemAnswer:
    """Answer an item, for the organisation or for one campaign; returns what stands there now.

    `FormFaults` with every fault at its field; `Refused` for an organisation's item on a campaign, and for roles that
    don't answer.
    """
    item = item_in_scope(tx, draft.item_id, draft.campaign_id)
    answer = checked_answer(draft, item, risk_grid(tx), tx.actor, tx.today)
    tx.describe(f"answer {_place(tx, item, draft.campaign_id)}: {answer.answer.words}")
    _write(tx, answer, draft.campaign_id)
    return answers(tx, draft.campaign_id)[item.id]


def toggle_item(tx: Transaction, item_id: str, campaign_id: ScopeId = None) -> Answer:
    """Answer an open item with yes, and take a yes back; returns the new answer. `Refused` for any other answer."""
    item = item_in_scope(tx, item_id, campaign_id)
    before = answers(tx, campaign_id).get(item.id) or ItemAnswer(item.id)
    if before.answer not in (Answer.OPEN, Answer.YES):
        raise Refused(f"{item.id} is answered “{before.answer.words}”.", "Change it in the form (e).")
    answer = Answer.YES if before.answer is Answer.OPEN else Answer.OPEN
    later = before.next_review if before.next_review and before.next_review > tx.today else None
    draft = replace(AnswerDraft.of(before, campaign_id), answer=answer, next_review=later)
    checked = checked_answer(draft, item, risk_grid(tx), tx.actor, tx.today)
    tx.describe(f"answer {_place(tx, item, campaign_id)}: {answer.words}")
    _write(tx, checked, campaign_id)
    return answer


def set_facts(tx: Transaction, campaign_id: int, facts: frozenset[str]) -> None:
    """Say what is true of a campaign: these facts decide what its gate asks for. `InvalidInput` for unknown ones."""
    library(tx).check_facts(facts)
    draft = get_campaign(tx, campaign_id).draft
    tx.describe(f"set legal facts of {draft.name}")
    edit_campaign(tx, campaign_id, replace(draft, facts=dict.fromkeys(sorted(facts), True)))


def _place(tx: Transaction, item: LegalItem, campaign_id: ScopeId) -> str:
    return item.id if campaign_id is None else f"{item.id} for {get_campaign(tx, campaign_id).name}"


def _write(tx: Transaction, answer: ItemAnswer, campaign_id: ScopeId) -> None:
    query = select(legal_answer.c.id).where(
        legal_answer.c.item_code == answer.item_id, legal_answer.c.campaign_id.is_not_distinct_from(campaign_id)
    )
    found = tx.connection.execute(query).scalar()
    if found is None:
        changes.insert(tx, legal_answer, item_code=answer.item_id, campaign_id=campaign_id, **_values(answer))
    else:
        changes.update(tx, legal_answer, found, **_values(answer))


def _values(answer: ItemAnswer) -> dict[str, Any]:
    inherent, residual = answer.inherent, answer.residual
    return {
        "answer": answer.answer.value,
        "reason": answer.reason,
        "note": answer.note,
        "owner_id": answer.owner_id,
        "due": answer.due,
        "answered_by": answer.answered_by,
        "answered_on": answer.answered_on,
        "asked": answer.asked or None,
        "next_review": answer.next_review,
        "likelihood": inherent.likelihood if inherent else None,
        "impact": inherent.impact if inherent else None,
        "residual_likelihood": residual.likelihood if residual else None,
        "residual_impact": residual.impact if residual else None,
    }


def _answer(row: RowMapping, proofs: tuple[Evidence, ...]) -> ItemAnswer:
    return ItemAnswer(
        row["item_code"],
        Answer(row["answer"]),
        row["reason"],
        row["note"],
        proofs,
        row["owner_id"],
        row["due"],
        row["answered_by"],
        row["answered_on"],
        row["next_review"],
        rating(row["likelihood"], row["impact"]),
        rating(row["residual_likelihood"], row["residual_impact"]),
        row["asked"] or "",
    )


def _acceptance(row: RowMapping) -> Acceptance:
    return Acceptance(
        row["item_code"],
        row["accepted_by"],
        row["accepted_on"],
        row["reason"],
        row["until"],
        row["state_hash"],
        row["revoked"] or "",
    )
