"""Legal risk: answers to the checklist, the register they make, launch gates, and what needs a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import RowMapping, select

from smdash.domain.evidence import Evidence, Subject
from smdash.domain.gate import Acceptance, Gate, gate
from smdash.domain.register import AnswerDraft, CheckedCampaign, Register, ScopeId, checked_answer
from smdash.domain.risks import Answer, ItemAnswer, LegalItem, rating
from smdash.domain.treatment import Risk, carriers
from smdash.errors import FormFaults, Refused
from smdash.store import changes
from smdash.store.campaigns import campaigns, edit_campaign, get_campaign
from smdash.store.evidence import evidence_by_subject, evidence_of
from smdash.store.legal_items import item_in_scope, library
from smdash.store.library_versions import library_news, remember_library
from smdash.store.organisation import names_of
from smdash.store.risk_rows import all_risks, ratings_of, risk_grid
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import acceptance, legal_answer

# Reading -----------------------------------------------------------------------------------------------------------


def answers(snapshot: Snapshot, campaign_id: ScopeId = None) -> dict[str, ItemAnswer]:
    """What was answered by item id: by the organisation, or for one campaign. What is missing is open."""
    return answers_by_scope(snapshot).get(campaign_id, {})


def answers_by_scope(snapshot: Snapshot) -> dict[ScopeId, dict[str, ItemAnswer]]:
    """All answers with their evidence: the organisation's under None, those of campaigns under their ids.

    An item with an open risk has the rating of that risk, answered or not.
    """
    proofs = evidence_by_subject(snapshot)
    return _answers(snapshot, all_risks(snapshot, proofs), proofs)


def _answers(
    snapshot: Snapshot, risks: Sequence[Risk], proofs: Mapping[Subject, tuple[Evidence, ...]]
) -> dict[ScopeId, dict[str, ItemAnswer]]:
    found: dict[ScopeId, dict[str, ItemAnswer]] = {}
    for row in snapshot.connection.execute(select(legal_answer)).mappings():
        subject = Subject(row["item_code"], row["campaign_id"])
        found.setdefault(row["campaign_id"], {})[row["item_code"]] = _answer(row, proofs.get(subject, ()))
    for subject, given in proofs.items():  # evidence of what nobody has answered yet
        if subject.item_id:
            unanswered = ItemAnswer(subject.item_id, evidence=given)
            found.setdefault(subject.campaign_id, {}).setdefault(subject.item_id, unanswered)
    for (item_id, scope), one in carriers(risks, risk_grid(snapshot)).items():
        of_scope = found.setdefault(scope, {})
        own = of_scope.get(item_id) or ItemAnswer(item_id)
        of_scope[item_id] = replace(own, inherent=one.inherent, residual=one.residual)
    return found


@dataclass(frozen=True, slots=True)
class Acceptances:
    """All acceptances, the oldest first: of items by scope and item id, and of risks by the risk's id."""

    items: Mapping[ScopeId, Mapping[str, tuple[Acceptance, ...]]]
    risks: Mapping[int, tuple[Acceptance, ...]]


def acceptances(snapshot: Snapshot) -> Acceptances:
    """Every acceptance that was ever given, in one query."""
    items: dict[ScopeId, dict[str, tuple[Acceptance, ...]]] = {}
    risks: dict[int, tuple[Acceptance, ...]] = {}
    for row in snapshot.connection.execute(select(acceptance).order_by(acceptance.c.id)).mappings():
        if row["risk_id"] is not None:
            risks[row["risk_id"]] = (*risks.get(row["risk_id"], ()), _acceptance(row))
            continue
        of_scope = items.setdefault(row["campaign_id"], {})
        of_scope[row["item_code"]] = (*of_scope.get(row["item_code"], ()), _acceptance(row))
    return Acceptances(items, risks)


def register(snapshot: Snapshot) -> Register:
    """The whole register in a fixed number of queries, however many campaigns and risks there are."""
    checklist = library(snapshot)
    proofs = evidence_by_subject(snapshot)
    known = all_risks(snapshot, proofs)
    given = _answers(snapshot, known, proofs)
    accepted = acceptances(snapshot)
    checked = []
    items = checklist.items
    needed: dict[tuple[str, ...], list[LegalItem]] = {}  # hundreds of campaigns have few kinds of facts
    for campaign in campaigns(snapshot):
        facts = tuple(fact for fact, is_true in campaign.draft.facts.items() if is_true)
        waivers = [waiver for waivers in accepted.items.get(campaign.id, {}).values() for waiver in waivers]
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
        acceptances=accepted.items,
        people=names_of(snapshot, "person"),
        news=library_news(snapshot),
        risks=known,
        risk_acceptances=accepted.risks,
    )


def gates(snapshot: Snapshot) -> dict[int, Gate]:
    """The launch gate of every campaign that isn't archived, by its id."""
    return {campaign.id: campaign.gate for campaign in register(snapshot).campaigns}


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
    return replace(answer, evidence=evidence_of(tx, Subject(item.id, draft.campaign_id)))


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


def _write(tx: Transaction, given: ItemAnswer, campaign_id: ScopeId) -> None:
    answer = _without_carried(tx, given, campaign_id)
    query = select(legal_answer.c.id).where(
        legal_answer.c.item_code == answer.item_id, legal_answer.c.campaign_id.is_not_distinct_from(campaign_id)
    )
    remember_library(tx)
    found = tx.connection.execute(query).scalar()
    if found is None:
        changes.insert(tx, legal_answer, item_code=answer.item_id, campaign_id=campaign_id, **_values(answer))
    else:
        changes.update(tx, legal_answer, found, **_values(answer))


def _without_carried(tx: Transaction, answer: ItemAnswer, campaign_id: ScopeId) -> ItemAnswer:
    """The answer without the rating that its open risk carries; `FormFaults` when it has another one."""
    carrier = carriers(all_risks(tx), risk_grid(tx)).get((answer.item_id, campaign_id))
    if carrier is None:
        return answer
    if (answer.inherent, answer.residual) != (carrier.inherent, carrier.residual):
        said = f"{answer.item_id} is rated by its risk “{carrier.title}”: change it there (g)."
        raise FormFaults({"likelihood" if answer.inherent != carrier.inherent else "residual_likelihood": said})
    return replace(answer, inherent=None, residual=None)


def _values(answer: ItemAnswer) -> dict[str, Any]:
    return ratings_of(answer.inherent, answer.residual) | {
        "answer": answer.answer.value,
        "reason": answer.reason,
        "note": answer.note,
        "owner_id": answer.owner_id,
        "due": answer.due,
        "answered_by": answer.answered_by,
        "answered_on": answer.answered_on,
        "asked": answer.asked or None,
        "next_review": answer.next_review,
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
        row["item_code"] or "",
        row["accepted_by"],
        row["accepted_on"],
        row["reason"],
        row["until"],
        row["state_hash"],
        row["revoked"] or "",
        row["id"],
        row["risk_id"],
    )
