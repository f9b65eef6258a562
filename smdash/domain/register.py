"""The risk register: the checklist with what was answered and accepted, for the organisation and for each campaign.

A *scope* is None for the organisation or the id of a campaign. The organisation answers every item: for one that is
asked for each campaign its answer is the standing practice, which never stands in for the campaign's own answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from smdash.domain.gate import (
    Acceptance,
    AreaSummary,
    Gate,
    Validity,
    acceptance_faults,
    area_summary,
    check_acceptance,
    item_level,
    state_hash,
)
from smdash.domain.library_changes import LibraryNews
from smdash.domain.risks import (
    Answer,
    ItemAnswer,
    LegalArea,
    LegalItem,
    LegalLibrary,
    RiskGrid,
    RiskLevel,
)
from smdash.domain.text import clean, one_line
from smdash.domain.treatment import Risk, area_of, checked_ratings, risk_state
from smdash.errors import FormFaults

ScopeId = int | None

REVIEW_AFTER = timedelta(days=365)
"""When an answer is looked at again if nobody says so and the library's own review day has passed."""


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer as a person enters it; ratings go from 1 (low) to 5 (high), both numbers or neither."""

    item_id: str
    campaign_id: ScopeId = None
    answer: Answer = Answer.OPEN
    reason: str = ""
    note: str = ""
    owner_id: int | None = None
    due: date | None = None
    next_review: date | None = None
    likelihood: int | None = None
    impact: int | None = None
    residual_likelihood: int | None = None
    residual_impact: int | None = None

    @classmethod
    def of(cls, answer: ItemAnswer, campaign_id: ScopeId) -> AnswerDraft:
        """The draft that leaves an answer as it is."""
        inherent, residual = answer.inherent, answer.residual
        return cls(
            answer.item_id,
            campaign_id,
            answer.answer,
            answer.reason,
            answer.note,
            answer.owner_id,
            answer.due,
            answer.next_review,
            inherent.likelihood if inherent else None,
            inherent.impact if inherent else None,
            residual.likelihood if residual else None,
            residual.impact if residual else None,
        )


def answer_fault(answer: Answer, reason: str) -> str:
    """What is wrong with an answer and its reason, for the form; empty when nothing is."""
    if answer.needs_reason and not reason.strip():
        return f"“{answer.words}” needs a reason."
    return ""


def checked_answer(draft: AnswerDraft, item: LegalItem, grid: RiskGrid, actor: str, today: date) -> ItemAnswer:
    """The answer a draft means, given by `actor` today; `FormFaults` with every fault at its field.

    An open question has nobody who answered it. A review day that was left empty stays the library's, or is a year
    from today where that day has come already.
    """
    faults: dict[str, str] = {}
    if fault := answer_fault(draft.answer, clean(draft.reason)):
        faults["reason"] = fault
    if draft.next_review is not None and draft.next_review <= today:
        faults["next_review"] = "The next review must be after today."
    inherent, residual = checked_ratings(draft, grid, faults)
    if faults:
        raise FormFaults(faults)
    is_answered = draft.answer is not Answer.OPEN
    return ItemAnswer(
        item.id,
        draft.answer,
        one_line(draft.reason),
        clean(draft.note).strip(),
        owner_id=draft.owner_id,
        due=draft.due,
        answered_by=actor if is_answered else "",
        answered_on=today if is_answered else None,
        next_review=draft.next_review or (today + REVIEW_AFTER if is_answered and item.review <= today else None),
        inherent=inherent,
        residual=residual,
        asked=item.fingerprint if is_answered else "",
    )


@dataclass(frozen=True, slots=True)
class AcceptanceDraft:
    """Who takes which risk, why, and up to and including which day: that of an item, or one of the register."""

    item_id: str
    who: str
    why: str
    until: date
    campaign_id: ScopeId = None
    risk_id: int | None = None


@dataclass(frozen=True, slots=True)
class RevocationDraft:
    """Why what was accepted holds no longer: the acceptances of an item in its scope, or those of a risk."""

    why: str
    item_id: str = ""
    campaign_id: ScopeId = None
    risk_id: int | None = None


def checked_acceptance(draft: AcceptanceDraft, state: str, today: date) -> Acceptance:
    """The acceptance a draft means, for the state (a hash) as it is now; `FormFaults` with every fault at its field."""
    who, why = one_line(draft.who), one_line(draft.why)
    if faults := acceptance_faults(who, why, today, draft.until):
        raise FormFaults(faults)
    return Acceptance(draft.item_id, who, today, why, draft.until, state, risk_id=draft.risk_id)


@dataclass(frozen=True, slots=True)
class CheckedCampaign:
    """A campaign as the register sees it: its status word, the facts that are true of it, and its launch gate."""

    id: int
    name: str
    status: str
    facts: tuple[str, ...]
    gate: Gate


@dataclass(frozen=True, slots=True)
class Register:
    """All that legal risk consists of on one day, in memory: nothing is read while a cursor moves.

    `library` holds the items that concern the organisation, its own ones among them. `people` are names by id. The
    answers of items with an open risk have the rating of that risk.
    """

    today: date
    library: LegalLibrary
    grid: RiskGrid
    campaigns: tuple[CheckedCampaign, ...]
    answers: Mapping[ScopeId, Mapping[str, ItemAnswer]]
    acceptances: Mapping[ScopeId, Mapping[str, tuple[Acceptance, ...]]]
    people: Mapping[int, str]
    risks: tuple[Risk, ...] = ()
    news: LibraryNews | None = None
    risk_acceptances: Mapping[int, tuple[Acceptance, ...]] = field(default_factory=dict)

    def campaign(self, scope: ScopeId) -> CheckedCampaign | None:
        """The campaign of a scope; None for the organisation, and for one that is gone or archived."""
        return next((campaign for campaign in self.campaigns if campaign.id == scope), None)

    def areas(self, scope: ScopeId) -> tuple[LegalArea, ...]:
        """Areas with the items of a scope: all for the organisation, what its gate needs for a campaign; none empty."""
        campaign = self.campaign(scope)
        items = self.library.items if campaign is None else campaign.gate.needed
        needed = {item.id for item in items}
        areas = (
            LegalArea(area.key, area.title, tuple(item for item in area.items if item.id in needed))
            for area in self.library.areas
        )
        return tuple(area for area in areas if area.items)

    def answer(self, item: LegalItem, scope: ScopeId) -> ItemAnswer:
        """What stands beside an item; an open answer where nothing does."""
        return self.answers.get(scope, {}).get(item.id) or ItemAnswer(item.id)

    def level(self, item: LegalItem, scope: ScopeId) -> RiskLevel:
        """How high the item's risk is now."""
        return item_level(item, self.answer(item, scope), self.grid)

    def is_open_high(self, item: LegalItem, scope: ScopeId) -> bool:
        """Whether the item is not done and high or very high."""
        return not self.answer(item, scope).settled and self.level(item, scope) >= RiskLevel.H

    def acceptance(self, item: LegalItem, scope: ScopeId) -> tuple[Acceptance, Validity] | None:
        """The acceptance that holds, else the latest one with why it doesn't; None when there never was one."""
        given = self.acceptances.get(scope, {}).get(item.id, ())
        return latest_acceptance(given, self.answer(item, scope), self.today) if given else None

    def risk(self, risk_id: int | None) -> Risk | None:
        """The risk of that id; None when it is gone."""
        return next((risk for risk in self.risks if risk.id == risk_id), None)

    def risk_level(self, risk: Risk) -> RiskLevel:
        """How high a risk is now."""
        return self.grid.level(risk.rating)

    def risk_state(self, risk: Risk) -> str:
        """The hash of all that is accepted with a risk."""
        answered = self.answers.get(risk.campaign_id, {}).get(risk.item_id) or ItemAnswer(risk.item_id)
        return risk_state(risk, answered if risk.item_id else None)

    def risk_acceptance(self, risk: Risk) -> tuple[Acceptance, Validity] | None:
        """As `acceptance`, of a risk."""
        return latest_holding(self.risk_acceptances.get(risk.id, ()), self.risk_state(risk), self.today)

    def high_risks(self, scope: ScopeId, area: str | None = None) -> tuple[Risk, ...]:
        """Open risks, of one area or of all, that are high and stand for themselves.

        A risk whose item is asked in this scope and not done is left out: it is counted with its item.
        """
        found = [
            risk
            for risk in self.risks
            if risk.is_open
            and risk.campaign_id == scope
            and self.risk_level(risk) >= RiskLevel.H
            and (area is None or area_of(risk, self.library) == area)
        ]
        if not found:
            return ()
        asked = {item.id for one in self.areas(scope) for item in one.items if not self.answer(item, scope).settled}
        return tuple(risk for risk in found if risk.item_id not in asked)

    def summary(self, area: LegalArea, scope: ScopeId) -> AreaSummary:
        """What one line of the list of areas says."""
        found = area_summary(area.items, self.answers.get(scope, {}), self.grid)
        return replace(found, open_high=found.open_high + len(self.high_risks(scope, area.key)))

    def total(self, scope: ScopeId) -> AreaSummary:
        """All areas of a scope together, and the risks that belong to none."""
        items = [item for area in self.areas(scope) for item in area.items]
        found = area_summary(items, self.answers.get(scope, {}), self.grid)
        return replace(found, open_high=found.open_high + len(self.high_risks(scope)))


def latest_acceptance(
    given: Iterable[Acceptance], answer: ItemAnswer, today: date
) -> tuple[Acceptance, Validity] | None:
    """Of the acceptances given for one item, the newest that holds, else the newest; with its validity."""
    return latest_holding(given, state_hash([answer]), today)


def latest_holding(given: Iterable[Acceptance], state: str, today: date) -> tuple[Acceptance, Validity] | None:
    """Of acceptances given for one thing, whose state is now `state`, the newest that holds, else the newest."""
    newest_first = sorted(given, key=lambda acceptance: (acceptance.accepted_on, acceptance.until), reverse=True)
    checks = [(acceptance, check_acceptance(acceptance, state, today)) for acceptance in newest_first]
    return next((check for check in checks if check[1].valid), checks[0] if checks else None)
