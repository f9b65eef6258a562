"""Risks of the register: how high without and with controls, how they are treated, and the state one is accepted in.

A risk may be made from an item of the checklist. While it is open it carries the item's rating: the item shows the
level of its risk and has none of its own, so that nothing is rated or counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from smdash.domain.evidence import Evidence, evidence_state
from smdash.domain.gate import digest, state_hash
from smdash.domain.risks import (
    ItemAnswer,
    LegalItem,
    LegalLibrary,
    Rating,
    RiskGrid,
    RiskLevel,
    Scope,
    rating,
    residual_fault,
)
from smdash.domain.text import clean, name, one_line
from smdash.errors import FormFaults, InvalidInput, NotFound

REVIEW_AFTER = timedelta(days=365)
"""When a risk is looked at again if nobody says so."""

ItemPlace = tuple[str, int | None]
"""An item's id, and the campaign it is asked for; None for the organisation."""


class Treatment(StrEnum):
    """What is done about a risk."""

    MITIGATE = "mitigate"
    ACCEPT = "accept"
    AVOID = "avoid"
    TRANSFER = "transfer"

    @property
    def needs_plan(self) -> bool:
        """Whether it is something to be done; accepting a risk is not."""
        return self is not Treatment.ACCEPT


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk; open until the day it was closed.

    `inherent` is the rating without controls, `residual` what is left with them, None where nobody rated that yet.
    `campaign` is the name of its campaign, also of an archived one. `item_id` or `area` (a key) say where it comes
    from, and may both be empty.
    """

    id: int
    title: str
    inherent: Rating
    residual: Rating | None = None
    cause: str = ""
    item_id: str = ""
    area: str = ""
    campaign_id: int | None = None
    campaign: str = ""
    owner_id: int | None = None
    treatment: Treatment | None = None
    plan: str = ""
    due: date | None = None
    next_review: date | None = None
    opened_by: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    closed_by: str = ""
    outcome: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do with it."""
        return self.closed_on is None

    @property
    def rating(self) -> Rating:
        """The rating that counts now: the residual one, else the inherent one."""
        return self.residual or self.inherent

    @property
    def place(self) -> ItemPlace:
        """The item it was made from and its scope; an empty id for none."""
        return self.item_id, self.campaign_id

    def is_late(self, today: date) -> bool:
        """Whether its treatment should have been done."""
        return self.is_open and self.due is not None and self.due < today

    def is_to_review(self, today: date) -> bool:
        """Whether it is to be looked at again by now."""
        return self.is_open and self.next_review is not None and self.next_review <= today


