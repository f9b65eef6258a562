"""What the Risk pane shows: the register, seen for the organisation or for one campaign. No Textual here."""

from __future__ import annotations

from dataclasses import dataclass, field

from smdash.domain.log_attention import LogSummary
from smdash.domain.register import CheckedCampaign, Register, ScopeId
from smdash.domain.risks import ItemAnswer, LegalArea, LegalItem
from smdash.domain.sign_offs import Place, Signed, SignOff, SignOffs


@dataclass(frozen=True, slots=True)
class RiskState:
    """The register, the scope chosen (None for the organisation, else a campaign in the register), all sign-offs.

    `log` is what presses of incidents and policies.
    """

    register: Register
    scope: ScopeId = None
    sign_offs: tuple[SignOff, ...] = ()
    log: LogSummary = field(default_factory=LogSummary)

    @property
    def campaign(self) -> CheckedCampaign | None:
        """The campaign chosen, or None."""
        return self.register.campaign(self.scope)

    @property
    def areas(self) -> tuple[LegalArea, ...]:
        """The areas that have items in this scope."""
        return self.register.areas(self.scope)

    def area(self, key: object) -> LegalArea | None:
        """The area of that key, or None where it has no items in this scope."""
        return next((area for area in self.areas if area.key == key), None)

    def item(self, item_id: object) -> LegalItem | None:
        """The item of that id, or None where it isn't asked in this scope."""
        return next((item for area in self.areas for item in area.items if item.id == item_id), None)

    def answer(self, item: LegalItem) -> ItemAnswer:
        """What stands beside an item in this scope."""
        return self.register.answer(item, self.scope)

    def signed(self, place: Place) -> Signed | None:
        """The newest sign-off of a place that was not taken back, with what has changed since; None without one."""
        return SignOffs(self.register, self.sign_offs).latest(place)

    @property
    def live_campaigns(self) -> tuple[CheckedCampaign, ...]:
        """Campaigns that run now, unchecked ones first."""
        live = [campaign for campaign in self.register.campaigns if campaign.gate.live]
        return tuple(sorted(live, key=lambda campaign: campaign.gate.satisfied))

    @property
    def open_checks(self) -> tuple[LegalItem, ...]:
        """What keeps the chosen campaign's gate open; empty for the organisation."""
        return self.campaign.gate.open if self.campaign else ()
