"""What of the register's risks needs a person: acceptances, treatments, reviews, high risks nobody decided about.

A risk stays until it is closed, also after its campaign ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from smdash.domain.register import Register, ScopeId
from smdash.domain.risks import RiskLevel
from smdash.domain.treatment import Risk, Treatment

EXPIRING_DAYS = 14
"""How many days before its end an acceptance is announced."""


@dataclass(frozen=True, slots=True)
class RiskAttention:
    """One thing that needs a person, and where it is: a risk, else the item (none: the campaign) and its scope."""

    sentence: str
    item_id: str = ""
    campaign_id: ScopeId = None
    risk_id: int | None = None


def lapsed_risks(register: Register) -> Iterator[RiskAttention]:
    """Open risks that someone accepted, or that are to be accepted, while no acceptance holds; with the reason."""
    for risk in _open(register):
        if fault := acceptance_fault(register, risk):
            yield _about(register, risk, fault)


def acceptance_fault(register: Register, risk: Risk) -> str:
    """Why an open risk is not accepted though it should be; empty where an acceptance holds or none is wanted.

    One that was taken back is missed only where the treatment is to accept the risk.
    """
    found = register.risk_acceptance(risk)
    is_wanted = risk.treatment is Treatment.ACCEPT
    if found is None:
        return "to be accepted, but nobody has accepted it" if is_wanted else ""
    acceptance, validity = found
    if validity.valid or (acceptance.revoked and not is_wanted):
        return ""
    return f"acceptance lapsed. {validity.reason.removesuffix('.')}"


def expiring_risks(register: Register) -> Iterator[tuple[date, RiskAttention]]:
    """Acceptances of open risks that hold and end within two weeks, with their last day."""
    for risk in _open(register):
        found = register.risk_acceptance(risk)
        if found is not None and found[1].valid and found[1].days_left <= EXPIRING_DAYS:
            yield found[0].until, _about(register, risk, ending(found[0].who, found[0].until, register.today))


def ending(who: str, until: date, today: date) -> str:
    """That an acceptance ends, and when."""
    days = (until - today).days
    when = "today" if not days else "tomorrow" if days == 1 else f"in {days} days"
    return f"acceptance by {who} ends {when}"


def overdue_treatments(register: Register) -> Iterator[RiskAttention]:
    """Open risks whose treatment should have been done."""
    for risk in _open(register):
        if risk.due is not None and risk.is_late(register.today):
            owner = register.people.get(risk.owner_id or 0, "")
            what = f"treatment ({risk.treatment.value})" if risk.treatment else "treatment"
            by = f" ({owner})" if owner else ""
            yield _about(register, risk, f"{what} due since {risk.due.isoformat()}{by}")


def risks_to_review(register: Register) -> Iterator[tuple[date, RiskAttention]]:
    """Open risks that are to be looked at again, with the day."""
    for risk in _open(register):
        if risk.next_review is not None and risk.is_to_review(register.today):
            said = f"to be reviewed since {risk.next_review.isoformat()}"
            yield risk.next_review, _about(register, risk, said)


def untreated(register: Register) -> Iterator[RiskAttention]:
    """Open risks that are high or very high and have no treatment."""
    for risk in _open(register):
        level = register.risk_level(risk)
        if risk.treatment is None and level >= RiskLevel.H:
            yield _about(register, risk, f"{level.words}, and no treatment is decided")


def _open(register: Register) -> tuple[Risk, ...]:
    return tuple(risk for risk in register.risks if risk.is_open)


def _about(register: Register, risk: Risk, said: str) -> RiskAttention:
    where = f"{risk.campaign}, " if risk.campaign else ""
    return RiskAttention(f"{where}risk “{risk.title}”: {said}", risk.item_id, risk.campaign_id, risk.id)
