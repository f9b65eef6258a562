"""The tables of the risk register, each for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from smdash.domain.deadlines import time_left
from smdash.domain.evidence import evidence_words
from smdash.domain.figures import Unit
from smdash.domain.incidents import Incident
from smdash.domain.organisation import Person
from smdash.domain.policies import Policy
from smdash.domain.register import CheckedCampaign, Register, ScopeId
from smdash.domain.risks import LegalItem, Rating
from smdash.domain.sign_offs import Place, SignOffs
from smdash.reports.table import Table, Value, day, name, on

ORGANISATION = "organisation"


def whose(register: Register, scope: ScopeId) -> str:
    """A scope in words."""
    campaign = register.campaign(scope)
    return campaign.name if campaign else ORGANISATION


def items_in(register: Register, scope: ScopeId) -> Iterable[LegalItem]:
    """The items asked in a scope, area by area."""
    return (item for area in register.areas(scope) for item in area.items)


def areas(found: SignOffs, scopes: Sequence[ScopeId]) -> Table:
    """How far each area is done, and who signed it."""
    register = found.register
    rows = []
    for scope in scopes:
        for area in register.areas(scope):
            summary = register.summary(area, scope)
            values = (_count(summary.done), _count(summary.total), _count(summary.open_high), day(summary.next_review))
            signed = _standing(found, Place(area.key, scope))
            rows.append((name(whose(register, scope)), name(area.title), *values, name(signed)))
    return _table("Areas", ("for", "area", "done", "of", "high open", "next review", "signed"), rows)


def _standing(found: SignOffs, place: Place) -> str:
    latest = found.latest(place)
    if latest is None and place.campaign_id is not None:
        latest = found.latest(Place(None, place.campaign_id))
    return f"{latest.standing.value}: {latest.sign_off.signed_by}" if latest else "no"


def question_words(item: LegalItem) -> str:
    """The question with its id; of a reworded one also what is shipped."""
    beside = f" (reworded here; shipped: {item.shipped.question})" if item.shipped else ""
    return f"{item.id} {item.question}{beside}"


def checklist(register: Register, scopes: Sequence[ScopeId], *, only_open: bool) -> Table:
    """Each item with its answer, who gave it, and on what evidence."""
    rows = []
    for scope in scopes:
        for item in items_in(register, scope):
            answer = register.answer(item, scope)
            if only_open and answer.settled:
                continue
            said = answer.answer.words + (f": {answer.reason}" if answer.reason else "")
            owner = register.people.get(answer.owner_id or 0, "")
            rows.append(
                (
                    name(whose(register, scope)),
                    name(question_words(item)),
                    name(said),
                    name(register.level(item, scope).name),
                    name(evidence_words(answer.evidence) if answer.evidence else ""),
                    name(owner),
                    day(answer.due),
                    name(f"{answer.answered_by} {answer.answered_on.isoformat()}" if answer.answered_on else ""),
                    name(f"{item.source} ({item.checked.value}, {item.checked.words})"),
                )
            )
    heads = ("for", "item", "answer", "risk", "evidence", "owner", "due", "answered", "source")
    return _table("Checklist", heads, rows)


def risks(register: Register, scopes: Sequence[ScopeId], *, only_open: bool) -> Table:
    """The risks of the register, closed ones too unless only open ones are wanted; the highest first."""
    found = [one for one in register.risks if one.campaign_id in scopes and (one.is_open or not only_open)]
    rows = []
    for one in sorted(found, key=lambda risk: (not risk.is_open, -register.risk_level(risk), risk.id)):
        accepted = register.risk_acceptance(one)
        until = f"until {accepted[0].until.isoformat()} by {accepted[0].who}" if accepted and accepted[1].valid else ""
        lapsed = accepted[1].reason if accepted and not accepted[1].valid else ""
        rows.append(
            (
                name(f"R{one.id} {one.title}"),
                name(one.campaign or ORGANISATION),
                name(one.item_id),
                name(rated(register, one.inherent)),
                name(rated(register, one.residual)),
                name(one.treatment.value if one.treatment else "not decided"),
                name(register.people.get(one.owner_id or 0, "")),
                day(one.due),
                name(f"closed {one.closed_on.isoformat()}: {one.outcome}" if one.closed_on else "open"),
                name(until or lapsed),
            )
        )
    heads = ("risk", "for", "item", "inherent", "residual", "treatment", "owner", "due", "state", "accepted")
    return _table("Risks", heads, rows)


def rated(register: Register, rating: Rating | None) -> str:
    """A rating with its level: `4×5 VH`."""
    return f"{rating.likelihood}×{rating.impact} {register.grid.level(rating).name}" if rating else ""


def acceptances(register: Register, scopes: Sequence[ScopeId]) -> Table:
    """The risks of items that somebody took, and whether that still holds."""
    rows = []
    for scope in scopes:
        for item in items_in(register, scope):
            found = register.acceptance(item, scope)
            if found is None or register.answer(item, scope).settled:
                continue
            given, validity = found
            state = "holds" if validity.valid else validity.reason
            values = (name(given.who), on(given.accepted_on), name(given.why), on(given.until), name(state))
            rows.append((name(whose(register, scope)), name(item.label), *values))
    return _table("Accepted risks", ("for", "item", "by", "on", "why", "until", "state"), rows)


def gates(campaigns: Sequence[CheckedCampaign]) -> Table:
    """Each campaign's launch gate."""
    rows = [
        (name(one.name), name(one.status), name(one.gate.mark), name(one.gate.sentence), name(", ".join(one.facts)))
        for one in campaigns
    ]
    return _table("Launch gates", ("campaign", "status", "gate", "says", "facts"), rows)