class FourNumbers(Protocol):
    """A draft with both ratings as numbers from 1 to 5, or None."""

    @property
    def likelihood(self) -> int | None: ...

    @property
    def impact(self) -> int | None: ...

    @property
    def residual_likelihood(self) -> int | None: ...

    @property
    def residual_impact(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class RiskDraft:
    """A risk as a person enters it; the residual rating has both numbers or neither, the inherent one is needed."""

    title: str
    likelihood: int | None = None
    impact: int | None = None
    residual_likelihood: int | None = None
    residual_impact: int | None = None
    cause: str = ""
    item_id: str = ""
    area: str = ""
    campaign_id: int | None = None
    owner_id: int | None = None
    treatment: Treatment | None = None
    plan: str = ""
    due: date | None = None
    next_review: date | None = None

    @classmethod
    def of(cls, risk: Risk) -> RiskDraft:
        """The draft that leaves a risk as it is."""
        residual = risk.residual
        return cls(
            risk.title,
            risk.inherent.likelihood,
            risk.inherent.impact,
            residual.likelihood if residual else None,
            residual.impact if residual else None,
            risk.cause,
            risk.item_id,
            risk.area,
            risk.campaign_id,
            risk.owner_id,
            risk.treatment,
            risk.plan,
            risk.due,
            risk.next_review,
        )


def checked_ratings(draft: FourNumbers, grid: RiskGrid, faults: dict[str, str]) -> tuple[Rating | None, Rating | None]:
    """The inherent and the residual rating of a draft; what is wrong with them is added to `faults` at its field."""
    found: list[Rating | None] = []
    before = len(faults)
    for prefix in ("", "residual_"):
        likelihood: int | None = getattr(draft, f"{prefix}likelihood")
        impact: int | None = getattr(draft, f"{prefix}impact")
        try:
            found.append(rating(likelihood, impact))
        except InvalidInput as fault:
            about_impact = impact is None or (likelihood is not None and 1 <= likelihood <= 5)
            faults[f"{prefix}impact" if about_impact else f"{prefix}likelihood"] = fault.message
            found.append(None)
    inherent, residual = found
    if len(faults) == before and (fault_words := residual_fault(inherent, residual, grid)):
        faults["residual_likelihood"] = fault_words
    return inherent, residual


def checked_risk(
    draft: RiskDraft, library: LegalLibrary, grid: RiskGrid, today: date, before: Risk | None = None
) -> Risk:
    """The risk a draft means; `FormFaults` with every fault at its field.

    Of a new one `before` is None. A review day that was left empty is a year from today; one that has come may stay
    only where it is the one that stood there.
    """
    faults: dict[str, str] = {}
    title = _title(draft.title, faults)
    item = _origin(draft, library, before, faults)
    inherent, residual = checked_ratings(draft, grid, faults)
    if inherent is None and not faults.keys() & {"likelihood", "impact"}:
        faults["likelihood"] = "How likely is it, and how bad? Without controls, 1 to 5 each."
    plan = clean(draft.plan).strip()
    if draft.treatment and draft.treatment.needs_plan and not plan:
        faults["plan"] = f"What is done to {draft.treatment.value} it?"
    known_review = before.next_review if before else None
    if draft.next_review and draft.next_review <= today and draft.next_review != known_review:
        faults["next_review"] = "The next review must be after today."
    if faults or inherent is None:
        raise FormFaults(faults)
    return replace(
        before or Risk(0, title, inherent),
        title=title,
        inherent=inherent,
        residual=residual,
        cause=clean(draft.cause).strip(),
        item_id=item,
        area="" if item else draft.area,
        campaign_id=draft.campaign_id,
        owner_id=draft.owner_id,
        treatment=draft.treatment,
        plan=plan,
        due=draft.due,
        next_review=draft.next_review or today + REVIEW_AFTER,
    )


def _title(typed: str, faults: dict[str, str]) -> str:
    try:
        return name(typed, "title")
    except InvalidInput as fault:
        faults["title"] = fault.message
    return ""


def _origin(draft: RiskDraft, library: LegalLibrary, before: Risk | None, faults: dict[str, str]) -> str:
    """The id of the item the risk is made from, or an empty one; an item that was retired since may stay."""
    if draft.area and draft.area not in {area.key for area in library.areas}:
        faults["origin"] = f"There is no area “{one_line(draft.area)}”."
    if not draft.item_id:
        return ""
    try:
        item = library.item(draft.item_id)
    except NotFound as fault:
        if before is not None and before.item_id == draft.item_id:
            return before.item_id
        faults["origin"] = fault.message
        return ""
    if draft.campaign_id is not None and item.scope is not Scope.CAMPAIGN:
        faults["origin"] = f"{item.id} is answered once, for the organisation: name no campaign."
    return item.id


def area_of(risk: Risk, library: LegalLibrary) -> str:
    """The key of the area a risk belongs to: its item's, else the one chosen; empty for none."""
    found: LegalItem | None = next((item for item in library.items if item.id == risk.item_id), None)
    return found.area if found else risk.area


def carriers(risks: Iterable[Risk], grid: RiskGrid) -> dict[ItemPlace, Risk]:
    """For each item with open risks the one that carries its rating: the highest, of equals the oldest."""
    found: dict[ItemPlace, Risk] = {}
    for risk in sorted(risks, key=lambda one: one.id):
        if risk.is_open and risk.item_id:
            other = found.get(risk.place)
            if other is None or _height(risk, grid) > _height(other, grid):
                found[risk.place] = risk
    return found


def _height(risk: Risk, grid: RiskGrid) -> tuple[RiskLevel, RiskLevel]:
    return grid.level(risk.rating), grid.level(risk.inherent)


def risk_state(risk: Risk, answer: ItemAnswer | None) -> str:
    """SHA-256 over what is accepted with a risk, in hexadecimal; `answer` is that of the item it was made from.

    What counts: title, cause, origin, both ratings, treatment, plan and evidence, and of the item's answer what
    `state_hash` takes. Owner, days and who opened it may change without making an acceptance invalid.
    """
    residual = risk.residual
    state = {
        "title": risk.title,
        "cause": risk.cause,
        "item": risk.item_id,
        "area": risk.area,
        "campaign": risk.campaign_id,
        "inherent": [risk.inherent.likelihood, risk.inherent.impact],
        "residual": [residual.likelihood, residual.impact] if residual else None,
        "treatment": risk.treatment.value if risk.treatment else None,
        "plan": risk.plan,
        "evidence": evidence_state(risk.evidence),
        "answer": state_hash([replace(answer, inherent=None, residual=None)]) if answer else "",
    }
    return digest(state)
