"""Going live: a campaign whose launch gate is open needs a waiver, with who takes the risk, why, and until when."""

from __future__ import annotations

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.gate import Gate
from smdash.domain.register import AcceptanceDraft
from smdash.errors import Refused
from smdash.store.acceptances import waive
from smdash.store.campaigns import edit_campaign, get_campaign
from smdash.store.risks import gates, register
from smdash.store.store import Snapshot, Transaction


class GateOpen(Refused):
    """A campaign can't go live yet: checks of its `gate` are neither done nor waived."""

    def __init__(self, name: str, gate: Gate) -> None:
        count = f"{len(gate.open)} of {len(gate.needed)} legal checks are open"
        super().__init__(
            f"{name} can't go live yet: {count}, {gate.open_names}.", "Answer them in Risk (5), or waive them."
        )
        self.name = name
        self.gate = gate


def change_campaign(
    tx: Transaction, campaign_id: int, draft: CampaignDraft, waiver: AcceptanceDraft | None = None
) -> None:
    """Give a campaign what the draft says. One that goes live by that must have its checks done, or a waiver.

    The waiver stands for every check that is open then; its own item doesn't count. `GateOpen` without one; what was
    live before stays live, however many checks its new facts bring.
    """
    was = get_campaign(tx, campaign_id).draft.status
    edit_campaign(tx, campaign_id, draft)
    if draft.status is not CampaignStatus.LIVE or was is CampaignStatus.LIVE:
        return
    gate = gates(tx).get(campaign_id)
    if gate is None or gate.satisfied:
        return
    if waiver is None:
        raise GateOpen(draft.name, gate)
    waive(tx, campaign_id, waiver)


def live_marks(snapshot: Snapshot) -> tuple[str, ...]:
    """What must be said of each live campaign that runs without its checks, or on waivers: one sentence each."""
    return tuple(
        f"{campaign.name}: {campaign.gate.sentence}"
        for campaign in register(snapshot).campaigns
        if campaign.gate.unchecked or campaign.gate.on_waiver
    )
