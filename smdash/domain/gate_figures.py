"""A campaign's launch gate as figures."""

from __future__ import annotations

from smdash.domain.figures import Figure, Unit
from smdash.domain.gate import Acceptance
from smdash.domain.register import Register
from smdash.domain.risk_attention import DONE_FORMULA
from smdash.domain.risks import LegalItem


def gate_figures(register: Register, campaign_id: int) -> tuple[Figure, ...]:
    """The launch gate of a campaign as figures: how many checks are open of those its facts ask for."""
    campaign = register.campaign(campaign_id)
    if campaign is None:
        return ()
    gate, words = campaign.gate, register.library.facts
    facts = ", ".join(words.get(fact, fact) for fact in campaign.facts) or "none chosen"
    needed = Figure("Needed", len(gate.needed), Unit.COUNT, "asked always, or for a fact", notes=(f"facts: {facts}",))
    waived = Figure("Waived", len(gate.waived), Unit.COUNT, "an acceptance holds today", notes=_ids(gate.waived))
    done = Figure("Done", len(gate.needed) - len(gate.open) - len(gate.waived), Unit.COUNT, DONE_FORMULA)
    notes = (", ".join(item.id for item in gate.open),) if gate.open else ()
    name = f"{campaign.name}: open checks"
    return (Figure(name, len(gate.open), Unit.COUNT, "needed − done − waived", (needed, done, waived), notes=notes),)


def _ids(waived: tuple[tuple[LegalItem, Acceptance], ...]) -> tuple[str, ...]:
    return (", ".join(item.id for item, _ in waived),) if waived else ()
