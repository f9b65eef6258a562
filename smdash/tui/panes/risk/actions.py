"""All that keys do in the Risk pane, in the order in which the help screen and the palette show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smdash.tui.commands import Action
from smdash.tui.panes.risk import answering, history, library, looking, proofs, signing, trail
from smdash.tui.panes.risk.incidents import box as incidents
from smdash.tui.panes.risk.policies import box as policies
from smdash.tui.panes.risk.register import actions as register

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

ACTIONS: Final[tuple[Action[RiskPane], ...]] = (
    *answering.ACTIONS,
    *proofs.ACTIONS,
    *history.ACTIONS,
    *library.ACTIONS,
    *signing.ACTIONS,
    *register.ACTIONS,
    *looking.ACTIONS,
    *incidents.ACTIONS,
    *policies.ACTIONS,
    *trail.ACTIONS,
)
