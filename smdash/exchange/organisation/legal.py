"""What an organisation file says of legal risk: answers with their evidence, what was accepted, and risks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from smdash.domain.evidence import EvidenceDraft, EvidenceKind, Subject
from smdash.domain.register import AcceptanceDraft, AnswerDraft
from smdash.domain.risks import Answer
from smdash.domain.treatment import RiskDraft, Treatment
from smdash.exchange.fingerprints import fingerprint
from smdash.exchange.organisation.fields import Fields, each, every, told_at
from smdash.exchange.organisation.values import LegalValue, Placed, RiskValue
from smdash.store import acceptances, risks, treatment
from smdash.store.evidence import add_evidence
from smdash.store.own_items import RewordDraft, reword_item
from smdash.store.store import Transaction


def read_legal(top: Fields, folder: Path, faults: list[str]) -> tuple[Placed[LegalValue], ...]:
    """The tables legal of a file; files named as evidence are looked for beside it. Faults are kept."""
    return each(top.tables("legal"), lambda fields: _legal(fields, folder), faults)


def _legal(fields: Fields, folder: Path) -> Placed[LegalValue]:
    plain = [
        Placed(f"{fields.where}, yes, {item}", AnswerDraft(item, answer=Answer.YES)) for item in fields.texts("yes")
    ]
    given = every(fields.tables("answer"), _answer)
    proofs = every(fields.tables("evidence"), lambda one: _evidence(one, folder))
    accepted = every(fields.tables("acceptance"), _acceptance)
    reworded = every(fields.tables("reworded"), _reworded)
    campaign = fields.text("campaign", "")
    names = {"campaign": campaign} if campaign else {}
    made = every(fields.tables("risk"), _risk)
    return Placed(fields.where, LegalValue((*plain, *given), proofs, accepted, reworded, made), names)


def _answer(fields: Fields) -> Placed[AnswerDraft]:
    value = AnswerDraft(
        item_id=fields.text("item"),
        answer=fields.word("answer", Answer),
        reason=fields.text("reason", ""),
        note=fields.text("note", ""),
        due=fields.day_or_none("due"),
        next_review=fields.day_or_none("next_review"),
        likelihood=fields.whole_or_none("likelihood"),
        impact=fields.whole_or_none("impact"),
        residual_likelihood=fields.whole_or_none("residual_likelihood"),
        residual_impact=fields.whole_or_none("residual_impact"),
    )
    owner = fields.text("owner", "")
    return Placed(fields.where, value, {"owner": owner} if owner else {})


def _evidence(fields: Fields, folder: Path) -> Placed[EvidenceDraft]:
    subject = Subject(fields.text("item"))
    label, expires = fields.text("label", ""), fields.day_or_none("expires")
    given = {kind: fields.text(kind.value, "") for kind in EvidenceKind}
    kinds = [kind for kind, content in given.items() if content]
    if len(kinds) != 1:
        raise fields.fault("evidence", "must be one of file, link or text.")
    kind = kinds[0]
    if kind is not EvidenceKind.FILE:
        return Placed(fields.where, EvidenceDraft(subject, kind, label, given[kind], expires))
    return Placed(fields.where, EvidenceDraft(subject, kind, label, "", expires, fingerprint(folder / given[kind])))


def _acceptance(fields: Fields) -> Placed[AcceptanceDraft]:
    value = AcceptanceDraft(fields.text("item"), fields.text("who"), fields.text("why"), fields.day("until"))
    return Placed(fields.where, value)


def _reworded(fields: Fields) -> Placed[RewordDraft]:
    given = {name: fields.text(name, "") for name in ("short", "question", "why", "evidence")}
    return Placed(fields.where, RewordDraft(fields.text("item"), **given))


def _risk(fields: Fields) -> Placed[RiskValue]:
    draft = RiskDraft(
        fields.text("title"),
        cause=fields.text("cause", ""),
        item_id=fields.text("item", ""),
        area=fields.text("area", ""),
        likelihood=fields.whole_or_none("likelihood"),
        impact=fields.whole_or_none("impact"),
        residual_likelihood=fields.whole_or_none("residual_likelihood"),
        residual_impact=fields.whole_or_none("residual_impact"),
        treatment=fields.word("treatment", Treatment) if fields.text("treatment", "") else None,
        plan=fields.text("plan", ""),
        due=fields.day_or_none("due"),
        next_review=fields.day_or_none("next_review"),
    )
    accepted = every(
        fields.tables("acceptance"),
        lambda one: AcceptanceDraft("", one.text("who"), one.text("why"), one.day("until")),
    )
    owner = fields.text("owner", "")
    return Placed(fields.where, RiskValue(draft, accepted), {"owner": owner} if owner else {})


def write_legal(
    tx: Transaction, value: LegalValue, ids_of: Callable[[Placed[Any]], dict[str, Any]], added: Counter[str], **ids: Any
) -> None:
    """Reword, answer, add what proves it, accept what is left, add risks, in this order; `ids` name the campaign."""

    def add_risk(one: Placed[RiskValue]) -> None:
        risk_id = treatment.add_risk(tx, replace(one.draft.draft, **ids, **ids_of(one)))
        for draft in one.draft.acceptances:
            acceptances.accept_risk(tx, replace(draft, risk_id=risk_id))

    _each(value.reworded, lambda one: reword_item(tx, one.draft))
    _each(value.answers, lambda one: risks.answer_item(tx, replace(one.draft, **ids, **ids_of(one))))
    _each(value.evidence, lambda one: add_evidence(tx, replace(one.draft, subject=replace(one.draft.subject, **ids))))
    _each(value.acceptances, lambda one: acceptances.accept(tx, replace(one.draft, **ids)))
    _each(value.risks, add_risk)
    accepted = [*value.acceptances, *(draft for one in value.risks for draft in one.draft.acceptances)]
    counts: dict[str, Sequence[object]] = {
        "rewording": value.reworded,
        "answer": value.answers,
        "piece of evidence": value.evidence,
        "acceptance": accepted,
        "risk": value.risks,
    }
    for word, rows in counts.items():
        if rows:
            added[word] += len(rows)


def _each(rows: Iterable[Placed[Any]], write: Callable[[Placed[Any]], object]) -> None:
    for one in rows:
        with told_at(one.where):
            write(one)