def sign_offs(found: SignOffs, scopes: Sequence[ScopeId]) -> Table:
    """Every sign-off, with the journal's head when it was given, and what changed since."""
    register = found.register
    titles = {area.key: area.title for area in register.library.areas}
    rows = []
    for one in found.given:
        if one.place.campaign_id not in scopes:
            continue
        signed = found.compared(one)
        over = titles.get(one.place.area or "", "whole gate")
        rows.append(
            (
                name(whose(register, one.place.campaign_id)),
                name(over),
                name(f"{one.signed_by} ({one.role})"),
                on(one.signed_at),
                name(signed.standing.value),
                name(one.revoked or "; ".join(signed.changes)),
                name(one.note),
                name(one.journal_head),
            )
        )
    heads = ("for", "over", "signed by", "at (UTC)", "stands", "changed since", "note", "journal head")
    return _table("Sign-offs", heads, rows)


def policies(kept: Iterable[Policy], everyone: Sequence[Person], today: date) -> Table:
    """Each policy's version in force, and who has not confirmed it."""
    rows = []
    for policy in kept:
        version = policy.to_confirm(today)
        missing = policy.missing(version, everyone)
        rows.append(
            (
                name(policy.draft.name),
                name(version.draft.version if version else ""),
                day(version.draft.effective_on if version else None),
                day(version.draft.review_on if version else None),
                _count(len(policy.concerned(everyone)) - len(missing) if version else 0),
                _count(len(policy.concerned(everyone))),
                name(", ".join(person.name for person in missing)),
            )
        )
    heads = ("policy", "version", "effective", "review", "confirmed", "of", "missing")
    return _table("Policies", heads, rows)


def incidents(log: Iterable[Incident], people: Mapping[int, str], now: datetime) -> Table:
    """The log of incidents, complaints and duties, with what is left of their deadlines."""
    rows = []
    for one in log:
        draft = one.draft
        left = time_left(one.deadline, now) if one.is_open and one.deadline else ""
        state = left or "open" if one.is_open else f"closed by {one.closed_by}: {one.outcome}"
        rows.append(
            (
                name(draft.title),
                name(draft.kind.value),
                name(draft.item_code or ""),
                on(draft.received_at),
                day(one.deadline),
                name(people.get(draft.owner_id or 0, "")),
                name(state + (" (late)" if one.was_late else "")),
            )
        )
    heads = ("what", "kind", "item", "received (UTC)", "deadline (UTC)", "owner", "state")
    return _table("Incidents, complaints and duties", heads, rows)


def _table(title: str, heads: Sequence[str], rows: Iterable[tuple[Value, ...]]) -> Table:
    return Table(title, tuple((head, head) for head in heads), tuple(rows))


def _count(number: int) -> Value:
    return Value(number, Unit.COUNT)
