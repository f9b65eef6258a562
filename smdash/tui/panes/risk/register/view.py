"""Which risks are listed and in which order. No Textual here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from smdash.domain.register import Register, ScopeId
from smdash.domain.register_attention import acceptance_fault
from smdash.domain.text import name_key
from smdash.domain.treatment import Risk, area_of

ALL: Final = "all"
Sight = ScopeId | Literal["all"]
"""Whose risks are seen: those of the organisation (None), of a campaign, or all."""


class Order(StrEnum):
    """What the list is sorted by."""

    LEVEL = "level, then due day"
    DUE = "due day"
    TITLE = "title"
    OWNER = "owner"

    @property
    def next(self) -> Order:
        """The order after this one, the first after the last."""
        every = tuple(Order)
        return every[(every.index(self) + 1) % len(every)]


@dataclass(frozen=True, slots=True)
class View:
    """How a person looks at the list; `closed` shows closed risks too."""

    sight: Sight = ALL
    search: str = ""
    order: Order = Order.LEVEL
    closed: bool = False


def in_sight(risk: Risk, sight: Sight) -> bool:
    """Whether a risk belongs to what is looked at."""
    return sight == ALL or risk.campaign_id == sight


def sight_words(register: Register, sight: Sight) -> str:
    """Whose risks are seen, in words; an archived campaign is named by its risks."""
    if sight == ALL:
        return "all"
    if sight is None:
        return "organisation"
    campaign = register.campaign(sight)
    named = (risk.campaign for risk in register.risks if risk.campaign_id == sight)
    return campaign.name if campaign else next(named, "campaign")


def sights(register: Register) -> tuple[tuple[Sight, str], ...]:
    """What can be looked at: all, the organisation, and each campaign that has a risk."""
    with_risks = {risk.campaign_id: risk.campaign for risk in register.risks if risk.campaign_id is not None}
    named = sorted(with_risks.items(), key=lambda pair: name_key(pair[1]))
    return ((ALL, "All"), (None, "Organisation"), *named)


def listed(register: Register, view: View) -> tuple[Risk, ...]:
    """The risks to list in their order; closed ones after all that are open."""
    words = name_key(view.search).split()
    found = [
        risk
        for risk in register.risks
        if in_sight(risk, view.sight)
        and (risk.is_open or view.closed)
        and all(word in _text(register, risk) for word in words)
    ]
    return tuple(sorted(found, key=lambda risk: (not risk.is_open, *_key(register, risk, view.order), risk.id)))


def _key(register: Register, risk: Risk, order: Order) -> tuple[object, ...]:
    due = risk.due or date.max
    if order is Order.DUE:
        return due, -register.risk_level(risk)
    if order is Order.TITLE:
        return (name_key(risk.title),)
    owner = name_key(register.people.get(risk.owner_id or 0, ""))
    if order is Order.OWNER:
        return not owner, owner, -register.risk_level(risk)
    return -register.risk_level(risk), due


def _text(register: Register, risk: Risk) -> str:
    """All that a filter looks into."""
    area = area_of(risk, register.library)
    title = next((one.title for one in register.library.areas if one.key == area), "")
    level = register.risk_level(risk)
    said = (
        risk.title,
        risk.cause,
        risk.item_id,
        title,
        risk.campaign or "organisation",
        register.people.get(risk.owner_id or 0, ""),
        risk.treatment.value if risk.treatment else "untreated",
        level.name,
        level.words,
        acceptance_fault(register, risk),
        risk.plan,
    )
    return name_key(" ".join(said))
