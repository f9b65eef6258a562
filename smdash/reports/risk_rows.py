"""The risk register as one table for machines: a row for each item in each scope, and for each risk."""

from __future__ import annotations

from collections.abc import Sequence

from smdash.domain.figures import Unit
from smdash.domain.gate import Acceptance, Validity, review_day
from smdash.domain.register import Register, ScopeId
from smdash.domain.risks import LegalItem, Rating
from smdash.domain.treatment import Risk, area_of
from smdash.reports.risk_tables import items_in, whose
from smdash.reports.table import Table, Value, day, name, on

KEYS = (
    *("kind", "for", "area", "id", "title", "answer", "reason", "note", "done", "level"),
    *("likelihood", "impact", "residual_likelihood", "residual_impact", "treatment", "plan", "owner", "due"),
    *("answered_by", "answered_on", "next_review", "evidence", "accepted_by", "accepted_until", "acceptance"),
    *("rule", "source", "checked", "jurisdictions", "as_of", "shipped_text"),
)


def flat(register: Register, scopes: Sequence[ScopeId], *, only_open: bool) -> Table:
    """Items first, scope by scope, then risks; columns that one of the kinds has not are empty there."""
    items = [
        _item(register, item, scope)
        for scope in scopes
        for item in items_in(register, scope)
        if not (only_open and register.answer(item, scope).settled)
    ]
    risks = [
        _risk(register, risk)
        for risk in register.risks
        if risk.campaign_id in scopes and (risk.is_open or not only_open)
    ]
    cells = tuple(tuple(row.get(key, name("")) for key in KEYS) for row in (*items, *risks))
    return Table("", tuple((key, key) for key in KEYS), cells)


def _item(register: Register, item: LegalItem, scope: ScopeId) -> dict[str, Value]:
    answer = register.answer(item, scope)
    return {
        "kind": name("item"),
        "for": name(whose(register, scope)),
        "area": name(item.area_title),
        "id": name(item.id),
        "title": name(item.question),
        "answer": name(answer.answer.value),
        "reason": name(answer.reason),
        "note": name(answer.note),
        "done": name("yes" if answer.settled else "no"),
        "level": name(register.level(item, scope).name),
        **_ratings(answer.inherent, answer.residual),
        "owner": name(register.people.get(answer.owner_id or 0, "")),
        "due": day(answer.due),
        "answered_by": name(answer.answered_by),
        "answered_on": day(answer.answered_on),
        "next_review": day(review_day(item, answer)),
        "evidence": name("; ".join(_proof(one.label, one.sha256 or one.content) for one in answer.evidence)),
        **_accepted(register.acceptance(item, scope)),
        "rule": name(item.rule),
        "source": name(item.source),
        "checked": name(item.checked.value),
        "jurisdictions": name(" ".join(item.jurisdictions)),
        "as_of": on(item.as_of),
        "shipped_text": name(item.shipped.question if item.shipped else ""),
    }


def _risk(register: Register, risk: Risk) -> dict[str, Value]:
    titles = {area.key: area.title for area in register.library.areas}
    key = area_of(risk, register.library)
    return {
        "kind": name("risk"),
        "for": name(risk.campaign or whose(register, None)),
        "area": name(titles.get(key, key)),
        "id": name(f"R{risk.id}"),
        "title": name(risk.title),
        "reason": name(risk.cause),
        "note": name(risk.outcome),
        "done": name("no" if risk.is_open else "yes"),
        "level": name(register.risk_level(risk).name),
        **_ratings(risk.inherent, risk.residual),
        "treatment": name(risk.treatment.value if risk.treatment else ""),
        "plan": name(risk.plan),
        "owner": name(register.people.get(risk.owner_id or 0, "")),
        "due": day(risk.due),
        "answered_by": name(risk.opened_by),
        "answered_on": day(risk.opened_on),
        "next_review": day(risk.next_review),
        "evidence": name("; ".join(_proof(one.label, one.sha256 or one.content) for one in risk.evidence)),
        **_accepted(register.risk_acceptance(risk)),
    }


def _ratings(inherent: Rating | None, residual: Rating | None) -> dict[str, Value]:
    numbers = {"likelihood": inherent, "impact": inherent, "residual_likelihood": residual, "residual_impact": residual}
    return {
        key: Value(getattr(rating, key.removeprefix("residual_")) if rating else None, Unit.COUNT)
        for key, rating in numbers.items()
    }


def _accepted(found: tuple[Acceptance, Validity] | None) -> dict[str, Value]:
    if found is None:
        return {}
    acceptance, validity = found
    return {
        "accepted_by": name(acceptance.who),
        "accepted_until": on(acceptance.until),
        "acceptance": name("holds" if validity.valid else validity.reason),
    }


def _proof(label: str, content: str) -> str:
    return label if not content or content == label else f"{label} ({content})"
